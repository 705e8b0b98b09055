# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.tools import format_date, formatLang


class Reservation(models.Model):
    """A reservation as the group reads it in its portal; called with sudo."""

    _inherit = "wohnkoord.reservation"

    def _portal_values(self, registration):
        """Plain values of the reservation, its milestones, contract and duties.

        Left out is what the office notes for itself.
        """
        self.ensure_one()
        contract = self.env["wohnkoord.procedure.contract"].search(
            [("award_id", "=", self.award_id.id)]
        )
        is_running = self.state == "running"
        return {
            "id": self.id,
            "plot": self.procedure_lot_id.display_name,
            "state": self.state,
            "state_label": dict(self._fields["state"]._description_selection(self.env))[
                self.state
            ],
            "start": format_date(self.env, self.date_start),
            "end": format_date(self.env, self.date_end),
            "days_left": self._days_left_text() if is_running else "",
            "fee": self.fee
            and formatLang(self.env, self.fee, currency_obj=self.currency_id),
            "is_fee_credited": self.is_fee_credited,
            "lapse_reason": self.lapse_reason or "",
            "extensions": [
                {
                    "before": format_date(self.env, extension.date_end_before),
                    "until": format_date(self.env, extension.date_end),
                    "body": extension.resolution_body,
                    "number": extension.resolution_number,
                    "date": format_date(self.env, extension.resolution_date),
                    "reason": extension.reason,
                }
                for extension in self.extension_ids
            ],
            "milestones": [
                milestone._portal_values(registration)
                for milestone in self.milestone_ids
            ],
            "contract": contract and contract._portal_values(registration),
        }

    def _days_left_text(self):
        procedure = self.procedure_id
        days = (self.date_end - procedure._local(procedure._now()).date()).days
        if days < 0:
            return self.env._("The end has passed. Please talk to the office.")
        if days == 1:
            return self.env._("1 day left")
        return self.env._("%(count)s days left", count=days)
