# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WohnkoordCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractCallOff(WohnkoordCase):
    """When an order may be placed, and that no way leads around it (invariants 3, 5)."""

    def tearDown(self):
        self.assertBalanced()
        super().tearDown()

    def assertNotOrderable(self, order, text=""):
        with self.assertRefused(text):
            order.action_confirm()
        order.invalidate_recordset()
        self.assertEqual(order.state, "draft")

    # -- invariant 3 -------------------------------------------------------------------

    def test_contract_must_be_active(self):
        contract = self._make_contract(self.rival_firm, activate=False)
        order = self._make_call_off(1, confirm=False, contract_id=contract.id)
        self.assertNotOrderable(order, "not active")
        contract.with_user(self.manager).action_activate()
        contract.with_user(self.manager).action_end()
        self.assertNotOrderable(order, "not active")

    def test_framework_must_be_active(self):
        order = self._make_call_off(1, confirm=False)
        self.framework.with_user(self.manager).action_close()
        self.assertNotOrderable(order, "not active")

    def test_term_of_the_order_inside_the_contract(self):
        self.contract.write(
            {
                "date_start": self.today - timedelta(days=10),
                "date_end": self.today + timedelta(days=10),
            }
        )
        for start, end in ((-11, 5), (-5, 11)):
            with self.assertRefused():
                self._make_call_off(
                    1,
                    date_start=self.today + timedelta(days=start),
                    date_end=self.today + timedelta(days=end),
                )
        order = self._make_call_off(
            1,
            date_start=self.today - timedelta(days=10),
            date_end=self.today + timedelta(days=10),
        )
        with self.assertRefused():
            order.date_end = self.today + timedelta(days=11)
        with self.assertRefused():
            self.contract.date_end = self.today + timedelta(days=9)

    def test_today_inside_both_terms(self):
        """An agreement that has run out is no longer called off, whatever the dates."""
        past = {
            "date_start": self.today - timedelta(days=100),
            "date_end": self.today - timedelta(days=1),
        }
        order = self._make_call_off(1, confirm=False, **past)
        self.contract.write(past)
        self.assertNotOrderable(order, "runs from")
        self.contract.write({"date_end": self.framework.date_end})
        self.framework.contract_ids.write(past)
        self.framework.write(past)
        self.assertNotOrderable(order, "runs from")

    def test_case_of_the_lots_level(self):
        concept = self._make_case("concept")
        order = self._make_call_off(1, confirm=False, advisory_id=concept.id)
        self.assertNotOrderable(order, "level")

    def test_topics_meet_the_lots(self):
        other = self.env["wohnkoord.topic"].create({"name": "Anderes Thema"})
        self.lot.topic_ids = other
        order = self._make_call_off(1, confirm=False)
        self.assertNotOrderable(order, "topics")
        self.case.topic_ids = [Command.link(other.id)]
        order.action_confirm()
        self.assertEqual(order.state, "confirmed")

    def test_case_must_be_approved(self):
        case = self._make_case(state="requested")
        order = self._make_call_off(1, confirm=False, advisory_id=case.id)
        self.assertNotOrderable(order, "approved or running")
        case.with_user(self.manager).action_approve()
        order.action_confirm()
        order.action_cancel()
        case.with_user(self.adviser).action_start()
        case.with_user(self.adviser).action_done()
        late = self._make_call_off(1, confirm=False, advisory_id=case.id)
        self.assertNotOrderable(late, "approved or running")

    def test_case_with_running_order_stays_open(self):
        case = self._make_case(state="running")
        order = self._make_call_off(1, advisory_id=case.id)
        case = case.with_user(self.manager)
        with self.assertRefused(order.name):
            case.action_done()
        with self.assertRefused(order.name):
            case.action_cancel("Doch nicht")
        with self.assertRefused():
            case.write({"state": "done"})
        with self.assertRefused():
            case.initiative_id = self._make_initiative("Andere Gruppe")
        with self.assertRefused():
            case.sudo().level = "concept"
        # an import that sends the same values again changes nothing
        case.write({"level": "specialist", "initiative_id": self.initiative.id})
        order.action_cancel()
        case.action_done()
        self.assertEqual(case.state, "done")

    def test_terms_obey_the_regime(self):
        start = self.today
        for regime, years in (("vgv", 4), ("vola", 4), ("uvgo", 6)):
            with self.subTest(regime=regime):
                full = {
                    "regime": regime,
                    "date_start": start,
                    "date_end": start + relativedelta(years=years, days=-1),
                }
                self._make_framework(**full)
                longer = {**full, "date_end": start + relativedelta(years=years)}
                with self.assertRefused():
                    self._make_framework(**longer)
                self._make_framework(
                    **longer, term_exception_reason="Bauzeit der Projekte"
                )
        self._make_framework(regime="direct", date_end=start + relativedelta(years=9))

    def test_framework_needs_a_maximum_amount(self):
        framework = self._make_framework(activate=False, max_amount=0)
        with self.assertRefused("maximum amount"):
            framework.with_user(self.manager).action_activate()
        with self.assertRefused():
            framework.with_user(self.manager).write({"state": "active"})
        with self.assertRefused():
            self.framework.max_amount = 0
            self.framework.flush_recordset()
        self.framework.invalidate_recordset()

    def test_contract_needs_rate_and_active_framework(self):
        free = self._make_contract(self.rival_firm, activate=False, hourly_rate=0)
        with self.assertRefused("hourly rate"):
            free.with_user(self.manager).action_activate()
        lot = self._make_framework(activate=False).lot_ids
        early = self._make_contract(self.rival_firm, activate=False, lot_id=lot.id)
        with self.assertRefused("Activate the framework"):
            early.with_user(self.manager).action_activate()

    def test_contract_is_made_with_the_firm(self):
        with self.assertRefused():
            self._make_contract(self.consultant.partner_id, activate=False)

    def test_active_contract_keeps_lot_and_firm(self):
        for values in (
            {"partner_id": self.rival_firm.id},
            {"lot_id": self._make_framework().lot_ids.id},
        ):
            with self.assertRefused():
                self.contract.with_user(self.manager).write(values)

    # -- invariant 5: states and guarded fields --------------------------------------

    def test_state_by_write_does_what_the_action_does(self):
        order = self._make_call_off(10, confirm=False)
        order.write({"state": "confirmed"})
        self.assertEqual(order.hourly_rate, 95)
        self.assertTrue(order.date_confirmed)
        self.assertEqual(self.contract.hours_called_off, 10)
        with self.assertRefused("result"):
            order.write({"state": "closed"})
        order.write({"state": "closed", "result": "Fertig."})
        self.assertEqual(self.contract.hours_called_off, 0)
        for state in ("draft", "confirmed", "cancelled"):
            with self.subTest(state=state), self.assertRefused():
                order.write({"state": state})

    def test_state_by_write_meets_the_cap(self):
        order = self._make_call_off(100.25, confirm=False)
        with self.assertRefused():
            order.write({"state": "confirmed"})
        order.invalidate_recordset()
        with self.assertRefused():
            order.sudo().write({"state": "confirmed"})
        self.assertEqual(self.contract.hours_called_off, 0)

    def test_state_in_create_refused(self):
        for state in ("confirmed", "closed", "cancelled"):
            with self.assertRefused():
                self._make_call_off(1, confirm=False, state=state)
        for model, values in (
            ("wohnkoord.framework", {"state": "active"}),
            ("wohnkoord.contract", {"state": "active"}),
        ):
            record = self.framework if "framework" in model else self.contract
            with self.assertRefused():
                record.create({**record.copy_data()[0], **values})

    def test_state_by_import(self):
        order = self._make_call_off(10, confirm=False)
        too_much = self._make_call_off(95, confirm=False)
        self.env.flush_all()
        model = self.env["wohnkoord.call.off"].with_user(self.adviser)
        result = model.load([".id", "state"], [[str(order.id), "confirmed"]])
        self.assertEqual(result["ids"], order.ids, result["messages"])
        order.invalidate_recordset()
        self.assertEqual((order.state, order.hourly_rate), ("confirmed", 95))
        self.assertEqual(self.contract.hours_called_off, 10)
        result = model.load([".id", "state"], [[str(too_much.id), "confirmed"]])
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])
        result = model.load([".id", "hours"], [[str(order.id), "99"]])
        self.assertFalse(result["ids"])
        result = model.load([".id", "minutes_worked"], [[str(order.id), "99"]])
        self.assertFalse(result["ids"])
        order.invalidate_recordset()
        self.assertEqual((order.hours, order.minutes_worked), (10, 0))

    def test_guarded_fields_refused(self):
        order = self._make_call_off(10, confirm=False)
        values = {
            "hourly_rate": 1.0,
            "amount": 1.0,
            "name": "EA-1",
            "date_confirmed": "2026-01-01 10:00:00",
            "date_closed": self.today,
            "company_id": self.company.id,
            "lot_id": self.lot.id,
            "framework_id": self.framework.id,
            "commercial_partner_id": self.rival_firm.id,
            "initiative_id": self.initiative.id,
            "minutes_worked": 5,
            "hours_billed": 5,
        }
        for name, value in values.items():
            with self.subTest(name=name):
                with self.assertRefused():
                    order.write({name: value})
                with self.assertRefused():
                    order.sudo().write({name: value})
                with self.assertRefused():
                    self._make_call_off(1, confirm=False, **{name: value})

    def test_no_context_key_opens_a_gate(self):
        order = self._make_call_off(10)
        data = {
            "contract_id": self.contract.id,
            "advisory_id": self.case.id,
            "hours": 1,
            "date_start": self.today,
        }
        keys = {
            "default_state": "confirmed",
            "default_minutes_worked": -600,
            "default_hourly_rate": 1.0,
            "default_name": "EA-1",
            "default_date_confirmed": "2026-01-01 10:00:00",
            "import_file": True,
            "install_mode": True,
            "tracking_disable": True,
            "mail_notrack": True,
            "module": "base",
        }
        model = self.env["wohnkoord.call.off"].with_user(self.adviser)
        try:
            new = model.with_context(**keys).create(data)
        except UserError:
            new = None
        if new:
            self.assertEqual((new.state, new.minutes_worked), ("draft", 0))
            self.assertNotEqual(new.name, "EA-1")
            self.assertFalse(new.date_confirmed)
            self.assertEqual(new.hourly_rate, 95)
        self.env["ir.default"].set("wohnkoord.call.off", "minutes_worked", -60)
        self.assertEqual(model.create(data).minutes_worked, 0)
        with self.assertRefused():
            order.with_context(**keys).write({"minutes_worked": 0})
        with self.assertRefused():
            order.with_context(**keys).write({"hours": 99})

    def test_copy_resets(self):
        order = self._make_call_off(10)
        self._make_approved(order, 60)
        order.result = "Fertig."
        copy = order.copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual((copy.minutes_worked, copy.minutes_approved), (0, 0))
        self.assertNotEqual(copy.name, order.name)
        self.assertFalse(copy.result or copy.date_confirmed or copy.time_entry_ids)
        contract = self.contract.copy()
        self.assertEqual((contract.state, contract.minutes_called_off), ("draft", 0))
        framework = self.framework.copy()
        self.assertEqual(framework.state, "draft")
        self.assertEqual(framework.amount_called_off, 0)
        self.assertEqual(framework.lot_ids.minutes_called_off, 0)
        self.assertFalse(framework.contract_ids)

    def test_confirmed_order_is_fixed(self):
        order = self._make_call_off(10)
        other = self._make_contract(self.rival_firm)
        for values in (
            {"hours": 5},
            {"contract_id": other.id},
            {"advisory_id": self._make_case().id},
        ):
            with self.subTest(values=values), self.assertRefused():
                order.write(values)
        order.write({"result": "Fertig.", "user_id": self.manager.id})
        order.action_close()
        for values in (
            {"result": "Anders"},
            {"date_end": self.today},
            {"description": "Anders"},
        ):
            with self.subTest(values=values), self.assertRefused():
                order.write(values)

    def test_only_drafts_are_deleted(self):
        order = self._make_call_off(10)
        with self.assertRefused():
            order.unlink()
        order.action_cancel()
        with self.assertRefused():
            order.unlink()
        for record in (self.contract, self.lot, self.framework):
            with self.assertRefused():
                record.with_user(self.manager).unlink()
        self._make_call_off(1, confirm=False).unlink()

    def test_hours_in_quarters(self):
        for hours in (0, -1, 0.1, 1.3):
            with self.subTest(hours=hours), self.assertRefused():
                self._make_call_off(hours, confirm=False)
                self.env.flush_all()

    # -- mails -------------------------------------------------------------------------

    def test_nobody_is_mailed_about_an_assignment(self):
        mails = self.env["mail.mail"].sudo().search_count([])
        order = self._make_call_off(2, user_id=self.manager.id)
        order.with_user(self.manager).user_id = self.adviser
        self.env.flush_all()
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
