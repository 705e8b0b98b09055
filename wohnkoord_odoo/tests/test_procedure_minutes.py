# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io
import json
from decimal import Decimal
from unittest.mock import patch

from docx import Document
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfReader, PdfWriter

from ..tools.canonical import digest
from ..tools.pdf_pages import number_pages
from .procedure_jury_common import JuryCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureMinutes(JuryCase):
    """Final minutes stay as they are; who has a conflict sees none of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._declare_all(test_juror=cls.rival_initiative)
        cls._to_state("jury")
        cls.office = cls.procedure.with_user(cls.adviser)

    def _draft(self, **values):
        action = self.office.action_draft_minutes()
        minutes = self.env["wohnkoord.minutes"].browse(action["res_id"])
        minutes = minutes.with_user(self.adviser)
        minutes.write(
            {
                "date": self.deadline,
                "place": "Neues Rathaus",
                "chair_name": "A. Vorsitz",
                "keeper_name": "P. Protokoll",
                "text": "Beratung <b>offen</b>",
                "recommendation": "Los 1 an Bewerbung 1.",
                **values,
            }
        )
        return minutes

    def test_freeze(self):
        minutes = self._draft()
        self.assertEqual(self.office.action_draft_minutes()["res_id"], minutes.id)
        minutes.action_freeze()
        self.assertEqual((minutes.state, minutes.number), ("frozen", 1))
        self.assertEqual(digest(minutes.content.encode()), minutes.hash)
        self.assertIn(minutes.hash, self._events("minutes_frozen").content)
        frozen = {row["name"]: row["hash"] for row in self.office._log_frozen()}
        self.assertEqual(frozen["minutes_1"], minutes.hash)
        content = json.loads(minutes.content)
        seats = {seat["name"]: seat for seat in content["seats"]}
        seat = seats[self.seat.name]
        # the deputy has no conflict and acts
        self.assertEqual(seat["deputy"], [self.rival_bid.number])
        self.assertNotIn("own", minutes.content)

    def test_papers(self):
        minutes = self._draft()
        key = self.office._scored_criteria()[0]["key"]
        scores = {self.bid.id: {key: {self.seat.id: Decimal("5"), 0: None}}}
        Procedure = self.env.registry["wohnkoord.procedure"]
        self.procedure._write_guarded({"scoring_state": "closed"})
        with patch.object(Procedure, "_final_scores", lambda self: scores):
            minutes.action_freeze()
        self.assertIn("5.00", minutes.content)
        name, content = minutes._docx()
        self.assertTrue(name.endswith(".docx"))
        document = Document(io.BytesIO(content))
        text = "\n".join(part.text for part in document.paragraphs)
        self.assertIn("Beratung <b>offen</b>", text)
        self.assertIn(minutes.hash, text)
        self.assertIn("&lt;b&gt;", minutes.page)
        # one row per criterion, one column per seat; figures as people write them
        grids = [t for t in document.tables if t.cell(0, 1).text == "1"]
        row = [cell.text for cell in grids[0].rows[1].cells]
        self.assertEqual(row[1:], ["5", "n/a"])

    def _score(self, values):
        Procedure = self.env.registry["wohnkoord.procedure"]
        self.procedure._write_guarded({"scoring_state": "closed"})
        return patch.object(Procedure, "_final_scores", lambda self: values)

    def test_points_by_seat(self):
        """One row per criterion, one column per seat; by name if seats are alike."""
        key = self.office._scored_criteria()[0]["key"]
        minutes = self._draft()
        points = {self.seat.id: Decimal("2.5")}
        with self._score({self.bid.id: {key: points}}):
            tables = [b for b in minutes._blocks() if b["kind"] == "table"]
            number = [
                row[0]
                for row in next(t for t in tables if len(t["head"]) == 5)["rows"]
                if row[1] == self.seat.name
            ]
            grid = next(t for t in tables if t["head"][1:] == number)
            self.assertEqual(grid["rows"][0][1:], ["2.50"])
            others = self.procedure.juror_ids - self.seat
            if not others:
                others = self._make_seat("Andere", self.adviser)
            self.env.cr.execute(
                "UPDATE wohnkoord_juror SET name = %s WHERE id = %s",
                (self.seat.name, others[0].id),
            )
            self.env.invalidate_all()
            tables = [b for b in minutes._blocks() if b["kind"] == "table"]
            rows = [row for block in tables for row in block["rows"]]
            self.assertIn(self.seat.name, [row[1] for row in rows if len(row) == 3])

    def test_draws(self):
        """Draws are frozen with the rest; minutes from before them still read."""
        before = self._draft()
        content = {**before._content(1)}
        self.assertEqual(content.pop("draws"), [])
        Minutes = self.env.registry["wohnkoord.minutes"]
        with patch.object(Minutes, "_content", lambda self, number=0: content):
            before.action_freeze()
        self.assertNotIn("draws", before.content)
        self.assertEqual(digest(before.content.encode()), before.hash)
        self.assertNotIn("Draws", [b.get("text") for b in before._blocks()])
        row = {
            "lot": 1,
            "number": 1,
            "date": "2026-01-05 09:00:00",
            "place": "Rathaus",
            "drawer_name": "D. Ziehung",
            "witness_name": "Z. Zeugnis",
            "witness_role": "Notariat",
            "note": None,
            "order": [2, 1],
            "sha256": "ab" * 32,
        }
        Procedure = self.env.registry["wohnkoord.procedure"]
        minutes = self._draft(correction_reason="Losentscheid fehlte")
        with patch.object(Procedure, "_minutes_draws", lambda self: [row]):
            minutes.action_freeze()
        self.assertEqual(json.loads(minutes.content)["draws"], [row])
        self.assertEqual(digest(minutes.content.encode()), minutes.hash)
        document = Document(io.BytesIO(minutes._docx()[1]))
        cells = [c.text for t in document.tables for c in t._cells]
        for text in ("D. Ziehung", "Z. Zeugnis, Notariat", "2, 1", "Rathaus"):
            self.assertIn(text, cells)
            self.assertIn(text, minutes.page)
        self.assertEqual(round(document.sections[0].page_height.mm), 297)

    def test_page_numbers(self):
        stream = io.BytesIO()
        writer = PdfWriter()
        for _number in range(2):
            writer.add_blank_page(width=595, height=842)
        writer.write(stream)
        pages = PdfReader(
            number_pages(stream, lambda n, count: f"S. {n}/{count}")
        ).pages
        self.assertEqual(
            [p.extract_text().strip() for p in pages], ["S. 1/2", "S. 2/2"]
        )

    def test_final_minutes_stay(self):
        minutes = self._draft()
        minutes.action_freeze()
        for user in (self.adviser, self.manager):
            with self.assertRaises(UserError):
                minutes.with_user(user).text = "anders"
        with self.assertRaises(UserError):
            minutes.action_freeze()
        with self.assertRaises(UserError):
            minutes.sudo().unlink()
        for query in (
            "UPDATE wohnkoord_minutes SET text = 'x' WHERE id = %s",
            "DELETE FROM wohnkoord_minutes WHERE id = %s",
        ):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                with self.env.cr.savepoint():
                    self.env.cr.execute(query, (minutes.id,))

    def test_attacks(self):
        minutes = self._draft()
        for values in ({"number": 7}, {"hash": "0"}, {"content": "{}"}):
            with self.assertRaises(UserError):
                minutes.write(values)
        with self.assertRaises(AccessError):
            minutes.create({"procedure_id": self.procedure.id})
        minutes.place = " "
        with self.assertRaises(UserError):
            minutes.state = "frozen"

    def test_correction(self):
        first = self._draft()
        first.action_freeze()
        second = self._draft()
        self.assertEqual(second.previous_id, first)
        with self.assertRaises(UserError):
            second.action_freeze()
        second.correction_reason = "Zahlendreher"
        second.action_freeze()
        self.assertEqual(second.number, 2)
        self.assertIn("Zahlendreher", second.page)

    def test_recommendation_needs_minutes(self):
        Procedure = self.env.registry["wohnkoord.procedure"]

        def missing():
            with patch.object(
                Procedure, "_rankings_missing", lambda self: [], create=True
            ):
                found = self.office._missing("recommend")
            return [row for row in found if row["field"] == "minutes_ids"]

        self.assertTrue(missing())
        self._draft().action_freeze()
        self.assertFalse(missing())

    def test_blocked_person(self):
        minutes = self._draft()
        minutes.action_freeze()
        self.third_bid._write_guarded({"blocked_user_ids": [(4, self.adviser.id)]})
        self.assertFalse(minutes.search([("id", "=", minutes.id)]))
        with self.assertRaises(AccessError):
            minutes.invalidate_recordset()
            minutes.read(["text"])
        with self.assertRaises(AccessError):
            self.office.action_draft_minutes()
        self.assertFalse(
            [row for row in self.office._log_frozen() if "minutes" in row["name"]]
        )
