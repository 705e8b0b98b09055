# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import os

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from ..models.procedure_key_file import PARAMETER
from ..tools.recovery_code import WrongGroups, read_groups, write_groups
from ..tools.sealing import KEY_BYTES, new_key
from .procedure_opening_common import OpeningCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestRecoveryCode(TransactionCase):
    def test_groups_give_the_secret_back(self):
        for secret in (
            bytes(32),
            b"\xff" * 32,
            new_key(),
            new_key()[:20],
            b"\x01" * 20,
        ):
            groups = write_groups(secret)
            self.assertEqual(read_groups(" ".join(groups), len(secret)), secret)
            typed = "-".join(groups).lower().replace("0", "o").replace("1", "l")
            self.assertEqual(read_groups(typed, len(secret)), secret)

    def test_every_wrong_character_is_found_in_its_group(self):
        groups = write_groups(bytes(range(32)))
        for number, group in enumerate(groups):
            for place in range(len(group)):
                for letter in "07HZ":
                    if letter == group[place]:
                        continue
                    wrong = [*groups]
                    wrong[number] = group[:place] + letter + group[place + 1 :]
                    with self.assertRaises(WrongGroups) as caught:
                        read_groups(" ".join(wrong), 32)
                    self.assertEqual(caught.exception.numbers, [number + 1])

    def test_swapped_letters_and_groups_are_found(self):
        groups = write_groups(bytes(range(7, 39)))
        wrong = [*groups]
        wrong[2] = wrong[2][1] + wrong[2][0] + wrong[2][2:]
        wrong[5], wrong[6] = wrong[6], wrong[5]
        with self.assertRaises(WrongGroups) as caught:
            read_groups(" ".join(wrong), 32)
        self.assertEqual(caught.exception.numbers, [3, 6, 7])

    def test_other_lengths_and_nonsense(self):
        whole = "".join(write_groups(new_key()))
        for typed in ("", whole[:-1], whole + "0", "ä" * len(whole), "\0" * len(whole)):
            with self.assertRaises(WrongGroups):
                read_groups(typed, 32)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureOpeningKeyFile(OpeningCase):
    def _file(self):
        return self.key_folder / f"{self.KeyFile._current()}.key"

    def setUp(self):
        super().setUp()
        self.KeyFile = self.env["wohnkoord.key.file"]

    def test_first_use_makes_one_key(self):
        fingerprint = self.KeyFile._current()
        self.assertEqual(self.KeyFile._make(), fingerprint)
        self.assertEqual(self.KeyFile._current(), fingerprint)
        self.assertEqual(self._file().stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.key_folder.stat().st_mode & 0o777, 0o700)
        Parameter = self.env["ir.config_parameter"]
        self.assertEqual(Parameter.search_count([("key", "=", PARAMETER)]), 1)

    def test_key_of_another_worker_is_taken(self):
        """The loser of the race keeps nothing of its own."""
        self.KeyFile._current()
        before = sorted(os.listdir(self.key_folder))
        self.KeyFile._make()
        self.assertEqual(sorted(os.listdir(self.key_folder)), before)

    def test_lost_key_file_comes_back_from_its_sheet(self):
        self._publish()
        bid = self._submit()
        groups = self.KeyFile._sheet(self.KeyFile._current())
        self._file().unlink()
        self.assertIn("missing", self.procedure.key_file_problem)
        with self.assertRaisesRegex(UserError, "Restore it"):
            self._open()
        with self.assertRaisesRegex(UserError, "Restore it"):
            self.procedure._draft_encrypt(b"x", "bid")
        self.KeyFile._restore("\n".join(groups))
        self.procedure.invalidate_recordset(["key_file_problem"])
        self.assertFalse(self.procedure.key_file_problem)
        self.assertOpened(self._open())
        self.assertEqual(bid.initiative_id, self.initiative)

    def test_sheet_of_another_key_is_refused(self):
        self._publish()
        with self.assertRaisesRegex(UserError, "another key file"):
            self.KeyFile._restore(" ".join(write_groups(new_key())))
        with self.assertRaises(WrongGroups):
            self.KeyFile._restore("0000")

    def test_damaged_key_file(self):
        self._publish()
        self._file().write_bytes(b"x" * KEY_BYTES)
        with self.assertRaisesRegex(UserError, "damaged"):
            self.procedure._draft_encrypt(b"x", "bid")

    def test_others_may_not_read_it(self):
        self._publish()
        self._file().chmod(0o640)
        self.assertIn("600", self.procedure.key_file_problem)
        with self.assertRaisesRegex(UserError, "600"):
            self.procedure._draft_encrypt(b"x", "bid")

    def test_printing_is_noted_and_the_sheet_kept_nowhere(self):
        self.KeyFile._current()
        missing = {item["severity"] for item in self.procedure._missing_keys()}
        self.assertEqual(missing, {"warning"})
        KeyFile = self.KeyFile.with_user(self.manager)
        groups = KeyFile._sheet(KeyFile._current())
        self.assertEqual(KeyFile._sheet_note()["user"], self.manager.name)
        self.assertFalse(self.procedure._missing_keys())
        self.env.flush_all()
        self.env.cr.execute("SELECT string_agg(value, ' ') FROM ir_config_parameter")
        values = self.env.cr.fetchone()[0]
        for group in groups:
            self.assertNotIn(group, values)

    def test_publication_waits_for_a_lost_key_file(self):
        self.KeyFile._current()
        self._file().unlink()
        blockers = [
            item["text"]
            for item in self.procedure._missing("publish")
            if item["severity"] == "blocker"
        ]
        self.assertTrue([text for text in blockers if "Restore it" in text])
        with self.assertRaises(UserError):
            self._publish()
