# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import WohnkoordCase

REMINDER = "wohnkoord_odoo.mail_activity_type_milestone"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestInitiativeMilestone(WohnkoordCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Milestone = cls.env["wohnkoord.milestone"].with_user(cls.adviser)
        # reminders of the demo data are another story
        cls.env["wohnkoord.milestone"].search([]).write({"date_reminded": cls.today})

    def _milestone(self, due=None, **values):
        return self.Milestone.create(
            {
                "name": "Finanzierung zugesagt",
                "initiative_id": self.initiative.id,
                "date_due": due is not None and self.today + timedelta(days=due),
                **values,
            }
        )

    def _mail_count(self):
        self.env.flush_all()
        return (
            self.env["mail.mail"].search_count([]),
            self.env["mail.notification"].search_count([]),
        )

    # -- overdue -----------------------------------------------------------------------

    def test_overdue(self):
        late = self._milestone(-2)
        today = self._milestone(1)
        undated = self._milestone()
        done = self._milestone(-2, date_done=self.today)
        all_four = late | today | undated | done
        self.assertEqual(all_four.mapped("status"), ["overdue", "open", "open", "done"])
        mine = [("id", "in", all_four.ids)]
        self.assertEqual(
            self.Milestone.search([("is_overdue", "=", True), *mine]), late
        )
        self.assertEqual(
            self.Milestone.search([("is_overdue", "=", False), *mine]),
            today | undated | done,
        )
        self.assertEqual(all_four.filtered("is_overdue"), late)
        self.assertRecordValues(
            self.initiative.with_user(self.adviser),
            [
                {
                    "milestone_count": 4,
                    "milestone_done_count": 1,
                    "milestone_overdue_count": 1,
                    "plan_progress": 25,
                    "date_next_milestone": late.date_due,
                }
            ],
        )

    def test_done_and_open_again(self):
        milestone = self._milestone(-2)
        milestone.action_done()
        self.assertEqual(milestone.date_done, self.today)
        with self.assertRaises(UserError):
            milestone.action_done()
        milestone.action_reopen()
        self.assertEqual(milestone.status, "overdue")

    def test_not_done_in_the_future(self):
        with self.assertRaises(ValidationError):
            self._milestone(5, date_done=self.today + timedelta(days=3))

    def test_responsible(self):
        milestone = self._milestone(5)
        own = self._milestone(5, user_id=self.manager.id)
        done = self._milestone(-5, date_done=self.today)
        self.assertEqual(milestone.user_id, self.adviser)
        self.initiative.user_id = self.manager
        self.assertEqual(milestone.user_id, self.manager, "handed over")
        self.assertEqual(own.user_id, self.manager)
        self.assertEqual(done.user_id, self.adviser, "what is done stays")

    def test_no_mail_about_an_assignment(self):
        before = self._mail_count()
        milestone = self._milestone(5)
        milestone.with_user(self.manager).user_id = self.manager
        self.initiative.with_user(self.adviser).user_id = self.manager
        self._make_initiative("Zugewiesen", user_id=self.manager.id)
        self.assertEqual(self._mail_count(), before)

    def test_rights(self):
        milestone = self._milestone(5)
        for user in (self.steering, self.accountant, self.spokesperson):
            with self.assertRaises(AccessError):
                milestone.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                milestone.with_user(user).action_done()
        milestone.unlink()

    # -- reminders ---------------------------------------------------------------------

    def _remind(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "wohnkoord_odoo.ir_cron_remind_milestones"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def _reminders(self, milestones):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "wohnkoord.milestone"),
                ("res_id", "in", milestones.ids),
                ("activity_type_id", "=", self.env.ref(REMINDER).id),
            ]
        )

    def test_reminder_comes_once(self):
        soon = self._milestone(3)
        late = self._milestone(-3)
        far = self._milestone(30)
        done = self._milestone(3, date_done=self.today)
        before = self._mail_count()
        self._remind()
        self._remind()
        self.assertEqual(
            sorted(self._reminders(soon | late | far | done).mapped("res_id")),
            sorted((soon | late).ids),
        )
        self.assertRecordValues(
            self._reminders(soon),
            [{"user_id": self.adviser.id, "date_deadline": soon.date_due}],
        )
        self.assertEqual(self._mail_count(), before, "no mail")

    def test_reminder_ends_with_the_milestone(self):
        milestone = self._milestone(3)
        self._remind()
        milestone.action_done()
        self.assertFalse(self._reminders(milestone))
        self._remind()
        self.assertFalse(self._reminders(milestone))
        milestone.action_reopen()
        self._remind()
        self.assertEqual(len(self._reminders(milestone)), 1)

    def test_reminder_follows_the_due_date(self):
        milestone = self._milestone(3)
        self._remind()
        milestone.date_due = self.today + timedelta(days=60)
        self.assertEqual(
            self._reminders(milestone).mapped("date_deadline"), [milestone.date_due]
        )
        self._remind()
        self.assertEqual(len(self._reminders(milestone)), 1)

    def test_a_closed_reminder_comes_again_for_a_new_date(self):
        milestone = self._milestone(3)
        self._remind()
        milestone.activity_feedback([REMINDER])
        self._remind()
        self.assertFalse(self._reminders(milestone), "same date: told already")
        milestone.date_due = self.today + timedelta(days=5)
        self._remind()
        self.assertEqual(len(self._reminders(milestone)), 1)

    def test_reminder_moves_with_the_responsible_person(self):
        milestone = self._milestone(3)
        self._remind()
        self.initiative.user_id = self.manager
        self.assertEqual(self._reminders(milestone).user_id, self.manager)

    def test_no_reminder_where_nobody_works(self):
        archived = self._make_initiative("Archiviert", active=False)
        dormant = self._make_initiative("Ruht", stage_id=self._stage("dormant").id)
        nobody = self._make_initiative("Ohne Beratung", user_id=False)
        milestones = self.Milestone.browse()
        for initiative in (archived, dormant, nobody):
            milestones |= self._milestone(2, initiative_id=initiative.id)
        self._remind()
        self.assertFalse(self._reminders(milestones))

    def test_reminders_in_batches(self):
        milestones = self.Milestone.create(
            [
                {
                    "name": f"Etappe {number}",
                    "initiative_id": self.initiative.id,
                    "date_due": self.today,
                }
                for number in range(5)
            ]
        )
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            self.env(cr=cursor)["wohnkoord.milestone"]._cron_remind(batch_size=2)
        self.env.invalidate_all()
        self.assertEqual(len(self._reminders(milestones)), 2)
        self._remind()
        self.assertEqual(len(self._reminders(milestones)), 5)

    # -- the plan from a template ------------------------------------------------------

    def _template(self, name="Vorlage", **values):
        return self.env["wohnkoord.milestone.template"].create(
            {
                "name": name,
                "line_ids": [
                    (0, 0, {"name": "Gruppe", "distance": 10, "unit": "days"}),
                    (0, 0, {"name": "Konzept", "distance": 1, "unit": "months"}),
                ],
                **values,
            }
        )

    def _plan(self, template, start, **values):
        return (
            self.env["wohnkoord.initiative.plan"]
            .with_user(self.adviser)
            .create(
                {
                    "initiative_id": self.initiative.id,
                    "template_id": template.id,
                    "date_start": start,
                    **values,
                }
            )
        )

    def test_plan(self):
        template = self._template()
        self._plan(template, date(2030, 1, 31)).action_apply()
        self.assertRecordValues(
            self.initiative.milestone_ids,
            [
                {
                    "name": "Gruppe",
                    "date_due": date(2030, 2, 10),
                    "user_id": self.adviser.id,
                },
                {
                    "name": "Konzept",
                    "date_due": date(2030, 2, 28),
                    "user_id": self.adviser.id,
                },
            ],
        )

    def test_plan_twice_makes_nothing_twice(self):
        template = self._template()
        plan = self._plan(template, date(2030, 1, 1))
        plan.action_apply()
        first = self.initiative.milestone_ids
        first[0].write({"name": "Unsere Gruppe", "date_due": date(2030, 3, 3)})
        plan.action_apply()
        self._plan(template, date(2031, 1, 1)).action_apply()
        self.assertEqual(self.initiative.milestone_ids, first)
        self.assertEqual(
            first.filtered(lambda m: m.name == "Unsere Gruppe").date_due,
            date(2030, 3, 3),
            "what the office changed stays",
        )

    def test_plan_fills_gaps_and_moves_open_milestones(self):
        template = self._template()
        self._plan(template, date(2030, 1, 1)).action_apply()
        milestones = self.initiative.milestone_ids
        gone, kept = milestones
        gone_line = gone.template_line_id
        gone.unlink()
        self._plan(template, date(2031, 1, 1), move_open=True).action_apply()
        again = self.initiative.milestone_ids - kept
        self.assertEqual(again.template_line_id, gone_line)
        self.assertEqual(kept.date_due, date(2031, 2, 1))
        kept.action_done()
        self._plan(template, date(2032, 1, 1), move_open=True).action_apply()
        self.assertEqual(kept.date_due, date(2031, 2, 1), "done is done")

    def test_plan_from_two_sides_at_once(self):
        line = self._template().line_ids[0]
        self._milestone(template_line_id=line.id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self._milestone(template_line_id=line.id)

    def test_template_is_proposed(self):
        self.env["wohnkoord.milestone.template"].search([]).active = False
        general = self._template("Allgemein")
        existing = self._template("Bestand", building_type="existing")
        leasehold = self._template(
            "Bestand Erbbaurecht", building_type="existing", tenure="leasehold"
        )

        def proposed(building_type, tenure):
            self.initiative.write({"building_type": building_type, "tenure": tenure})
            plan = Form(
                self.env["wohnkoord.initiative.plan"]
                .with_user(self.adviser)
                .with_context(default_initiative_id=self.initiative.id)
            )
            return plan.template_id

        self.assertEqual(proposed("existing", "leasehold"), leasehold)
        self.assertEqual(proposed("existing", "sale"), existing)
        self.assertEqual(proposed("new", "leasehold"), general)
        self.assertEqual(proposed(False, False), general)

    def test_plan_needs_the_right_to_write(self):
        plan = self._plan(self._template(), date(2030, 1, 1))
        for user in (self.steering, self.spokesperson):
            with self.assertRaises(AccessError):
                plan.with_user(user).action_apply()

    def test_distance_is_not_negative(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self._template().line_ids[0].distance = -1
            self.env.flush_all()
