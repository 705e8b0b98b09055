# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Advisory(models.Model):
    """A case and the appointments that were booked for it."""

    _inherit = "wohnkoord.advisory"

    booking_ids = fields.One2many(
        "wohnkoord.booking", "advisory_id", string="Appointments", copy=False
    )
    booking_count = fields.Integer(
        "Number of Appointments", compute="_compute_booking_count"
    )

    def _compute_booking_count(self):
        counts = dict(
            self.env["wohnkoord.booking"]._read_group(
                [("advisory_id", "in", self.ids)], ["advisory_id"], ["__count"]
            )
        )
        for case in self:
            case.booking_count = counts.get(case._origin, 0)

    def action_view_bookings(self):
        """Open the appointments of this case."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.booking_action"
        )
        return {
            **action,
            "views": [(False, "list"), (False, "form")],
            "domain": [("advisory_id", "=", self.id)],
            "context": {
                "default_advisory_id": self.id,
                "default_partner_id": self.partner_id.id,
                "default_concern": self.subject,
            },
        }

    def _booking_token(self):
        """What ``/booking?case=`` takes: an appointment for this very case."""
        return self.env["wohnkoord.signed.link"]._token("advisory", self, hours=30 * 24)
