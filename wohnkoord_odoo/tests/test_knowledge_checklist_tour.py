# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.tests import HttpCase, tagged

from .common import WohnkoordCase


@tagged("post_install", "-at_install")
class TestKnowledgeChecklistTour(WohnkoordCase, HttpCase):
    """The conversation in the browser, as the adviser leads it."""

    def test_conversation(self):
        self.env["wohnkoord.checklist"].search([]).active = False
        checklist = self.env["wohnkoord.checklist"].create(
            {
                "name": "Talk",
                "level": "specialist",
                "item_ids": [
                    Command.create(
                        {"name": "Who are you?", "hint": "Look at the ages"}
                    ),
                    Command.create({"name": "What do you want?"}),
                ],
            }
        )
        item = checklist.item_ids[0]
        item.attachment_ids = self.env["ir.attachment"].create(
            {
                "name": "leaflet.txt",
                "raw": b"x",
                "res_model": item._name,
                "res_id": item.id,
            }
        )
        self.start_tour(
            f"/odoo/advice-cases/{self.case.id}",
            "wohnkoord_checklist",
            login=self.adviser.login,
        )
        answers = self.case.checklist_answer_ids
        self.assertRecordValues(
            answers,
            [
                {"is_asked": True, "note": "Seven people"},
                {"is_asked": False, "note": False},
                {"is_asked": False, "note": False},
            ],
        )
        self.assertEqual(answers[-1].question, "And the cat?")
        self.assertEqual(answers[0].asked_user_id, self.adviser)
