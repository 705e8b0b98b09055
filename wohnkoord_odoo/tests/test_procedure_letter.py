# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import io
from decimal import Decimal
from unittest.mock import patch

from docx import Document
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .procedure_jury_common import JuryCase


class LetterCase(JuryCase):
    """A procedure before its decision, with figures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bids = cls.bid | cls.rival_bid | cls.third_bid
        cls._rank_as(cls.bids)
        cls._to_state("recommended")
        cls.procedure._write_guarded({"scoring_state": "closed"})
        cls.office = cls.procedure.with_user(cls.adviser)
        cls.office.action_propose_awards()
        cls.procedure.award_ids.write(
            {
                "resolution_body": "Stadtrat",
                "resolution_number": "VII-1",
                "resolution_date": cls.today,
            }
        )
        keys = [leaf["key"] for leaf in cls.procedure._scored_criteria()]
        points = {cls.bid: (10, 4), cls.rival_bid: (5, 8), cls.third_bid: (0, 4)}
        cls.scores = {
            bid.id: {
                key: {
                    cls.seat.id: Decimal(value),
                    cls.second_seat.id: Decimal(value + 1),
                }
                for key, value in zip(keys, values, strict=True)
            }
            for bid, values in points.items()
        }

    def _prepare(self):
        Procedure = self.env.registry["wohnkoord.procedure"]
        with patch.object(Procedure, "_final_scores", lambda own: self.scores):
            self.office.action_prepare_letters()
        letters = self.env["wohnkoord.award.letter"].with_user(self.adviser)
        letters = letters.search([("procedure_id", "=", self.procedure.id)])
        return {letter.registration_id: letter for letter in letters}


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureLetter(LetterCase):
    """Each party learns its own figures, all at one moment; sent letters stay."""

    def test_nothing_before_the_decision(self):
        with self.assertRaises(UserError):
            self.office.action_prepare_letters()

    def test_own_figures(self):
        self.office.action_decide()
        letters = self._prepare()
        self.assertEqual(
            [letters[p].kind for p in (self.party, self.rival_party, self.third_party)],
            ["winner", "runner_up", "loser"],
        )
        rival = letters[self.rival_party].body
        self.assertIn("5,50", rival)
        self.assertIn("8,50", rival)
        # neither the winner's figures nor a seat's, only where it was better
        self.assertNotIn("10,50", rival)
        self.assertNotIn(self.seat.name, rival)
        first, second = (row["label"] for row in self.office._scored_criteria())
        self.assertEqual((rival.count(first), rival.count(second)), (2, 1))
        self.assertEqual(len(self._prepare()), 3)

    def test_send(self):
        self.office.action_decide()
        with self.assertRaises(UserError):
            self.office.action_send_letters()
        letter = self._prepare()[self.rival_party]
        letter.body = "Eigener Text"
        for values in ({"kind": "winner"}, {"registration_id": self.party.id}):
            with self.assertRaises(UserError):
                letter.write(values)
        party_sudo = self.rival_party.sudo()
        self.assertEqual(party_sudo._portal_page_values()["letters"], [])
        self.office.action_send_letters()
        moments = self.procedure.letter_ids.mapped("date_sent")
        self.assertEqual(len(set(moments)), 1)
        notice = self.procedure.notice_ids.filtered(lambda row: row.kind == "decision")
        self.assertEqual(notice.party_count, 3)
        shown = party_sudo._portal_page_values()["letters"]
        self.assertEqual([row["body"] for row in shown], ["Eigener Text"])
        self.assertEqual(len(self._events("letters_sent")), 1)
        with self.assertRaises(UserError):
            letter.body = "anders"
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                self.env.cr.execute(
                    "UPDATE wohnkoord_award_letter SET body = 'x' WHERE id = %s",
                    (letter.id,),
                )
        # foreign letters are nobody's
        self.assertFalse(self.party.sudo()._portal_letters_sudo(letter.id))

    def test_pdf(self):
        self.office.action_decide()
        letter = self._prepare()[self.party]
        report = self.env["ir.actions.report"]
        html, _kind = report._render_qweb_html(
            "wohnkoord_odoo.award_letter_report", letter.ids
        )
        self.assertIn(self.initiative.name, html.decode())
        self.assertIn("VII-1", html.decode())

    def test_address(self):
        """The window shows the group's address, else a spokesperson's; kept when sent."""
        partner = self.initiative.partner_id
        self.initiative.partner_id.write(
            {"street": "Demogasse 7", "zip": "04229", "city": "Leipzig"}
        )
        self.office.action_decide()
        letter = self._prepare()[self.party]
        self.assertEqual(
            letter.recipient.splitlines(),
            [self.initiative.name, "Demogasse 7", "04229 Leipzig"],
        )
        partner.country_id = self.env.ref("base.at")
        lines = letter._address_lines(self.party.sudo())
        self.assertEqual(lines[-1], partner.country_id.name.upper())
        letter.recipient = "Eigene Zeile\n\n04109 Leipzig"
        self.office.action_send_letters()
        shown = letter._letter_values()
        self.assertEqual(shown["recipient"], ["Eigene Zeile", "04109 Leipzig"])
        with self.assertRaises(UserError):
            letter.recipient = "anders"

    def test_address_of_a_spokesperson(self):
        """Without an address of the group; without any the name alone."""
        party = self.party.sudo()
        party.initiative_id.partner_id.street = False
        people = party.spokesperson_ids
        people.street = False
        self.assertEqual(
            self.env["wohnkoord.award.letter"]._address_lines(party),
            [party.initiative_id.name],
        )
        self.assertTrue(people, "the party has a spokesperson")
        people[0].write({"street": "Probeweg 1", "zip": "04109", "city": "Leipzig"})
        lines = self.env["wohnkoord.award.letter"]._address_lines(party)
        self.assertIn(people[0].name, lines)
        self.assertEqual(lines[-1], "04109 Leipzig")

    def test_button_only_with_drafts(self):
        self.office.action_decide()
        self.assertFalse(self.office.draft_letter_count)
        self._prepare()
        count = self.office.draft_letter_count
        self.assertTrue(count)
        self.assertEqual(count, len(self.office.letter_ids))
        self.office.action_send_letters()
        self.assertFalse(self.office.draft_letter_count)

    def test_blocked_person(self):
        self.office.action_decide()
        letters = self._prepare()
        self.third_bid._write_guarded({"blocked_user_ids": [(4, self.adviser.id)]})
        self.assertFalse(letters[self.party].search([]))
        for action in ("action_prepare_letters", "action_send_letters"):
            with self.assertRaises(AccessError):
                getattr(self.office, action)()

    def test_council_paper(self):
        self.office.action_council_paper()
        papers = self.office.council_paper_ids
        texts = {}
        for paper in papers:
            document = Document(io.BytesIO(base64.b64decode(paper.file)))
            cells = [cell.text for grid in document.tables for cell in grid._cells]
            texts[paper.kind] = "\n".join(
                [*(part.text for part in document.paragraphs), *cells]
            )
        self.assertIn(self.initiative.name, texts["non_public"])
        for bid in self.bids:
            self.assertNotIn(bid.initiative_id.name, texts["public"])
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                self.env.cr.execute("DELETE FROM wohnkoord_council_paper")
        self.third_bid._write_guarded({"blocked_user_ids": [(4, self.adviser.id)]})
        self.assertEqual(papers.search([]).mapped("kind"), ["public"])
        with self.assertRaises(AccessError):
            self.office.action_council_paper()


@tagged("post_install", "-at_install")
class TestPortalLetter(LetterCase, HttpCase):
    """The page and the PDF of a letter are for its party alone."""

    def test_portal(self):
        self.office.action_decide()
        letters = self._prepare()
        self.authenticate(self.spokesperson.login, self.spokesperson.login)
        path = f"/my/procedures/{self.party.id}"
        own, rival = letters[self.party], letters[self.rival_party]
        draft = self.url_open(f"{path}/letters/{own.id}", allow_redirects=False)
        self.assertEqual(draft.status_code, 303)
        self.office.action_send_letters()
        page = self.url_open(path).text
        self.assertIn(f"{path}/letters/{own.id}", page)
        self.assertIn("VII-1", page)
        found = self.url_open(f"{path}/letters/{own.id}", allow_redirects=False)
        self.assertEqual(found.status_code, 200)
        self.assertIn("no-store", found.headers["Cache-Control"])
        for foreign in (
            f"{path}/letters/{rival.id}",
            f"/my/procedures/{self.rival_party.id}/letters/{rival.id}",
        ):
            answer = self.url_open(foreign, allow_redirects=False)
            self.assertEqual(answer.status_code, 303)

    def test_report_by_its_name(self):
        """Core prints any report for any login: the letter itself asks who it is."""
        self.office.action_decide()
        letters = self._prepare()
        self.authenticate(self.spokesperson.login, self.spokesperson.login)
        for letter in letters.values():
            with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
                answer = self.url_open(
                    f"/report/html/wohnkoord_odoo.procedure_letter_document/{letter.id}"
                )
            self.assertNotEqual(answer.status_code, 200)
            self.assertNotIn("VII-1", answer.text)
