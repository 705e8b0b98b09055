# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import csv
import io

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..wizard.contract_treasury_export import COLUMNS
from .bill_common import BillCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestTreasuryExport(BillCase):
    """Posted bills as a table that the city treasury reads."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._approve(150)
        cls.bill = cls._bill()
        cls.bill.action_post()

    def _export(self, user=None, **values):
        export = (
            self.env["wohnkoord.treasury.export"]
            .with_user(user or self.accountant)
            .create({"date_from": self.today, "date_to": self.today, **values})
        )
        export.action_export()
        return export

    def _rows(self, export):
        raw = base64.b64decode(export.file)
        self.assertTrue(raw.startswith(b"\xef\xbb\xbf"), "the mark of UTF-8")
        text = raw.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text), delimiter=";"))

    def test_row(self):
        self.firm.write({"ref": "K-4711", "vat": "DE257486969"})
        [row] = self._rows(self._export())
        self.assertEqual(tuple(row), COLUMNS)
        german = f"{self.today:%d.%m.%Y}"
        expected = {
            "Koordinationsstelle": self.company.name,
            "Belegnummer": self.bill.name,
            "Belegart": "Rechnung",
            "Rechnungsdatum": german,
            "Empfänger": self.firm.name,
            "Empfänger-Nummer": "K-4711",
            "USt-IdNr.": "DE257486969",
            "Netto": "237,50",
            "Steuersatz": "19 %",
            "Steuer": "45,13",
            "Brutto": "282,63",
            "Noch zu zahlen": "282,63",
            "Währung": "EUR",
            "Rahmenvertrag": "RV-Probe",
            "Einzelaufträge": self.call_off.name,
            "Sachlich richtig": self.adviser.name,
            "Sachlich richtig am": german,
            "Rechnerisch richtig": self.accountant.name,
            "Rechnerisch richtig am": german,
        }
        self.assertEqual({name: row[name] for name in expected}, expected)

    def test_formulas_are_texts(self):
        self.firm.name = '=HYPERLINK("http://x.example.org")'
        self.firm.ref = "+49 351"
        [row] = self._rows(self._export())
        self.assertTrue(row["Empfänger"].startswith("'="))
        self.assertEqual(row["Empfänger-Nummer"], "'+49 351")

    def test_credit_note_is_negative(self):
        self._credit(self.bill)
        rows = self._rows(self._export())
        self.assertEqual(
            [(row["Belegart"], row["Brutto"]) for row in rows],
            [("Rechnung", "282,63"), ("Rechnungskorrektur", "-282,63")],
        )

    def test_nothing_twice(self):
        self._export()
        self.assertTrue(self.bill.wohnkoord_exported_date)
        with self.assertRaises(UserError):
            self._export()
        self.assertEqual(len(self._rows(self._export(only_new=False))), 1)
        with self.assertRefused("notes its time itself"):
            self.bill.write({"wohnkoord_exported_date": False})

    def test_drafts_and_other_periods_are_left_out(self):
        self._approve(60)
        draft = self._bill()
        dialog = Form(self.env["wohnkoord.treasury.export"].with_user(self.accountant))
        dialog.date_from = self.today
        export = dialog.save()
        self.assertEqual(export.bill_ids, self.bill)
        # what a browser sends is not what is exported
        export.bill_ids = [Command.set((self.bill | draft).ids)]
        export.action_export()
        self.assertEqual(len(self._rows(export)), 1)

    def test_who_exports(self):
        self.assertEqual(len(self._rows(self._export(self.manager))), 1)
        for user in (self.adviser, self.steering, self.consultant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._export(user, only_new=False)

    def test_other_offices_bills_are_not_exported(self):
        company = self.env["res.company"].create({"name": "Koordinationsstelle Zwei"})
        stranger = self._make_user(
            "test_accountant_2",
            "base.group_user,account.group_account_invoice",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        with self.assertRefused(""):
            self._export(stranger, company_id=self.company.id)
        with self.assertRaises(UserError):
            self._export(stranger)
