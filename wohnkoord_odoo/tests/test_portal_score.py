# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from types import SimpleNamespace
from unittest.mock import patch

from lxml import html

from odoo.tests import HttpCase, tagged

from .procedure_score_common import ScoreCase


@tagged("post_install", "-at_install")
class TestPortalScore(ScoreCase, HttpCase):
    """A seat reads and scores in the portal."""

    is_anonymous = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.path = f"/my/jury/{cls.seat.id}/bids/{cls.bid.id}"

    def setUp(self):
        super().setUp()
        self.authenticate(self.juror.login, self.juror.login)

    def _page(self, path=None):
        response = self.url_open(path or self.path, allow_redirects=False)
        self.assertEqual(response.status_code, 200, path)
        return html.fromstring(response.text).xpath("//main")[0]

    def _fields(self):
        form = self._page().xpath(f"//form[@action='{self.path}/scores']")[0]
        return dict(form.fields)

    def _post(self, below="scores", path=None, **values):
        fields = {**self._fields(), **values}
        fields = {name: value for name, value in fields.items() if value is not None}
        return self.url_open(
            f"{path or self.path}/{below}", data=fields, allow_redirects=False
        )

    def _scores(self):
        self.env.invalidate_all()
        return self.env["wohnkoord.score"].search([])

    def test_form(self):
        key = self.keys[0]
        response = self._post(
            **{f"points_{key}": "5.00", f"reason_{key}": "Gut <b>x</b>"}
        )
        self.assertEqual(response.status_code, 303, response.text[:500])
        score = self._scores()
        self.assertEqual((score.points, score.user_id), (5, self.juror))
        page = self._page()
        self.assertIn("1 of 2", page.text_content())
        self.assertIn("Gut <b>x</b>", page.text_content())
        self.assertIn("1 of 2", self._page(f"/my/jury/{self.seat.id}").text_content())

    def test_script_speaks_german(self):
        """What the scripts of the portal say is among its translations."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.module.module"]._load_module_terms(["wohnkoord_odoo"], ["de_DE"])
        answer = self.url_open("/website/translations?lang=de_DE").json()
        messages = answer["modules"]["wohnkoord_odoo"]["messages"]
        said = {message["id"]: message["string"] for message in messages}
        self.assertEqual(said.get("Saved."), "Gespeichert.")

    def test_names_are_hidden(self):
        for path in (self.path, f"/my/jury/{self.seat.id}"):
            text = self._page(path).text_content()
            self.assertNotIn(self.initiative.name, text)
            self.assertIn("Concept ", text)

    def test_autosave_and_two_windows(self):
        key = self.keys[0]
        values = {f"points_{key}": "10.00", f"reason_{key}": "Ja"}
        fields = {**self._fields(), **values}
        fields = {name: value for name, value in fields.items() if value is not None}
        answer = self.url_open(f"{self.path}/autosave", data=fields).json()
        self.assertEqual(answer["revisions"][key], 1)
        self.assertEqual(answer["progress"], "1 of 2")
        fields[f"points_{key}"] = "0.00"
        answer = self.url_open(f"{self.path}/autosave", data=fields).json()
        self.assertTrue(answer["stale"])
        self.assertEqual(self._scores().points, 10)

    def test_foreign_criterion(self):
        response = self._post(points_nonsense="5.00")
        self.assertEqual(response.status_code, 200)
        self.assertIn("not part of the procedure", response.text)
        self.assertFalse(self._scores())

    def test_foreign_and_blocked(self):
        foreign = f"/my/jury/{self.second_seat.id}/bids/{self.bid.id}"
        missing = f"/my/jury/{self.seat.id}/bids/999999999"
        key = self.keys[0]
        values = {f"points_{key}": "5.00", f"reason_{key}": "x"}
        for path in (foreign, missing):
            response = self.url_open(path, allow_redirects=False)
            self.assertURLEqual(response.headers["Location"], "/my")
            response = self._post(path=path, **values)
            self.assertURLEqual(response.headers["Location"], "/my")
            self.assertEqual(
                self._post("autosave", path=path, **values).status_code, 404
            )
        fields = self._fields()
        self._block(self.bid, self.juror)
        response = self.url_open(self.path, allow_redirects=False)
        self.assertURLEqual(response.headers["Location"], "/my")
        response = self.url_open(
            f"{self.path}/scores",
            data={**{n: v for n, v in fields.items() if v}, **values},
            allow_redirects=False,
        )
        self.assertURLEqual(response.headers["Location"], "/my")
        self.assertFalse(self._scores())
        self.assertNotIn(self.path, self.url_open(f"/my/jury/{self.seat.id}").text)

    def test_consensus(self):
        self._give_all()
        self.assertNotIn("Stadtrat", self._page().text_content())
        self.procedure.with_user(self.adviser).action_reveal_scores()
        page = self._page().text_content()
        self.assertIn("Stadtrat", page)
        self.assertIn(self.initiative.name, page)
        key = self.keys[0]
        response = self._post(**{f"points_{key}": "10.00"})
        self.assertIn("say why", response.text)
        response = self._post(**{f"points_{key}": "10.00", f"why_{key}": "Gespräch"})
        self.assertEqual(response.status_code, 303)
        self.assertEqual(len(self.env["wohnkoord.score.change"].search([])), 1)

    def test_scripts_speak_the_visitors_language(self):
        modules = self.env["ir.http"]._get_translation_frontend_modules_name()
        self.assertIn("wohnkoord_odoo", modules)

    def test_spread_is_written_as_people_write(self):
        self.env["res.lang"]._activate_lang("de_DE")
        seat = SimpleNamespace(has_vote=True)
        scores = [
            SimpleNamespace(points=points, is_given=True, juror_id=seat)
            for points in (5.0, 2.5)
        ]
        label = self.procedure.with_context(lang="de_DE")._spread_label(scores)
        for figure in ("2,5 ", "5 ", "1,25"):
            self.assertIn(figure, label)
        self.assertNotIn(".", label)

    def test_documents(self):
        document = self.env["wohnkoord.bid.document"].create(
            {"bid_id": self.bid.id, "name": "Wohnprojekt.txt", "kind": "financing"}
        )
        foreign = document.copy({"bid_id": self.rival_bid.id, "uuid": "x"})
        Document = self.env.registry["wohnkoord.bid.document"]
        with patch.object(Document, "_plain_content", lambda document: b"Zahlen"):
            path = f"{self.path}/documents"
            response = self.url_open(f"{path}/{document.id}")
            self.assertEqual(response.content, b"Zahlen")
            self.assertNotIn("Wohnprojekt", response.headers["Content-Disposition"])
            self.assertIn("no-store", response.headers["Cache-Control"])
            response = self.url_open(f"{path}/{foreign.id}", allow_redirects=False)
            self.assertURLEqual(response.headers["Location"], "/my")
            document.name = "Wohnprojekt.pdf"
            response = self.url_open(f"{path}/{document.id}")
            self.assertIn("cannot be shown now", response.text)
            self.assertNotIn("Wohnprojekt.pdf", response.text)
            self._block(self.bid, self.juror)
            response = self.url_open(f"{path}/{document.id}", allow_redirects=False)
            self.assertURLEqual(response.headers["Location"], "/my")
