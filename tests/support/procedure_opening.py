# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The office's hands after the deadline: the opening, the formal check, the log."""

import zipfile

from .procedure_desk import ProcedureDesk


class OpeningDesk(ProcedureDesk):
    """An officer at a ``Desk``; the second one comes to the same screen."""

    # -- the opening ---------------------------------------------------------------------

    def open_bids(self, password, second, second_password, picture):
        """First one person alone, then a wrong password, then both of them."""
        self.open()
        self.desk.press("action_open")
        self.page.wait_for_selector(".o_dialog .o_form_view")
        self.desk.fill("first_password", password)
        self.desk.field("first_declares").locator("input").check()
        self.desk.press("action_confirm")
        self.assert_refused()
        # what was typed is gone with the attempt
        self.desk.fill("first_password", password)
        self.desk.pick("second_officer_id", second)
        self.desk.fill("second_password", "falsch")
        self.desk.field("second_declares").locator("input").check()
        self.desk.press("action_confirm")
        self.assert_refused()
        self.desk.fill("first_password", password)
        self.desk.fill("second_password", second_password)
        picture(self.page, "opening")
        self.desk.press("action_confirm")
        self.page.wait_for_selector(".o_dialog", state="detached")
        self.wait_for_state("opened")
        picture(self.page, "opened")

    def assert_refused(self):
        """Told so, and the dialog is still there."""
        notice = self.page.locator(".o_notification")
        notice.first.wait_for()
        assert self.read("state")["state"] != "opened"
        notice.locator(".o_notification_close").first.click()
        notice.first.wait_for(state="detached")
        assert self.page.locator(".o_dialog .o_form_view").count()

    def protocol(self):
        """The protocol's text."""
        self.open()
        self.stat("action_view_opening")
        page = self.page.locator(".o_field_widget[name='page']")
        page.wait_for()
        return page.inner_text()

    def open_bid(self, number):
        """A bid from the list of bids."""
        self.open()
        self.stat("action_view_bids")
        self.row(number).locator("td[name='state']").click()
        self.page.wait_for_selector(".o_form_view .o_field_widget[name='receipt_hash']")

    def row(self, number):
        cell = self.page.locator(f"td[name='number']:text-is('{number}')")
        return self.page.locator(".o_data_row", has=cell)

    def download(self, name):
        """A document of the bid that is open, as it arrives on the disk."""
        self.tab("documents")
        row = self.page.locator(".o_data_row", has_text=name)
        with self.page.expect_download() as download:
            row.locator("button[name='action_download']").click()
        return download.value.path().read_bytes()

    def type_in(self, party, plot):
        """What an envelope says."""
        self.desk.press("action_type_in")
        self.page.wait_for_selector(".o_dialog .o_form_view")
        self.desk.pick("registration_id", party)
        self.desk.pick("procedure_lot_id", plot)
        self.desk.press("action_confirm")
        self.page.wait_for_selector(".o_dialog", state="detached")

    # -- the formal check ----------------------------------------------------------------

    def check(self, bid):
        """The form of a bid's check."""
        self.desk.open(f"/odoo/formal-check/{bid}")
        self.page.wait_for_selector(".o_field_widget[name='check_ids'] .o_data_row")

    def decide(self, requirement, method, reason):
        """Decide a requirement; the reason is asked for in a dialog."""
        row = self.page.locator(".o_data_row", has_text=requirement)
        row.locator(f"button[name='{method}']").click()
        self.page.wait_for_selector(".o_dialog .o_form_view")
        self.desk.fill("reason", reason)
        self.desk.press("action_apply")
        self.page.wait_for_selector(".o_dialog", state="detached")

    def admit(self, bid):
        self.check(bid)
        if self.page.locator("button[name='action_accept_met']:visible").count():
            self.desk.press("action_accept_met")
        self.desk.press("action_admit")
        self.wait_for_state("admitted")

    def ask_for_missing(self, picture):
        """One text and one deadline for all concerned."""
        self.open()
        self.desk.press("action_new_cure")
        self.page.wait_for_selector(".o_field_widget[name='line_ids'] .o_data_row")
        picture(self.page, "cure")
        self.desk.press("action_send")
        self.desk.confirm()
        self.wait_for_state("sent")

    def exclude(self, bid, reason, note, picture):
        self.check(bid)
        self.desk.press("action_ask_exclude")
        self.page.wait_for_selector(".o_dialog .o_form_view")
        self.desk.pick("reason_id", reason)
        self.desk.fill("note", note)
        picture(self.page, "exclusion")
        self.desk.press("action_apply")
        self.page.wait_for_selector(".o_dialog", state="detached")
        self.wait_for_state("excluded")

    # -- the log -------------------------------------------------------------------------

    def export_log(self, folder, picture):
        """Verify the log, download it and unpack it."""
        self.open()
        self.tab("log")
        self.desk.press("action_verify_log")
        self.page.locator(".o_notification").first.wait_for()
        picture(self.page, "log")
        with self.page.expect_download() as download:
            self.desk.press("action_export_log")
        with zipfile.ZipFile(download.value.path()) as archive:
            archive.extractall(folder)
