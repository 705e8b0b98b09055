# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Every menu of the app, in every view, for each role: no error anywhere."""

import pytest
from support.browser import note_dialogs

LOADED = ".o_action_manager > .o_action, .o_action_manager .o_view_controller"
#: what the roles may open that is worth walking for them; None: all of it
ROLES = ("adviser", "manager", "steering", "accountant")
APP = "wohnkoord_odoo.menu_root"


def menus_of(page):
    """The menus with an action that this user sees below the app.

    :return: list of dicts with the name, the action's id and the view modes
    """
    menus = page.evaluate(
        "async () => (await fetch('/web/webclient/load_menus')).json()"
    )
    root = next((m for m in menus.values() if m.get("xmlid") == APP), None)
    found, waiting = [], list(root["children"]) if root else []
    while waiting:
        menu = menus[str(waiting.pop())]
        waiting += menu["children"]
        if menu.get("actionID"):
            found.append({"name": menu["name"], "action": menu["actionID"]})
    return found


def do_action(page, action):
    """Open an action in the running web client and wait for its view."""
    page.evaluate(
        "action => odoo.__WOWL_DEBUG__.root.env.services.action.doAction(action,"
        " {clearBreadcrumbs: true})",
        action,
    )


def views_of(page):
    """The kinds of views that the open action can switch to."""
    return page.evaluate(
        "() => [...document.querySelectorAll('.o_switch_view')]"
        ".map(b => [...b.classList].find(c => /^o_[a-z]+$/.test(c)"
        " && c !== 'o_switch_view')?.slice(2)).filter(Boolean)"
    )


def open_first(page):
    """Open the first record of a list, if there is one."""
    cell = page.locator(".o_data_row .o_data_cell:not(.o_list_button)").first
    if (
        cell.count()
        and not page.locator(".o_list_editable, .o_list_view_editable").count()
    ):
        cell.click()
        page.wait_for_timeout(300)


@pytest.fixture(scope="module", autouse=True)
def something_to_see(office):
    call_off = office.make_call_off(10)
    for state in ("draft", "submitted", "approved", "refused"):
        office.make_entry(call_off, 30, state=state)
    office.adviser.create(
        "wohnkoord.hours.request", {"call_off_id": call_off, "hours": 1, "reason": "x"}
    )


@pytest.mark.parametrize("role", ROLES)
def test_walk(open_page, role):
    page = open_page(role)
    page.goto("/odoo", wait_until="networkidle")
    page.wait_for_selector(".o_web_client .o_main_navbar")
    menus = menus_of(page)
    if role != "accountant":
        assert len(menus) > 3, "the app has no menus for this role"
    walked = 0
    for menu in menus:
        do_action(page, menu["action"])
        page.wait_for_selector(LOADED)
        page.wait_for_load_state("networkidle")
        note_dialogs(page)
        views = views_of(page)
        for view in views:
            page.evaluate(
                "view => odoo.__WOWL_DEBUG__.root.env.services.action.switchView(view)",
                view,
            )
            page.wait_for_selector(f".o_{view}_view")
            page.wait_for_load_state("networkidle")
            note_dialogs(page)
            walked += 1
        if "list" in views or page.locator(".o_list_view").count():
            open_first(page)
            note_dialogs(page)
        page.problems[:] = [
            p if p.startswith(menu["name"]) or ": " not in p else p
            for p in page.problems
        ]
        walked += 1
    assert walked >= len(menus)
