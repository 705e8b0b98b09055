# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

#: states of a procedure in which seats are still named freely
OPEN_STATES = ("preparation", "published", "closed", "opened")
#: what makes the seat: who sits on it, and whether it votes
IDENTITY = frozenset(("name", "user_id", "deputy_id", "has_vote", "is_chair", "kind"))


class Juror(models.Model):
    """Rules of seats: one chair, nobody twice, changes on record once the jury works."""

    _inherit = "wohnkoord.juror"

    # who is absent follows from the sessions, never from a tick
    _guarded_fields = ("is_absent", "date_invited")

    is_working = fields.Boolean(
        "Jury at Work", compute="_compute_is_working", help="Changes need a reason."
    )
    date_invited = fields.Datetime("Invited on", readonly=True, copy=False)
    hint = fields.Char(compute="_compute_hint", compute_sudo=True)

    _chair_uniq = models.UniqueIndex(
        "(procedure_id) WHERE is_chair", "The jury has a chair already."
    )
    _user_uniq = models.Constraint(
        "UNIQUE (procedure_id, user_id)", "This person has a seat already."
    )
    _deputy_check = models.Constraint(
        "CHECK (deputy_id IS NULL OR deputy_id <> user_id)",
        "Nobody is one's own deputy.",
    )

    @api.depends("procedure_id.state")
    def _compute_is_working(self):
        for seat in self:
            # sudo: the state of a published procedure is no secret
            state = seat.sudo().procedure_id.state
            seat.is_working = bool(state) and state not in OPEN_STATES

    @api.depends("user_id", "deputy_id", "procedure_id.registration_ids")
    @api.depends_context("lang")
    def _compute_hint(self):
        """What speaks against a person before anybody declares anything."""
        for seat in self:
            found = []
            for user in seat.user_id | seat.deputy_id:
                if not user.active:
                    found.append(
                        self.env._("%(user)s has no access any more", user=user.name)
                    )
                elif reason := seat.procedure_id._officer_conflict(user):
                    found.append(f"{user.name}: {reason}")
            seat.hint = "; ".join(found) or False

    @api.constrains("user_id", "deputy_id", "procedure_id")
    def _check_persons(self):
        for procedure in self.procedure_id:
            seats = procedure.juror_ids
            deputies = seats.deputy_id
            if len(deputies) < len(seats.filtered("deputy_id")) or (
                deputies & seats.user_id
            ):
                raise ValidationError(
                    self.env._("A person has one seat, or is deputy of one seat.")
                )

    @api.constrains("user_id", "deputy_id")
    def _check_logins(self):
        # sudo: whether somebody has a login is asked about others
        for user in self.sudo().user_id | self.sudo().deputy_id:
            if not user.active or not (user._is_internal() or user._is_portal()):
                raise ValidationError(
                    self.env._(
                        "%(user)s has no login to the office or to the portal.",
                        user=user.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        seats = super().create(vals_list)
        if any(seat.is_working for seat in seats):
            raise UserError(
                self.env._(
                    "The jury is at work. Please name new persons with the dialog, which"
                    " asks for the reason."
                )
            )
        return seats

    def write(self, vals):
        """Seats are named freely until the jury works; from then on with a reason."""
        if "procedure_id" in vals and any(
            seat.procedure_id.id != vals["procedure_id"] for seat in self
        ):
            raise UserError(self.env._("A seat stays in its procedure."))
        if IDENTITY & set(vals) and any(seat.is_working for seat in self):
            raise UserError(
                self.env._(
                    "The jury is at work. The head of the office changes seats with a"
                    " reason: please use the button."
                )
            )
        return super().write(vals)

    def action_change(self):
        """Ask for the change and its reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change a Seat"),
            "res_model": "wohnkoord.juror.change",
            "view_mode": "form",
            "target": "new",
            "context": {"default_seat_id": self.id},
        }

    def _change(self, vals, reason):
        """Change a seat of a jury that works, on record.

        :param dict vals: only values that make the seat
        :raise UserError: not the head of the office, or no reason
        """
        self.ensure_one()
        reason = self._check_late_change(reason)
        before = self._log_values()
        self._write_guarded({key: vals[key] for key in IDENTITY & set(vals)})
        after = self._log_values()
        if before == after:
            return
        self.procedure_id._sync_blocked()
        self.procedure_id._log(
            "seat_changed", {"before": before, "after": after, "reason": reason}
        )
        self.procedure_id._sync_absent()

    @api.model
    def _add_late(self, vals, reason):
        """A new seat in a jury that works, on record; also in sessions to come."""
        reason = self._check_late_change(reason)
        self.check_access("create")
        seat = self._create_guarded([vals])
        seat.check_access("write")
        procedure = seat.procedure_id
        procedure._sync_blocked()
        procedure._log(
            "seat_changed",
            {"before": None, "after": seat._log_values(), "reason": reason},
        )
        procedure.session_ids.action_fill_attendance()
        return seat

    def _check_late_change(self, reason):
        if not self.env.su and not self.env.user.has_group(
            "wohnkoord_odoo.group_manager"
        ):
            raise UserError(
                self.env._("Once the jury works, the head of the office changes seats.")
            )
        self.check_access("write")
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please give the reason."))
        return reason

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if any(
            seat.procedure_id.state not in OPEN_STATES or seat.sudo().conflict_ids
            for seat in self
        ):
            raise UserError(
                self.env._("A seat that has declared or worked stays on record.")
            )

    def _log_values(self):
        """The seat as the log names it: persons as officers are named."""
        self.ensure_one()
        seat = self.sudo()
        return {
            "seat": seat.name,
            "kind": seat.kind,
            "vote": seat.has_vote,
            "chair": seat.is_chair,
            "person": seat.user_id.name,
            "deputy": seat.deputy_id.name or None,
        }

    # -- inviting ------------------------------------------------------------------------

    def action_invite(self):
        """Write to persons and deputies what the jury is about and what they do first.

        Who has no login yet is invited to the portal by core's own mail as well.
        """
        self.check_access("write")
        template = self.env.ref("wohnkoord_odoo.jury_invitation_mail")
        users = self.env["res.users"]
        for seat in self:
            for user in seat.sudo().user_id | seat.sudo().deputy_id:
                if not user.partner_id.email:
                    raise UserError(
                        self.env._("%(user)s has no e-mail address.", user=user.name)
                    )
                template.sudo().send_mail(
                    seat.id, email_values={"email_to": user.email_formatted}
                )
                users |= user
            seat.sudo()._write_guarded({"date_invited": fields.Datetime.now()})
        never = users.filtered(lambda user: user.share and not user.login_date)
        if never:
            never.partner_id.sudo().signup_prepare()
            never.sudo().with_context(create_user=1).action_reset_password()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Invitations sent: %(count)s.", count=len(users)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _invitation_dates(self):
        """The planned sessions as the invitation lists them."""
        self.ensure_one()
        procedure = self.sudo().procedure_id  # sudo: read for the mail of the seat
        sessions = procedure.session_ids.filtered(
            lambda session: session.kind == "jury" and session.state == "planned"
        )
        return [
            ", ".join(
                filter(
                    None,
                    (
                        session.name,
                        procedure._period_label(session.date, session.date_end),
                        session.place,
                    ),
                )
            )
            for session in sessions.sorted("date")
        ]
