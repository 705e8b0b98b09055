# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: an office's day starts here, where nobody said otherwise
DEFAULT_TZ = "Europe/Berlin"


class ResCompany(models.Model):
    """To whom consultants address their invoices, and who checks them."""

    _inherit = "res.company"

    wohnkoord_invoice_recipient = fields.Text(
        "Invoices are Addressed to",
        help="Name of the recipient as it has to stand on invoices, one per line. Empty:"
        " the office's own name.",
    )
    wohnkoord_leitweg_id = fields.Char(
        "Leitweg-ID",
        help="Shown to consultants: an XRechnung names it as buyer reference (BT-10).",
    )
    wohnkoord_arithmetic_user_id = fields.Many2one(
        "res.users",
        "Checks the Figures",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Finds each new bill of a consultant among the own activities, to sign"
        ' "arithmetically correct".',
    )

    @api.constrains("wohnkoord_arithmetic_user_id")
    def _check_wohnkoord_arithmetic_user(self):
        for company in self:
            user = company.wohnkoord_arithmetic_user_id
            if user and not user.has_group("account.group_account_invoice"):
                raise ValidationError(
                    self.env._("%(user)s has no right on bills.", user=user.name)
                )

    def _wohnkoord_recipients(self):
        """Names that an invoice may be addressed to; at least one."""
        self.ensure_one()
        names = (self.wohnkoord_invoice_recipient or "").splitlines()
        return [name.strip() for name in names if name.strip()] or [self.name]

    @api.model
    def _wohnkoord_today(self, company):
        """The office's day, whoever asks."""
        tz = company.partner_id.tz or DEFAULT_TZ
        return fields.Date.context_today(self.with_context(tz=tz))
