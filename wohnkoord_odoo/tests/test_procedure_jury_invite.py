# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .procedure_jury_common import JuryCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestJuryInvite(JuryCase):
    """Calendar invitations to a session: by a click, once for each date."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.date = cls.procedure._now() + timedelta(days=20)
        users = cls.procedure.juror_ids.user_id | cls.deputy
        for user in users:
            user.partner_id.email = f"{user.login}@example.org"
        cls.session = (
            cls.env["wohnkoord.jury.session"]
            .with_user(cls.adviser)
            .create(
                {
                    "name": "Erste Sitzung",
                    "procedure_id": cls.procedure.id,
                    "date": cls.date,
                    "date_end": cls.date + timedelta(hours=3),
                    "paper_deadline": (cls.date - timedelta(days=2)).date(),
                }
            )
        )
        cls._declare_all()

    def _mails(self, act):
        before = self.env["mail.mail"].sudo().search([])
        act()
        mails = self.env["mail.mail"].sudo().search([]) - before
        return mails, mails.recipient_ids | mails.mail_message_id.partner_ids

    def test_each_once(self):
        people = self.procedure.juror_ids.user_id
        self.assertEqual(self.session.uninvited_count, len(people))
        mails, partners = self._mails(self.session.action_invite)
        self.assertEqual(partners, people.partner_id)
        self.assertIn("invitation.ics", mails.attachment_ids.mapped("name"))
        self.assertEqual(self.session.invited_user_ids, people)
        self.assertLessEqual(
            people.partner_id, self.session.sudo().event_id.partner_ids
        )
        self.assertFalse(self.session.uninvited_count)
        with self.assertRaisesRegex(UserError, "already"):
            self.session.action_invite()
        new = self._make_seat("Neu", self._make_portal_user("test_new_seat"))
        new.user_id.partner_id.email = "neu@example.org"
        _mails, partners = self._mails(self.session.action_invite)
        self.assertEqual(partners, new.user_id.partner_id)

    def test_a_new_date_is_told_again(self):
        self.session.action_invite()
        invited = self.session.invited_user_ids
        self.session.write({"date": self.date, "name": "Erste Sitzung, Teil 1"})
        self.assertEqual(self.session.invited_user_ids, invited)
        later = self.date + timedelta(days=1)
        mails, _partners = self._mails(
            lambda: self.session.write(
                {"date": later, "date_end": later + timedelta(hours=3)}
            )
        )
        self.assertFalse(mails, "no mail without a click")
        self.assertFalse(self.session.invited_user_ids)
        _mails, partners = self._mails(self.session.action_invite)
        self.assertEqual(partners, invited.partner_id)
        self.assertEqual(self.session.sudo().event_id.start, later)

    def test_deputy_who_acts(self):
        """For an absent person instead of it; on a bid with a conflict besides it."""
        self.env["wohnkoord.conflict"]._declare(
            self.seat, self.juror, self.initiative, "own"
        )
        self.session.action_invite()
        both = self.juror | self.deputy
        self.assertEqual(self.session.invited_user_ids & both, both)
        row = self.session.attendance_ids.filtered(lambda r: r.juror_id == self.seat)
        row.presence = "deputy"
        self.assertEqual(self.session._people() & both, self.deputy)

    def test_refusals(self):
        with self.assertRaises(UserError):
            self.session.invited_user_ids = False
        with self.assertRaises(AccessError):
            self.session.with_user(self.steering).action_invite()
        with self.assertRaises(AccessError):
            self.session.with_user(self.juror).action_invite()
        self.juror.partner_id.email = False
        with self.assertRaisesRegex(UserError, "address"):
            self.session.action_invite()
        self.assertFalse(self.session.invited_user_ids)
        self.juror.partner_id.email = "juror@example.org"
        with self._at(self.date), self.assertRaisesRegex(UserError, "begun"):
            self.session.action_invite()
        self.session.action_cancel()
        with self.assertRaises(UserError):
            self.session.action_invite()
