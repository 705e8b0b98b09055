# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

#: states of a procedure in which seats are still named freely
OPEN_STATES = ("preparation", "published", "closed", "opened")
#: what makes the seat: who sits on it, and whether it votes
IDENTITY = frozenset(("user_id", "deputy_id", "has_vote", "is_chair", "kind"))


class Juror(models.Model):
    """Rules of seats: one chair, nobody twice, changes on record once the jury works."""

    _inherit = "wohnkoord.juror"

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

    def write(self, vals):
        """Once the jury works, the head of the office changes seats, on record."""
        changed = IDENTITY & set(vals)
        working = self.filtered(lambda seat: seat.procedure_id.state not in OPEN_STATES)
        if not changed or not working:
            return super().write(vals)
        if not self.env.su and not self.env.user.has_group(
            "wohnkoord_odoo.group_manager"
        ):
            raise UserError(
                self.env._("Once the jury works, the head of the office changes seats.")
            )
        before = {seat: seat._log_values() for seat in working}
        result = super().write(vals)
        for seat, values in before.items():
            if values != seat._log_values():
                seat.procedure_id._log(
                    "seat_changed", {"before": values, "after": seat._log_values()}
                )
        return result

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
