# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.tests import tagged

from .portal_common import PortalCase

PATH = "/my/consultant-profile"


@tagged("post_install", "-at_install")
class TestPortalConsultantProfile(PortalCase):
    """A consultant keeps the own profile in the portal, and nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Profile = cls.env["wohnkoord.consultant.profile"]
        cls.profile = Profile.search([("partner_id", "=", cls.firm.id)])
        cls.language = cls.env["wohnkoord.language"].create({"name": "Probesprache"})
        cls.law = cls.env["wohnkoord.topic"].create(
            {"name": "Proberecht", "licensed_only": True}
        )

    def _save(self, profile=None, **values):
        path = f"{PATH}/{(profile or self.profile).id}"
        fields = self._form(self._page(PATH), f"{PATH}/{self.profile.id}")
        return self._send(path, {**fields, **values})

    def test_save(self):
        self.profile.topic_ids = self.law  # entered by the office
        self._login(self.consultant)
        response = self._save(
            presentation="Wir <b>hören</b> zu",
            qualification="Mediation",
            availability="limited",
            availability_note="abends",
            references="2024; Haus am Park; Moderation; lang\n 2021 ; Hof",
            **{f"topic-{self.topic.id}": "1", f"language-{self.language.id}": "1"},
        )
        self.assertEqual(response.status_code, 303)
        self.env.invalidate_all()
        self.assertRecordValues(
            self.profile,
            [
                {
                    "presentation": "Wir <b>hören</b> zu",
                    "qualification": "Mediation",
                    "availability": "limited",
                    "availability_note": "abends",
                    "topic_ids": (self.topic | self.law).ids,
                    "language_ids": self.language.ids,
                }
            ],
        )
        self.assertEqual(
            self.profile.reference_ids.mapped(
                lambda r: (r.year, r.name, r.description)
            ),
            [(2024, "Haus am Park", "Moderation; lang"), (2021, "Hof", "")],
        )
        page = self._page(response.headers["Location"])
        self.assertIn("Your profile is saved", self._text_of(page))
        self.assertEqual(len(page.xpath("//h1")), 1)
        ticks = page.xpath("//input[@type='checkbox'][@checked]/@name")
        self.assertEqual(
            set(ticks), {f"topic-{self.topic.id}", f"language-{self.language.id}"}
        )
        # saved again as it stands: the references stay the same rows
        rows = self.profile.reference_ids
        self._save()
        self.env.invalidate_all()
        self.assertEqual(self.profile.reference_ids, rows)

    def test_refused(self):
        self._login(self.consultant)
        for name, value, words in (
            ("availability", "sometimes", "choose one"),
            ("presentation", "x" * 2001, "at most 2000"),
            ("references", "Haus am Park", "Line 1"),
            ("references", "2020; A\n24; B", "Line 2"),
            ("references", "2020;", "Line 1"),
            ("references", "\n".join(["2020; A"] * 31), "at most 30"),
        ):
            with self.subTest(name=name, value=value[:9]):
                response = self._save(**{name: value})
                self.assertEqual(response.status_code, 200)
                page = self._main(response)
                error = page.xpath(f"//*[@id='field-{name}-error']")
                self.assertIn(words, self._text_of(error[0]))
        self.env.invalidate_all()
        self.assertEqual(self.profile.availability, "available")
        self.assertFalse(self.profile.reference_ids or self.profile.presentation)

    def test_no_licence_by_post(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        foreign = self.env["wohnkoord.topic"].create(
            {"name": "Fremd", "company_id": other.id}
        )
        self._login(self.consultant)
        self._save(
            **{
                f"topic-{self.law.id}": "1",
                f"topic-{foreign.id}": "1",
                "topic-x": "1",
                "topic-99999999999": "1",
                "licensed_topic_ids": str(self.law.id),
                "company_id": str(other.id),
                "active": "0",
            }
        )
        self.env.invalidate_all()
        self.assertFalse(self.profile.topic_ids or self.profile.licensed_topic_ids)
        self.assertEqual(self.profile.company_id, self.company)
        self.assertTrue(self.profile.active)

    def test_nothing_of_others(self):
        self._make_contract(self.rival_firm, rank=2)
        rival = self.profile.search([("partner_id", "=", self.rival_firm.id)])
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        elsewhere = self.profile.create(
            {"partner_id": self.firm.id, "company_id": other.id}
        )
        self._login(self.consultant)
        for profile in (rival, elsewhere):
            response = self.url_open(f"{PATH}/{profile.id}", allow_redirects=False)
            self.assertTrue(response.headers["Location"].endswith("/my"))
            response = self._save(profile=profile, qualification="Gekapert")
            self.assertEqual(response.status_code, 303)
            self.assertTrue(response.headers["Location"].endswith("/my"))
            self.env.invalidate_all()
            self.assertFalse(profile.qualification)
        self._login(self.spokesperson)
        response = self.url_open(PATH, allow_redirects=False)
        self.assertTrue(response.headers["Location"].endswith("/my"))
        self.assertNotIn("consultant-profile", self.url_open("/my").text)

    def test_colleague_and_home(self):
        self._login(self.colleague)
        self.assertIn(PATH, self.url_open("/my").text)
        self.assertEqual(self._save(qualification="Team").status_code, 303)
        self.authenticate(None, None)
        response = self.url_open(PATH, allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])

    def test_two_offices(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        self.manager.company_ids |= other
        framework = self._make_framework(company_id=other.id)
        self._make_contract(self.firm, lot_id=framework.lot_ids.id)
        second = self.profile.search(
            [("partner_id", "=", self.firm.id), ("company_id", "=", other.id)]
        )
        self.assertIn(other, self.consultant.company_ids)
        second.presentation = "Nur dort"
        self._login(self.consultant)
        self.assertIn("Andere Stelle", self._text_of(self._page(PATH)))
        page = self._page(f"{PATH}/{second.id}")
        self.assertIn("Nur dort", self._text_of(page))
        self.assertNotIn(
            "Nur dort", self._text_of(self._page(f"{PATH}/{self.profile.id}"))
        )

    def test_page_costs_the_same_for_many(self):
        self._login(self.consultant)

        def count():
            self._page(PATH)
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self._page(PATH)
            return self.env.cr.sql_log_count - start

        few = count()
        self.profile.write(
            {
                "language_ids": [
                    Command.create({"name": f"Sprache {n}"}) for n in range(30)
                ],
                "reference_ids": [
                    Command.create({"name": f"Haus {n}", "year": 2020})
                    for n in range(30)
                ],
            }
        )
        self.env.flush_all()
        self.assertLessEqual(count(), few + 3)
        self.assertLess(few, 54)
