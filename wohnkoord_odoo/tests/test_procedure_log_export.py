# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import copy
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from odoo.tests import HttpCase, tagged

from ..models.procedure_closing import GRACE
from ..tools import procedure_log
from ..tools.canonical import digest
from .procedure_common import ProcedureCase


@tagged("post_install", "-at_install")
class TestProcedureLogExport(ProcedureCase, HttpCase):
    """The export as it leaves Odoo, checked by the program that goes with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.procedure.name = "Konzeptverfahren Süd <b>"
        cls._publish()
        for number in (1, 2):
            cls.procedure._log("bid received", {"number": number}, actor="bidder")
            cls.env["wohnkoord.bid"]._create_guarded(
                [
                    {
                        "procedure_id": cls.procedure.id,
                        "state": "submitted",
                        "number": number,
                        "receipt_hash": digest(cls._content(number)),
                    }
                ]
            )
        cls.env.flush_all()
        cls.path = f"/wohnkoord/procedures/{cls.procedure.id}/log.zip"
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)

    @classmethod
    def _content(cls, number):
        return {
            "bid": f"bid {number}",
            "procedure": cls.procedure.uuid,
            "salt": "ab" * 16,
        }

    def _close(self):
        with self._at(self.deadline + GRACE):
            self.procedure._close_due()

    def _export(self):
        return json.loads("".join(self.procedure._log_json()))

    def _run(self, export, *arguments, script=procedure_log.__file__):
        """Run the verifier apart from Odoo, without any of its packages."""
        path = self.folder / "export.json"
        path.write_text(
            export if isinstance(export, str) else json.dumps(export), encoding="utf-8"
        )
        # -I: nothing from here, -S: nothing that is installed
        result = subprocess.run(
            [sys.executable, "-I", "-S", str(script), str(path), *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        self.assertNotIn("Traceback", result.stderr)
        return result.returncode, result.stdout

    def assertWrong(self, export, code, where="", arguments=()):
        status, output = self._run(export, *arguments)
        self.assertEqual(status, 1, output)
        self.assertIn(procedure_log.TEXTS[code].format(where=where), output)

    def _chained_anew(self, export):
        """All hashes made again, as a forger would."""
        last = ""
        for number, entry in enumerate(export["entries"], 1):
            entry["number"], entry["previous_hash"] = number, last
            entry["hash"] = last = procedure_log.entry_hash(
                export["procedure"]["uuid"], entry
            )
        export["last"] = last
        return export

    # -- the download ----------------------------------------------------------------

    def test_download(self):
        self._close()
        self.authenticate(self.adviser.login, self.adviser.login)
        answer = self.url_open(self.path)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        self.assertEqual(int(answer.headers["Content-Length"]), len(answer.content))
        self.assertIn("no-store", answer.headers["Cache-Control"])
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            self.assertEqual(
                set(archive.namelist()),
                {"export.json", "procedure_log.py", "README.txt", "LIESMICH.txt"},
            )
            archive.extractall(self.folder)
        export = (self.folder / "export.json").read_text(encoding="utf-8")
        self.assertEqual(
            json.loads(export)["procedure"]["name"], "Konzeptverfahren Süd <b>"
        )
        status, output = self._run(export, script=self.folder / "procedure_log.py")
        self.assertEqual(status, 0, output)
        self.assertIn("4 entries", output)
        self.assertIn("2 bids", output)

    def test_who_else_asks_finds_nothing(self):
        for user in (
            self.steering,
            self.accountant,
            self.consultant,
            self.spokesperson,
        ):
            with self.subTest(user=user.login):
                self.authenticate(user.login, user.login)
                self.assertEqual(self.url_open(self.path).status_code, 404)
        self.authenticate(self.adviser.login, self.adviser.login)
        missing = self.url_open("/wohnkoord/procedures/999999999/log.zip")
        self.assertEqual(missing.status_code, 404)
        huge = self.url_open(f"/wohnkoord/procedures/{'9' * 30}/log.zip")
        self.assertEqual(huge.status_code, 404)
        self.authenticate(None, None)
        answer = self.url_open(self.path, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_other_office_finds_nothing(self):
        other = self.env["res.company"].create({"name": "Anderes Büro"})
        stranger = self._make_user(
            "test_stranger",
            "wohnkoord_odoo.group_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.authenticate(stranger.login, stranger.login)
        self.assertEqual(self.url_open(self.path).status_code, 404)

    # -- the verifier ----------------------------------------------------------------

    def test_whole_before_and_after_the_deadline(self):
        self.assertEqual(self._run(self._export())[0], 0)
        self._close()
        self.assertEqual(self._run(self._export())[0], 0)

    def test_changed_text(self):
        export = self._export()
        export["entries"][1]["actor"] = "somebody"
        self.assertWrong(export, "changed", 2)

    def test_changed_data(self):
        export = self._export()
        export["entries"][2]["content"] = '{"number": 7}'
        self.assertWrong(export, "content", 3)

    def test_removed_entry(self):
        export = self._export()
        del export["entries"][1]
        self.assertWrong(export, "number", 3)

    def test_removed_end(self):
        export = self._export()
        del export["entries"][-1]
        self.assertWrong(export, "last")

    def test_swapped_entries(self):
        export = self._export()
        entries = export["entries"]
        entries[1], entries[2] = entries[2], entries[1]
        self.assertWrong(export, "previous", 3)

    def test_doubled_entry(self):
        export = self._export()
        export["entries"].insert(1, copy.deepcopy(export["entries"][0]))
        self.assertWrong(export, "number", 1)

    def test_entries_of_another_procedure(self):
        export = self._export()
        export["procedure"]["uuid"] = "another"
        self.assertWrong(export, "changed", 1)

    def test_chain_made_anew_is_found_by_the_published_hash(self):
        self._close()
        export = self._export()
        head = self.procedure._published_hashes()["log_head"]["hash"]
        self.assertEqual(self._run(export, "--head", head)[0], 0)
        export["entries"][1]["actor"] = "somebody"
        self._chained_anew(export)
        self.assertEqual(self._run(export)[0], 0, "the chain alone cannot show it")
        self.assertWrong(export, "head", head, ["--head", head])

    def test_published_hash_of_an_earlier_day(self):
        head = self.procedure._log_head()["hash"]
        self._close()
        self.assertEqual(self._run(self._export(), "--head", head.upper())[0], 0)

    def test_versions(self):
        export = self._export()
        export["versions"][0]["content"] += " "
        self.assertWrong(export, "version_changed", 1)
        content = export["versions"][0]["content"]
        export["versions"][0]["hash"] = procedure_log.sha256(content.encode())
        self.assertWrong(export, "version_unnamed", 1)
        export["versions"].clear()
        self.assertWrong(export, "version_missing", 1)

    def test_frozen_documents(self):
        """The protocol of the opening, once that part hands it in."""
        content = '{"opened":"by two"}'
        self.procedure._log(
            "opened", {"sha256": procedure_log.sha256(content.encode())}
        )
        document = {
            "name": "Opening",
            "content": content,
            "hash": procedure_log.sha256(content.encode()),
        }
        self.patch(
            self.env.registry["wohnkoord.procedure"],
            "_log_frozen",
            lambda procedure: [document],
        )
        export = self._export()
        self.assertEqual(self._run(export)[0], 0)
        self.assertEqual(self.procedure._verify_log(), [])
        export["frozen"][0]["content"] += " "
        self.assertWrong(export, "frozen_changed", "Opening")
        export["frozen"][0]["hash"] = "0" * 64
        self.assertWrong(export, "frozen_unnamed", "Opening")

    def test_bids(self):
        self._close()
        whole = self._export()
        export = copy.deepcopy(whole)
        export["bids"]["entries"][0]["hash"] = "0" * 64
        self.assertWrong(export, "bids_root")
        export["bids"]["root"] = procedure_log.bids_root(export["bids"]["entries"])
        self.assertWrong(export, "bids_unnamed")
        export = copy.deepcopy(whole)
        export["bids"]["entries"][0]["state"] = "late"
        self.assertWrong(export, "bids_unnamed")
        export["bids"] = None
        self.assertWrong(export, "bids_missing")

    # -- a bidder's own receipt --------------------------------------------------------

    def _receipt(self, **values):
        content = self._content(1)
        receipt = {
            "procedure": self.procedure.uuid,
            "number": 1,
            "receipt_hash": digest(content),
            "content": content,
            **values,
        }
        path = self.folder / "receipt.json"
        path.write_text(json.dumps(receipt), encoding="utf-8")
        return ["--receipt", str(path)]

    def test_receipt(self):
        self.assertWrong(self._export(), "receipt_open", "", self._receipt())
        self._close()
        export = self._export()
        self.assertEqual(self._run(export, *self._receipt())[0], 0)
        for code, values in {
            "receipt_missing": {"receipt_hash": "0" * 64},
            "receipt_content": {"content": {"salt": "other"}},
            "receipt_procedure": {"procedure": "another"},
            "receipt_format": {"receipt_hash": None},
        }.items():
            with self.subTest(code):
                self.assertWrong(export, code, "", self._receipt(**values))
        self.assertWrong(export, "receipt_number", 1, self._receipt(number=2))

    def test_what_a_bidder_has(self):
        """The file from the portal, or the hash as the receipt shows it."""
        self._close()
        export = self._export()
        path = self.folder / "bid.json"
        for content, code in (
            (self._content(2), None),
            ({**self._content(2), "salt": "cd" * 16}, "receipt_missing"),
            ({**self._content(2), "procedure": "another"}, "receipt_procedure"),
        ):
            path.write_text(json.dumps(content), encoding="utf-8")
            options = ["--receipt", str(path)]
            with self.subTest(code):
                if code:
                    self.assertWrong(export, code, "", options)
                else:
                    self.assertEqual(self._run(export, *options)[0], 0)
        own = digest(self._content(2))
        self.assertEqual(self._run(export, "--receipt", own.upper())[0], 0)
        spaced = f"{own[:32]} {own[32:]}"
        self.assertEqual(self._run(export, "--receipt", spaced)[0], 0)
        self.assertWrong(export, "receipt_missing", "", ["--receipt", "0" * 64])

    # -- bad input -------------------------------------------------------------------

    def test_what_is_no_export(self):
        for export in (
            {},
            [],
            None,
            "text",
            {"format": "wohnkoord-procedure-log"},
            {**self._export(), "entries": [{}]},
            {**self._export(), "entries": None},
            {**self._export(), "procedure": "x"},
            {**self._export(), "schema": 99},
        ):
            with self.subTest(str(export)[:60]):
                self.assertWrong(json.dumps(export), "format")
        for text in ("", "{", "\x00", "[" * 100000):
            status, output = self._run(text)
            self.assertEqual(status, 1)
            self.assertIn("WRONG", output)

    def test_missing_file(self):
        status, output = self._run("{}", "--receipt", "nowhere.json")
        self.assertEqual(status, 1)
        self.assertIn("WRONG", output)
