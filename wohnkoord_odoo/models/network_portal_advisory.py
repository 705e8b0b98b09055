# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class Advisory(models.Model):
    """Cases that a group asked for in its portal."""

    _inherit = "wohnkoord.advisory"

    portal_partner_id = fields.Many2one(
        "res.partner",
        "Asked in the Portal by",
        index="btree_not_null",
        copy=False,
        readonly=True,
        ondelete="restrict",
    )
    request_text = fields.Text("Request of the Group", copy=False, readonly=True)
    urgency_reason = fields.Text("Why it is Urgent", copy=False, readonly=True)
    group_answer = fields.Text(
        "Answer to the Group",
        copy=False,
        tracking=True,
        help="The members read this in their portal. They never read the outcome and"
        " the notes.",
    )

    _portal_request_uniq = models.UniqueIndex(
        "(initiative_id, level)"
        " WHERE state = 'requested' AND portal_partner_id IS NOT NULL",
        "Your group has asked for this already; the office will answer.",
    )

    @property
    def _guarded_fields(self):
        # what the group wrote is not the office's to change
        return (
            *super()._guarded_fields,
            "portal_partner_id",
            "request_text",
            "urgency_reason",
        )

    @api.model
    def _portal_level_labels(self):
        return {
            "orientation": self.env._("Orientation advice"),
            "concept": self.env._("Concept advice"),
            "specialist": self.env._("Specialist advice"),
        }

    def _portal_values(self):
        """What the group sees of its cases: never outcome, notes or subject.

        :return: list of dicts, in the order of the records
        """
        levels = self._portal_level_labels()
        return [
            {
                "number": case.name,
                "level": levels[case.level],
                "state": case.state,
                # the office's own words about a case are not the group's
                "subject": case.subject if case.portal_partner_id else "",
                "date_requested": case.date_requested,
                "date_start": case.date_first_contact,
                "date_done": case.date_done,
                "deadline": case.date_deadline if case.portal_partner_id else False,
                "topics": case.topic_ids.mapped("name")
                if case.portal_partner_id
                else [],
                "answer": case.group_answer or "",
            }
            for case in self
        ]
