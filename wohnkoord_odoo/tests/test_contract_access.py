# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import WohnkoordCase

OPERATIONS = ("read", "write", "create", "unlink")
#: model -> role -> letters of what is allowed (read, write, create, unlink)
RIGHTS = {
    "wohnkoord.framework": {"adviser": "rwcu", "steering": "r"},
    "wohnkoord.framework.lot": {"adviser": "rwcu", "steering": "r"},
    "wohnkoord.contract": {"adviser": "rwcu", "steering": "r"},
    "wohnkoord.call.off": {"adviser": "rwcu", "steering": "r", "consultant": "r"},
    "wohnkoord.time.entry": {"adviser": "rwcu", "consultant": "rwcu"},
    "wohnkoord.hours.request": {"adviser": "rwc"},
    "wohnkoord.person.day": {},
    "wohnkoord.call.off.amend": {"adviser": "rwc"},
    "wohnkoord.choose.consultant": {"adviser": "rwc"},
    "wohnkoord.quick.order": {"adviser": "rwc"},
}


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestContractAccess(WohnkoordCase):
    """Who sees and does what: roles, firms, offices (invariant 9)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._make_call_off(10)
        cls.entry = cls._make_entry(cls.order, 60)
        cls.rival_contract = cls._make_contract(cls.rival_firm, name="RV-2")
        cls.rival_order = cls._make_call_off(5, contract_id=cls.rival_contract.id)
        cls.rival_entry = cls._make_entry(cls.rival_order, 30, user=cls.rival)

    def tearDown(self):
        self.assertBalanced()
        super().tearDown()

    def _seen(self, model, user):
        return self.env[model].with_user(user).search([])

    def test_rights_per_role(self):
        roles = {
            "adviser": self.adviser,
            "manager": self.manager,
            "steering": self.steering,
            "accountant": self.accountant,
            "consultant": self.consultant,
            "spokesperson": self.spokesperson,
            "public": self.env.ref("base.public_user"),
        }
        for model, rights in RIGHTS.items():
            for role, user in roles.items():
                same = {"manager": "adviser", "spokesperson": "consultant"}
                allowed = rights.get(same.get(role, role), "")
                for operation in OPERATIONS:
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            self.env[model].with_user(user).has_access(operation),
                            operation[0] in allowed,
                        )

    def test_firm_sees_its_own_only(self):
        for user, order, entry in (
            (self.consultant, self.order, self.entry),
            (self.colleague, self.order, self.entry),
            (self.rival, self.rival_order, self.rival_entry),
        ):
            self.assertEqual(self._seen("wohnkoord.call.off", user), order)
            self.assertEqual(self._seen("wohnkoord.time.entry", user), entry)
        for foreign in (self.order, self.entry):
            with self.assertRefused(exception=AccessError):
                foreign.with_user(self.rival).read(["display_name"])
        for model in ("wohnkoord.call.off", "wohnkoord.time.entry"):
            self.assertFalse(self._seen(model, self.spokesperson))

    def test_firm_sees_no_drafts(self):
        draft = self._make_call_off(1, confirm=False)
        self.assertNotIn(draft, self._seen("wohnkoord.call.off", self.consultant))
        with self.assertRefused(exception=AccessError):
            draft.with_user(self.consultant).read(["hours"])
        draft.action_cancel()
        self.assertIn(draft, self._seen("wohnkoord.call.off", self.consultant))

    def test_firm_writes_nothing_on_orders(self):
        order = self.order.with_user(self.consultant)
        for values in ({"hours": 99}, {"result": "x"}, {"state": "closed"}):
            with self.subTest(values=values), self.assertRefused():
                order.write(values)
        for method in ("action_confirm", "action_close", "action_cancel"):
            with self.subTest(method=method), self.assertRefused():
                getattr(order, method)()
        with self.assertRefused(exception=AccessError):
            order.action_amend(99, "Mehr")
        with self.assertRefused(exception=AccessError):
            order.action_send()
        self.assertEqual(self.order.hours, 10)

    def test_no_foreign_order_is_worked_on(self):
        for order in (self.rival_order, self._make_call_off(1, confirm=False)):
            with self.assertRefused():
                self._make_entry(order, 5)
        with self.assertRefused():
            self._make_entry(self.rival_order, 5, partner_id=self.rival.partner_id.id)

    def test_person_changes_the_firm(self):
        self.assertTrue(self._seen("wohnkoord.call.off", self.consultant))
        self.consultant.partner_id.with_user(
            self.manager
        ).sudo().parent_id = self.rival_firm
        self.assertEqual(
            self._seen("wohnkoord.call.off", self.consultant), self.rival_order
        )
        self.assertEqual(
            self._seen("wohnkoord.time.entry", self.consultant), self.rival_entry
        )
        with self.assertRefused(exception=AccessError):
            self.entry.with_user(self.consultant).write({"minutes": 5})
        with self.assertRefused(exception=AccessError):
            self.order.with_user(self.consultant).read(["hours"])

    def test_person_leaves_the_firm(self):
        self.consultant.partner_id.parent_id = False
        for model in ("wohnkoord.call.off", "wohnkoord.time.entry"):
            self.assertFalse(self._seen(model, self.consultant))

    def test_firm_becomes_part_of_another(self):
        """A firm that is bought takes its people along at once."""
        self.assertEqual(self._seen("wohnkoord.call.off", self.rival), self.rival_order)
        self.rival_firm.parent_id = self._make_firm("Holding")
        self.assertFalse(
            self._seen("wohnkoord.call.off", self.rival) - self.rival_order
        )

    def test_ended_contract_stays_visible(self):
        self.contract.with_user(self.manager).action_end()
        self.assertEqual(self._seen("wohnkoord.call.off", self.consultant), self.order)
        self.framework.with_user(self.manager).action_close()
        self.assertEqual(
            self._seen("wohnkoord.time.entry", self.consultant), self.entry
        )
        self.assertEqual(self.order.with_user(self.consultant).hours, 10)

    def test_office_fields_stay_in_the_office(self):
        order = self.order.with_user(self.consultant)
        fields = order.fields_get()
        for name in (
            "advisory_id",
            "initiative_id",
            "selection_reason",
            "hours_request_ids",
            "request_id",
        ):
            self.assertNotIn(name, fields)
            with self.assertRefused(exception=AccessError):
                order.read([name])
        with self.assertRefused(exception=AccessError):
            order.search([("advisory_id.note", "ilike", "a")])
        entry = self.entry.with_user(self.consultant)
        for name in ("advisory_id", "bill_line_id"):
            with self.assertRefused(exception=AccessError):
                entry.read([name])
        for model in (
            "wohnkoord.advisory",
            "wohnkoord.contract",
            "wohnkoord.framework",
            "wohnkoord.initiative",
        ):
            with self.subTest(model=model), self.assertRefused(exception=AccessError):
                self._seen(model, self.consultant)
        self.assertIn("description", fields)
        self.assertIn("result", fields)

    # -- the log of an order ------------------------------------------------------------

    def test_log_of_the_order_stays_in_the_office(self):
        note = self.order.message_post(body="Budget der Gruppe reicht nicht")
        comment = self.order.message_post(
            body="Intern gemeint", subtype_xmlid="mail.mt_comment"
        )
        self.order.action_amend(11, "Vertraulicher Grund")
        self.env.flush_all()
        everything = self.order.sudo().message_ids
        domain = [("model", "=", self.order._name), ("res_id", "=", self.order.id)]
        for user in (self.consultant, self.colleague, self.rival, self.steering):
            messages = self.env["mail.message"].with_user(user)
            with self.subTest(user=user.login):
                self.assertFalse(messages.search(domain))
                self.assertFalse(
                    self.order.with_user(user).message_ids
                    if user == self.steering
                    else []
                )
                for message in everything:
                    with self.assertRefused(exception=AccessError):
                        message.with_user(user).read(["body"])
        office = self.env["mail.message"].with_user(self.adviser).search(domain)
        self.assertEqual(office, everything)
        self.assertLessEqual(note + comment, office)

    def test_consultant_cannot_post(self):
        with self.assertRefused(exception=AccessError):
            self.order.with_user(self.consultant).message_post(
                body="Hallo", subtype_xmlid="mail.mt_comment"
            )
        with self.assertRefused(exception=AccessError):
            self.env["mail.message"].with_user(self.consultant).create(
                {
                    "model": self.order._name,
                    "res_id": self.order.id,
                    "body": "Hallo",
                    "subtype_id": self.env.ref("mail.mt_comment").id,
                }
            )

    def test_mail_to_the_consultant_is_readable(self):
        message = self.order.message_post(
            body="Ihr Einzelauftrag",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.consultant.partner_id.ids,
        )
        self.assertIn("Einzelauftrag", message.with_user(self.consultant).body)
        with self.assertRefused(exception=AccessError):
            message.with_user(self.colleague).read(["body"])

    def test_files_of_the_order_stay_in_the_office(self):
        file = self.env["ir.attachment"].create(
            {
                "name": "kalkulation.txt",
                "raw": b"geheim",
                "res_model": self.order._name,
                "res_id": self.order.id,
            }
        )
        for user in (self.consultant, self.rival, self.steering):
            with (
                self.subTest(user=user.login),
                self.assertRefused(exception=AccessError),
            ):
                file.with_user(user).read(["raw"])
        self.assertEqual(file.with_user(self.adviser).raw, b"geheim")

    # -- steering ----------------------------------------------------------------------

    def test_steering_reads_and_changes_nothing(self):
        lot = self.lot.with_user(self.steering)
        for record in (self.framework, self.lot, self.contract, self.order):
            own = record.with_user(self.steering)
            with self.subTest(model=record._name):
                self.assertTrue(own.read(["display_name", "hours_left"]))
                with self.assertRefused():
                    own.write({"date_end": self.today} if own != lot else {"name": "x"})
                with self.assertRefused():
                    own.unlink()
        for record, method in (
            (self.framework, "action_close"),
            (self.contract, "action_end"),
            (self.order, "action_cancel"),
            (self.order, "action_close"),
        ):
            with self.subTest(method=method), self.assertRefused():
                getattr(record.with_user(self.steering), method)()
        self.assertEqual(self.framework.state, "active")
        for model in ("wohnkoord.time.entry", "wohnkoord.advisory"):
            with self.assertRefused(exception=AccessError):
                self._seen(model, self.steering)
        for name in ("description", "result", "advisory_id", "time_entry_ids"):
            with self.subTest(name=name), self.assertRefused(exception=AccessError):
                self.order.with_user(self.steering).read([name])

    # -- offices -----------------------------------------------------------------------

    def test_another_office_sees_nothing(self):
        office = self.env["res.company"].create({"name": "Andere Koordinationsstelle"})
        stranger = self._make_user(
            "test_stranger",
            "wohnkoord_odoo.group_manager",
            company_id=office.id,
            company_ids=[Command.set(office.ids)],
        )
        request = self.order.sudo()._request_hours(1, "Mehr")
        for record in (
            self.framework,
            self.lot,
            self.contract,
            self.order,
            self.entry,
            request,
        ):
            with self.subTest(model=record._name):
                self.assertNotIn(record, self._seen(record._name, stranger))
                with self.assertRefused(exception=AccessError):
                    record.with_user(stranger).read(["display_name"])
        with self.assertRefused():
            self.entry.with_user(stranger).action_approve()
        with self.assertRefused():
            self.env["wohnkoord.call.off"].with_user(stranger).create(
                {
                    "contract_id": self.contract.id,
                    "advisory_id": self.case.id,
                    "hours": 1,
                }
            )

    def test_case_and_contract_of_one_office(self):
        office = self.env["res.company"].create({"name": "Andere Koordinationsstelle"})
        initiative = self._make_initiative(
            "Andere Gruppe", company_id=office.id, user_id=self.env.uid
        )
        case = self.env["wohnkoord.advisory"].create(
            {
                "level": "specialist",
                "initiative_id": initiative.id,
                "company_id": office.id,
                "user_id": self.env.uid,
            }
        )
        with self.assertRefused():
            self.env["wohnkoord.call.off"].create(
                {
                    "contract_id": self.contract.id,
                    "advisory_id": case.id,
                    "hours": 1,
                    "date_start": self.today,
                }
            )

    def test_portal_user_gets_the_office(self):
        office = self.env["res.company"].create({"name": "Andere Koordinationsstelle"})
        framework = self._make_framework(activate=False, company_id=office.id)
        framework.action_activate()
        contract = self._make_contract(
            self.rival_firm, activate=False, lot_id=framework.lot_ids.id
        )
        self.assertNotIn(office, self.rival.company_ids)
        contract.action_activate()
        self.assertIn(office, self.rival.company_ids)
        self.assertNotIn(office, self.consultant.company_ids)
        newcomer = self._make_portal_user("test_newcomer", self.rival_firm)
        self.assertIn(office, newcomer.company_ids)

    def test_activities_on_orders_are_the_office_s(self):
        """A request for hours says what a group needs; steering reads figures only."""
        self.order.sudo()._request_hours(1, "Die Gruppe streitet")
        activity = self.order.sudo().activity_ids
        self.assertIn("streitet", activity.note)
        for user in (self.steering, self.consultant):
            own = self.env["mail.activity"].with_user(user)
            with self.assertRaises(AccessError):
                own.browse(activity.id).read(["note"])
        self.assertFalse(
            self.env["mail.activity"]
            .with_user(self.steering)
            .search([("res_model", "=", "wohnkoord.call.off")])
        )
        for user in (self.adviser, self.manager):
            self.assertTrue(activity.with_user(user).read(["note"]))
        self.order.with_user(self.steering).read(["activity_state", "activity_ids"])
