# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.tools import format_date, formatLang


class ProcedureContract(models.Model):
    """A contract on a plot as the group reads it in its portal; called with sudo."""

    _inherit = "wohnkoord.procedure.contract"

    def _portal_values(self, registration):
        """State and dates; amounts once they are signed; no notes of the office."""
        self.ensure_one()
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("state", "tenure")
        }
        dates = {
            self.env._("Approval asked for on"): self.date_approval_asked,
            self.env._("Approved on"): self.date_approved,
            self.env._("Signed on"): self.date_signed,
            self.env._("From"): self.date_start,
            self.env._("Until"): self.date_end,
        }
        is_signed = self.state != "draft"
        rows = [
            (label, format_date(self.env, day)) for label, day in dates.items() if day
        ]
        if is_signed:
            rows += [
                (label, formatLang(self.env, amount, currency_obj=self.currency_id))
                for label, amount in self._portal_amounts()
                if amount
            ]
        if self.notary:
            rows.append((self.env._("Notary"), self.notary))
        return {
            "state_label": labels["state"][self.state],
            "tenure": labels["tenure"][self.tenure],
            "is_signed": is_signed,
            "rows": rows,
            "duties": [
                duty._portal_values(registration)
                for duty in self.commitment_ids.sorted("id")
            ],
        }

    def _portal_amounts(self):
        if self.tenure == "leasehold":
            return [(self.env._("Ground rent a year"), self.ground_rent)]
        return [(self.env._("Price"), self.price)]
