# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from itertools import permutations

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.procedure_officer_key import CODE_BYTES
from ..tools.recovery_code import read_groups
from ..tools.sealing import SealBroken
from .procedure_opening_common import PASSPHRASES, OpeningCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureOpeningSeal(OpeningCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.groups = cls._full_seal()
        cls.code = " ".join(cls.groups)
        cls.officers = cls.adviser | cls.manager | cls.third
        cls.passphrase = dict(zip(cls.officers, PASSPHRASES, strict=True))

    def _seal_and_submit(self):
        self._publish()
        return self._submit(files=[("konzept.pdf", b"Konzept")])

    def _open_full(self, first, second, **secrets):
        return self._open(
            first,
            second,
            **{
                "first_passphrase": self.passphrase[first],
                "second_passphrase": self.passphrase[second],
                **secrets,
            },
        )

    def test_every_pair_opens(self):
        bid = self._seal_and_submit()
        for first, second in permutations(self.officers, 2):
            with self.subTest(first=first.login, second=second.login):
                with self.assertRaisesRegex(UserError, "roll back"):
                    with self.env.cr.savepoint():
                        self.assertOpened(self._open_full(first, second))
                        self.assertEqual(bid.initiative_id, self.initiative)
                        self.assertFalse(bid.defect)
                        raise UserError("roll back")  # pylint: disable=translation-required

    def test_sheet_stands_for_each_officer(self):
        bid = self._seal_and_submit()
        typed = self.code.lower().replace(" ", "-\n")
        for officer in ("first", "second"):
            with self.subTest(officer):
                with self.assertRaisesRegex(UserError, "roll back"):
                    with self.env.cr.savepoint():
                        answer = self._open_full(
                            self.adviser,
                            self.third,
                            **{f"{officer}_passphrase": typed},
                        )
                        self.assertOpened(answer)
                        self.assertFalse(bid.defect)
                        raise UserError("roll back")  # pylint: disable=translation-required

    def test_sheet_alone_opens_nothing(self):
        self._seal_and_submit()
        answer = self._open_full(
            self.adviser,
            self.manager,
            first_passphrase=self.code,
            second_passphrase=self.code,
        )
        self.assertRefused(answer, "two different keys")

    def test_new_officer_with_sheet_replaces_a_lost_one(self):
        self._seal_and_submit()
        late_comer = self._make_user("test_late_comer", "wohnkoord_odoo.group_user")
        late_comer.password = f"ein-langes-Passwort-{late_comer.login}"
        self.procedure.with_user(self.manager).write(
            {"officer_ids": [Command.set((self.adviser | late_comer).ids)]}
        )
        self.assertIn("officers", self.procedure.event_ids.mapped("kind"))
        answer = self._open(
            second=late_comer,
            first_passphrase=self.passphrase[self.adviser],
            second_passphrase=self.code,
        )
        self.assertOpened(answer)

    def test_full_seal_opens_without_the_key_file(self):
        bid = self._seal_and_submit()
        key_file = self.env["wohnkoord.key.file"]._current()
        (self.key_folder / f"{key_file}.key").unlink()
        with self._at(self.deadline + timedelta(hours=1)):
            found = self.procedure._missing("open")
        self.assertEqual([item["severity"] for item in found], ["warning"])
        self.assertOpened(self._open_full(self.adviser, self.third))
        self.assertEqual(bid.initiative_id, self.initiative)
        self.assertFalse(bid.defect)
        self.assertEqual(bid.document_ids.mapped("name"), ["konzept.pdf"])

    def test_wrong_passphrases(self):
        self._seal_and_submit()
        right = self.passphrase[self.manager]
        wrongs = ("", None, right[:-1], right.upper(), self.passphrase[self.third])
        for wrong in wrongs:
            with self.subTest(wrong=wrong):
                answer = self._open_full(
                    self.adviser, self.manager, second_passphrase=wrong
                )
                noted = self.assertRefused(answer, f"passphrase of {self.manager.name}")
                self.assertEqual(noted["why"], "seal")
        swapped = self._open_full(
            self.adviser,
            self.manager,
            first_passphrase=right,
            second_passphrase=self.passphrase[self.adviser],
        )
        self.assertRefused(swapped, f"passphrase of {self.adviser.name}")
        spaced = f"  {right.replace(' ', '   ')} "
        self.assertOpened(
            self._open_full(self.adviser, self.manager, second_passphrase=spaced)
        )

    def test_server_alone_opens_nothing(self):
        """The key file does not hold the private key, and no column does."""
        self._seal_and_submit()
        seal_sudo = self.procedure._seal_sudo()
        self.assertFalse(seal_sudo.wrapped_private_key)
        with self._at(self.late):
            self.procedure._write_guarded({"state": "closed"})
            for secrets in ((), [(self.adviser, self.passphrase[self.adviser])]):
                with self.assertRaisesRegex(UserError, "two different keys"):
                    self.procedure._private_key(secrets)

    def test_pairs_are_bound_to_their_place(self):
        self._seal_and_submit()
        pairs = self.procedure._seal_sudo().pair_ids
        self.assertEqual(len(pairs), 6)  # three officers and the sheet
        pairs[0].wrapped_private_key = pairs[1].wrapped_private_key
        first, second = pairs[0].first_key_id, pairs[0].second_key_id
        with self._at(self.late), self.assertRaises(SealBroken):
            self.procedure._write_guarded({"state": "closed"})
            self.procedure._private_key(
                [(k.user_id, self.passphrase[k.user_id]) for k in (first, second)]
            )

    # -- before the publication ----------------------------------------------------------

    def test_weak_passphrases_are_refused(self):
        procedure = self.procedure.with_user(self.adviser)
        for passphrase, again, text in (
            ("kurz", "kurz", "at least 16"),
            ("aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", "at least 16"),
            (" a b c d  e f g    ", " a b c d  e f g    ", "at least 16"),
            (PASSPHRASES[0], PASSPHRASES[1], "differ"),
            (None, None, "at least 16"),
        ):
            with self.subTest(passphrase), self.assertRaisesRegex(UserError, text):
                procedure._set_passphrase(passphrase, again)

    def test_only_officers_set_their_own_passphrase(self):
        outsider = self._make_user("test_outsider", "wohnkoord_odoo.group_user")
        Dialog = self.env["wohnkoord.procedure.opening.passphrase"]
        dialog = Dialog.with_user(outsider).create({"procedure_id": self.procedure.id})
        with self.assertRaisesRegex(UserError, "Only officers"):
            dialog.with_context(
                passphrase=PASSPHRASES[0], passphrase_again=PASSPHRASES[0]
            ).action_confirm()
        dialog = Dialog.with_user(self.adviser).create(
            {"procedure_id": self.procedure.id, "passphrase": PASSPHRASES[1]}
        )
        dialog.with_context(
            passphrase=PASSPHRASES[1], passphrase_again=PASSPHRASES[1]
        ).action_confirm()
        keys_sudo = self.procedure._officer_keys_sudo()
        own = keys_sudo.filtered(lambda key: key.user_id == self.adviser)
        self.assertTrue(own._private_key(PASSPHRASES[1]))
        with self.assertRaises(SealBroken):
            own._private_key(PASSPHRASES[0])

    def test_missing_keys_block_the_publication(self):
        self.assertFalse(self._blockers())
        keys_sudo = self.procedure._officer_keys_sudo()
        keys_sudo.filtered(lambda key: key.user_id == self.third).unlink()
        self.assertIn(f"{self.third.name} has not set a passphrase.", self._blockers())
        self.procedure.with_user(self.manager)._make_recovery_sheet()
        self.assertIn(
            "The recovery sheet is not printed and confirmed.", self._blockers()
        )
        self.procedure.officer_ids = self.adviser | self.manager
        self.assertTrue([text for text in self._blockers() if "at least 3" in text])
        with self.assertRaises(UserError):
            self._publish()
        self.assertEqual(self.procedure.state, "preparation")

    def _blockers(self):
        return [
            item["text"]
            for item in self.procedure._missing("publish")
            if item["severity"] == "blocker" and item["field"] == "officer_ids"
        ]

    def test_a_new_sheet_makes_the_old_one_worthless(self):
        new = self.procedure.with_user(self.manager)._make_recovery_sheet()
        sheet = self.procedure._officer_keys_sudo().filtered(lambda k: not k.user_id)
        self.assertEqual(len(sheet), 1)
        self.assertTrue(sheet._private_key(read_groups("".join(new), CODE_BYTES).hex()))
        with self.assertRaises(SealBroken):
            sheet._private_key(read_groups(self.code, CODE_BYTES).hex())

    def test_seal_is_fixed_by_the_publication(self):
        self._publish()
        manager = self.procedure.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "before the publication"):
            manager.seal_mode = "standard"
        with self.assertRaisesRegex(UserError, "before the publication"):
            manager._set_passphrase(PASSPHRASES[0], PASSPHRASES[0])
        with self.assertRaisesRegex(UserError, "before the publication"):
            manager._make_recovery_sheet()
        with self.assertRaisesRegex(UserError, "no new sheet"):
            manager._confirm_recovery_sheet()
        with self.assertRaisesRegex(UserError, "head of the office"):
            self.procedure.with_user(self.adviser).officer_ids = [
                Command.unlink(self.third.id)
            ]

    def test_no_passphrase_stays_anywhere(self):
        with self.assertLogs(level="DEBUG") as logs:
            self._seal_and_submit()
            self._open_full(self.adviser, self.manager, second_passphrase="x" * 30)
            self._open_full(self.adviser, self.manager)
        self.env.flush_all()
        words = [*PASSPHRASES, "x" * 30, *self.groups]
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
            " AND (table_name LIKE 'wohnkoord%' OR table_name LIKE 'mail_%'"
            " OR table_name LIKE 'ir_config%' OR table_name LIKE 'ir_logging%')"
        )
        for (table,) in self.env.cr.fetchall():
            for word in words:
                self.env.cr.execute(
                    f'SELECT 1 FROM "{table}" t WHERE strpos(t::text, %s) > 0 LIMIT 1',
                    [word],
                )
                self.assertFalse(self.env.cr.fetchall(), f"{word} in {table}")
        written = "\n".join(logs.output)
        for word in words:
            self.assertNotIn(word, written)
