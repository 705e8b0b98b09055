# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.ics import icalendar
from .procedure_jury_seat import OPEN_STATES

#: what is known of a session that was held
HELD_FIELDS = frozenset(
    ("name", "date", "date_end", "kind", "place", "is_deciding", "chair_id")
)


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
    _guarded_fields = ("company_id", "event_id", "reminded")

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
        [("planned", "Planned"), ("held", "Held"), ("cancelled", "Will Not Be Held")],
        required=True,
        index=True,
        copy=False,
        default="planned",
    )
    date = fields.Datetime("Begin", required=True, index=True)
    date_end = fields.Datetime("End", required=True)
    place = fields.Char()
    video_url = fields.Char("Video Conference")
    is_deciding = fields.Boolean(
        "Decides",
        default=True,
        help="Then it needs the quorum on every bid. A session to get to know each other"
        " or to read together does not.",
    )
    chair_id = fields.Many2one(
        "wohnkoord.juror",
        "Chaired by",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('procedure_id', '=', procedure_id)]",
        help="Empty: the chair of the jury.",
    )
    minutes_user_id = fields.Many2one(
        "res.users",
        "Keeps the Minutes",
        index="btree_not_null",
        domain=[("share", "=", False)],
    )
    paper_deadline = fields.Date(
        "Papers until", index=True, help="By then the papers have to be sent."
    )
    papers_sent_on = fields.Date("Papers Sent on")
    reminded = fields.Selection(
        [("soon", "Soon"), ("overdue", "Overdue")], readonly=True, copy=False
    )
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

    @api.constrains("video_url")
    def _check_video_url(self):
        if any(
            session.video_url and not session.video_url.startswith("https://")
            for session in self
        ):
            raise ValidationError(
                self.env._("The address of a video conference begins with https://.")
            )

    @api.constrains("chair_id", "procedure_id")
    def _check_chair(self):
        if any(
            session.chair_id and session.chair_id.procedure_id != session.procedure_id
            for session in self
        ):
            raise ValidationError(
                self.env._("A session is chaired by a seat of its own jury.")
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
            there = voting.filtered(
                lambda row: row.presence in ("person", "deputy", "both")
            )
            session.quorum_text = voting and self.env._(
                "%(there)s of %(all)s votes present", there=len(there), all=len(voting)
            )

    @api.model_create_multi
    def create(self, vals_list):
        sessions = super().create(vals_list)
        sessions._fill_attendance()
        for session in sessions:
            session._keep_event()
        return sessions

    def write(self, vals):
        if "procedure_id" in vals and any(
            session.procedure_id.id != vals["procedure_id"] for session in self
        ):
            raise UserError(self.env._("A session stays in its procedure."))
        if HELD_FIELDS & set(vals) and any(session.state == "held" for session in self):
            raise UserError(self.env._("A session that was held stays as it was."))
        if "paper_deadline" in vals:
            self._write_guarded({"reminded": False})
        result = super().write(vals)
        if {"name", "date", "date_end", "place", "video_url"} & set(vals):
            for session in self:
                session._keep_event()
        if {"date", "kind"} & set(vals):
            self._fill_attendance()
            self.procedure_id._sync_absent()
        if vals.get("papers_sent_on"):
            self.activity_feedback(["wohnkoord_odoo.mail_activity_type_jury_papers"])
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
            session._check_may_be_held()
            # kept before the state changes: then the rows are closed
            session.attendance_ids._freeze()
            session._write_guarded({"state": "held"})
            session._log_held()
        self.procedure_id._sync_absent()
        self.activity_unlink(["wohnkoord_odoo.mail_activity_type_jury_papers"])

    def _check_may_be_held(self):
        """Refuse what did not begin, and a jury that decides without its votes.

        :raise UserError: in clear words
        """
        self.ensure_one()
        procedure = self.procedure_id
        if procedure._now() < self.date:
            raise UserError(self.env._("The session has not begun yet."))
        if self.kind != "jury":
            return
        if any(not row.presence for row in self.attendance_ids):
            raise UserError(self.env._("Please note for every seat who was there."))
        if not self.is_deciding:
            return
        if procedure.state in OPEN_STATES:
            raise UserError(
                self.env._(
                    "The jury has not begun; only a session that does not decide can be"
                    " held before."
                )
            )
        self._check_quorum()

    def _log_held(self):
        votes = self._present_votes() if self.kind == "jury" else {}
        self.procedure_id._log(
            "session_held",
            {
                "session": self.name,
                "date": fields.Datetime.to_string(self.date),
                "kind": self.kind,
                "deciding": self.is_deciding,
                "chair": (self.chair_id or self.procedure_id._chair()).name or None,
                "present": [
                    {"seat": row.juror_id.name, "presence": row.presence}
                    for row in self.attendance_ids
                ],
                "votes": [
                    {"bid": bid_sudo.number, "votes": count}
                    for bid_sudo, count in votes.items()
                ],
                "quorum": self.procedure_id._quorum(),
            },
        )

    def action_cancel(self):
        """Call the session off; the entry in the calendar goes."""
        self.check_access("write")
        if any(session.state == "held" for session in self):
            raise UserError(self.env._("A session that was held stays as it was."))
        self._write_guarded({"state": "cancelled"})
        self.activity_unlink(["wohnkoord_odoo.mail_activity_type_jury_papers"])
        self.procedure_id._sync_absent()
        # sudo: the entry belongs to the session
        self.sudo().event_id.unlink()

    def action_fill_attendance(self):
        """Add seats that were named after the session was planned."""
        self.check_access("write")
        self.filtered(lambda session: session.state == "planned")._fill_attendance()

    # -- votes ---------------------------------------------------------------------------

    def _present_votes(self):
        """Voting seats that are there and not recused, by bid.

        :return dict: bid (superuser rights) -> number
        """
        self.ensure_one()
        procedure = self.procedure_id
        bids_sudo = procedure._admitted_bids_sudo()
        rows_sudo = self.sudo().attendance_ids
        return {
            bid_sudo: sum(row._votes_on(bid_sudo) for row in rows_sudo)
            for bid_sudo in bids_sudo
        }

    def _check_quorum(self):
        """Refuse a session in which a bid has too few votes.

        :raise UserError: with the numbers of the bids
        """
        self.ensure_one()
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

    def _session_ics(self):
        """The session as an iCalendar file.

        :return bytes:
        """
        self.ensure_one()
        entry = {
            "uid": f"jury-session-{self.id}@wohnkoord",
            "dtstamp": fields.Datetime.now(),
            "dtstart": self.date,
            "dtend": self.date_end,
            "summary": f"{self.procedure_id._portal_name()}: {self.name}",
            "location": self.place or self.video_url or "",
        }
        return icalendar([entry])

    def _fill_attendance(self):
        """A row per seat for sessions of the jury; other bodies have none."""
        # sudo: rows are made by their session alone
        rows_sudo = self.env["wohnkoord.jury.attendance"].sudo()
        others = self.filtered(lambda session: session.kind != "jury")
        others.sudo().attendance_ids.unlink()
        rows_sudo._create_guarded(
            [
                {"session_id": session.id, "juror_id": seat.id}
                for session in self - others
                for seat in session.procedure_id.juror_ids
                - session.attendance_ids.juror_id
            ]
        )

    def _keep_event(self):
        """The entry in the calendar says what the session says; no mail without a click."""
        self.ensure_one()
        seats = self.procedure_id.juror_ids.sudo()
        if self.kind != "jury":
            seats = seats.browse()
        vals = {
            "name": f"{self.procedure_id.name}: {self.name}",
            "start": self.date,
            "stop": self.date_end,
            "location": self.place,
            "videocall_location": self.video_url,
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
        """Three days before papers are due, and when they are overdue: an activity."""
        today = fields.Date.context_today(self)
        due = self.search(
            [
                ("state", "=", "planned"),
                ("papers_sent_on", "=", False),
                ("paper_deadline", "<=", today + timedelta(days=3)),
                ("reminded", "!=", "overdue"),
            ]
        )
        for session in due:
            is_overdue = session.paper_deadline < today
            if session.reminded == "soon" and not is_overdue:
                continue
            session._write_guarded({"reminded": "overdue" if is_overdue else "soon"})
            session.with_context(mail_activity_quick_update=True).activity_schedule(
                "wohnkoord_odoo.mail_activity_type_jury_papers",
                session.paper_deadline,
                self.env._("The papers of the session are overdue")
                if is_overdue
                else self.env._("Send the papers of the session"),
                user_id=(session.user_id or session.procedure_id.user_id).id,
            )
