# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from ..tools.plain_text import plain_text
from .mailing_common import MailingCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestMailingLetter(MailingCase):
    """What leaves the office: foot, plain text, no traces of readers."""

    def _letter(self, **values):
        mailing = self._make_mailing(
            mailing_domain=f"[('id', '=', {self.reader.id})]", **values
        )
        [message] = self._send_now(mailing)
        return message

    def test_no_reader_is_tracked(self):
        body = "<p><a href='https://stadt.example/grundstueck?a=1'>Ansehen</a></p>"
        message = self._letter(body_html=body)
        source = self._part(message, "html")
        self.assertIn('href="https://stadt.example/grundstueck?a=1"', source)
        for trace in ("blank.gif", "/r/", "utm_", "/mail/track"):
            self.assertNotIn(trace, source)
        self.assertFalse(
            self.env["link.tracker"].search([("mass_mailing_id", "!=", False)])
        )

    def test_tracking_is_the_offices_choice(self):
        self.company.wohnkoord_reader_tracking = True
        message = self._letter(body_html="<p>Guten Tag</p>")
        self.assertIn("blank.gif", self._part(message, "html"))

    def test_foot(self):
        self.company.wohnkoord_imprint_url = "https://stadt.example/impressum"
        self.reader.lang = "en_US"
        message = self._letter()
        source = self._part(message, "html")
        text = self._part(message, "plain")
        for part in (source, text):
            self.assertIn(self.company.name, part)
            self.assertIn("https://stadt.example/impressum", part)
            self.assertIn("because you agreed to: Newsletter", part)
            self.assertIn(self.consent._link(), part)
        self.assertTrue(
            source.rindex("Guten Tag")
            < source.rindex("/consent/")
            < source.rindex("</body>")
        )

    def test_one_click_header(self):
        message = self._letter()
        self.assertEqual(message["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        self.assertIn("/mailing/withdraw/", message["List-Unsubscribe"])
        self.assertNotIn("ada.leserin", message["List-Unsubscribe"])

    def test_placeholder_of_cores_blocks(self):
        message = self._letter(
            body_html="<p><a href='/unsubscribe_from_list'>Abmelden</a></p>"
        )
        source = self._part(message, "html")
        self.assertNotIn("unsubscribe_from_list", source)
        self.assertEqual(source.count(self.consent._link()), 2)

    def test_of_two_addresses_the_first(self):
        self.reader.email = "ada.leserin@example.org, zweite@example.org"
        message = self._letter()
        self.assertNotIn("zweite", message["To"])

    def test_templates(self):
        for kind in ("newsletter", "plot_notice", "event", "service"):
            new = (
                self.env["wohnkoord.mailing.new"]
                .with_user(self.adviser)
                .create({"kind": kind, "lang": "en_US"})
            )
            mailing = self.env["mailing.mailing"].browse(new.action_start()["res_id"])
            self.assertIn(self.company.name, mailing.body_html)
            self.assertNotIn("http", mailing.body_html, "nothing from elsewhere")
            self.assertIn("o_basic_theme", mailing.body_arch)

    def test_hints_of_the_template_are_not_sent(self):
        new = self.env["wohnkoord.mailing.new"].with_user(self.adviser).create({})
        mailing = self.env["mailing.mailing"].browse(new.action_start()["res_id"])
        with self.assertRefused("A hint of the template is still there"):
            mailing.action_launch()

    def test_invitation_names_the_event(self):
        event = self.env["event.event"].create(
            {
                "name": "Werkstatt <Bauen>",
                "company_id": self.company.id,
                "date_begin": "2030-05-02 16:00:00",
                "date_end": "2030-05-02 18:00:00",
                "date_tz": "Europe/Berlin",
            }
        )
        new = (
            self.env["wohnkoord.mailing.new"]
            .with_user(self.adviser)
            .create({"kind": "event", "event_id": event.id, "lang": "en_US"})
        )
        self.assertEqual(new.subject, "Invitation: Werkstatt <Bauen>")
        mailing = self.env["mailing.mailing"].browse(new.action_start()["res_id"])
        self.assertIn("Werkstatt &lt;Bauen&gt;", mailing.body_html)
        self.assertIn("Thursday, May 2, 2030, 6:00", mailing.body_html)

    def test_figures(self):
        self._letter()
        [newsletter] = [
            figure
            for figure in self.env["mailing.mailing"]
            .with_user(self.adviser)
            ._mailing_figures(self.company, self.today, self.today)
            if figure["purpose"] == "newsletter"
        ]
        self.assertEqual(
            newsletter,
            {"purpose": "newsletter", "mailings": 1, "letters": 1, "addresses": 1},
        )


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestPlainText(MailingCase):
    def test_reads_well(self):
        source = """<html><head><style>p {color: red}</style></head><body>
            <div style="display:none">Vorschau</div>
            <h1 style="x">Neues</h1><p style="y">Guten
            Tag, <a href="https://a.example/x"><b>hier</b></a>.</p>
            <ul><li>eins</li><li>zwei</li></ul>
            <table><tr><td>A</td><td>B</td></tr></table>
            <img src="x.png" alt="Haus"/></body></html>"""
        self.assertEqual(
            plain_text(source),
            "Neues\n=====\n\nGuten Tag, hier (https://a.example/x).\n\n- eins\n- zwei"
            "\n\nA B\n\n[Haus]\n",
        )
        self.assertEqual(plain_text(""), "")
        self.assertEqual(plain_text(False), "")
