# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import WohnkoordCase

HOURS = "wohnkoord_odoo.activity_type_limit_hours"
AMOUNT = "wohnkoord_odoo.activity_type_limit_amount"
TERM = "wohnkoord_odoo.activity_type_term_end"


class ReminderCase(WohnkoordCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.wohnkoord_reminder_user_id = cls.manager

    def _told(self, record, kind=HOURS):
        kind = self.env.ref(kind)
        return record.sudo().activity_ids.filtered(lambda a: a.activity_type_id == kind)

    def _mails(self, call_off):
        return self.env["mail.mail"].search(
            [("model", "=", call_off._name), ("res_id", "=", call_off.id)]
        )

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "wohnkoord_odoo.ir_cron_contract_remind"
            ).method_direct_trigger()
        self.env.invalidate_all()


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestLimits(ReminderCase):
    def test_worked_hours_are_told_once_per_limit(self):
        call_off = self._make_call_off(10)
        self._make_entry(call_off, 479)
        self.assertFalse(self._told(call_off))
        self._make_entry(call_off, 1)
        first = self._told(call_off)
        self.assertEqual(first.user_id, self.adviser)
        self.assertIn("8.00 of 10.00", first.summary)
        self.assertEqual(len(self._mails(call_off)), 1)
        self._make_entry(call_off, 60)
        self.assertEqual(self._told(call_off), first)
        self._make_entry(call_off, 60)
        second = self._told(call_off)
        self.assertEqual(
            len(second), 1, "the later hint stands in the place of the first"
        )
        self.assertIn("10.00 of 10.00", second.summary)
        self.assertEqual(len(self._mails(call_off)), 2)

    def test_one_jump_over_both_limits_is_told_once(self):
        call_off = self._make_call_off(1)
        self._make_entry(call_off, 60)
        self.assertEqual(len(self._told(call_off)), 1)
        self.assertEqual(len(self._mails(call_off)), 1)

    def test_mail_in_the_consultant_s_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.firm.lang = "de_DE"
        template = self.env.ref("wohnkoord_odoo.mail_template_limit_call_off")
        template.with_context(lang="de_DE").subject = "Stunden in {{ object.name }}"
        call_off = self._make_call_off(1)
        self._make_entry(call_off, 60)
        mail = self._mails(call_off)
        self.assertEqual(mail.recipient_ids, self.firm)
        self.assertTrue(mail.subject.startswith("Stunden in"), mail.subject)
        self.assertIn(f"/my/call-offs/{call_off.id}", mail.body_html)
        self.assertNotIn("95", mail.body_html, "no rate")

    def test_firm_without_address(self):
        self.firm.email = False
        call_off = self._make_call_off(1)
        self._make_entry(call_off, 60)
        self.assertEqual(
            self._mails(call_off).recipient_ids, self.consultant.partner_id
        )

    def test_armed_again_after_less_or_more(self):
        call_off = self._make_call_off(10)
        entry = self._make_entry(call_off, 540)
        self.assertTrue(self._told(call_off))
        entry.minutes = 60
        self.assertFalse(self._told(call_off), "the hint holds no longer")
        entry.minutes = 540
        self.assertTrue(self._told(call_off))
        call_off.action_amend(20, "Mehr zu tun")
        self.assertFalse(self._told(call_off))
        self._make_entry(call_off, 420)
        self.assertTrue(self._told(call_off))
        self.assertEqual(len(self._mails(call_off)), 3)

    def test_closed_order_has_no_hint(self):
        call_off = self._make_call_off(1)
        entry = self._make_entry(call_off, 60, submit=True)
        entry.with_user(self.manager).action_approve()
        call_off.result = "Gerechnet."
        self.assertTrue(self._told(call_off))
        call_off.action_close()
        self.assertFalse(self._told(call_off))

    def test_levels_above(self):
        self.lot.write({"max_hours": 100, "max_amount": 10000})
        self.framework.write({"max_hours": 200, "max_amount": 10000})
        self._make_call_off(80)  # 7600 euros
        self.assertEqual(self._told(self.contract).user_id, self.manager)
        self.assertTrue(self._told(self.lot))
        self.assertFalse(self._told(self.framework))
        self.assertFalse(self._told(self.framework, AMOUNT))
        self._make_call_off(5)  # 8075 euros
        self.assertTrue(self._told(self.lot, AMOUNT))
        money = self._told(self.framework, AMOUNT)
        self.assertIn("8,075.00", money.summary)
        self.framework.max_amount = 20000
        self.assertFalse(self._told(self.framework, AMOUNT))
        self.framework.max_amount = 8100
        self.assertTrue(self._told(self.framework, AMOUNT))

    def test_limits_are_settings_of_the_office(self):
        self.company.write({"wohnkoord_limit_first": 50, "wohnkoord_limit_second": 60})
        call_off = self._make_call_off(10)
        self._make_entry(call_off, 300)
        self.assertEqual(call_off.limit_step_hours, 1)
        self.company.write({"wohnkoord_limit_second": 100, "wohnkoord_limit_first": 90})
        self._run()
        self.assertEqual(call_off.limit_step_hours, 0)
        self.assertFalse(self._told(call_off))

    def test_steps_are_not_set_by_hand(self):
        call_off = self._make_call_off(10)
        for record, name in (
            (call_off, "limit_step_hours"),
            (self.contract.with_user(self.manager), "limit_step_hours"),
            (self.framework.with_user(self.manager), "limit_step_amount"),
            (self.lot.with_user(self.manager), "limit_step_amount"),
        ):
            with self.assertRaises(UserError):
                record.write({name: 2})

    def test_deputy_is_told(self):
        second = self._make_user("test_second", "wohnkoord_odoo.group_user")
        self.env["wohnkoord.absence"].create(
            {
                "user_id": self.adviser.id,
                "deputy_id": second.id,
                "date_from": self.today,
                "date_to": self.today,
            }
        )
        call_off = self._make_call_off(1)
        self._make_entry(call_off, 60)
        self.assertEqual(self._told(call_off).user_id, second)

    def test_monday_list(self):
        call_off = self._make_call_off(10, date_end=self.today + timedelta(days=20))
        case = self.case.with_user(self.adviser)
        self.assertIn("order ends soon", case.attention)
        self.assertNotIn("hours running out", case.attention)
        self._make_entry(call_off, 480)
        case.invalidate_recordset()
        self.assertIn("hours running out", case.attention)
        self.company.wohnkoord_call_off_days = 0
        case.invalidate_recordset()
        self.assertNotIn("order ends soon", case.attention)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestEnds(ReminderCase):
    def test_ends_are_told_once(self):
        soon = self._make_framework(date_end=self.today + timedelta(days=59))
        contract = self._make_contract(self.rival_firm, lot_id=soon.lot_ids.id)
        call_off = self._make_call_off(1, date_end=self.today + timedelta(days=30))
        later = self._make_call_off(1, date_end=self.today + timedelta(days=31))
        self._run()
        self.assertEqual(self._told(soon, TERM).user_id, self.manager)
        self.assertEqual(self._told(contract, TERM).user_id, self.manager)
        self.assertEqual(self._told(call_off, TERM).user_id, self.adviser)
        self.assertIn("1.00 hours are left", self._told(call_off, TERM).summary)
        self.assertFalse(self._told(later, TERM))
        self.assertFalse(self._told(self.framework, TERM))
        self._told(call_off, TERM).action_feedback()
        self._run()
        self.assertFalse(self._told(call_off, TERM), "told once")
        call_off.date_end = self.today + timedelta(days=40)
        self._run()
        self.assertFalse(self._told(call_off, TERM))
        call_off.date_end = self.today + timedelta(days=20)
        self._run()
        self.assertTrue(self._told(call_off, TERM), "another end is told anew")

    def test_extension_takes_the_hint_back(self):
        soon = self._make_framework(date_end=self.today + timedelta(days=10))
        self._run()
        self.assertTrue(self._told(soon, TERM))
        soon.date_end = self.today + timedelta(days=300)
        self.assertFalse(self._told(soon, TERM))

    def test_ended_contracts_are_not_told(self):
        soon = self._make_framework(date_end=self.today + timedelta(days=10))
        contract = self._make_contract(self.rival_firm, lot_id=soon.lot_ids.id)
        self._run()
        contract.action_end()
        self.assertFalse(self._told(contract, TERM))
        soon.action_close()
        self.assertFalse(self._told(soon, TERM))

    def test_zero_days_is_never(self):
        self.company.wohnkoord_term_days = 0
        soon = self._make_framework(date_end=self.today + timedelta(days=10))
        self._run()
        self.assertFalse(self._told(soon, TERM))

    @mute_logger("odoo.addons.wohnkoord_odoo.models.contract_reminder")
    def test_a_bad_record_does_not_stop_the_others(self):
        bad = self._make_framework(date_end=self.today + timedelta(days=9))
        good = self._make_framework(date_end=self.today + timedelta(days=10))
        broken = type(bad)._end_text

        def end_text(record):
            if record.id == bad.id:
                raise ValueError("broken")
            return broken(record)

        with patch.object(type(bad), "_end_text", end_text):
            self._run()
        self.assertFalse(self._told(bad, TERM))
        self.assertTrue(self._told(good, TERM))
        self._run()
        self.assertTrue(self._told(bad, TERM), "tried again the next day")

    def test_other_offices_have_their_own_settings(self):
        office = self.env["res.company"].create(
            {"name": "Andere Stelle", "wohnkoord_term_days": 5}
        )
        head = self._make_user(
            "test_other_head",
            "wohnkoord_odoo.group_manager",
            company_id=office.id,
            company_ids=[Command.set(office.ids)],
        )
        theirs = self._make_framework(
            activate=False,
            company_id=office.id,
            date_end=self.today + timedelta(days=10),
        )
        theirs.with_user(head).action_activate()
        self._run()
        self.assertFalse(self._told(theirs, TERM))
        office.wohnkoord_term_days = 10
        self._run()
        self.assertEqual(self._told(theirs, TERM).user_id, head)
