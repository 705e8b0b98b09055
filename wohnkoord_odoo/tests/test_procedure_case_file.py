# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import csv
import io
import json
import subprocess
import sys
import tempfile
import tracemalloc
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models import procedure_case_file_registry as registry
from ..tools import case_file
from ..tools.canonical import digest
from .procedure_case_file_common import PDF, RIVAL, CaseFileCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureCaseFile(CaseFileCase):
    # -- what is in it -------------------------------------------------------------------

    def test_parts_and_hashes(self):
        self._check_and_cure(
            self.rival_bid, RIVAL["note"], RIVAL["answer"], RIVAL["cure_file"]
        )
        result = self._write()
        self.assertHashes()
        self.assertIsNone(self._archive.testzip())
        self.assertEqual(
            {part["path"] for part in self._manifest["parts"]} | {"manifest.json"},
            set(self._archive.namelist()),
        )
        self.assertEqual(
            digest(self._archive.read("manifest.json")), result["manifest"]
        )
        kinds = {part["kind"] for part in self._manifest["parts"]}
        self.assertEqual(
            kinds, {"data", "document", "bid", "page", "frozen", "log", "tool"}
        )
        opening = self.procedure.opening_ids
        self.assertEqual(digest(self._part("protocol.json")), opening.hash)
        self.assertEqual(
            digest(self._part("version-01.json")), self.procedure.version_id.hash
        )
        self.assertEqual(
            self._part(f"nachweis-{self.rival_bid.number}.pdf"), RIVAL["cure_file"]
        )
        self.assertIn(RIVAL["note"], self._part("formal-check-of-a-bid.json").decode())

    def test_bids_are_those_of_their_receipts(self):
        self._write()
        bids = [p for p in self._manifest["parts"] if p["kind"] == "bid"]
        self.assertEqual(
            {part["bid"]: part["sha256"] for part in bids},
            {bid.number: bid.receipt_hash for bid in self.bid | self.rival_bid},
        )
        self.assertEqual(self._part("konzept.pdf"), PDF)
        self.assertEqual(self._part("geheimskizze.pdf"), RIVAL["document"])
        pages = self._archive.read(bids[1]["path"].replace(".json", ".html")).decode()
        self.assertIn(RIVAL["statement"], pages)

    def test_what_is_where(self):
        self._write()
        index = self._archive.read("index.html").decode()
        readme = self._archive.read("README.txt").decode()
        for part in self._manifest["parts"]:
            if part["path"] not in ("index.html", "README.txt"):
                self.assertIn(f'href="{part["path"]}"', index)
                self.assertIn(part["sha256"], index)
                self.assertIn(part["path"], readme)
        self.assertNotIn("http://", index)
        self.assertNotIn("https://", index)

    def test_german_office(self):
        """Folders and guides speak the office's language, whoever exports."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.company.partner_id.lang = "de_DE"
        self.assertEqual(self.manager.lang, "en_US")
        with patch.dict(registry.SECTIONS, {"bids": "Bewerbungen"}):
            self._write()
        self.assertIn("06-bewerbungen/001/bid.json", self._archive.namelist())
        self.assertIn('lang="de"', self._archive.read("index.html").decode())

    def test_no_secret_leaves(self):
        self._write()
        for name in ("wrapped_key", "cipher", "bidder_key", "slot_key", "content_key"):
            with self.subTest(name):
                for path in self._archive.namelist():
                    if path.endswith((".json", ".csv")) and not path.endswith(
                        ("export.json", "bid.json")
                    ):
                        self.assertNotIn(f'"{name}"', self._archive.read(path).decode())
        # the declared hash of ciphertext stands in the sealed bid, nothing else does
        for document in self.bid.document_ids.sudo():
            key = document.content_key.decode()
            for path in self._archive.namelist():
                self.assertNotIn(key.encode(), self._archive.read(path), path)

    def test_sealed_bids_stay_sealed(self):
        late = self._submit(self.rival_party, state="late", statement="SPAETGEHEIM")
        self._write()
        for path in self._archive.namelist():
            self.assertNotIn(b"SPAETGEHEIM", self._archive.read(path), path)
        rows = json.loads(self._part("bids/bid.json"))
        row = next(row for row in rows if row["number"] == late.number)
        self.assertEqual((row["state"], row["initiative_id"]), ("late", None))

    def test_tables(self):
        self.rival_bid.flush_recordset()
        self.env["wohnkoord.question"]._create_guarded(
            [
                {
                    "procedure_id": self.procedure.id,
                    "number": 1,
                    "text": "=HYPERLINK(1)",
                    "original_text": 'ein "Zitat"; und\nzwei Zeilen',
                }
            ]
        )
        self._write()
        content = self._part("question-of-a-party.csv").decode("utf-8-sig")
        [row] = csv.DictReader(io.StringIO(content), delimiter=";")
        self.assertEqual(row["text"], "'=HYPERLINK(1)")
        self.assertEqual(row["original_text"], 'ein "Zitat"; und\nzwei Zeilen')
        [row] = json.loads(self._part("question-of-a-party.json"))
        self.assertEqual(row["text"], "=HYPERLINK(1)")

    def test_conflicts_by_seat_and_kind(self):
        seat = self.env["wohnkoord.juror"].create(
            {
                "procedure_id": self.procedure.id,
                "name": "Fachjury",
                "user_id": self.third.id,
            }
        )
        bidders = self.env["wohnkoord.initiative"].browse(self.initiative.id)
        Procedure = self.env.registry["wohnkoord.procedure"]
        with patch.object(Procedure, "_bidders", lambda procedure: bidders):
            self.env["wohnkoord.conflict"]._declare(
                seat, self.third, self.initiative, "relative", "mein Schwager"
            )
        self._write()
        [row] = json.loads(self._part("declaration-on-a-conflict-of-interest.json"))
        self.assertEqual(
            (row["juror_id"]["name"], row["kind"]), ("Fachjury", "relative")
        )
        self.assertNotIn("user_id", row)
        self.assertNotIn("note", row)

    def test_what_stands_beside_the_records(self):
        self.procedure.with_user(self.adviser).message_post(
            body="Vermerk zum Ortstermin", attachments=[("skizze.txt", b"am Tor")]
        )
        self._write()
        self.assertEqual(self._part("skizze.txt"), b"am Tor")
        self.assertIn("Ortstermin", self._part("messages.json").decode())
        self._inspect()
        for path in self._archive.namelist():
            self.assertNotIn(b"am Tor", self._archive.read(path), path)
            self.assertNotIn(b"Ortstermin", self._archive.read(path), path)

    def test_damaged_file_does_not_stop_the_rest(self):
        attachment = self.bid.document_ids._attachment_ids()[self.bid.document_ids.id]
        self.env["ir.attachment"].browse(attachment).raw = b"damaged"
        result = self._write()
        [path] = result["unreadable"]
        self.assertIn("konzept", path)
        self.assertEqual(self._archive.read(path), b"")
        self.assertHashes()
        self.assertIn(path, self._archive.read("README.txt").decode())

    # -- the registry --------------------------------------------------------------------

    def test_every_model_is_decided(self):
        self.assertEqual(
            self.procedure._case_file_undecided(),
            [],
            "Add it to INCLUDED or EXCLUDED in procedure_case_file_registry.py.",
        )

    def test_registry_finds_what_belongs(self):
        paths = self.procedure._case_file_paths()
        self.assertEqual(paths["wohnkoord.bid"], "procedure_id")
        self.assertEqual(paths["wohnkoord.bid.document"], "bid_id.procedure_id")
        self.assertIn("wohnkoord.cure.document", paths)
        self.assertNotIn("wohnkoord.initiative", paths)
        self.assertNotIn("wohnkoord.case.file.export", paths)

    def test_model_without_decision_is_found_and_still_exported(self):
        known = {k: v for k, v in registry.INCLUDED.items() if k != "wohnkoord.juror"}
        self.env["wohnkoord.juror"].create(
            {
                "procedure_id": self.procedure.id,
                "name": "Fachjury",
                "user_id": self.third.id,
            }
        )
        with patch.dict(registry.INCLUDED, known, clear=True):
            self.assertEqual(self.procedure._case_file_undecided(), ["wohnkoord.juror"])
            self._write()
            self.assertIn(
                "14-further-records/seat-in-the-jury.json",
                "".join(self._archive.namelist()),
            )
            self._inspect(self.party)
            self.assertFalse([p for p in self._archive.namelist() if "seat-in" in p])

    def test_included_models_may_be_read(self):
        for _section, model, _path in self.procedure._case_file_models():
            self.assertTrue(
                model.with_user(self.manager).has_access("read"), model._name
            )

    # -- who -----------------------------------------------------------------------------

    def test_only_the_head(self):
        for user in (self.adviser, self.steering, self.accountant, self.spokesperson):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._dialog_for(user)
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.procedure.with_user(user).action_export_case_file()

    def test_blocked_head_is_refused(self):
        dialog = self._dialog_for()
        self.rival_bid.sudo().blocked_user_ids = self.manager
        self.env.flush_all()
        for act in (
            lambda: dialog._write_to(io.BytesIO()),
            dialog.action_export,
            self.procedure.with_user(self.manager).action_export_case_file,
            self.procedure.with_user(self.manager).action_view_case_file_releases,
        ):
            with self.assertRaises(AccessError):
                act()

    def test_purpose_and_reason_are_asked_and_logged(self):
        with self.assertRaises(UserError):
            self._write(reason="  ")
        with self.assertRaises(UserError):
            self._write(purpose="inspection", variant="full")
        with self.assertRaises(UserError):
            self._write(registration_id=self.party.id, variant="full")
        result = self._write(purpose="council")
        event = self.procedure.event_ids.sorted("number")[-1]
        self.assertEqual(event.kind, "case_file_exported")
        data = json.loads(event.content)
        self.assertEqual(data["manifest"], result["manifest"])
        self.assertEqual((data["purpose"], data["variant"]), ("council", "full"))
        self.assertEqual(data["reason"], "Az. 11 O 180/26")
        self.assertEqual(event.actor, self.manager.name)
        self.assertEqual(self.procedure._verify_log(), [])

    def test_not_before_the_publication(self):
        procedure = self._make_procedure()
        with self.assertRaises(UserError):
            procedure.with_user(self.manager).action_export_case_file()

    def test_other_dialogs_stay_their_askers(self):
        dialog = self._dialog_for()
        other = self._make_user("test_second_head", "wohnkoord_odoo.group_manager")
        with self.assertRaises(AccessError):
            dialog.with_user(other).read(["reason"])

    # -- the verifier --------------------------------------------------------------------

    def _run(self, folder, *arguments):
        result = subprocess.run(
            [sys.executable, "-I", "-S", str(folder / "case_file.py"), *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        self.assertNotIn("Traceback", result.stderr)
        return result.returncode, result.stdout

    def assertWrong(self, folder, code, where, *arguments):
        status, output = self._run(folder, *arguments)
        self.assertEqual(status, 1, output)
        self.assertIn(case_file.TEXTS[code].format(where=where), output)

    def test_verifier(self):
        result = self._write()
        folder = self._unpacked()
        status, output = self._run(folder, "--manifest", result["manifest"])
        self.assertEqual(status, 0, output)
        self.assertIn(f"{result['parts']} parts", output)
        self.assertEqual(self._run(folder)[0], 0)
        self.assertWrong(folder, "manifest", "0" * 64, "--manifest", "0" * 64)
        (folder / "added.txt").write_text("x")
        self.assertWrong(folder, "strange", "added.txt")
        (folder / "added.txt").unlink()
        path = next(p["path"] for p in self._manifest["parts"] if p["kind"] == "bid")
        content = (folder / path).read_bytes()
        (folder / path).write_bytes(content + b" ")
        self.assertWrong(folder, "changed", path)
        # who changes the manifest as well is found by the log
        manifest = json.loads((folder / "manifest.json").read_text())
        for part in manifest["parts"]:
            if part["path"] == path:
                part["sha256"] = digest(content + b" ")
        (folder / "manifest.json").write_text(json.dumps(manifest))
        self.assertWrong(folder, "bid", 1)
        (folder / path).unlink()
        self.assertWrong(folder, "missing", path)
        manifest["parts"][0]["path"] = "../outside"
        (folder / "manifest.json").write_text(json.dumps(manifest))
        self.assertWrong(folder, "outside", "../outside")
        (folder / "manifest.json").write_text("[" * 10)
        self.assertWrong(folder, "format", "")

    def test_verifier_finds_a_damaged_log(self):
        self._write()
        folder = self._unpacked()
        row = next(p for p in self._manifest["parts"] if p["kind"] == "log")
        log = json.loads((folder / row["path"]).read_text())
        log["entries"][1]["actor"] = "somebody"
        (folder / row["path"]).write_text(json.dumps(log))
        row["sha256"] = digest((folder / row["path"]).read_bytes())
        (folder / "manifest.json").write_text(json.dumps(self._manifest))
        self.assertWrong(folder, "log", "changed 2")

    # -- small ---------------------------------------------------------------------------

    def test_memory_stays_small(self):
        """48 MB of files leave with far less than that in memory."""
        large = bytes(range(256)) * 4 * 1024 * 8
        documents = self.env["wohnkoord.procedure.file"]
        for number in range(6):
            documents.create(
                {
                    "procedure_id": self.procedure.id,
                    "document": f"large-{number}",
                    "number": 1,
                    "name": f"large-{number}.bin",
                    "mimetype": "application/octet-stream",
                    "size": len(large),
                    "sha256": digest(large + bytes([number])),
                    "file": base64.b64encode(large + bytes([number])),
                }
            )
        self.env.flush_all()
        self.env.invalidate_all()
        dialog = self._dialog_for()
        with tempfile.TemporaryFile() as target:
            tracemalloc.start()
            dialog._write_to(target)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            self.assertGreater(target.tell(), 6 * len(large))
        self.assertLess(peak, 12 * 1024 * 1024)

    def test_query_count_does_not_grow_with_rows(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._write()
            return self.env.cr.sql_log_count - before

        def questions(numbers):
            self.env["wohnkoord.question"]._create_guarded(
                [
                    {
                        "procedure_id": self.procedure.id,
                        "number": number,
                        "text": f"Frage {number}",
                    }
                    for number in numbers
                ]
            )

        count()
        questions(range(1, 4))
        few = count()
        questions(range(4, 31))
        self.assertLessEqual(count(), few + 2)

    def test_office_sees_the_act_in_words(self):
        self._write()
        event = self.procedure.event_ids.sorted("number")[-1]
        self.assertEqual(event.label, "Case file exported")
