# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestAdvisoryTour(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.adviser = new_test_user(
            cls.env,
            "tour_adviser",
            "wohnkoord_odoo.group_user",
            email="tour_adviser@example.org",
            lang="en_US",
        )

    def test_short_contact_by_shortcut(self):
        Contact = self.env["wohnkoord.short.contact"]
        before = Contact.search([])
        self.start_tour(
            "/odoo/contacts", "wohnkoord_short_contact", login="tour_adviser"
        )
        contacts = Contact.search([]) - before
        self.assertEqual(
            set(contacts.mapped("name")),
            {"Sucht eine Gruppe", "Fragt nach Erbbaurecht"},
        )
        case = contacts.advisory_id
        self.assertEqual(case.subject, "Fragt nach Erbbaurecht")
        self.assertEqual(case.state, "running")
        self.assertEqual(case.user_id, self.adviser)

    def test_monday_list(self):
        Case = self.env["wohnkoord.advisory"]
        case = Case.create(
            {
                "subject": "Dringend gemacht",
                "user_id": self.adviser.id,
                "is_urgent": True,
                "date_requested": fields.Date.today() - timedelta(days=5),
            }
        )
        Case.create({"subject": "Fall der Kollegin", "user_id": self.env.user.id})
        self.start_tour("/odoo/monday", "wohnkoord_monday", login="tour_adviser")
        self.assertEqual(case.state, "running")

    def test_icon_is_the_offices(self):
        new_test_user(
            self.env,
            "tour_accountant",
            "base.group_user",
            email="tour_accountant@example.org",
        )
        self.browser_js(
            "/odoo",
            "if (document.querySelector('.o_wohnkoord_short_contact_systray'))"
            " console.error('the icon is shown'); else console.log('test successful');",
            "!!document.querySelector('.o_menu_systray button')",
            login="tour_accountant",
        )
