# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import Command, fields, models
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_network_consent import ConsentCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestConsentForging(ConsentCase):
    """What staff, an import or a script cannot do."""

    def _assert_only_asked(self, consent):
        self.assertEqual(consent.state, "requested")
        self.assertFalse(consent.is_live)
        self.assertFalse(consent.date_confirmed)
        self.assertInForce(consent, False)

    def test_newsletter_by_link_only(self):
        for way in ("signed", "oral"):
            with self.assertRefused("link in a mail"):
                self._record("newsletter", way=way)
        with self.assertRefused("day of the click"):
            self._record("newsletter", way="double_opt_in")
        for name in ("_confirm", "_confirm_one", "_link", "_link_token", "_request"):
            self.assertTrue(name.startswith("_"), "not callable over RPC")

    def test_values_of_the_system(self):
        other = self.env["wohnkoord.consent.text"].create(
            {"purpose": "plot_notice", "text": "Alles", "active": False}
        )
        now = fields.Datetime.now()
        for name, value in {
            "text_id": other.id,
            "text": "Alles",
            "version": 9,
            "lang": "fr_FR",
            "email": "fremd@example.org",
            "date_requested": now - timedelta(days=90),
            "date_sent": now,
            "message_ref": "<a@b>",
            "date_answer_until": now + timedelta(days=900),
            "date_confirmed": now,
            "date_expires": now + timedelta(days=9000),
            "date_withdrawn": now,
            "date_asked_again": now,
            "recorded_by_id": self.manager.id,
            "is_partner_new": True,
            "is_live": True,
            "state": "confirmed",
        }.items():
            with self.subTest(name):
                vals = {"partner_id": self.person.id, "purpose": "newsletter"}
                with self.assertRefused():
                    self.AsAdviser.create({**vals, name: value})
                consent = self.AsAdviser.with_context(
                    **{f"default_{name}": value}
                ).create(vals)
                if name == "state":
                    self._assert_only_asked(consent)
                    continue
                self._assert_only_asked(consent)
                kept = consent[name]
                kept = kept.id if isinstance(kept, models.BaseModel) else kept
                self.assertNotEqual(kept, value)
                with self.assertRefused():
                    consent.write({name: value})
                consent.unlink()

    def test_defaults_of_the_user(self):
        self.env["ir.default"].set("wohnkoord.consent", "is_live", True)
        self.env["ir.default"].set("wohnkoord.consent", "state", "confirmed")
        consent = self.AsAdviser.create(
            {"partner_id": self.person.id, "purpose": "newsletter"}
        )
        self._assert_only_asked(consent)

    def test_what_was_asked_is_not_changed(self):
        consent = self._ask().with_user(self.adviser)
        other = self._make_person("Otto Anders")
        for vals in (
            {"purpose": "plot_notice"},
            {"partner_id": other.id},
            {"way": "oral"},
            {"company_id": self.other_company.id},
            {"initiative_id": self.initiative.id},
            {"date_given": self.today},
            {"state": "confirmed"},
            {"state": "expired"},
            {"state": "replaced"},
        ):
            with self.subTest(vals), self.assertRefused():
                consent.write(vals)
        consent.write({"note": "Rückruf vereinbart"})
        consent.write({"state": "withdrawn"})
        self.assertTrue(consent.date_withdrawn)
        with self.assertRefused():
            consent.write({"state": "requested"})

    def test_over_the_contact(self):
        consent = self._ask()
        consent._confirm()
        person = self.person.with_user(self.adviser)
        other = self._make_person("Otto Anders").with_user(self.adviser)
        for partner, command in (
            (other, Command.link(consent.id)),
            (person, Command.unlink(consent.id)),
            (person, Command.delete(consent.id)),
            (person, Command.clear()),
            (person, Command.update(consent.id, {"text": "Alles"})),
            (person, Command.create({"purpose": "newsletter", "way": "oral"})),
        ):
            with self.subTest(command), self.assertRefused():
                partner.write({"consent_ids": [command]})
        self.assertInForce(consent)

    def test_import(self):
        columns = ["partner_id/.id", "purpose", "way", "state", "date_confirmed"]
        row = [str(self.person.id), "newsletter", "double_opt_in"]
        for extra in (["confirmed", ""], ["requested", "2026-01-01 10:00:00"]):
            result = self.AsAdviser.load(columns, [row + extra])
            self.assertFalse(result["ids"], extra)
        row[2] = "oral"
        self.assertFalse(self.AsAdviser.load(columns[:3], [row])["ids"])
        self.assertFalse(self._live())
        row[1:] = ["plot_notice", "oral"]
        result = self.AsAdviser.load(columns[:3], [row])
        self.assertInForce(self.Consent.browse(result["ids"]))

    def test_copy(self):
        consent = self._record()
        consent.action_withdraw()
        with self.assertRefused("cannot be copied"):
            consent.copy()

    def test_delete(self):
        consent = self._ask().with_user(self.adviser)
        consent.unlink()
        for consent in (self._ask(), self._record()):
            consent._confirm()
            consent.action_withdraw()
            with self.assertRefused("kept as a proof"):
                consent.with_user(self.adviser).unlink()
        declined = self._ask()
        declined.action_withdraw()
        with self.assertRefused("kept as a proof"):
            declined.with_user(self.adviser).unlink()

    def test_scan_stays(self):
        consent = self._record()
        scan = (
            self.env["ir.attachment"]
            .with_user(self.adviser)
            .create(
                {
                    "name": "scan.pdf",
                    "raw": b"Unterschrift",
                    "res_model": consent._name,
                    "res_id": consent.id,
                }
            )
        )
        for attempt in (
            scan.unlink,
            scan.sudo().unlink,
            lambda: scan.write({"raw": b"Anderes"}),
            lambda: scan.write({"res_id": 0}),
        ):
            with self.assertRefused("proves a consent"):
                attempt()
        self.assertEqual(scan.raw, b"Unterschrift")
        scan.with_user(self.manager).unlink()

    def test_mail_is_nobodys_to_read(self):
        """Whoever reads the mail could confirm; it is not in the log of the consent."""
        consent = self._ask().with_user(self.adviser)
        consent.action_send_request()
        mail = self.env["mail.mail"].search(
            [("message_id", "=", consent.sudo().message_ref)]
        )
        self.assertEqual(len(mail), 1)
        self.assertIn(consent.sudo()._link_token(), mail.body_html)
        with self.assertRaises(AccessError):
            mail.with_user(self.adviser).read(["body_html"])
        with self.assertRaises(AccessError):
            mail.mail_message_id.with_user(self.adviser).read(["body"])
        for message in consent.message_ids:
            self.assertNotIn("/consent/", message.body)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestConsentAccess(ConsentCase):
    """Who sees and does what."""

    def test_roles(self):
        consent = self._record()
        for user in (self.adviser, self.manager):
            self.assertTrue(consent.with_user(user).read(["text", "email"]))
        for user in (
            self.steering,
            self.accountant,
            self.consultant,
            self.env.ref("base.public_user"),
        ):
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(
                    consent.with_user(user).has_access(operation), user.login
                )
            with self.assertRaises(AccessError):
                consent.with_user(user).action_withdraw()
            with self.assertRaises(AccessError):
                consent.with_user(user).action_send_request()
            with self.assertRaises(AccessError):
                self.person.with_user(user).read(["consent_ids"])

    def test_other_office(self):
        self.person.company_id = False
        consent = self._record()
        with self.assertRaises(AccessError):
            consent.with_user(self.other_adviser).read(["text"])
        with self.assertRaises(AccessError):
            consent.with_user(self.other_adviser).action_withdraw()
        self.assertFalse(self.person.with_user(self.other_adviser).consent_count)
        self.env.invalidate_all()
        self.assertEqual(self.person.with_user(self.adviser).consent_count, 1)
        with self.assertRaises(AccessError):
            self._record(company_id=self.other_company.id)
        stranger = self._make_person("Fremde Person", self.other_company)
        with self.assertRefused():
            self._record(partner_id=stranger.id)

    def test_counts_take_no_query_per_contact(self):
        people = self.env["res.partner"].create(
            [{"name": f"Person {n}"} for n in range(30)]
        )
        for person in people[:20]:
            self._record(partner_id=person.id)
        self.env.flush_all()

        def queries(partners):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            partners.with_user(self.adviser).mapped("consent_count")
            return self.cr.sql_log_count - before

        queries(people)
        self.assertEqual(queries(people[:3]), queries(people))

    def test_all_fields_export(self):
        consent = self._ask()
        consent._confirm()
        names = [name for name, field in consent._fields.items() if field.exportable]
        self.adviser.group_ids += self.env.ref("base.group_allow_export")
        rows = consent.with_user(self.adviser).export_data(names)["datas"]
        self.assertEqual(len(rows[0]), len(names))
        values = dict(zip(names, rows[0], strict=True))
        self.assertEqual(values["text"], consent.text)
        self.assertEqual(values["email"], "paula.probe@example.org")
