# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models


class Initiative(models.Model):
    _inherit = "wohnkoord.initiative"

    advisory_ids = fields.One2many(
        "wohnkoord.advisory", "initiative_id", string="Cases", copy=False
    )
    advisory_count = fields.Integer(
        "Number of Cases", compute="_compute_advisory_count"
    )
    short_contact_ids = fields.One2many(
        "wohnkoord.short.contact", "initiative_id", string="Short Contacts", copy=False
    )

    @api.depends("advisory_ids")
    def _compute_advisory_count(self):
        counts = dict(
            self.env["wohnkoord.advisory"]._read_group(
                [("initiative_id", "in", self.ids)], ["initiative_id"], ["__count"]
            )
        )
        for initiative in self:
            initiative.advisory_count = counts.get(initiative._origin, 0)

    def action_view_advisories(self):
        """Open the cases of this initiative."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.advisory_action"
        )
        return {
            **action,
            "domain": [("initiative_id", "=", self.id)],
            "context": {"default_initiative_id": self.id},
        }

    def _note_contact(self, date):
        """Move the date of the last contact forward, never back.

        :param date date: the day of the contact
        """
        # sudo: also reached from a meeting that somebody else moves
        later_sudo = self.sudo().filtered(
            lambda initiative: (
                not initiative.date_last_contact or initiative.date_last_contact < date
            )
        )
        if later_sudo:
            later_sudo.write({"date_last_contact": date})

    @api.model
    def _cron_note_meetings(self, days=7):
        """Count meetings that took place since as contacts.

        A meeting is planned before it happens; nothing is written when its time comes.

        :param int days: how far to look back
        """
        now = fields.Datetime.now()
        events = self.env["calendar.event"].search(
            [
                ("advisory_id.initiative_id", "!=", False),
                ("start", "<=", now),
                ("start", ">", now - timedelta(days=days)),
            ]
        )
        events._note_contact()

    def _portal_meetings(self):
        """Meetings for the portal: when, where and what, nothing else.

        :return: list of dicts with ``id``, ``date`` and ``stop`` (UTC), ``title`` and
            ``location``, soonest first
        """
        self.ensure_one()
        # sudo: portal users have no right on events of others; these fields are shown
        events_sudo = (
            self.env["calendar.event"]
            .sudo()
            .search([("advisory_id.initiative_id", "=", self.id)], order="start")
        )
        return [
            {
                "id": event.id,
                "date": event.start,
                "stop": event.stop,
                "title": event.name,
                "location": event.location or "",
            }
            for event in events_sudo
        ]
