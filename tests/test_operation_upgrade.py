# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""An office of the first version, brought up to date: nothing lost, nothing missing."""

import sys
import tempfile
from pathlib import Path

import pytest
from support.ledger import Ledger
from support.project import ROOT, run, shell
from support.schema import schema

#: the last commit of 19.0.1.0.0 (git log of the manifest's version)
FIRST = "4dd64ad904710384b51d2a0193e2e60d8105c583"
ADDON = "wohnkoord_odoo"
#: what the office of then had, and must have afterwards
KEPT = {
    "entries": "SELECT count(*), sum(minutes), sum(hours) FROM wohnkoord_time_entry",
    "orders": "SELECT count(*), sum(hours), sum(amount), sum(minutes_worked),"
    " sum(minutes_billed) FROM wohnkoord_call_off",
    "contracts": "SELECT count(*), sum(minutes_called_off), sum(hourly_rate)"
    " FROM wohnkoord_contract",
    "cases": "SELECT state, level, count(*), sum(minutes_staff)"
    " FROM wohnkoord_advisory GROUP BY 1, 2 ORDER BY 1, 2",
    "initiatives": "SELECT name, household_count, partner_id FROM wohnkoord_initiative"
    " ORDER BY id",
    "bills": "SELECT count(*), sum(amount_total) FROM account_move"
    " WHERE wohnkoord_contract_id IS NOT NULL",
    "notes": "SELECT count(*), sum(length(note)) FROM wohnkoord_advisory",
}
#: adds up, and all shipped data is there
QUESTIONS = """
from lxml import etree
from odoo.modules import Manifest
from odoo.tools import file_open
missing = []
for path in Manifest.for_addon("wohnkoord_odoo")["data"]:
    if not path.endswith(".xml"):
        continue
    with file_open("wohnkoord_odoo/" + path, "rb") as file:
        for node in etree.parse(file).iterfind(".//record"):
            name = node.get("id")
            name = name if "." in name else "wohnkoord_odoo." + name
            if not env.ref(name, raise_if_not_found=False):
                missing.append(name)
answer({
    "drift": env["wohnkoord.balance"]._check_balances(),
    "missing": missing,
    "version": env.ref("base.module_wohnkoord_odoo").latest_version,
    "newest": Manifest.for_addon("wohnkoord_odoo").version,
})
"""


class Updated:
    """An office of the first version with its demo data, after the update."""

    def __init__(self, name, folder):
        self.name, self.ledger = name, Ledger(name)
        self.make(folder)
        self.before = self.figures()
        done = run("./odoo", "-d", name, "-u", ADDON, "--stop-after-init", "--no-http")
        self.log = folder / "update.log"
        self.log.write_text(done.stderr + done.stdout, encoding="utf-8")

    def make(self, folder):
        folder.chmod(0o755)
        run("git", "archive", "-o", folder / "old.tar", FIRST, ADDON, "setup")
        run("tar", "-xf", folder / "old.tar", "-C", folder)
        run("chmod", "-R", "a+rX", folder)
        run("setup/devdb", self.name)
        options = ("--addons-path", folder)
        run(
            "./odoo",
            "-d",
            self.name,
            *options,
            "-i",
            ADDON,
            "--stop-after-init",
            "--no-http",
        )
        script = (folder / "setup/load_demo.py").read_text(encoding="utf-8")
        # a real office is not flagged as one with demo data
        unflag = "quiet.ref('base.module_wohnkoord_odoo').demo = False; env.cr.commit()"
        shell(self.name, f"{script}\n{unflag}\nanswer(True)\n", *options)

    def figures(self):
        return {title: self.ledger.rows(query) for title, query in KEPT.items()}


@pytest.fixture(scope="module")
def updated(ledger):
    name = f"{ledger.db}_old"
    # pytest's own folders are closed to the plain user that Odoo runs as
    with tempfile.TemporaryDirectory() as folder:
        yield Updated(name, Path(folder))
    run("bash", "-c", f". setup/lib.sh; setup_all; db_drop {name}")


def test_nothing_is_lost(updated):
    assert updated.before["entries"][0][0] > 5
    assert updated.figures() == updated.before
    updated.ledger.assert_balanced()


def test_no_warning(updated):
    run(sys.executable, ROOT / "setup/check_log.py", updated.log)


def test_shipped_data_is_there(updated):
    found = shell(updated.name, QUESTIONS)
    assert found["version"] == found["newest"]
    assert not found["drift"]
    assert not found["missing"]


def test_schema_is_that_of_a_new_office(updated, ledger):
    """What only a new office had would break every other one later."""
    new, old = schema(ledger.db, "wohnkoord"), schema(updated.name, "wohnkoord")
    assert not sorted(new - old), "missing after the update"
    assert not sorted(old - new), "left over from the first version"
