# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.canonical import digest
from ..tools.sealing import SealBroken
from .procedure_bid_common import SECRET_FILE, SECRET_PDF, SECRET_WORD, SECRETS, BidCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureBidSeal(BidCase):
    def test_no_plaintext_of_a_draft(self):
        self._draft()
        self.assertNowhere(SECRETS)

    def test_no_plaintext_of_a_bid(self):
        self._submitted()
        self.assertNowhere(SECRETS)

    def test_the_search_finds_plaintext(self):
        self.plot.name = SECRET_WORD
        self.assertSomewhere([SECRET_WORD])
        with self.assertRaises(AssertionError):
            self.assertNowhere([SECRET_WORD])

    def test_rows_name_nobody(self):
        bid = self._submitted()
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", "wohnkoord.bid.document"), ("res_field", "!=", False)]
        )
        attachments = attachments.filtered(lambda a: a.res_id in bid.document_ids.ids)
        self.assertEqual(len(attachments), 1)
        self.assertEqual(attachments.create_uid, self.env.ref("base.user_root"))
        self.assertEqual(attachments.write_uid, self.env.ref("base.user_root"))
        self.assertEqual(attachments.name, "cipher")
        self.assertEqual(attachments.mimetype, "application/octet-stream")
        self.assertFalse(attachments.index_content)
        self.assertFalse(bid.initiative_id or bid.registration_id)

    def test_receipt_is_the_hash_of_what_was_sealed(self):
        bid = self._submitted()
        content = bid._content_bytes()
        self.assertEqual(digest(content), bid.receipt_hash)
        plain = json.loads(content)
        self.assertEqual(plain["price"], "2.50")
        self.assertEqual(plain["group"]["complete_share"], "60.00")
        self.assertEqual(
            plain["commitments"], {"dwellings": {"value": "14.00", "text": ""}}
        )
        self.assertEqual(plain["files"][0]["sha256"], digest(SECRET_PDF))
        self.assertEqual(len(plain["salt"]), 32)

    def test_download_before_is_what_is_sealed(self):
        bid = self._draft()
        content, _parsed, problems = bid._review(self.party)
        self.assertFalse(problems)
        self._submit(bid)
        self.assertEqual(digest(content), bid.receipt_hash)

    def test_log_says_number_and_hash_only(self):
        bid = self._submitted()
        event = self.procedure.event_ids[:1]
        self.assertEqual((event.kind, event.actor), ("bid_submitted", "bidder"))
        data = json.loads(event.content)
        self.assertEqual(set(data), {"bid", "receipt", "arrived", "late", "replaces"})
        self.assertEqual(data["receipt"], bid.receipt_hash)

    def test_full_seal_keeps_nothing_readable(self):
        self.procedure._write_guarded({"seal_mode": "full"})
        bid = self._submitted()
        self.assertFalse(bid.draft_cipher)
        self.assertIsNone(bid._content_bytes())
        self.assertEqual(bid._facts(), {"lot": self.fixed.uuid, "priority": 1})
        self.assertNowhere(SECRETS)

    def test_a_draft_is_bound_to_its_bid(self):
        one, other = self._draft(), self._draft(self.corridor, price="2,5")
        one._write_guarded({"draft_cipher": other.draft_cipher})
        with self.assertRaises(SealBroken):
            one._draft_data()

    def test_nobody_changes_a_submitted_bid(self):
        bid = self._submitted()
        for values in (
            {"receipt_hash": "0" * 64},
            {"number": 99},
            {"date_submitted": datetime(2020, 1, 1)},
            {"cipher": b"eHg="},
            {"state": "draft"},
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(Exception, "A bid"),
                self.cr.savepoint(),
            ):
                bid._write_guarded(values)
                bid.flush_recordset()
            bid.invalidate_recordset()
        with self.assertRefused("never deleted"):
            bid.unlink()

    def test_no_role_writes_bids(self):
        bid = self._submitted()
        for user in (self.adviser, self.manager, self.steering, self.spokesperson):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                bid.with_user(user).write({"number": 7})
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                bid.with_user(user).unlink()
        with self.assertRefused("kept by the system"):
            bid.sudo().write({"receipt_hash": "x"})
        admin = self.env.ref("base.user_admin")
        with self.assertRaises(AccessError):
            bid.with_user(admin).read(["cipher"])

    def test_drafts_go_after_the_opening(self):
        draft, bid = self._draft(self.corridor, price="3"), self._submitted()
        document = draft.document_ids
        bid._withdraw(self.procedure._clock())
        self.procedure._write_guarded({"state": "closed"})
        self.env["wohnkoord.bid"]._gc_unopened()
        self.assertTrue(draft.exists())
        self.procedure._write_guarded({"state": "opened"})
        self.env["wohnkoord.bid"]._gc_unopened()
        self.assertFalse(draft.exists() or document.exists())
        self.assertFalse(bid.cipher or bid.document_ids)
        self.assertTrue(bid.number and bid.receipt_hash)

    def test_own_copies_go_at_the_deadline(self):
        draft, bid = self._draft(self.corridor, price="3"), self._submitted()
        withdrawn = self._submitted(party=self.rival_party)
        withdrawn._withdraw(self.procedure._clock())
        self.assertTrue(bid._content_bytes() and withdrawn._content_bytes())
        with self._at(self.procedure._closing_moment() + timedelta(seconds=1)):
            self.procedure._close_due()
            self.assertFalse(bid.draft_cipher or withdrawn.draft_cipher)
            self.assertIsNone(bid._content_bytes())
            self.assertEqual(bid._facts(), {"lot": self.fixed.uuid, "priority": 1})
            draft._save_draft(
                self._values(price="3", priority="2"), self._revision(draft)
            )
            self._submit(draft)
        self.assertEqual(draft.state, "late")
        self.assertFalse(draft.draft_cipher, "nobody reads a late one either")


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureBidActs(BidCase):
    def test_numbers_run(self):
        one, two = self._submitted(), self._submitted(party=self.rival_party)
        self.assertEqual((one.number, two.number), (1, 2))

    def test_replacement_keeps_history(self):
        old = self._submitted()
        before = (old.number, old.date_submitted, old.receipt_hash)
        now = self.procedure._clock()
        draft = old._start_replacement(self.party, now)
        values = draft._draft_data()["values"]
        self.assertEqual(values["statement"], SECRET_WORD)
        self.assertFalse(values["declaration_accuracy"])
        self.assertEqual(old.state, "submitted")
        draft._save_draft(self._values(statement="Anders"), self._revision(draft))
        self._submit(draft)
        self.assertEqual(old.state, "withdrawn")
        self.assertEqual(old.replaced_by_id, draft)
        self.assertEqual((old.number, old.date_submitted, old.receipt_hash), before)
        self.assertNotEqual(draft.receipt_hash, old.receipt_hash)
        file = draft.document_ids
        self.assertEqual(file.uuid, old.document_ids.uuid)
        self.assertEqual(file.cipher, old.document_ids.cipher)
        self.assertEqual(file._file_facts()[0]["name"], SECRET_FILE)
        self.assertNowhere(SECRETS)

    def test_withdrawal(self):
        bid = self._submitted()
        bid._withdraw(self.procedure._clock())
        self.assertEqual(bid.state, "withdrawn")
        self.assertEqual(self._kinds()[-1], "bid_withdrawn")
        with self.assertRefused("Only a bid"):
            bid._withdraw(self.procedure._clock())
        self.assertEqual(self._submitted().number, 2)

    def test_one_draft_and_one_bid_for_a_plot(self):
        bid = self._draft()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRefused("draft_slot_uniq"),
        ):
            self.bids._start_draft(self.party, self.fixed.uuid)
        self._submit(bid)
        self._submit(self._draft(files=False))
        self.assertEqual(bid.state, "withdrawn", "the second one takes its place")

    def test_priorities_are_unique(self):
        self._submitted()
        other = self._draft(self.corridor, price="3,00", priority="1")
        with self.assertRefused("has this priority already"):
            self._submit(other)
        other._save_draft(
            self._values(price="3,00", priority="2"), self._revision(other)
        )
        self.assertEqual(self._submit(other).state, "submitted")
        third = self.bids._start_draft(self.party, self.free.uuid)
        self.assertEqual(third._draft_data()["values"]["priority"], "3")

    def test_price_bounds(self):
        for lot, text, message in (
            (self.corridor, "1,99", "at least 2,00"),
            (self.corridor, "4,01", "at most 4,00"),
            (self.corridor, "zwei", "as a number"),
            (self.corridor, "-3", "as a number"),
            (self.corridor, "", "enter a price"),
            (self.free, "99.999,99", "at least 100.000,00"),
            (self.free, "1e9", "as a number"),
        ):
            with self.subTest(text=text), self.cr.savepoint(flush=True) as savepoint:
                bid = self._draft(lot, price=text)
                self.assertIn(message, bid._review(self.party)[2]["price"])
                savepoint.rollback()
            self.env.invalidate_all()
        bid = self._submitted(self.free, price="350.000,50", priority="3")
        self.assertEqual(json.loads(bid._content_bytes())["price"], "350000.50")

    def test_commitments_are_plausible(self):
        bid = self._draft(
            commitment_accessible_dwellings="15",
            commitment_subsidised_share="101",
            commitment_rent_bound="9,50",
            household_count="0",
        )
        problems = bid._review(self.party)[2]
        self.assertEqual(
            set(problems),
            {
                "commitment_accessible_dwellings",
                "commitment_subsidised_share",
                "commitment_rent_bound_years",
                "household_count",
            },
        )

    def test_required_documents(self):
        procedure = self._make_procedure(
            requirement_ids=[
                Command.create(
                    {
                        "name": name,
                        "kind": "document",
                        "document_kind": kind,
                        "is_curable": is_curable,
                    }
                )
                for name, kind, is_curable in (
                    ("Finanzierungsplan", "financing", False),
                    ("Lageplan", "plan", True),
                )
            ]
        )
        self._publish(procedure)
        party = self._register(procedure=procedure)
        bid = self._draft(procedure.lot_ids, party)
        self.assertEqual(
            bid._review(party)[2],
            {"documents": "These documents are missing: Finanzierungsplan."},
        )
        self.assertEqual(bid._portal_form(party)["later"], ["Lageplan"])
        with self.assertRefused("Finanzierungsplan"):
            self._submit(bid, party=party)
        self.documents._upload(bid, "financing", "Geld.pdf", SECRET_PDF)
        self._submit(bid, party=party)
        self.assertEqual(bid.state, "submitted", "what may be cured blocks nothing")

    def test_terms_are_those_of_the_version(self):
        bid = self._draft(self.corridor, price="4")
        before = self.procedure._bid_terms()
        # past all rules, as SQL would
        self.env.cr.execute(
            "UPDATE wohnkoord_procedure_lot SET price_max = 3 WHERE id = %s",
            [self.corridor.id],
        )
        self.env.cr.execute(
            "UPDATE wohnkoord_procedure SET max_files = 1 WHERE id = %s",
            [self.procedure.id],
        )
        self.corridor.plot_id.name = "Anders"
        self.env.invalidate_all()
        self.assertEqual(self.procedure._bid_terms(), before)
        self.assertFalse(bid._review(self.party)[2])
        with self.assertRefused("not published"):
            self._make_procedure()._bid_terms()

    def test_confirm_after_a_material_change(self):
        bid = self._submitted()
        self.assertTrue(bid.is_confirmed)
        self.procedure._freeze("Andere Frist", is_material=True)
        self.env.invalidate_all()
        self.assertFalse(bid.is_confirmed)
        bid._confirm(self.procedure._clock())
        self.assertTrue(bid.is_confirmed)
        self.assertEqual(self._kinds()[-1], "bid_confirmed")

    def test_two_windows(self):
        bid = self._draft()
        stale = str(int(self._revision(bid)) - 1)
        with self.assertRefused("another window"):
            bid._save_draft(self._values(), stale)
        with self.assertRefused("another window"):
            bid._submit(self.party, self.procedure._clock(), stale)
        self._submit(bid)
        with self.assertRefused("cannot be changed"):
            bid._save_draft(self._values(), "1")

    def test_who_bids_withdraws_the_bid_first(self):
        bid, now = self._submitted(), self.procedure._clock()
        party = self.party.with_user(self.spokesperson).sudo()
        with self.assertRefused("withdraw the bid first"):
            party._portal_withdraw(now)
        bid._withdraw(now)
        party._portal_withdraw(now)
        self.assertTrue(party.date_withdrawn)

    def test_the_office_does_not_learn_who_bids(self):
        self._submitted()
        for party in (self.party, self.rival_party):
            party.with_user(self.adviser).action_withdraw()
            self.assertTrue(party.date_withdrawn)

    def test_nobody_withdraws_after_the_deadline(self):
        party = self.party.with_user(self.spokesperson).sudo()
        late = self.deadline + timedelta(seconds=1)
        with self._at(late):
            with self.assertRefused("can no longer withdraw"):
                self.rival_party.with_user(self.adviser).action_withdraw()
            with self.assertRefused("can no longer withdraw"):
                party._portal_withdraw(late)

    def test_foreign_bids_are_not_found(self):
        bid = self._submitted()
        self.assertIn(bid, self.bids._of_registration(self.party))
        self.assertFalse(self.bids._of_registration(self.rival_party))

    def test_a_plot_that_is_not_offered(self):
        other = self._make_procedure()
        for uuid in (other.lot_ids.uuid, "", "x"):
            with self.assertRefused("choose a plot"):
                self.bids._start_draft(self.party, uuid)

    def test_not_published(self):
        procedure = self._make_procedure()
        party = self.env["wohnkoord.registration"]._create_guarded(
            [{"procedure_id": procedure.id, "initiative_id": self.initiative.id}]
        )
        with self.assertRaises(UserError):
            self.bids._start_draft(party, procedure.lot_ids.uuid)
