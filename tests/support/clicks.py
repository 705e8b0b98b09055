# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Hands on the keyboard and the mouse, in Odoo's back office."""

import re

from playwright.sync_api import TimeoutError as Timeout
from playwright.sync_api import expect


class Desk:
    """The back office on a page, used as a person does: by what is to be seen."""

    def __init__(self, page):
        self.page = page

    @property
    def top(self):
        """The uppermost dialog, or the page."""
        dialogs = self.page.locator(".o_dialog:not(.o_inactive_modal) .modal-content")
        return dialogs.last if dialogs.count() else self.page

    def open(self, path):
        self.page.goto(path, timeout=60000)  # the first one makes the assets
        self.page.wait_for_selector(".o_main_navbar")
        self.page.wait_for_selector(".o_view_controller, .o_form_view, .o_list_view")
        return self

    def field(self, name):
        return self.top.locator(f".o_field_widget[name='{name}']").first

    def fill(self, name, value):
        """Type into a field; leaves it again, so that it counts."""
        box = self.field(name).locator("input, textarea, [contenteditable]").first
        box.fill(str(value))
        box.dispatch_event("change")
        box.blur()

    def pick(self, name, text):
        """Choose the record with that text in a field with suggestions."""
        box = self.field(name).locator("input").first
        box.click()
        box.fill(text)
        # a choice made before the search begins would open the suggestions again
        self.page.wait_for_timeout(300)
        self.page.locator(
            ".o-autocomplete--dropdown-menu .o-autocomplete--dropdown-item",
            has_text=re.compile(re.escape(text)),
        ).first.click()
        menus = self.page.locator(".o-autocomplete--dropdown-menu")
        # they cover what stands below; the one of the field before may still be closing
        expect(menus).to_have_count(0)

    def choose(self, name, value):
        """Choose in a selection, whatever its language."""
        box = self.field(name)
        if box.locator("select").count():
            box.locator("select").select_option(value=f'"{value}"')
            return
        item = self.page.locator(f".o_select_menu_item[data-choice-index='{value}']")
        for _ in range(
            3
        ):  # a row that has just become editable may miss the first click
            box.locator("input").first.click()
            try:
                item.wait_for(timeout=4000)
                break
            except Timeout:
                continue
        item.click()

    def search(self, label, text):
        """Search a list for a text in the field that the search box calls so."""
        self.page.fill(".o_searchview_input", text)
        self.page.locator(
            ".o_searchview_autocomplete .o-dropdown-item", has_text=label
        ).first.locator("a", has_text=label).click()
        self.settle()

    def press(self, name):
        """Press the button of that method."""
        self.top.locator(f"button[name='{name}']:visible").first.click()
        self.settle()

    def confirm(self):
        """Say yes to what a button asks before it acts."""
        self.page.locator(".o_dialog .modal-footer .btn-primary").last.click()
        self.page.wait_for_selector(".o_dialog", state="detached")
        self.settle()

    def settle(self):
        self.page.wait_for_timeout(150)
        self.page.wait_for_selector(".o_loading_indicator", state="detached")
        self.page.wait_for_load_state("load")

    def save(self):
        self.page.locator(".o_form_button_save:visible").first.click()
        self.page.wait_for_selector(".o_form_button_save:visible", state="detached")
        self.settle()

    def wait_for_state(self, value):
        """Until the bar of states shows that state as the current one."""
        self.page.wait_for_selector(
            f".o_statusbar_status button.o_arrow_button_current[data-value='{value}']"
        )


def post(page, form, button="button[type='submit']"):
    """Send a form and wait for the page that answers."""
    with page.expect_navigation():
        page.locator(f"{form} {button}").first.click()
