# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A backup of an office at work, and the office that comes back from it."""

import base64
import hashlib
import threading

import pytest
from support.ledger import Ledger
from support.project import run, shell
from support.schema import schema

#: what an office finds again, asked in Odoo itself
QUESTIONS = """
import hashlib
files = env["ir.attachment"].sudo().search([("store_fname", "!=", False), ("id", "!=", False)])
answer({
    "drift": len(env["wohnkoord.balance"]._check_balances()),
    "broken_logs": [
        procedure.name
        for procedure in env["wohnkoord.procedure"].search([("state", "!=", "preparation")])
        if procedure._verify_log()
    ],
    "procedures": env["wohnkoord.procedure"].search_count([]),
    "files": len(files),
    "damaged": [
        file.id for file in files
        if hashlib.sha1(file.raw or b"").hexdigest() != file.checksum
    ],
})
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
#: written by everybody who only looks
BUSY = ("bus_bus", "ir_cron_progress", "res_users_log", "wohnkoord_rate_limit")


@pytest.fixture
def databases(ledger):
    """Names for restored offices, dropped afterwards."""
    names = [f"{ledger.db}_restored", f"{ledger.db}_again"]
    yield names
    for name in names:
        for each in (name, f"new_{name}"):
            run("bash", "-c", f". setup/lib.sh; setup_all; db_drop {each}")


def counts(db):
    """Rows of every table."""
    ledger = Ledger(db)
    names = [name for (name,) in ledger.rows(TABLES) if name not in BUSY]
    query = " UNION ALL ".join(
        f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names
    )
    return dict(ledger.rows(query))


def test_nothing_is_lost(office, ledger, databases, tmp_path):
    before = counts(ledger.db)
    run("setup/backup", ledger.db, tmp_path / "backup")
    run("setup/restore", tmp_path / "backup", databases[0])
    assert counts(databases[0]) == before
    assert schema(databases[0]) == schema(ledger.db)
    Ledger(databases[0]).assert_balanced()
    found = shell(databases[0], QUESTIONS)
    assert found["procedures"] > 0
    assert found["files"] > 10
    assert not found["drift"]
    assert not found["broken_logs"]
    assert not found["damaged"]


def test_office_works_meanwhile(office, ledger, databases, tmp_path):
    """Files come while the backup runs; each that is named in it is in it."""
    stop = threading.Event()
    saved = []

    def work(client):
        while not stop.is_set():
            content = f"Anlage {len(saved)}".encode()
            saved.append(
                client.create(
                    "ir.attachment",
                    {
                        "name": "anlage.txt",
                        "datas": base64.b64encode(content).decode(),
                        "res_model": "wohnkoord.advisory",
                        "res_id": office.case,
                    },
                )
            )

    thread = threading.Thread(target=work, args=(office.adviser.clone(),))
    thread.start()
    try:
        run("setup/backup", ledger.db, tmp_path / "backup")
    finally:
        stop.set()
        thread.join()
    assert len(saved) > 5
    run("setup/restore", tmp_path / "backup", databases[0])
    found = shell(databases[0], QUESTIONS)
    assert not found["damaged"]
    assert not found["drift"]


def test_refused(ledger, databases, tmp_path):
    """A damaged backup, a name that is taken, a folder that is there."""
    folder = tmp_path / "backup"
    run("setup/backup", ledger.db, folder)
    again = run("setup/backup", ledger.db, folder, check=False)
    assert again.returncode != 0
    assert "is there already" in again.stderr
    taken = run("setup/restore", folder, ledger.db, check=False)
    assert taken.returncode != 0
    assert "already" in taken.stderr
    nobody = run("setup/backup", "no_such_office", tmp_path / "none", check=False)
    assert nobody.returncode != 0
    assert not (tmp_path / "none").exists()
    with open(folder / "database.dump", "r+b") as file:
        file.seek(2000)
        file.write(b"\0\0\0\0")
    damaged = run("setup/restore", folder, databases[1], check=False)
    assert damaged.returncode != 0
    assert "damaged" in damaged.stderr
    assert not Ledger(ledger.db).rows(
        "SELECT 1 FROM pg_database WHERE datname LIKE %s", [f"%{databases[1]}"]
    )


def test_seal_key_stays_out(ledger, tmp_path):
    """A stolen backup opens no bid: the key file is kept apart (docs/operation.md)."""
    run("setup/backup", ledger.db, tmp_path / "backup")
    listed = run("tar", "-tf", tmp_path / "backup" / "files.tar").stdout
    assert "files/" in listed
    assert "key" not in listed
    sums = (tmp_path / "backup" / "SHA256SUMS").read_text(encoding="ascii")
    for line in sums.splitlines():
        digest, name = line.split()
        content = (tmp_path / "backup" / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest
