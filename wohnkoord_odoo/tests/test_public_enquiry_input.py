# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .enquiry_common import GROUP, PublicEnquiryCase
from .network_common import PUBLIC_FORM

ENQUIRY = "odoo.addons.wohnkoord_odoo.controllers.public_enquiry"
SCRIPT = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestPublicEnquiryInput(PublicEnquiryCase):
    """What people and machines type into the enquiry, and how often."""

    def test_who_is_needed(self):
        for who in ([], "emperor", ["", SCRIPT]):
            self.assertFieldError(self._step(1, who=who), "who", "Please choose")

    def test_bad_concern(self):
        self._step(1, who="group")
        long = "ü" * 5001
        clean = {"subject": "Eine Frage", "concern": "Viel Text"}
        clean |= {"group_name": "", "household_count": ""}
        for name, value, text in (
            ("subject", "", "fill in"),
            ("subject", " \0 ", "fill in"),
            ("subject", "x" * 151, "at most 150"),
            ("subject", "buy at https://spam.example", "web addresses"),
            ("concern", long, "at most 5000"),
            ("concern", "https://a.example https://b.example", "in words"),
            ("concern", "see these great offers " + "www.a.example " * 4, "in words"),
            ("group_name", "x" * 101, "at most 100"),
            ("group_name", "www.spam.example", "web addresses"),
            ("household_count", "0", "1 to 999"),
            ("household_count", "-3", "1 to 999"),
            ("household_count", "1e9", "1 to 999"),
            ("household_count", "²", "1 to 999"),
            ("household_count", "9" * 5000, "1 to 999"),
        ):
            response = self._step(2, **{**clean, name: value})
            self.assertFieldError(response, name, text)
            if name != "concern":
                self.assertIn("Viel Text", response.text, "nothing is lost")
        self.assertGoesTo(
            self._step(
                2,
                **{**clean, "concern": "Wir sind https://wir.example und suchen etwas"},
            ),
            "/advice/step/3",
        )

    def test_bad_reach(self):
        self._step(1, who="organisation")
        self._step(2, subject="Eine Frage")
        for values, name, text in (
            ({"email": "kein"}, "email", "name@example.org"),
            ({"email": "a@b@c"}, "email", "name@example.org"),
            ({"email": "a@example.org\nBcc: b@example.org"}, "email", ""),
            ({"email": "x" * 300 + "@example.org"}, "email", "name@example.org"),
            ({"phone": "ruf mich an"}, "phone", "0341"),
            ({"phone": "1" * 60}, "phone", "0341"),
            ({"reply_way": "email"}, "email", "address"),
            ({"reply_way": "phone"}, "phone", "number"),
            ({"newsletter": "1"}, "email", "address"),
            ({"name": "x" * 101}, "name", "at most 100"),
            ({"name": "Spam http://x.example"}, "name", "web addresses"),
            ({"organisation": "www.x.example"}, "organisation", "web addresses"),
        ):
            clean = {"email": "", "phone": "", "reply_way": [], "name": "Ada"}
            clean |= {"organisation": "", "newsletter": []}
            self.assertFieldError(self._step(3, **{**clean, **values}), name, text)

    def test_markup_stays_text_everywhere(self):
        typed = f"{SCRIPT}\"'>"
        page = self._fill(
            {"who": "group"},
            {"subject": typed, "concern": typed, "group_name": f"G{typed}"},
            {"name": f"N{typed}", "email": "x@example.org", "spoken_language": typed},
        )
        for path in ("/advice/step/2", "/advice/step/3", "/advice/check"):
            self.assertNotIn(SCRIPT, self.url_open(path).text)
        self._submit(page)
        case = self._last_case()
        self.assertEqual(case.subject, typed)
        self.assertNotIn(SCRIPT, case.note)
        self.assertNotIn("alert", self._mails("x@example.org").body_html)

    def test_forged_ids_are_left_out(self):
        ids = [str(self.foreign_topic.id), "999999", "x", str(self.topic.id)]
        case = self._enquire(
            {"who": "group", "topics": ids, "target_groups": ["0"]},
            {
                "group_name": "Fälscher",
                "district": "999999",
                "group_stage": "occupied",
                "state": "done",
                "company_id": str(self.other_company.id),
            },
        )
        self.assertEqual(case.topic_ids, self.topic)
        self.assertFalse(case.target_group_ids or case.initiative_id.district_ids)
        self.assertEqual(case.company_id, self.company)
        self.assertEqual(case.state, "requested")

    # -- sending -----------------------------------------------------------------------

    def test_sent_once(self):
        page = self._fill(**GROUP)
        first, second = self._submit(page), self._submit(page)
        self.assertGoesTo(first, "/advice/sent")
        self.assertGoesTo(second, "/advice/sent")
        self.assertEqual(
            self.env["wohnkoord.initiative"].search_count(
                [("name", "=", "Kastanienhof")]
            ),
            1,
        )
        self.assertNotIn("Kastanienhof", self.url_open("/advice/step/1").text)

    def test_half_an_enquiry_is_not_sent(self):
        page = self._fill(**GROUP)
        self._step(2, subject="", go="back")
        before = self._last_case()
        self.assertGoesTo(self._submit(page), "/advice/step/2")
        self.assertEqual(self._last_case(), before)

    def test_machines(self):
        before = self._last_case()
        page = self._fill()
        self._submit(page, homepage="https://spam.example")
        self.assertEqual(self._last_case(), before, "the trap")
        with patch(f"{PUBLIC_FORM}.LEAST_SECONDS", 60):
            response = self._submit(page)
        self.assertEqual(response.status_code, 200)
        self.assertIn("very fast", self._main(response))
        self.assertEqual(self._last_case(), before, "too fast")
        with mute_logger("odoo.http"):
            response = self._submit(page, csrf_token="forged")
        self.assertEqual(response.status_code, 400)
        self.assertGoesTo(self._submit(page), "/advice/sent")
        self.assertNotEqual(self._last_case(), before, "nothing was lost")

    def test_thousand_posts_from_one_address(self):
        count = self.env["wohnkoord.advisory"].search_count([("origin", "=", "form")])
        for number in range(25):
            response = self._submit(self._fill(**GROUP))
            self.assertEqual(response.status_code, 303 if number < 20 else 200)
        self.assertIn("very often", self._main(response))
        self.assertIn("Kastanienhof", response.text, "nothing is lost")
        limit = self.env["wohnkoord.rate.limit"]
        allowed = [limit._allow("enquiry", "127.0.0.1", 20) for _number in range(1000)]
        self.assertFalse(any(allowed))
        now = self.env["wohnkoord.advisory"].search_count([("origin", "=", "form")])
        self.assertEqual(now - count, 20)
        self.assertEqual(len(self._mails("mira@example.org")), 3)

    def test_steps_are_limited(self):
        with patch(f"{ENQUIRY}.STEPS_PER_HOUR", 3):
            for _number in range(3):
                self._step(1, who="person")
            response = self._step(1, who="group")
        self.assertEqual(response.status_code, 200)
        self.assertIn("very often", self._main(response))
