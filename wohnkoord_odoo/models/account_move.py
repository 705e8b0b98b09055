# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class AccountMove(models.Model):
    """Vendor bills made from approved hours.

    A line of such a bill *holds* the time entries it bills. While it does, the bill is
    live and its quantities are fixed. Cancelling, deleting or fully reversing the bill
    frees the entries; from then on the bill is history and is never posted again, since
    its hours may stand on another one.
    """

    _inherit = "account.move"

    #: kept by the system
    _wohnkoord_guarded_fields = (
        "wohnkoord_contract_id",
        "wohnkoord_date_from",
        "wohnkoord_date_to",
    )
    #: nobody changes these on a bill with time entries
    _wohnkoord_locked_fields = ("partner_id", "currency_id", "move_type", "company_id")

    wohnkoord_contract_id = fields.Many2one(
        "wohnkoord.contract",
        "Consultant's Contract",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    wohnkoord_date_from = fields.Date("Hours from", readonly=True, copy=False)
    wohnkoord_date_to = fields.Date("Hours until", readonly=True, copy=False)
    wohnkoord_net = fields.Monetary(
        "Net", compute="_compute_wohnkoord_net", help="Negative on a credit note."
    )
    wohnkoord_gross = fields.Monetary("Gross", compute="_compute_wohnkoord_net")
    wohnkoord_entry_count = fields.Integer(
        "Time Entries",
        compute="_compute_wohnkoord_entry_count",
        compute_sudo=True,
        groups="wohnkoord_odoo.group_user,wohnkoord_odoo.group_steering,"
        "account.group_account_invoice",
    )
    wohnkoord_is_linked = fields.Boolean(
        compute="_compute_wohnkoord_entry_count",
        compute_sudo=True,
        help="Holds time entries: quantities and prices are fixed.",
    )
    wohnkoord_partly_credited = fields.Boolean(
        compute="_compute_wohnkoord_partly_credited",
        compute_sudo=True,
        help="A credit note takes a part of the money back; the hours stay billed.",
    )

    @api.depends("amount_untaxed", "amount_total", "move_type")
    def _compute_wohnkoord_net(self):
        for move in self:
            sign = -1 if move.move_type == "in_refund" else 1
            move.wohnkoord_net = sign * move.amount_untaxed
            move.wohnkoord_gross = sign * move.amount_total

    @api.depends("line_ids.wohnkoord_entry_ids")
    def _compute_wohnkoord_entry_count(self):
        counts = {}
        moves = self.filtered("wohnkoord_contract_id")
        if moves:
            for line, count in self.env["wohnkoord.time.entry"]._read_group(
                [("bill_line_id.move_id", "in", moves.ids)],
                ["bill_line_id"],
                ["__count"],
            ):
                counts[line.move_id.id] = counts.get(line.move_id.id, 0) + count
        for move in self:
            move.wohnkoord_entry_count = counts.get(move.id, 0)
            move.wohnkoord_is_linked = bool(counts.get(move.id))

    @api.depends("reversal_move_ids.state", "line_ids.wohnkoord_entry_ids")
    def _compute_wohnkoord_partly_credited(self):
        for move in self:
            move.wohnkoord_partly_credited = bool(
                move.wohnkoord_contract_id
                and move.wohnkoord_is_linked
                and move._wohnkoord_credit_notes()
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._wohnkoord_refuse_guarded(vals_list)
        no_link = dict.fromkeys(self._wohnkoord_guarded_fields, False)
        return super().create([{**vals, **no_link} for vals in vals_list])

    def write(self, vals):
        self._wohnkoord_refuse_guarded([vals])
        self._wohnkoord_refuse_change(vals)
        if "state" in vals:
            self._wohnkoord_refuse_state(vals["state"])
        result = super().write(vals)
        if "journal_id" in vals:
            self._wohnkoord_check_currency()
        if vals.get("state") == "cancel":
            self._wohnkoord_free()
        elif vals.get("state") == "posted":
            self._wohnkoord_follow_credit_notes()
        return result

    def unlink(self):
        self.check_access("unlink")
        self._wohnkoord_free()
        return super().unlink()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        """A credit note is listed with its contract, but holds no hours."""
        reversals = super()._reverse_moves(default_values_list, cancel)
        for reversal in reversals:
            contract = reversal.reversed_entry_id.sudo().wohnkoord_contract_id
            if contract:
                reversal._wohnkoord_write({"wohnkoord_contract_id": contract.id})
        return reversals

    def action_view_wohnkoord_entries(self):
        """Open the time entries on this bill.

        :raise AccessError: not of the office
        """
        self.ensure_one()
        self.env["wohnkoord.time.entry"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.time_entry_action"
        )
        return {
            **action,
            "domain": [("bill_line_id.move_id", "=", self.id)],
            "context": {"create": False},
        }

    # -- the guard -----------------------------------------------------------------------

    @api.model
    def _wohnkoord_refuse_guarded(self, vals_list):
        for vals in vals_list:
            if any(
                vals.get(name) or (self and name in vals)
                for name in self._wohnkoord_guarded_fields
            ):
                raise UserError(
                    self.env._("Contract and period of a bill are set by 'Make bills'.")
                )

    def _wohnkoord_refuse_change(self, vals):
        locked = [name for name in self._wohnkoord_locked_fields if name in vals]
        if not locked:
            return
        for move in self.filtered("wohnkoord_contract_id"):
            if (
                any(self._field_will_change(move, vals, name) for name in locked)
                and move.line_ids._wohnkoord_linked()
            ):
                raise UserError(
                    self.env._(
                        "%(bill)s holds approved hours: consultant, currency and kind"
                        " of the bill are fixed.",
                        bill=move.display_name,
                    )
                )

    def _wohnkoord_check_currency(self):
        """Another journal must not bring another currency to the agreed rates."""
        for move_sudo in self.sudo().filtered("wohnkoord_contract_id"):
            if (
                move_sudo.currency_id != move_sudo.wohnkoord_contract_id.currency_id
                and move_sudo.line_ids._wohnkoord_linked()
            ):
                raise UserError(
                    self.env._(
                        "%(bill)s is in the currency of the contract, %(currency)s.",
                        bill=move_sudo.display_name,
                        currency=move_sudo.wohnkoord_contract_id.currency_id.name,
                    )
                )

    def _wohnkoord_refuse_state(self, state):
        """Keep a bill whose hours were freed, and what freed them, as they are."""
        for move in self:
            if state != "cancel" and move._wohnkoord_is_freed():
                raise UserError(
                    self.env._(
                        "The hours of %(bill)s are free again and may stand on another"
                        " bill. Please make a new one with 'Make bills'.",
                        bill=move.display_name,
                    )
                )
            original = move.reversed_entry_id
            if (
                state != "posted"
                and move.state == "posted"
                and original._wohnkoord_is_freed()
            ):
                raise UserError(
                    self.env._(
                        "This credit note freed the hours of %(bill)s; it stays as it"
                        " is.",
                        bill=original.display_name,
                    )
                )

    def _wohnkoord_is_freed(self):
        """Whether this was a bill of hours that holds none any more."""
        if not self.wohnkoord_contract_id:
            return False
        # sudo: accounting has no right on time entries
        lines = self.sudo().line_ids.filtered("wohnkoord_call_off_id")
        return bool(lines) and not lines.wohnkoord_entry_ids

    def _wohnkoord_write(self, vals):
        """Write without the guard; for 'Make bills' and credit notes only."""
        unchanged = self.with_context(skip_is_manually_modified=True)
        # pylint: disable-next=super-method-mismatch
        return super(AccountMove, unchanged).write(vals)

    # -- freeing ----------------------------------------------------------------------

    def _wohnkoord_free(self):
        """Give the entries on these bills back: approved, to be billed again."""
        entries_sudo = self.line_ids._wohnkoord_entries()
        if entries_sudo:
            entries_sudo._free_from_bill()

    def _wohnkoord_credit_notes(self):
        """The posted credit notes of this bill."""
        return self.reversal_move_ids.filtered(
            lambda move: move.state == "posted" and move.move_type == "in_refund"
        )

    def _wohnkoord_follow_credit_notes(self):
        """Free what is credited in full; say so where only a part is."""
        for bill in self.reversed_entry_id.sudo().filtered("wohnkoord_contract_id"):
            if not bill.line_ids._wohnkoord_linked():
                continue
            if bill._wohnkoord_is_reversed():
                bill._wohnkoord_free()
                text = self.env._(
                    "Reversed in full: the hours on this bill are approved again and"
                    " can be billed anew."
                )
            else:
                text = self.env._(
                    "A credit note takes a part of this bill back. The hours stay"
                    " billed: a credit note over everything would free them, a"
                    " counter-entry corrects single hours."
                )
            bill._message_log(body=text)

    def _wohnkoord_is_reversed(self):
        """Whether the posted credit notes, all together, take everything back."""
        self.ensure_one()
        notes = self._wohnkoord_credit_notes()
        return notes.currency_id == self.currency_id and all(
            self.currency_id.compare_amounts(sum(notes.mapped(name)), self[name]) >= 0
            for name in ("amount_untaxed", "amount_total")
        )

    # -- who sees them ----------------------------------------------------------------

    @api.model
    def _wohnkoord_portal_domain(self, user):
        """The one domain of what a consultant sees of bills, for reading with sudo.

        :param user: the portal user
        :return: posted bills and credit notes of the contracts of the user's firm
        """
        return Domain(
            [
                ("state", "=", "posted"),
                ("move_type", "in", ("in_invoice", "in_refund")),
                (
                    "wohnkoord_contract_id.partner_id",
                    "=",
                    user.partner_id.commercial_partner_id.id,
                ),
                ("company_id", "in", user.company_ids.ids),
            ]
        )

    @api.model
    def _wohnkoord_action(self, domain):
        """Open bills: accounting in its own form, everybody else in the slim one."""
        accounting = self.env.user.has_group("account.group_account_invoice")
        if not accounting and not self.has_access("read"):
            raise AccessError(self.env._("You may not read bills."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.bill_action_accounting"
            if accounting
            else "wohnkoord_odoo.bill_action"
        )
        return {
            **action,
            "domain": [("wohnkoord_contract_id", "!=", False), *domain],
            "context": {"create": False},
        }
