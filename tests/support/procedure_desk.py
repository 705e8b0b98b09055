# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The office's hands in a concept-award procedure, before its publication."""

import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .clicks import post

PROCEDURE, PLOT = "wohnkoord.procedure", "wohnkoord.plot"
LOT, BID = "wohnkoord.procedure.lot", "wohnkoord.bid"
PLACE = ZoneInfo("Europe/Berlin")

MODELS = ("fixed", "corridor", "bid")

#: six plots: name, area, tenure, price model, and the prices to type
PLOTS = (
    ("Lindenstraße 12", 740, "leasehold", "fixed", {"price_fixed": "2,5"}),
    ("Marktplatz 3", 580, "leasehold", "fixed", {"price_fixed": "2,5"}),
    ("Am Bahndamm 7", 1240, "leasehold", "fixed", {"price_fixed": "2"}),
    ("Gartenweg 21", 910, "leasehold", "fixed", {"price_fixed": "2,5"}),
    (
        "Mühlstraße 30",
        1080,
        "leasehold",
        "corridor",
        {"price_min": "1,5", "price_max": "3"},
    ),
    ("Alte Schule", 2300, "sale", "bid", {"price_min": "250000"}),
)


def minute(after):
    """The first full minute that lies at least so many seconds ahead, at the place."""
    moment = datetime.now(PLACE) + timedelta(seconds=after + 59)
    return moment.replace(second=0, microsecond=0)


def typed(moment):
    return moment.strftime("%d.%m.%Y %H:%M")


class ProcedureDesk:
    """A person of the office at a ``Desk``."""

    def __init__(self, office, desk):
        self.office, self.desk, self.page = office, desk, desk.page
        self.procedure = None

    # -- hands ---------------------------------------------------------------------------

    def when(self, name, moment):
        """Type date and time into a field."""
        self.page.wait_for_timeout(200)
        field = self.desk.field(name)
        # a value is a button that turns into a field when it is clicked
        field.locator("button:visible, input:visible").first.click()
        box = field.locator("input:visible").first
        box.fill(typed(moment))
        box.press("Enter")
        self.page.locator(".o_datetime_picker").wait_for(state="detached")
        self.desk.settle()

    def tab(self, name):
        self.desk.top.locator(f".o_notebook a[name='{name}']").first.click()

    def stat(self, name):
        """Press a button at the top; some hide in its menu."""
        button = self.page.locator(f"button[name='{name}']:visible")
        self.page.locator(
            f"button[name='{name}']:visible, .o_button_more:visible"
        ).first.wait_for()
        if not button.count():
            self.page.locator(".o_button_more:visible").first.click()
        button.first.click()
        self.desk.settle()

    def add_line(self, name):
        """Add a line to a list in the form, in its dialog."""
        self.desk.field(name).locator(".o_field_x2many_list_row_add a").first.click()
        self.page.wait_for_selector(".o_dialog .o_form_view")

    def keep_line(self):
        self.page.locator(".o_dialog .o_form_button_save").last.click()
        self.page.wait_for_selector(".o_dialog", state="detached")

    def open(self):
        """Look at the procedure."""
        self.desk.open(f"/odoo/procedures/{self.procedure}")
        return self

    def read(self, *names):
        return self.office.admin.read(PROCEDURE, self.procedure, *names)

    def checklist(self):
        """What is needed and what is advisable, as the form says it."""
        box = self.page.locator("div[name='checklist'] li:visible")
        return box.all_inner_texts()

    # -- plots ---------------------------------------------------------------------------

    def make_plot(self, picture):
        """The first plot comes through the pipeline; the others stand in it already."""
        name, area, *_rest = PLOTS[0]
        self.desk.open("/odoo/plots/new")
        self.desk.fill("name", name)
        self.desk.fill("area", area)
        self.desk.fill("city", "Leipzig")
        self.desk.save()
        self.desk.press("action_examine")
        self.desk.wait_for_state("examined")
        self.desk.press("action_suitable")
        self.desk.wait_for_state("suitable")
        picture(self.page, "plot")
        for name, area, *_rest in PLOTS[1:]:
            plot = self.office.adviser.create(
                PLOT, {"name": name, "area": area, "city": "Leipzig"}
            )
            self.office.adviser.do(PLOT, plot, "action_examine")
            self.office.adviser.do(PLOT, plot, "action_suitable")

    # -- preparation ---------------------------------------------------------------------

    def start(self, name, picture):
        """The next procedure from the last."""
        self.desk.open("/odoo/procedures")
        action = self.office.xml_id("wohnkoord_odoo.procedure_new_action")
        self.desk.press(str(action))
        self.page.wait_for_selector(".o_dialog .o_form_view")
        self.desk.fill("name", name)
        self.desk.pick("source_id", "Sechs Grundstücke für kooperatives")
        self.desk.field("with_timeline").locator("input").uncheck()
        picture(self.page, "new-procedure")
        self.desk.press("action_create")
        self.page.wait_for_selector(".o_dialog", state="detached")
        self.page.wait_for_selector("div[name='checklist']")
        self.procedure = self.office.admin.search(
            PROCEDURE, [("name", "=", name)], order="id desc", limit=1
        )[0]
        picture(self.page, "checklist")

    def offer_plots(self):
        self.tab("lots")
        for name, _area, tenure, model, prices in PLOTS:
            self.add_line("lot_ids")
            self.desk.pick("plot_id", name)
            self.desk.field("tenure").locator(f"input[data-value='{tenure}']").check()
            if tenure == "leasehold":
                self.desk.fill("lease_years", "99")
            if model != MODELS[0]:
                self.desk.choose("price_model", MODELS.index(model))
            for field, price in prices.items():
                self.desk.fill(field, price)
            self.keep_line()

    def resolve(self):
        """The council's resolution, the reason for the short time, the days."""
        self.tab("about")
        self.desk.fill("resolution_body", "Stadtrat")
        self.desk.fill("resolution_number", "VIII-DS-01234")
        self.desk.fill("resolution_date", datetime.now(PLACE).strftime("%d.%m.%Y"))
        self.tab("settings")
        self.desk.fill(
            "short_intake_reason", "Probelauf: alle Gruppen kennen die Grundstücke."
        )
        self.desk.fill("amendment_days", "0")

        self.tab("timeline")
        self.add_line("date_ids")
        self.desk.fill("name", "Sitzung des Auswahlgremiums")
        self.when("date", minute(30 * 24 * 3600))
        self.keep_line()

    def add_resolution(self, content):
        self.tab("about")
        self.desk.field("resolution_file").locator(
            "input[type='file']"
        ).set_input_files(
            {
                "name": "Beschluss.pdf",
                "mimeType": "application/pdf",
                "buffer": content,
            }
        )

    def name_officer(self, name):
        self.tab("seal")
        self.desk.pick("officer_ids", name)

    def print_sheet(self, password, picture):
        """The recovery sheet of the server's key file."""
        self.tab("seal")
        with self.page.context.expect_page() as opened:
            self.desk.press("action_key_file")
        sheet = opened.value
        picture(sheet, "key-file")
        sheet.fill("#print_password", password)
        post(sheet, "form[action$='/key-file/sheet']")
        assert sheet.locator("ol.groups li").count() >= 8
        sheet.close()

    # -- publication ---------------------------------------------------------------------

    def publish(self, seconds, picture):
        """With a deadline in so many seconds or some more."""
        deadline = minute(seconds)
        self.open()
        self.when("date_questions_until", deadline - timedelta(minutes=1))
        self.when("date_deadline", deadline)
        self.desk.save()
        self.page.locator("div[name='ready']").wait_for()
        picture(self.page, "ready")
        self.desk.press("action_publish")
        self.desk.confirm()
        self.wait_for_state("published")
        self.deadline = deadline

    def later(self, seconds):
        """A later deadline that leaves the groups the time for what follows."""
        self.deadline = max(self.deadline + timedelta(minutes=1), minute(seconds))
        return self.deadline

    # -- questions -----------------------------------------------------------------------

    def answer(self, number, text, answer):
        """Put a question in neutral words and answer it."""
        self.open_question(number)
        self.desk.fill("text", text)
        self.desk.fill("answer", answer)
        self.desk.save()

    def open_question(self, number):
        self.open()
        self.stat("action_view_questions")
        row = self.page.locator(
            ".o_data_row",
            has=self.page.locator(f"td[name='number']:text-is('{number}')"),
        )
        row.locator("td[name='state']").click()
        self.page.wait_for_selector(".o_form_view .o_field_widget[name='answer']")
        self.desk.settle()

    def publish_answers(self, picture):
        """All at once, from the list."""
        self.open()
        self.stat("action_view_questions")
        self.page.wait_for_selector(".o_list_view .o_data_row")
        self.page.locator("thead .o_list_record_selector input").check()
        picture(self.page, "questions")
        self.desk.press("action_publish")
        self.desk.confirm()

    # -- change --------------------------------------------------------------------------

    def amend(self, deadline, picture):
        """A material change with a later deadline."""
        self.open()
        self.desk.press("action_amend")
        self.page.wait_for_selector(".o_field_widget[name='reason']")
        self.desk.fill("reason", "Der Rat wünscht mehr geförderte Wohnungen.")
        self.desk.field("is_material").locator("input").check()
        self.when("date_deadline", deadline)
        self.desk.save()
        self.open()
        self.tab("about")
        self.desk.fill("aim", "Bezahlbar wohnen, mindestens 30 % gefördert.")
        self.desk.save()
        self.desk.press("action_amend")
        self.page.wait_for_selector(".o_field_widget[name='diff']")
        picture(self.page, "amendment")
        self.desk.press("action_publish")
        self.desk.confirm()
        self.desk.wait_for_state("published")

    # -- bids before the opening ---------------------------------------------------------

    def register_paper(self, sender, content, picture):
        """A bid in an envelope; it is stamped now."""
        self.open()
        self.desk.press(str(self.office.xml_id("wohnkoord_odoo.bid_intake_action")))
        self.page.wait_for_selector(".o_dialog .o_form_view")
        self.when("date_arrival", minute(-60))
        self.desk.fill("sender", sender)
        self.desk.field("file_ids").locator(".o_field_x2many_list_row_add a").click()
        self.desk.field("file_ids").locator("input[type='file']").set_input_files(
            {"name": "Brief.pdf", "mimeType": "application/pdf", "buffer": content}
        )
        picture(self.page, "paper-bid")
        self.desk.press("action_register")
        self.page.wait_for_selector(".o_dialog", state="detached")

    def look_at_bids(self):
        """What the list of bids shows, as text."""
        self.open()
        self.stat("action_view_bids")
        self.page.wait_for_selector(".o_list_view .o_data_row")
        return self.page.locator(".o_list_view").inner_text()

    def wait_for_state(self, value):
        """The bar of states may be folded into a menu."""
        self.page.wait_for_selector(
            f".o_statusbar_status button.o_arrow_button_current[data-value='{value}']",
            state="attached",
        )

    # -- time ----------------------------------------------------------------------------

    def wait_until(self, moment):
        """Let time pass for real."""
        left = (moment - datetime.now(PLACE)).total_seconds()
        time.sleep(max(left, 0) + 1)
