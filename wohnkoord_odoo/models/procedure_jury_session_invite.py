# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

#: what somebody who was invited has to know anew when it changes
MOMENT = ("date", "date_end")


class JurySession(models.Model):
    """Invitations to a session with core's calendar mail: by a click, to each once."""

    _inherit = "wohnkoord.jury.session"

    invited_user_ids = fields.Many2many(
        "res.users",
        "wohnkoord_jury_session_invited_rel",
        "session_id",
        "user_id",
        "Invited to This Date",
        readonly=True,
        copy=False,
    )
    uninvited_count = fields.Integer(
        "Not Invited Yet", compute="_compute_uninvited_count"
    )

    @property
    def _guarded_fields(self):
        return (*super()._guarded_fields, "invited_user_ids")

    @api.depends(
        "state",
        "kind",
        "invited_user_ids",
        "attendance_ids.presence",
        "attendance_ids.answer",
        "procedure_id.juror_ids.user_id",
        "procedure_id.juror_ids.deputy_id",
        "procedure_id.juror_ids.is_absent",
    )
    def _compute_uninvited_count(self):
        for session in self:
            is_open = session.state == "planned" and session.kind == "jury"
            people = session._people() if is_open else session.invited_user_ids
            session.uninvited_count = len(people - session.invited_user_ids)

    def write(self, vals):
        """A new date makes everybody one to invite again."""
        moved = self.filtered(
            lambda session: any(
                name in vals
                and fields.Datetime.to_datetime(vals[name]) != session[name]
                for name in MOMENT
            )
        )
        result = super().write(vals)
        if moved.invited_user_ids:
            moved._write_guarded({"invited_user_ids": [(5,)]})
        return result

    def action_invite(self):
        """Invite with a calendar mail whoever has a seat and was not told this date.

        A deputy is invited who acts for the seat on a bid, or for a person who is away.

        :raise UserError: nobody is left, it is over, or somebody has no address
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "planned" or self.kind != "jury":
            raise UserError(self.env._("Seats are invited to planned jury sessions."))
        if self.date <= self.procedure_id._now():
            raise UserError(self.env._("The session has begun already."))
        people = self._people() - self.invited_user_ids
        if not people:
            raise UserError(self.env._("Everybody is invited to this date already."))
        for user in people:
            if not user.partner_id.email:
                raise UserError(
                    self.env._("%(user)s has no e-mail address.", user=user.name)
                )
        self._keep_event()
        # sudo: the entry belongs to the session, whoever plans it
        event_sudo = self.sudo().event_id.with_context(
            no_mail_to_attendees=True, mail_create_nolog=True
        )
        partners = people.partner_id
        event_sudo.write({"partner_ids": [(4, partner.id) for partner in partners]})
        attendees_sudo = event_sudo.attendee_ids.with_context(
            no_mail_to_attendees=False
        ).filtered(lambda attendee: attendee.partner_id in partners)
        attendees_sudo._invite_by_click()
        self._write_guarded(
            {"invited_user_ids": [(4, user.id) for user in people]},
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Invitations sent: %(count)s.", count=len(people)
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _people(self):
        """Who comes to the session: persons of seats, and deputies who act (sudo)."""
        self.ensure_one()
        # sudo: names and logins of seats
        seats_sudo = self.sudo().procedure_id.juror_ids
        rows_sudo = self.sudo().attendance_ids.grouped("juror_id")
        acting = {}
        for (seat_id, _bid_id), user in seats_sudo.procedure_id._acting_map().items():
            acting.setdefault(seat_id, set()).add(user)
        people = self.env["res.users"].sudo()
        for seat in seats_sudo:
            row = rows_sudo.get(seat)
            is_away = seat.is_absent or (row and row._is_person_away())
            people |= seat.deputy_id if is_away else seat.user_id
            if seat.deputy_id in acting.get(seat.id, ()):
                people |= seat.deputy_id
        return people
