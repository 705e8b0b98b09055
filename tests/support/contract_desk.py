# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The office's hands after the decision: reservations, contracts, duties, the case file."""

from .award_desk import AwardDesk

RESERVATION, CONTRACT = "wohnkoord.reservation", "wohnkoord.procedure.contract"
DUTY = "wohnkoord.commitment"


class ContractDesk(AwardDesk):
    """A person of the office at a ``Desk``."""

    # -- reservations ----------------------------------------------------------------------

    def reserve(self):
        """All awarded plots at once."""
        self.open()
        self.desk.press("action_reserve")
        self.page.locator("button[name='action_reserve']:visible").wait_for(
            state="detached"
        )

    def view_reservations(self):
        self.open()
        self.stat("action_view_reservations")
        self.page.locator(".o_list_view .o_data_row").first.wait_for()
        return self.page.locator(".o_list_view .o_data_row")

    def open_reservation(self, plot, state="running"):
        """The reservation of a plot that is in that state."""
        [found] = self.office.admin.search(
            RESERVATION,
            [
                ("procedure_id", "=", self.procedure),
                ("procedure_lot_id.plot_id.name", "=", plot),
                ("state", "=", state),
            ],
        )
        action = self.office.xml_id("wohnkoord_odoo.reservation_action")
        self.desk.open(f"/odoo/action-{action}/{found}")
        self.page.wait_for_selector("div[name='milestone_ids']")
        return found

    def prove(self, kind, day, proof):
        """Note that a milestone is met, with the paper that shows it."""
        row = self.page.locator("div[name='milestone_ids'] .o_data_row", has_text=kind)
        row.first.locator("td[name='name']").click()
        box = self.page.locator(".o_selected_row .o_field_widget[name='proof']")
        box.locator("input[type='file']").set_input_files(
            {"name": "Nachweis.pdf", "mimeType": "application/pdf", "buffer": proof}
        )
        self.day("date_done", day)  # it goes on to the next row
        self.desk.save()

    def resolve_dialog(self, number, day, reason, **dates):
        """Type a resolution into the dialog that is open, and confirm it."""
        self.page.wait_for_selector(".o_dialog .o_form_view")
        for name, date in dates.items():
            self.day(name, date)
        self.desk.fill("resolution_body", "Stadtrat")
        self.desk.fill("resolution_number", number)
        self.day("resolution_date", day)
        self.desk.fill("reason", reason)

    def confirm_dialog(self, method="action_confirm"):
        self.desk.press(method)
        self.page.wait_for_selector(".o_dialog", state="detached")
        self.desk.settle()

    def lapse(self, reason):
        self.desk.press("action_ask_lapse")
        self.page.wait_for_selector(".o_dialog .o_form_view")
        self.desk.fill("reason", reason)
        self.confirm_dialog("action_apply")
        self.page.locator("button[name='action_ask_move_up']:visible").wait_for()

    # -- contracts -------------------------------------------------------------------------

    def prepare_contract(self, plot, day, **values):
        self.open_reservation(plot)
        self.desk.press("action_make_contract")
        self.page.wait_for_selector(".o_field_widget[name='notary']")
        self.day("date_signed", day)
        for name, value in values.items():
            self.desk.fill(name, value)
        self.desk.save()

    def sign(self):
        self.desk.press("action_sign")
        self.desk.confirm()
        self.desk.wait_for_state("signed")

    def make_duties(self):
        """:return int: how many rows of duties the contract shows"""
        self.desk.press("action_make_duties")
        self.tab("duties")
        rows = self.page.locator("div[name='commitment_ids'] .o_data_row")
        rows.first.wait_for()
        return rows.count()

    def control(self, initiative, kind, value, note):
        """A control finds another value than was promised."""
        [duty] = self.office.admin.search(
            DUTY,
            [
                ("procedure_id", "=", self.procedure),
                ("contract_id.initiative_id", "=", initiative),
                ("kind", "=", kind),
            ],
        )
        action = self.office.xml_id("wohnkoord_odoo.duty_action")
        self.desk.open(f"/odoo/action-{action}/{duty}")
        self.page.wait_for_selector(".o_field_widget[name='control_ids']")
        self.desk.press(str(self.office.xml_id("wohnkoord_odoo.control_action")))
        self.page.wait_for_selector(".o_dialog .o_form_view")
        self.desk.choose("finding", BREACHED)
        self.desk.fill("value", value)
        self.desk.fill("note", note)
        self.page.locator(".o_dialog .o_form_button_save").last.click()
        self.page.wait_for_selector(".o_dialog", state="detached")
        self.desk.wait_for_state("breached")

    # -- the end ---------------------------------------------------------------------------

    def export_case_file(self, reason, picture):
        """The whole file, as it arrives on the disk."""
        self.open()
        self.desk.press("action_export_case_file")
        self.page.wait_for_selector(".o_dialog .o_form_view")
        self.desk.field("purpose").locator("input[data-value='council']").check()
        self.desk.fill("reason", reason)
        picture(self.page, "case-file")
        return self.fetch(lambda: self.desk.press("action_export"))


#: the place of that finding in the list
BREACHED = 1
