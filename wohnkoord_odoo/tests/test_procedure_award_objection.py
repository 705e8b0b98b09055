# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.upload import UploadError
from .portal_group_common import PDF
from .procedure_award_common import AwardCase

ACTIVITY = "wohnkoord_odoo.mail_activity_type_award_objection"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureAwardObjection(AwardCase):
    """A party objects by itself: after its letter, until the stand-still ends, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rival_spokesperson.partner_id.email = "rivalin@example.org"

    def _object(self, text="Wir rügen die Wertung.", upload=None, moment=None):
        party_sudo = self.rival_party.with_user(self.rival_spokesperson).sudo()
        rows_sudo = party_sudo.env["wohnkoord.award.objection"]
        row = rows_sudo._object(
            party_sudo,
            party_sudo._objectionable_awards(),
            text,
            upload,
            moment or self.procedure._now(),
        )
        return row.sudo(False).with_user(self.adviser)

    def _mails(self):
        mails = self.env["mail.mail"].sudo()
        return mails.search([("email_to", "ilike", "rivalin@example.org")])

    def _activities(self, row):
        kind = self.env.ref(ACTIVITY)
        activities = row.sudo().activity_ids
        return activities.filtered(lambda a: a.activity_type_id == kind)

    def test_not_before_the_letter(self):
        party_sudo = self.rival_party.sudo()
        self.assertFalse(party_sudo._objectionable_awards())
        self._send_letters()
        self.assertEqual(party_sudo._objectionable_awards(), self.award)
        self.assertFalse(self.party.sudo()._objectionable_awards(), "the winner")

    def test_receipt_answer_and_the_block(self):
        self.company.partner_id.lang = "de_DE"
        self._send_letters()
        before = self._mails()
        row = self._object("Zu <b>wenig</b> Punkte", ("Brief.pdf", PDF))
        receipt = self._mails() - before
        self.assertIn("Ihr Einspruch ist eingegangen", receipt.subject)
        self.assertEqual(receipt.author_id, self.company.partner_id)
        self.assertIn("Zu &lt;b&gt;wenig&lt;/b&gt; Punkte", receipt.body_html)
        self.assertEqual(self._activities(row).user_id, self.adviser)
        self.assertEqual(
            self._events("objection_received").actor,
            f"party {self.rival_party.number}",
        )
        with self.assertRaisesRegex(UserError, "not answered"):
            self._reserve()
        row.answer = "Die Wertung war richtig."
        own = self.rival_party.sudo()._portal_objections()["own"]
        self.assertFalse(own[0]["answer"], "not before it is given")
        before = self._mails()
        row.action_answer()
        self.assertIn("Die Wertung war richtig.", (self._mails() - before).body_html)
        self.assertFalse(self._activities(row))
        own = self.rival_party.sudo()._portal_objections()["own"]
        self.assertEqual(own[0]["answer"], "Die Wertung war richtig.")
        self.assertEqual(self._reserve().state, "running")

    def test_until_the_stand_still_ends(self):
        self._send_letters()
        until = self.award.standstill_until
        with self.assertRaisesRegex(UserError, "possible until"):
            self._object(moment=until)
        values = self.rival_party.sudo()._portal_objections()
        self.assertEqual((len(values["open"]), values["over"]), (1, []))
        with self._at(until):
            values = self.rival_party.sudo()._portal_objections()
        self.assertEqual((values["open"], len(values["over"])), ([], 1))
        self.assertTrue(self._object(moment=until - timedelta(seconds=1)))

    def test_days_are_those_that_were_published(self):
        """The setting of today moves nothing."""
        facts = self.procedure._version_content()["facts"]
        self.assertEqual(
            self.award.standstill_until - self.award.date_decided,
            timedelta(days=facts["standstill_days"]),
        )

    @mute_logger("odoo.sql_db")
    def test_once(self):
        self._send_letters()
        row = self._object()
        with self.assertRaisesRegex(UserError, "on record already"):
            self._object("Noch einmal")
        values = {
            "award_id": self.award.id,
            "registration_id": self.rival_party.id,
            "date": self.today,
            "date_received": self.deadline,
            "is_from_portal": True,
            "text": "zugleich",
        }
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            row.sudo()._create_guarded([values])

    def test_files_that_are_not_taken(self):
        self._send_letters()
        with self.assertRaises(UploadError), self.env.cr.savepoint():
            self._object(upload=("Brief.pdf", b"MZ"))

    @mute_logger("odoo.sql_db")
    def test_nothing_is_changed(self):
        self._send_letters()
        row = self._object(upload=("Brief.pdf", PDF))
        for values in (
            {"text": "x"},
            {"is_from_portal": False},
            {"file": False},
            {"date_received": False},
        ):
            with self.assertRaises(UserError):
                row.write(values)
        with self.assertRaises(UserError):
            row.create(
                {
                    "award_id": self.award.id,
                    "registration_id": self.third_party.id,
                    "text": "x",
                    "is_from_portal": True,
                }
            )
        for query in (
            "UPDATE wohnkoord_award_objection SET text = 'x' WHERE id = %s",
            "UPDATE wohnkoord_award_objection SET file = 'x' WHERE id = %s",
            "DELETE FROM wohnkoord_award_objection WHERE id = %s",
        ):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env.cr.execute(query, [row.id])

    def test_nobody_with_a_conflict(self):
        self._send_letters()
        self.third_bid._write_guarded({"blocked_user_ids": [(4, self.adviser.id)]})
        row = self._object()
        self.assertEqual(self._activities(row).user_id, self.manager)
        self.assertFalse(row.search([]))
        with self.assertRaises(AccessError):
            row.action_answer()

    def test_a_party_objects_for_itself_whatever_its_person_is(self):
        """Who is in the jury, too, and blocked there, still speaks for the own group."""
        self._send_letters()
        self.rival_bid._write_guarded(
            {"blocked_user_ids": [(4, self.rival_spokesperson.id)]}
        )
        self.assertTrue(self._object())
