# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Office and accounting at a month's end: hours, invoices, bills, payment, export."""

import csv
import io

BILL, INVOICE = "account.move", "wohnkoord.invoice"


class BillDesk:
    """A person of office or accounting at a ``Desk``."""

    def __init__(self, office, desk):
        self.office, self.desk, self.page = office, desk, desk.page

    # -- hours ---------------------------------------------------------------------------

    def approve(self, firms, picture):
        """Approve these firms' hours in the list of all that wait."""
        self.desk.open("/odoo/hours-to-approve")
        for firm in firms:
            self.desk.search("Einzelauftrag", firm.order_name)
        every = self.page.locator(".o_data_row")
        chosen = [every.filter(has_text=firm.group) for firm in firms]
        for firm, rows in zip(firms, chosen, strict=True):
            rows.first.wait_for()
            assert rows.count() == firm.entries
            for row in rows.all():
                row.locator(".o_list_record_selector input").click()
        picture(self.page, "approve")
        self.desk.press("action_approve")
        for rows in chosen:
            rows.first.wait_for(state="detached")

    # -- invoices ------------------------------------------------------------------------

    def open_invoices(self):
        """The list of what is to do."""
        self.desk.open("/odoo/consultant-invoices")
        return self.page.locator(".o_list_view .o_data_row")

    def open_invoice(self, number):
        self.open_invoices().filter(has_text=number).locator(
            "td[name='number']"
        ).click()
        self.page.wait_for_selector(".o_form_view div[name='difference_html']")
        return self.desk.field("difference_html").inner_text()

    def return_invoice(self, picture):
        """Send it back with the reason that is proposed.

        :return: the reason
        """
        self.desk.press("action_ask_return")
        self.page.wait_for_selector(".o_dialog [name='reason'] textarea")
        reason = self.page.locator(".o_dialog [name='reason'] textarea").input_value()
        picture(self.page, "return")
        self.page.locator(".o_dialog .modal-footer .btn-primary").click()
        self.page.wait_for_selector(".o_dialog", state="detached")
        self.desk.wait_for_state("returned")
        return reason

    # -- bills ---------------------------------------------------------------------------

    def run_bills(self, contract, picture):
        """The bills of a contract in self-billing, from the contract's own form."""
        action = self.office.xml_id("wohnkoord_odoo.contract_action")
        self.desk.open(f"/odoo/action-{action}/{contract}")
        self.press_stat("action_make_bills")
        self.page.wait_for_selector(".o_dialog [name='line_ids'] .o_data_row")
        picture(self.page, "bill-run")
        self.desk.press("action_run")
        self.page.wait_for_selector(".o_dialog button[name='action_view_bills']")
        picture(self.page, "bill-run-done")
        self.desk.press("action_view_bills")
        self.page.wait_for_selector(".o_list_view .o_data_row, .o_form_view")

    def press_stat(self, name):
        """Press a button at the top; some hide in its menu."""
        button = self.page.locator(f"button[name='{name}']:visible")
        self.page.locator(
            f"button[name='{name}']:visible, .o_button_more:visible"
        ).first.wait_for()
        if not button.count():
            self.page.locator(".o_button_more:visible").first.click()
        button.first.click()
        self.desk.settle()

    def open_bill(self, bill):
        """In the slim form of the office."""
        self.desk.open(f"/odoo/consultant-bills/{bill}")
        self.desk.settle()

    def open_in_accounting(self, bill=None):
        """In core's own form; without a bill, the list."""
        path = "/odoo/action-wohnkoord_odoo.bill_action_accounting"
        self.desk.open(f"{path}/{bill}" if bill else path)

    def see_file(self):
        """The consultant's PDF beside the open bill, as far as it is drawn."""
        viewer = self.page.frame_locator(".o_attachment_preview iframe")
        viewer.locator(".canvasWrapper").first.wait_for()

    def sign(self, kind):
        """Sign the open bill, which then offers it no more."""
        self.desk.press(f"action_wohnkoord_sign_{kind}")
        self.button(f"action_wohnkoord_sign_{kind}").wait_for(state="detached")

    def button(self, name):
        return self.page.locator(f"button[name='{name}']:visible")

    def post(self):
        self.desk.press("action_post")
        self.desk.wait_for_state("posted")

    def pay(self, picture):
        """Register the whole payment of the open bill in core's dialog."""
        self.desk.press("action_register_payment")
        self.page.wait_for_selector(".o_dialog [name='amount']")
        picture(self.page, "payment")
        self.desk.press("action_create_payments")
        self.page.wait_for_selector(".o_dialog", state="detached")
        self.button("action_register_payment").wait_for(state="detached")

    # -- export --------------------------------------------------------------------------

    def export(self, bills, picture, only_new=True):
        """These bills as the treasury reads them.

        :param list bills: their numbers
        :param bool only_new: leave out what was exported before, as is proposed
        :return: number of the bill -> row of the CSV
        """
        self.open_in_accounting()
        for bill in bills:
            self.desk.search("Rechnung", bill)
        self.choose_for_export(bills)
        rows = self.page.locator(".o_dialog div[name='bill_ids'] .o_data_row")
        if not only_new:
            self.desk.field("only_new").locator("input").uncheck()
        rows.nth(len(bills) - 1).wait_for()
        picture(self.page, "export")
        self.desk.press("action_export")
        link = self.page.locator(".o_dialog div[name='file'] a").first
        link.wait_for()
        picture(self.page, "export-ready")
        with self.page.expect_download() as download:
            link.click()
        assert download.value.suggested_filename.endswith(".csv")
        return read_csv(download.value.path().read_bytes())

    def choose_for_export(self, bills):
        """Tick these rows of the list and open the dialog."""
        for bill in bills:
            row = self.page.locator(".o_data_row", has_text=bill)
            row.locator(".o_list_record_selector input").check()
        action = self.office.xml_id("wohnkoord_odoo.treasury_export_action")
        self.desk.press(str(action))
        self.page.wait_for_selector(".o_dialog div[name='bill_ids']")

    def exported_again(self, bills):
        """The numbers that are proposed where all of them were exported before."""
        self.page.locator(".o_dialog .modal-footer button:visible").last.click()
        self.page.wait_for_selector(".o_dialog", state="detached")
        self.choose_for_export(bills)
        rows = self.page.locator(".o_dialog div[name='bill_ids'] .o_data_row")
        assert not self.button("action_export").count() or rows.count()
        return rows.locator("td[name='name']").all_inner_texts()


def read_csv(raw):
    """As the treasury's program reads it: UTF-8 with its mark, semicolons."""
    text = raw.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text), delimiter=";")
    return {row["Belegnummer"]: row for row in rows}
