# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

#: meetings of so many days ahead stand on the Monday list
DAYS_AHEAD = 14


class Advisory(models.Model):
    """The Monday list tells that something is to be arranged, and not what."""

    _inherit = "wohnkoord.advisory"

    @api.model
    def _monday_needs(self):
        now = fields.Datetime.now()
        needs = self.env["wohnkoord.meeting.need"]
        domain = (
            Domain("company_id", "in", self.env.companies.ids)
            & Domain("is_arranged", "=", False)
            & Domain("start", ">=", now)
            & Domain("start", "<=", now + timedelta(days=DAYS_AHEAD))
        )
        found = needs.search(domain)
        if not found:
            return []
        first = fields.Datetime.context_timestamp(self, min(found.mapped("start")))
        text = self.env._(
            "Meetings for which something is to be arranged: %(count)s, the first on"
            " %(date)s",
            count=len(found.event_id),
            date=format_date(self.env, first.date()),
        )
        return [
            self._monday_note(
                "fa-universal-access", text, "meeting_need_action", domain, "warning"
            )
        ]

    def _forget(self):
        needs_sudo = self.env["wohnkoord.meeting.need"].sudo()
        needs_sudo.search([("advisory_id", "in", self.ids)]).unlink()
        return super()._forget()
