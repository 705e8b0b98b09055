# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from lxml import etree
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .common import WohnkoordCase

CATALOGUES = (
    "wohnkoord.initiative.stage",
    "wohnkoord.legal.form",
    "wohnkoord.target.group",
    "wohnkoord.theme",
    "wohnkoord.district",
    "wohnkoord.obstacle",
    "wohnkoord.milestone.template",
)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestInitiative(WohnkoordCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Initiative = cls.env["wohnkoord.initiative"].with_user(cls.adviser)

    def _other_office(self):
        return self.env["res.company"].create(
            {"name": "Koordinationsstelle Nebenstadt"}
        )

    # -- contact -----------------------------------------------------------------------

    def test_contact_is_made(self):
        initiative = self.Initiative.create(
            {"name": "Lindenhof", "email": "lindenhof@example.org"}
        )
        partner = initiative.partner_id
        self.assertRecordValues(
            partner,
            [
                {
                    "name": "Lindenhof",
                    "is_company": True,
                    "company_id": self.company.id,
                    "email": "lindenhof@example.org",
                }
            ],
        )
        self.assertEqual(initiative.user_id, self.adviser)
        self.assertEqual(initiative.stage_id, self.stage_idea)

    def test_given_contact_stays(self):
        partner = self._make_firm("Verein Lindenhof")
        initiative = self.Initiative.create(
            {"name": "Lindenhof", "partner_id": partner.id}
        )
        self.assertEqual(initiative.partner_id, partner)

    def test_contact_is_made_for_every_new_record(self):
        initiatives = self.Initiative.create(
            [{"name": "A"}, {"name": "B", "partner_id": False}]
        )
        self.assertEqual(initiatives.mapped("partner_id.name"), ["A", "B"])

    def test_contact_is_unique_in_the_office(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.Initiative.create(
                {"name": "Doppelt", "partner_id": self.initiative.partner_id.id}
            )

    def test_contact_follows_the_name_unless_it_has_its_own(self):
        initiative = self.Initiative.create({"name": "Alter Name"})
        initiative.name = "Neuer Name"
        self.assertEqual(initiative.partner_id.name, "Neuer Name")
        initiative.partner_id.name = "Neuer Name e.V."
        initiative.name = "Noch ein Name"
        self.assertEqual(initiative.partner_id.name, "Neuer Name e.V.")

    def test_form_needs_only_a_name(self):
        with Form(self.Initiative) as form:
            form.name = "Nur ein Name"
        self.assertTrue(form.record.partner_id)

    # -- stages ------------------------------------------------------------------------

    def test_stages(self):
        stages = self.env["wohnkoord.initiative.stage"].search(
            [("company_id", "=", False)]
        )
        self.assertEqual(
            stages.mapped("code"),
            [
                "idea",
                "group",
                "concept",
                "plot",
                "planning",
                "construction",
                "occupied",
                "dormant",
                "dissolved",
            ],
        )

    def test_every_stage_is_a_column(self):
        board = self.Initiative.with_context(read_group_expand=True)
        groups = board.web_read_group(
            [("id", "=", self.initiative.id)], ["stage_id"], ["__count"]
        )["groups"]
        self.assertEqual(
            {group["stage_id"][0] for group in groups},
            set(self.env["wohnkoord.initiative.stage"].search([]).ids),
        )

    def test_time_in_stage(self):
        initiative = self.initiative.with_user(self.adviser)
        initiative.date_last_stage_update = fields.Datetime.now() - timedelta(days=12)
        self.assertEqual(initiative.days_in_stage, 12)
        self.stage_idea.rotting_threshold_days = 10
        self.assertTrue(initiative.is_rotting)
        initiative.stage_id = self.stage_planning
        self.assertEqual(initiative.days_in_stage, 0)
        self.env.flush_all()
        self.assertIn(str(self.stage_planning.id), initiative.duration_tracking)

    # -- values ------------------------------------------------------------------------

    def test_counts_are_not_negative(self):
        for name in ("household_count", "child_count", "floor_area"):
            with (
                self.subTest(name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.initiative[name] = -1
                self.env.flush_all()

    def test_no_more_subsidised_dwellings_than_dwellings(self):
        self.initiative.dwelling_subsidised_count = 4  # total not known yet: fine
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.initiative.dwelling_count = 3
            self.env.flush_all()

    def test_copy_starts_anew(self):
        self.initiative.write(
            {"date_last_contact": self.today, "stage_id": self.stage_planning.id}
        )
        self.env["wohnkoord.milestone"].create(
            {"name": "Etappe", "initiative_id": self.initiative.id}
        )
        twin = self.initiative.with_user(self.adviser).copy()
        self.assertNotEqual(twin.partner_id, self.initiative.partner_id)
        self.assertNotEqual(twin.name, self.initiative.name)
        self.assertEqual(twin.stage_id, self.stage_idea)
        self.assertFalse(twin.member_ids)
        self.assertFalse(twin.milestone_ids)
        self.assertFalse(twin.date_last_contact)

    def test_office_is_fixed(self):
        with self.assertRaises(UserError):
            self.initiative.company_id = self._other_office()

    def test_relations_of_another_office_are_refused(self):
        district = self.env["wohnkoord.district"].create(
            {"name": "Nebenstadt-Mitte", "company_id": self._other_office().id}
        )
        with self.assertRaises(UserError):
            self.initiative.district_ids = district

    def test_import(self):
        result = self.Initiative.load(
            ["name", "stage_id", "building_type", "dwelling_count", "partner_id"],
            [
                ["Importiert", "Planning and Finance", "Existing Building", "12", ""],
                ["Auch importiert", "Idea", "", "", ""],
            ],
        )
        self.assertFalse(result["messages"])
        initiatives = self.Initiative.browse(result["ids"])
        self.assertEqual(initiatives.mapped("stage_code"), ["planning", "idea"])
        self.assertEqual(initiatives[0].building_type, "existing")
        self.assertEqual(initiatives[1].partner_id.name, "Auch importiert")

    # -- searching ---------------------------------------------------------------------

    def _search_filter(self, name):
        """What the named filter of the search view finds, evaluated as the client does."""
        view = self.Initiative.get_view(
            self.env.ref("wohnkoord_odoo.initiative_view_search").id, "search"
        )
        node = etree.fromstring(view["arch"]).find(f".//filter[@name='{name}']")
        return self.Initiative.search(
            safe_eval(node.get("domain"), {"uid": self.adviser.id})
        )

    def test_filter_no_contact(self):
        fresh = self._make_initiative("Frisch", date_last_contact=self.today)
        border = self._make_initiative(
            "Grenze", date_last_contact=self.today - timedelta(days=58)
        )
        silent = self._make_initiative(
            "Still", date_last_contact=self.today - timedelta(days=62)
        )
        found = self._search_filter("no_contact")
        self.assertIn(silent, found)
        self.assertFalse(found & (fresh | border))

    def test_filter_overdue_milestone(self):
        late = self._make_initiative("Verspätet")
        punctual = self._make_initiative("Pünktlich")
        yesterday = self.today - timedelta(days=2)
        self.env["wohnkoord.milestone"].create(
            [
                {"name": "E", "initiative_id": late.id, "date_due": yesterday},
                {
                    "name": "E",
                    "initiative_id": punctual.id,
                    "date_due": yesterday,
                    "date_done": yesterday,
                },
            ]
        )
        found = self._search_filter("overdue_milestone")
        self.assertIn(late, found)
        self.assertNotIn(punctual, found)

    def test_every_filter_can_be_searched(self):
        for name in (
            "my",
            "unassigned",
            "running",
            "no_plan",
            "needs_attention",
            "seeks_members",
            "lighthouse",
        ):
            with self.subTest(name):
                self._search_filter(name)

    def test_figures_cost_the_same_for_one_and_many(self):
        initiatives = self.Initiative.create(
            [{"name": f"Gruppe {number}"} for number in range(20)]
        )
        self.env["wohnkoord.milestone"].create(
            [{"name": "E", "initiative_id": record.id} for record in initiatives]
        )
        names = ["milestone_count", "member_count", "spokesperson_ids", "days_in_stage"]

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records.read(names)
            return self.cr.sql_log_count - before

        count(initiatives)
        self.assertEqual(count(initiatives[:1]), count(initiatives))

    # -- rights ------------------------------------------------------------------------

    def test_adviser_works_with_initiatives(self):
        initiative = self.Initiative.create({"name": "Neu"})
        initiative.write({"seeks_members": True})
        self.assertTrue(initiative.read(["name"]))
        with self.assertRaises(AccessError):
            initiative.unlink()
        initiative.with_user(self.manager).unlink()
        self.assertFalse(initiative.exists())

    def test_nobody_else_reaches_initiatives(self):
        initiative = self.initiative
        for user in (
            self.steering,
            self.accountant,
            self.consultant,
            self.spokesperson,
        ):
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(user=user.login, operation=operation):
                    self.assertFalse(initiative.with_user(user).has_access(operation))
            with self.assertRaises(AccessError):
                initiative.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                initiative.with_user(user).action_grant_portal_access()

    def test_catalogues_belong_to_the_head(self):
        for model in CATALOGUES:
            with self.subTest(model):
                catalogue = self.env[model]
                self.assertTrue(catalogue.with_user(self.adviser).has_access("read"))
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(
                        catalogue.with_user(self.adviser).has_access(operation)
                    )
                    self.assertTrue(
                        catalogue.with_user(self.manager).has_access(operation)
                    )
                self.assertFalse(
                    catalogue.with_user(self.consultant).has_access("read")
                )
                # procedures name the legal forms that they admit
                self.assertEqual(
                    catalogue.with_user(self.steering).has_access("read"),
                    model == "wohnkoord.legal.form",
                )

    def test_other_office_sees_nothing(self):
        office = self._other_office()
        stranger = self._make_user(
            "test_stranger",
            "wohnkoord_odoo.group_manager",
            company_id=office.id,
            company_ids=[Command.set(office.ids)],
        )
        milestone = self.env["wohnkoord.milestone"].create(
            {"name": "Etappe", "initiative_id": self.initiative.id}
        )
        for record in (self.initiative, self.initiative.member_ids, milestone):
            with self.subTest(record._name):
                records = record.with_user(stranger)
                self.assertFalse(records.search([("id", "in", record.ids)]))
                with self.assertRaises(AccessError):
                    records.read(["display_name"])
        own = self.env["wohnkoord.initiative"].with_user(stranger).create({"name": "X"})
        self.assertEqual(own.company_id, office)
        self.assertEqual(own.partner_id.company_id, office)
        self.assertFalse(self.Initiative.search([("id", "=", own.id)]))

    def test_catalogue_entries_of_another_office_are_hidden(self):
        office = self._other_office()
        theirs = self.env["wohnkoord.district"].create(
            {"name": "Nebenstadt", "company_id": office.id}
        )
        shared = self.env["wohnkoord.district"].create({"name": "Überall"})
        found = self.env["wohnkoord.district"].with_user(self.adviser).search([])
        self.assertIn(shared, found)
        self.assertNotIn(theirs, found)

    def test_contact_shows_initiatives_to_the_office_only(self):
        person = self.spokesperson.partner_id
        partner = person.with_user(self.adviser)
        self.assertEqual(partner.initiative_count, 1)
        action = partner.action_view_initiatives()
        self.assertEqual(action["domain"], [("id", "in", self.initiative.ids)])
        self.assertEqual(
            self.initiative.partner_id.with_user(self.adviser).initiative_count, 1
        )
        for user in (self.accountant, self.steering):
            with self.assertRaises(AccessError):
                person.with_user(user).read(["initiative_count"])
            # the form of a contact stays open to them
            person.with_user(user).get_view(
                self.env.ref("base.view_partner_form").id, "form"
            )

    def test_copy_of_a_catalogue_entry(self):
        theme = self.env["wohnkoord.theme"].create({"name": "Holz"})
        self.assertEqual(theme.copy().name, "Holz (copy)")

    def test_constraint_messages_reach_the_user(self):
        """The database's refusal becomes the sentence of the model."""
        with mute_logger("odoo.sql_db"):
            result = self.Initiative.load(
                ["name", "partner_id/.id"],
                [["Doppelt", str(self.initiative.partner_id.id)]],
            )
        self.assertIn("has this contact already", result["messages"][0]["message"])

    def test_nobody_is_mailed_about_an_assignment(self):
        mails = self.env["mail.mail"].sudo().search_count([])
        initiative = self.Initiative.create(
            {"name": "Stille Gruppe", "user_id": self.manager.id}
        )
        initiative.with_user(self.manager).user_id = self.adviser
        self.env.flush_all()
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
