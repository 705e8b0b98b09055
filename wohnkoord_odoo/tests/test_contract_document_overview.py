# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .document_common import OVERVIEW, DocumentCase


class OverviewCase(DocumentCase):
    """A framework with two firms, an order at a flat fee and work in all states."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rival_contract = cls._make_contract(
            cls.rival_firm, name="RV-Zwei", rank=2, hourly_rate=100.0
        )
        cls.study = cls._make_call_off(
            0, kind="flat_fee", flat_amount=4000.0, deliverable="Studie"
        )
        cls.rival_order = cls._make_call_off(4, contract_id=cls.rival_contract.id)
        cls._make_approved(cls.order, 100)
        cls._make_entry(cls.order, 20, submit=True)
        cls._make_approved(cls.rival_order, 50, user=cls.rival)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestFrameworkOverview(OverviewCase):
    """Hours and money per lot and contract; no case and nobody in it."""

    def test_figures(self):
        values = self.framework._overview_values()
        (lot,) = values["lots"]
        first, second = lot["contracts"]
        self.assertEqual(first["firm"], self.firm.name)
        self.assertEqual(
            [first[name] for name in ("max_hours", "called_off", "left")], [100, 10, 90]
        )
        self.assertAlmostEqual(first["worked"], 2.0)
        self.assertAlmostEqual(first["approved"], 100 / 60)
        self.assertEqual(first["billed"], 0)
        # 10 h x 95 and 200 of costs, and the study
        self.assertAlmostEqual(first["amount"], 950 + 200 + 4000)
        self.assertAlmostEqual(first["amount_approved"], 158.33)
        self.assertAlmostEqual(second["amount"], 400)
        self.assertAlmostEqual(second["amount_approved"], 83.33)
        for row in (lot, values["total"]):
            self.assertAlmostEqual(row["amount"], 5550)
            self.assertAlmostEqual(row["amount_approved"], 241.66)
            self.assertAlmostEqual(row["called_off"], 14)
        self.assertAlmostEqual(values["total"]["amount_left"], 94450)
        self.assertAlmostEqual(self.framework.amount_called_off, 5550)
        self.assertEqual(
            {row["name"] for row in values["orders"]},
            {self.order.name, self.study.name, self.rival_order.name},
        )

    def test_each_order_is_rounded(self):
        """As a bill would: 1 minute at 95 euros is 1.58, three times 4.74."""
        for _number in range(3):
            self._make_approved(self._make_call_off(1), 1)
        money = self.framework.sudo()._overview_money()
        self.assertAlmostEqual(
            money[self.contract.id]["amount_approved"], 158.33 + 3 * 1.58
        )

    def test_ended_orders_are_not_listed(self):
        self.rival_order.result = "Fertig"
        self.rival_order.action_close()
        values = self.framework._overview_values()
        names = {row["name"] for row in values["orders"]}
        self.assertNotIn(self.rival_order.name, names)
        second = values["lots"][0]["contracts"][1]
        self.assertAlmostEqual(second["amount"], 83.33)

    def test_page(self):
        text = self._text(OVERVIEW, self.framework)
        for words in (self.firm.name, self.rival_firm.name, "RV-Zwei", "Flat fee"):
            self.assertIn(words, text)
        for words in (
            self.initiative.name,
            self.case.subject,
            self.spokesperson.name,
            self.adviser.name,
            self.consultant.name,
        ):
            self.assertNotIn(words, text)

    def test_german(self):
        framework = self._german(self.framework)
        text = self._text(OVERVIEW, framework)
        self.assertIn("5.550,00", text)
        self.assertIn("1,67", text)
        self.assertIn(f"{self.framework.date_end:%d.%m.%Y}", text)

    def test_sheet(self):
        file = io.BytesIO()
        self.contract.name = "=cmd()"
        self.framework._write_overview(file)
        rows = {row[0]: row for row in self._cells(file.getvalue()) if row[0]}
        row = rows["=cmd()"]
        self.assertEqual(row[1], self.firm.name)
        self.assertEqual(row[4:6], [100, 10])
        self.assertAlmostEqual(row[11], 5150)
        self.assertAlmostEqual(rows["Total"][11], 5550)
        self.assertAlmostEqual(rows["Total"][10], 100000)
        self.assertEqual(rows[self.study.name][11], 4000)

    def test_who_reads_it(self):
        for user in (self.adviser, self.manager, self.steering):
            framework = self.framework.with_user(user)
            self.assertTrue(framework._overview_values()["lots"])
            self.assertIn("overview.xlsx", framework.action_overview_xlsx()["url"])
        for user in (self.accountant, self.consultant, self.spokesperson):
            with (
                self.subTest(user=user.login),
                mute_logger("odoo.addons.base.models.ir_rule"),
            ):
                framework = self.framework.with_user(user)
                with self.assertRefused(exception=AccessError):
                    framework._overview_values()
                with self.assertRefused(exception=AccessError):
                    framework.action_overview_xlsx()

    def test_server_action(self):
        """The entry of the print menu works for a reader without further rights."""
        action = self.env.ref("wohnkoord_odoo.contract_framework_overview_xlsx_action")
        result = (
            action.with_user(self.steering)
            .with_context(
                active_model=self.framework._name,
                active_id=self.framework.id,
                active_ids=self.framework.ids,
            )
            .run()
        )
        self.assertIn(f"/{self.framework.id}/overview.xlsx", result["url"])

    def test_queries(self):
        """As many for 30 contracts as for 3."""
        self._make_contract(self._make_firm("Drei"), name="RV-Drei", rank=3)

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.framework.with_user(self.steering)._overview_values()
            return self.cr.sql_log_count - before

        queries()
        few = queries()
        for number in range(4, 31):
            contract = self._make_contract(
                self._make_firm(f"Büro {number}"), name=f"RV-{number}", rank=number
            )
            self._make_call_off(1, contract_id=contract.id)
        self.assertEqual(len(self.framework.contract_ids), 30)
        self.assertEqual(queries(), few)


@tagged("post_install", "-at_install")
class TestOfficeOverview(OverviewCase, HttpCase):
    """The workbook for office and steering, for nobody else."""

    def test_download(self):
        path = f"/wohnkoord/frameworks/{self.framework.id}/overview.xlsx"
        for user in (self.adviser, self.steering):
            self.authenticate(user.login, user.login)
            answer = self.url_open(path)
            self.assertEqual(answer.status_code, 200)
            names = {row[0] for row in self._cells(answer.content)}
            self.assertIn("RV-Zwei", names)
        for user in (self.consultant, self.accountant):
            self.authenticate(user.login, user.login)
            self.assertEqual(self.url_open(path).status_code, 404)
        self.authenticate(self.adviser.login, self.adviser.login)
        self.assertEqual(
            self.url_open("/wohnkoord/frameworks/999999999/overview.xlsx").status_code,
            404,
        )
