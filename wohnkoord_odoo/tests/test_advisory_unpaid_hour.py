# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import WohnkoordCase

MODEL = "wohnkoord.unpaid.hour"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestAdvisoryUnpaidHour(WohnkoordCase):
    """Advice by partners and volunteers: noted in one dialog, counted, paid to nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.volunteer = cls.env["res.partner"].create(
            {"name": "Ehrenamtliche Person", "email": "ehrenamt@example.org"}
        )

    def _note(self, **values):
        return (
            self.env[MODEL]
            .with_user(self.adviser)
            .create(
                {
                    "advisory_id": self.case.id,
                    "partner_id": self.volunteer.id,
                    "description": "Erfahrungen aus dem eigenen Projekt",
                    "hours": 1.5,
                    **values,
                }
            )
        )

    def test_dialog_from_the_case(self):
        action = self.case.with_user(self.adviser).action_note_unpaid()
        form = Form(
            self.env[action["res_model"]]
            .with_user(self.adviser)
            .with_context(**action["context"]),
            view=action["view_id"][0],
        )
        form.partner_id = self.volunteer
        form.hours = 2.25
        form.description = "Führung durch das Haus"
        entry = form.save()
        self.assertEqual(entry.action_note()["tag"], "display_notification")
        self.assertRecordValues(
            entry,
            [
                {
                    "minutes": 135,
                    "level": "specialist",
                    "topic_id": self.topic.id,
                    "initiative_id": self.initiative.id,
                    "user_id": self.adviser.id,
                    "kind": "volunteer",
                }
            ],
        )
        self.assertEqual(self.case.unpaid_hours, 2.25)
        action = self.case.action_view_unpaid()
        self.assertEqual(self.env[MODEL].search(action["domain"]), entry)

    def test_minutes_and_hours_are_the_same(self):
        self.assertEqual(self._note(hours=0.33).minutes, 20)
        entry = self._note(minutes=50)
        self.assertAlmostEqual(entry.hours, 50 / 60)
        entry.hours = 1
        self.assertEqual(entry.minutes, 60)

    def test_refused(self):
        for values in (
            {"hours": 0},
            {"hours": -1},
            {"minutes": 1441},
            {"date": self.today + timedelta(days=1)},
            {"description": False},
            {"partner_id": False},
            {"advisory_id": False},
        ):
            with self.subTest(values=values), self.assertRefused():
                self._note(**values)

    def test_sums(self):
        other = self._make_firm("Partnerverein")
        self._note(hours=1)
        self._note(hours=2, kind="partner", partner_id=other.id)
        self._note(hours=4, advisory_id=self.concept.id)
        sums = dict(
            self.env[MODEL]
            .with_user(self.adviser)
            ._read_group([], ["level"], ["hours:sum"])
        )
        self.assertEqual((sums["specialist"], sums["concept"]), (3, 4))
        sums = dict(self.env[MODEL]._read_group([], ["partner_id"], ["hours:sum"]))
        self.assertEqual(sums[other], 2)
        sums = dict(self.env[MODEL]._read_group([], ["topic_id"], ["hours:sum"]))
        self.assertEqual(sums[self.topic], 7)
        self.assertBalanced()

    def test_no_budget_is_touched(self):
        before = self.framework.read(["minutes_called_off", "amount_called_off"])
        self._note()
        self.assertEqual(
            self.framework.read(["minutes_called_off", "amount_called_off"]), before
        )

    def test_access(self):
        entry = self._note()
        self.assertEqual(
            self.env[MODEL].with_user(self.manager).search([]) & entry, entry
        )
        for user in (
            self.steering,
            self.accountant,
            self.consultant,
            self.spokesperson,
            self.env.ref("base.public_user"),
        ):
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(user=user.login, operation=operation):
                    self.assertFalse(
                        self.env[MODEL].with_user(user).has_access(operation)
                    )
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        stranger = self._make_user(
            "unpaid_stranger",
            "wohnkoord_odoo.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertFalse(self.env[MODEL].with_user(stranger).search([]) & entry)
        for method, args in (("write", [{"hours": 9}]), ("unlink", [])):
            with self.assertRefused("", AccessError):
                getattr(entry.with_user(stranger), method)(*args)
