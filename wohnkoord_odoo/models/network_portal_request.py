# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .advisory import OPEN_STATES


class Initiative(models.Model):
    """A group asks for the next level of advice."""

    _inherit = "wohnkoord.initiative"

    def _portal_next_level(self):
        """The level that the group may ask for by the order of levels, or None."""
        self.ensure_one()
        Advisory = self.env["wohnkoord.advisory"]
        done = {level for _initiative, level in Advisory._done_levels(self)}
        if "concept" in done:
            return "specialist"
        if "orientation" in done or self in Advisory._oriented_by_person(self):
            return "concept"
        return None

    def _portal_request_state(self):
        """What the group can ask for now, in words where it cannot.

        :return: dict with ``level`` (or None), ``label`` and ``why_not``
        """
        level = self._portal_next_level()
        Advisory = self.env["wohnkoord.advisory"]
        label = Advisory._portal_level_labels().get(level, "")
        why_not = ""
        if self._portal_is_closed():
            why_not = self.env._("The group has dissolved.")
        elif not level:
            why_not = self.env._(
                "Concept advice follows an orientation. You have not had one yet, or it"
                " is not finished. Please book an appointment or write to your adviser."
            )
        else:
            waiting = Advisory.search(
                [
                    ("initiative_id", "=", self.id),
                    ("level", "=", level),
                    ("state", "in", OPEN_STATES),
                ],
                limit=1,
            )
            if waiting.state == "requested":
                why_not = self.env._("This level is asked for; the office will answer.")
            elif waiting:
                why_not = self.env._(
                    "This level is granted. Please speak to your adviser about what else"
                    " you need."
                )
        return {"level": level, "label": label, "why_not": why_not}

    def _portal_request(self, level, values):
        """Ask for ``level``, as a spokesperson in the portal.

        :param str level: what the form was about; only the next level is taken
        :param dict values: ``subject``, ``text``, ``topic_ids``, ``urgency_reason``,
            ``date_deadline``
        :raise UserError: may only read, not the next level, or asked for already
        """
        self._check_portal_act()
        state = self._portal_request_state()
        if state["why_not"] or level != state["level"]:
            raise UserError(
                state["why_not"]
                or self.env._("Your group's next level has changed. Please look again.")
            )
        advisories = self._in_office_language().env["wohnkoord.advisory"]
        case = advisories.create(self._prepare_request_vals(level, values))
        case._write_guarded(
            {
                "portal_partner_id": self.env.user.partner_id.id,
                "request_text": values["text"],
                "urgency_reason": values["urgency_reason"] or False,
            }
        )
        case.flush_recordset()
        self._tell_adviser("request")

    def _prepare_request_vals(self, level, values):
        topics = self._portal_topics().filtered(lambda t: t.id in values["topic_ids"])
        vals = {
            "initiative_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.env.user.partner_id.id,
            **self._portal_adviser()._wohnkoord_duty_vals(company=self.company_id),
            "level": level,
            "subject": values["subject"],
            "topic_ids": [Command.set(topics.ids)],
            "target_group_ids": [Command.set(self.target_group_ids.ids)],
            "is_urgent": bool(values["urgency_reason"]),
        }
        if values["date_deadline"]:
            # else an urgent case gets the office's usual deadline
            vals["date_deadline"] = values["date_deadline"]
        return vals

    def _portal_topics(self):
        """The topics on which the office advises groups."""
        return self.env["wohnkoord.topic"].search(
            [
                ("company_id", "in", (False, self.company_id.id)),
                ("service_area", "=", "2"),
            ]
        )

    def _portal_cases_domain(self):
        """The cases that every member may know of.

        What was asked for in the portal, and concept and specialist advice that was
        granted. Other orientations may be one person's own matter.
        """
        return Domain("initiative_id", "=", self.id) & (
            Domain("portal_partner_id", "!=", False)
            | (
                Domain("level", "in", ("concept", "specialist"))
                & Domain("state", "in", ("approved", "running", "done"))
            )
        )
