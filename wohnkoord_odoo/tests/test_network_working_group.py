# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .network_common import NetworkCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkWorkingGroup(NetworkCase):
    """Circles of actors with members, a purpose and meetings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the adviser's today, which is not the server's around midnight
        cls.today = fields.Date.context_today(cls.env.user.with_user(cls.adviser))
        cls.group = (
            cls.env["wohnkoord.working.group"]
            .with_user(cls.adviser)
            .create(
                {
                    "name": "AG Wohnen",
                    "member_ids": [
                        (0, 0, {"partner_id": cls.firm.id, "role": "chair"}),
                        (
                            0,
                            0,
                            {
                                "partner_id": cls.rival_firm.id,
                                "date_from": cls.today - timedelta(days=90),
                                "date_to": cls.today - timedelta(days=1),
                            },
                        ),
                    ],
                }
            )
        )

    def _plan(self):
        action = self.group.action_plan_meeting()
        form = Form(
            self.env["calendar.event"]
            .with_user(self.adviser)
            .with_context(action["context"])
        )
        form.start = datetime.combine(self.today, datetime.min.time()) + timedelta(
            days=7
        )
        return form.save()

    def test_members_today(self):
        self.assertEqual(self.group.member_count, 1)
        self.assertEqual(self.group._current_members(), self.firm)
        firm = self.firm.with_user(self.adviser)
        self.assertEqual(firm.working_group_count, 1)
        domain = firm.action_view_working_groups()["domain"]
        self.assertEqual(self.group.search(domain), self.group)
        with self.assertRefused("overlap_exclude"):
            self.group.write({"member_ids": [(0, 0, {"partner_id": self.firm.id})]})

    def test_meeting_has_members_and_writes_nobody(self):
        mails = self.env["mail.mail"].search_count([])
        event = self._plan()
        self.assertEqual(event.working_group_id, self.group)
        self.assertIn(self.firm, event.partner_ids)
        self.assertNotIn(self.rival_firm, event.partner_ids)
        event.write({"start": event.start + timedelta(hours=1)})
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.group.invalidate_recordset()
        self.assertEqual(self.group.meeting_count, 1)
        self.assertEqual(self.group.date_next_meeting, event.start)
        event.action_sendmail()
        self.assertGreater(self.env["mail.mail"].search_count([]), mails)

    def test_meeting_is_the_offices(self):
        event = self._plan()
        for user in (self.other_adviser, self.steering):
            self.assertFalse(
                self.env["calendar.event"]
                .with_user(user)
                .search([("id", "=", event.id)])
            )
        self.assertTrue(event.with_user(self.manager).read(["name"]))

    def test_rights(self):
        for user in (
            self.other_adviser,
            self.steering,
            self.accountant,
            self.consultant,
        ):
            for record in (self.group, self.group.member_ids[0]):
                with self.assertRaises(AccessError):
                    record.with_user(user).read(["display_name"])
        with self.assertRaises(AccessError):
            self.group.with_user(self.adviser).unlink()
        self.group.with_user(self.manager).unlink()

    def test_member_of_another_office(self):
        person = self._make_person("Fremde Person", self.other_company)
        with self.assertRefused():
            self.group.write({"member_ids": [(0, 0, {"partner_id": person.id})]})
