# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    wohnkoord_small_business = fields.Boolean(
        "Small Business (§ 19 UStG)",
        tracking=True,
        groups="wohnkoord_odoo.group_user,wohnkoord_odoo.group_steering,"
        "account.group_account_readonly,account.group_account_invoice",
        help="Shows no VAT on invoices: bills of this consultant are made without tax,"
        " and an invoice with tax is a difference.",
    )

    def _commercial_fields(self):
        return super()._commercial_fields() + ["wohnkoord_small_business"]
