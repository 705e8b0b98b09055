# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged

from .network_common import NetworkCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkContactHistory(NetworkCase):
    """One list of everything that connects a person with the office."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._make_person("Ada Beispiel")
        cls.now = datetime.now().replace(microsecond=0)

    def _history(self, partner=None, user=None):
        action = (
            (partner or self.person)
            .with_user(user or self.adviser)
            .action_view_contact_history()
        )
        return (
            self.env["wohnkoord.contact.history"]
            .with_user(user or self.adviser)
            .search(action["domain"])
        )

    def _note(self, partner=None, days=10, **values):
        return self.env["wohnkoord.short.contact"].create(
            {
                "name": "Frage am Telefon",
                "partner_id": (partner or self.person).id,
                "date": self.today - timedelta(days=days),
                "company_id": self.company.id,
                **values,
            }
        )

    def _meet(self, privacy="public", **values):
        return (
            self.env["calendar.event"]
            .with_user(self.adviser)
            .with_context(no_mail_to_attendees=True)
            .create(
                {
                    "name": "Treffen",
                    "privacy": privacy,
                    "start": self.now - timedelta(days=3),
                    "stop": self.now - timedelta(days=3, hours=-1),
                    "partner_ids": [(6, 0, self.person.ids)],
                    **values,
                }
            )
        )

    def test_all_kinds_newest_first(self):
        note = self._note()
        case = self._make_case(
            "orientation", partner_id=self.person.id, initiative_id=False
        )
        self._meet()
        self._give_consent(self.person, "plot_notice")
        event = self.env["event.event"].create(
            {
                "name": "Stammtisch",
                "date_begin": self.now - timedelta(days=5),
                "date_end": self.now - timedelta(days=5, hours=-2),
                "company_id": self.company.id,
            }
        )
        self.env["event.registration"].create(
            {"event_id": event.id, "partner_id": self.person.id}
        )
        self.env.flush_all()
        history = self._history()
        self.assertEqual(
            sorted(history.mapped("kind")),
            ["case", "consent", "event", "meeting", "short_contact"],
        )
        self.assertEqual(history, history.sorted("date", reverse=True))
        self.assertEqual(len(set(history.ids)), 5)
        titles = dict(zip(history.mapped("kind"), history.mapped("title"), strict=True))
        self.assertEqual(titles["short_contact"], "Frage am Telefon")
        self.assertEqual(titles["case"], case.display_name)
        action = history.filtered(lambda r: r.kind == "short_contact").action_open()
        self.assertEqual((action["res_model"], action["res_id"]), (note._name, note.id))

    def test_of_a_group(self):
        """What was with a group is in the history of the group's contact, once."""
        contact = self.initiative.partner_id
        self._note(initiative_id=self.initiative.id)
        self._note(contact, initiative_id=self.initiative.id)
        self.env.flush_all()
        kinds = self._history(contact).mapped("kind")
        self.assertEqual(kinds.count("short_contact"), 2)
        self.assertEqual(kinds.count("case"), 3)
        self.assertEqual(self._history().mapped("kind"), ["short_contact"])

    def test_people_of_a_firm(self):
        self._note(self.consultant.partner_id)
        self.env.flush_all()
        self.assertEqual(len(self._history(self.firm)), 1)
        self.assertTrue(self.firm.with_user(self.adviser).date_last_network_contact)

    def test_other_office_and_private_meetings_stay_out(self):
        self._note(self.firm)
        self._meet("private", partner_ids=[(6, 0, self.firm.ids)])
        self._meet(partner_ids=[(6, 0, self.firm.ids)])
        self.env.flush_all()
        self.assertEqual(
            sorted(self._history(self.firm).mapped("kind")),
            ["meeting", "short_contact"],
        )
        self.assertFalse(self._history(self.firm, self.other_adviser))
        History = self.env["wohnkoord.contact.history"]
        for user in (self.steering, self.accountant, self.consultant):
            with self.assertRaises(AccessError):
                History.with_user(user).search([])
        row = self._history(self.firm)[0]
        with self.assertRaises(AccessError):
            row.with_user(self.other_adviser).action_open()

    def test_last_contact(self):
        self._note(days=400)
        silent = self._make_person("Still Schweigend")
        recent = self._make_person("Neu Gesehen")
        self._note(recent, days=20)
        self._give_consent(self.person, "plot_notice")
        self.env.flush_all()
        people = self.person | silent | recent
        asked = people.with_user(self.adviser)
        self.assertEqual(
            asked[0].date_last_network_contact.date(),
            self.today - timedelta(days=400),
            "a consent is no contact",
        )
        self.assertFalse(asked[1].date_last_network_contact)

        def found(operator, value):
            return asked.search(
                Domain("id", "in", people.ids)
                & Domain("date_last_network_contact", operator, value)
            )

        self.assertEqual(found("<", "today -1y"), self.person | silent)
        self.assertEqual(found(">=", "today -3m"), recent)
        self.assertEqual(found("=", False), silent)
        self.assertEqual(found("!=", False), self.person | recent)

    def test_history_of_one_reads_no_other(self):
        """The condition on the contact reaches every table of the union."""
        self.env.flush_all()
        query = self.env["wohnkoord.contact.history"]._search(
            [("partner_id", "=", self.person.id)]
        )
        self.cr.execute("SET LOCAL enable_seqscan = off")
        plan = "\n".join(
            line
            for (line,) in self.env.execute_query(
                self._explain(query.select("wohnkoord_contact_history.id"))
            )
        )
        self.assertNotIn("Subquery Scan on wohnkoord_contact_history", plan)
        self.assertGreaterEqual(plan.count(f"partner_id = {self.person.id}"), 6, plan)

    def _explain(self, select):
        from odoo.tools import SQL

        return SQL("EXPLAIN %s", select)
