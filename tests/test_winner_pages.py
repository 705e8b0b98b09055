# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The party's page after the decision, as groups of the demo's procedure open it."""

from contextlib import closing

import pytest
from support.axe import violations, width_overflow
from support.client import Client
from support.reader import deliver

RESERVATION, PROOF = "wohnkoord.reservation", "wohnkoord.award.proof"
OBJECTION, CONTRACT = "wohnkoord.award.objection", "wohnkoord.procedure.contract"
PASSWORD = "gruppe-nach-der-vergabe"
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n"
GOOD = {"name": "Zusage.pdf", "mimeType": "application/pdf", "buffer": PDF}
BAD = {"name": "Zusage.pdf", "mimeType": "application/pdf", "buffer": b"MZ"}


class Group:
    """A group of the demo, with a portal user of its own."""

    def __init__(self, office, bid):
        self.office, self.bid = office, bid
        row = office.admin.read(
            "wohnkoord.bid", bid, "registration_id", "initiative_id"
        )
        self.registration = row["registration_id"]
        self.path = f"/my/procedures/{self.registration}"
        self.login = f"gruppe{self.registration}@example.org"
        admin = office.admin
        if not admin.search("res.users", [("login", "=", self.login)]):
            user = admin.create(
                "res.users",
                {
                    "login": self.login,
                    "email": self.login,
                    "name": f"Mara Muster {self.registration}",
                    "password": PASSWORD,
                    "group_ids": [(6, 0, [office.xml_id("base.group_portal")])],
                },
            )
            partner = admin.read("res.users", user, "partner_id")["partner_id"]
            admin.create(
                "wohnkoord.initiative.member",
                {
                    "initiative_id": row["initiative_id"],
                    "partner_id": partner,
                    "role": "spokesperson",
                    "date_from": "2021-01-01",
                },
            )
        self.client = Client(office.url, office.db, self.login, PASSWORD).open()


def reservations(office, state):
    rows = office.admin.call(
        RESERVATION,
        "search_read",
        [("procedure_id.reference", "=", "KV-2021-01"), ("state", "=", state)],
        ["bid_id", "award_id", "procedure_lot_id"],
        order="id",
        load=None,
    )
    assert rows, f"the demo has a reservation that is {state}"
    return rows


@pytest.fixture(scope="module")
def running(office):
    return reservations(office, "running")[0]


@pytest.fixture(scope="module")
def winner(office, running):
    return Group(office, running["bid_id"])


@pytest.fixture(scope="module")
def loser(office, running):
    """Who had the plot before; its reservation lapsed."""
    lapsed = [
        row
        for row in reservations(office, "lapsed")
        if row["procedure_lot_id"] == running["procedure_lot_id"]
    ]
    return Group(office, lapsed[0]["bid_id"])


@pytest.fixture
def stand_still(ledger, running):
    """The stand-still of the running reservation's award lasts once more."""

    def set_until(words):
        with closing(ledger.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(
                "UPDATE wohnkoord_award SET standstill_until = "
                + words
                + " WHERE id = %s",
                [running["award_id"]],
            )
            connection.commit()

    set_until("now() + interval '5 days'")
    yield set_until
    set_until("date_decided + interval '10 days'")


def look(page, settings, name):
    """Usable for all and no wider than the screen, with every form open."""
    page.evaluate(
        "document.querySelectorAll('main details').forEach(d => { d.open = true; })"
    )
    wrong = []
    for width in (390, 820, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [
            f"{name} {width}: {line}" for line in violations(page, settings["AXE_PATH"])
        ]
        if over := width_overflow(page):
            wrong.append(f"{name} {width}: {over} px too wide")
    assert not wrong, "\n".join(wrong)
    assert page.locator("h1").count() == 1


def visit(page, group):
    # the first visit builds the page's scripts and styles
    response = page.goto(group.path, wait_until="networkidle", timeout=60000)
    assert response.status == 200


def submit(form):
    """Send a form of the page, whatever the browser thinks of it."""
    form.evaluate("form => { form.noValidate = true; }")
    with form.page.expect_navigation(wait_until="networkidle"):
        form.locator("button[type=submit]").click()


def test_winner_hands_in_a_proof(open_page, settings, office, winner, mailbox):
    page = open_page(client=winner.client)
    visit(page, winner)
    look(page, settings, "winner")
    form = page.locator("form[action*='/milestones/']").first
    file_input = form.locator("input[type=file]")
    file_input.set_input_files(BAD)
    submit(form)
    field = page.locator("input[type=file][aria-invalid=true]")
    assert field.count() == 1
    error = page.locator(f"#{field.get_attribute('id')}-error")
    assert error.is_visible(), "the form with the error is open"
    look(page, settings, "winner, wrong file")
    form = page.locator("form", has=field)
    form.locator("input[type=file]").set_input_files(GOOD)
    form.locator("textarea").fill("Anbei die <b>Zusage</b>.")
    submit(form)
    assert page.locator(".o_wohnkoord_done").is_visible()
    assert page.get_by_text("Anbei die <b>Zusage</b>.").is_visible()
    look(page, settings, "winner, proof handed in")

    [proof] = office.adviser.search(
        PROOF, [("bid_id", "=", winner.bid), ("state", "=", "to_check")]
    )
    reason = "Die Unterschrift der Bank fehlt."
    office.adviser.call(PROOF, "action_return", [proof], reason)
    visit(page, winner)
    assert page.get_by_text(reason).is_visible()
    look(page, settings, "winner, proof returned")
    download = winner.client.http.get(f"{office.url}{winner.path}/proofs/{proof}")
    assert download.content == PDF
    deliver(office)
    assert reason in mailbox.wait(winner.login).html


def test_contract_and_duties(open_page, settings, office):
    row = reservations(office, "fulfilled")[0]
    contracts = office.admin.search(CONTRACT, [("award_id", "=", row["award_id"])])
    if office.admin.read(CONTRACT, contracts[0], "open_promise_count")[
        "open_promise_count"
    ]:
        office.admin.call(CONTRACT, "action_make_duties", contracts)
    group = Group(office, row["bid_id"])
    page = open_page(client=group.client)
    visit(page, group)
    assert page.locator("form[action*='/duties/']").count() > 1
    look(page, settings, "contract and duties")


def test_objection(open_page, settings, office, loser, stand_still, mailbox):
    page = open_page(client=loser.client)
    visit(page, loser)
    look(page, settings, "before the objection")
    form = page.locator("form[action$='/objections']")
    submit(form)
    assert page.locator("textarea[name=objection][aria-invalid=true]").is_visible()
    look(page, settings, "empty objection")
    other = open_page(client=loser.client)
    visit(other, loser)
    for tab in (page, other):
        form = tab.locator("form[action$='/objections']")
        tab.evaluate(
            "document.querySelectorAll('main details').forEach(d => { d.open = true; })"
        )
        form.locator("textarea").fill("Wir rügen die <i>Wertung</i>.")
        form.locator("input[type=file]").set_input_files(GOOD)
        submit(form)
    assert page.locator(".alert-success.o_wohnkoord_done").is_visible()
    assert other.locator(".alert-danger").is_visible(), "the second tab is refused"
    found = office.adviser.search(
        OBJECTION, [("registration_id", "=", loser.registration)]
    )
    assert len(found) == 1
    deliver(office)
    assert "<i>Wertung</i>" in mailbox.wait(loser.login, "eingegangen").text
    visit(page, loser)
    look(page, settings, "objection sent")
    answer = "Die Wertung bleibt bestehen."
    office.adviser.write(OBJECTION, found[0], {"answer": answer})
    office.adviser.call(OBJECTION, "action_answer", found)
    visit(page, loser)
    assert page.get_by_text(answer).is_visible()
    look(page, settings, "objection answered")
    deliver(office)
    assert answer in mailbox.wait(loser.login, "Antwort").html


def test_after_the_stand_still(open_page, settings, office, stand_still):
    """A clear sentence, no form; and nobody reads what the winner has."""
    row = reservations(office, "running")[0]
    others = office.admin.search(
        "wohnkoord.bid",
        [
            ("procedure_lot_id", "=", row["procedure_lot_id"]),
            ("state", "=", "admitted"),
            ("id", "!=", row["bid_id"]),
        ],
    )
    stand_still("now() - interval '1 minute'")
    group = Group(office, others[0])
    page = open_page(client=group.client)
    visit(page, group)
    assert not page.locator("form[action$='/objections']").count()
    assert page.locator("#award_objections ~ .alert-info").count()
    assert not page.locator("form[action*='/milestones/']").count()
    look(page, settings, "after the stand-still")
