# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Every page that the guides in docs/ lead to opens, with the people of the demo data.

``./test test_guides --pictures`` makes the guides' pictures. Nothing is changed: dialogs
are opened, filled and closed again.
"""

import re
from pathlib import Path

import pytest
from support.client import Client
from support.office import Office

DOCS = Path(__file__).resolve().parent.parent / "docs"
GUIDES = {
    name: (DOCS / f"{name}.md").read_text(encoding="utf-8")
    for name in ("adviser", "consultant", "accounting")
}
PICTURE_PREFIX = "guide-{test}-"
#: pixels; lists with many columns need more
DESK, WIDE, PHONE = 1200, 1400, 390
ROW = ".o_data_row"


class DemoOffice(Office):
    """The office of the demo data; unlike the tests' own it adds nothing to them."""

    def __init__(self, url, db):  # pylint: disable=super-init-not-called
        self.url, self.db = url, db
        self.admin = Client(url, db, "admin", "admin").open()
        self._xml_ids = {}


@pytest.fixture(scope="module")
def office(settings):
    return DemoOffice(settings["WOHNKOORD_TEST_URL"], settings["WOHNKOORD_TEST_DB"])


@pytest.fixture
def at(office):
    """``at(path, name)``: the address of a record of the demo data below that path."""
    return lambda path, name: f"{path}/{office.xml_id(f'wohnkoord_odoo.{name}')}"


@pytest.fixture
def phone(office, open_page):
    """``phone(login)``: the portal on the phone of somebody in the demo data."""

    def pick_up(login):
        client = Client(office.url, office.db, login, login).open()
        return open_page(client=client, width=PHONE)

    return pick_up


@pytest.fixture
def take(picture):
    """Keep a picture that is as large as what is to be seen."""

    def shoot(page, name, height=900, width=None):
        before = page.viewport_size
        page.set_viewport_size({"width": width or before["width"], "height": height})
        picture(page, name)
        page.set_viewport_size(before)

    return shoot


def open_dialog(desk, button, field):
    """Press a button and wait for the dialog with that field."""
    desk.press(button)
    desk.page.wait_for_selector(f".o_dialog .o_field_widget[name='{field}']")


def choose_menu(page, menu, entry):
    page.locator(".o_menu_sections button", has_text=menu).first.click()
    page.locator(".o-dropdown--menu a", has_text=entry).first.click()


def discard(desk):
    """Close the dialog without an answer."""
    desk.page.locator(".o_dialog .modal-header .btn-close").last.click()
    desk.page.wait_for_selector(".o_dialog", state="detached")


def show(page, selector):
    """Scroll until that stands at the top."""
    page.locator(selector).first.evaluate("part => part.scrollIntoView()")


def test_adviser(desk, at, take):
    """docs/adviser.md"""
    adviser = desk("beratung", DESK)
    page = adviser.page
    adviser.open("/odoo/monday")
    page.locator(ROW).first.wait_for()
    take(page, "monday", 760, WIDE)

    page.locator(".o_wohnkoord_short_contact_systray button").click()
    page.wait_for_selector(".o_dialog [name='channel']")
    adviser.fill("name", "Sucht eine Gruppe im Leipziger Osten")
    take(page, "short-contact", 720)
    discard(adviser)

    adviser.open("/odoo/enquiries")
    page.locator(ROW).first.wait_for()
    adviser.open(at("/odoo/enquiries", "case_enquiry_group_demo"))
    page.locator("button[name='action_take']:visible").wait_for()
    take(page, "enquiry", 780)

    adviser.open(at("/odoo/advice-cases", "case_c6_demo"))
    page.locator("button[name='action_choose_consultant']:visible").wait_for()
    take(page, "case")
    open_dialog(adviser, "action_choose_consultant", "contract_id")
    adviser.fill("hours", "8")
    adviser.fill("description", "Finanzierung und Raumprogramm der Gruppe rechnen")
    take(page, "choose-consultant", 780)
    discard(adviser)
    open_dialog(adviser, "action_quick_order", "partner_id")
    take(page, "quick-order", 780)
    discard(adviser)
    adviser.open(at("/odoo/advice-cases", "case_c1_demo"))
    adviser.press("action_view_meetings")
    page.locator(ROW).first.wait_for()
    take(page, "meetings", 400)

    adviser.open(at("/odoo/call-offs", "call_off_half_demo"))
    page.wait_for_selector(".o_field_widget[name='hours_left']")
    take(page, "order", 860)

    adviser.open(at("/odoo/absences", "absence_1_demo"))
    page.wait_for_selector(".o_field_widget[name='deputy_id']")
    take(page, "absence", 480)

    for path in (
        "blocked-senders",
        "reporting-calendar",
        "short-contacts",
        "unpaid-advice",
        "advice-offers",
    ):
        adviser.open(f"/odoo/{path}")


def test_head(desk, at, take):
    """docs/adviser.md, what only the head of the office does."""
    head = desk("leitung", DESK)
    head.open(at("/odoo/advice-cases", "case_s6_demo"))
    open_dialog(head, "action_ask_waive", "reason")
    take(head.page, "waiver", 520)
    discard(head)
    head.open("/odoo/hours-to-approve")
    head.page.locator(ROW).first.wait_for()
    take(head.page, "hours-to-approve", 480)
    head.open("/odoo/consultant-costs-to-decide")
    head.page.locator(ROW).first.wait_for()
    head.open(at("/odoo/call-offs", "call_off_full_demo"))
    head.page.locator("button[name='action_grant_request']:visible").wait_for()
    take(head.page, "more-hours", 520)


def test_consultant(phone, at, office, take):
    """docs/consultant.md"""
    page = phone("konzept1")
    page.goto("/my")
    take(page, "home", 844)
    page.goto("/my/call-offs")
    take(page, "orders", 700)
    page.goto(at("/my/call-offs", "call_off_half_demo"))
    page.locator(".o_wohnkoord_picks:visible").wait_for()  # a script shows them
    page.fill("#entry-duration", "1:30")
    page.fill("#entry-description", "Gespräch über die Rechtsform")
    take(page, "entry", 844)
    show(page, "#costs")
    page.locator("#costs ~ details summary").first.click()
    take(page, "costs", 844)
    page.goto("/my/hours")
    page.goto("/my/consultant-bills")
    take(page, "bills", 600)

    page = phone("fach1")
    page.goto(at("/my/call-offs", "call_off_law2_demo"))
    show(page, ".o_wohnkoord_row:has(.o_wohnkoord_reason)")
    take(page, "refused", 600)

    page = phone("bau1")
    page.goto(at("/my/call-offs", "call_off_study_demo"))
    take(page, "flat-fee", 844)

    page = phone("finanz1")
    page.goto("/my/invoices")
    take(page, "invoices", 844)
    page.locator("a[href*='/my/invoices/']").first.click()
    page.wait_for_url("**/my/invoices/**")
    take(page, "differs", 844)


def test_accounting(desk, office, take):
    """docs/accounting.md"""
    clerk = desk("buchhaltung", DESK)
    page = clerk.page
    invoices = f"/odoo/action-{office.xml_id('wohnkoord_odoo.invoice_action')}"
    bills = f"/odoo/action-{office.xml_id('wohnkoord_odoo.bill_action_accounting')}"
    [differs] = office.admin.search("wohnkoord.invoice", [("number", "=", "FW-118")])
    clerk.open(f"{invoices}/{differs}")
    page.wait_for_selector(".o_field_widget[name='difference_html']")
    take(page, "differs", 780)

    clerk.open(bills)
    page.locator(ROW).first.wait_for()
    take(page, "bills", 420, WIDE)
    [draft] = office.admin.search("account.move", [("ref", "=", "AP-2026-041")])
    clerk.open(f"{bills}/{draft}")
    page.locator(".o_form_view .alert-info", has_text="sachlich richtig").wait_for()
    take(page, "sign-off", 900)
    clerk.open(bills)
    clerk.press(str(office.xml_id("wohnkoord_odoo.bill_run_action")))
    page.wait_for_selector(".o_dialog .o_form_view")
    take(page, "bill-run", 620)
    discard(clerk)
    choose_menu(page, "Lieferanten", "Export für die Stadtkasse")
    page.wait_for_selector(".o_dialog .o_form_view")
    take(page, "treasury", 520)
    discard(clerk)

    firm = office.xml_id("wohnkoord_odoo.contract_planbuero_demo")
    [posted] = office.admin.search(
        "account.move",
        [("wohnkoord_contract_id", "=", firm), ("state", "=", "posted")],
        order="id",
        limit=1,
    )
    clerk.open(f"{bills}/{posted}")
    page.locator("button[name='action_reverse']:visible").wait_for()
    take(page, "posted", 700)

    head = desk("leitung", DESK)
    head.open("/odoo/consultant-contracts")
    choose_menu(head.page, "Beratende", "Zeitraum sperren")
    head.page.wait_for_selector(".o_field_widget[name='line_ids']")
    take(head.page, "lock", 720)


def test_settings(desk, office, take):
    """docs/accounting.md and docs/adviser.md: what is set up once."""
    # else Odoo asks a service outside about the office at an administrator's first visit
    company = office.xml_id("base.main_company")
    office.admin.write("res.company", company, {"iap_enrich_auto_done": True})
    admin = desk("admin", DESK)
    page = admin.page
    for name, tab, part in (
        ("accounting", "account", "wohnkoord_expense_account"),
        ("office", "wohnkoord_odoo", "wohnkoord_limits"),
    ):
        page.goto("/odoo/settings")
        page.locator(f".settings_tab .tab[data-key='{tab}']").click()
        show(page, f"#{part}")
        take(page, name, 520)


# -- the guides themselves -------------------------------------------------------------------


def menu_paths(menus, menu, above=()):
    """Every way to a menu and those below it, from its app or from any step on."""
    path = (*above, menus[str(menu)]["name"])
    for start in range(len(path)):
        yield " → ".join(path[start:])
    for child in menus[str(menu)]["children"]:
        yield from menu_paths(menus, child, path)


def test_menus_are_called_so(office):
    """Each *menu → entry* of a guide is there, in these words, for somebody."""
    there = set()
    for login in ("beratung", "leitung", "buchhaltung"):
        client = Client(office.url, office.db, login, login).open()
        menus = client.call("ir.ui.menu", "load_web_menus", [], False)
        for app in menus["root"]["children"]:
            there.update(menu_paths(menus, app))
    for guide, text in GUIDES.items():
        for path in re.findall(r"\*([^*\n]+ → [^*\n]+)\*", text):
            if not path.startswith("Einstellungen"):
                assert path in there, f"{guide}: there is no {path}"


def test_pictures_are_there():
    named = set()
    for text in GUIDES.values():
        named.update(re.findall(r"\(pictures/(guide-[^)]+)\)", text))
    kept = {path.name for path in (DOCS / "pictures").glob("guide-*.png")}
    assert named == kept, "a picture is missing, or named nowhere"
