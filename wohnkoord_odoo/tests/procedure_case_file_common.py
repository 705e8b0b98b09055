# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io
import json
import tempfile
import zipfile
from pathlib import Path

from odoo.fields import Command

from ..tools.canonical import digest
from .procedure_opening_common import OpeningCase

PDF = b"%PDF-1.4 Konzept" * 500
#: what only the rival's bid and people say
RIVAL = {
    "statement": "GEHEIMKONZEPT wohnt im Nordfluegel",
    "document": b"%PDF-1.4 GEHEIMPLAN der Rivalen" * 20,
    "file": "geheimskizze.pdf",
    "price": "7.77",
    "commitment": "GEHEIMSTANDARD Plus",
    "answer": "GEHEIMANTWORT zur Finanzierung",
    "note": "GEHEIMNOTIZ der Vorpruefung",
    "cure_file": b"GEHEIMNACHWEIS der Bank",
}


class CaseFileCase(OpeningCase):
    """Two bids, sealed as the portal does it and opened by two officers.

    ``bid`` is of ``party``; ``rival_bid`` of ``rival_party``, with ``RIVAL`` in it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure.requirement_ids = [
            Command.create({"name": "Passt ins Quartier", "kind": "other"})
        ]
        cls._publish()
        cls.bid = cls._submit(files=[("konzept.pdf", PDF)])
        cls.rival_bid = cls._submit(
            cls.rival_party,
            files=[(RIVAL["file"], RIVAL["document"])],
            statement=RIVAL["statement"],
            price=RIVAL["price"],
            commitments={
                "energy_standard": {"value": None, "text": RIVAL["commitment"]}
            },
        )
        with cls._at(cls.late):
            cls.procedure._open_bids(cls.adviser, cls.manager)
        cls.env.invalidate_all()

    @classmethod
    def _decide(cls, state="decided"):
        """As the later steps leave the procedure behind: both admitted, one won."""
        for bid in cls.bid | cls.rival_bid:
            bid._write_guarded({"state": "admitted"})
        cls.procedure._write_guarded({"state": state})

    @classmethod
    def _award(cls, bid, state="decided", **values):
        award = cls.env["wohnkoord.award"].create(
            {
                "procedure_id": cls.procedure.id,
                "procedure_lot_id": cls.procedure_lot.id,
                "bid_id": bid.id,
                "resolution_body": "Stadtrat",
                "resolution_number": "VII-DS-00077",
                "resolution_date": cls.today,
                **values,
            }
        )
        award._write_guarded({"state": state, "date_decided": cls.deadline})
        return award

    @classmethod
    def _check_and_cure(cls, bid, note, answer, content):
        """A decided check, and a cure request that was answered with a file."""
        check = cls.env["wohnkoord.bid.check"]._create_guarded(
            [
                {
                    "bid_id": bid.id,
                    "requirement_key": f"probe-{bid.number}",
                    "name": "Nachweis der Finanzierung",
                    "kind": "other",
                    "result": "not_met",
                    "note": note,
                    "found": note,
                    "decided_by_id": cls.adviser.id,
                    "date_decided": cls.deadline,
                }
            ]
        )
        cure = cls.env["wohnkoord.cure.request"].create(
            {"procedure_id": cls.procedure.id, "date_deadline": cls.deadline}
        )
        line = cls.env["wohnkoord.cure.line"]._create_guarded(
            [
                {
                    "request_id": cure.id,
                    "check_id": check.id,
                    "text": "Bitte den Nachweis.",
                    "answer": answer,
                    "date_answered": cls.deadline,
                }
            ]
        )
        cls.env["wohnkoord.cure.document"]._keep(
            line, [(f"nachweis-{bid.number}.pdf", content)], cls.deadline, False
        )
        cure._write_guarded(
            {
                "state": "sent",
                "number": bid.number,
                "date_sent": cls.deadline,
                "sent_by_id": cls.adviser.id,
            }
        )
        cls.env.flush_all()
        return check, line

    # -- the export ----------------------------------------------------------------------

    def _dialog_for(self, user=None, **values):
        Export = self.env["wohnkoord.case.file.export"].with_user(user or self.manager)
        return Export.create(
            {
                "procedure_id": self.procedure.id,
                "purpose": "court",
                "reason": "Az. 11 O 180/26",
                **values,
            }
        )

    def _write(self, user=None, **values):
        """Export; ``_archive`` is what came out, ``_manifest`` its list."""
        target = io.BytesIO()
        result = self._dialog_for(user, **values)._write_to(target)
        self._archive = zipfile.ZipFile(io.BytesIO(target.getvalue()))
        self._manifest = json.loads(self._archive.read("manifest.json"))
        return result

    def _inspect(self, party=None):
        return self._write(
            purpose="inspection",
            variant="redacted",
            registration_id=party.id if party else False,
        )

    def _part(self, ending):
        """The content of the one part whose path ends like this."""
        [path] = [name for name in self._archive.namelist() if name.endswith(ending)]
        return self._archive.read(path)

    def _unpacked(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self._archive.extractall(folder.name)
        return Path(folder.name)

    def assertHashes(self):
        for part in self._manifest["parts"]:
            content = self._archive.read(part["path"])
            self.assertEqual(digest(content), part["sha256"], part["path"])
            self.assertEqual(len(content), part["size"], part["path"])
