# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import WohnkoordCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestInitiativeMember(WohnkoordCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Member = cls.env["wohnkoord.initiative.member"].with_user(cls.adviser)
        cls.person = cls.env["res.partner"].create(
            {"name": "Ada Beispiel", "email": "ada.beispiel@example.org"}
        )

    def _member(self, first=-10, last=None, **values):
        return self.Member.create(
            {
                "initiative_id": self.initiative.id,
                "partner_id": self.person.id,
                "date_from": self.today + timedelta(days=first),
                "date_to": last is not None and self.today + timedelta(days=last),
                **values,
            }
        )

    def _assert_refused(self, function):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            function()
            self.env.flush_all()

    # -- periods -----------------------------------------------------------------------

    def test_periods_may_not_overlap(self):
        self._member(-100, -50)
        for first, last in ((-50, -40), (-120, -100), (-80, -70), (-200, None)):
            with self.subTest(first=first, last=last):
                self._assert_refused(
                    lambda first=first, last=last: self._member(first, last)
                )

    def test_coming_back_is_fine(self):
        self._member(-100, -50)
        again = self._member(-49)
        self._assert_refused(
            lambda: again.write({"date_from": self.today - timedelta(days=60)})
        )

    def test_other_role_or_initiative_is_fine(self):
        self._member()
        self._member(role="spokesperson")
        other = self._make_initiative("Andere Gruppe")
        self._member(initiative_id=other.id)
        self.assertEqual(self.initiative.member_count, 2, "two persons, three rows")

    def test_end_before_start(self):
        self._assert_refused(lambda: self._member(0, -1))

    def test_import_tells_which_row(self):
        self._member()
        with mute_logger("odoo.sql_db"):
            result = self.Member.load(
                ["initiative_id/.id", "partner_id/.id", "date_from"],
                [[str(self.initiative.id), str(self.person.id), str(self.today)]],
            )
        self.assertIn("already in that period", result["messages"][0]["message"])

    def test_who_belongs_today(self):
        left = self._member(-30, -1)
        last_day = self._member(-30, 0, role="spokesperson")
        coming = self._member(5)
        self.assertFalse(left.is_current or coming.is_current)
        self.assertTrue(last_day.is_current)
        found = self.Member.search(
            [("is_current", "=", True), ("partner_id", "=", self.person.id)]
        )
        self.assertEqual(found, last_day)
        found = self.Member.search(
            [("is_current", "=", False), ("partner_id", "=", self.person.id)]
        )
        self.assertEqual(found, left | coming)
        self.assertIn(self.person, self.initiative.spokesperson_ids)

    def test_leave(self):
        member = self._member()
        member.action_leave()
        self.assertEqual(member.date_to, self.today)
        left = self._member(-50, -20)
        with self.assertRaises(UserError):
            left.action_leave()

    def test_members_are_kept_by_the_adviser(self):
        member = self._member()
        with self.assertRaises(AccessError):
            member.unlink()
        with self.assertRaises(AccessError):
            member.with_user(self.steering).read(["role"])
        member.with_user(self.manager).unlink()

    # -- portal access -----------------------------------------------------------------

    def test_spokesperson_gets_the_portal(self):
        initiative = self._make_initiative("Neue Gruppe").with_user(self.adviser)
        with self.assertRaises(UserError, msg="nobody speaks for the group"):
            initiative.action_grant_portal_access()
        member = self._member(initiative_id=initiative.id, role="spokesperson")
        self._member(
            initiative_id=initiative.id,
            partner_id=self.firm.id,
            role="member",
        )
        self.assertTrue(initiative.can_grant_portal)
        initiative.action_grant_portal_access()
        user = self.person.user_ids
        self.assertEqual(len(user), 1)
        self.assertTrue(user._is_portal())
        self.assertEqual(user.login, "ada.beispiel@example.org")
        self.assertIn(self.company, user.company_ids)
        self.env.invalidate_all()
        self.assertTrue(member.has_portal_access)
        self.assertFalse(initiative.can_grant_portal)
        with self.assertRaises(UserError, msg="access already"):
            initiative.action_grant_portal_access()

    def test_no_portal_for_who_left_or_has_no_address(self):
        left = self._member(-30, -1)
        with self.assertRaises(UserError):
            left.action_grant_portal_access()
        member = self._member(0)
        self.person.email = False
        with self.assertRaises(UserError):
            member.action_grant_portal_access()
        self.person.email = self.adviser.login + "@example.org"
        self.adviser.login = self.person.email
        with self.assertRaises(UserError, msg="an address of somebody else's user"):
            member.action_grant_portal_access()
        self.assertFalse(self.person.user_ids)

    def test_only_the_office_grants_access(self):
        member = self._member(role="spokesperson")
        for user in (self.steering, self.accountant, self.spokesperson):
            with self.assertRaises(AccessError):
                member.with_user(user).action_grant_portal_access()

    def test_membership_opens_the_office(self):
        office = self.env["res.company"].create({"name": "Nebenstelle"})
        user = self._make_portal_user("test_mover")
        self.assertNotIn(office, user.company_ids)
        theirs = self._make_initiative("Dort", company_id=office.id, user_id=False)
        member = self.env["wohnkoord.initiative.member"].create(
            {
                "initiative_id": theirs.id,
                "partner_id": user.partner_id.id,
                "date_from": self.today - timedelta(days=50),
                "date_to": self.today - timedelta(days=10),
            }
        )
        self.assertNotIn(office, user.company_ids, "an ended membership opens nothing")
        member.date_to = False
        self.assertIn(office, user.company_ids)

    def test_later_user_gets_the_office_too(self):
        office = self.env["res.company"].create({"name": "Nebenstelle"})
        theirs = self._make_initiative("Dort", company_id=office.id, user_id=False)
        self.env["wohnkoord.initiative.member"].create(
            {"initiative_id": theirs.id, "partner_id": self.person.id}
        )
        user = self._make_user(
            "test_late",
            "base.group_portal",
            partner_id=self.person.id,
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.assertEqual(user.company_ids, self.company | office)

    # -- the gate of the portal --------------------------------------------------------

    def _portal_initiatives(self, user):
        Initiative = self.env["wohnkoord.initiative"]
        return Initiative.search(Initiative._portal_domain(user))

    def test_portal_domain(self):
        self._make_initiative("Fremd")
        member = self.initiative.member_ids
        self.assertEqual(self._portal_initiatives(self.spokesperson), self.initiative)
        self.assertFalse(self._portal_initiatives(self.consultant))
        self.assertFalse(self._portal_initiatives(self.env.ref("base.public_user")))
        member.role = "member"
        self.assertTrue(self._portal_initiatives(self.spokesperson))
        member.date_to = self.today - timedelta(days=2)
        self.assertFalse(self._portal_initiatives(self.spokesperson))
        member.write({"date_to": False, "date_from": self.today + timedelta(days=2)})
        self.assertFalse(self._portal_initiatives(self.spokesperson))
        member.date_from = self.today - timedelta(days=2)
        self.initiative.active = False
        archived = self.env["wohnkoord.initiative"].with_context(active_test=False)
        self.assertFalse(archived.search(archived._portal_domain(self.spokesperson)))
