# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tests.common import users

from .network_common import NetworkCase

CSV = """Name;Rechtsform;Ort;Kategorie;Rolle;Themen
Amt für Probe;Stadt;Leipzig;Verwaltung;Steuerung, Controlling, Berichtswesen;
Genossenschaft Probe;eG;Leipzig;Genossenschaft;Netzwerkpartnerin;Konzept, Selbstverwaltung
"""
COLUMNS = [
    "name",
    "actor_legal_form",
    "city",
    "actor_category_ids",
    "network_membership_ids/note",
    "actor_topic_ids",
]


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkActor(NetworkCase):
    """Contacts as actors: categories, topics, and each office's own network."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Partner = cls.env["res.partner"]
        cls.Membership = cls.env["wohnkoord.network.membership"]
        # the adviser's today, which is not the server's around midnight
        cls.today = fields.Date.context_today(cls.Membership.with_user(cls.adviser))
        cls.bank = cls.env.ref("wohnkoord_odoo.actor_category_bank")

    def _as(self, user, partner=None):
        return (partner or self.firm).with_user(user)

    def _membership(self, partner=None, first=-100, last=None, user=None, **values):
        return self.Membership.with_user(user or self.adviser).create(
            {
                "partner_id": (partner or self.firm).id,
                "date_from": self.today + timedelta(days=first),
                "date_to": last is not None and self.today + timedelta(days=last),
                **values,
            }
        )

    # -- membership --------------------------------------------------------------------

    def test_member_of_the_own_network_only(self):
        self._membership()
        self._membership(self.rival_firm, -100, -50)
        self.assertTrue(self._as(self.adviser).is_network_member)
        self.assertFalse(self._as(self.other_adviser).is_network_member)
        self.assertFalse(self._as(self.adviser, self.rival_firm).is_network_member)
        domain = [("is_network_member", "=", True)]
        both = self.firm | self.rival_firm
        mine = Domain("id", "in", both.ids)
        found = self.Partner.with_user(self.adviser).search(mine & Domain(domain))
        self.assertEqual(found, self.firm)
        foreign = self.Partner.with_user(self.other_adviser)
        self.assertFalse(foreign.search(mine & Domain(domain)))
        self.assertEqual(
            foreign.search_count(mine & Domain("is_network_member", "=", False)), 2
        )

    def test_superuser_asks_for_the_office_of_the_context(self):
        """As mailings do that are sent by the queue."""
        self._membership()
        for company, found in (
            (self.company, self.firm),
            (self.other_company, self.Partner),
        ):
            partners_sudo = self.Partner.sudo().with_context(
                allowed_company_ids=company.ids
            )
            self.assertEqual(
                partners_sudo.search(
                    [("is_network_member", "=", True), ("id", "=", self.firm.id)]
                ),
                found,
            )

    def test_tick_makes_and_ends_a_membership(self):
        firm = self._as(self.adviser)
        firm.is_network_member = True
        membership = firm.network_membership_ids
        self.assertEqual(membership.date_from, self.today)
        self.assertEqual(membership.company_id, self.company)
        firm.is_network_member = True
        self.assertEqual(len(firm.network_membership_ids), 1)
        firm.is_network_member = False
        self.assertFalse(firm.network_membership_ids, "begun today: never was")
        old = self._membership(first=-10)
        firm.is_network_member = False
        self.assertEqual(old.date_to, self.today - timedelta(days=1))
        self.assertFalse(firm.is_network_member)

    def test_dates_of_the_contract(self):
        """Imports and other systems write the three fields by name."""
        since, until = self.today - timedelta(days=30), self.today + timedelta(days=30)
        partner = self.Partner.with_user(self.adviser).create(
            {
                "name": "Import",
                "is_network_member": True,
                "network_date_from": since,
                "network_date_to": until,
            }
        )
        self.assertRecordValues(
            partner.network_membership_ids,
            [{"date_from": since, "date_to": until, "role": "partner"}],
        )
        partner.invalidate_recordset()
        self.assertTrue(partner.is_network_member)
        self.assertEqual(partner.network_date_from, since)
        found = self.Partner.with_user(self.adviser).search(
            [("network_date_from", "=", since), ("network_date_to", ">", self.today)]
        )
        self.assertIn(partner, found)
        self.assertNotIn(self.firm, found)

    def test_periods_do_not_overlap(self):
        self._membership(first=-100, last=-50)
        with self.assertRefused("overlap_exclude"):
            self._membership(first=-50)
        self._membership(first=-50, role="owner")
        self._membership(first=-49)
        self._membership(user=self.other_adviser, company_id=self.other_company.id)
        with self.assertRefused("period_check"):
            self._membership(self.rival_firm, 0, -1)

    # -- rights ------------------------------------------------------------------------

    def test_rights(self):
        membership = self._membership()
        for user in (self.steering, self.accountant, self.consultant):
            with self.assertRaises(AccessError):
                membership.with_user(user).read(["role"])
            with self.assertRaises(AccessError):
                self._as(user).read(["is_network_member"])
        with self.assertRaises(AccessError):
            membership.with_user(self.other_adviser).read(["role"])
        with self.assertRaises(AccessError):
            self._membership(company_id=self.other_company.id)
        with self.assertRaises(AccessError):
            self.bank.with_user(self.adviser).name = "Umbenannt"
        self.bank.with_user(self.manager).color = 3
        membership.with_user(self.adviser).unlink()

    def test_membership_of_another_offices_person(self):
        person = self._make_person("Fremde Person", self.other_company)
        with self.assertRefused():
            self._membership(person)

    # -- catalogues of several offices -------------------------------------------------

    def test_other_offices_entries_stay(self):
        foreign = self.env["wohnkoord.actor.category"].create(
            {"name": "Nur zwei", "company_id": self.other_company.id}
        )
        own = self.env["wohnkoord.actor.category"].create(
            {"name": "Nur eins", "company_id": self.company.id}
        )
        both = foreign | own
        for write in (
            lambda firm: firm.write(
                {"actor_category_ids": [Command.set(self.bank.ids)]}
            ),
            lambda firm: firm.write({"actor_category_ids": [(6, 0, self.bank.ids)]}),
            lambda firm: firm.write(
                {"actor_category_ids": [Command.clear(), Command.link(self.bank.id)]}
            ),
            lambda firm: setattr(firm, "actor_category_ids", self.bank),
        ):
            self.firm.actor_category_ids = both
            self.firm.mapped("actor_category_ids.name")  # what sudo left in the cache
            write(self._as(self.adviser))
            self.env.invalidate_all()
            self.assertEqual(self.firm.actor_category_ids, foreign | self.bank)
            self.env.invalidate_all()
            self.assertEqual(
                self._as(self.adviser).actor_category_ids, self.bank, "invisible"
            )
        self._as(self.other_adviser).actor_category_ids = False
        self.env.invalidate_all()
        self.assertFalse(self.firm.actor_category_ids)

    # -- lists and import --------------------------------------------------------------

    def test_views_open(self):
        action = self.env.ref("wohnkoord_odoo.actor_action")
        views = [(view.view_id.id, view.view_mode) for view in action.view_ids]
        self.assertEqual([mode for _id, mode in views], ["list", "kanban", "form"])
        partners = self.Partner.with_user(self.adviser)
        result = partners.get_views([*views, (action.search_view_id.id, "search")])
        self.assertIn("actor_topic_ids", result["views"]["list"]["arch"])
        for user in (self.steering, self.accountant):
            arch = self.Partner.with_user(user).get_views([(False, "form")])["views"]
            self.assertNotIn("network_membership_ids", arch["form"]["arch"])

    def test_list_costs_the_same_for_many(self):
        spec = {
            "complete_name": {},
            "actor_category_ids": {"fields": {"display_name": {}, "color": {}}},
            "actor_topic_ids": {"fields": {"display_name": {}, "color": {}}},
            "is_network_member": {},
            "date_last_network_contact": {},
            "city": {},
        }

        def queries(count):
            partners = self.Partner.create(
                [
                    {
                        "name": f"Akteur {count} {i}",
                        "is_company": True,
                        "actor_category_ids": self.bank.ids,
                        "actor_topic_ids": self.topic.ids,
                        "is_network_member": i % 2,
                    }
                    for i in range(count)
                ]
            )
            domain = [("id", "in", partners.ids)]
            listed = self.Partner.with_user(self.adviser)
            listed.web_search_read(domain, spec)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rows = listed.web_search_read(domain, spec)["records"]
            self.assertEqual(len(rows), count)
            self.assertEqual(sum(row["is_network_member"] for row in rows), count // 2)
            return self.cr.sql_log_count - before

        few, many = queries(3), queries(60)
        self.assertEqual(few, many)
        self.assertLess(many, 20)

    @users("test_manager")
    def test_import_of_the_offices_list(self):
        self.env["res.lang"].sudo()._activate_lang("de_DE")
        for xml_id, name in (
            ("administration", "Verwaltung"),
            ("cooperative", "Genossenschaft"),
        ):
            self.env.ref(f"wohnkoord_odoo.actor_category_{xml_id}").with_context(
                lang="de_DE"
            ).name = name
        wizard = (
            self.env["base_import.import"]
            .with_context(lang="de_DE", default_is_company=True)
            .create(
                {
                    "res_model": "res.partner",
                    "file": CSV.encode(),
                    "file_type": "text/csv",
                    "file_name": "netzwerk-akteure.csv",
                }
            )
        )
        options = {
            "has_headers": True,
            "separator": ";",
            "quoting": '"',
            "encoding": "utf-8",
            "date_format": "",
            "datetime_format": "",
            "float_decimal_separator": ",",
            "float_thousand_separator": ".",
            "name_create_enabled_fields": {"actor_topic_ids": True},
        }
        preview = wizard.parse_preview(options)
        self.assertEqual(preview["headers"][0], "Name")
        result = wizard.execute_import(COLUMNS, preview["headers"], options)
        self.assertFalse(result["messages"], result["messages"])
        office, coop = self.Partner.browse(result["ids"]).with_user(self.env.user)
        self.assertTrue(office.is_company)
        self.assertEqual(
            coop.actor_category_ids,
            self.env.ref("wohnkoord_odoo.actor_category_cooperative"),
        )
        self.assertEqual(
            set(coop.actor_topic_ids.mapped("name")), {"Konzept", "Selbstverwaltung"}
        )
        self.assertFalse(office.actor_topic_ids)
        self.assertEqual(coop.actor_legal_form, "eG")
        self.assertEqual(office.network_membership_ids.note[:9], "Steuerung")
        self.assertTrue(coop.is_network_member)
