# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import UserError


class JuryAttendance(models.Model):
    """Who was there for a seat in a session."""

    _name = "wohnkoord.jury.attendance"
    _description = "Attendance of a Seat"
    _order = "session_id, juror_id"

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
        [("person", "Person"), ("deputy", "Deputy"), ("absent", "Absent")]
    )
    answer = fields.Selection(
        [("accepted", "Will Come"), ("declined", "Cannot Come")],
        readonly=True,
        help="What the seat said in the portal beforehand.",
    )

    _seat_uniq = models.Constraint(
        "UNIQUE (session_id, juror_id)", "The seat is in the list already."
    )

    def write(self, vals):
        """A held session keeps its attendance; an absent person has a deputy."""
        self.session_id._check_attendance_open()
        return super().write(vals)

    def _present_user(self):
        """Who speaks for the seat in this session, or nobody."""
        self.ensure_one()
        seat = self.juror_id.sudo()
        if self.presence == "person":
            return seat.user_id
        return seat.deputy_id if self.presence == "deputy" else seat.deputy_id.browse()

    def _answer(self, answer):
        """What the seat says in the portal; a person who cannot come lets the deputy act.

        :param str answer: ``accepted`` or ``declined``
        """
        self.ensure_one()
        row_sudo = self.sudo()  # sudo: portal users have no rights on attendance
        row_sudo.answer = answer
        row_sudo.juror_id.is_absent = answer == "declined"


class JurySession(models.Model):
    """Attendance is noted until the session is held."""

    _inherit = "wohnkoord.jury.session"

    def _check_attendance_open(self):
        if any(session.state != "planned" for session in self):
            raise UserError(
                self.env._("The attendance of a session that is over stays as it was.")
            )
