# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .procedure_award_common import AwardCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureReservation(AwardCase):
    """Reservation with its clock, lapse, runner-up, contract, end of the procedure."""

    def test_not_before_the_stand_still_is_over(self):
        with self.assertRaisesRegex(UserError, "stand-still"):
            self.award.action_reserve()
        reservation = self._reserve()
        self.assertEqual(self.procedure.state, "reserved")
        self.assertEqual(self.award.state, "reserved")
        self.assertEqual(len(reservation.milestone_ids), 4)
        months = self.procedure.reservation_months
        self.assertEqual(
            reservation.date_end,
            fields.Date.add(reservation.date_start, months=months),
        )
        with self.assertRaisesRegex(UserError, "once it is awarded"):
            self._reserve()
        self.assertEqual(len(self._events("reserved")), 1)

    def test_award_and_reservation_are_called_by_their_plot(self):
        plot = self.award.procedure_lot_id.display_name
        self.assertEqual(self.award.display_name, plot)
        self.assertTrue(self._reserve().display_name.startswith(f"{plot}, from "))

    def test_extension_needs_a_decision_and_a_later_day(self):
        reservation = self._reserve()
        later = fields.Date.add(reservation.date_end, months=3)
        before = reservation.date_end
        for date_end, number in ((before, "1"), (later, " ")):
            with self.assertRaises(UserError):
                reservation._extend(date_end, "Ausschuss", number, self.today, "Bau")
        dialog = self.env["wohnkoord.reservation.extend"].with_user(self.adviser)
        dialog.create(
            {
                "reservation_id": reservation.id,
                "date_end": later,
                "resolution_body": "Ausschuss",
                "resolution_number": "A-7",
                "resolution_date": self.today,
                "reason": "Die Bauvoranfrage dauert länger.",
            }
        ).action_confirm()
        self.assertEqual(reservation.date_end, later)
        self.assertEqual(reservation.extension_ids.date_end_before, before)
        self.assertEqual(len(self._events("reservation_extended")), 1)

    def test_lapse_and_runner_up_with_a_clock_of_its_own(self):
        reservation = self._reserve()
        with self.assertRaisesRegex(UserError, "reason"):
            reservation.action_lapse(" ")
        reservation.action_lapse("Die Finanzierung kam nicht zustande.")
        self.assertEqual((reservation.state, self.award.state), ("lapsed", "lapsed"))
        self.assertEqual(self.plot.state, "in_procedure", "kept for the runner-up")
        dialog = (
            self.env["wohnkoord.reservation.move.up"]
            .with_user(self.adviser)
            .create(
                {
                    "reservation_id": reservation.id,
                    "resolution_body": "Stadtrat",
                    "resolution_number": "VII-2",
                    "resolution_date": self.today,
                    "reason": "Nachrücken nach Erlöschen",
                }
            )
        )
        self.assertIn(self.rival_initiative.name, dialog.runner_up)
        self.assertFalse(reservation.has_moved_up)
        award = self.env["wohnkoord.award"].browse(dialog.action_confirm()["res_id"])
        award = award.with_user(self.adviser)
        self.assertEqual(award.bid_id, self.rival_bid)
        self.assertEqual(award.previous_id, self.award)
        reservation.invalidate_recordset(["has_moved_up"])
        self.assertTrue(reservation.has_moved_up)
        # names of what a bid got do not say whose it is
        for record in (award, reservation):
            self.assertIn(self.procedure_lot.display_name, record.display_name)
            self.assertNotIn(self.initiative.name, record.display_name)
        second = self._reserve(award)
        self.assertEqual(second.state, "running")
        second.action_lapse("Die Gruppe hat sich aufgelöst.")
        self.assertFalse(award._runner_up())
        self.assertNotEqual(self.plot.state, "in_procedure", "nobody is left")

    def test_contract_ends_it(self):
        reservation = self._reserve()
        self.plot.write({"valuation_ids": [(0, 0, self._value(100000))]})
        contract = self._sign(reservation)
        self.assertEqual(contract.state, "signed")
        self.assertEqual(contract.ground_rent, 2500, "2.5 % of the value")
        self.assertEqual(contract.date_end.year - contract.date_start.year, 60)
        self.assertEqual(reservation.state, "fulfilled")
        self.assertEqual(self.award.state, "contracted")
        self.assertEqual(self.plot.state, "awarded")
        self.assertEqual(self.procedure.state, "contracted")
        with self.assertRaisesRegex(UserError, "stays as it was"):
            contract.price = 1
        with self.assertRaises(UserError):
            reservation.action_lapse("zu spät")

    def _value(self, amount):
        return {"amount": amount, "date": self.today, "source": "Gutachten"}

    def test_sale_below_value_needs_approval(self):
        reservation = self._reserve()
        action = reservation.action_make_contract()
        contract = self.env[action["res_model"]].browse(action["res_id"])
        contract = contract.with_user(self.adviser)
        sale = {"tenure": "sale", "price": 80000, "full_value": 100000}
        with self.assertRaisesRegex(UserError, "SächsGemO"):
            self._sign(reservation, **sale)
        contract.write({**sale, "date_signed": self.today})
        self.assertTrue(contract.needs_approval)
        contract.date_approval_asked = self.today
        self.assertIn(str(self.today + timedelta(weeks=6)), contract.approval_hint)
        contract.date_approved = self.today
        contract.action_sign()
        self.assertEqual(contract.state, "signed")

    def test_states_are_not_written(self):
        reservation = self._reserve()
        for name, value in (
            ("state", "lapsed"),
            ("date_end", self.today),
            ("award_id", self.award.id),
        ):
            with self.assertRaises(UserError):
                reservation.write({name: value})
        with self.assertRaises(UserError):
            self.env["wohnkoord.reservation"].with_user(self.adviser).create(
                {"award_id": self.award.id, "date_start": self.today}
            )
        contract = self.env["wohnkoord.procedure.contract"].with_user(self.adviser)
        with self.assertRaises(UserError):
            contract.create(
                {"award_id": self.award.id, "tenure": "sale", "state": "signed"}
            )

    def test_reminders_come_once(self):
        reservation = self._reserve()
        reservation.milestone_ids[0].date_due = self.today
        for _run in range(2):
            self.env["wohnkoord.reservation"]._cron_remind()
        self.assertEqual(len(reservation.activity_ids), 1)
        self.assertEqual(reservation.state, "running", "nothing lapses by itself")

    def test_milestones_by_state(self):
        reservation = self._reserve()
        first, second = reservation.milestone_ids[:2]
        first.date_due = self.today - timedelta(days=1)
        second.date_done = self.today
        Milestone = self.env["wohnkoord.reservation.milestone"]
        mine = [("reservation_id", "=", reservation.id)]
        self.assertEqual(Milestone.search([*mine, ("state", "=", "late")]), first)
        self.assertEqual(Milestone.search([*mine, ("state", "=", "done")]), second)
        reservation.action_lapse("Die Gruppe hat sich aufgelöst.")
        self.assertEqual(first.state, "open", "nobody waits for it any more")
        self.assertFalse(Milestone.search([*mine, ("state", "=", "late")]))
        self.assertIn(first, Milestone.search([*mine, ("state", "=", "open")]))

    def test_nobody_with_a_conflict_sees_it(self):
        reservation = self._reserve()
        self.env["wohnkoord.conflict"].with_user(self.adviser)._declare(
            self.env["wohnkoord.juror"],
            self.adviser,
            self.initiative,
            "relative",
            procedure=self.procedure,
        )
        for record in (reservation, reservation.milestone_ids[:1]):
            with self.assertRaises(AccessError):
                record.read(["id", "company_id"])
