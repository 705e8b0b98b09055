# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.procedure_dates import add_days
from .test_procedure_publication import FIRST, SECOND, PublicationCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureAmendment(PublicationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._publish()
        cls.criterion = cls.procedure.criterion_ids

    def _publish_change(self, **values):
        amendment = self._amend(**values)
        self.criterion.description = "Neu beschrieben."
        amendment.action_publish()
        return amendment

    def test_rows_may_be_edited_while_a_change_is_prepared(self):
        self.assertFalse(self.procedure._may_edit())
        amendment = self._amend()
        self.assertTrue(self.procedure._may_edit())
        amendment.action_drop()
        self.assertFalse(self.procedure._may_edit())

    def test_nothing_is_published_before(self):
        version = self.procedure.version_id
        self._amend()
        self.criterion.weight = 50
        self.assertEqual(self.procedure.version_id, version)
        self.assertEqual(
            self.procedure._published_content()["criteria"][0]["weight"], "100.00"
        )

    def test_diff_in_words(self):
        amendment = self._amend(date_deadline=self.deadline + timedelta(days=7))
        self.criterion.weight = 35
        self.criterion.step_ids[0].name = "begeistert"
        self.form.file = base64.b64encode(SECOND)
        self._add_document("Plan", FIRST, file_name="plan.txt")
        self.procedure_lot.price_fixed = 3
        self.env["wohnkoord.requirement"].create(
            {"procedure_id": self.procedure.id, "name": "Fünf Haushalte"}
        )
        amendment.invalidate_recordset(["diff"])
        lines = amendment.diff.split("\n")
        for words in (
            "Criterion Gemeinschaft: Weight",
            ": 100 → 35",
            "5 points: überzeugt → begeistert",
            "Document Formblatt: file replaced, version 1 → 2",
            "Document Plan: new",
            "Lot 1 Probestraße 1: Fixed Price: 2.5 → 3",
            "Requirement Fünf Haushalte: new",
            "Bids until: ",
        ):
            self.assertTrue([line for line in lines if words in line], (words, lines))
        self.assertEqual(len(lines), 7)

    def test_next_version(self):
        first = self.procedure.version_id
        amendment = self._publish_change()
        version = self.procedure.version_id
        self.assertEqual((version.number, amendment.state), (2, "published"))
        self.assertEqual(amendment.version_id, version)
        self.assertEqual(amendment.base_version_id, first)
        self.assertTrue(version.is_material)
        self.assertIn("Neu beschrieben.", version.diff)
        self.assertEqual(version.reason, "Ein Fehler im Plan.")
        # the parties are told in the same act
        told, event = self.procedure.event_ids[:2]
        self.assertEqual((told.kind, event.kind), ("parties_told", "amended"))
        self.assertIn(version.hash, event.content)
        self.assertFalse(self.procedure._may_edit())

    def test_last_material_version(self):
        first = self.procedure.version_id
        self._publish_change(is_material=False)
        self.assertEqual(self.procedure._last_material_version(), first)
        amendment = self._amend()
        self.criterion.description = "Noch einmal."
        amendment.action_publish()
        last = self.procedure.version_id
        self.assertEqual(self.procedure._last_material_version(), last)
        third = self._amend(is_material=False)
        self.criterion.description = "Und wieder."
        third.action_publish()
        self.assertEqual(self.procedure._last_material_version(), last)

    def test_refused_without_reason_or_change(self):
        amendment = self._amend()
        with self.assertRaises(UserError):
            amendment.action_publish()
        self.criterion.description = "Neu"
        amendment.reason = "  \n "
        with self.assertRaises(UserError):
            amendment.action_publish()

    # -- dates ---------------------------------------------------------------------------

    def _last_moment(self):
        """The last moment at which the deadline leaves the set days."""
        moment = add_days(self.deadline, -14, "Europe/Berlin")
        self.assertEqual(add_days(moment, 14, "Europe/Berlin"), self.deadline)
        return moment

    def test_in_time_to_the_second(self):
        amendment = self._amend()
        self.criterion.description = "Neu"
        last = self._last_moment()
        with (
            self._at(last + timedelta(microseconds=1)),
            self.assertRaises(UserError) as refused,
        ):
            amendment.action_publish()
        later = add_days(self.deadline, 1, "Europe/Berlin")
        self.assertIn(self.procedure._moment_text(later), str(refused.exception))
        with self._at(last):
            amendment.action_publish()
        self.assertEqual(amendment.state, "published")

    def test_extended(self):
        amendment = self._amend()
        self.criterion.description = "Neu"
        with self._at(self.deadline - timedelta(seconds=1)):
            amendment.invalidate_recordset(["is_too_late", "date_earliest"])
            self.assertTrue(amendment.is_too_late)
            amendment.action_extend()
            self.assertEqual(
                amendment.date_deadline, add_days(self.deadline, 14, "Europe/Berlin")
            )
            amendment.action_publish()
        self.assertEqual(self.procedure.published_deadline, amendment.date_deadline)
        self.assertEqual(self.procedure.date_deadline, amendment.date_deadline)

    def test_never_after_the_deadline(self):
        amendment = self._amend(date_deadline=self.deadline + timedelta(days=60))
        with self._at(self.deadline + timedelta(microseconds=1)):
            with self.assertRaises(UserError):
                amendment.action_publish()
            amendment.action_drop()
            with self.assertRaises(UserError):
                self._amend()

    def test_deadlines_only_move_later(self):
        questions = self.procedure.date_questions_until
        for values in (
            {"date_deadline": self.deadline - timedelta(seconds=1)},
            {"date_questions_until": questions - timedelta(seconds=1)},
            {"date_questions_until": self.deadline + timedelta(seconds=1)},
        ):
            amendment = self._amend(**values)
            with self.assertRaises(UserError):
                amendment.action_publish()
            amendment.action_drop()
        amendment = self._amend()
        self.procedure.date_deadline = self.deadline - timedelta(days=1)
        with self.assertRaises(UserError):
            amendment.action_publish()

    def test_promised_days_count(self):
        """Fewer days in the draft do not shorten what was promised."""
        amendment = self._amend()
        self.procedure.amendment_days = 0
        with (
            self._at(self.deadline - timedelta(days=1)),
            self.assertRaises(UserError),
        ):
            amendment.action_publish()

    # -- identity ------------------------------------------------------------------------

    def test_lots_stay_the_same(self):
        self._amend()
        with self.assertRaises(UserError):
            self.procedure_lot.unlink()
        other = self.plot.copy()
        with self.assertRaises(UserError):
            self.procedure_lot.plot_id = other
        self.procedure_lot.plot_id = self.plot

    def test_one_draft_at_a_time(self):
        amendment = self._amend()
        action = self.procedure.with_user(self.adviser).action_amend()
        self.assertEqual(action["res_id"], amendment.id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self._amend()

    def test_decided_is_decided(self):
        amendment = self._publish_change()
        for attack in (
            lambda: amendment.write({"reason": "x"}),
            lambda: amendment.action_publish(),
            lambda: amendment.action_drop(),
            lambda: amendment.write({"state": "draft"}),
            lambda: amendment.sudo().unlink(),
        ):
            with self.assertRaises(UserError):
                attack()

    def test_state_is_not_forged(self):
        for values in (
            {"state": "published"},
            {"version_id": self.procedure.version_id.id},
            {"date_published": "2026-01-01"},
        ):
            with self.assertRaises(UserError):
                self._amend(**values)

    def test_only_what_is_published_is_amended(self):
        other = self._make_procedure(lot_ids=[])
        with self.assertRaises(UserError):
            self._amend(other)

    def test_rights(self):
        for user in (self.steering, self.spokesperson, self.accountant):
            with self.assertRaises(AccessError):
                self.env["wohnkoord.procedure.amendment"].with_user(user).create(
                    {"procedure_id": self.procedure.id}
                )
        amendment = self._amend()
        self.assertTrue(amendment.with_user(self.steering).has_access("read"))
        self.assertFalse(amendment.with_user(self.spokesperson).has_access("read"))
        with self.assertRaises(AccessError):
            amendment.with_user(self.steering).action_publish()

    # -- dropping ------------------------------------------------------------------------

    def test_drop_brings_everything_back(self):
        content = self.procedure._published_content()
        requirement = self.env["wohnkoord.requirement"]
        amendment = self._amend()
        self.procedure.write(
            {"name": "Anders", "date_deadline": self.deadline + timedelta(days=3)}
        )
        self.procedure_lot.write({"price_fixed": 9, "lease_years": 99})
        self.criterion.unlink()
        self.procedure.criterion_ids.create(
            {"procedure_id": self.procedure.id, "name": "Anderes"}
        )
        requirement.create({"procedure_id": self.procedure.id, "name": "Neu"})
        self.form.unlink()
        self._add_document("Zwei", SECOND)
        amendment.action_drop()
        self.assertEqual(self.procedure._frozen_values(), content)
        self.assertEqual(amendment.state, "dropped")
        self.assertFalse(requirement.search_count([("name", "=", "Neu")]))

    def test_drop_brings_a_tree_back(self):
        amendment = self._amend()
        group = self.criterion.create(
            {"procedure_id": self.procedure.id, "name": "Gruppe", "weight": 0}
        )
        self.criterion.parent_id = group
        amendment.reason = "Gruppiert."
        amendment.action_publish()
        content = self.procedure._published_content()
        second = self._amend()
        self.criterion.parent_id = False
        group.unlink()
        second.action_drop()
        self.assertEqual(self.procedure._frozen_values(), content)

    def test_drop_leaves_plots_alone(self):
        amendment = self._amend()
        self.plot.area = 600
        amendment.action_drop()
        self.assertEqual(self.plot.area, 600)

    def test_replaced_file_comes_back(self):
        amendment = self._amend()
        self.form.file = base64.b64encode(SECOND)
        amendment.action_drop()
        self.assertEqual(base64.b64decode(self.form.file), FIRST)
        self.assertEqual(self.form.number, 1)

    # -- around --------------------------------------------------------------------------

    def test_tell_network(self):
        action = self.procedure.with_user(self.adviser).action_tell_network()
        new = (
            self.env["wohnkoord.mailing.new"]
            .with_user(self.adviser)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(new.kind, "plot_notice")
        self.assertIn(self.procedure.name, new.subject)
        mailing = self.env["mailing.mailing"].browse(new.action_start()["res_id"])
        self.assertEqual(mailing.consent_purpose, "plot_notice")
        self.assertIn("Probestraße 1", str(mailing.body_arch))
        self.assertIn(f"/procedures/{self.procedure.slug}", str(mailing.body_arch))

    def test_hostile_name_in_the_letter(self):
        amendment = self._amend()
        self.procedure.name = "<script>alert(1)</script>"
        amendment.action_publish()
        new = self.env["wohnkoord.mailing.new"].create(
            {"kind": "plot_notice", "procedure_id": self.procedure.id}
        )
        self.assertNotIn("<script>", str(new._render_body()))
