# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..models import procedure_case_file_result as result
from ..tools.redaction import Redactor
from .procedure_case_file_common import PDF, RIVAL, CaseFileCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestRedactor(TransactionCase):
    def test_names_between_words(self):
        redactor = Redactor(
            {"Rivalen": "Bid no. 2", "Rivalen unter einem Dach": "Bid no. 2"},
            {"Dr. Petra Beispiel": "Seat 1", "Al": "Seat 2"},
        )
        for text, expected in {
            "die Rivalen unter  einem\nDach bauen": "die Bid no. 2 bauen",
            "RIVALEN gewinnt": "Bid no. 2 gewinnt",
            "der Plan der Rivalens": "der Plan der Bid no. 2s",
            "Rivalenschaft": "Rivalenschaft",
            "Frau Beispiel sagt": "Frau Seat 1 sagt",
            "Beispiele": "Beispiele",
            "Also Al": "Also Seat 2",
            "an a.b@c.example.org": "an […]",
            "": "",
        }.items():
            with self.subTest(text):
                self.assertEqual(redactor.text(text), expected)
        self.assertEqual(Redactor({}).text("Rivalen"), "Rivalen")

    def test_data_without_what_names_somebody(self):
        data = {
            "bids": [{"number": 2, "name": "Rivalen", "price": "1.00", "points": "80"}],
            "attendance": ["x"],
            "chair_user": "x",
        }
        self.assertEqual(
            Redactor({"Rivalen": "Bid no. 2"}).data(data),
            {"bids": [{"number": 2, "name": "Bid no. 2", "points": "80"}]},
        )


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureRedaction(CaseFileCase):
    """Nothing of others, and everything of the own bid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rival_initiative.partner_id.name = "Rivalen unter einem Dach e. V."
        member = cls.env["res.partner"].create(
            {"name": "Gerda Geheimbund", "email": "gerda@geheim.example"}
        )
        cls.env["wohnkoord.initiative.member"].create(
            {
                "initiative_id": cls.rival_initiative.id,
                "partner_id": member.id,
                "date_from": cls.today,
            }
        )
        cls.third.name = "Konrad Geheimjuror"
        cls.manager.name = "Lena Geheimleitung"
        cls.seat = cls.env["wohnkoord.juror"].create(
            {
                "procedure_id": cls.procedure.id,
                "name": "Fachjury Geheimjuror",
                "user_id": cls.third.id,
            }
        )
        cls._decide()
        cls._check_and_cure(
            cls.rival_bid, RIVAL["note"], RIVAL["answer"], RIVAL["cure_file"]
        )
        cls._check_and_cure(
            cls.bid,
            f"schwächer als {cls.rival_initiative.name}",
            "unsere Antwort",
            b"unser Nachweis",
        )
        bidders = cls.env["wohnkoord.initiative"].browse(cls.rival_initiative.id)
        Procedure = cls.env.registry["wohnkoord.procedure"]
        with patch.object(Procedure, "_bidders", lambda procedure: bidders):
            cls.env["wohnkoord.conflict"]._declare(
                cls.seat,
                cls.third,
                cls.rival_initiative,
                "relative",
                "GEHEIMNIS der Familie",
            )
        for bid, reason in (
            (
                cls.bid,
                "Besser als Rivalen unter einem Dach, findet Konrad Geheimjuror.",
            ),
            (cls.rival_bid, "GEHEIMGRUND"),
        ):
            cls.env["wohnkoord.score"]._create_guarded(
                [
                    {
                        "bid_id": bid.id,
                        "juror_id": cls.seat.id,
                        "criterion_key": "k",
                        "points": 5,
                        "is_given": True,
                        "reason": reason,
                        "user_id": cls.third.id,
                        "is_revealed": True,
                    }
                ]
            )
        ranking = cls.env["wohnkoord.ranking"]._create_guarded(
            [
                {
                    "procedure_id": cls.procedure.id,
                    "procedure_lot_id": cls.procedure_lot.id,
                    "number": 1,
                    "date": cls.deadline,
                    "is_current": True,
                    "content": json.dumps({"price": RIVAL["price"]}),
                    "hash": "0" * 64,
                }
            ]
        )
        cls.env["wohnkoord.ranking.line"].create(
            [
                {
                    "ranking_id": ranking.id,
                    "bid_id": bid.id,
                    "rank": rank,
                    "points": points,
                    "price_points": 77.77 if bid == cls.rival_bid else 55.5,
                    "note": "GEHEIMVERMERK" if bid == cls.rival_bid else "",
                }
                for rank, bid, points in ((1, cls.bid, 80), (2, cls.rival_bid, 70))
            ]
        )
        cls._award(cls.bid, deviation_reason="wegen Rivalen unter einem Dach")
        cls.env.flush_all()

    def assertNothingOf(self, *words):
        for path in self._archive.namelist():
            content = self._archive.read(path)
            for spelling in (content, path.encode()):
                for word in words:
                    word = word if isinstance(word, bytes) else word.encode()
                    self.assertNotIn(word.lower(), spelling.lower(), path)

    def assertNoLeak(self):
        self.assertNothingOf(
            b"geheim",
            RIVAL["price"],
            "7,77",
            self.rival_initiative.name,
            self.rival_spokesperson.name,
            self.rival_spokesperson.email,
            self.manager.login,
            self.adviser.name,
            RIVAL["document"],
        )

    def test_own_bid_whole_and_nothing_of_others(self):
        self._inspect(self.party)
        self.assertNoLeak()
        self.assertHashes()
        self.assertEqual(self._part("konzept.pdf"), PDF)
        self.assertEqual(self._part("bids/001/bid.json").decode(), self.bid.content)
        self.assertEqual(self._part("nachweis-1.pdf"), b"unser Nachweis")
        self.assertIn("unsere Antwort", self._part("cures.json").decode())
        self.assertIn("schwächer als Bid no. 2", self._part("checks.json").decode())

    def test_general_file_shows_no_bid(self):
        self._inspect()
        self.assertNoLeak()
        self.assertNothingOf(
            self.bid.content, PDF, b"unser Nachweis", self.initiative.name
        )
        self.assertFalse([p for p in self._manifest["parts"] if p["kind"] == "bid"])

    def test_the_other_way_round(self):
        """The rival sees its own, and nothing of the first."""
        self._inspect(self.rival_party)
        self.assertEqual(self._part("geheimskizze.pdf"), RIVAL["document"])
        self.assertNothingOf(PDF, b"unser Nachweis", self.initiative.name)

    def test_search_itself_works(self):
        self._write()
        with self.assertRaises(AssertionError):
            self.assertNoLeak()

    def test_places_and_points(self):
        self._inspect(self.party)
        own, other = json.loads(self._part("ranking.json"))
        self.assertEqual((own["bid"], own["points"]), ("Bid no. 1", "80.0000"))
        self.assertEqual(own["price_points"], "55.5000")
        self.assertEqual(
            other, {"plot": 1, "place": 2, "bid": "Bid no. 2", "points": "70.0000"}
        )
        [score] = json.loads(self._part("/scores.json"))
        self.assertEqual(score["seat"], "Seat 1")
        self.assertEqual(score["reason"], "Besser als Bid no. 2, findet Seat 1.")
        [conflict] = json.loads(self._part("conflicts.json"))
        self.assertEqual(
            (conflict["seat"], conflict["bid"], conflict["kind"]),
            ("Seat 1", "Bid no. 2", "relative"),
        )
        [award] = json.loads(self._part("awards.json"))
        self.assertEqual(award["deviation"], "wegen Bid no. 2")

    def test_frozen_minutes_without_names_and_prices(self):
        """By the model that has frozen data here; the minutes are made alike."""
        rival = self.rival_initiative.name
        content = {
            "text": f"{rival} überzeugt, sagt Konrad Geheimjuror.",
            "bids": [{"price": RIVAL["price"], "name": rival}],
            "attendance": ["Konrad Geheimjuror"],
            "keeper": "Karla Geheimschreiberin",
            "draws": [
                {
                    "lot": 1,
                    "drawer": "Karla Geheimschreiberin",
                    "witness": "Nora Geheimzeugin",
                    "order": [1, 2],
                }
            ],
            "seats": [{"vote": True, "recused": [2], "deputy": [2]}],
            "scores": [{"bid": 2, "points": "5.00", "reason": RIVAL["note"]}],
            "non_public": "GEHEIMTEIL",
        }
        ranking = self.env["wohnkoord.ranking"]._create_guarded(
            [
                {
                    "procedure_id": self.procedure.id,
                    "procedure_lot_id": self.procedure_lot.id,
                    "number": 2,
                    "date": self.deadline,
                    "content": json.dumps(content),
                    "hash": "1" * 64,
                }
            ]
        )
        with (
            patch.object(result, "ANONYMISED", ("wohnkoord.ranking",)),
            patch.object(
                self.env.registry["wohnkoord.procedure"],
                "_case_model_title",
                lambda procedure, model: "Minutes",
            ),
        ):
            self._inspect(self.party)
        [row] = json.loads(self._part(f"ranking-{ranking.id}.json"))
        self.assertEqual(
            row["content"],
            {
                "text": "Bid no. 2 überzeugt, sagt Seat 1.",
                "bids": [{"name": "Bid no. 2"}],
                "draws": [{"lot": 1, "order": [1, 2]}],
                "seats": [{"vote": True}],
                "scores": [{"bid": 2, "points": "5.00"}],
            },
        )
        self.assertEqual(row["hash_of_the_original"], ranking.hash)
        self.assertNoLeak()

    def test_nothing_of_the_jury_before_the_decision(self):
        self.procedure._write_guarded({"state": "recommended"})
        self._inspect(self.party)
        for name in ("/scores.json", "ranking.json", "awards.json"):
            self.assertFalse([p for p in self._archive.namelist() if p.endswith(name)])
        self.assertIn("Scores and Ranking", self._archive.read("README.txt").decode())

    def test_what_is_left_out_is_listed(self):
        self._inspect(self.party)
        withheld = {row["what"]: row for row in self._manifest["withheld"]}
        self.assertEqual(withheld["Content of other bids"]["count"], 1)
        self.assertIn("secrets", withheld["Content of other bids"]["reason"])
        self.assertIn("Documents", withheld)
        index = self._archive.read("index.html").decode()
        for row in withheld.values():
            self.assertIn(row["reason"], index)
        event = self.procedure.event_ids.sorted("number")[-1]
        data = json.loads(event.content)
        self.assertEqual((data["variant"], data["party"]), ("redacted", 1))
        self.assertTrue(data["withheld"])

    def test_log_shows_hashes_of_all_and_data_of_public_acts(self):
        self._inspect(self.party)
        rows = json.loads(self._part("log.json"))
        self.assertEqual(
            [row["hash"] for row in rows],
            self.procedure.event_ids.sorted("number")[:-1].mapped("hash"),
        )
        shown = {row["kind"] for row in rows if "content" in row}
        self.assertIn("published", shown)
        self.assertNotIn("opened", shown)

    # -- single documents ----------------------------------------------------------------

    def _releases(self):
        self.procedure.with_user(self.manager).action_view_case_file_releases()
        return (
            self.env["wohnkoord.case.file.release"]
            .with_user(self.manager)
            .search([("procedure_id", "=", self.procedure.id)])
        )

    def test_documents_are_marked(self):
        releases = self._releases()
        self.assertEqual(len(releases), 4)
        self.assertEqual(self._releases(), releases, "doing it again changes nothing")
        rival = releases.filtered(lambda r: r.name == RIVAL["file"])
        own = releases.filtered(lambda r: r.name == "konzept.pdf")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                rival.write({"decision": "release"})
                rival.flush_recordset()
        rival.write({"decision": "release", "reason": "Die Gruppe stimmt zu."})
        own.write({"decision": "withhold", "reason": "Personenbild"})
        event = self.procedure.event_ids.sorted("number")[-1]
        self.assertEqual(event.kind, "case_file_release")
        self._inspect(self.party)
        self.assertEqual(self._part("geheimskizze.pdf"), RIVAL["document"])
        self.assertFalse([p for p in self._archive.namelist() if "konzept" in p])
        reasons = [row["reason"] for row in self._manifest["withheld"]]
        self.assertIn("withheld by the head of the office", reasons)

    def test_marks_are_the_heads(self):
        releases = self._releases()
        for user in (self.adviser, self.steering):
            with self.subTest(user.login), self.assertRaises(AccessError):
                releases.with_user(user).write({"decision": "rule"})
        for vals in ({"bid_id": self.bid.id}, {"res_id": 1}, {"name": "x"}):
            with self.subTest(vals), self.assertRaises(UserError):
                releases.write(vals)
        with self.assertRaises(AccessError):
            releases.unlink()
        own = releases.filtered(lambda r: r.name == "konzept.pdf")
        self.rival_bid.sudo().blocked_user_ids = self.manager
        self.env.flush_all()
        self.assertNotIn(self.rival_bid, releases.search([]).bid_id)
        with self.assertRaises(AccessError):
            own.write({"decision": "withhold", "reason": "x"})
