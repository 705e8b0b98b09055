# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.upload import UploadError
from .portal_group_common import PDF
from .procedure_award_common import AwardCase

ACTIVITY = "wohnkoord_odoo.mail_activity_type_award_proof"


class ProofCase(AwardCase):
    """A running reservation; ``_take`` hands in as the portal does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reservation = cls._reserve()
        cls.milestone = cls.reservation.milestone_ids[0].with_user(cls.adviser)
        cls.spokesperson.partner_id.email = "sprecherin@example.org"

    def _take(self, wanted=None, name="Bank.pdf", content=PDF, note=""):
        wanted_sudo = (wanted or self.milestone).with_user(self.spokesperson).sudo()
        proof = wanted_sudo._take_proof(name, content, note, self.procedure._now())
        return proof.sudo(False).with_user(self.adviser)

    def _mails(self):
        mails = self.env["mail.mail"].sudo()
        return mails.search([("email_to", "ilike", "sprecherin@example.org")])

    def _waiting(self, record=None):
        record = record or self.reservation
        activities = self.env["mail.activity"].sudo()
        return activities.search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
            ]
        )


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureAwardProof(ProofCase):
    """Proofs of milestones and duties: handed in, checked, kept."""

    def test_hand_in_and_accept(self):
        proof = self._take(note="Zusage der <b>Bank</b>")
        self.assertEqual((proof.state, proof.name), ("to_check", "Bank.pdf"))
        self.assertEqual(proof.user_id, self.spokesperson)
        self.assertEqual(self.milestone.proof_state, "to_check")
        activity = self._waiting()
        self.assertEqual(activity.user_id, self.reservation.user_id)
        self.assertIn(self.milestone.name, activity.summary)
        Reservation = self.env["wohnkoord.reservation"].with_user(self.adviser)
        to_check = [("proof_ids.state", "=", "to_check")]
        self.assertIn(self.reservation, Reservation.search(to_check))
        proof.action_accept()
        self.assertEqual((proof.state, self.milestone.state), ("accepted", "done"))
        self.assertEqual(proof.checked_by_id, self.adviser)
        self.assertFalse(self._waiting())
        self.assertNotIn(self.reservation, Reservation.search(to_check))
        for act in (proof.action_accept, lambda: proof.action_return("doch nicht")):
            with self.assertRaisesRegex(UserError, "already"):
                act()
        with self.assertRaisesRegex(UserError, "No proof is taken"):
            self._take()
        kinds = ("proof_received", "proof_accepted")
        self.assertEqual([len(self._events(kind)) for kind in kinds], [1, 1])
        self.assertEqual(
            self._events("proof_received").actor, f"party {self.party.number}"
        )

    def test_return_tells_the_group_why(self):
        self.company.partner_id.lang = "de_DE"
        proof = self._take()
        for reason in (None, " ", 3):
            with self.assertRaisesRegex(UserError, "what is missing"):
                proof.action_return(reason)
        before = self._mails()
        proof.action_return("Die <i>Unterschrift</i> fehlt.")
        self.assertEqual(self.milestone.proof_state, "returned")
        self.assertEqual(self.milestone.state, "open")
        self.assertFalse(self._waiting())
        mail = self._mails() - before
        self.assertEqual(len(mail), 1)
        self.assertIn("Ihr Nachweis wurde geprüft", mail.subject)
        self.assertIn("Die &lt;i&gt;Unterschrift&lt;/i&gt; fehlt.", mail.body_html)
        self.assertIn(f"/my/procedures/{self.party.id}", mail.body_html)
        again = self._take(name="Bank2.pdf")
        again.action_accept()
        self.assertEqual(self.milestone.proof_state, "accepted")
        self.assertEqual(proof.state, "returned", "stays on record")

    def test_a_replaced_proof_stays(self):
        first = self._take()
        second = self._take(name="Neu.pdf", content=PDF + b"2")
        self.assertEqual((first.state, second.state), ("replaced", "to_check"))
        self.assertEqual(self.milestone.sudo().proof_ids, second | first)
        self.assertEqual(len(self._waiting()), 1, "asked once")
        with self.assertRaisesRegex(UserError, "already"):
            first.action_accept()

    def test_one_of_two_milestones_is_still_asked(self):
        other = (self.reservation.milestone_ids - self.milestone)[0]
        first, second = self._take(), self._take(other)
        self.assertEqual(len(self._waiting()), 2)
        first.action_accept()
        self.assertEqual(len(self._waiting()), 1)
        self.assertIn(other.name, self._waiting().summary)
        second.action_return("Bitte noch einmal.")
        self.assertFalse(self._waiting())

    def test_files_that_are_not_taken(self):
        for name, content in (
            ("Bank.exe", PDF),
            ("Bank.pdf", b"MZ"),
            ("Bank.pdf", b""),
            ("Bank.docx", PDF),
        ):
            with self.subTest(name), self.assertRaises(UploadError):
                self._take(name=name, content=content)
        self.assertFalse(self.milestone.proof_ids)
        proof = self._take(name="../..\\geheim/\u202eBank.pdf")
        self.assertEqual(proof.name, "Bank.pdf")

    def test_not_after_the_end(self):
        proof = self._take()
        self.reservation.action_lapse("Die Gruppe hat sich aufgelöst.")
        with self.assertRaises(UserError):
            self._take()
        proof.action_accept()
        self.assertFalse(self.milestone.date_done, "only the paper is accepted")

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_model")
    def test_nothing_by_rpc_or_sql(self):
        proof = self._take(note="Anbei")
        proof.action_return("Fehlt")
        office = self.env["wohnkoord.award.proof"].with_user(self.manager)
        vals = {"milestone_id": self.milestone.id, "name": "x", "state": "accepted"}
        with self.assertRaises(AccessError):
            office.create(vals)
        with self.assertRaises(UserError):
            office.sudo().create(vals)
        own = proof.with_user(self.manager)
        for values in ({"state": "accepted"}, {"note": "x"}, {"return_reason": "y"}):
            with self.assertRaises(AccessError):
                own.write(values)
            with self.assertRaises(UserError):
                own.sudo().write(values)
        with self.assertRaises(AccessError):
            own.unlink()
        with self.assertRaises(UserError):
            own.sudo().unlink()
        with self.assertRaises(UserError):
            self.milestone.with_user(self.manager).unlink()
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", proof._name),
                    ("res_field", "=", "file"),
                    ("res_id", "=", proof.id),
                ]
            )
        )
        with self.assertRaises(AccessError):
            attachment.with_user(self.manager).write({"raw": b"x"})
        with self.assertRaises(AccessError):
            attachment.with_user(self.manager).unlink()
        for query in (
            "UPDATE wohnkoord_award_proof SET state = 'accepted' WHERE id = %s",
            "UPDATE wohnkoord_award_proof SET note = 'x' WHERE id = %s",
            "UPDATE wohnkoord_award_proof SET sha256 = 'x' WHERE id = %s",
            "DELETE FROM wohnkoord_award_proof WHERE id = %s",
        ):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env.cr.execute(query, [proof.id])

    def test_nobody_with_a_conflict(self):
        self.bid._write_guarded({"blocked_user_ids": [(4, self.adviser.id)]})
        proof = self._take()
        self.assertEqual(self._waiting().user_id, self.manager)
        self.assertFalse(proof.search([]))
        for act in (proof.action_accept, lambda: proof.action_return("x")):
            with self.assertRaises(AccessError):
                act()
        self.assertEqual(proof.sudo().state, "to_check")

    def test_roles_and_offices(self):
        proof = self._take()
        other = self.env["res.company"].create({"name": "Büro Nebenan"})
        stranger = self._make_user(
            "test_stranger_office",
            "wohnkoord_odoo.group_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.assertFalse(proof.with_user(stranger).search([]))
        self.assertIn(proof, proof.with_user(self.manager).search([]))
        for user in (self.spokesperson, self.consultant):
            with self.assertRaises(AccessError):
                proof.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                proof.with_user(user).action_accept()

    def test_duty(self):
        self.env["wohnkoord.commitment"].create(
            {"bid_id": self.bid.id, "kind": "dwellings", "value": 12}
        )
        contract = self._sign(
            self.reservation, tenure="sale", price=100, full_value=100
        )
        duty = self.bid.commitment_ids.with_user(self.adviser)
        with self.assertRaises(UserError):
            self._take(duty)
        contract.action_make_duties()
        proof = self._take(duty)
        self.assertEqual(len(self._waiting(duty)), 1)
        proof.action_accept()
        self.assertEqual(duty.duty_state, "due", "a control finds it, not a paper")
        self.assertFalse(self._waiting(duty))
        self.assertEqual(self._take(duty).state, "to_check", "for the next control")
        row = self.party.sudo()._portal_page_values()["reservations"][0]
        self.assertEqual(row["contract"]["duties"][0]["promised"], "12")

    def test_retention(self):
        """Proofs of who lost the plot again go; those of a winner stay."""
        lapsed = self._take(note="Geheimnis")
        self.reservation.action_lapse("Die Gruppe hat sich aufgelöst.")
        award = self.award._move_up("Stadtrat", "VII-2", self.today, "Nachrücken")
        second = self._reserve(award.with_user(self.adviser))
        kept = self._take(second.milestone_ids[0])
        over = self.deadline + timedelta(days=300)
        with self._at(over):
            self._sign(second, tenure="sale", price=100, full_value=100)
            self.env.flush_all()
        with self._at(over + relativedelta(months=13)):
            counts = self.procedure.with_user(self.manager)._erase_concepts()
        self.assertEqual(counts["proofs"], 1)
        self.env.invalidate_all()
        gone = lapsed.sudo()
        self.assertFalse(gone.file or gone.note)
        self.assertEqual((gone.name, len(gone.sha256)), ("–", 64))
        self.assertTrue(kept.sudo().file)
