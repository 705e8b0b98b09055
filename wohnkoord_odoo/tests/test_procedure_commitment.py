# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_procedure_reservation import TestProcedureReservation as Base


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureCommitment(Base):
    """Promises become duties, are controlled, breached, proven, and end."""

    allow_inherited_tests_method = False

    def _contract(self):
        self.env["wohnkoord.commitment"].create(
            [
                {"bid_id": self.bid.id, "kind": "dwellings", "value": 12},
                {"bid_id": self.bid.id, "kind": "rent_bound_years", "value": 15},
            ]
        )
        contract = self._sign(self._reserve(), tenure="sale", price=100, full_value=100)
        return contract.with_user(self.adviser)

    def _duties(self):
        contract = self._contract()
        contract.action_make_duties()
        return contract.commitment_ids.sorted("kind")

    def _control(self, duty, finding, **vals):
        controls = self.env["wohnkoord.commitment.control"].with_user(self.adviser)
        return controls.create(
            {"commitment_id": duty.id, "finding": finding, "date": self.today, **vals}
        )

    def test_duty_is_made_controlled_and_ended(self):
        first, bound = self._duties()
        self.assertEqual(first.duty_state, "due")
        self.assertEqual(bound.date_until.year, self.today.year + 15)
        with self.assertRaises(UserError):
            first.contract_id.action_make_duties()
        self._control(first, "not_met", value=11)
        self.assertEqual(first.duty_state, "breached")
        self._control(first, "met", value=12)
        self.assertEqual(first.duty_state, "proven")
        self.assertGreater(first.date_next_control, self.today)
        self._control(bound, "met")
        with self.assertRaisesRegex(UserError, "bound until"):
            bound.action_end_duty()
        first.action_end_duty()
        with self.assertRaises(UserError):
            self._control(first, "met")
        self.assertEqual(len(self._events("duty_controlled")), 3)

    def test_procedure_ends_when_no_promise_is_left(self):
        contract = self._contract()
        office = self.office
        self.assertTrue(office._missing("finish"))
        promises = self.bid.commitment_ids.with_user(self.adviser)
        with self.assertRaisesRegex(UserError, "reason"):
            promises[0].action_drop(" ")
        promises[0].action_drop("Im Vertrag anders geregelt.")
        contract.action_make_duties()
        self.assertFalse(office._missing("finish"))

    @mute_logger("odoo.sql_db")
    def test_promises_and_controls_never_change(self):
        duty = self._duties()[0]
        for name, value in (
            ("value", 1),
            ("bid_id", self.rival_bid.id),
            ("duty_state", "ended"),
            ("contract_id", False),
        ):
            with self.assertRaises(UserError):
                duty.write({name: value})
        control = self._control(duty, "met")
        with self.assertRaises(UserError):
            control.write({"finding": "not_met"})
        for query in (
            "UPDATE wohnkoord_commitment SET value = 1 WHERE id = %s",
            "DELETE FROM wohnkoord_commitment_control WHERE commitment_id = %s",
        ):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env.cr.execute(query, [duty.id])
        with self.assertRaises(UserError):
            self._control(duty, "met", date=self.today + timedelta(days=1))
        with self.assertRaises(UserError):
            self._control(duty, "met", user_id=self.env.ref("base.user_root").id)

    def test_reminders_come_once(self):
        duty = self._duties()[0]
        duty.date_next_control = self.today
        for _run in range(2):
            self.env["wohnkoord.commitment"]._cron_remind_duties()
        self.assertEqual(len(duty.activity_ids), 1)

    def test_nobody_with_a_conflict_controls(self):
        duty = self._duties()[0]
        control = self._control(duty, "met")
        self.env["wohnkoord.conflict"].with_user(self.adviser)._declare(
            self.env["wohnkoord.juror"],
            self.adviser,
            self.initiative,
            "relative",
            procedure=self.procedure,
        )
        with self.assertRaises(AccessError):
            control.read(["id", "finding"])
        with self.assertRaises(AccessError):
            self._control(duty, "not_met")
