# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from ast import literal_eval
from datetime import timedelta

from lxml import html

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .test_network_consent import ConsentCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestConsentDialog(ConsentCase):
    """What staff do in the back office."""

    def _dialog(self, **values):
        form = Form(
            self.env["wohnkoord.consent.record"]
            .with_user(self.adviser)
            .with_context(default_partner_id=self.person.id)
        )
        for name, value in values.items():
            setattr(form, name, value)
        return form.save()

    def _opened(self, action):
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_record(self):
        dialog = self._dialog(purpose="plot_notice", way="signed", note="Ordner 3")
        dialog.date_given = self.today - timedelta(days=4)
        scan = (
            self.env["ir.attachment"]
            .with_user(self.adviser)
            .create({"name": "scan.pdf", "raw": b"Unterschrift"})
        )
        dialog.attachment_ids = [Command.set(scan.ids)]
        consent = self._opened(dialog.action_record())
        self.assertInForce(consent)
        self.assertEqual(consent.date_given, self.today - timedelta(days=4))
        self.assertEqual(consent.text, dialog.text)
        self.assertEqual(consent.note, "Ordner 3")
        self.assertEqual(consent.recorded_by_id, self.adviser)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", consent._name), ("res_id", "=", consent.id)]
        )
        self.assertEqual(files.raw, b"Unterschrift")

    def test_paper_with_an_older_wording(self):
        old = self.env["wohnkoord.consent.text"]._current("plot_notice", self.company)
        new = self.env["wohnkoord.consent.text"].browse(
            old.with_user(self.manager).action_new_version()["res_id"]
        )
        new.text = "Neue Worte"
        new.action_use()
        dialog = self._dialog(purpose="plot_notice", way="signed", lang="en_US")
        self.assertEqual(dialog.text_id, new)
        dialog.text_id = old
        consent = self._opened(dialog.action_record())
        self.assertEqual(consent.text_id, old)
        self.assertEqual(consent.text, old.with_context(lang="en_US").text)

    def test_newsletter_is_only_asked_for(self):
        dialog = self._dialog(purpose="newsletter")
        self.assertEqual(dialog.way, "double_opt_in")
        with self.assertRefused("by the link"):
            dialog.action_record()
        dialog.way = "signed"  # as a script would
        with self.assertRefused("link in a mail"):
            dialog.action_record()
        consent = self._opened(dialog.action_ask())
        self.assertEqual(consent.state, "requested")
        self.assertTrue(consent.date_sent)
        self.assertEqual(consent.recorded_by_id, self.adviser)

    def test_nonsense(self):
        text = self.env["wohnkoord.consent.text"]._current("newsletter", self.company)
        dialog = self._dialog(purpose="plot_notice", way="oral")
        dialog.date_given = self.today + timedelta(days=1)
        with self.assertRefused("future"):
            dialog.action_record()
        dialog.date_given = self.today
        dialog.text_id = text
        with self.assertRefused("another purpose"):
            dialog.action_record()
        self.person.email = False
        with self.assertRefused("has no address"):
            self._dialog(purpose="newsletter").action_ask()

    def test_in_force_already(self):
        self._give_consent(self.person, "newsletter")
        dialog = self._dialog(purpose="newsletter")
        self.assertIn("In force already", dialog.hint)
        with self.assertRefused("In force already"):
            dialog.action_ask()

    def test_publication_by_who_belongs_to_it(self):
        dialog = self._dialog(purpose="contact_sharing", way="signed")
        dialog.write({"purpose": "publication", "way": "signed"})
        with self.assertRefused("Which initiative"):
            dialog.action_record()
        dialog.initiative_id = self.initiative
        with self.assertRefused("neither is a member"):
            dialog.action_record()
        self.person = self.spokesperson.partner_id
        dialog = self._dialog(purpose="publication", way="signed")
        self.assertEqual(dialog.initiative_id, self.initiative)
        self.assertInForce(self._opened(dialog.action_record()))

    def test_other_office(self):
        self.person.company_id = False
        dialog = self._dialog(purpose="plot_notice", way="oral")
        dialog.sudo().company_id = self.other_company
        for action in ("action_ask", "action_record"):
            with self.assertRefused():
                getattr(dialog, action)()
        self.assertFalse(self.Consent.search([("partner_id", "=", self.person.id)]))

    def test_roles(self):
        Dialog = self.env["wohnkoord.consent.record"]
        for user in (self.steering, self.accountant, self.consultant):
            self.assertFalse(Dialog.with_user(user).has_access("create"))

    def test_contact(self):
        self.assertFalse(self.person.consent_count)
        self._record()
        self._give_consent(self.person, "newsletter").action_withdraw()
        self._give_consent(self.person, "newsletter")
        person = self.person.with_user(self.adviser)
        self.env.invalidate_all()
        self.assertEqual(person.consent_count, 2)
        self.assertEqual(len(person.consent_current_ids), 2, "not the withdrawn one")
        action = person.action_view_consents()
        self.assertEqual(self.Consent.search_count(action["domain"]), 3)
        self.assertIn("context", person.action_record_consent())
        view = (
            self.env["res.partner"].with_user(self.adviser).get_view(view_type="form")
        )
        self.assertIn("consent_current_ids", view["arch"])
        view = (
            self.env["res.partner"].with_user(self.steering).get_view(view_type="form")
        )
        self.assertNotIn("consent_current_ids", view["arch"])

    def test_filters(self):
        live = self._record()
        arch = self.env.ref("wohnkoord_odoo.consent_view_search").arch
        for node in html.fromstring(arch).xpath("//filter[@domain]"):
            found = self.AsAdviser.search(literal_eval(node.get("domain")))
            if node.get("name") in ("live", "plot_notice"):
                self.assertIn(live, found, node.get("name"))
            else:
                self.assertNotIn(live, found, node.get("name"))

    def test_proof(self):
        consent = self._ask()
        consent._send_request()
        consent._confirm()
        consent.action_withdraw()
        report = self.env["ir.actions.report"].with_user(self.adviser)
        body, kind = report._render_qweb_html(
            "wohnkoord_odoo.consent_proof", consent.ids
        )
        self.assertEqual(kind, "html")
        text = " ".join(html.fromstring(body).text_content().split())
        for expected in (
            self.person.name,
            consent.email,
            consent.text,
            consent.message_ref,
            self.company.name,
        ):
            self.assertIn(expected, text)
        action = self.person.with_user(self.adviser).action_print_consents()
        self.assertEqual(action["report_name"], "wohnkoord_odoo.consent_proof")
        with self.assertRaises(AccessError):
            report.with_user(self.steering)._render_qweb_html(
                "wohnkoord_odoo.consent_proof", consent.ids
            )


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestConsentText(ConsentCase):
    """Wordings in versions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Text = cls.env["wohnkoord.consent.text"]
        cls.shared = cls.Text._current("newsletter", cls.company)

    def _new(self, text=None, user=None):
        action = (text or self.shared).with_user(user or self.manager)
        return self.Text.with_user(user or self.manager).browse(
            action.action_new_version()["res_id"]
        )

    def test_new_version_is_the_offices_own(self):
        new = self._new()
        self.assertEqual(new.company_id, self.company)
        self.assertEqual(self._ask().text_id, self.shared, "not yet in use")
        new.text = "Wir schreiben vier Mal im Jahr."
        new.action_use()
        self.assertEqual(self._ask().text_id, new)
        self.assertTrue(new.is_current)
        self.assertEqual(
            self.Text._current("newsletter", self.other_company), self.shared
        )
        second = self._new(new)
        self.assertEqual(second.version, new.version + 1)
        second.action_use()
        self.assertFalse(new.active)
        self.assertTrue(self.shared.active)

    def test_used_wording_is_frozen(self):
        text = self._new()
        text.text = "Erster Entwurf"
        text.action_use()
        consent = self._ask()
        for attempt in (
            lambda: text.write({"text": "Anders"}),
            lambda: text.with_context(lang="de_DE").write({"text": "Anders"}),
            lambda: text.update_field_translations("text", {"de_DE": "Anders"}),
            lambda: text.write({"months": 99}),
            lambda: text.write({"purpose": "plot_notice"}),
            lambda: text.write({"company_id": self.other_company.id}),
            text.unlink,
        ):
            with self.assertRefused():
                attempt()
        with self.assertRefused("numbered by the system"):
            self._new().write({"version": 99})
        self.assertEqual(consent.text, text.with_context(lang=consent.lang).text)

    def test_shared_text_is_nobodys_to_change(self):
        text = self.shared.with_user(self.manager)
        self.assertTrue(text.has_access("read"))
        for attempt in (
            lambda: text.write({"active": False}),
            text.unlink,
            lambda: self.Text.with_user(self.manager).create(
                {"purpose": "newsletter", "text": "Für alle", "company_id": False}
            ),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                attempt()
                self.env.flush_all()

    def test_roles(self):
        text = self._new()
        self.assertTrue(text.with_user(self.adviser).has_access("read"))
        for operation in ("write", "create", "unlink"):
            self.assertFalse(text.with_user(self.adviser).has_access(operation))
        for user in (self.steering, self.accountant, self.consultant):
            self.assertFalse(text.with_user(user).has_access("read"))
        self.assertFalse(text.with_user(self.other_adviser).has_access("read"))
