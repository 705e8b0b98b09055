# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Every menu of the app, in every view, for each role: no error anywhere."""

import pytest
from playwright.sync_api import Error
from support.browser import note_dialogs

ROLES = ("adviser", "manager", "steering", "accountant")
#: so many menus at least; fewer means that nothing was walked
FEWEST = {"adviser": 15, "manager": 20, "steering": 4, "accountant": 1}
PREFIX = "wohnkoord_odoo."


def menus_of(client):
    """The addon's menus that this user sees, wherever they hang.

    :return: dict of the action's id -> the menu's name
    """
    answer = client.clone().http.get(client.url + "/web/webclient/load_menus")
    return {
        menu["actionID"]: menu["name"]
        for menu in answer.json().values()
        if (menu.get("xmlid") or "").startswith(PREFIX) and menu.get("actionID")
    }


def do_action(page, action):
    """Open an action in the running web client and wait for its view."""
    evaluate(
        page,
        "action => odoo.__WOWL_DEBUG__.root.env.services.action.doAction(action,"
        " {clearBreadcrumbs: true})",
        action,
    )


def switch_view(page, view):
    evaluate(
        page,
        "view => odoo.__WOWL_DEBUG__.root.env.services.action.switchView(view)",
        view,
    )


def evaluate(page, script, argument):
    try:
        page.evaluate(script, argument)
    except Error as error:  # the walk goes on
        page.problems.append(f"{argument}: {str(error)[:200]}")
    settle(page)


def settle(page):
    """Wait until nothing loads, and note an error dialog."""
    page.wait_for_timeout(100)
    page.wait_for_selector(".o_loading_indicator", state="detached")
    note_dialogs(page)


def views_of(page):
    """The kinds of views that the open action can switch to."""
    return page.evaluate(
        "() => [...document.querySelectorAll('.o_switch_view')]"
        ".map(b => [...b.classList].find(c => /^o_[a-z]+$/.test(c)"
        " && c !== 'o_switch_view')?.slice(2)).filter(Boolean)"
    )


def open_first(page):
    """Open the first record of a list, if there is one to open; samples are none."""
    if page.locator(".o_view_sample_data").count():
        return
    cell = page.locator(".o_data_row .o_data_cell:not(.o_list_button)").first
    if cell.count():
        cell.click()
        settle(page)


def close_dialog(page):
    """Close the dialog that a menu opened, or it lies over the next one's view."""
    close = page.locator(".modal .btn-close")
    if close.count():
        close.first.click()
        page.wait_for_selector(".modal", state="detached")


@pytest.fixture(scope="module", autouse=True)
def something_to_see(office):
    call_off = office.make_call_off(10)
    for state in ("draft", "submitted", "approved", "refused"):
        office.make_entry(call_off, 30, state=state)
    office.adviser.create(
        "wohnkoord.hours.request", {"call_off_id": call_off, "hours": 1, "reason": "x"}
    )


@pytest.mark.parametrize("role", ROLES)
def test_walk(open_page, office, role):
    menus = menus_of(getattr(office, role))
    assert len(menus) >= FEWEST[role], menus
    if role == "manager":  # the adviser walks the others
        menus = {k: v for k, v in menus.items() if k not in menus_of(office.adviser)}
    page = open_page(role)
    page.goto("/odoo")
    page.wait_for_selector(".o_web_client .o_main_navbar")
    for action, name in menus.items():
        before = len(page.problems)
        do_action(page, action)
        close_dialog(page)
        for view in views_of(page):
            switch_view(page, view)
        if page.locator(".o_switch_view.o_list").count():
            switch_view(page, "list")
        open_first(page)
        page.problems[before:] = [f"{name}: {p}" for p in page.problems[before:]]
