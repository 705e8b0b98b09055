# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The whole chain, clicked: from the first call of a group to the posted bill.

With the people of the demo data. ``--pictures`` keeps a picture of every step.
"""

import re

import pytest
from support.clicks import post

#: hours ordered; what the consultant types, as it may be typed; rate of the contract
ORDERED, TYPED, WORKED, RATE = 10, ("1:30", "2"), 3.5, 85.0
CONSULTANT = "konzept1"


@pytest.fixture
def group(request, office):
    """Name of a group that is not there yet; on pictures without a number."""
    name = "Wohngruppe Sonnenhof"
    return name if request.config.getoption("--pictures") else office.name(name)


def test_chain(office, desk, open_page, picture, ledger, group):
    adviser = desk("beratung")
    note_the_group(adviser, group, picture)
    note_the_call(adviser, group, picture)
    advise(adviser, picture)
    call_off = order_hours(adviser, picture)
    phone = open_page(width=390)
    work = f"Gespräch mit der {group}"
    log_hours(phone, call_off, work, picture)
    head = desk("leitung")
    approve_hours(head, work, picture)
    make_bills(head, office.xml_id("wohnkoord_odoo.bill_run_action"), picture)
    bill = bill_of(ledger, call_off)
    sign_the_bill(head, bill, picture)
    post_the_bill(desk("buchhaltung"), bill, picture)
    check_the_amount(office, ledger, call_off, bill)
    read_the_bill(phone, office, bill, picture)
    ledger.assert_balanced()


def note_the_group(adviser, group, picture):
    adviser.open("/odoo/initiatives/new")
    adviser.fill("name", group)
    adviser.save()
    picture(adviser.page, "initiative")


def note_the_call(adviser, group, picture):
    """Half a minute: one dialog, from wherever one is."""
    adviser.open("/odoo/monday")
    picture(adviser.page, "monday")
    adviser.page.locator(".o_wohnkoord_short_contact_systray button").click()
    adviser.page.wait_for_selector(".o_dialog [name='channel']")
    adviser.fill("name", "Sucht Rechtsform und erste Zahlen")
    adviser.pick("initiative_id", group)
    picture(adviser.page, "short-contact")
    adviser.press("action_open_advisory")


def advise(adviser, picture):
    """Orientation, then the next level, which needs a grant."""
    adviser.wait_for_state("requested")
    adviser.press("action_start")
    adviser.wait_for_state("running")
    adviser.page.locator(".o_notebook a[name='outcome']").click()
    adviser.fill("outcome", "Die Gruppe will weitermachen; Konzept als Nächstes.")
    picture(adviser.page, "orientation")
    adviser.press("action_done")
    adviser.wait_for_state("done")
    adviser.press("action_next_level")
    adviser.wait_for_state("requested")
    adviser.fill("subject", "Konzept und Wirtschaftlichkeit")
    adviser.save()
    adviser.press("action_approve")
    adviser.wait_for_state("approved")
    picture(adviser.page, "concept-granted")


def order_hours(adviser, picture):
    """10 hours of the consultant whose turn it is.

    :return: id of the order
    """
    adviser.press("action_choose_consultant")
    adviser.page.wait_for_selector(".o_dialog [name='contract_id']")
    adviser.fill("hours", ORDERED)
    adviser.fill("description", "Wirtschaftlichkeit der Gruppe rechnen")
    picture(adviser.page, "choose-consultant")
    adviser.press("action_order")
    adviser.wait_for_state("confirmed")
    picture(adviser.page, "order")
    return int(re.search(r"/(\d+)(?:\?|$)", adviser.page.url).group(1))


def log_hours(phone, call_off, work, picture):
    """The consultant, on a phone: log in, find the order, two entries, hand them in."""
    phone.goto("/web/login")
    phone.fill("input[name='login']", CONSULTANT)
    phone.fill("input[name='password']", CONSULTANT)
    phone.locator(".oe_login_buttons button[type='submit']").click()
    phone.wait_for_url("**/my**")
    phone.goto("/my/call-offs")
    picture(phone, "phone-orders")
    phone.locator(f"a[href*='/my/call-offs/{call_off}']").first.click()
    for duration in TYPED:
        phone.fill("#entry-duration", duration)
        phone.fill("#entry-description", work)
        picture(phone, "phone-entry")
        post(phone, f"form[action$='/my/call-offs/{call_off}/entries']")
    picture(phone, "phone-order")
    post(phone, f"form[action$='/my/call-offs/{call_off}/submit']")
    phone.locator("#result ~ details summary").click()
    phone.fill("#result-result", "Gerechnet; als Nächstes mit der Bank sprechen.")
    post(phone, f"form[action$='/my/call-offs/{call_off}/result']")


def approve_hours(head, work, picture):
    head.open("/odoo/hours-to-approve")
    rows = head.page.locator(".o_data_row", has_text=work)
    rows.first.wait_for()
    assert rows.count() == len(TYPED)
    for row in rows.all():
        row.locator(".o_list_record_selector input").click()
    picture(head.page, "approve-hours")
    head.press("action_approve")
    rows.first.wait_for(state="detached")


def make_bills(head, action, picture):
    head.open("/odoo/consultant-bills")
    head.press(action)
    head.page.wait_for_selector(".o_dialog [name='line_ids'] .o_data_row")
    picture(head.page, "bill-run")
    head.press("action_run")
    head.page.wait_for_selector(".o_dialog button[name='action_view_bills']")
    head.press("action_view_bills")
    picture(head.page, "draft-bills")


def bill_of(ledger, call_off):
    return ledger.value(
        "SELECT move_id FROM account_move_line WHERE wohnkoord_call_off_id = %s",
        [call_off],
    )


def sign_the_bill(head, bill, picture):
    head.open(f"/odoo/consultant-bills/{bill}")
    head.press("action_wohnkoord_sign_factual")
    picture(head.page, "bill-factually-correct")


def post_the_bill(accounting, bill, picture):
    accounting.open(f"/odoo/action-wohnkoord_odoo.bill_action_accounting/{bill}")
    picture(accounting.page, "bill-draft")
    accounting.press("action_wohnkoord_sign_arithmetic")
    accounting.press("action_post")
    accounting.wait_for_state("posted")
    picture(accounting.page, "bill-posted")


def check_the_amount(office, ledger, call_off, bill):
    """3.5 of 10 hours at 85 euros, once; the rest is still free."""
    rows = ledger.rows(
        "SELECT quantity, price_unit, price_subtotal FROM account_move_line"
        " WHERE wohnkoord_call_off_id = %s",
        [call_off],
    )
    assert [tuple(map(float, row)) for row in rows] == [(WORKED, RATE, WORKED * RATE)]
    move = office.admin.read(
        "account.move", bill, "state", "move_type", "amount_untaxed", "amount_total"
    )
    assert (move["state"], move["move_type"]) == ("posted", "in_invoice")
    lines = ledger.value(
        "SELECT SUM(price_subtotal) FROM account_move_line WHERE move_id = %s"
        " AND display_type = 'product'",
        [bill],
    )
    assert move["amount_untaxed"] == pytest.approx(float(lines))
    assert move["amount_total"] >= move["amount_untaxed"]
    order = office.admin.read(
        "wohnkoord.call.off", call_off, "hours_worked", "hours_billed", "hours_left"
    )
    assert order == {
        "id": call_off,
        "hours_worked": WORKED,
        "hours_billed": WORKED,
        "hours_left": ORDERED - WORKED,
    }


def read_the_bill(phone, office, bill, picture):
    name = office.admin.read("account.move", bill, "name")["name"]
    phone.goto("/my/consultant-bills")
    assert name in phone.inner_text("main")
    picture(phone, "phone-bills")
