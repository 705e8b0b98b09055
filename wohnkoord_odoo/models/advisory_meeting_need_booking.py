# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Booking(models.Model):
    """What whoever books says to need; it moves and ends with the appointment."""

    _inherit = "wohnkoord.booking"

    need_ids = fields.One2many(
        "wohnkoord.meeting.need", "booking_id", "Needs", copy=False
    )

    def _book(self, kind, start, vals, case=None, user=None):
        """Also takes ``needs``: pairs of kind and language, agreed to in the form."""
        vals = dict(vals)
        needs = vals.pop("needs", None)
        booking = super()._book(kind, start, vals, case, user)
        if needs and booking:
            self.env["wohnkoord.meeting.need"]._note(
                booking.event_id,
                needs,
                partner=booking.partner_id,
                way="form",
                lang=self.env.lang,
            )
        return booking

    def _move_event(self):
        result = super()._move_event()
        # sudo: also for the person who moves by the link
        for booking in self.sudo():
            moved = booking.need_ids.filtered(
                lambda need, booking=booking: need.event_id != booking.event_id
            )
            moved._write_guarded({"event_id": booking.event_id.id})
        return result

    def _public_values(self):
        # sudo: the person's own page
        needs_sudo = self.sudo().need_ids
        return {
            **super()._public_values(),
            "needs": [need._words() for need in needs_sudo],
        }

    def _forget_needs(self):
        """The person withdraws what it needs; with it the consent ends."""
        self.ensure_one()
        needs_sudo = self.sudo().need_ids
        needs_sudo.consent_id.filtered(lambda c: c.state == "confirmed")._withdraw()
        needs_sudo.exists().unlink()

    def _anonymise(self):
        self.sudo().need_ids.unlink()
        return super()._anonymise()

    def action_note_needs(self):
        """Open the dialog in which needs are noted with a consent."""
        self.ensure_one()
        return self.event_id.action_note_needs()
