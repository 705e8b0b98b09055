# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class JurySession(models.Model):
    """A session of the jury, or of a body that decides after it: the committee calendar.

    It stands in Odoo's calendar as well, whose invitations reach the seats.
    """

    _name = "wohnkoord.jury.session"
    _inherit = [
        "wohnkoord.guarded.mixin",
        "wohnkoord.quiet.mixin",
        "mail.activity.mixin",
    ]
    _description = "Session of a Jury"
    _order = "date desc, id desc"
    _check_company_auto = True

    _initial_state = "planned"
    _state_actions = {"held": "action_hold", "cancelled": "action_cancel"}
    _guarded_fields = ("company_id", "event_id")

    name = fields.Char(required=True)
    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    kind = fields.Selection(
        [("jury", "Jury"), ("committee", "Committee"), ("council", "Council")],
        required=True,
        default="jury",
    )
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held"), ("cancelled", "Called Off")],
        required=True,
        index=True,
        copy=False,
        default="planned",
    )
    date = fields.Datetime("Begin", required=True, index=True)
    date_end = fields.Datetime("End", required=True)
    place = fields.Char()
    paper_deadline = fields.Date(
        "Papers until", index=True, help="By then the papers have to be sent."
    )
    papers_sent_on = fields.Date("Papers Sent on")
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
    )
    attendance_ids = fields.One2many("wohnkoord.jury.attendance", "session_id")
    event_id = fields.Many2one(
        "calendar.event", "Entry in the Calendar", readonly=True, ondelete="set null"
    )
    quorum_text = fields.Char("Votes", compute="_compute_quorum_text")

    _dates_check = models.Constraint(
        "CHECK (date_end > date)", "A session ends after it began."
    )
    _papers_check = models.Constraint(
        "CHECK (paper_deadline IS NULL OR paper_deadline <= date)",
        "Papers are sent before the session.",
    )

    @api.onchange("date")
    def _onchange_date(self):
        if self.date and (not self.date_end or self.date_end <= self.date):
            self.date_end = self.date + timedelta(hours=3)
        if self.date and not self.paper_deadline:
            self.paper_deadline = (self.date - timedelta(days=14)).date()

    @api.depends("attendance_ids.presence")
    @api.depends_context("lang")
    def _compute_quorum_text(self):
        for session in self:
            voting = session.attendance_ids.filtered("juror_id.has_vote")
            there = voting.filtered(lambda row: row.presence in ("person", "deputy"))
            session.quorum_text = voting and self.env._(
                "%(there)s of %(all)s votes present", there=len(there), all=len(voting)
            )

    @api.model_create_multi
    def create(self, vals_list):
        sessions = super().create(vals_list)
        for session in sessions:
            session._fill_attendance()
            session._keep_event()
        return sessions

    def write(self, vals):
        if self.filtered(lambda session: session.state == "held") and (
            {"date", "date_end", "procedure_id", "kind"} & set(vals)
        ):
            raise UserError(self.env._("A session that was held stays as it was."))
        result = super().write(vals)
        if {"name", "date", "date_end", "place"} & set(vals):
            for session in self:
                session._keep_event()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_planned(self):
        if any(session.state == "held" for session in self):
            raise UserError(self.env._("A session that was held stays on record."))
        # sudo: the entry belongs to the session
        self.sudo().event_id.unlink()

    # -- steps ---------------------------------------------------------------------------

    def action_hold(self):
        """Record that the session took place, with enough votes on every bid.

        :raise UserError: attendance is open, or too few votes
        """
        self.check_access("write")
        for session in self:
            if session.state != "planned":
                raise UserError(self.env._("The session is not planned any more."))
            if session.kind == "jury":
                session._check_quorum()
            session._write_guarded({"state": "held"})
            session.procedure_id._log(
                "session_held",
                {
                    "session": session.name,
                    "date": fields.Datetime.to_string(session.date),
                    "kind": session.kind,
                    "present": [
                        {"seat": row.juror_id.name, "presence": row.presence}
                        for row in session.attendance_ids
                    ],
                },
            )

    def action_cancel(self):
        """Call the session off; the entry in the calendar goes."""
        self.check_access("write")
        if any(session.state == "held" for session in self):
            raise UserError(self.env._("A session that was held stays as it was."))
        self._write_guarded({"state": "cancelled"})
        # sudo: the entry belongs to the session
        self.sudo().event_id.unlink()

    def action_fill_attendance(self):
        """Add seats that were named after the session was planned."""
        for session in self:
            session._fill_attendance()

    # -- votes ---------------------------------------------------------------------------

    def _present_votes(self):
        """Voting seats that are there and not recused, by bid.

        :return dict: bid (superuser rights) -> number
        """
        self.ensure_one()
        procedure = self.procedure_id
        bids_sudo = procedure._admitted_bids_sudo()
        votes = dict.fromkeys(bids_sudo, 0)
        for row in self.sudo().attendance_ids.filtered("juror_id.has_vote"):
            user = row._present_user()
            for bid_sudo in bids_sudo if user else ():
                votes[bid_sudo] += user not in bid_sudo.blocked_user_ids
        return votes

    def _check_quorum(self):
        """Refuse a session in which a bid has too few votes.

        :raise UserError: with the numbers of the bids
        """
        self.ensure_one()
        if any(not row.presence for row in self.attendance_ids):
            raise UserError(self.env._("Please note for every seat who was there."))
        needed = self.procedure_id._quorum()
        short = [
            bid_sudo.number
            for bid_sudo, votes in self._present_votes().items()
            if votes < needed
        ]
        if short:
            raise UserError(
                self.env._(
                    "Too few votes for bid no. %(numbers)s: %(needed)s are needed without"
                    " those who are conflicted. Please plan another session.",
                    numbers=", ".join(map(str, sorted(short))),
                    needed=needed,
                )
            )

    # -- helpers -------------------------------------------------------------------------

    def _fill_attendance(self):
        self.ensure_one()
        missing = self.procedure_id.juror_ids - self.attendance_ids.juror_id
        self.env["wohnkoord.jury.attendance"].create(
            [{"session_id": self.id, "juror_id": seat.id} for seat in missing]
        )

    def _keep_event(self):
        """The entry in the calendar says what the session says; no mail without a click."""
        self.ensure_one()
        seats = self.procedure_id.juror_ids.sudo()
        vals = {
            "name": f"{self.procedure_id.name}: {self.name}",
            "start": self.date,
            "stop": self.date_end,
            "location": self.place,
            "privacy": "confidential",
        }
        # sudo: the entry belongs to the session, whoever plans it
        event_sudo = self.sudo().event_id.with_context(
            no_mail_to_attendees=True, mail_create_nolog=True
        )
        if event_sudo:
            event_sudo.write(vals)
        elif self.state == "planned":
            event_sudo = event_sudo.create(
                {
                    **vals,
                    "user_id": self.user_id.id,
                    "partner_ids": [
                        (6, 0, (seats.user_id | self.user_id).partner_id.ids)
                    ],
                }
            )
            self._write_guarded({"event_id": event_sudo.id})

    @api.model
    def _cron_remind_papers(self):
        """Three days before papers are due, whoever is responsible gets an activity."""
        limit = fields.Date.context_today(self) + timedelta(days=3)
        due = self.search(
            [
                ("state", "=", "planned"),
                ("papers_sent_on", "=", False),
                ("paper_deadline", "<=", limit),
                ("activity_ids", "=", False),
            ]
        )
        for session in due:
            session.activity_schedule(
                "mail.mail_activity_data_todo",
                session.paper_deadline,
                self.env._("Send the papers of the session"),
                user_id=(session.user_id or session.procedure_id.user_id).id,
            )
