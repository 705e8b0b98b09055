# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The story of an award from the decision on: reservations to the case file."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from datetime import date

from dateutil.relativedelta import relativedelta

from .award_figures import (
    EXPERTS,
    LAPSED,
    LAST,
    LOTS,
    NEW,
    NUMBER,
    PRICE,
    RENTS,
    SIGNED,
    WINNERS,
)
from .bidder import pdf
from .contract_desk import CONTRACT, RESERVATION
from .juror import REASONS
from .reader import deliver
from .visitor import Visitor

# -- reservations, contracts, duties ---------------------------------------------------


def in_a_year():
    return date.today() + relativedelta(months=12)


def read_reservation(office, reservation):
    return office.admin.read(RESERVATION, reservation, "date_end", "state", "award_id")


def reserve(office, adviser, picture):
    """All six plots with their milestones; one is extended by a decision."""
    adviser.reserve()
    assert adviser.view_reservations().count() == len(LOTS)
    picture(adviser.page, "reservations")
    reservation = adviser.open_reservation(LOTS[4])
    end = read_reservation(office, reservation)["date_end"]
    assert end == in_a_year().isoformat()
    later = date.today() + relativedelta(months=18)
    adviser.desk.press("action_ask_extend")
    adviser.resolve_dialog(
        f"{NUMBER}-02", date.today(), "Der Bauantrag dauert länger.", date_end=later
    )
    picture(adviser.page, "extension")
    adviser.confirm_dialog()
    end = read_reservation(office, reservation)["date_end"]
    assert end == later.isoformat()
    adviser.open_reservation(LOTS[1])
    adviser.prove("Finanzierung", date.today(), pdf("Die Bank sagt zu"))
    picture(adviser.page, "reservation")


def move_up(story, office, mailbox, adviser, picture):
    """A reservation lapses; the runner-up has a resolution and a clock of its own."""
    before = adviser.open_reservation(LOTS[LAST])
    adviser.lapse(LAPSED)
    adviser.desk.press("action_ask_move_up")
    adviser.page.wait_for_selector(".o_dialog .o_form_view")
    assert "Fluss" in adviser.desk.field("runner_up").inner_text()
    adviser.resolve_dialog(f"{NUMBER}-03", date.today(), "Platz 1 ist erloschen.")
    picture(adviser.page, "move-up")
    adviser.confirm_dialog()
    assert read_reservation(office, before)["state"] == "lapsed"
    # all are told again, the one who moved up with a letter of a winner
    adviser.send_letters(2 * len(story.people))
    deliver(office)
    mailbox.wait(story.address("fluss"), "Entscheidung", count=2)
    adviser.reserve()
    after = adviser.open_reservation(LOTS[LAST])
    row = read_reservation(office, after)
    assert after != before and row["date_end"] == in_a_year().isoformat()
    picture(adviser.page, "runner-up")


def sign(office, adviser, lot, picture):
    """The contract is signed, and what was promised becomes duties."""
    adviser.prepare_contract(LOTS[lot], date.today(), notary="Notariat Beispiel")
    [contract] = office.admin.search(
        CONTRACT,
        [
            ("procedure_id", "=", adviser.procedure),
            ("procedure_lot_id.plot_id.name", "=", LOTS[lot]),
        ],
    )
    names = ("tenure", "price", "ground_rent", "needs_approval")
    row = office.admin.read(CONTRACT, contract, *names)
    if lot in RENTS:
        assert (row["tenure"], row["ground_rent"]) == ("leasehold", RENTS[lot])
    else:
        assert (row["tenure"], row["price"]) == ("sale", PRICE)
        assert row["needs_approval"]
        assert "§ 90" in adviser.refused("action_sign", is_asked=True)
        picture(adviser.page, "contract-below-value")
        adviser.desk.fill("approval_authority", "Landesdirektion Sachsen")
        adviser.day("date_approval_asked", date.today())
        adviser.day("date_approved", date.today())
        adviser.desk.save()
    adviser.sign()
    assert adviser.make_duties() == 8
    if lot == SIGNED[0]:
        picture(adviser.page, "duties")


def control(story, adviser, picture):
    """A year later the rent is higher than promised: a breach, for all to see."""
    adviser.control(
        story.groups["weforever"], "rent_bound", "9,10", "Miete laut Mietverträgen."
    )
    picture(adviser.page, "breach")


def finish(office, adviser, picture):
    """The runner-up signs as well; nothing is left to do."""
    sign(office, adviser, LAST, picture)
    adviser.open()
    adviser.wait_for_state("contracted")
    adviser.act("action_finish", "done")
    picture(adviser.page, "done")


# -- open data and the case file -------------------------------------------------------


def compare(story, office, open_page, picture):
    """What everybody can load without a login says what was clicked."""
    visitor = Visitor(office.url)
    path = f"/procedures/{story.slug}"
    release = visitor.open(f"{path}/ocds.json").json()["records"][0]["compiledRelease"]
    names = {
        award["id"]: award["suppliers"][0]["name"]
        for award in release["awards"]
        if award["status"] == "active"
    }
    assert sorted(names.values()) == sorted(WINNERS.values())
    gone = [award for award in release["awards"] if award["status"] == "cancelled"]
    assert [award["suppliers"][0]["name"] for award in gone] == [
        "Demohof Zschocher (Beispiel)"
    ]
    # a reservation that lapsed is a contract that did not come about
    rows = table(visitor, f"{path}/contracts.csv")
    active = [row for row in rows if row["status"] == "active"]
    assert [row["status"] for row in rows if row not in active] == ["cancelled"]
    amounts = {names[row["award"]]: float(row["amount"]) for row in active}
    assert amounts == {name: RENTS.get(lot, PRICE) for lot, name in WINNERS.items()}
    assert {row["signed"][:10] for row in active} == {date.today().isoformat()}
    rows = table(visitor, f"{path}/awards.csv")
    assert len(rows) == 7
    for text in (visitor.open(f"{path}/ocds.json").text, visitor.open(path).text):
        for secret in (REASONS["3"], EXPERTS, NEW, "Musterhof"):
            assert secret not in text
    for width in (1400, 390):
        page = open_page(width=width)
        page.goto(path)
        picture(page, f"public-{width}")


def table(visitor, path):
    answer = visitor.open(path)
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def verify(story, head, ledger, folder, picture):
    """The case file is whole; the program in it says so without Odoo."""
    content = head.export_case_file("Akteneinsicht des Stadtrats.", picture)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    [event] = ledger.rows(
        "SELECT content FROM wohnkoord_procedure_event WHERE procedure_id = %s"
        " AND kind = 'case_file_exported'",
        [story.procedure],
    )
    manifest = json.loads(event[0])["manifest"]
    done = run(folder, manifest)
    assert done.returncode == 0, done.stdout + done.stderr
    [paper] = [path for path in folder.rglob("*.docx")][:1]
    paper.write_bytes(paper.read_bytes() + b" ")
    done = run(folder, manifest)
    assert done.returncode == 1 and paper.name in done.stdout


def run(folder, manifest):
    return subprocess.run(
        [sys.executable, "-I", "case_file.py", ".", "--manifest", manifest],
        cwd=folder,
        capture_output=True,
        text=True,
    )
