# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import WohnkoordCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestAdvisory(WohnkoordCase):
    """States, reasons, dates and who may what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Case = cls.env["wohnkoord.advisory"].with_user(cls.adviser)
        cls.call = cls.Case.create({"subject": "Erste Frage"})

    def test_number_and_defaults(self):
        year = self.today.year
        self.assertRegex(self.call.name, rf"^BV-{year}-\d{{4}}$")
        self.assertEqual(self.call.level, "orientation")
        self.assertEqual(self.call.state, "requested")
        self.assertEqual(self.call.user_id, self.adviser)
        self.assertEqual(self.call.company_id, self.company)
        self.assertIn("Erste Frage", self.call.display_name)

    def test_orientation_goes_straight_on(self):
        with self.assertRaisesRegex(UserError, "no approval"):
            self.call.action_approve()
        self.call.action_start()
        self.assertEqual(self.call.state, "running")
        self.assertEqual(self.call.date_first_contact, self.today)
        self.call.action_done()
        self.assertEqual(self.call.state, "done")
        self.assertEqual(self.call.date_done, self.today)

    def test_first_contact_is_kept(self):
        before = self.today - timedelta(days=3)
        self.call.write(
            {"date_requested": before - timedelta(days=2), "date_first_contact": before}
        )
        self.call.action_start()
        self.assertEqual(self.call.date_first_contact, before)
        self.assertEqual(self.call.days_to_contact, 2)

    def test_states_follow_each_other(self):
        for action in ("action_done",):
            with self.assertRaises(UserError):
                getattr(self.call, action)()
        requested = self._make_case("concept", state="requested").with_user(
            self.adviser
        )
        with self.assertRaises(UserError):
            requested.action_start()
        self.assertEqual(requested.state, "requested")
        requested.action_approve()
        with self.assertRaises(UserError):
            requested.action_approve()
        requested.action_start()
        requested.action_done()
        for action, *args in (
            ("action_start",),
            ("action_done",),
            ("action_reject", "zu spät"),
            ("action_cancel", "zu spät"),
        ):
            with self.assertRaises(UserError):
                getattr(requested, action)(*args)
        self.assertEqual(requested.state, "done")

    def test_reject_and_cancel_need_a_reason(self):
        for action, state in (
            ("action_reject", "rejected"),
            ("action_cancel", "cancelled"),
        ):
            case = self.Case.create({"outcome": "Vorher"})
            for empty in ((), (None,), ("",), ("   ",)):
                with self.assertRaisesRegex(UserError, "reason"):
                    getattr(case, action)(*empty)
            self.assertEqual(case.state, "requested")
            getattr(case, action)("Nicht zuständig")
            self.assertEqual(case.state, state)
            self.assertEqual(case.outcome, "Vorher\nNicht zuständig")
            self.assertFalse(case.date_done)

    def test_reason_dialog_does_the_same(self):
        dialog = self.call.action_ask_cancel()
        self.env["wohnkoord.reason"].with_user(self.adviser).with_context(
            **dialog["context"]
        ).create({"reason": "Meldet sich nicht"}).action_apply()
        self.assertEqual(self.call.state, "cancelled")
        self.assertEqual(self.call.outcome, "Meldet sich nicht")

    def test_state_by_write_does_what_the_action_does(self):
        self.call.write({"state": "running"})
        self.assertEqual(self.call.date_first_contact, self.today)
        self.call.write({"state": "done", "outcome": "Beraten"})
        self.assertEqual(self.call.date_done, self.today)
        self.assertEqual(self.call.outcome, "Beraten")
        with self.assertRaises(UserError):
            self.call.write({"state": "requested"})
        fresh = self.Case.create({})
        with self.assertRaises(UserError):
            fresh.write({"state": "done"})
        with self.assertRaises(UserError):
            fresh.write({"state": "approved"})

    def test_rejected_by_write_needs_the_outcome(self):
        for state in ("rejected", "cancelled"):
            case = self.Case.create({"outcome": "Steht schon da"})
            with self.assertRaisesRegex(UserError, "reason"):
                case.write({"state": state})
            with self.assertRaisesRegex(UserError, "reason"):
                case.write({"state": state, "outcome": " "})
            case.write({"state": state, "outcome": "Weil", "subject": "Neu"})
            self.assertEqual(case.state, state)
            self.assertIn("Weil", case.outcome)
            self.assertEqual(case.subject, "Neu")
            case.write({"state": state, "subject": "Nur der Betreff"})
            self.assertEqual(case.subject, "Nur der Betreff")

    def test_create_in_another_state_is_refused(self):
        for state in ("approved", "running", "done", "rejected", "cancelled"):
            with self.assertRaises(UserError):
                self.Case.create({"state": state, "outcome": "x"})
        case = self.Case.with_context(default_state="done").create({})
        self.assertEqual(case.state, "requested")

    def test_import(self):
        result = self.Case.load(
            ["subject", "level", "topic_ids", "state"],
            [["Aus der Tabelle", "orientation", "Probethema", "requested"]],
        )
        self.assertFalse(result["messages"])
        case = self.Case.browse(result["ids"])
        self.assertEqual(case.topic_ids, self.topic)
        result = self.Case.load(["subject", "state"], [["Fertig", "done"]])
        self.assertTrue(result["messages"])
        self.assertFalse(result["ids"])
        result = self.Case.load(["subject", "waiver_reason"], [["Trick", "darf"]])
        self.assertTrue(result["messages"])
        # an existing record moves by the action
        result = self.Case.load([".id", "state"], [[str(case.id), "running"]])
        self.assertFalse(result["messages"])
        self.assertEqual(case.date_first_contact, self.today)

    def test_copy_starts_anew(self):
        self.case.with_user(self.adviser).action_start()
        copy = self.case.with_user(self.adviser).copy()
        self.assertEqual(copy.state, "requested")
        self.assertNotEqual(copy.name, self.case.name)
        self.assertFalse(copy.date_first_contact)
        self.assertFalse(copy.waiver_user_id)
        self.assertEqual(copy.date_requested, self.today)

    def test_level_is_fixed_after_approval(self):
        case = self._make_case("concept", state="requested").with_user(self.adviser)
        case.level = "specialist"
        case.level = "concept"
        case.action_approve()
        with self.assertRaisesRegex(UserError, "fixed"):
            case.level = "orientation"
        with self.assertRaisesRegex(UserError, "fixed"):
            case.write({"level": "specialist", "state": "running"})
        self.assertEqual(case.state, "approved")

    def test_company_is_fixed(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        self.adviser.company_ids += other
        with self.assertRaises(UserError):
            self.call.company_id = other

    def test_only_requested_are_deleted(self):
        running = self.Case.create({})
        running.action_start()
        with self.assertRaises(UserError):
            running.unlink()
        self.assertTrue(self.Case.create({}).unlink())

    def test_waiting_days(self):
        self.call.date_requested = self.today - timedelta(days=12)
        met = self.Case.create(
            {
                "date_requested": self.today - timedelta(days=12),
                "date_first_contact": self.today - timedelta(days=7),
            }
        )
        rejected = self.Case.create({"date_requested": self.today - timedelta(days=12)})
        rejected.action_reject("nein")
        cases = self.call | met | rejected
        self.assertEqual(cases.mapped("waiting_days"), [12, 5, 0])
        for domain, expected in (
            ([("waiting_days", ">=", 12)], self.call),
            ([("waiting_days", ">", 12)], self.Case),
            ([("waiting_days", ">", 4)], self.call | met),
            ([("waiting_days", "<", 12)], met | rejected),
            ([("waiting_days", "<=", 4)], rejected),
            ([("waiting_days", "=", 5)], met),
            ([("waiting_days", "in", [0, 12])], self.call | rejected),
            ([("waiting_days", "!=", 5)], self.call | rejected),
        ):
            found = self.Case.search([("id", "in", cases.ids), *domain])
            self.assertEqual(found, expected & found | expected, domain)
            self.assertEqual(set(found.ids), set(expected.ids), domain)

    def test_urgent_gets_a_deadline(self):
        self.call.is_urgent = True
        self.assertEqual(self.call.date_deadline, self.today + timedelta(days=7))
        self.call.date_deadline = self.today + timedelta(days=2)
        self.call.is_urgent = False
        self.assertEqual(self.call.date_deadline, self.today + timedelta(days=2))

    def test_attention(self):
        calm = self.Case.create({"date_first_contact": self.today})
        self.call.write(
            {"is_urgent": True, "date_deadline": self.today - timedelta(days=2)}
        )
        for word in ("overdue by 2 days", "urgent", "waiting for 0 days"):
            self.assertIn(word, self.call.attention)
        self.assertFalse(calm.attention)
        done = self.Case.create({"is_urgent": True})
        done.action_cancel("weg")
        self.assertFalse(done.attention)
        found = self.Case.search(
            [
                ("id", "in", (self.call | calm | done).ids),
                ("needs_attention", "=", True),
            ]
        )
        self.assertEqual(found, self.call)
        found = self.Case.search(
            [("id", "in", (self.call | calm).ids), ("needs_attention", "=", False)]
        )
        self.assertEqual(found, calm)

    def test_attention_when_hours_run_out(self):
        self.case.date_first_contact = self.today
        call_off = self._make_call_off(10)
        self.assertNotIn("hours", self.case.attention or "")
        self._make_entry(call_off, 480)
        self.case.invalidate_recordset()
        self.assertIn("hours running out", self.case.attention)

    def test_minutes_are_never_negative(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.call.minutes_staff = -1
            self.env.flush_all()

    def test_done_waits_for_the_orders(self):
        call_off = self._make_call_off(5)
        case = self.case.with_user(self.adviser)
        case.action_start()
        for step in (case.action_done, lambda: case.action_cancel("weg")):
            with self.assertRaisesRegex(UserError, "orders"):
                step()
        call_off.action_cancel()
        case.action_cancel("weg")
        self.assertEqual(case.state, "cancelled")

    # -- who may what ------------------------------------------------------------------

    def test_office_works_with_cases(self):
        for user in (self.adviser, self.manager):
            case = self.Case.with_user(user).create({"note": "<p>intern</p>"})
            self.assertIn("intern", case.note)
            case.action_start()

    def test_others_read_nothing(self):
        case = self.call.sudo()
        message = case.message_post(body="Vertrauliche Notiz")
        others = (
            self.steering,
            self.accountant,
            self.consultant,
            self.rival,
            self.spokesperson,
        )
        case.initiative_id = self.initiative
        for user in others:
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    case.with_user(user).read(["name"])
                with self.assertRaises(AccessError):
                    self.Case.with_user(user).search([])
                with self.assertRaises(AccessError):
                    case.with_user(user).write({"subject": "x"})
                with self.assertRaises(AccessError):
                    self.Case.with_user(user).create({})
                with self.assertRaises(AccessError):
                    case.with_user(user).action_start()
                with self.assertRaises(AccessError):
                    case.with_user(user).action_cancel("x")
                with self.assertRaises(AccessError):
                    message.with_user(user).read(["body"])
                found = (
                    self.env["mail.message"]
                    .with_user(user)
                    .search([("model", "=", "wohnkoord.advisory")])
                )
                self.assertFalse(found)

    def test_other_office_reads_nothing(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        stranger = self._make_user(
            "test_stranger",
            "wohnkoord_odoo.group_user",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertFalse(
            self.Case.with_user(stranger).search([("id", "=", self.call.id)])
        )
        with self.assertRaises(AccessError):
            self.call.with_user(stranger).read(["name"])

    def test_portal_records_of_other_companies_do_not_mix(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        self.manager.company_ids += other
        with self.assertRaises(UserError):
            self.Case.with_user(self.manager).with_company(other).create(
                {"initiative_id": self.initiative.id, "company_id": other.id}
            )

    def test_nobody_is_mailed(self):
        mails = self.env["mail.mail"].sudo().search_count([])
        case = self.Case.create(
            {
                "user_id": self.manager.id,
                "partner_id": self.spokesperson.partner_id.id,
                "initiative_id": self.initiative.id,
            }
        )
        case.action_start()
        case.user_id = self.adviser
        case.with_user(self.manager).user_id = self.manager
        case.action_done()
        self.env.flush_all()
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
        self.assertNotIn(self.spokesperson.partner_id, case.message_partner_ids)

    # -- catalogues and referrals ------------------------------------------------------

    def test_licensed_topics_are_marked(self):
        self.call.topic_ids = self.topic
        self.assertFalse(self.call.has_licensed_topic)
        self.call.topic_ids += self.env.ref("wohnkoord_odoo.topic_law")
        self.assertTrue(self.call.has_licensed_topic)

    def test_topics_speak_german(self):
        topic = self.env.ref("wohnkoord_odoo.topic_tax")
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.module.module"].search(
            [("name", "=", "wohnkoord_odoo")]
        )._update_translations(["de_DE"])
        self.assertTrue(topic.licensed_only)

    def test_topic_is_the_managers(self):
        with self.assertRaises(AccessError):
            self.topic.with_user(self.adviser).name = "Anders"
        self.topic.with_user(self.manager).name = "Anders"
        with self.assertRaises(AccessError):
            self.topic.with_user(self.steering).name = "Noch anders"
        self.topic.with_user(self.steering).read(["name"])

    def test_referral_with_feedback(self):
        offer = (
            self.env["wohnkoord.offer"]
            .with_user(self.adviser)
            .create({"name": "Wohnberatung", "topic_ids": self.topic.ids})
        )
        self.call.referral_ids = [Command.create({"offer_id": offer.id})]
        referral = self.call.referral_ids
        self.assertEqual(referral.date, self.today)
        self.assertEqual(referral.result, "open")
        self.assertEqual(referral.company_id, self.company)
        referral.write({"result": "helped", "feedback": "Umzug geschafft"})
        self.assertEqual(offer.referral_count, 1)
        for user in (self.steering, self.consultant, self.spokesperson):
            with self.assertRaises(AccessError):
                referral.with_user(user).read(["feedback"])


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestLevelOrder(WohnkoordCase):
    """Concept follows orientation, specialist follows concept (invariant 7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls._make_initiative("Neue Gruppe")
        cls.Case = cls.env["wohnkoord.advisory"].with_user(cls.adviser)

    def _case(self, level, **values):
        return self.Case.create(
            {"level": level, "initiative_id": self.group.id, **values}
        )

    def _finish(self, **values):
        case = self.Case.create({"level": "orientation", **values})
        case.action_start()
        case.action_done()
        return case

    def assertSkips(self, case, user=None):
        case = case.with_user(user or self.adviser)
        self.assertTrue(case.needs_waiver)
        with self.assertRaisesRegex(UserError, "skips a level"):
            case.action_approve()
        with self.assertRaisesRegex(UserError, "skips a level"):
            case.write({"state": "approved"})
        result = case.load([".id", "state"], [[str(case.id), "approved"]])
        self.assertTrue(result["messages"])
        with self.assertRaises(UserError):
            case.write({"state": "running"})
        with self.assertRaises(UserError):
            case.write({"state": "done"})
        self.assertEqual(case.state, "requested")

    def test_concept_needs_a_done_orientation(self):
        concept = self._case("concept")
        self.assertSkips(concept)
        self.assertSkips(concept, self.manager)
        orientation = self._case("orientation")
        self.assertSkips(concept)
        orientation.action_start()
        self.assertSkips(concept)
        orientation.action_done()
        self.assertFalse(concept.needs_waiver)
        concept.action_approve()
        self.assertEqual(concept.state, "approved")

    def test_specialist_needs_a_done_concept(self):
        self._finish(initiative_id=self.group.id)
        specialist = self._case("specialist")
        self.assertSkips(specialist)
        concept = self._case("concept")
        concept.action_approve()
        concept.action_start()
        self.assertSkips(specialist)
        concept.action_done()
        specialist.action_approve()
        self.assertEqual(specialist.state, "approved")

    def test_rejected_orientation_does_not_count(self):
        self._case("orientation").action_cancel("Doch nicht")
        self.assertSkips(self._case("concept"))

    def test_another_groups_orientation_does_not_count(self):
        self._finish(initiative_id=self.initiative.id)
        self.assertSkips(self._case("concept"))

    def test_orientation_of_a_member_counts(self):
        person = self.env["res.partner"].create({"name": "Kim Muster"})
        self._finish(partner_id=person.id)
        concept = self._case("concept")
        self.assertSkips(concept)
        member = self.env["wohnkoord.initiative.member"].create(
            {
                "initiative_id": self.group.id,
                "partner_id": person.id,
                "role": "member",
                "date_from": self.today - timedelta(days=30),
            }
        )
        concept.invalidate_recordset()
        self.assertFalse(concept.needs_waiver)
        member.date_to = self.today - timedelta(days=1)
        concept.invalidate_recordset()
        self.assertSkips(concept)
        member.date_to = False
        concept.action_approve()
        self.assertEqual(concept.state, "approved")

    def test_orientation_of_the_contact_counts(self):
        self._finish(partner_id=self.group.partner_id.id)
        self._case("concept").action_approve()

    def test_persons_orientation_is_not_a_concept(self):
        person = self.group.partner_id
        self._finish(partner_id=person.id)
        self.assertSkips(self._case("specialist"))

    def test_orientation_of_a_stranger_does_not_count(self):
        stranger = self.env["res.partner"].create({"name": "Robin Fremd"})
        self._finish(partner_id=stranger.id)
        self._finish()
        self.assertSkips(self._case("concept"))

    def test_concept_needs_an_initiative(self):
        for level in ("concept", "specialist"):
            case = self.Case.create({"level": level})
            case.with_user(self.manager).action_waive("Eilt")
            with self.assertRaisesRegex(UserError, "needs an initiative"):
                case.action_approve()
            with self.assertRaisesRegex(UserError, "needs an initiative"):
                case.write({"state": "approved"})

    def test_initiative_cannot_be_taken_away(self):
        self._finish(initiative_id=self.group.id)
        concept = self._case("concept")
        concept.action_approve()
        for value in (False, self.initiative.id):
            with self.assertRaises(UserError):
                concept.initiative_id = value
        done = self._finish(initiative_id=self.initiative.id)
        with self.assertRaises(UserError):
            done.initiative_id = self.group
        # a person's orientation may be given to the group that was founded later
        person = self._finish()
        person.initiative_id = self.group

    def test_waiver(self):
        concept = self._case("concept")
        with self.assertRaises(AccessError):
            concept.action_waive("Ich darf das")
        head = concept.with_user(self.manager)
        for empty in ((), ("",), (" ",)):
            with self.assertRaisesRegex(UserError, "reason"):
                head.action_waive(*empty)
        dialog = head.action_ask_waive()
        self.env["wohnkoord.reason"].with_user(self.manager).with_context(
            **dialog["context"]
        ).create({"reason": "Gruppe ist erfahren"}).action_apply()
        self.assertEqual(concept.waiver_reason, "Gruppe ist erfahren")
        self.assertEqual(concept.waiver_user_id, self.manager)
        self.assertIn(
            "Gruppe ist erfahren", "".join(concept.message_ids.mapped("body"))
        )
        self.assertFalse(concept.needs_waiver)
        concept.action_approve()
        concept.action_start()
        concept.action_done()
        self.assertEqual(concept.state, "done")

    def test_waiver_dialog_does_not_help_an_adviser(self):
        concept = self._case("concept")
        dialog = self.env["wohnkoord.reason"].with_user(self.adviser)
        dialog = dialog.with_context(**concept.action_ask_waive()["context"])
        with self.assertRaises(AccessError):
            dialog.create({"reason": "Trick"}).action_apply()
        self.assertFalse(concept.waiver_user_id)

    def test_waiver_is_guarded(self):
        concept = self._case("concept")
        for values in (
            {"waiver_reason": "x"},
            {"waiver_user_id": self.adviser.id},
            {"waiver_user_id": self.manager.id, "state": "approved"},
        ):
            with self.assertRaises(UserError):
                concept.write(values)
            with self.assertRaises(UserError):
                concept.with_user(self.manager).write(values)
            with self.assertRaises(UserError):
                self._case("concept", **values)
        keys = {
            "default_waiver_user_id": self.manager.id,
            "default_waiver_reason": "x",
            "skip_level_order": True,
            "force": True,
            "import_file": True,
            "install_mode": True,
        }
        case = self.Case.with_context(**keys).create(
            {"level": "concept", "initiative_id": self.group.id}
        )
        self.assertFalse(case.waiver_user_id)
        self.assertFalse(case.waiver_reason)
        self.assertSkips(case.with_context(**keys))

    def test_waiver_ends_with_what_it_was_given_for(self):
        concept = self._case("concept")
        concept.with_user(self.manager).action_waive("Erfahren")
        concept.level = "specialist"
        self.assertFalse(concept.waiver_user_id)
        self.assertSkips(concept)

    def test_orientation_has_no_waiver(self):
        with self.assertRaises(UserError):
            self._case("orientation").with_user(self.manager).action_waive("x")

    def test_many_cost_what_one_costs(self):
        def queries(cases):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            cases.mapped("needs_waiver")
            return self.cr.sql_log_count - before

        values = {"level": "concept", "initiative_id": self.group.id}
        one = self.Case.create(values)
        many = one | self.Case.create([values] * 30)
        queries(one)
        self.assertEqual(queries(one), queries(many))

    def test_running_procedure_is_asked(self):
        """The hook that the procedures extend; a subclass of the method stands in."""
        asked = []
        self._finish(initiative_id=self.group.id)
        concept = self._case("concept")
        Initiative = type(self.env["wohnkoord.initiative"])
        Advisory = type(self.env["wohnkoord.advisory"])

        def refuse(cases, procedures):
            asked.append((cases, procedures))
            raise ValidationError(self.env._("Verfahren läuft"))

        self.patch(Initiative, "_running_procedures", lambda self: self)
        self.patch(Advisory, "_check_advice_rule", refuse)
        with self.assertRaisesRegex(ValidationError, "Verfahren"):
            concept.action_approve()
        self.assertEqual(asked, [(concept, self.group)])
        with self.assertRaisesRegex(ValidationError, "Verfahren"):
            concept.write({"state": "approved"})
