# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMoveLine(models.Model):
    """A bill line that holds time entries: what makes its amount is fixed."""

    _inherit = "account.move.line"

    #: nobody changes these on a line with time entries
    _wohnkoord_locked_fields = (
        "quantity",
        "price_unit",
        "discount",
        "product_id",
        "product_uom_id",
        "currency_id",
        "display_type",
        "deductible_amount",
        "move_id",
    )

    #: a sign-off of the bill is about these
    _wohnkoord_signed_fields = {
        "quantity",
        "price_unit",
        "discount",
        "tax_ids",
        "amount_currency",
        "balance",
        "debit",
        "credit",
    }

    wohnkoord_call_off_id = fields.Many2one(
        "wohnkoord.call.off",
        "Order (Hours)",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    wohnkoord_entry_ids = fields.One2many(
        "wohnkoord.time.entry",
        "bill_line_id",
        "Time Entries",
        readonly=True,
        copy=False,
        groups="wohnkoord_odoo.group_user",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._wohnkoord_refuse_link(vals_list)
        # also closes the way over default_ keys and ir.default
        return super().create(
            [{**vals, "wohnkoord_call_off_id": False} for vals in vals_list]
        )

    def write(self, vals):
        self._wohnkoord_refuse_link([vals])
        locked = [name for name in self._wohnkoord_locked_fields if name in vals]
        if locked:
            for line in self._wohnkoord_linked():
                line._wohnkoord_refuse_change(vals, locked)
        result = super().write(vals)
        if self._wohnkoord_signed_fields & set(vals):
            self.move_id._wohnkoord_check_digest()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_wohnkoord_linked(self):
        """Only a whole bill is deleted; that frees its entries before its lines go."""
        linked = self._wohnkoord_linked()
        if linked:
            raise UserError(
                self.env._(
                    'The line "%(line)s" holds approved hours and stays on the bill.'
                    " Delete or cancel the whole bill to free them.",
                    line=linked[0].name,
                )
            )

    @api.model
    def _wohnkoord_refuse_link(self, vals_list):
        if any(vals.get("wohnkoord_call_off_id") for vals in vals_list) or (
            self and any("wohnkoord_call_off_id" in vals for vals in vals_list)
        ):
            raise UserError(self.env._("Orders are put on bills by 'Make bills' only."))

    def _wohnkoord_link(self, call_off):
        """Set the order of a new line without the guard."""
        # pylint: disable-next=super-method-mismatch
        return super().write({"wohnkoord_call_off_id": call_off.id})

    def _wohnkoord_entries(self):
        """The time entries on these lines, as superuser."""
        # sudo: accounting has no right on time entries, the rules hold for it as well
        ours = self.sudo().filtered("wohnkoord_call_off_id")
        return ours.wohnkoord_entry_ids if ours else ours.env["wohnkoord.time.entry"]

    def _wohnkoord_linked(self):
        """The lines that hold time entries."""
        return self.browse(self._wohnkoord_entries().bill_line_id.ids)

    def _wohnkoord_refuse_change(self, vals, locked):
        Move = self.env["account.move"]
        if any(Move._field_will_change(self, vals, name) for name in locked):
            raise UserError(
                self.env._(
                    'Quantity and price of "%(line)s" follow from approved hours and are'
                    " fixed. To correct them, cancel the bill, correct the hours, and"
                    " make a new bill.",
                    line=self.name,
                )
            )
