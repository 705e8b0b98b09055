# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

from ..tools.append_only import make_append_only


class ReservationExtension(models.Model):
    """A later end of a reservation, by a decision; never changed."""

    _name = "wohnkoord.reservation.extension"
    _description = "Extension of a Reservation"
    _order = "reservation_id, id"

    reservation_id = fields.Many2one(
        "wohnkoord.reservation",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="reservation_id.company_id", store=True, precompute=True, index=True
    )
    bid_id = fields.Many2one(
        related="reservation_id.bid_id", store=True, precompute=True, index=True
    )
    date = fields.Datetime("Recorded on", required=True, readonly=True)
    date_end_before = fields.Date("Until, before", required=True, readonly=True)
    date_end = fields.Date("Until, now", required=True, readonly=True)
    resolution_body = fields.Char("Decided by", required=True, readonly=True)
    resolution_number = fields.Char("Resolution No.", required=True, readonly=True)
    resolution_date = fields.Date("Resolved on", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Recorded by", required=True, readonly=True, ondelete="restrict"
    )

    def init(self):
        make_append_only(self.env.cr, self._table)
