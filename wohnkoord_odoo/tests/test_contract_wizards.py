# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import WohnkoordCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractWizards(WohnkoordCase):
    """The dialogs of the usual case: amend, choose consultant, quick order, send."""

    def tearDown(self):
        self.assertBalanced()
        super().tearDown()

    def _open(self, action, user=None):
        """The dialog that a button opens, as a form."""
        self.assertEqual(action["target"], "new")
        model = self.env[action["res_model"]].with_user(user or self.adviser)
        return Form(model.with_context(**action["context"]))

    def _opened(self, action):
        """The record that a dialog leads to."""
        return self.env[action["res_model"]].browse(action["res_id"])

    # -- amend ----------------------------------------------------------------------

    def test_amend(self):
        order = self._make_call_off(10)
        form = self._open(order.action_change_hours())
        self.assertEqual((form.hours, form.hours_before), (10, 10))
        form.hours = 12.5
        form.reason = "Mehr Abstimmung mit der Bank"
        form.save().action_apply()
        self.assertEqual(order.hours, 12.5)
        self.assertEqual(self.contract.hours_called_off, 12.5)

    def test_amend_keeps_the_rules(self):
        order = self._make_call_off(10)
        wizard = self.env["wohnkoord.call.off.amend"].with_user(self.adviser)
        for values in (
            {"hours": 100.25, "reason": "Mehr"},
            {"hours": 12, "reason": "  "},
            {"hours": 12.1, "reason": "Krumm"},
        ):
            with self.subTest(values=values), self.assertRefused():
                wizard.create({"call_off_id": order.id, **values}).action_apply()
        self.assertEqual(order.hours, 10)
        with self.assertRefused(exception=AccessError):
            self.env["wohnkoord.call.off.amend"].with_user(self.consultant).create(
                {"call_off_id": order.id, "hours": 20, "reason": "Mehr"}
            )

    # -- choose consultant ---------------------------------------------------------

    def test_ranking(self):
        second = self._make_contract(self.rival_firm, name="RV-2", rank=2)
        form = self._open(self.case.action_choose_consultant())
        self.assertEqual(form.lot_id, self.lot)
        self.assertEqual(form.contract_id, self.contract)
        self.assertFalse(form.needs_reason)
        form.hours = 60
        form.description = "Finanzierung rechnen"
        order = self._opened(form.save().action_order())
        self.assertEqual((order.state, order.contract_id), ("confirmed", self.contract))
        self.assertEqual(order.advisory_id, self.case)
        self.assertEqual(order.description, "Finanzierung rechnen")
        # the first has no longer enough hours: it is the second's turn
        form = self._open(self.case.action_choose_consultant())
        form.hours = 50
        self.assertEqual(form.contract_id, second)
        self.assertFalse(form.needs_reason)
        self.assertEqual(self._opened(form.save().action_order()).contract_id, second)

    def test_another_than_the_first_needs_a_reason(self):
        second = self._make_contract(self.rival_firm, name="RV-2", rank=2)
        form = self._open(self.case.action_choose_consultant())
        form.contract_id = second
        self.assertTrue(form.needs_reason)
        with self.assertRaises(AssertionError):
            form.save()
        form.selection_reason = "Die erste Firma ist bis März ausgelastet"
        order = self._opened(form.save().action_order())
        self.assertEqual(order.contract_id, second)
        self.assertIn("ausgelastet", order.selection_reason)
        wizard = self.env["wohnkoord.choose.consultant"].with_user(self.adviser)
        with self.assertRefused("reason"):
            wizard.create(
                {
                    "advisory_id": self.case.id,
                    "hours": 1,
                    "contract_id": second.id,
                    "selection_reason": " ",
                }
            ).action_order()

    def test_rotation(self):
        self.framework.selection_rule = "rotation"
        second = self._make_contract(self.rival_firm, name="RV-2", rank=2)
        first = self._opened(
            self._open(self.case.action_choose_consultant()).save().action_order()
        )
        self.assertEqual(first.contract_id, self.contract)
        following = self._opened(
            self._open(self.case.action_choose_consultant()).save().action_order()
        )
        self.assertEqual(following.contract_id, second)
        first._write_guarded(
            {"date_confirmed": first.date_confirmed - timedelta(hours=1)}
        )
        self.assertEqual(self.lot._choose_contracts()[0], self.contract)

    def test_criteria_always_needs_a_reason(self):
        self.framework.selection_rule = "criteria"
        form = self._open(self.case.action_choose_consultant())
        self.assertTrue(form.needs_reason)
        wizard = self.env["wohnkoord.choose.consultant"].with_user(self.adviser)
        with self.assertRefused("reason"):
            wizard.create({"advisory_id": self.case.id, "hours": 1}).action_order()

    def test_no_contract_fits(self):
        form = self._open(self.case.action_choose_consultant())
        form.hours = 100.25
        self.assertFalse(form.contract_id)
        wizard = self.env["wohnkoord.choose.consultant"].with_user(self.adviser)
        with self.assertRefused("Quick Order"):
            wizard.create({"advisory_id": self.case.id, "hours": 100.25}).action_order()
        # not even by naming one
        with self.assertRefused("Quick Order"):
            wizard.create(
                {
                    "advisory_id": self.case.id,
                    "hours": 100.25,
                    "contract_id": self.contract.id,
                }
            ).action_order()
        self.lot.topic_ids = self.env["wohnkoord.topic"].create({"name": "Anderes"})
        self.assertFalse(self._open(self.case.action_choose_consultant()).lot_id)

    def test_case_must_be_approved(self):
        case = self._make_case(state="requested")
        wizard = self.env["wohnkoord.choose.consultant"].with_user(self.adviser)
        with self.assertRefused("approved or running"):
            wizard.create({"advisory_id": case.id, "hours": 1}).action_order()
        quick = self.env["wohnkoord.quick.order"].with_user(self.adviser)
        with self.assertRefused("approved or running"):
            quick.create(
                {"advisory_id": case.id, "hours": 1, "partner_id": self.firm.id}
            ).action_order()

    # -- quick order ------------------------------------------------------------------

    def test_quick_order_uses_a_fitting_contract(self):
        frameworks = self.env["wohnkoord.framework"].search_count([])
        form = self._open(self.case.action_quick_order())
        form.partner_id = self.consultant.partner_id
        self.assertEqual(form.contract_id, self.contract)
        self.assertEqual(form.hourly_rate, 95)
        form.hours = 8
        order = self._opened(form.save().action_order())
        self.assertEqual((order.state, order.contract_id), ("confirmed", self.contract))
        self.assertEqual(order.hours, 8)
        self.assertEqual(self.env["wohnkoord.framework"].search_count([]), frameworks)

    def test_quick_order_awards_directly(self):
        newcomer = self._make_firm("Rechtsanwältin Muster")
        form = self._open(self.case.action_quick_order())
        form.partner_id = newcomer
        form.hours = 5
        self.assertFalse(form.contract_id)
        form.hourly_rate = 120
        self.assertEqual(form.max_amount, 600)
        order = self._opened(form.save().action_order())
        self.assertEqual(order.state, "confirmed")
        framework = order.framework_id
        self.assertEqual((framework.regime, framework.state), ("direct", "active"))
        self.assertEqual(framework.max_amount, 600)
        self.assertEqual(order.lot_id.level, "specialist")
        self.assertEqual(order.contract_id.partner_id, newcomer)
        self.assertEqual((order.contract_id.state, order.hourly_rate), ("active", 120))
        self.assertEqual(framework.amount_called_off, 600)
        # city steering reads frameworks: no name of a group or a person stands there
        self.assertIn(self.case.name, framework.name)
        self.assertNotIn(self.initiative.name, framework.name)
        with self.assertRefused("maximum amount"):
            order.action_amend(5.25, "Mehr")

    def test_quick_order_when_the_contract_is_used_up(self):
        self._make_call_off(100)
        wizard = self.env["wohnkoord.quick.order"].with_user(self.adviser)
        order = self._opened(
            wizard.create(
                {
                    "advisory_id": self.case.id,
                    "partner_id": self.firm.id,
                    "hours": 4,
                    "hourly_rate": 95,
                }
            ).action_order()
        )
        self.assertNotEqual(order.contract_id, self.contract)
        self.assertEqual(order.framework_id.regime, "direct")
        self.assertEqual(order.framework_id.max_amount, 380)

    def test_quick_order_looks_at_money_too(self):
        self.framework.max_amount = 380
        wizard = self.env["wohnkoord.quick.order"].with_user(self.adviser)
        data = {"advisory_id": self.case.id, "partner_id": self.firm.id}
        self.assertEqual(wizard.create({**data, "hours": 4}).contract_id, self.contract)
        self.assertFalse(wizard.create({**data, "hours": 4.25}).contract_id)

    def test_quick_order_needs_a_rate(self):
        newcomer = self._make_firm("Rechtsanwältin Muster")
        wizard = self.env["wohnkoord.quick.order"].with_user(self.adviser)
        with self.assertRefused("hourly rate"):
            wizard.create(
                {"advisory_id": self.case.id, "partner_id": newcomer.id, "hours": 4}
            ).action_order()

    def test_dialogs_are_for_the_office(self):
        for model in ("wohnkoord.quick.order", "wohnkoord.choose.consultant"):
            for user in (self.steering, self.accountant, self.consultant):
                with self.subTest(model=model, user=user.login):
                    with self.assertRefused(exception=AccessError):
                        self.env[model].with_user(user).create(
                            {"advisory_id": self.case.id}
                        )

    # -- mail ----------------------------------------------------------------------

    def test_nothing_is_sent_without_a_click(self):
        before = self.env["mail.mail"].search_count([])
        order = self._make_call_off(10)
        entry = self._make_entry(order, 60, submit=True)
        entry.with_user(self.manager).action_refuse("Unklar")
        order.sudo()._request_hours(1, "Mehr")
        order.action_grant_request()
        messages = order.sudo().message_ids
        self.assertNotIn(self.firm, messages.notified_partner_ids)
        self.assertNotIn(self.consultant.partner_id, messages.notified_partner_ids)
        self.assertFalse(
            self.env["mail.mail"]
            .search([], limit=self.env["mail.mail"].search_count([]) - before)
            .recipient_ids
            & (self.firm | self.consultant.partner_id)
        )

    def test_send_opens_the_composer(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.firm.lang = "de_DE"
        order = self._make_call_off(10)
        action = order.action_send()
        composer = Form(
            self.env["mail.compose.message"]
            .with_user(self.adviser)
            .with_context(**action["context"])
        ).save()
        self.assertIn(order.name, composer.subject)
        self.assertIn("Einzelauftrag", composer.subject)
        self.assertIn(f"/my/call-offs/{order.id}", composer.body)
        self.assertEqual(composer.partner_ids, self.firm)
        composer._action_send_mail()
        message = order.message_ids[0]
        self.assertIn("10,00", message.body)
        self.assertIn(self.firm, message.partner_ids)

    def test_links_in_mails_lead_to_the_portal(self):
        order = self._make_call_off(10)
        action = order.sudo()._get_access_action(access_uid=self.consultant.id)
        self.assertEqual(action["url"], f"/my/call-offs/{order.id}")
        action = order.sudo()._get_access_action(access_uid=self.adviser.id)
        self.assertEqual(action["type"], "ir.actions.act_window")
