# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.http import Request
from odoo.tests import tagged

from .network_common import PublicCase
from .project_common import ProjectCase, picture


@tagged("post_install", "-at_install")
class TestPortalProject(ProjectCase, PublicCase):
    """The spokesperson edits the page without JavaScript; nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.spokesperson | cls.consultant | cls.rival | cls.adviser).lang = "en_US"
        cls.member = cls._make_portal_user("test_member")
        cls.member.lang = "en_US"
        cls.env["wohnkoord.initiative.member"].create(
            {
                "initiative_id": cls.initiative.id,
                "partner_id": cls.member.partner_id.id,
                "role": "member",
                "date_from": cls.today - timedelta(days=9),
            }
        )
        cls.path = f"/my/initiatives/{cls.initiative.id}/page"

    def setUp(self):
        super().setUp()
        self._login(self.spokesperson)

    def _login(self, user):
        self.env.flush_all()
        self.authenticate(user.login, user.login)

    def _fields(self):
        return self._form_fields(self._open(self.path), self.path)

    def _save(self, action="save", files=None, **values):
        fields = {**self._fields(), **values, "action": action}
        fields = {name: value for name, value in fields.items() if value is not None}
        fields.pop("picture", None)
        response = self._send(self.path, fields, files=files)
        self.env.invalidate_all()
        return response

    def assertSaved(self, response):
        self.assertEqual(response.status_code, 303, response.text[:2000])
        self.assertIn(f"{self.path}?done=", response.headers["Location"])

    def test_edit_and_hand_in(self):
        link = self._open(f"/my/initiatives/{self.initiative.id}")
        self.assertTrue(link.xpath(f"//main//a[@href='{self.path}']"))
        self.assertSaved(
            self._save(
                teaser="Ganz neu.",
                website="https://probe.example.org",
                year="2031",
                show_people=None,
                contact=str(self.speaker.id),
            )
        )
        self.assertRecordValues(
            self.draft,
            [
                {
                    "teaser": "Ganz neu.",
                    "year": 2031,
                    "show_people": False,
                    "show_dwellings": True,
                    "contact_id": self.speaker.id,
                    "state": "draft",
                }
            ],
        )
        self.assertEqual(self.page.teaser, "Neun Wohnungen in Gemeinschaft.")
        self.assertSaved(self._save("hand_in", text="Noch\n\nmehr"))
        self.assertEqual(self.draft.state, "waiting")
        self.assertEqual(self.draft.handed_in_by_id, self.spokesperson)
        self.assertEqual(self.draft.activity_ids.user_id, self.adviser)
        page = self._open(self.path)
        self.assertFalse(page.xpath("//textarea"), "nothing to edit while it waits")
        self.draft.with_user(self.adviser).action_release()
        self.assertEqual(self.page.teaser, "Ganz neu.")

    def test_take_back(self):
        self._save("hand_in", teaser="Neu")
        fields = self._fields()
        self.assertSaved(self._send(self.path, {**fields, "action": "take_back"}))
        self.env.invalidate_all()
        self.assertEqual(self.draft.state, "draft")

    def test_no_change_while_it_waits(self):
        fields = self._fields()
        self.draft.action_hand_in()
        response = self._send(self.path, {**fields, "teaser": "Heimlich"})
        self.assertEqual(response.status_code, 200)
        self.env.invalidate_all()
        self.assertNotEqual(self.draft.teaser, "Heimlich")
        self.assertEqual(self.draft.state, "waiting")

    def test_sent_back(self):
        self.draft.text = "Neu"
        self.draft.action_hand_in()
        self.draft.action_send_back("Bitte <b>ohne</b> Namen.")
        text = self.url_open(self.path).text
        self.assertIn("Bitte &lt;b&gt;ohne&lt;/b&gt; Namen.", text)

    def test_first_page(self):
        self.draft.with_user(self.manager).unlink()
        self.initiative.project_page_ids.unlink()
        page = self._open(self.path)
        self.assertFalse(self.initiative.project_draft_ids, "opening makes nothing")
        fields = self._form_fields(page, self.path)
        self.assertEqual(fields["name"], self.initiative.name)
        self.assertSaved(self._save(teaser="Ein Anfang."))
        self.assertEqual(self.initiative.project_draft_ids.teaser, "Ein Anfang.")

    def test_hand_in_needs_a_sentence(self):
        response = self._save("hand_in", teaser="")
        self.assertIn("in one sentence first", response.text)
        self.assertEqual(self.draft.teaser, "Neun Wohnungen in Gemeinschaft.")

    def test_wrong_fields(self):
        for name, value in (
            ("name", " "),
            ("name", "x" * 121),
            ("teaser", "x" * 301),
            ("website", "http://example.org"),
            ("website", "javascript:alert(1)"),
            ("year", "27"),
            ("year", "٢٠٢٧"),
            ("latitude", "Nord"),
            ("latitude", "nan"),
            ("longitude", "999"),
        ):
            response = self._save(**{name: value, "common_rooms": "bleibt"})
            self.assertFieldError(response, name)
            self.assertIn("bleibt", response.text)
        response = self._save(precision="exact")
        self.assertFieldError(response, "latitude", "needs its coordinates")
        self.assertSaved(
            self._save(precision="exact", latitude="51,3401", longitude="12.375")
        )
        self.assertAlmostEqual(self.draft.latitude, 51.3401)

    def test_script_is_text(self):
        attack = "<script>alert(1)</script>"
        self.assertSaved(self._save(teaser=attack, text=attack))
        for path in (self.path, f"{self.path}/preview"):
            text = self.url_open(path).text
            self.assertIn("&lt;script&gt;alert(1)", text)
            self.assertNotIn("<script>alert(1)", text)

    def test_two_spokespersons(self):
        fields = self._fields()
        self.draft.teaser = "Von einer anderen Person."
        response = self._send(self.path, {**fields, "teaser": "Von mir."})
        self.assertIn("Somebody else changed", response.text)
        self.env.invalidate_all()
        self.assertEqual(self.draft.teaser, "Von einer anderen Person.")

    def test_same_form_twice(self):
        fields = {**self._fields(), "teaser": "Einmal"}
        for _number in range(2):
            self.assertSaved(self._send(self.path, fields))

    def test_office_values_cannot_be_posted(self):
        self._save(
            teaser="Neu",
            state="released",
            is_published="1",
            initiative_id="1",
            slug="gekapert",
            contact=str(self.firm.id),
            company_id=str(self.other_company.id),
        )
        self.assertEqual(self.draft.state, "draft")
        self.assertEqual(self.initiative.slug, "haus-uebermut")
        self.assertFalse(self.draft.contact_id)
        self.assertEqual(self.draft.company_id, self.company)

    # -- pictures ----------------------------------------------------------------------

    def _upload(self, data, name="haus.jpg", alt="Ein Haus", **values):
        return self._save(files={"picture": (name, data)}, picture_alt=alt, **values)

    def test_picture(self):
        self.assertSaved(self._upload(picture(), picture_credit="Ich"))
        [made] = self.draft.picture_ids
        self.assertEqual((made.alt, made.credit), ("Ein Haus", "Ich"))
        address = f"{self.path}/picture/{made.id}/small"
        response = self.url_open(address)
        self.assertEqual(response.headers["Content-Type"], "image/jpeg")
        self.assertIn(f"{self.path}/picture/{made.id}", self.url_open(self.path).text)
        self.assertSaved(self._save(**{f"alt_{made.id}": "Besser beschrieben"}))
        self.assertEqual(made.alt, "Besser beschrieben")
        self.assertFieldError(self._save(**{f"alt_{made.id}": ""}), f"alt_{made.id}")
        self.assertSaved(self._save(**{f"remove_{made.id}": "1"}))
        self.assertFalse(self.draft.picture_ids)

    def test_wrong_picture(self):
        for data, alt, field in (
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Ein Haus", "picture"),
            (b"nichts", "Ein Haus", "picture"),
            (picture(kind="GIF"), "Ein Haus", "picture"),
            (picture() + b"\0" * (10 * 1024 * 1024), "Ein Haus", "picture"),
            (picture(), "", "picture_alt"),
            (picture(), "x" * 201, "picture_alt"),
        ):
            response = self._upload(data, alt=alt, teaser="Bleibt stehen")
            self.assertFieldError(response, field)
            self.assertIn("Bleibt stehen", response.text)
            self.assertFalse(self.draft.picture_ids)
            self.assertNotEqual(self.draft.teaser, "Bleibt stehen", "all or nothing")

    def test_foreign_picture(self):
        foreign = self._make_draft(self._make_initiative("Andere Gruppe"))
        other = self._add_picture(foreign)
        self._save(**{f"alt_{other.id}": "gekapert", f"remove_{other.id}": "1"})
        self.assertEqual(other.alt, "Ein Haus")
        response = self.url_open(f"{self.path}/picture/{other.id}/small")
        self.assertEqual(response.status_code, 404)

    # -- who may -----------------------------------------------------------------------

    def _attempts(self, path=None):
        """What the visitor reaches of the page's addresses."""
        path = path or self.path
        fields = {
            "csrf_token": Request.csrf_token(self),
            "form_token": "x",
            "teaser": "gekapert",
        }
        return [
            self.url_open(path, allow_redirects=False),
            self.url_open(f"{path}/preview", allow_redirects=False),
            self._send(path, {**fields, "name": "gekapert", "revision": "0"}),
        ]

    def assertSentAway(self, responses):
        for response in responses:
            self.assertEqual(response.status_code, 303)
            self.assertURLEqual(response.headers["Location"], "/my")
        self.env.invalidate_all()
        self.assertNotEqual(self.draft.teaser, "gekapert")

    def test_others(self):
        for user in (self.member, self.consultant, self.rival):
            self._login(user)
            self.assertSentAway(self._attempts())
            image = self.url_open(f"{self.path}/picture/1/small")
            self.assertEqual(image.status_code, 404)

    def test_member_has_no_link(self):
        self._login(self.member)
        page = self._open(f"/my/initiatives/{self.initiative.id}")
        self.assertFalse(page.xpath(f"//a[@href='{self.path}']"))

    def test_foreign_and_missing(self):
        foreign = self._make_initiative("Andere Gruppe")
        self._make_draft(foreign)
        for number in (foreign.id, foreign.id + 99999):
            path = f"/my/initiatives/{number}/page"
            self.assertSentAway(self._attempts(path))

    def test_no_longer_spokesperson(self):
        self.initiative.member_ids.filtered(
            lambda m: m.role == "spokesperson"
        ).date_to = self.today - timedelta(days=2)
        self.assertSentAway(self._attempts())

    def test_office_previews(self):
        self._login(self.adviser)
        page = self._open(f"{self.path}/preview")
        self.assertIn("Preview", page.text_content())
        self.other_adviser.lang = "en_US"
        self._login(self.other_adviser)
        response = self.url_open(f"{self.path}/preview", allow_redirects=False)
        self.assertURLEqual(response.headers["Location"], "/my")

    def test_logged_out(self):
        self.logout()
        response = self.url_open(self.path, allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])
