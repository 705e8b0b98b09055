# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class TimeEntry(models.Model):
    """Hours that are approved later may be what an invoice was waiting for."""

    _inherit = "wohnkoord.time.entry"

    def action_approve(self):
        result = super().action_approve()
        # sudo: what is compared and billed is not the approving person's to write
        waiting_sudo = (
            self.env["wohnkoord.invoice"]
            .sudo()
            .search(
                [
                    ("state", "=", "differs"),
                    ("partner_id", "in", self.commercial_partner_id.ids),
                    ("company_id", "in", self.company_id.ids),
                ]
            )
        )
        waiting_sudo.filtered(
            lambda invoice: any(
                row["code"] in ("hours_more", "not_approved", "nothing", "no_order")
                for row in invoice.differences or []
            )
        )._compare()
        return result
