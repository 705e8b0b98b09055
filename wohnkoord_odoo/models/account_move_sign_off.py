# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import escape_psql

OFFICE = "wohnkoord_odoo.group_user"
ACCOUNTING = "account.group_account_invoice"
#: kind of sign-off -> activity type
ACTIVITIES = {
    "factual": "wohnkoord_odoo.mail_activity_type_factual",
    "arithmetic": "wohnkoord_odoo.mail_activity_type_arithmetic",
}


class AccountMove(models.Model):
    """Two persons sign a consultant's bill before it is posted.

    The office signs that the work was done ("sachlich richtig"), accounting that the
    figures are right ("rechnerisch richtig"). A sign-off holds for what was seen: when
    amounts, recipient, account or number change afterwards, both are withdrawn.
    """

    _inherit = "account.move"

    _wohnkoord_sign_off_fields = (
        "wohnkoord_factual_user_id",
        "wohnkoord_factual_date",
        "wohnkoord_arithmetic_user_id",
        "wohnkoord_arithmetic_date",
        "wohnkoord_signed_digest",
    )

    wohnkoord_factual_user_id = fields.Many2one(
        "res.users",
        "Factually Correct",
        readonly=True,
        copy=False,
        ondelete="restrict",
        tracking=True,
        help="Who of the office confirms that the work was ordered and done.",
    )
    wohnkoord_factual_date = fields.Datetime(
        "Factually Correct on", readonly=True, copy=False
    )
    wohnkoord_arithmetic_user_id = fields.Many2one(
        "res.users",
        "Arithmetically Correct",
        readonly=True,
        copy=False,
        ondelete="restrict",
        tracking=True,
        help="Who of accounting confirms that figures, tax and account are right.",
    )
    wohnkoord_arithmetic_date = fields.Datetime(
        "Arithmetically Correct on", readonly=True, copy=False
    )
    wohnkoord_signed_digest = fields.Char(readonly=True, copy=False)
    wohnkoord_needs_sign_off = fields.Boolean(
        "Waits for a Sign-off",
        compute="_compute_wohnkoord_sign_off",
        search="_search_wohnkoord_needs_sign_off",
        compute_sudo=True,
    )
    wohnkoord_can_sign_factual = fields.Boolean(compute="_compute_wohnkoord_can_sign")
    wohnkoord_can_sign_arithmetic = fields.Boolean(
        compute="_compute_wohnkoord_can_sign"
    )
    wohnkoord_waits_for_me = fields.Boolean(
        "Waits for my Sign-off",
        compute="_compute_wohnkoord_can_sign",
        search="_search_wohnkoord_waits_for_me",
    )

    _wohnkoord_two_persons = models.Constraint(
        "CHECK (wohnkoord_factual_user_id IS NULL"
        " OR wohnkoord_arithmetic_user_id IS NULL"
        " OR wohnkoord_factual_user_id != wohnkoord_arithmetic_user_id)",
        "Two different persons sign a bill.",
    )
    _wohnkoord_one_reference = models.UniqueIndex(
        "(company_id, commercial_partner_id, lower(btrim(ref)))"
        " WHERE wohnkoord_contract_id IS NOT NULL AND move_type = 'in_invoice'"
        " AND state != 'cancel' AND btrim(ref) != ''",
        "A bill of this consultant with the same reference is there already.",
    )

    @api.depends("state", *_wohnkoord_sign_off_fields)
    def _compute_wohnkoord_sign_off(self):
        for move in self:
            move.wohnkoord_needs_sign_off = (
                move._wohnkoord_is_signed_kind()
                and move.state == "draft"
                and not (
                    move.wohnkoord_factual_user_id and move.wohnkoord_arithmetic_user_id
                )
            )

    @api.depends("state", *_wohnkoord_sign_off_fields)
    @api.depends_context("uid")
    def _compute_wohnkoord_can_sign(self):
        for move in self:
            move_sudo = move.sudo()
            open_ = move_sudo.wohnkoord_needs_sign_off
            move.wohnkoord_can_sign_factual = bool(
                open_ and not move_sudo._wohnkoord_why_not_factual(self.env.user)
            )
            move.wohnkoord_can_sign_arithmetic = bool(
                open_ and not move_sudo._wohnkoord_why_not_arithmetic(self.env.user)
            )
            move.wohnkoord_waits_for_me = (
                move.wohnkoord_can_sign_factual or move.wohnkoord_can_sign_arithmetic
            )

    @api.model
    def _wohnkoord_unsigned_domain(self):
        return (
            Domain("wohnkoord_contract_id", "!=", False)
            & Domain("move_type", "=", "in_invoice")
            & Domain("state", "=", "draft")
        )

    def _search_wohnkoord_needs_sign_off(self, operator, value):
        if operator != "in":
            return NotImplemented
        unsigned = self._wohnkoord_unsigned_domain() & (
            Domain("wohnkoord_factual_user_id", "=", False)
            | Domain("wohnkoord_arithmetic_user_id", "=", False)
        )
        return unsigned if True in value else ~unsigned

    def _search_wohnkoord_waits_for_me(self, operator, value):
        """What the user's groups let sign, and nobody of the own work or firm."""
        if operator != "in" or True not in value:
            return NotImplemented
        user = self.env.user
        missing = Domain.FALSE
        if user.has_group(OFFICE):
            missing |= (
                Domain("wohnkoord_factual_user_id", "=", False)
                & Domain("wohnkoord_arithmetic_user_id", "!=", user.id)
                & Domain(
                    "commercial_partner_id",
                    "!=",
                    user.partner_id.commercial_partner_id.id,
                )
            )
        if user.has_group(ACCOUNTING):
            missing |= Domain("wohnkoord_arithmetic_user_id", "=", False) & Domain(
                "wohnkoord_factual_user_id", "!=", user.id
            )
        return self._wohnkoord_unsigned_domain() & missing

    # -- the guard ---------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._wohnkoord_refuse_sign_off(vals_list)
        nobody = dict.fromkeys(self._wohnkoord_sign_off_fields, False)
        return super().create([{**vals, **nobody} for vals in vals_list])

    def write(self, vals):
        self._wohnkoord_refuse_sign_off([vals])
        if vals.get("state") == "posted":
            self._wohnkoord_check_signed()
        result = super().write(vals)
        self._wohnkoord_check_digest()
        return result

    def _post(self, soft=True):
        self._wohnkoord_check_signed()
        return super()._post(soft)

    @api.model
    def _wohnkoord_refuse_sign_off(self, vals_list):
        for vals in vals_list:
            if any(
                vals.get(name) or (self and name in vals)
                for name in self._wohnkoord_sign_off_fields
            ):
                raise UserError(self.env._("A bill is signed by the buttons only."))

    def _wohnkoord_is_signed_kind(self):
        return bool(self.wohnkoord_contract_id) and self.move_type == "in_invoice"

    def _wohnkoord_check_signed(self):
        """Whether both persons signed what stands there now.

        :raise UserError: a sign-off is missing, or the number is taken
        """
        for move_sudo in self.sudo():
            if not move_sudo._wohnkoord_is_signed_kind():
                continue
            move_sudo._wohnkoord_check_digest()
            missing = []
            if not move_sudo.wohnkoord_factual_user_id:
                missing.append(self.env._("factually correct (office)"))
            if not move_sudo.wohnkoord_arithmetic_user_id:
                missing.append(self.env._("arithmetically correct (accounting)"))
            if missing:
                raise UserError(
                    self.env._(
                        "%(bill)s is not signed yet: %(missing)s.",
                        bill=move_sudo.display_name,
                        missing=", ".join(missing),
                    )
                )
            move_sudo._wohnkoord_check_reference()

    def _wohnkoord_check_reference(self):
        """No second bill with the consultant's number, whoever entered it."""
        if not (self.ref or "").strip():
            return
        others = self.search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("commercial_partner_id", "=", self.commercial_partner_id.id)
            & Domain("move_type", "=", "in_invoice")
            & Domain("state", "=", "posted")
            & Domain("ref", "=ilike", escape_psql(self.ref.strip()))
            & Domain("id", "!=", self.id)
        )
        if others:
            raise UserError(
                self.env._(
                    "%(other)s of the same consultant has the reference %(ref)s already.",
                    other=others[0].display_name,
                    ref=self.ref,
                )
            )

    # -- signing --------------------------------------------------------------------------------

    def action_wohnkoord_sign_factual(self):
        """Sign "sachlich richtig": the work was ordered and done.

        :raise AccessError: not of the office, or the own work or firm
        :raise UserError: signed already, or by the person of the other sign-off
        """
        self._wohnkoord_sign("factual")

    def action_wohnkoord_sign_arithmetic(self):
        """Sign "rechnerisch richtig": figures, tax and account are right.

        :raise AccessError: not of accounting
        :raise UserError: signed already, or by the person of the other sign-off
        """
        self._wohnkoord_sign("arithmetic")

    def action_wohnkoord_withdraw_sign_off(self):
        """Take the own sign-off back, while the bill is a draft.

        :raise UserError: not signed by the user, or posted
        """
        self.check_access("read")
        for move_sudo in self.sudo():
            signers = (
                move_sudo.wohnkoord_factual_user_id
                | move_sudo.wohnkoord_arithmetic_user_id
            )
            if self.env.user not in signers or move_sudo.state != "draft":
                raise UserError(
                    self.env._("You take back your own sign-off of a draft only.")
                )
            kept = signers - self.env.user
            kind = (
                "factual"
                if move_sudo.wohnkoord_factual_user_id == self.env.user
                else "arithmetic"
            )
            vals = {
                f"wohnkoord_{kind}_user_id": False,
                f"wohnkoord_{kind}_date": False,
            }
            if not kept:
                vals["wohnkoord_signed_digest"] = False
            move_sudo._wohnkoord_write(vals)
            move_sudo._wohnkoord_ask_sign_offs()

    def _wohnkoord_sign(self, kind):
        self.check_access("read")
        # sudo: the office has no right to write on bills
        for move_sudo in self.sudo():
            problem = getattr(move_sudo, f"_wohnkoord_why_not_{kind}")(self.env.user)
            if problem:
                raise problem
            move_sudo._wohnkoord_check_digest()
            move_sudo._wohnkoord_write(
                {
                    f"wohnkoord_{kind}_user_id": self.env.uid,
                    f"wohnkoord_{kind}_date": fields.Datetime.now(),
                    "wohnkoord_signed_digest": move_sudo._wohnkoord_digest(),
                }
            )
            move_sudo.activity_feedback([ACTIVITIES[kind]])
            move_sudo._wohnkoord_ask_sign_offs()

    def _wohnkoord_why_not_factual(self, user):
        """Why ``user`` may not sign, as an exception, or None."""
        if not user.has_group(OFFICE):
            return AccessError(self.env._('Only the office signs "factually correct".'))
        if problem := self._wohnkoord_why_not(
            self.wohnkoord_factual_user_id,
            self.wohnkoord_arithmetic_user_id,
            user,
        ):
            return problem
        entries = self.line_ids._wohnkoord_entries()
        own = user.partner_id
        if (
            own.commercial_partner_id == self.commercial_partner_id
            or own in entries.partner_id
        ):
            return AccessError(
                self.env._("Nobody signs for work of their own or of their own firm.")
            )
        return None

    def _wohnkoord_why_not_arithmetic(self, user):
        """Why ``user`` may not sign, as an exception, or None."""
        if not user.has_group(ACCOUNTING):
            return AccessError(
                self.env._('Only accounting signs "arithmetically correct".')
            )
        return self._wohnkoord_why_not(
            self.wohnkoord_arithmetic_user_id,
            self.wohnkoord_factual_user_id,
            user,
        )

    def _wohnkoord_why_not(self, signed, other, user):
        if not self._wohnkoord_is_signed_kind() or self.state != "draft":
            return UserError(
                self.env._("Only drafts of consultants' bills are signed.")
            )
        if self._wohnkoord_is_freed():
            return UserError(
                self.env._("The hours of this bill are free again; make a new one.")
            )
        if signed:
            return UserError(
                self.env._("%(name)s signed this already.", name=signed.name)
            )
        if other == user:
            return UserError(
                self.env._("Two different persons sign a bill; you signed already.")
            )
        return None
