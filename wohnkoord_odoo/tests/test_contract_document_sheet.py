# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from .document_common import TIME_SHEET, DocumentCase


class SheetCase(DocumentCase):
    """Two orders of one contract with entries in all states, over two months."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.this = cls.today - timedelta(days=1)
        cls.month = f"{cls.this:%Y-%m}"
        cls.before = cls.this.replace(day=1) - timedelta(days=3)
        cls.second = cls._make_call_off(5)
        cls._make_approved(cls.order, 90, description="Anerkannt")
        cls._make_entry(cls.order, 20, submit=True, description="Eingereicht")
        cls._make_entry(cls.order, 45, description="Entwurf")
        refused = cls._make_entry(cls.order, 50, submit=True, description="Weg")
        refused.with_user(cls.manager).action_refuse("Doppelt")
        cls._make_approved(cls.order, 120, date=cls.before, description="Vormonat")
        cls._make_approved(cls.second, 30, user=cls.colleague, description="Zweiter")

    def _write(self, record, *args):
        file = io.BytesIO()
        record._write_time_sheet(file, *args)
        return self._cells(file.getvalue())


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractTimeSheet(SheetCase):
    """A time sheet holds what was handed in, of a month, of an order or all."""

    def test_month_of_an_order(self):
        values = self.contract._time_sheet_values(self.month, self.order)
        (order,) = values["orders"]
        self.assertEqual(
            [row["description"] for row in order["rows"]], ["Anerkannt", "Eingereicht"]
        )
        self.assertEqual(order["rows"][0]["person"], self.consultant.name)
        self.assertEqual((order["duration"], values["duration"]), ("1:50", "1:50"))
        # 10 h less 90, 20, 45 and 120 minutes: a refused entry gives its minutes back
        self.assertEqual(order["left_minutes"], 325)
        self.assertIn("after all work so far: 5:25 h", order["note"])
        self.assertEqual(values["waiting"], 1)
        self.assertEqual(
            {row["label"]: row["duration"] for row in values["states"]},
            {"of which: Submitted": "0:20", "of which: Approved": "1:30"},
        )

    def test_all_of_a_contract(self):
        values = self.contract._time_sheet_values()
        self.assertEqual(
            [(order["name"], order["minutes"]) for order in values["orders"]],
            [(self.order.name, 230), (self.second.name, 30)],
        )
        self.assertEqual(values["minutes"], 260)
        self.assertIn("Whole term", dict(values["facts"])["Period"])

    def test_page(self):
        text = self._text(
            TIME_SHEET, self.contract, month=self.month, orders=self.order.ids
        )
        for words in ("Anerkannt", "Eingereicht", "1:50", "5:25", "Factually correct"):
            self.assertIn(words, text)
        for words in ("Entwurf", "Weg", "Vormonat", "Zweiter", "Vertraulich"):
            self.assertNotIn(words, text)
        # by its name alone, without month and order
        self.assertIn("Vormonat", self._text(TIME_SHEET, self.contract))

    def test_correction(self):
        """A counter-entry stands with its minus; the sum is right."""
        entry = self.order.time_entry_ids.filtered(
            lambda entry: entry.description == "Anerkannt"
        )
        reversal = entry.with_user(self.adviser).action_reverse("Doppelt erfasst")
        reversal.with_user(self.manager).action_approve()
        text = self._text(TIME_SHEET, self.contract, month=self.month)
        self.assertIn("Correction: Doppelt erfasst", text)
        self.assertIn("-1:30", text)
        values = self.contract._time_sheet_values(self.month, self.order)
        self.assertEqual(values["minutes"], 20)

    def test_months(self):
        """A month is a month; anything else is the whole term, never an error."""
        earlier = f"{self.before:%Y-%m}"
        values = self.contract._time_sheet_values(earlier, self.order)
        self.assertEqual(values["minutes"], 120)
        for text in ("2026-13", "x", None, 7, "2026-01-01", "1999-01"):
            values = self.contract._time_sheet_values(text, self.order)
            self.assertEqual(values["minutes"], 230, text)
        empty = self.contract._time_sheet_values("2001-01", self.order)
        self.assertEqual((empty["minutes"], len(empty["orders"])), (0, 1))
        self.assertFalse(self.contract._time_sheet_values("2001-01")["orders"])

    def test_orders_of_others_are_none(self):
        rival = self._make_call_off(
            1, contract_id=self._make_contract(self.rival_firm, rank=2).id
        )
        found = self.contract._time_sheet_orders([rival.id, self.order.id, "x", None])
        self.assertEqual(found, self.order)
        self.assertIsNone(self.contract._time_sheet_orders([]))

    def test_sheet(self):
        rows = self._write(self.contract, self.month, self.order)
        start = [row[0] for row in rows].index("Date")
        self.assertEqual(
            rows[start],
            [
                "Date",
                "Order",
                "Initiative",
                "Person",
                "What was done",
                "Status",
                "Minutes",
                "Hours",
            ],
        )
        first, second, total = rows[start + 1 : start + 4]
        self.assertEqual(first[0].date(), self.this)
        self.assertEqual(
            first[1:6],
            [
                self.order.name,
                self.initiative.name,
                self.consultant.name,
                "Anerkannt",
                "Approved",
            ],
        )
        self.assertEqual(first[6:], [90, 1.5])
        self.assertEqual(second[6], 20)
        self.assertEqual((total[0], total[6]), ("Total", 110))
        self.assertAlmostEqual(total[7], 110 / 60)
        texts = [cell for row in rows for cell in row if isinstance(cell, str)]
        sign = f"Factually correct, date, signature: {self.company.name}"
        self.assertIn(sign, texts)

    def test_no_formulas(self):
        for text in ("=1+1", "+49 341", "@SUM(A1)", "-2", "http://example.org", "{=1}"):
            self._make_entry(self.second, 1, submit=True, description=text)
        rows = self._write(self.contract, self.month, self.second)
        shown = {row[4] for row in rows}
        self.assertLessEqual(
            {"=1+1", "+49 341", "@SUM(A1)", "http://example.org"}, shown
        )

    def test_german(self):
        contract = self._german(self.contract)
        values = contract._time_sheet_values("2026-03", self.order)
        self.assertIn("März 2026", dict(values["facts"]).values())
        row = contract._time_sheet_values("", self.order)["orders"][0]["rows"][-1]
        self.assertRegex(row["date_label"], r"^\d\d\.\d\d\.20\d\d$")

    def test_who_reads_it(self):
        for user in (self.adviser, self.manager):
            self.assertTrue(
                self.contract.with_user(user)._time_sheet_values()["orders"]
            )
        # steering reads contracts, not entries; the portal asks by its own pages
        for user in (self.steering, self.accountant, self.consultant, self.rival):
            with (
                self.subTest(user=user.login),
                mute_logger("odoo.addons.base.models.ir_rule"),
                self.assertRefused(exception=AccessError),
            ):
                self.contract.with_user(user)._time_sheet_values()

    def test_queries(self):
        """As many for many entries and persons as for a few."""

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.contract._time_sheet_values()
            return self.cr.sql_log_count - before

        queries()
        few = queries()
        for number in range(27):
            order = self._make_call_off(1)
            user = self._make_portal_user(f"test_many_{number}", self.firm)
            self._make_entry(order, 5, user=user, submit=True)
        queries()  # new users emptied the caches of languages
        self.assertEqual(queries(), few)

    def test_dialog(self):
        """Last month by default; from an order or a contract."""
        last = self.today.replace(day=1) - relativedelta(months=1)
        dialogs = self.env["wohnkoord.time.sheet"].with_user(self.adviser)
        context = {"active_model": "wohnkoord.call.off", "active_id": self.order.id}
        dialog = Form(dialogs.with_context(**context))
        self.assertEqual(dialog.month, f"{last:%Y-%m}")
        self.assertEqual(dialog.contract_id, self.contract)
        self.assertEqual(dialog.call_off_id, self.order)
        dialog.month = self.month
        self.assertEqual(
            dialog.summary, "2 entries, 1:50 h; 1 more are not handed in yet"
        )
        url = dialog.save().action_pdf()["url"]
        self.assertEqual(
            url,
            f"/wohnkoord/contracts/{self.contract.id}/time-sheet.pdf"
            f"?month={self.month}&order={self.order.id}",
        )
        context = {"active_model": "wohnkoord.contract", "active_id": self.contract.id}
        dialog = Form(dialogs.with_context(**context))
        self.assertFalse(dialog.call_off_id)
        self.assertIn("time-sheet.xlsx", dialog.save().action_xlsx()["url"])
        action = self.order.with_user(self.adviser).action_time_sheet()
        self.assertEqual(action["context"]["active_id"], self.order.id)


@tagged("post_install", "-at_install")
class TestOfficeTimeSheet(SheetCase, HttpCase):
    """The office downloads it; everybody else finds nothing."""

    def test_download(self):
        self.authenticate(self.adviser.login, self.adviser.login)
        path = f"/wohnkoord/contracts/{self.contract.id}/time-sheet"
        answer = self.url_open(f"{path}.xlsx", params={"month": self.month})
        self.assertEqual(answer.status_code, 200)
        self.assertIn("spreadsheetml", answer.headers["Content-Type"])
        self.assertIn("no-store", answer.headers["Cache-Control"])
        self.assertIn(self.month, answer.headers["Content-Disposition"])
        self.assertIn("Zweiter", {row[4] for row in self._cells(answer.content)})
        answer = self.url_open(f"{path}.pdf?order={self.second.id}&month={self.month}")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Zweiter", answer.text)
        self.assertNotIn("Anerkannt", answer.text)

    def test_nothing_for_others(self):
        rival = self._make_call_off(
            1, contract_id=self._make_contract(self.rival_firm, rank=2).id
        )
        path = f"/wohnkoord/contracts/{self.contract.id}/time-sheet.pdf"
        for user, url in (
            (self.adviser, f"{path}?order={rival.id}"),
            (self.adviser, f"{path}?order=x"),
            (self.adviser, f"{path}?order=²"),
            (self.adviser, "/wohnkoord/contracts/999999999/time-sheet.pdf"),
            (self.adviser, path.replace(".pdf", ".txt")),
            (self.steering, path),
            (self.accountant, path),
            (self.consultant, path),
            (self.rival, path),
        ):
            with self.subTest(user=user.login, url=url):
                self.authenticate(user.login, user.login)
                self.assertEqual(self.url_open(url).status_code, 404)

    def test_report_by_its_name(self):
        """Core prints any report for any login: the model itself must refuse."""
        for user, report, record in (
            (self.rival, "contract_order_letter", self.order),
            (self.steering, "contract_order_letter", self.order),
            (self.consultant, "contract_time_sheet", self.contract),
            (self.steering, "contract_time_sheet", self.contract),
            (self.consultant, "contract_framework_overview", self.framework),
        ):
            with self.subTest(user=user.login, report=report):
                self.authenticate(user.login, user.login)
                with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
                    answer = self.url_open(
                        f"/report/html/wohnkoord_odoo.{report}/{record.id}"
                    )
                self.assertNotEqual(answer.status_code, 200)
                self.assertNotIn(self.initiative.name, answer.text)
