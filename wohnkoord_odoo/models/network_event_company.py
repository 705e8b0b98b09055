# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.fields import Domain


class ResCompany(models.Model):
    """The office's events on its public pages, and how long it knows who came."""

    _inherit = "res.company"

    wohnkoord_event_keep_months = fields.Integer(
        "Keep Participants' Details (months)", required=True, default=6
    )

    _wohnkoord_event_keep_check = models.Constraint(
        "CHECK (wohnkoord_event_keep_months BETWEEN 1 AND 60)",
        "Details of participants are kept for 1 to 60 months after the event.",
    )

    def _wohnkoord_public_menu(self):
        return super()._wohnkoord_public_menu() + [
            {"url": "/events", "label": self.env._("Events"), "sequence": 40}
        ]

    def _wohnkoord_sitemap_urls(self):
        # sudo: search engines may know what every visitor sees
        events_sudo = self.env["event.event"].sudo()
        rows = events_sudo.search_fetch(
            events_sudo._public_domain(self)
            & Domain("date_end", ">=", fields.Datetime.now()),
            ["slug", "write_date"],
        )
        return super()._wohnkoord_sitemap_urls() + [
            {"url": row._public_path(), "lastmod": row.write_date.date()}
            for row in rows
        ]
