# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .procedure_jury_seat import OPEN_STATES


class JuryAttendance(models.Model):
    """Who was there for a seat in a session."""

    _name = "wohnkoord.jury.attendance"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Attendance of a Seat"
    _order = "session_id, juror_id"

    # rows are made by the session; what the seat said and who was there is kept by it
    _guarded_fields = (
        "session_id",
        "juror_id",
        "answer",
        "user_id",
        "deputy_id",
        "is_counted",
    )

    session_id = fields.Many2one(
        "wohnkoord.jury.session",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    juror_id = fields.Many2one(
        "wohnkoord.juror",
        "Seat",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    has_vote = fields.Boolean(related="juror_id.has_vote", string="Votes")
    presence = fields.Selection(
        [
            ("person", "Person"),
            ("deputy", "Deputy"),
            ("both", "Person and Deputy"),
            ("absent", "Absent"),
        ],
        help="Both: the deputy votes on bids on which the person has a conflict.",
    )
    answer = fields.Selection(
        [("accepted", "Will Come"), ("declined", "Cannot Come")],
        readonly=True,
        help="What the seat said in the portal beforehand.",
    )

    user_id = fields.Many2one(
        "res.users",
        "Person Then",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who was there for the seat when the session was held.",
    )
    deputy_id = fields.Many2one(
        "res.users",
        "Deputy Then",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_counted = fields.Boolean("Voted Then", readonly=True)

    _seat_uniq = models.Constraint(
        "UNIQUE (session_id, juror_id)", "The seat is in the list already."
    )

    @api.constrains("presence")
    def _check_deputy(self):
        for row in self:
            if row.presence in ("deputy", "both") and not row.juror_id.deputy_id:
                raise ValidationError(
                    self.env._(
                        'The seat "%(seat)s" has no deputy.', seat=row.juror_id.name
                    )
                )

    def write(self, vals):
        """A held session keeps its attendance; an absent person has a deputy."""
        self.session_id._check_attendance_open()
        result = super().write(vals)
        if "presence" in vals:
            self.session_id.procedure_id._sync_absent()
        return result

    def _present_users(self):
        """Who is there for the seat, the person first: as recorded once it was held."""
        self.ensure_one()
        row = self.sudo()
        if row.session_id.state == "held":
            return row.user_id | row.deputy_id
        users = row.juror_id.user_id.browse()
        if row.presence in ("person", "both"):
            users |= row.juror_id.user_id
        if row.presence in ("deputy", "both"):
            users |= row.juror_id.deputy_id
        return users

    def _votes_on(self, bid_sudo):
        """Whether somebody who is there votes for the seat on a bid."""
        is_held = self.session_id.state == "held"
        has_vote = self.is_counted if is_held else self.juror_id.has_vote
        return has_vote and bool(self._present_users() - bid_sudo.blocked_user_ids)

    def _freeze(self):
        """Keep who was there, whatever becomes of the seat later."""
        for row in self.sudo():
            seat, presence = row.juror_id, row.presence
            row._write_guarded(
                {
                    "user_id": presence in ("person", "both") and seat.user_id.id,
                    "deputy_id": presence in ("deputy", "both") and seat.deputy_id.id,
                    "is_counted": seat.has_vote,
                }
            )

    def _is_person_away(self):
        """Whether the person does not come: as noted, else as answered."""
        self.ensure_one()
        if self.presence:
            return self.presence in ("deputy", "absent")
        return self.answer == "declined" and bool(self.juror_id.deputy_id)

    def _answer(self, answer):
        """What the seat says in the portal; a person who cannot come lets the deputy act.

        :param str answer: ``accepted`` or ``declined``
        :raise UserError: the session is over
        """
        self.ensure_one()
        self.session_id._check_attendance_open()
        row_sudo = self.sudo()  # sudo: portal users have no rights on attendance
        if row_sudo.answer == answer:
            return
        row_sudo._write_guarded({"answer": answer})
        row_sudo.session_id.procedure_id._sync_absent()
        if answer == "declined":
            row_sudo._tell_office()

    def _tell_office(self):
        """Whoever is responsible learns who cannot come, to tell the deputy."""
        session = self.session_id
        user = session.user_id or session.procedure_id.user_id
        if not user:
            return
        seat = self.juror_id
        # the office looks at its activities; no mail leaves without a click
        session.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._(
                "%(seat)s cannot come. Deputy: %(deputy)s",
                seat=seat.name,
                deputy=seat.deputy_id.name or self.env._("none"),
            ),
            user_id=user.id,
        )


class Procedure(models.Model):
    """Whose deputy acts, from the session that is next."""

    _inherit = "wohnkoord.procedure"

    def _sync_absent(self):
        """Set ``is_absent`` of the seats by the next session, or the last one held.

        Once scoring is closed it stays: figures must not change by a later answer.
        """
        for procedure in self.sudo():  # sudo: persons answer in the portal
            if (
                procedure.state not in (*OPEN_STATES, "jury")
                or procedure.scoring_state == "closed"
            ):
                continue
            sessions = procedure.session_ids.filtered(lambda one: one.kind == "jury")
            planned = sessions.filtered(lambda one: one.state == "planned")
            held = sessions.filtered(lambda one: one.state == "held")
            current = planned.sorted("date")[:1] or held.sorted("date")[-1:]
            away = current.attendance_ids.filtered(lambda row: row._is_person_away())
            for seat in procedure.juror_ids:
                is_absent = seat in away.juror_id
                if seat.is_absent != is_absent:
                    seat._write_guarded({"is_absent": is_absent})


class JurySession(models.Model):
    """Attendance is noted until the session is held."""

    _inherit = "wohnkoord.jury.session"

    def _check_attendance_open(self):
        if any(session.state != "planned" for session in self):
            raise UserError(
                self.env._("The attendance of a session that is over stays as it was.")
            )
