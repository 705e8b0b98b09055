# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.exceptions import ValidationError


class TimeEntry(models.Model):
    """A counter-entry is exactly minus its original (design, invariant 4)."""

    _inherit = "wohnkoord.time.entry"

    @api.constrains("reversal_of_id", "minutes", "date", "call_off_id", "partner_id")
    def _check_counter_entry(self):
        for entry in self.filtered("reversal_of_id"):
            original = entry.reversal_of_id
            if (
                entry.minutes != -original.minutes
                or entry.date != original.date
                or entry.call_off_id != original.call_off_id
                or entry.partner_id != original.partner_id
                or original.reversal_of_id
            ):
                raise ValidationError(
                    self.env._("A counter-entry takes back exactly one entry.")
                )
