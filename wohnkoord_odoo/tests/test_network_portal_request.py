# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .portal_group_common import GroupCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkPortalRequest(GroupCase):
    """A group asks for the next level of advice."""

    def _values(self, **values):
        return {
            "subject": "Erbbaurecht",
            "text": "Was kostet es uns?",
            "topic_ids": self.topic.ids,
            "urgency_reason": "",
            "date_deadline": False,
            **values,
        }

    def _ask(self, user=None, level="specialist", initiative=None, **values):
        group = self._as(user or self.spokesperson, initiative)
        group._portal_request(level, self._values(**values))
        return self.env["wohnkoord.advisory"].search([], order="id desc", limit=1)

    def test_next_level(self):
        case = self._ask()
        self.assertRecordValues(
            case,
            [
                {
                    "state": "requested",
                    "level": "specialist",
                    "subject": "Erbbaurecht",
                    "initiative_id": self.initiative.id,
                    "partner_id": self.spokesperson.partner_id.id,
                    "portal_partner_id": self.spokesperson.partner_id.id,
                    "request_text": "Was kostet es uns?",
                    "user_id": self.adviser.id,
                    "company_id": self.company.id,
                    "is_urgent": False,
                    "date_deadline": False,
                    "topic_ids": self.topic.ids,
                }
            ],
        )
        self.assertTrue(case.name.startswith("BV-"))
        self.assertIn("next level", self._portal_activities().summary)
        self.assertNotIn(self.spokesperson.partner_id, case.message_partner_ids)

    def test_urgent(self):
        case = self._ask(urgency_reason="Frist der Bank")
        self.assertTrue(case.is_urgent)
        self.assertEqual(case.urgency_reason, "Frist der Bank")
        self.assertTrue(case.date_deadline, "the office's usual deadline")
        day = self.today + timedelta(days=30)
        case.with_user(self.adviser).action_reject("Nein")
        self.assertEqual(self._ask(date_deadline=day).date_deadline, day)

    def test_nobody_is_mailed(self):
        before = self._mails()
        self._ask(urgency_reason="Eilt")
        self.assertEqual(self._mails(), before)

    def test_who_may_ask(self):
        for user in (self.member, self.stranger, self.consultant, self.adviser):
            with self.assertRefused("Only those who speak", AccessError):
                self._ask(user)

    def test_order_of_levels(self):
        group = self._as(self.stranger, self.foreign)
        state = group._portal_request_state()
        self.assertFalse(state["level"])
        self.assertIn("orientation", state["why_not"])
        for level in ("orientation", "concept", "specialist", ""):
            with self.assertRefused("follows an orientation"):
                self._ask(self.stranger, level, self.foreign)
        self._make_case("orientation", "done", initiative_id=self.foreign.id)
        self.assertEqual(group._portal_request_state()["level"], "concept")
        with self.assertRefused("has changed"):
            self._ask(self.stranger, "specialist", self.foreign)
        case = self._ask(self.stranger, "concept", self.foreign)
        self.assertEqual((case.level, case.initiative_id), ("concept", self.foreign))

    def test_orientation_of_a_member_counts(self):
        self._make_case(
            "orientation",
            "done",
            initiative_id=False,
            partner_id=self.stranger.partner_id.id,
        )
        group = self._as(self.stranger, self.foreign)
        self.assertEqual(group._portal_request_state()["level"], "concept")

    def test_one_open_request(self):
        case = self._ask()
        with self.assertRefused("asked for"):
            self._ask()
        case.with_user(self.manager).action_approve()
        with self.assertRefused("granted"):
            self._ask()
        case.with_user(self.adviser).action_start()
        case.with_user(self.adviser).action_done()
        self.assertNotEqual(self._ask(), case)

    def test_one_open_request_in_the_database(self):
        case = self._ask()
        twin = case.with_user(self.adviser).copy()
        with self.assertRefused("", IntegrityError):
            twin.sudo()._write_guarded({"portal_partner_id": self.member.partner_id.id})

    def test_topics_of_others_are_dropped(self):
        other = self.env["res.company"].create({"name": "Zweite Stelle"})
        foreign = self.env["wohnkoord.topic"].create(
            {"name": "Fremd", "company_id": other.id}
        )
        case = self._ask(topic_ids=[*self.topic.ids, foreign.id, 999999])
        self.assertEqual(case.topic_ids, self.topic)

    def test_what_the_group_wrote_is_not_changed(self):
        case = self._ask().with_user(self.adviser)
        for name, value in (
            ("request_text", "anders"),
            ("urgency_reason", "anders"),
            ("portal_partner_id", self.member.partner_id.id),
            ("waiver_reason", "die alten Riegel halten"),
        ):
            with self.assertRefused("kept by the system"):
                case.write({name: value})
        case.group_answer = "Wir melden uns."

    def test_group_never_reads_what_is_inside(self):
        case = self._ask()
        case.with_user(self.adviser).write(
            {"note": "<p>Schwierig</p>", "group_answer": "Bitte zuerst rechnen."}
        )
        case.with_user(self.adviser).action_reject("Interner Grund")
        text = str(self._as(self.spokesperson)._portal_cases()._portal_values())
        self.assertIn("Bitte zuerst rechnen.", text)
        self.assertIn("rejected", text)
        self.assertNotIn("Interner Grund", text)
        self.assertNotIn("Schwierig", text)

    def test_orientation_of_a_person_stays_private(self):
        self._make_case(
            "orientation",
            "running",
            subject="Streit in der Gruppe",
            partner_id=self.member.partner_id.id,
        )
        cases = self._as(self.spokesperson)._portal_cases()
        self.assertEqual(cases, self.concept)
        self.assertNotIn("Streit", str(cases._portal_values()))
        self.assertNotIn(self.concept.subject, str(cases._portal_values()))


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkPortalAccess(GroupCase):
    """Roles and offices."""

    def test_roles(self):
        document = self._make_document(is_shared=True)
        message = self._write_to_group()
        for records in (document, message):
            for user in (self.adviser, self.manager):
                records.with_user(user).check_access("read")
            for user in (
                self.steering,
                self.accountant,
                self.spokesperson,
                self.member,
                self.consultant,
                self.env.ref("base.public_user"),
            ):
                for operation in ("read", "write", "create", "unlink"):
                    with self.assertRefused("", AccessError):
                        records.with_user(user).check_access(operation)
        document.with_user(self.manager).unlink()
        message.with_user(self.manager).unlink()

    def test_other_offices(self):
        other = self.env["res.company"].create({"name": "Zweite Stelle"})
        user = self._make_user(
            "test_other",
            "wohnkoord_odoo.group_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        document, message = self._make_document(is_shared=True), self._write_to_group()
        for records in (document, message):
            self.assertFalse(records.with_user(user).search([]))
            with self.assertRefused("", AccessError):
                records.with_user(user).check_access("read")
        with self.assertRefused("", AccessError):
            message.with_user(user).create(
                {"initiative_id": self.initiative.id, "body": "Fremd"}
            )

    def test_public_methods_check_the_caller(self):
        document = self._make_document(is_shared=True)
        for user in (self.steering, self.spokesperson):
            for call in (
                document.with_user(user).action_tell_group,
                document.with_user(user).action_mark_seen,
                self.initiative.with_user(user).action_mark_news_read,
            ):
                with self.assertRefused("", AccessError):
                    call()
