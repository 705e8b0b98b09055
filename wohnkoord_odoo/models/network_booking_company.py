# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResCompany(models.Model):
    """How an office lets the public book appointments."""

    _inherit = "res.company"

    wohnkoord_booking_open_max = fields.Integer(
        "Open Appointments per Address",
        default=1,
        help="Whoever wants more is told by mail of the one that there is.",
    )
    wohnkoord_booking_show_adviser = fields.Boolean(
        "Choose the Adviser",
        help="The page shows with whom a time is free. Otherwise the office's advisers"
        " share the work, and the confirmation tells the name.",
    )
    wohnkoord_booking_remind_hours = fields.Integer(
        "Reminder (Hours before)", default=24, help="0: no reminder."
    )
    wohnkoord_booking_keep_months = fields.Integer(
        "Months until Anonymised",
        default=12,
        help="So long after an appointment its name, address and concern are removed."
        " 0: never.",
    )

    _wohnkoord_booking_check = models.Constraint(
        "CHECK (wohnkoord_booking_open_max >= 1"
        " AND wohnkoord_booking_remind_hours >= 0"
        " AND wohnkoord_booking_keep_months >= 0)",
        "At least one appointment is allowed; hours and months are not negative.",
    )

    def _wohnkoord_public_menu(self):
        entries = super()._wohnkoord_public_menu()
        # sudo: the public reads no types; only that there is one
        if self.env["wohnkoord.booking.type"].sudo()._bookable(self):
            entries.append(
                {
                    "url": "/booking",
                    "label": self.env._("Book an appointment"),
                    "sequence": 20,
                }
            )
        return entries
