# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from .cost_common import PDF, CostMixin
from .portal_common import PortalCase

MOST_QUERIES = 54


@tagged("post_install", "-at_install")
class TestPortalCost(CostMixin, PortalCase):
    """A consultant hands in deliverables and receipts: good, bad, foreign, twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_costs()
        cls.study.result = False
        cls.fee_url = f"/my/call-offs/{cls.study.id}"
        cls.cost_url = f"/my/call-offs/{cls.order.id}"

    def setUp(self):
        super().setUp()
        self._login(self.consultant)

    def _upload(self, action, values, *files, page=None):
        """Fill in the form at ``action`` with files and send it."""
        page = self._page(action.rsplit("/", 1)[0]) if page is None else page
        fields = {**self._form(page, action), **values}
        fields.pop("files", None)
        return self.url_open(
            action,
            data=fields,
            files=[("files", file) for file in files],
            allow_redirects=False,
        )

    def _costs_of(self, order):
        self.env.invalidate_all()
        return self.env["wohnkoord.call.off.cost"].search(
            [("call_off_id", "=", order.id)], order="id"
        )

    def _ticket(self, **values):
        return {
            "date": str(self.today),
            "amount": "45,80",
            "expense_kind": "public_transport",
            "name": "Fahrt zur Gruppe",
            **values,
        }

    # -- deliverable ---------------------------------------------------------------------

    def test_page_of_a_flat_fee(self):
        page = self._page(self.fee_url)
        text = self._text_of(page)
        for shown in ("Flat fee", "4,000.00", self.study.deliverable, "Hand in"):
            self.assertIn(shown, text)
        for action in ("entries", "hours", "costs"):
            self.assertFalse(page.xpath(f"//form[@action='{self.fee_url}/{action}']"))
        self.assertNotIn("Hours worked", self._response.text)
        self.assertEqual(len(page.xpath("//h1")), 1)
        page = self._page("/my/call-offs")
        self.assertIn("4,000.00", self._text_of(page))

    def test_hand_in(self):
        action = f"{self.fee_url}/deliverable"
        page = self._page(self.fee_url)
        self.assertNotIn("amount", self._form(page, action), "all or nothing")
        values = {"name": "Studie", "result": "Machbar, 24 Wohnungen."}
        response = self._upload(action, values, ("Studie.pdf", PDF), page=page)
        self.assertGoesTo(response, f"{self.fee_url}?done=fee")
        fee = self._costs_of(self.study)
        self.assertRecordValues(
            fee,
            [
                {
                    "kind": "flat_fee",
                    "amount": 4000,
                    "state": "submitted",
                    "user_id": self.consultant.id,
                    "partner_id": self.consultant.partner_id.id,
                }
            ],
        )
        self.assertEqual(self.study.result, "Machbar, 24 Wohnungen.")
        # the same form once more makes nothing
        self._upload(action, values, ("Studie.pdf", PDF), page=page)
        self.assertEqual(self._costs_of(self.study), fee)
        page = self._page(self.fee_url, done="fee")
        self.assertFalse(page.xpath(f"//form[@action='{action}']"))
        self.assertBalanced()

    def test_return_and_again(self):
        fee = self._make_fee(files=False, submit=False)
        self._attach(fee, "alt.pdf")
        self.study.result = "Erster Stand"
        fee.action_submit()
        fee.with_user(self.manager).action_refuse("Der Lageplan fehlt.")
        page = self._page(self.fee_url)
        self.assertIn("Der Lageplan fehlt.", self._text_of(page))
        url = f"{self.fee_url}/costs/{fee.id}"
        page = self._page(url)
        old = fee.file_ids
        values = {"name": "Studie mit Lageplan", "result": "Neu", "remove": str(old.id)}
        page = self.assertFieldError(
            self._upload(url, values, page=page), "cost-files", "choose a file"
        )
        self.assertTrue(old.exists())
        response = self._upload(
            url, {**values, "form_token": "again"}, ("neu.pdf", PDF), page=page
        )
        self.assertGoesTo(response, f"{self.fee_url}?done=fee")
        fee = self._costs_of(self.study)
        self.assertEqual((fee.state, fee.amount), ("submitted", 4000))
        self.assertEqual(fee.file_ids.mapped("name"), ["neu.pdf"])
        self.assertEqual(self.study.result, "Neu")
        self.assertBalanced()

    def test_instalments(self):
        study = self._make_study(max_instalments=2)
        url = f"/my/call-offs/{study.id}"
        action = f"{url}/deliverable"
        values = {"name": "Zwischenbericht", "result": "Stand"}
        page = self._page(url)
        self.assertEqual(self._form(page, action)["amount"], "4.000,00")
        page = self.assertFieldError(
            self._upload(
                action, {**values, "amount": "4.000,01"}, ("a.pdf", PDF), page=page
            ),
            "fee-amount",
            "are left",
        )
        self.assertEqual(self._form(page, action)["name"], "Zwischenbericht")
        response = self._upload(
            action,
            {**values, "amount": "1.000", "form_token": "b"},
            ("a.pdf", PDF),
            page=page,
        )
        self.assertGoesTo(response, f"{url}?done=fee")
        page = self._page(url)
        self.assertNotIn("amount", self._form(page, action), "the rest is the last")
        # a forged amount is not taken
        self._upload(action, {**values, "amount": "1,00"}, ("a.pdf", PDF), page=page)
        self.assertEqual(self._costs_of(study).mapped("amount"), [1000, 3000])
        self.assertBalanced()

    def test_bad_deliverable(self):
        action = f"{self.fee_url}/deliverable"
        good = {"name": "Studie", "result": "Machbar"}
        for number, (values, files, field, text) in enumerate(
            (
                ({**good, "name": ""}, [("a.pdf", PDF)], "fee-name", "fill in"),
                ({**good, "result": " "}, [("a.pdf", PDF)], "fee-result", "fill in"),
                (good, [], "fee-files", "choose a file"),
                (good, [("a.exe", b"MZ")], "fee-files", "Please send a PDF"),
                (good, [("a.pdf", b"nothing")], "fee-files", "does not fit"),
                (good, [("a.pdf", PDF)] * 11, "fee-files", "at most 10"),
            )
        ):
            with self.subTest(number=number):
                response = self._upload(action, values, *files)
                self.assertFieldError(response, field, text)
        self.assertFalse(self._costs_of(self.study))
        self.assertFalse(self.study.result, "nothing half done")

    # -- costs ---------------------------------------------------------------------------

    def test_costs(self):
        action = f"{self.cost_url}/costs"
        response = self._upload(action, self._ticket(), ("Fahrkarte.pdf", PDF))
        self.assertGoesTo(response, f"{self.cost_url}?done=cost")
        self.assertRecordValues(
            self._costs_of(self.order),
            [{"kind": "ancillary", "amount": 45.8, "state": "submitted"}],
        )
        page = self._page(self.cost_url)
        self.assertIn("154.20", self._text_of(page), "what is left")
        fields = page.xpath(f"//form[@action='{action}']//textarea")
        self.assertFalse(fields, "one line each")
        response = self._upload(
            action, self._ticket(expense_kind="car", amount="12", name="40 km")
        )
        self.assertGoesTo(response, f"{self.cost_url}?done=cost")
        self.assertBalanced()

    def test_bad_costs(self):
        action = f"{self.cost_url}/costs"
        receipt = ("a.pdf", PDF)
        early = str(self.today - timedelta(days=91))
        late = str(self._day() + timedelta(days=1))
        for number, (values, files, field, text) in enumerate(
            (
                ({"amount": "x"}, [receipt], "cost-amount", "above zero"),
                ({"amount": "-5"}, [receipt], "cost-amount", "above zero"),
                ({"amount": "0"}, [receipt], "cost-amount", "above zero"),
                ({"amount": "1e3"}, [receipt], "cost-amount", "above zero"),
                ({"amount": "200,01"}, [receipt], "cost-amount", "are left"),
                ({"date": "gestern"}, [receipt], "cost-date", "day"),
                ({"date": early}, [receipt], "cost-date", "outside"),
                ({"date": late}, [receipt], "cost-date", "not in advance"),
                ({"expense_kind": "x"}, [receipt], "cost-expense_kind", "choose"),
                ({"name": "x" * 501}, [receipt], "cost-name", "at most 500"),
                ({}, [], "cost-files", "choose a file"),
            )
        ):
            with self.subTest(number=number):
                response = self._upload(action, self._ticket(**values), *files)
                self.assertFieldError(response, field, text)
        self.assertFalse(self._costs_of(self.order))

    def test_no_costs_agreed(self):
        page = self._page(self.url)
        self.assertFalse(page.xpath(f"//form[@action='{self.url}/costs']"))
        fields = self._hidden()
        response = self.url_open(
            f"{self.url}/costs",
            data={**fields, **self._ticket()},
            files=[("files", ("a.pdf", PDF))],
            allow_redirects=False,
        )
        self.assertEqual(response.status_code, 200)
        self.assertFalse(self._costs_of(self.call_off))

    # -- who -----------------------------------------------------------------------------

    def test_colleague_reads_but_does_not_change(self):
        ticket = self._make_ticket()
        ticket.with_user(self.manager).action_refuse("Unklar")
        url = f"{self.cost_url}/costs/{ticket.id}"
        self._login(self.colleague)
        page = self._page(self.cost_url)
        self.assertIn(ticket.name, self._text_of(page))
        self.assertFalse(page.xpath(f"//a[@href='{url}']"))
        self.assertGoesTo(self.url_open(url, allow_redirects=False), self.cost_url)
        fields = self._form(page, f"{self.cost_url}/costs")
        response = self._send(
            url, {"csrf_token": fields["csrf_token"], "form_token": "x", "name": "Neu"}
        )
        self.assertGoesTo(response, self.cost_url)
        self.assertEqual(self._costs_of(self.order).state, "refused")

    def test_files(self):
        ticket = self._make_ticket()
        file = ticket.file_ids
        url = f"{self.cost_url}/costs/{ticket.id}/files/{file.id}"
        for user in (self.consultant, self.colleague):
            self._login(user)
            response = self.url_open(url)
            self.assertEqual(response.content, PDF)
            self.assertIn("attachment", response.headers["Content-Disposition"])
            self.assertIn("no-store", response.headers["Cache-Control"])
        other = self._make_fee(submit=False)
        for wrong in (
            f"{self.cost_url}/costs/{ticket.id}/files/{other.file_ids.id}",
            f"{self.cost_url}/costs/{other.id}/files/{other.file_ids.id}",
            f"{self.fee_url}/costs/{ticket.id}/files/{file.id}",
            f"{self.cost_url}/costs/{ticket.id}/files/999999",
        ):
            with self.subTest(url=wrong):
                self.assertSentToStart(self.url_open(wrong, allow_redirects=False))
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", file._name),
                ("res_id", "=", file.id),
                ("res_field", "=", "file"),
            ]
        )
        for user in (self.rival, self.spokesperson, self.adviser):
            self._login(user)
            with self.subTest(user=user.login):
                self.assertSentToStart(self.url_open(url, allow_redirects=False))
        self._login(self.rival)
        with mute_logger("odoo.http"):
            for path in (
                f"/web/content/{attachment.id}",
                f"/web/content/{file._name}/{file.id}/file",
            ):
                self.assertNotIn(PDF, self.url_open(path).content)

    def test_foreign_orders(self):
        ticket = self._make_ticket()
        self._login(self.rival)
        own = self._make_rival_call_off()
        page = self._page(f"/my/call-offs/{own.id}")
        token = self._form(page, f"/my/call-offs/{own.id}/entries")["csrf_token"]
        for path in ("costs", "deliverable", f"costs/{ticket.id}"):
            for order in (self.order, self.study):
                response = self._send(
                    f"/my/call-offs/{order.id}/{path}",
                    {"csrf_token": token, "form_token": "x", **self._ticket()},
                )
                self.assertSentToStart(response)
        # a foreign entry below an order of one's own
        response = self._send(
            f"/my/call-offs/{own.id}/costs/{ticket.id}",
            {"csrf_token": token, "form_token": "x", **self._ticket(amount="1")},
        )
        self.assertGoesTo(response, f"/my/call-offs/{own.id}")
        self.assertEqual(self._costs_of(self.order).amount, 45.8)

    def test_only_get_reads_only_post_writes(self):
        for path in ("costs", "deliverable"):
            response = self.url_open(f"{self.fee_url}/{path}", allow_redirects=False)
            self.assertGoesTo(response, self.fee_url)
        with mute_logger("odoo.http"):
            response = self.url_open(
                f"{self.cost_url}/costs", data=self._ticket(), allow_redirects=False
            )
        self.assertEqual(response.status_code, 400, "no token of the session")

    def test_markup_stays_text(self):
        attack = "<script>alert(1)</script><img src=x onerror=alert(2)>"
        self._make_ticket(name=attack)
        self.study.deliverable = attack
        for url in (self.cost_url, self.fee_url):
            page = self._page(url)
            self.assertIn(attack, self._text_of(page))
            self.assertFalse(page.xpath("//img[@onerror]"))

    def test_queries_do_not_grow(self):
        self.order.action_amend(10, "Mehr", {"max_ancillary_amount": 5000})
        for _number in range(3):
            self._make_ticket(amount=1)
        few = self._queries(self.cost_url)
        for _number in range(27):
            self._make_ticket(amount=1)
        many = self._queries(self.cost_url)
        self.assertLessEqual(many, few + 1)
        self.assertLess(many, MOST_QUERIES)
