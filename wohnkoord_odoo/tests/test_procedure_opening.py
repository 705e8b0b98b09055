# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import json
import re
from datetime import timedelta

from psycopg2 import Error

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.canonical import digest
from .procedure_opening_common import OpeningCase

PDF = b"%PDF-1.4 Konzept" * 500


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureOpening(OpeningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._publish()
        cls.bid = cls._submit(files=[("konzept.pdf", PDF), ("plan.pdf", b"plan")])

    # -- what it does --------------------------------------------------------------------

    def test_opening_fills_bids(self):
        opening = self.assertOpened(self._open())
        bid = self.bid
        self.assertEqual(bid.state, "opened")
        self.assertEqual(bid.initiative_id, self.initiative)
        self.assertEqual(bid.registration_id, self.party)
        self.assertEqual(bid.procedure_lot_id, self.procedure_lot)
        self.assertEqual((bid.priority, bid.price), (1, 2.5))
        self.assertFalse(bid.defect)
        values = {line.kind: (line.value, line.text) for line in bid.commitment_ids}
        self.assertEqual(
            values,
            {"dwellings": (12.0, False), "energy_standard": (0.0, "Passivhaus")},
        )
        first, second = bid.document_ids
        self.assertEqual((first.name, first.size), ("konzept.pdf", len(PDF)))
        self.assertEqual(first._plain_content(), PDF)
        self.assertEqual(second._plain_content(), b"plan")
        self.assertEqual(opening.bid_count, 1)
        self.assertIn("Wir bauen gemeinschaftlich.", bid.page)

    def test_bids_are_those_of_the_published_list(self):
        """Who owns the database slips a bid in after the deadline and takes one away."""
        taken = self._submit(self.rival_party)
        with self._at(self.late):
            self.procedure._close_due()
        self._tamper("wohnkoord_bid", {"number": 9}, taken)
        opening = self.assertOpened(self._open())
        content = json.loads(opening.content)
        self.assertEqual(content["lost"], [2])
        self.assertIn("was published at the deadline", taken.defect)
        self.assertFalse(self.bid.defect)
        self.assertIn("not there any more", opening.page)

    def test_protocol_says_who_and_what(self):
        withdrawn = self._submit(self.rival_party, state="withdrawn")
        late = self._submit(self.rival_party, state="late")
        opening = self.assertOpened(self._open())
        content = json.loads(opening.content)
        self.assertEqual(digest(content), opening.hash)
        self.assertEqual(
            [officer["login"] for officer in content["officers"]],
            [self.adviser.login, self.manager.login],
        )
        self.assertEqual(
            [(entry["number"], entry["opened"]) for entry in content["bids"]],
            [(1, True), (2, False), (3, False)],
        )
        self.assertEqual(content["bids"][0]["bidder"], self.initiative.name)
        root = [
            {"number": b.number, "hash": b.receipt_hash}
            for b in self.bid + withdrawn + late
        ]
        self.assertEqual(opening.root_hash, digest(root))
        self.assertEqual((withdrawn.state, late.state), ("withdrawn", "late"))
        self.assertFalse(late.content)
        self.assertNotIn(self.rival_initiative.name, opening.content)
        event = self.procedure.event_ids.filtered(lambda e: e.kind == "opened")
        self.assertEqual(json.loads(event.content)["protocol"], opening.hash)

    def test_protocol_is_never_changed(self):
        opening = self.assertOpened(self._open())
        self.env.flush_all()
        for statement in (
            "UPDATE wohnkoord_procedure_opening SET hash = 'x' WHERE id = %s",
            "DELETE FROM wohnkoord_procedure_opening WHERE id = %s",
            "TRUNCATE wohnkoord_procedure_opening -- %s",
        ):
            with (
                self.assertRaises(Error, msg=statement),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [opening.id])
        for attempt in (
            lambda: opening.with_user(self.manager).write({"hash": "x"}),
            lambda: opening.with_user(self.manager).unlink(),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_second_opening_is_refused(self):
        self.assertOpened(self._open())
        with self.assertRaisesRegex(UserError, "no sealed bids"):
            self._open()
        with self._at(self.late), self.assertRaisesRegex(UserError, "once"):
            self.procedure._private_key()

    # -- when ----------------------------------------------------------------------------

    def test_not_before_and_not_at_the_deadline(self):
        for moment in (self.deadline - timedelta(days=1), self.deadline):
            with self.subTest(moment=moment), self._at(moment):
                dialog = self._dialog().with_context(**self._secrets())
                with self.assertRaisesRegex(UserError, "after the deadline"):
                    dialog.action_confirm()
                with self.assertRaisesRegex(UserError, "after the deadline"):
                    self.procedure.action_open()

    def test_not_while_bids_are_on_their_way(self):
        """Until a minute after the deadline, and the message names the second."""
        label = self.procedure._opening_moment_label(self.late)
        self.assertTrue(re.search(r"\d\d:\d\d:\d\d", label))
        officer = self.procedure.with_user(self.adviser)
        for moment in (
            self.deadline + timedelta(microseconds=1),
            self.deadline + timedelta(seconds=59, milliseconds=999),
        ):
            with self.subTest(moment=moment), self._at(moment):
                officer.invalidate_recordset(["may_open"])
                self.assertFalse(officer.may_open)
                dialog = self._dialog().with_context(**self._secrets())
                for attempt in (
                    dialog.action_confirm,
                    officer.action_open,
                    lambda: self.procedure._open_bids(self.adviser, self.manager),
                ):
                    with self.assertRaisesRegex(UserError, f"from {re.escape(label)}"):
                        attempt()
                # nor past the act itself
                with self.assertRaisesRegex(UserError, "after the deadline"):
                    self.procedure._private_key()
        self.assertEqual(self.procedure.state, "published")
        with self._at(self.late):
            officer.invalidate_recordset(["may_open"])
            self.assertTrue(officer.may_open)
            self.assertEqual(officer.action_open()["target"], "new")

    def test_seal_holds_until_then_whatever_the_state(self):
        self.procedure._write_guarded({"state": "closed"})
        with self._at(self.late - timedelta(microseconds=1)):
            with self.assertRaisesRegex(UserError, "after the deadline"):
                self.procedure._private_key()
        with self._at(self.late):
            self.assertEqual(len(self.procedure._private_key()), 32)

    def test_nothing_unwraps_before_the_deadline(self):
        """Not the superuser in a shell either, even with the state moved."""
        with self._at(self.deadline):
            with self.assertRaisesRegex(UserError, "after the deadline"):
                self.procedure._private_key()
            self.procedure._write_guarded({"state": "closed"})
            with self.assertRaisesRegex(UserError, "after the deadline"):
                self.procedure._private_key()
            with self.assertRaisesRegex(UserError, "after the deadline"):
                self.procedure._open_bids(self.adviser, self.manager)

    # -- defects -------------------------------------------------------------------------

    def _defects(self):
        opening = self.assertOpened(self._open())
        return {bid.number: bid.defect for bid in self.procedure.bid_ids}, opening

    def test_damaged_bid_does_not_stop_the_others(self):
        other = self._submit(self.rival_party)
        self._tamper(
            "wohnkoord_bid", {"cipher": base64.b64encode(b"x" * 400)}, self.bid
        )
        defects, opening = self._defects()
        self.assertIn("cannot be decrypted", defects[1])
        self.assertFalse(defects[2])
        self.assertEqual(other.initiative_id, self.rival_initiative)
        self.assertFalse(self.bid.initiative_id)
        self.assertEqual((opening.bid_count, opening.defect_count), (2, 1))

    def test_exchanged_bids(self):
        other = self._submit(self.rival_party)
        rows = [(b.cipher, b.wrapped_key) for b in (self.bid, other)]
        for bid, (cipher, key) in zip((other, self.bid), rows, strict=True):
            self._tamper("wohnkoord_bid", {"cipher": cipher, "wrapped_key": key}, bid)
        defects, _opening = self._defects()
        self.assertIn("cannot be decrypted", defects[1])
        self.assertIn("cannot be decrypted", defects[2])

    def test_changed_hash_of_the_receipt(self):
        self._tamper("wohnkoord_bid", {"receipt_hash": "0" * 64}, self.bid)
        defects, _opening = self._defects()
        self.assertIn("hash of its receipt", defects[1])

    def test_damaged_file(self):
        first, second = self.bid.document_ids
        first.cipher = base64.b64encode(b"y" * 900)
        second.sudo()._attachment_ids()
        self.env["ir.attachment"].sudo().browse(
            second._attachment_ids()[second.id]
        ).unlink()
        defects, _opening = self._defects()
        self.assertIn("konzept.pdf: The sealed file was changed", defects[1])
        self.assertIn("plan.pdf: The file is missing", defects[1])
        self.assertFalse(first.content_key)

    def test_files_exchanged_between_bids(self):
        other = self._submit(self.rival_party, files=[("fremd.pdf", b"fremd")])
        mine, theirs = self.bid.document_ids[0], other.document_ids
        self._tamper("wohnkoord_bid_document", {"bid_id": other.id}, mine)
        self._tamper("wohnkoord_bid_document", {"bid_id": self.bid.id}, theirs)
        defects, _opening = self._defects()
        self.assertIn("A file is missing: konzept.pdf", defects[1])
        self.assertIn("do not belong to the bid, left unopened: 1", defects[1])
        self.assertIn("A file is missing: fremd.pdf", defects[2])
        self.assertFalse((mine | theirs).filtered("content_key"))

    def test_strange_contents_are_opened(self):
        strange = self._submit(
            self.rival_party,
            lot=["?"],
            party={},
            initiative="x",
            price="NaN",
            priority=True,
            commitments=[1],
            raw_files=["x", {"uuid": [1]}, {"name": 3}],
            group="?",
            declarations={"a": "b"},
            statement=None,
            name="Null\0byte",
        )
        defects, _opening = self._defects()
        self.assertIn("no registered party", defects[strange.number])
        self.assertFalse(defects[1])
        self.assertEqual(strange.price, 0)
        self.assertTrue(strange.page)

    def test_not_confirmed_after_a_material_change(self):
        version = self.procedure.version_id.sudo().copy(
            {"number": 2, "is_material": True}
        )
        self.procedure._write_guarded({"version_id": version.id})
        other = self._submit(self.rival_party)
        defects, _opening = self._defects()
        self.assertIn("Not confirmed", defects[1])
        self.assertFalse(defects[other.number])

    def test_bid_on_paper(self):
        paper = self._submit(
            self.rival_party,
            lot=None,
            price=None,
            commitments={},
            party=None,
            initiative=None,
            name="",
            envelope={"sender": "Rivalen, Postfach 1", "note": ""},
        )
        opening = self.assertOpened(self._open())
        self.assertTrue(paper.is_envelope)
        self.assertFalse(paper.defect)
        self.assertIn("Postfach 1", opening.content)
        Paper = self.env["wohnkoord.procedure.opening.paper"].with_user(self.adviser)
        dialog = Paper.create(
            {
                "bid_id": paper.id,
                "registration_id": self.rival_party.id,
                "procedure_lot_id": self.procedure_lot.id,
                "price": 2.75,
            }
        )
        dialog.line_ids.filtered(lambda line: line.kind == "dwellings").value = 9
        dialog.action_confirm()
        self.assertEqual(paper.initiative_id, self.rival_initiative)
        self.assertEqual(paper.price, 2.75)
        self.assertEqual(paper.commitment_ids.mapped("value"), [9])
        self.assertEqual(
            self.procedure.event_ids.sorted("number")[-1].kind, "paper typed in"
        )
        with self.assertRaisesRegex(UserError, "came on paper"):
            Paper.create({"bid_id": self.bid.id}).action_confirm()

    def test_constant_queries_per_bid(self):
        def measure(count):
            procedure = self._make_procedure()
            self._publish(procedure)
            party = self._register(procedure=procedure)
            for _index in range(count):
                self._submit(party, files=[("a.pdf", b"a")])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertOpened(self._open(procedure=procedure), procedure)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        measure(1)
        few, many = measure(2), measure(12)
        self.assertLessEqual((many - few) / 10, 8)
