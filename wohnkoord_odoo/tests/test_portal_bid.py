# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
import logging
from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo.exceptions import ConcurrencyError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..tools.canonical import digest
from .procedure_bid_common import SECRET_FILE, SECRET_PDF, SECRETS, BidCase


@tagged("post_install", "-at_install")
class TestPortalBid(BidCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.path = f"/my/procedures/{cls.party.id}/bids"

    def setUp(self):
        super().setUp()
        self._login(self.spokesperson)

    def _login(self, user):
        self.authenticate(user.login, user.login)

    def _page(self, path):
        response = self.url_open(path, allow_redirects=False)
        self.assertEqual(response.status_code, 200, path)
        return html.fromstring(response.text).xpath("//main")[0]

    def _text(self, element):
        return " ".join(element.text_content().split())

    def _fields(self, page, action):
        form = page.xpath(f"//form[@action='{action}']")[0]
        return dict(form.form_values())

    def _post(self, page, action, files=None, **values):
        fields = {**self._fields(self._page(page), action), **values}
        return self.url_open(action, data=fields, files=files, allow_redirects=False)

    def _start(self):
        response = self._post(self.path, f"{self.path}/new")
        self.assertEqual(response.status_code, 303)
        self.env.invalidate_all()
        bid = self.bids._of_registration(self.party)
        return bid, f"{self.path}/{bid.uuid}"

    def _complete(self):
        """A draft written in the browser, complete."""
        bid, path = self._start()
        self._post(path, f"{path}/save", **self._values())
        self._post(path, f"{path}/files", files={"file": (SECRET_FILE, SECRET_PDF)})
        return bid, path

    def test_from_draft_to_receipt(self):
        bid, path = self._complete()
        review = self._page(f"{path}/review")
        self.assertIn(SECRETS[0], self._text(review))
        mine = self.url_open(f"{path}/bid.json").content
        with patch.object(self.env.registry["wohnkoord.bid"], "_mail_receipt") as mail:
            response = self._post(f"{path}/review", f"{path}/submit")
        mail.assert_called_once_with(self.spokesperson.email)
        self.assertURLEqual(response.headers["Location"], f"{path}/receipt")
        self.env.invalidate_all()
        self.assertEqual(bid.state, "submitted")
        self.assertEqual(bid.receipt_hash, digest(mine))
        receipt = self._text(self._page(f"{path}/receipt"))
        for part in (bid.receipt_hash, digest(SECRET_PDF), SECRET_FILE, "UTC"):
            self.assertIn(part, receipt)
        self.assertEqual(self.url_open(f"{path}/bid.json").content, mine)
        self.assertNowhere(SECRETS)

    def test_party_page(self):
        path = f"/my/procedures/{self.party.id}"
        self.assertIn("not submitted a bid", self._text(self._page(path)))
        bid = self._submitted()
        self._draft(self.corridor, files=False)
        text = self._text(self._page(path))
        for part in ("Bid number 1", "Lot 1", bid.receipt_hash, "Draft, not submitted"):
            self.assertIn(part, text)
        self.assertNotIn("to be confirmed", text)
        self.procedure._freeze("Anders", is_material=True)
        page = self._page(path)
        self.assertIn("please confirm your bid", self._text(page))
        self.assertEqual(len(page.xpath(f"//a[@href='{self.path}/{bid.uuid}']")), 1)
        self._login(self._make_member())
        page = self._page(path)
        text = self._text(page)
        self.assertIn("Bid number 1", text)
        self.assertNotIn("Draft, not submitted", text)
        self.assertFalse(page.xpath(f"//a[contains(@href, '{bid.uuid}')]"))
        self._login(self.rival_spokesperson)
        text = self._text(self._page(f"/my/procedures/{self.rival_party.id}"))
        self.assertNotIn(bid.receipt_hash, text)

    def test_download_to_read(self):
        _bid, path = self._complete()
        self._post(path, f"{path}/save", **self._values(statement="<b>Hof</b> & Baum"))
        before = self.url_open(f"{path}/bid.html")
        self.assertIn("attachment", before.headers["Content-Disposition"])
        self.assertIn("no-store", before.headers["Cache-Control"])
        self._post(f"{path}/review", f"{path}/submit")
        page = self.url_open(f"{path}/bid.html")
        self.env.invalidate_all()
        text = page.text
        self.assertIn("&lt;b&gt;Hof&lt;/b&gt; &amp; Baum", text)
        bid = self.bids._of_registration(self.party)
        for part in (SECRET_FILE, bid.receipt_hash, digest(SECRET_PDF), "<html"):
            self.assertIn(part, text)
        self.assertIn(bid.receipt_hash, before.text, "the same bid, not submitted yet")
        tree = html.fromstring(page.content)
        self.assertFalse(tree.xpath("//script | //link | //img | //@src | //@href"))
        self._login(self.rival_spokesperson)
        response = self.url_open(f"{path}/bid.html", allow_redirects=False)
        self.assertURLEqual(response.headers["Location"], "/my")

    def test_withdrawing_from_the_procedure_names_the_bid(self):
        self._submitted()
        path = f"/my/procedures/{self.party.id}"
        response = self._post(path, f"{path}/withdraw")
        self.assertIn("Please withdraw the bid first", response.text)
        self.assertFalse(self.party.date_withdrawn)

    def test_pdf(self):
        bid = self._submitted()
        response = self.url_open(f"{self.path}/{bid.uuid}/receipt.pdf")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertTrue(response.content.startswith(b"%PDF"))
        self.assertIn("no-store", response.headers["Cache-Control"])

    def test_invented_fields_are_ignored(self):
        _bid, path = self._start()
        forged = {"bid": "1", "arrival": "2000-01-01", "registration_sudo": "1"}
        response = self._post(path, f"{path}/save", **forged)
        self.assertEqual(response.status_code, 303)

    def test_incomplete_drafts_are_saved(self):
        bid, path = self._start()
        response = self._post(path, f"{path}/save", household_count="viele")
        self.assertEqual(response.status_code, 303)
        page = self._page(path)
        field = page.xpath("//*[@id='field-household_count']")[0]
        self.assertEqual(field.get("value"), "viele")
        self.assertEqual(field.get("aria-invalid"), "true")
        self.assertFalse(
            self._page(f"{path}/review").xpath("//form[contains(@action, 'submit')]")
        )
        response = self.url_open(
            f"{path}/submit",
            data={
                **self._fields(page, f"{path}/save"),
                "revision": self._revision(bid),
            },
            allow_redirects=False,
        )
        self.assertIn("not complete", response.text)
        self.assertEqual(bid.state, "draft")

    def test_double_post(self):
        _bid, path = self._complete()
        fields = self._fields(self._page(f"{path}/review"), f"{path}/submit")
        for _tap in range(2):
            response = self.url_open(
                f"{path}/submit", data=fields, allow_redirects=False
            )
            self.assertEqual(response.status_code, 303)
        self.assertEqual(len(self.bids._of_registration(self.party)), 1)
        self.assertEqual(self._kinds().count("bid_submitted"), 1)

    def test_two_tabs(self):
        _bid, path = self._start()
        first = self._fields(self._page(path), f"{path}/save")
        second = self._fields(self._page(path), f"{path}/save")
        self.url_open(f"{path}/save", data={**first, "statement": "Erste"})
        response = self.url_open(f"{path}/save", data={**second, "statement": "Zweite"})
        self.assertIn("another window", response.text)
        self.assertIn("Zweite", response.text)
        again = self._fields(html.fromstring(response.text), f"{path}/save")
        self.url_open(f"{path}/save", data=again)
        self.assertIn("Zweite", self._text(self._page(path)))

    def test_late_is_said(self):
        _bid, path = self._complete()
        with self._at(self.deadline + timedelta(seconds=1)):
            self._post(f"{path}/review", f"{path}/submit")
            page = self._page(f"{path}/receipt")
        self.assertIn("arrived late", self._text(page))

    def test_retry_across_the_deadline(self):
        bid, path = self._complete()
        fields = self._fields(self._page(f"{path}/review"), f"{path}/submit")
        Bid = self.env.registry["wohnkoord.bid"]
        submit, tries = Bid._submit, []
        clock = [self.deadline - timedelta(seconds=1)]

        def lose_once(bid, *args):
            tries.append(args[1])
            if len(tries) == 1:
                clock[0] = self.deadline + timedelta(minutes=1)
                raise ConcurrencyError("another transaction was first")
            return submit(bid, *args)

        Procedure = self.env.registry["wohnkoord.procedure"]
        with (
            patch.object(Procedure, "_clock", lambda procedure: clock[0]),
            patch.object(Bid, "_submit", lose_once),
            patch("odoo.service.model.time.sleep"),
            mute_logger("odoo.http", "odoo.service.model"),
        ):
            response = self.url_open(
                f"{path}/submit", data=fields, allow_redirects=False
            )
        self.assertEqual(response.status_code, 303, response.text[:500])
        self.assertEqual(tries, [self.deadline - timedelta(seconds=1)] * 2)
        self.env.invalidate_all()
        self.assertEqual(bid.state, "submitted")

    def test_upload_refused_is_logged_without_its_name(self):
        _bid, path = self._start()
        response = self._post(
            path, f"{path}/files", files={"file": (SECRET_FILE, b"no pdf at all")}
        )
        self.assertIn("does not fit the ending", response.text)
        self.env.invalidate_all()
        event = self.procedure.event_ids[:1]
        self.assertEqual((event.kind, event.actor), ("upload_refused", "bidder"))
        self.assertEqual(json.loads(event.content), {"reason": "content"})
        self.assertNowhere(SECRETS)
        for _n in range(7):
            self._post(path, f"{path}/files", files={"file": ("x.pdf", b"no pdf")})
        self.env.invalidate_all()
        self.assertEqual(self._kinds().count("upload_refused"), 5)

    def test_too_large_is_said_before_it_is_sent(self):
        _bid, path = self._start()
        code = """
            const form = [...document.querySelectorAll("form.o_wohnkoord_bid_upload")].at(-1);
            const input = form.querySelector("input[type=file]");
            const kind = form.querySelector("select");
            const fileOf = (name, megabytes) => {
                const files = new DataTransfer();
                files.items.add(new File([new Uint8Array(megabytes * 1024 * 1024)], name));
                return files.files;
            };
            const choose = (files) => {
                input.files = files;
                input.dispatchEvent(new Event("change", { bubbles: true }));
                return form.querySelector(".o_wohnkoord_too_large").textContent;
            };
            const run = async () => {
                const tooLarge = fileOf("Riesenplan.pdf", 26);
                kind.value = "plan";
                let large = "";
                for (let tries = 0; !large && tries < 200; tries++) {
                    large = choose(tooLarge); // until the page's own script has started
                    await new Promise((resolve) => setTimeout(resolve, 100));
                }
                form.querySelector("button[type=submit]").click();
                const kept = kind.value === "plan" && input.files.length === 1;
                const refused = !form.checkValidity();
                const small = choose(fileOf("Plan.pdf", 24));
                if (!large.includes("Riesenplan.pdf") || !large.includes("25 MB")) {
                    console.error(`not named: ${large}`);
                } else if (!refused || !kept) {
                    console.error("was sent, or the form is lost");
                } else if (small || !form.checkValidity()) {
                    console.error(`a file that fits is refused: ${small}`);
                } else {
                    console.log("test successful");
                }
            };
            run();
        """
        self.browser_js(path, code, login=self.spokesperson.login)

    def test_files_are_replaced_and_removed(self):
        bid, path = self._complete()
        old = bid.document_ids
        fields = self._fields(self._page(path), f"{path}/files")
        self.assertEqual(fields["replaces"], old.uuid)
        self._post(path, f"{path}/files", files={"file": ("Neu.pdf", SECRET_PDF)})
        self.env.invalidate_all()
        self.assertEqual(bid.document_ids._file_facts()[0]["name"], "Neu.pdf")
        remove = f"{path}/files/{bid.document_ids.uuid}/remove"
        self._post(path, remove)
        self.env.invalidate_all()
        self.assertFalse(bid.document_ids)

    def test_replace_withdraw_confirm(self):
        bid = self._submitted()
        path = f"{self.path}/{bid.uuid}"
        self._post(path, f"{path}/replace")
        self.env.invalidate_all()
        draft = self.bids._of_registration(self.party) - bid
        self.assertEqual(draft.state, "draft")
        self.assertIn(
            "takes the place of bid number 1",
            self._text(self._page(f"{self.path}/{draft.uuid}")),
        )
        self._post(f"{self.path}/{draft.uuid}", f"{self.path}/{draft.uuid}/discard")
        self.procedure._freeze("Anders", is_material=True)
        self._post(path, f"{path}/confirm")
        self.env.invalidate_all()
        self.assertTrue(bid.is_confirmed)
        self._post(f"{path}/withdraw", f"{path}/withdraw")
        self.env.invalidate_all()
        self.assertEqual(bid.state, "withdrawn")
        self.assertIn("Bid number 1", self._text(self._page(self.path)))

    def test_strangers_and_members(self):
        bid = self._submitted()
        pages = ("", "/review", "/withdraw", "/receipt", "/receipt.pdf", "/bid.json")
        self._login(self.rival_spokesperson)
        other = f"/my/procedures/{self.rival_party.id}/bids"
        for base in (self.path, other):
            for page in pages:
                response = self.url_open(
                    f"{base}/{bid.uuid}{page}", allow_redirects=False
                )
                self.assertEqual(response.status_code, 303, page)
                self.assertURLEqual(response.headers["Location"], "/my")
        fields = self._fields(self._page(other), f"{other}/new")
        for act in ("withdraw", "replace", "confirm", "save", "submit", "discard"):
            response = self.url_open(
                f"{other}/{bid.uuid}/{act}", data=fields, allow_redirects=False
            )
            self.assertURLEqual(response.headers["Location"], "/my")
        self._login(self._make_member())
        page = self._page(self.path)
        self.assertIn("Bid number 1", self._text(page))
        self.assertFalse(page.xpath("//form"))
        self.assertNotIn("Lot 1", self._text(page))
        response = self.url_open(f"{self.path}/{bid.uuid}", allow_redirects=False)
        self.assertURLEqual(response.headers["Location"], "/my")

    def test_the_log_of_the_server_hides_who_bids(self):
        logger = logging.getLogger("werkzeug")
        path = f"/my/procedures/{self.party.id}/bids/0a1b2c3d/submit?x=1"
        record = logger.makeRecord(
            "werkzeug", logging.INFO, "", 0, '"%s" %s', (f"POST {path}", "303"), None
        )
        for log_filter in logger.filters:
            log_filter.filter(record)
        self.assertIn('"POST /my/procedures/-/bids/-"', record.getMessage())

    def _queries(self, path):
        self.url_open(path)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(self.url_open(path).status_code, 200)
        return self.cr.sql_log_count - before

    def test_queries_do_not_grow(self):
        def submit(count):
            for _number in range(count):
                self._submitted()._withdraw(self.procedure._clock())

        submit(3)
        few = self._queries(self.path)
        submit(27)
        self.assertLessEqual(self._queries(self.path), few)
