# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import hashlib
import json
import tempfile
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import Command

from ..models.procedure_closing import GRACE
from ..tools.canonical import canonical, digest
from .procedure_common import ProcedureCase

PASSWORD = "ein-langes-Passwort-{login}"
PASSPHRASES = (
    "Rabe Tisch Wolke Anker Sieben",
    "Grüße  Öfen Straße Zwölf Eulen",
    "müde 鍵 lampe quitte vorhang",
)


class OpeningCase(ProcedureCase):
    """Sealed bids made as the portal makes them, and officers with passwords.

    ``adviser`` and ``manager`` are the officers, ``third`` a third one for full seals.
    Keys lie in a folder of their own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.key_folder = Path(folder, "keys")
        KeyFile = cls.env.registry["wohnkoord.key.file"]
        cls.startClassPatcher(
            patch.object(KeyFile, "_folder", lambda model: cls.key_folder)
        )
        cls.env["ir.config_parameter"].set_param("wohnkoord.key_file", False)
        cls.third = cls._make_user("test_third", "wohnkoord_odoo.group_user")
        for user in (cls.adviser, cls.manager, cls.third):
            user.password = PASSWORD.format(login=user.login)
        cls._make_parties()
        cls.late = cls.deadline + GRACE

    @classmethod
    def _make_parties(cls):
        """Before the publication, which each test makes in its own way."""
        cls.party, cls.rival_party = cls.env["wohnkoord.registration"]._create_guarded(
            [
                {
                    "procedure_id": cls.procedure.id,
                    "initiative_id": initiative.id,
                    "number": number,
                }
                for number, initiative in enumerate(
                    (cls.initiative, cls.rival_initiative), 1
                )
            ]
        )

    @classmethod
    def _full_seal(cls, procedure=None):
        """Prepare a full seal: passphrases of three officers and the sheet.

        :return list: the groups of the recovery sheet
        """
        procedure = procedure or cls.procedure
        officers = cls.adviser | cls.manager | cls.third
        procedure.write(
            {"seal_mode": "full", "officer_ids": [Command.set(officers.ids)]}
        )
        for officer, passphrase in zip(officers, PASSPHRASES, strict=True):
            procedure.with_user(officer)._set_passphrase(passphrase, passphrase)
        groups = procedure.with_user(cls.manager)._make_recovery_sheet()
        procedure.with_user(cls.manager)._confirm_recovery_sheet()
        return groups

    # -- bids ----------------------------------------------------------------------------

    @classmethod
    def _submit(
        cls, bidder=None, files=(), state="submitted", raw_files=None, **changes
    ):
        """A bid as it lies in the database when it was submitted.

        :param files: pairs of name and bytes
        :param raw_files: what the bid says of its files instead
        :param changes: to the content, e.g. ``price="3.00"``
        """
        party = bidder or cls.party
        procedure = party.procedure_id
        number = cls.env["wohnkoord.procedure.counter"]._next(procedure, "bid")
        bid = cls.env["wohnkoord.bid"]._create_guarded(
            [
                {
                    "procedure_id": procedure.id,
                    "number": number,
                    "version_id": procedure.version_id.id,
                    "date_submitted": cls.deadline - timedelta(days=1),
                }
            ]
        )
        content = {
            "schema": 1,
            "procedure": procedure.uuid,
            "bid": bid.uuid,
            "version": procedure.version_id.number,
            "lot": procedure.lot_ids[:1].uuid,
            "priority": 1,
            "price": "2.50",
            "party": party.number,
            "initiative": party.initiative_id.id,
            "name": party.initiative_id.name,
            "group": {"household_count": 12, "complete_share": "60.00"},
            "commitments": {
                "dwellings": {"value": "12.00", "text": ""},
                "energy_standard": {"value": None, "text": "Passivhaus"},
            },
            "statement": "Wir bauen gemeinschaftlich.",
            "declarations": ["Wir sind eine Gruppe."],
            "files": raw_files
            or [cls._seal_file(bid, name, data) for name, data in files],
            "salt": "00" * 16,
            **changes,
        }
        raw = canonical(content)
        wrapped, cipher = procedure._seal_content(raw, f"bid {bid.uuid}")
        bid._write_guarded(
            {
                "wrapped_key": base64.b64encode(wrapped),
                "cipher": base64.b64encode(cipher),
                "receipt_hash": digest(content),
                "state": "late" if state == "late" else "submitted",
            }
        )
        if state == "withdrawn":
            bid.flush_recordset()
            bid._write_guarded({"state": state})
        return bid

    @classmethod
    def _seal_file(cls, bid, name, data):
        document = cls.env["wohnkoord.bid.document"].create({"bid_id": bid.id})
        wrapped, cipher = bid.procedure_id._seal_content(
            data, f"document {document.uuid}"
        )
        cipher_sha256 = hashlib.sha256(cipher).hexdigest()
        document.write(
            {
                "wrapped_key": base64.b64encode(wrapped),
                "cipher": base64.b64encode(cipher),
                "cipher_sha256": cipher_sha256,
            }
        )
        return {
            "uuid": document.uuid,
            "kind": "concept",
            "name": name,
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "cipher_sha256": cipher_sha256,
        }

    @classmethod
    def _tamper(cls, table, values, record):
        """Change a row by SQL, past the triggers: as who owns the database could."""
        cls.env.flush_all()
        cls.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        columns = ", ".join(f"{name} = %s" for name in values)
        cls.env.cr.execute(
            f"UPDATE {table} SET {columns} WHERE id = %s",
            [*values.values(), record.id],
        )
        cls.env.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cls.env.invalidate_all()

    # -- the dialog ----------------------------------------------------------------------

    def _dialog(self, first=None, second=None, procedure=None, **values):
        procedure = procedure or self.procedure
        Wizard = self.env["wohnkoord.procedure.opening.wizard"]
        return Wizard.with_user(first or self.adviser).create(
            {
                "procedure_id": procedure.id,
                "second_officer_id": (second or self.manager).id,
                "first_declares": True,
                "second_declares": True,
                **values,
            }
        )

    def _secrets(self, first=None, second=None, **secrets):
        """What the two type; passwords are right unless another is given."""
        return {
            "first_password": PASSWORD.format(login=(first or self.adviser).login),
            "second_password": PASSWORD.format(login=(second or self.manager).login),
            **secrets,
        }

    def _open(self, first=None, second=None, procedure=None, values=None, **secrets):
        """Open in the dialog, at the first moment at which it is possible.

        :return: what the button returns
        """
        with self._at(self.late):
            dialog = self._dialog(first, second, procedure, **(values or {}))
            secrets = self._secrets(first, second, **secrets)
            return dialog.with_context(**secrets).action_confirm()

    def assertRefused(self, answer, text, procedure=None):
        """The dialog refused, told why and noted it; nothing was opened."""
        procedure = procedure or self.procedure
        self.assertEqual(answer.get("tag"), "display_notification")
        self.assertIn(text, answer["params"]["message"])
        self.env.invalidate_all()
        self.assertIn(procedure.state, ("published", "closed"))
        self.assertFalse(procedure.opening_ids)
        last = procedure.event_ids.sorted("number")[-1]
        self.assertEqual(last.kind, "opening refused")
        return json.loads(last.content)

    def assertOpened(self, answer, procedure=None):
        procedure = procedure or self.procedure
        self.assertEqual(answer, {"type": "ir.actions.act_window_close"})
        self.env.invalidate_all()
        self.assertEqual(procedure.state, "opened")
        return procedure.opening_ids
