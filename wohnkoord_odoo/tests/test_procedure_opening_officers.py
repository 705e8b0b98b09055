# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import time
from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.auth_totp.models.totp import hotp

from .procedure_opening_common import PASSWORD, OpeningCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureOpeningOfficers(OpeningCase):
    """Who may open, and how both show that they are there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._publish()
        cls.bid = cls._submit()

    # -- who -----------------------------------------------------------------------------

    def test_same_person_twice(self):
        answer = self._open(second=self.adviser)
        noted = self.assertRefused(answer, "different persons")
        self.assertEqual(noted["officers"], [self.adviser.name, self.adviser.name])

    def test_no_officer(self):
        self.assertRefused(self._open(second=self.third), "no officer")
        self.assertRefused(self._open(first=self.third), "no officer")

    def test_portal_user_and_archived_user(self):
        self.procedure.write(
            {
                "officer_ids": [
                    Command.link(self.third.id),
                    Command.link(self.spokesperson.id),
                ]
            }
        )
        answer = self._open(second=self.spokesperson)
        self.assertRefused(answer, "no access to the office")
        self.third.active = False
        self.assertRefused(self._open(second=self.third), "no access to the office")

    def test_conflict_of_interest(self):
        Member = self.env["wohnkoord.initiative.member"]
        member = Member.create(
            {
                "initiative_id": self.initiative.id,
                "partner_id": self.third.partner_id.id,
                "role": "member",
                "date_from": self.today - timedelta(days=300),
                "date_to": self.today - timedelta(days=200),
            }
        )
        self.procedure.write({"officer_ids": [Command.link(self.third.id)]})
        self.assertRefused(self._open(second=self.third), "now or before")
        member.unlink()
        self.third.partner_id.parent_id = self.initiative.partner_id
        self.assertRefused(self._open(second=self.third), "works for")

    def test_declarations_are_needed(self):
        for name in ("first_declares", "second_declares"):
            with self.subTest(name):
                answer = self._open(values={name: False})
                self.assertRefused(answer, "have to declare")

    def test_one_fit_officer_left(self):
        self.manager.active = False
        with self.assertRaisesRegex(UserError, "Two officers"):
            self._open()

    def test_city_steering_and_portal_cannot_open(self):
        for user in (self.steering, self.spokesperson):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._open(first=user)

    def test_dialog_of_another_person(self):
        with self._at(self.late):
            dialog = self._dialog().with_context(**self._secrets())
            with self.assertRaises(AccessError):
                dialog.with_user(self.manager).sudo().with_user(
                    self.manager
                ).action_confirm()

    # -- passwords -----------------------------------------------------------------------

    def test_wrong_password_is_refused_and_noted(self):
        for name in ("first_password", "second_password"):
            for wrong in ("falsch-und-geheim-4711", "", None, ["x"]):
                with self.subTest(name, wrong=wrong):
                    answer = self._open(**{name: wrong})
                    noted = self.assertRefused(answer, "password")
                    self.assertEqual(noted["why"], "password")
        self.assertOpened(self._open())

    def test_second_factor(self):
        key = base64.b32encode(b"0123456789abcdefghij").decode()
        self.manager.totp_secret = key
        self.assertTrue(self.manager._mfa_type())
        Users = self.env.registry["res.users"]
        # core counts codes by request, which a test without a browser lacks
        for name in ("_totp_rate_limit", "_totp_rate_limit_purge"):
            self.startPatcher(patch.object(Users, name, lambda user, kind: None))
        self.assertRefused(self._open(), "authenticator app")
        self.assertRefused(self._open(second_code="12 34"), "authenticator app")
        code = f"{hotp(base64.b32decode(key), int(time.time() / 30)):06}"
        self.assertOpened(self._open(second_code=f"{code[:3]} {code[3:]}"))

    # the log of the database holds parameters when a statement fails
    def test_no_secret_stays_anywhere(self):
        wrong = "falsch-und-geheim-4711"
        with self.assertLogs(level="DEBUG") as logs:
            self._open(second_password=wrong)
            self._open()
        self.env.flush_all()
        words = [
            wrong,
            PASSWORD.format(login=self.adviser.login),
            PASSWORD.format(login=self.manager.login),
        ]
        for word in words:
            self.assertNotIn(word, "\n".join(logs.output))
            self.assertEqual(self._columns_with(word), [])
        # the search itself finds what is there
        self.assertTrue(self._columns_with(self.procedure.uuid))

    def _columns_with(self, word):
        self.env.cr.execute(
            """
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = current_schema() AND (
                table_name LIKE 'wohnkoord%' OR table_name LIKE 'mail%'
                OR table_name LIKE 'ir_%' OR table_name LIKE 'res_users%')
            AND data_type IN ('text', 'character varying', 'jsonb')
            """
        )
        found = []
        for table, column in self.env.cr.fetchall():
            self.env.cr.execute(
                f'SELECT 1 FROM "{table}" WHERE strpos("{column}"::text, %s) > 0 LIMIT 1',
                [word],
            )
            if self.env.cr.fetchone():
                found.append(f"{table}.{column}")
        return found
