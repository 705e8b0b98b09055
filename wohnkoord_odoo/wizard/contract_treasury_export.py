# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.sheet import german_csv

#: the columns; docs/treasury-export.md says what each holds
COLUMNS = (
    "Koordinationsstelle",
    "Belegnummer",
    "Belegart",
    "Rechnungsnummer",
    "Rechnungsdatum",
    "Buchungsdatum",
    "Fällig am",
    "Leistung von",
    "Leistung bis",
    "Empfänger",
    "Empfänger-Nummer",
    "USt-IdNr.",
    "IBAN",
    "BIC",
    "Netto",
    "Steuersatz",
    "Steuer",
    "Brutto",
    "Noch zu zahlen",
    "Währung",
    "Verwendungszweck",
    "Rahmenvertrag",
    "Einzelaufträge",
    "Sachkonto",
    "Kostenstelle",
    "Sachlich richtig",
    "Sachlich richtig am",
    "Rechnerisch richtig",
    "Rechnerisch richtig am",
)


class TreasuryExport(models.TransientModel):
    """Posted bills of consultants as a table for the city treasury."""

    _name = "wohnkoord.treasury.export"
    _description = "Export for the City Treasury"

    company_id = fields.Many2one(
        "res.company", "Office", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        "Posted from",
        required=True,
        default=lambda self: fields.Date.start_of(
            fields.Date.context_today(self), "month"
        ),
    )
    date_to = fields.Date(
        "Posted until", required=True, default=fields.Date.context_today
    )
    only_new = fields.Boolean(
        "Only what was not exported yet",
        default=True,
        help="Each bill notes when it was exported, so that nothing is paid twice.",
    )
    bill_ids = fields.Many2many(
        "account.move",
        string="Bills",
        compute="_compute_bill_ids",
        store=True,
        readonly=False,
        domain="[('wohnkoord_contract_id', '!=', False), ('state', '=', 'posted'),"
        " ('move_type', 'in', ('in_invoice', 'in_refund')),"
        " ('company_id', '=', company_id)]",
    )
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.depends("company_id", "date_from", "date_to", "only_new")
    def _compute_bill_ids(self):
        chosen = self.env.context.get("active_ids") or []
        if self.env.context.get("active_model") != "account.move":
            chosen = []
        for export in self:
            domain = export._bill_domain()
            if chosen:
                domain &= Domain("id", "in", chosen)
            export.bill_ids = self.env["account.move"].search(domain)

    def _bill_domain(self):
        domain = (
            Domain("wohnkoord_contract_id", "!=", False)
            & Domain("move_type", "in", ("in_invoice", "in_refund"))
            & Domain("state", "=", "posted")
            & Domain("company_id", "=", (self.company_id & self.env.companies).id)
        )
        if self.date_from:
            domain &= Domain("date", ">=", self.date_from)
        if self.date_to:
            domain &= Domain("date", "<=", self.date_to)
        if self.only_new:
            domain &= Domain("wohnkoord_exported_date", "=", False)
        return domain

    def action_export(self):
        """Make the file and note on each bill that it was exported.

        :raise AccessError: neither head of the office nor accounting
        :raise UserError: no bill is chosen
        """
        self.ensure_one()
        user = self.env.user
        if not (
            user.has_group("wohnkoord_odoo.group_manager")
            or user.has_group("account.group_account_invoice")
        ):
            raise AccessError(
                self.env._("Only the head of the office and accounting export bills.")
            )
        bills = self.env["account.move"].search(
            self._bill_domain() & Domain("id", "in", self.bill_ids.ids),
            order="date, name, id",
        )
        if not bills:
            raise UserError(self.env._("There is no bill to export in this period."))
        # sudo: names of contracts, accounts and persons for whoever may read the bill
        bills_sudo = bills.sudo()
        rows = [bill_sudo._wohnkoord_treasury_row() for bill_sudo in bills_sudo]
        name = f"kassenexport_{self.date_from:%Y-%m-%d}_{self.date_to:%Y-%m-%d}.csv"
        self.write(
            {
                "file": base64.b64encode(german_csv(COLUMNS, rows)),
                "file_name": name,
                "bill_ids": [Command.set(bills.ids)],
            }
        )
        bills_sudo._wohnkoord_write({"wohnkoord_exported_date": fields.Datetime.now()})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Export for the City Treasury"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
