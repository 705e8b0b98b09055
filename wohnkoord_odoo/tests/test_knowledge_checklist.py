# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import WohnkoordCase

LIST = "wohnkoord.checklist"
ITEM = "wohnkoord.checklist.item"
ANSWER = "wohnkoord.checklist.answer"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestKnowledgeChecklist(WohnkoordCase):
    """A checklist guides the conversation; the case keeps its own copy of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env[LIST].search([]).active = False
        cls.checklist = cls._make_list("Fachgespräch", ["Was ist offen?", "Wer zahlt?"])
        cls.topical = cls._make_list(
            "Zum Thema", ["Und das Thema?"], topic_ids=[Command.set(cls.topic.ids)]
        )
        cls.document = cls.env["ir.attachment"].create(
            {
                "name": "Merkblatt.txt",
                "raw": b"Wissen",
                "res_model": ITEM,
                "res_id": cls.checklist.item_ids[0].id,
            }
        )
        cls.checklist.item_ids[0].attachment_ids = cls.document
        cls.mine = cls.case.with_user(cls.adviser)

    @classmethod
    def _make_list(cls, name, questions, **values):
        return cls.env[LIST].create(
            {
                "name": name,
                "level": "specialist",
                "company_id": cls.company.id,
                "item_ids": [
                    Command.create({"name": question, "sequence": place})
                    for place, question in enumerate(questions)
                ],
                **values,
            }
        )

    def _answers(self):
        self.mine.action_load_questions()
        return self.mine.checklist_answer_ids

    def test_questions_of_the_fitting_lists(self):
        self._make_list("Andere Stufe", ["Nein"], level="concept")
        other_topic = self.env["wohnkoord.topic"].create({"name": "Anderes"})
        late = self._make_list(
            "Anderes Thema", ["Später"], topic_ids=[Command.set(other_topic.ids)]
        )
        self._make_list("Leer", [])
        answers = self._answers()
        self.assertEqual(
            answers.mapped("question"),
            ["Was ist offen?", "Wer zahlt?", "Und das Thema?"],
        )
        self.assertEqual(
            answers.mapped("section"), ["Fachgespräch", "Fachgespräch", "Zum Thema"]
        )
        # again: nothing doubles; a new topic and a new question come in addition
        self.mine.topic_ids |= other_topic
        self.checklist.item_ids = [Command.create({"name": "Neu", "sequence": 9})]
        self.mine.action_load_questions()
        added = self.mine.checklist_answer_ids - answers
        self.assertEqual(set(added.mapped("question")), {"Neu", "Später"})
        self.assertEqual(late.item_ids, added.item_id & late.item_ids)
        self.mine.action_load_questions()
        self.assertEqual(self.mine.checklist_count, 5)

    def test_no_list_no_conversation(self):
        self.checklist.active = False
        self.topical.active = False
        with self.assertRefused("No checklist fits"):
            self.mine.action_load_questions()

    def test_lists_of_other_offices(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        self._make_list("Fremd", ["Fremd?"], company_id=other.id)
        self._make_list("Für alle", ["Gemeinsam?"], company_id=False, sequence=1)
        self.assertEqual(
            self._answers().mapped("question"),
            ["Gemeinsam?", "Was ist offen?", "Wer zahlt?", "Und das Thema?"],
        )

    def test_tick_and_note(self):
        first, second, _third = self._answers()
        first.is_asked = True
        first.note = "Alles"
        self.assertRecordValues(
            first, [{"date_asked": self.today, "asked_user_id": self.adviser.id}]
        )
        self.assertFalse(second.date_asked)
        self.assertEqual(
            (self.mine.checklist_asked_count, self.mine.checklist_count), (1, 3)
        )
        first.with_user(self.manager).is_asked = True
        self.assertEqual(first.asked_user_id, self.adviser, "asked once")
        first.is_asked = False
        self.assertFalse(first.date_asked or first.asked_user_id)
        self.assertEqual(first.note, "Alles")

    def test_own_question(self):
        self._answers()
        self.mine.action_add_question("  Und die Katze? <b>")
        own = self.mine.checklist_answer_ids[-1]
        self.assertRecordValues(
            own, [{"question": "Und die Katze? <b>", "is_copy": False}]
        )
        own.question = "Und der Hund?"
        for wrong in ("", "  ", None, 7, ["x"]):
            with self.subTest(wrong=wrong), self.assertRefused():
                self.mine.action_add_question(wrong)

    def test_the_master_changes_no_case(self):
        answers = self._answers()
        answers[0].write({"is_asked": True, "note": "Notiert"})
        item = answers[0].item_id.with_user(self.manager)
        item.write({"name": "Ganz anders", "hint": "Neu", "sequence": 99})
        item.checklist_id.level = "concept"
        self.assertRecordValues(
            answers[0], [{"question": "Was ist offen?", "hint": False}]
        )
        item.checklist_id.unlink()
        self.assertRecordValues(
            answers[0],
            [{"question": "Was ist offen?", "note": "Notiert", "is_copy": True}],
        )
        with self.assertRefused("comes from a checklist"):
            answers[0].question = "Umgeschrieben"

    def test_guards(self):
        answers = self._answers()
        other = self._make_case("specialist")
        for values in (
            {"advisory_id": other.id},
            {"question": "X"},
            {"hint": "X"},
            {"section": "X"},
            {"item_id": self.topical.item_ids.id},
            {"is_copy": False},
            {"date_asked": "2020-01-01"},
            {"asked_user_id": self.manager.id},
        ):
            with self.subTest(values=values), self.assertRefused():
                answers[0].write(values)
        for values in ({"is_copy": True}, {"item_id": self.checklist.item_ids[0].id}):
            with self.subTest(values=values), self.assertRefused():
                self.env[ANSWER].with_user(self.adviser).create(
                    {"advisory_id": self.case.id, "question": "X", **values}
                )
        smuggled = (
            self.env[ANSWER]
            .with_user(self.adviser)
            .with_context(default_is_copy=True, default_date_asked="2020-01-01")
            .create({"advisory_id": self.case.id, "question": "X"})
        )
        self.assertRecordValues(smuggled, [{"is_copy": False, "date_asked": False}])
        with self.assertRefused("item_uniq"):
            self.env[ANSWER]._create_guarded(
                [
                    {
                        "advisory_id": self.case.id,
                        "item_id": answers[0].item_id.id,
                        "question": "Doppelt",
                    }
                ]
            )

    def test_documents_go_by_mail(self):
        answers = self._answers()
        with self.assertRefused("has a document"):
            self.mine.action_send_documents()
        answers[1].is_asked = True
        with self.assertRefused("has a document"):
            self.mine.action_send_documents()
        self.assertEqual(answers[0].documents, "Merkblatt.txt")
        answers[0].is_asked = True
        self.checklist.item_ids[1].link_url = "https://example.org/foerderung?a=1&b=2"
        self.mine.partner_id = self.spokesperson.partner_id
        action = self.mine.action_send_documents()
        composer = Form(
            self.env[action["res_model"]]
            .with_user(self.adviser)
            .with_context(**action["context"])
        ).save()
        self.assertEqual(composer.partner_ids, self.spokesperson.partner_id)
        self.assertEqual(composer.attachment_ids.mapped("name"), ["Merkblatt.txt"])
        self.assertIn("https://example.org/foerderung?a=1&amp;b=2", composer.body)
        composer._action_send_mail()
        message = self.mine.message_ids[0]
        self.assertEqual(message.attachment_ids.raw, b"Wissen")
        self.assertNotEqual(message.attachment_ids, self.document)
        self.assertEqual(message.attachment_ids.res_model, "wohnkoord.advisory")
        # the office replaces the leaflet: the case keeps what was handed out
        self.document.unlink()
        self.assertEqual(message.attachment_ids.raw, b"Wissen")

    def test_documents_belong_to_the_question(self):
        head = self.env(user=self.manager)
        loose = head["ir.attachment"].create(
            {"name": "neu.txt", "raw": b"neu", "res_model": ITEM}
        )
        item = head[ITEM].create(
            {
                "checklist_id": self.checklist.id,
                "name": "Mit Datei",
                "attachment_ids": [Command.set(loose.ids)],
            }
        )
        self.assertEqual(loose.res_id, item.id)
        self.assertEqual(item.with_user(self.adviser).attachment_ids.raw, b"neu")
        copied = self.checklist.with_user(self.manager).copy()
        file = copied.item_ids[0].attachment_ids
        self.assertEqual((file.name, file.raw), ("Merkblatt.txt", b"Wissen"))
        self.assertNotEqual(file, self.document)
        # a file of a record that the head may not read is not taken
        secret = self.env["ir.attachment"].create(
            {"name": "geheim.txt", "raw": b"x", "res_model": "ir.cron", "res_id": 1}
        )
        with self.assertRaises(AccessError):
            item.attachment_ids = [Command.link(secret.id)]
        with self.assertRefused("A link starts with"):
            item.link_url = "javascript:alert(1)"

    def test_access(self):
        answers = self._answers()
        others = (
            self.steering,
            self.accountant,
            self.consultant,
            self.spokesperson,
            self.env.ref("base.public_user"),
        )
        for user in others:
            for model in (LIST, ITEM, ANSWER):
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(user=user.login, model=model, op=operation):
                        access = self.env[model].with_user(user).has_access(operation)
                        self.assertFalse(access)
            with self.assertRaises(AccessError):
                self.case.with_user(user).action_load_questions()
            with self.assertRaises(AccessError):
                self.document.with_user(user).read(["raw"])
        for model in (LIST, ITEM):
            self.assertFalse(
                self.env[model].with_user(self.adviser).has_access("write")
            )
            self.assertTrue(
                self.env[model].with_user(self.manager).has_access("unlink")
            )
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        stranger = self._make_user(
            "checklist_stranger",
            "wohnkoord_odoo.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        foreign = answers.with_user(stranger)
        self.assertFalse(foreign.search([("id", "in", answers.ids)]))
        self.assertFalse(foreign.env[LIST].search([("id", "=", self.checklist.id)]))
        for method, args in (("write", [{"note": "X"}]), ("unlink", []), ("read", [])):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(foreign, method)(*args)
        for method, args in (
            ("action_load_questions", []),
            ("action_send_documents", []),
            ("action_add_question", ["X"]),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(self.case.with_user(stranger), method)(*args)

    def test_copy_takes_no_notes(self):
        self._answers()[0].note = "Nur hier"
        self.assertFalse(self.mine.copy().checklist_answer_ids)
        request = self._make_case("specialist", state="requested")
        request.with_user(self.adviser).action_load_questions()
        answers = request.checklist_answer_ids
        request.with_user(self.adviser).unlink()
        self.assertFalse(answers.exists())
        self.assertRaises(UserError, self.mine.unlink)

    def test_queries(self):
        def open_form(case):
            self.env.invalidate_all()
            case = case.with_user(self.adviser)
            fields = ("question", "hint", "section", "documents", "is_asked", "note")
            case.web_read(
                {
                    "checklist_count": {},
                    "checklist_asked_count": {},
                    "checklist_answer_ids": {"fields": dict.fromkeys(fields, {})},
                }
            )

        few = self._make_case("specialist")
        self._answers()
        few.with_user(self.adviser).action_load_questions()
        open_form(few)
        counts = []
        for size in (0, 30):
            for number in range(size):
                item = self.env[ITEM].create(
                    {"checklist_id": self.checklist.id, "name": f"Frage {number}"}
                )
                item.attachment_ids = self.document.copy({"res_id": item.id})
            self.mine.action_load_questions()
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            open_form(self.case)
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(self.mine.checklist_count, 33)
        self.assertLessEqual(counts[1], counts[0] + 1)
