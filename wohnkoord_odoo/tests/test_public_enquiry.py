# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from unittest.mock import patch

from lxml import html

from odoo.tests import HttpCase, tagged

from .enquiry_common import GROUP, EnquiryCase, PublicEnquiryCase

ENQUIRY = "odoo.addons.wohnkoord_odoo.controllers.public_enquiry"
SCRIPT = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestPublicEnquiry(PublicEnquiryCase):
    """The pages of the enquiry, from the first word to the reference number."""

    def test_start(self):
        self.company.phone = "+49 341 0000000"
        self.company.wohnkoord_office_hours = "9 to 15"
        page = self._open("/advice")
        text = page.xpath("//main")[0].text_content()
        self.assertIn("9 to 15", text)
        self.assertEqual(
            page.xpath("//a/@href[starts-with(., 'tel:')]")[0][:8], "tel:+493"
        )
        self.assertTrue(page.xpath("//main//a[@href='/advice/step/1']"))
        self.assertTrue(page.xpath("//nav//a[@href='/advice']"))
        self.assertEqual(len(page.xpath("//h1")), 1)
        self.assertFalse(page.xpath("//meta[@name='robots']"))

    def test_group(self):
        topics = {"topics": [str(self.topic.id)]}
        target = {"target_groups": [str(self.target.id)]}
        case = self._enquire(
            {**GROUP["one"], **topics, **target},
            {**GROUP["two"], "district": str(self.district.id)},
            GROUP["three"],
        )
        self.assertRecordValues(
            case,
            [
                {
                    "subject": "Wir suchen ein Haus",
                    "state": "requested",
                    "level": "orientation",
                    "origin": "form",
                    "enquirer": "group",
                    "user_id": False,
                    "company_id": self.company.id,
                    "topic_ids": self.topic.ids,
                    "target_group_ids": self.target.ids,
                    "enquiry_email": "mira@example.org",
                }
            ],
        )
        self.assertEqual(case.initiative_id.name, "Kastanienhof")
        self.assertEqual(case.initiative_id.household_count, 6)
        self.assertEqual(case.initiative_id.district_ids, self.district)
        self.assertEqual(case.initiative_id.member_ids.role, "spokesperson")
        self.assertEqual(case.partner_id.phone, "0341 0000417")
        self.assertIn("Was nun?", case.note)
        self.assertIn("Polski", case.note)
        self.assertEqual(len(self._mails("mira@example.org")), 1)

    def test_person_owner_organisation_and_other(self):
        for who in ("person", "owner", "organisation", "other"):
            case = self._enquire(
                {"who": who}, three={"name": f"Ada {who}", "organisation": "Probe eG"}
            )
            self.assertEqual(case.enquirer, who)
            self.assertEqual(case.partner_id.name, f"Ada {who}")
            firm = case.partner_id.parent_id.name
            self.assertEqual(firm, "Probe eG" if who == "organisation" else False)
            self.assertFalse(case.initiative_id)

    def test_anonymous_reads_the_answer(self):
        case = self._enquire({"who": "owner"}, {"subject": "Ohne Namen"})
        self.assertFalse(case.partner_id)
        page = self._open("/advice/sent")
        main = page.xpath("//main")[0]
        self.assertIn(case.name, main.text_content())
        path = main.xpath(".//a[contains(@href, '/advice/status/')]/@href")[0]
        case.answer = f"Rufen Sie uns an.\n{SCRIPT}"
        status = self._open(path).xpath("//main")[0]
        self.assertIn("Rufen Sie uns an.", status.text_content())
        self.assertIn(SCRIPT, status.text_content())
        self.assertFalse(status.xpath(".//script"))
        self.assertNotIn("Ohne Namen", status.text_content(), "the link may be seen")
        case.with_user(self.adviser).action_start()
        self.assertIn("working on", self._open(path).xpath("//main")[0].text_content())
        case.with_user(self.adviser).action_cancel("Erledigt")
        status = self._open(path).xpath("//main")[0]
        self.assertIn("closed", status.text_content())
        self.assertFalse(status.xpath(".//a[contains(@href, 'booking')]"))

    def test_reference_is_for_the_sender_only(self):
        self._enquire()
        self._open("/advice/sent")
        with patch(f"{ENQUIRY}_status.SENT_SECONDS", -1):
            self._open("/advice/sent", 303)
        self.opener.cookies.clear()
        self._open("/advice/sent", 303)

    def test_german(self):
        self.env["res.lang"]._activate_lang("de_DE")
        case = self._enquire(
            {"who": "person"},
            three={"name": "Die Deutsche", "email": "de@example.org"},
            prefix="/de",
        )
        self.assertEqual(case.partner_id.lang, "de_DE")
        page = self._open("/de/advice/sent")
        self.assertEqual(page.get("lang"), "de-DE")

    def test_another_language_loses_nothing(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self._step(1, who="group")
        self._step(2, subject="Mitten drin", go="back")
        page = self._open("/de/advice/step/2")
        self.assertEqual(page.xpath("//*[@id='field-subject']/@value"), ["Mitten drin"])
        languages = page.xpath("//footer//a[@hreflang]/@href")
        self.assertTrue(any(href.endswith("/advice/step/2") for href in languages))

    # -- back and forth ----------------------------------------------------------------

    def test_back_and_forth_keeps_everything(self):
        self._step(1, who="group", topics=[str(self.topic.id)])
        back = self._step(2, **GROUP["two"], go="back")
        self.assertGoesTo(back, "/advice/step/1")
        one = self._fields(self._open("/advice/step/1"), "/advice/step/1")
        self.assertEqual(one["who"], ["group"])
        self.assertEqual(one["topics"], [str(self.topic.id)])
        self._step(1)
        two = self._fields(self._open("/advice/step/2"), "/advice/step/2")
        for name, value in GROUP["two"].items():
            self.assertEqual(two[name], [value], name)
        self._step(2)
        self._step(3, **GROUP["three"], go="back")
        self._step(2)
        three = self._fields(self._open("/advice/step/3"), "/advice/step/3")
        for name, value in GROUP["three"].items():
            self.assertEqual(three[name], [value], name)

    def test_change_comes_back_to_the_summary(self):
        page = self._fill(**GROUP)
        links = page.xpath("//main//a[contains(@href, 'change=1')]/@href")
        self.assertEqual(len(links), 3)
        path = "/advice/step/2"
        fields = self._fields(self._open(links[1]), path)
        self.assertFalse(
            self._open(links[1]).xpath("//main//button[@value='back']"), "one way on"
        )
        answer = self._send(path, {**fields, "subject": "Doch anders", "go": "next"})
        self.assertGoesTo(answer, "/advice/check")
        self.assertIn("Doch anders", self._main(self.url_open("/advice/check")))

    def test_summary_shows_all_that_was_typed(self):
        page = self._fill(
            {**GROUP["one"], "topics": [str(self.topic.id)]},
            **{name: GROUP[name] for name in ("two", "three")},
        )
        text = " ".join(page.xpath("//main")[0].text_content().split())
        for typed in (
            "Probethema",
            "Wir suchen ein Haus",
            "Was nun?",
            "Kastanienhof",
            "We look for a house or a plot",
            "6",
            "Mira Albrecht",
            "mira@example.org",
            "0341 0000417",
            "By phone",
            "Polski",
        ):
            self.assertIn(typed, text)

    def test_no_step_is_skipped(self):
        for path in ("/advice/step/2", "/advice/step/3"):
            response = self.url_open(path, allow_redirects=False)
            self.assertGoesTo(response, "/advice/step/1")
        self.assertGoesTo(
            self.url_open("/advice/check", allow_redirects=False), "/advice"
        )
        for path in ("/advice/step/0", "/advice/step/4", "/advice/step/x"):
            self.assertEqual(self.url_open(path).status_code, 404)

    def test_forget(self):
        self._fill(**GROUP)
        fields = self._fields(self._open("/advice/check"), "/advice/forget")
        self.assertGoesTo(self._send("/advice/forget", fields), "/advice")
        self.assertGoesTo(
            self.url_open("/advice/check", allow_redirects=False), "/advice"
        )
        self.assertNotIn("Kastanienhof", self.url_open("/advice/step/1").text)

    def test_old_draft_is_forgotten(self):
        self._fill(**GROUP)
        with patch(f"{ENQUIRY}.KEEP_SECONDS", -1):
            self._open("/advice/check", 303)

    def test_pages_stay_out_of_caches(self):
        self._fill(**GROUP)
        for path in ("/advice/step/3", "/advice/check"):
            headers = self.url_open(path).headers
            self.assertEqual(headers["Cache-Control"], "no-store")
            self.assertIn("noindex", self.url_open(path).text)

    # -- links in the mail -------------------------------------------------------------

    def _mail_path(self, case, kind):
        body = html.fromstring(self._mails(case.enquiry_email).body_html)
        url = body.xpath(f"//a[contains(@href, '{kind}')]/@href")[0]
        return url.removeprefix(case.company_id._wohnkoord_base_url())

    def test_confirm_the_address(self):
        case = self._enquire(three={"email": "ada@example.org"})
        path = self._mail_path(case, "/advice/address/")
        page = self._open(path)
        self.assertFalse(case.is_email_confirmed, "opening the page confirms nothing")
        for _twice in range(2):
            answer = self._send(path, self._fields(page, path))
            self.assertGoesTo(answer, path)
        self.env.invalidate_all()
        self.assertTrue(case.is_email_confirmed)
        self.assertIn("confirmed", self._main(self.url_open(path)))

    def test_forged_and_foreign_links(self):
        case = self._enquire(three={"email": "ada@example.org"})
        link = self.env["wohnkoord.signed.link"]
        foreign = self._receive(self.other_company)
        booking = link._token("advisory", case)
        address = link._token("enquiry address", case)
        for token in (
            "nonsense",
            booking,
            address,
            link._token("enquiry status", self.firm),
            link._token("enquiry status", foreign),
            link._token("enquiry status", case)[:-3] + "AAA",
        ):
            self.assertEqual(self.url_open(f"/advice/status/{token}").status_code, 404)
        for token in ("nonsense", booking, link._token("enquiry address", foreign)):
            path = f"/advice/address/{token}"
            self.assertEqual(self.url_open(path).status_code, 404)

    # -- offices -----------------------------------------------------------------------

    def test_office_by_host(self):
        headers = {"Host": "zwei.example"}
        page = html.fromstring(self.url_open("/advice", headers=headers).text)
        self.assertIn("Zweite Stelle", page.xpath("//title")[0].text)
        options = html.fromstring(
            self.url_open("/advice/step/1", headers=headers).text
        ).xpath("//input[@name='topics']/@value")
        self.assertIn(str(self.foreign_topic.id), options)
        self.assertIn(str(self.topic.id), options, "shared by all offices")
        mine = self._open("/advice/step/1").xpath("//input[@name='topics']/@value")
        self.assertNotIn(str(self.foreign_topic.id), mine)

    def test_draft_of_one_office_is_not_the_other_ones(self):
        self._fill(**GROUP)
        self.company.wohnkoord_host = "eins.example"
        response = self.url_open(
            "/advice/check", headers={"Host": "zwei.example"}, allow_redirects=False
        )
        self.assertEqual(response.status_code, 303)
        self.assertNotIn("Kastanienhof", response.text)

    def test_bare_address(self):
        for host, path in (("zwei.example", "/advice"), ("anders.example", "/odoo")):
            response = self.url_open("/", headers={"Host": host}, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertTrue(response.headers["Location"].endswith(path), host)

    def test_bare_address_with_a_login(self):
        self.authenticate(self.adviser.login, self.adviser.login)
        self.company.wohnkoord_host = "127.0.0.1"
        response = self.url_open("/", allow_redirects=False)
        self.assertTrue(response.headers["Location"].endswith("/odoo"))
        self.authenticate(None, None)
        response = self.url_open("/", allow_redirects=False)
        self.assertTrue(response.headers["Location"].endswith("/advice"))

    def test_constant_queries(self):
        def queries(path):
            self.url_open(path)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(self.url_open(path).status_code, 200)
            return self.cr.sql_log_count - before

        self._fill(**GROUP)
        paths = ("/advice", "/advice/step/1", "/advice/step/2", "/advice/check")
        few = {path: queries(path) for path in paths}
        self.env["wohnkoord.topic"].create([{"name": f"T{n}"} for n in range(30)])
        self.env["wohnkoord.district"].create([{"name": f"D{n}"} for n in range(30)])
        self.env["wohnkoord.target.group"].create(
            [{"name": f"Z{n}"} for n in range(30)]
        )
        for path in paths:
            self.assertEqual(queries(path), few[path], path)
        self.assertLess(max(few.values()), 54, few)


@tagged("post_install", "-at_install")
class TestEnquiryForm(EnquiryCase, HttpCase):
    """The case's form in the back office opens with everything the visitor typed."""

    def test_form_shows_text(self):
        case = self._receive(
            who="group", group_name="Kastanienhof", subject=SCRIPT, concern=SCRIPT
        )
        self.authenticate(self.adviser.login, self.adviser.login)
        result = self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {
                "model": case._name,
                "method": "web_read",
                "args": [case.ids],
                "kwargs": {"specification": {"note": {}, "subject": {}}},
            },
        )
        self.assertNotIn(SCRIPT, result[0]["note"])
