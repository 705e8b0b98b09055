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

from ..tools.canonical import digest
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
        rows = [
            [[cell.text for cell in row.cells] for row in table.rows]
            for table in document.tables
        ]
        [points] = [table for table in rows if self.seat.name in table[0]]
        self.assertEqual(points[0][1:], ["Session", self.seat.name])
        self.assertEqual(points[1][1:], ["not assessable", "5"])

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
