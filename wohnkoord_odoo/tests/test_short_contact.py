# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import WohnkoordCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestShortContact(WohnkoordCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Contact = cls.env["wohnkoord.short.contact"].with_user(cls.adviser)

    def test_only_the_channel_is_needed(self):
        contact = self.Contact.create({"channel": "desk"})
        self.assertEqual(contact.date, self.today)
        self.assertEqual(contact.user_id, self.adviser)
        self.assertEqual(contact.company_id, self.company)
        self.assertEqual(contact.service_area, "2")
        self.assertTrue(contact.minutes)
        self.assertTrue(contact.display_name)

    def test_dialog_saves_untouched(self):
        view = "wohnkoord_odoo.short_contact_view_form_dialog"
        contact = Form(self.Contact, view=view).save()
        self.assertEqual(contact.channel, "phone")
        action = contact.action_note()
        self.assertEqual(
            action["params"]["next"]["type"], "ir.actions.act_window_close"
        )

    def test_minutes_are_sensible(self):
        for minutes in (-1, 1441):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
                self.Contact.create({"minutes": minutes})
                self.env.flush_all()

    def test_make_it_a_case_once(self):
        contact = self.Contact.create(
            {
                "name": "Fragt nach Erbbaurecht",
                "initiative_id": self.initiative.id,
                "partner_id": self.spokesperson.partner_id.id,
                "topic_ids": self.topic.ids,
                "date": self.today - timedelta(days=2),
                "note": "Ruft <wieder> an",
            }
        )
        action = contact.action_open_advisory()
        case = contact.advisory_id
        self.assertEqual(action["res_id"], case.id)
        self.assertEqual(case.level, "orientation")
        self.assertEqual(case.state, "requested")
        self.assertEqual(case.subject, "Fragt nach Erbbaurecht")
        self.assertEqual(case.initiative_id, self.initiative)
        self.assertEqual(case.partner_id, self.spokesperson.partner_id)
        self.assertEqual(case.topic_ids, self.topic)
        self.assertEqual(case.date_requested, self.today - timedelta(days=2))
        self.assertIn("&lt;wieder&gt;", case.note)
        self.assertEqual(contact.action_open_advisory()["res_id"], case.id)
        self.assertEqual(case.short_contact_ids, contact)
        self.assertFalse(contact.copy().advisory_id)

    def test_anonymous_contact_becomes_a_case(self):
        contact = self.Contact.create({"channel": "phone"})
        contact.action_open_advisory()
        self.assertFalse(contact.advisory_id.partner_id)

    def test_last_contact_of_the_initiative(self):
        group = self._make_initiative("Still geworden")
        self.assertFalse(group.date_last_contact)
        contact = self.Contact.create(
            {"initiative_id": group.id, "date": self.today - timedelta(days=10)}
        )
        self.assertEqual(group.date_last_contact, self.today - timedelta(days=10))
        self.Contact.create(
            {"initiative_id": group.id, "date": self.today - timedelta(days=20)}
        )
        self.assertEqual(group.date_last_contact, self.today - timedelta(days=10))
        contact.date = self.today
        self.assertEqual(group.date_last_contact, self.today)

    def test_import(self):
        result = self.Contact.load(
            ["date", "channel", "minutes", "topic_ids"],
            [
                ["2026-01-15", "phone", "5", "Probethema"],
                ["2026-01-16", "mail", "3", ""],
            ],
        )
        self.assertFalse(result["messages"])
        contacts = self.Contact.browse(result["ids"])
        self.assertEqual(contacts.mapped("minutes"), [5, 3])

    def test_only_the_office(self):
        contact = self.Contact.create({"note": "Vertraulich"})
        for user in (
            self.steering,
            self.accountant,
            self.consultant,
            self.spokesperson,
        ):
            with self.assertRaises(AccessError):
                contact.with_user(user).read(["note"])
            with self.assertRaises(AccessError):
                self.Contact.with_user(user).create({"channel": "phone"})
            with self.assertRaises(AccessError):
                contact.with_user(user).action_open_advisory()
        contact.with_user(self.manager).note = "Gelesen"

    def test_other_office(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        stranger = self._make_user(
            "test_stranger",
            "wohnkoord_odoo.group_user",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        contact = self.Contact.create({})
        with self.assertRaises(AccessError):
            contact.with_user(stranger).read(["note"])
        self.assertFalse(
            self.Contact.with_user(stranger).search([("id", "=", contact.id)])
        )
