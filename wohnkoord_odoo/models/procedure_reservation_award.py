# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class Award(models.Model):
    """From the decision to the reservation (Anhandgabe)."""

    _inherit = "wohnkoord.award"

    reservation_id = fields.Many2one(
        "wohnkoord.reservation", compute="_compute_reservation_id"
    )

    @api.depends("state")
    def _compute_reservation_id(self):
        found = self.env["wohnkoord.reservation"].search([("award_id", "in", self.ids)])
        by_award = {reservation.award_id: reservation for reservation in found}
        for award in self:
            award.reservation_id = by_award.get(award._origin, False)

    def action_reserve(self):
        """Keep the plot for the winner, for the months that were published.

        :raise UserError: not decided, nobody gets it, or something stands against it
        """
        for award in self:
            award._reserve()
        return self.action_view_reservation() if len(self) == 1 else True

    def _reserve(self):
        self.check_access("write")
        self.lock_for_update()
        if self.state != "decided" or not self.bid_id:
            raise UserError(self.env._("A plot is reserved once it is awarded."))
        for text in self._reservation_blockers():
            raise UserError(text)
        procedure = self.procedure_id
        moment = procedure._now().replace(microsecond=0)
        start = procedure._local(moment).date()
        reservations = self.env["wohnkoord.reservation"]
        # sudo: reservations are made by this act alone
        [reservation] = reservations.sudo()._create_guarded(
            [
                {
                    "award_id": self.id,
                    "date_start": start,
                    "date_end": reservations._default_end(procedure, start),
                    "user_id": (procedure.user_id or self.env.user).id,
                    "state": "running",
                }
            ]
        )
        self.env["wohnkoord.reservation.milestone"].sudo()._add_usual(reservation)
        self._write_guarded({"state": "reserved"})
        if procedure.state == "decided":
            procedure._write_guarded({"state": "reserved"})
        procedure._log(
            "reserved",
            {
                "lot": self.procedure_lot_id.number,
                "bid": self.bid_id.sudo().number,
                "until": fields.Date.to_string(reservation.date_end),
            },
            moment=moment,
        )
        procedure._public_event("reservation", reservation, moment)
        return reservation

    def action_view_reservation(self):
        """Show the reservation of this award."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "wohnkoord.reservation",
            "res_id": self.reservation_id.id,
            "view_mode": "form",
        }
