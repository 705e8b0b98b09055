# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class ClaimMixin(models.AbstractModel):
    """What a consultant claims on an order, hours as well as money.

    It is typed by the firm or the office, handed in, and decided by the head of the
    office; who may change or decide it is the same for all of it (invariant 4).
    """

    _name = "wohnkoord.claim.mixin"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Claim on an Order"

    user_id = fields.Many2one(
        "res.users",
        "Entered by",
        required=True,
        readonly=True,
        copy=False,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("billed", "Billed"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_date = fields.Datetime("Approved on", readonly=True, copy=False)
    refusal_reason = fields.Text(
        readonly=True,
        copy=False,
        help="The consultant reads this in the portal.",
    )

    @api.depends("call_off_id")
    def _compute_partner_id(self):
        """The own work of a consultant; else the firm's person if it has only one."""
        own = self.env.user.partner_id
        for claim in self.filtered(lambda claim: not claim.partner_id):
            firm_sudo = claim.call_off_id.sudo().commercial_partner_id
            people_sudo = firm_sudo.child_ids.filtered(lambda p: p.type == "contact")
            if self.env.user.share or own.commercial_partner_id == firm_sudo:
                claim.partner_id = own
            elif len(people_sudo) <= 1:
                claim.partner_id = (people_sudo or firm_sudo).id

    @api.constrains("partner_id", "call_off_id")
    def _check_partner(self):
        """The work is the firm's own; a portal user enters only the own work."""
        own = self.env.user.partner_id
        for claim in self:
            if (
                claim.partner_id.sudo().commercial_partner_id
                != claim.commercial_partner_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(person)s does not belong to the firm that was ordered.",
                        person=claim.partner_id.sudo().name,
                    )
                )
            if (
                self.env.user.share
                and claim.user_id == self.env.user
                and claim.partner_id != own
            ):
                raise ValidationError(
                    self.env._("Please enter your own work, not a colleague's.")
                )

    def _is_office(self):
        return self.env.user.has_group("wohnkoord_odoo.group_user")

    def _check_office(self):
        if not self._is_office():
            raise AccessError(self.env._("Only the office may do this."))
        self.check_access("write")

    def _is_changeable(self):
        """Whether the claim is in a state in which it may be changed at all."""
        self.ensure_one()
        return self.state in ("draft", "refused")

    def _check_may_change(self):
        """Claims change only in draft or refused, by their author or the office."""
        for claim in self:
            if not claim._is_changeable():
                raise UserError(
                    self.env._(
                        'The entry "%(text)s" is %(state)s and no longer changed.',
                        text=claim.display_name,
                        state=self._state_label(claim.state),
                    )
                )
            if claim.user_id != self.env.user and not self._is_office():
                raise AccessError(
                    self.env._("Only the author or the office changes an entry.")
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda claim: claim.state != "draft"):
            raise UserError(
                self.env._("Only drafts are deleted; other entries are evidence.")
            )
        self._check_may_change()
        for claim in self:
            claim._refuse_locked(claim.date)

    def _check_may_decide(self, state="submitted"):
        """Four eyes: the head decides, never on the own work or the own firm's.

        :param str state: what the claims must be in
        """
        if not self.env.user.has_group("wohnkoord_odoo.group_manager"):
            raise AccessError(
                self.env._(
                    "Only the head of the office decides on hours, fees and costs."
                )
            )
        self.check_access("write")
        own = self.env.user.partner_id
        for claim in self:
            if claim.state != state:
                raise UserError(
                    self.env._(
                        'The entry "%(text)s" is not %(state)s.',
                        text=claim.display_name,
                        state=self._state_label(state).lower(),
                    )
                )
            if (
                claim.user_id == self.env.user
                or claim.partner_id == own
                or claim.commercial_partner_id == own.commercial_partner_id
            ):
                raise AccessError(
                    self.env._(
                        "Nobody approves or refuses an entry of their own or of their"
                        " own firm."
                    )
                )

    def _refuse_locked(self, date):
        lock_date = self.contract_id.sudo().lock_date
        if lock_date and date <= lock_date:
            raise UserError(
                self.env._(
                    "The period up to %(date)s is locked; only a counter-entry by the"
                    " office is possible.",
                    date=fields.Date.to_string(lock_date),
                )
            )
