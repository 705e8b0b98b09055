# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A month's end, clicked by everybody who has a part in it.

Three consultants: one sends a ZUGFeRD invoice that agrees, one an XRechnung with one hour
too many, for one the office writes the bill. Then two persons sign, accounting posts,
exports for the treasury and notes the payments. ``--pictures`` keeps a picture of every
step.
"""

import pytest
from support.bill_desk import BILL, BillDesk
from support.biller import Biller
from support.clicks import Desk
from support.client import Client, Fault
from support.month_play import play
from support.office import PASSWORD
from support.reader import deliver

PICTURE_PREFIX = "month-"
ADVISER, ACCOUNTANT = "Bea Beispiel", "Bruno Buchhaltung"
INVOICE = "wohnkoord.invoice"


@pytest.fixture(autouse=True)
def fresh_counts(ledger):
    """Other tests sent the same forms from the same address."""
    ledger.forget_posts()


@pytest.fixture(scope="module")
def month(request, settings):
    is_kept = request.config.getoption("--pictures")
    return play(settings["WOHNKOORD_TEST_DB"], is_numbered=not is_kept)


@pytest.fixture
def sit_down(office, open_page):
    """``sit_down(login, width)``: somebody of the story at a browser."""

    def open_one(login, width=1400):
        client = Client(office.url, office.db, login, PASSWORD).open()
        return open_page(client=client, width=width)

    return open_one


def test_month(month, settings, office, ledger, mailbox, desk, sit_down, picture):
    head = BillDesk(office, desk("leitung"))
    adviser = BillDesk(office, desk("beratung"))
    accounting = BillDesk(office, desk("buchhaltung"))
    head.approve(list(month.firms.values()), picture)
    kit = month.files, settings["AXE_PATH"]
    renate = Biller(sit_down(month.zugferd.login, width=390), *kit)
    felix = Biller(sit_down(month.xrechnung.login), *kit)
    agreed = send_what_agrees(month, renate, picture)
    send_the_number_again(renate, picture)
    send_the_hours_again(month, renate, picture)
    send_an_hour_too_many(month, felix, picture)
    return_it(month, office, mailbox, adviser, felix, picture)
    corrected = send_the_corrected(month, felix, picture)
    head.run_bills(month.self_billing.contract, picture)
    bills = bills_of(month, ledger)
    check_drafts(month, office, bills)
    refuse_one_person(month, office, bills, sit_down, picture)
    refuse_posting(accounting, bills, picture)
    for key, bill in bills.items():
        adviser.open_bill(bill)
        if key == "xrechnung":
            picture(adviser.page, "bill-office")
        adviser.sign("factual")
    picture(adviser.page, "signed-factual")
    for key, bill in bills.items():
        accounting.open_in_accounting(bill)
        accounting.sign("arithmetic")
        if key == "zugferd":
            picture(accounting.page, "signed-both")
        accounting.post()
    check_export(month, office, accounting, bills, picture)
    pay(accounting, bills, picture)
    assert "Bezahlt" in renate.row(agreed)
    picture(renate.page, "portal-paid")
    assert "Bezahlt" in felix.row(corrected)
    read_the_bill(month, sit_down, picture)
    compare(month, office, ledger, bills)
    ledger.assert_balanced()


# -- the consultants -------------------------------------------------------------------


def send_what_agrees(month, renate, picture):
    renate.choose("Rechnung-2026-041.pdf")
    picture(renate.page, "send")
    words = renate.send("Rechnung-2026-041.pdf")
    assert "2026-041" in words
    assert renate.badge == "In Prüfung", words
    assert month.zugferd.order_name in words
    picture(renate.page, "agrees")
    return renate.received


def send_the_number_again(renate, picture):
    """Returned at once, by number; the first invoice stands."""
    words = renate.send("Rechnung-2026-041-neu.pdf")
    assert renate.badge == "Zurückgegeben", words
    assert "2026-041" in words and "schon" in words
    picture(renate.page, "same-number")


def send_the_hours_again(month, renate, picture):
    """Another number over the same hours: no bill, and it is said on which they are."""
    words = renate.send("Rechnung-2026-042.pdf")
    assert renate.badge == "Abweichungen", words
    assert month.zugferd.order_name in words and "2026-041" in words
    picture(renate.page, "same-hours")
    renate.withdraw()
    assert renate.badge == "Zurückgezogen"


def send_an_hour_too_many(month, felix, picture):
    words = felix.send("xrechnung-17.xml")
    assert felix.badge == "Abweichungen", words
    assert "5,00" in words and "4,00" in words and "1,00" in words
    assert month.xrechnung.order_name in words
    picture(felix.page, "hour-too-many")


def return_it(month, office, mailbox, adviser, felix, picture):
    """The office reads the same words, and sends it back with them."""
    invoice = felix.received
    rows = adviser.open_invoices()
    rows.first.wait_for()
    picture(adviser.page, "invoices")
    words = adviser.open_invoice("FM-17")
    assert "1,00" in words and month.xrechnung.order_name in words
    picture(adviser.page, "difference")
    reason = adviser.return_invoice(picture)
    assert reason.strip() in words.replace("\n", " ") or "1,00" in reason
    picture(adviser.page, "returned")
    deliver(office)
    letter = mailbox.wait(month.xrechnung.login, "FM-17")
    link = letter.link("/received/")
    assert link.endswith(f"/{invoice}")
    felix.page.goto(link)
    assert felix.badge == "Zurückgegeben"
    assert "1,00" in felix.text


def send_the_corrected(month, felix, picture):
    words = felix.send("xrechnung-18.xml")
    assert felix.badge == "In Prüfung", words
    invoice = felix.received
    felix.list()
    picture(felix.page, "sent")
    return invoice


# -- the bills -------------------------------------------------------------------------


def bills_of(month, ledger):
    """The one bill of each firm's order."""
    return {
        key: ledger.value(
            "SELECT DISTINCT l.move_id FROM account_move_line l"
            " JOIN account_move m ON m.id = l.move_id"
            " WHERE l.wohnkoord_call_off_id = %s AND m.state != 'cancel'",
            [firm.order],
        )
        for key, firm in month.firms.items()
    }


def check_drafts(month, office, bills):
    """Each over the approved hours; without tax for the small business."""
    for key, rate in (("zugferd", 0.19), ("xrechnung", 0.19), ("self_billing", 0)):
        move = office.admin.read(
            BILL, bills[key], "state", "amount_untaxed", "amount_tax", "ref"
        )
        net = month.firms[key].net
        assert move["state"] == "draft"
        assert move["amount_untaxed"] == pytest.approx(net)
        assert move["amount_tax"] == pytest.approx(round(net * rate, 2))
    assert (
        "§ 19"
        in office.admin.read(BILL, bills["self_billing"], "narration")["narration"]
    )


def refuse_one_person(month, office, bills, sit_down, picture):
    """Who may sign both signs one only; the other button is gone, and refused."""
    deputy = BillDesk(office, Desk(sit_down(month.deputy)))
    bill = bills["zugferd"]
    deputy.open_in_accounting(bill)
    assert deputy.button("action_wohnkoord_sign_arithmetic").count()
    deputy.sign("factual")
    assert not deputy.button("action_wohnkoord_sign_arithmetic").count()
    picture(deputy.page, "one-person")
    client = Client(office.url, office.db, month.deputy, PASSWORD).open()
    with pytest.raises(Fault, match="wei verschiedene Personen") as refused:
        client.do(BILL, bill, "action_wohnkoord_sign_arithmetic")
    assert refused.value.readable
    deputy.desk.press("action_wohnkoord_withdraw_sign_off")
    deputy.button("action_wohnkoord_sign_arithmetic").wait_for()


def refuse_posting(accounting, bills, picture):
    """Before both have signed, there is no button, and no other way."""
    accounting.open_in_accounting(bills["zugferd"])
    accounting.see_file()
    picture(accounting.page, "bill-draft")
    assert not accounting.button("action_post").count()
    for bill in bills.values():
        with pytest.raises(Fault, match="sachlich richtig"):
            accounting.office.accountant.do(BILL, bill, "action_post")


def check_export(month, office, accounting, bills, picture):
    """Sums, account and both names stand in the row; German commas."""
    moves = {
        key: office.admin.read(
            BILL, bill, "name", "ref", "amount_untaxed", "amount_tax", "amount_total"
        )
        for key, bill in bills.items()
    }
    rows = accounting.export([move["name"] for move in moves.values()], picture)
    assert len(rows) == len(bills)
    for key, firm in month.firms.items():
        move = moves[key]
        expected = {
            "Empfänger": firm.name,
            "Rechnungsnummer": move["ref"] or "",
            "Netto": german(move["amount_untaxed"]),
            "Steuer": german(move["amount_tax"]),
            "Brutto": german(move["amount_total"]),
            "Noch zu zahlen": german(move["amount_total"]),
            "Steuersatz": "0 %" if key == "self_billing" else "19 %",
            "IBAN": firm.iban,
            "Rahmenvertrag": firm.contract_name,
            "Einzelaufträge": firm.order_name,
            "Sachlich richtig": ADVISER,
            "Rechnerisch richtig": ACCOUNTANT,
        }
        row = rows[move["name"]]
        assert {name: row[name] for name in expected} == expected
    assert not accounting.exported_again([move["name"] for move in moves.values()])


def pay(accounting, bills, picture):
    for key, bill in bills.items():
        accounting.open_in_accounting(bill)
        if key == "zugferd":
            picture(accounting.page, "posted")
        accounting.pay(picture if key == "zugferd" else lambda *_args: None)
        if key == "zugferd":
            picture(accounting.page, "paid")


def read_the_bill(month, sit_down, picture):
    """Who writes no invoice reads what the office wrote."""
    paula = sit_down(month.self_billing.login, width=390)
    paula.goto("/my/consultant-bills")
    assert german(month.self_billing.net) in paula.inner_text("main")
    picture(paula, "portal-bills")


# -- the figures -----------------------------------------------------------------------


def compare(month, office, ledger, bills):
    """Hours and euros are the same in orders, entries, bills and analytic accounts."""
    for key, firm in month.firms.items():
        bill = bills[key]
        order = office.admin.read(
            "wohnkoord.call.off", firm.order, "hours_billed", "amount_billed"
        )
        assert order["hours_billed"] == pytest.approx(firm.hours)
        assert order["amount_billed"] == pytest.approx(firm.net)
        assert figures(
            ledger,
            "SELECT SUM(minutes) / 60.0, COUNT(DISTINCT bill_line_id)"
            " FROM wohnkoord_time_entry WHERE call_off_id = %s AND state = 'billed'",
            firm.order,
        ) == (firm.hours, 1)
        assert figures(
            ledger,
            "SELECT SUM(quantity), SUM(price_subtotal) FROM account_move_line"
            " WHERE move_id = %s AND display_type = 'product'",
            bill,
        ) == (firm.hours, firm.net)
        assert figures(
            ledger,
            "SELECT SUM(a.unit_amount), -SUM(a.amount) FROM account_analytic_line a"
            " JOIN account_move_line l ON l.id = a.move_line_id WHERE l.move_id = %s",
            bill,
        ) == (firm.hours, firm.net)
        assert figures(
            ledger,
            "SELECT SUM(balance) FROM account_move_line"
            " WHERE move_id = %s AND display_type = 'product'",
            bill,
        ) == (firm.net,)
        assert figures(
            ledger,
            "SELECT amount_residual, amount_untaxed FROM account_move WHERE id = %s",
            bill,
        ) == (0, firm.net)


def figures(ledger, query, record):
    [row] = ledger.rows(query, [record])
    return tuple(round(float(value), 2) for value in row)


def german(amount):
    return f"{amount:.2f}".replace(".", ",")
