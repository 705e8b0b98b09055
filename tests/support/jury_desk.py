# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The office's hands while a jury works: seats, sessions, points, rankings."""

from datetime import timedelta

from .procedure_desk import ProcedureDesk

SEAT, SESSION = "wohnkoord.juror", "wohnkoord.jury.session"
RANKING = "wohnkoord.ranking"


class JuryDesk(ProcedureDesk):
    """An adviser, or the head of the office, at a ``Desk``."""

    # -- hands ---------------------------------------------------------------------------

    def day(self, name, day):
        """Type a date, whether there is one already or not."""
        self.page.mouse.move(0, 0)  # a hint on the field before may cover this one
        self.page.wait_for_timeout(200)
        field = self.desk.field(name)
        field.locator("button:visible, input:visible").first.click()
        box = field.locator("input:visible").first
        box.fill(day.strftime("%d.%m.%Y"))
        box.press("Enter")
        self.page.locator(".o_datetime_picker").wait_for(state="detached")
        self.desk.settle()

    def refused(self, method, is_asked=False):
        """Press a button that refuses.

        :param bool is_asked: the button asks before it acts
        :return: what it says instead, as text
        """
        dialogs = self.page.locator(".o_dialog .modal-content")
        self.desk.press(method)
        if is_asked:
            dialogs.last.locator(".modal-footer .btn-primary").click()
        told = self.page.locator(".o_error_dialog, .o_notification")
        told.last.wait_for()
        words = told.last.inner_text()
        told.last.locator(
            ".modal-footer .btn-primary, .o_notification_close"
        ).first.click()
        told.last.wait_for(state="detached")
        return words

    def act(self, method, state=None):
        """Press a button of the procedure, say yes, and wait for its state."""
        self.desk.press(method)
        if self.page.locator(".o_dialog .modal-footer .btn-primary").count():
            self.desk.confirm()
        if state:
            self.wait_for_state(state)

    # -- seats ---------------------------------------------------------------------------

    def invite(self, person, address, picture=None, seat=None, deputy_of=None):
        """A new person: a seat of her own, or the deputy of a seat."""
        self.open()
        self.tab("jury")
        self.desk.press(str(self.office.xml_id("wohnkoord_odoo.juror_person_action")))
        self.page.wait_for_selector(".o_dialog .o_form_view")
        self.desk.fill("person", person)
        self.desk.fill("email", address)
        if deputy_of:
            self.desk.pick("seat_id", deputy_of)
        else:
            self.desk.fill("name", seat)
        if picture:
            picture(self.page, "new-juror")
        self.desk.press("action_confirm")
        self.page.wait_for_selector(".o_dialog", state="detached")

    def seats(self):
        """Name of the seat -> its row."""
        rows = self.office.admin.call(
            SEAT,
            "search_read",
            [("procedure_id", "=", self.procedure)],
            ["name", "user_id", "deputy_id", "is_chair", "date_invited"],
        )
        return {row["name"]: row for row in rows}

    # -- sessions ------------------------------------------------------------------------

    def plan_session(self, name, begin, place, picture):
        """Its papers went out four weeks before."""
        papers = begin - timedelta(days=28)
        self.open()
        self.stat("action_view_sessions")
        self.page.locator(".o_switch_view.o_list").click()
        self.page.locator(".o_list_button_add:visible").first.click()
        self.page.wait_for_selector(".o_form_view .o_field_widget[name='place']")
        self.desk.fill("name", name)
        self.when("date", begin)
        self.desk.fill("place", place)
        self.day("paper_deadline", papers)
        self.day("papers_sent_on", papers)
        self.desk.save()
        picture(self.page, "session")

    def open_session(self, session):
        self.open()
        self.stat("action_view_sessions")
        self.page.locator(".o_switch_view.o_list").click()
        self.page.locator(".o_data_row td[name='name']", has_text=session).click()
        self.page.wait_for_selector(".o_form_view .o_field_widget[name='place']")
        self.desk.settle()

    def note_presence(self, session, presences):
        """Who was there.

        :param dict presences: seat -> person, deputy, both or absent
        """
        kinds = ("person", "deputy", "both", "absent")
        self.open_session(session)
        for seat, presence in presences.items():
            row = self.page.locator(".o_data_row", has_text=seat)
            row.locator("td[name='presence']").click()
            self.desk.choose("presence", kinds.index(presence))
        self.desk.save()

    def hold(self):
        self.desk.press("action_hold")

    # -- points ----------------------------------------------------------------------------

    def start_scoring(self):
        self.open()
        self.desk.press("action_start_scoring")
        self.page.locator("button[name='action_reveal_scores']:visible").wait_for()

    def reveal(self):
        self.open()
        self.desk.press("action_reveal_scores")
        self.desk.confirm()
        self.page.locator("button[name='action_close_scoring']:visible").wait_for()

    def close_scoring(self):
        self.open()
        self.desk.press("action_close_scoring")
        self.desk.confirm()
        self.page.locator("button[name='action_recommend']:visible").wait_for()
