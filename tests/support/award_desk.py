# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The office's hands from the points to the decision: rankings, minutes, awards."""

import io

import docx

from .jury_desk import JuryDesk

AWARD, LINE = "wohnkoord.award", "wohnkoord.ranking.line"


class AwardDesk(JuryDesk):
    """An adviser at a ``Desk``."""

    def fetch(self, press):
        """Press something that downloads a file.

        :return bytes: the file
        """
        with self.page.expect_download() as download:
            press()
        return download.value.path().read_bytes()

    # -- rankings --------------------------------------------------------------------------

    def rank(self, picture):
        self.open()
        self.desk.press("action_rank")
        self.page.wait_for_selector(
            ".o_list_view .o_data_row td[name='open_tie_count']"
        )
        picture(self.page, "rankings")

    def places(self):
        """What the procedure's page says: [plot, place, bid, points]."""
        self.open()
        self.tab("ranking")
        self.page.wait_for_selector("div[name='ranking_line_ids'] .o_data_row")
        return [
            [
                row.locator(f"td[name='{name}']").inner_text().strip()
                for name in ("procedure_lot_id", "rank", "bid_id", "points")
            ]
            for row in self.page.locator(
                "div[name='ranking_line_ids'] .o_data_row"
            ).all()
        ]

    def open_ranking(self, plot):
        self.open()
        self.stat("action_view_rankings")
        self.page.locator(".o_data_row", has_text=plot).first.locator(
            "td[name='procedure_lot_id']"
        ).click()
        self.page.wait_for_selector(".o_form_view button[name='action_verify']")

    def record_draw(self, plot, place, witness, picture):
        """The bids come out as the dialog names them first."""
        self.open_ranking(plot)
        self.desk.press("action_record_draw")
        self.page.wait_for_selector(".o_dialog .o_form_view")
        self.desk.fill("place", place)
        self.desk.fill("witness_name", witness)
        self.desk.fill("witness_role", "Notarin")
        picture(self.page, "draw")
        self.desk.press("action_record")
        self.page.wait_for_selector(".o_dialog", state="detached")
        self.page.locator("button[name='action_record_draw']:visible").wait_for(
            state="detached"
        )

    def allocate(self, picture):
        """The proposal's text, plot by plot."""
        self.open()
        self.desk.press("action_propose_allocation")
        page = self.page.locator(".o_field_widget[name='page']")
        page.wait_for()
        picture(self.page, "allocation")
        names = page.locator("dt").all_inner_texts()
        texts = page.locator("dd").all_inner_texts()
        return dict(zip(names, texts, strict=True))

    # -- minutes and paper -----------------------------------------------------------------

    def write_minutes(self, chair, text, recommendation, picture):
        """The minutes, final.

        :return: the PDF, and the DOCX read
        """
        self.open()
        self.tab("award")
        self.desk.press("action_draft_minutes")
        self.page.wait_for_selector(".o_field_widget[name='recommendation']")
        self.desk.fill("chair_name", chair)
        self.desk.fill("text", text)
        self.desk.fill("recommendation", recommendation)
        self.desk.save()
        self.desk.press("action_freeze")
        self.desk.confirm()
        self.desk.wait_for_state("frozen")
        picture(self.page, "minutes")
        pdf = self.fetch(lambda: self.desk.press("action_pdf"))
        word = self.fetch(lambda: self.desk.press("action_docx"))
        return pdf, docx.Document(io.BytesIO(word))

    def council_paper(self, picture):
        """The public and the other part of the paper, as DOCX read."""
        self.open()
        self.tab("award")
        self.desk.press("action_council_paper")
        rows = self.page.locator("div[name='council_paper_ids'] .o_data_row")
        rows.nth(1).wait_for()
        picture(self.page, "council-paper")
        found = {}
        for row in rows.all():
            kind = row.locator("td[name='kind']").inner_text()
            link = row.locator("td[name='file'] button, td[name='file'] a").first
            found[kind] = docx.Document(io.BytesIO(self.fetch(link.click)))
        return found

    # -- decision --------------------------------------------------------------------------

    def propose_awards(self):
        self.open()
        self.desk.press("action_propose_awards")
        self.tab("award")
        self.page.locator("div[name='award_ids'] .o_data_row").first.wait_for()

    def award_rows(self):
        return self.page.locator("div[name='award_ids'] .o_data_row")

    def edit_award(self, plot, **values):
        """Type into an award's dialog; ``bid_id`` picks by the bid's name."""
        self.award_rows().filter(has_text=plot).first.locator(
            "td[name='procedure_lot_id']"
        ).click()
        self.page.wait_for_selector(".o_dialog .o_form_view")
        for name, value in values.items():
            if name == "bid_id":
                self.desk.pick(name, value)
            elif name == "resolution_date":
                self.day(name, value)
            else:
                self.desk.fill(name, value)

    def send_letters(self, count, picture=None):
        """Drafts for all, then all at once."""
        self.open()
        self.tab("award")
        self.desk.press("action_prepare_letters")
        rows = self.page.locator("div[name='letter_ids'] .o_data_row")
        rows.nth(count - 1).wait_for()
        self.desk.press("action_send_letters")
        self.desk.confirm()
        if picture:
            rows.first.scroll_into_view_if_needed()
            picture(self.page, "letters")


def words(document):
    """Everything a DOCX says: its paragraphs, then the rows of its tables."""
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += ["\t".join(cell.text for cell in row.cells) for row in table.rows]
    return "\n".join(lines)
