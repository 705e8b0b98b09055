# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .event_common import EventCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkEvent(EventCase):
    """Who may do what with events, addresses of pages, series, figures."""

    # -- rights ------------------------------------------------------------------------

    def test_second_office_makes_events(self):
        """With Odoo's default questions, which belong to no office."""
        event = (
            self.env["event.event"]
            .with_user(self.other_adviser)
            .create(
                {
                    "name": "Stammtisch drüben",
                    "date_begin": fields.Datetime.now() + timedelta(days=3),
                    "date_end": fields.Datetime.now() + timedelta(days=3, hours=2),
                }
            )
        )
        self.assertEqual(event.company_id, self.other_company)
        self.assertTrue(event.question_ids)
        self.assertFalse(event.question_ids.company_id)

    def test_adviser_plans_and_ticks(self):
        event = self._make_event().with_user(self.adviser)
        event.write({"summary": "Für alle", "topic_ids": self.topic.ids})
        registration = (
            self.env["event.registration"]
            .with_user(self.adviser)
            .create({"event_id": event.id, "name": "Probe", "email": "p@example.org"})
        )
        registration.action_set_done()
        self.assertEqual(registration.attended_count, 1)
        with self.assertRefused(exception=AccessError):
            registration.unlink()
        with self.assertRefused(exception=AccessError):
            self.env["event.type"].with_user(self.adviser).create({"name": "Art"})

    def test_head_keeps_kinds_and_deletes(self):
        kind = self.env["event.type"].with_user(self.manager).create({"name": "Art"})
        self.assertEqual(kind.company_id, self.company)
        registration = self._book(self._make_event(), "weg@example.org")
        registration.with_user(self.manager).unlink()
        self.assertFalse(registration.exists())

    def test_steering_portal_and_public_read_nothing(self):
        event = self._make_event()
        registration = self._book(event, "geheim@example.org")
        public = self.env.ref("base.public_user")
        models = (event, registration, self.env["wohnkoord.event.figure"])
        for user in (self.steering, self.spokesperson, self.accountant, public):
            for records in models:
                with self.subTest(user=user.login, model=records._name):
                    with self.assertRefused(exception=AccessError):
                        records.with_user(user).search([]).mapped("display_name")

    def test_other_office_sees_and_reaches_nothing(self):
        event = self._make_event()
        registration = self._book(event, "hier@example.org")
        self.env["event.tag"].create(
            {
                "name": "Nur hier",
                "category_id": self.env["event.tag.category"]
                .create({"name": "Probe"})
                .id,
            }
        )
        question = self.env["event.question"].create({"title": "Nur hier?"})
        kind = self.env["event.type"].create({"name": "Nur hier"})
        for records in (
            event,
            registration,
            event.event_mail_ids,
            question,
            kind,
            self.env["wohnkoord.event.figure"].browse(event.id),
        ):
            theirs = records.with_user(self.other_adviser)
            with self.subTest(model=records._name):
                self.assertFalse(theirs.search([("id", "in", records.ids)]))
                with self.assertRefused(exception=AccessError):
                    theirs.read(["display_name"])
        other = self._make_event(company_id=self.other_company.id)
        with self.assertRefused("company|Unternehmen"):
            other.question_ids = [(4, question.id)]
        with self.assertRefused("company|Unternehmen"):
            other.event_type_id = kind

    def test_event_with_people_stays_with_its_office(self):
        event = self._make_event()
        event.company_id = self.other_company
        event.company_id = self.company
        registration = self._book(event, "treu@example.org")
        with self.assertRefused("stays with its office"):
            event.company_id = self.other_company
        with self.assertRefused("stays with its office"):
            registration.company_id = self.other_company

    # -- addresses ---------------------------------------------------------------------

    def test_address_of_the_page(self):
        event = self._make_event(
            "Über Fördermittel & Größe!",
            date_begin=datetime(2030, 5, 1, 22, 30),
            date_end=datetime(2030, 5, 1, 23, 30),
        )
        self.assertEqual(event.slug, "ueber-foerdermittel-groesse-2030-05-02")
        again = event.copy({"name": event.name})
        self.assertEqual(again.slug, "ueber-foerdermittel-groesse-2030-05-02-2")
        self.assertFalse(again.is_public, "a copy is not published by accident")
        event.name = "Anders"
        self.assertEqual(event.slug, "ueber-foerdermittel-groesse-2030-05-02")
        other = self._make_event(company_id=self.other_company.id, slug=event.slug)
        self.assertEqual(other.slug, event.slug, "addresses are the office's own")
        with self.assertRefused():
            again.slug = event.slug
        for slug in ("../etc", "a b", "ä", "", "A", "a--b", "a/b"):
            with self.assertRefused():
                event.slug = slug

    def test_name_without_letters_has_an_address(self):
        self.assertRegex(self._make_event("???").slug, r"^event-\d{4}-\d\d-\d\d$")

    # -- kinds -------------------------------------------------------------------------

    def test_kinds_bring_mails_without_badge(self):
        for xml_id in ("workshop", "regulars", "advice", "tour", "day", "network"):
            kind = self.env.ref(f"wohnkoord_odoo.event_type_{xml_id}")
            self.assertFalse(kind.company_id)
            event = self._make_event(event_type_id=kind.id)
            templates = [mail.template_ref for mail in event.event_mail_ids]
            self.assertEqual(
                {template.get_external_id()[template.id] for template in templates},
                {
                    "wohnkoord_odoo.mail_template_event_confirmation",
                    "wohnkoord_odoo.mail_template_event_reminder",
                },
            )
            self.assertFalse(any(t.report_template_ids for t in templates))
        plain = self._make_event(event_type_id=False)
        self.assertEqual(len(plain.event_mail_ids), 2)
        self.assertFalse(plain.description)
        regulars = self.env.ref("wohnkoord_odoo.event_type_regulars")
        self.assertFalse(
            self._make_event(event_type_id=regulars.id).is_registration_needed
        )

    def test_public_form_knows_no_slots(self):
        with self.assertRefused("one event per date"):
            self._make_event(is_multi_slots=True)

    # -- series ------------------------------------------------------------------------

    def _series(self, event, **values):
        return self.env["wohnkoord.event.series"].create(
            {"event_id": event.id, **values}
        )

    def test_series_keeps_weekday_and_local_time(self):
        # the first Thursday, 18 o'clock in Leipzig, in winter
        event = self._make_event(
            "Stammtisch",
            date_begin=datetime(2030, 2, 7, 17),
            date_end=datetime(2030, 2, 7, 19),
            seats_limited=True,
            seats_max=12,
        )
        event.with_context(lang="en_US").name = "Regulars"
        self._book(event, "stamm@example.org")
        action = self._series(event, interval="weekday", number=3).action_make()
        made = self.env["event.event"].search(action["domain"], order="date_begin")
        self.assertEqual(
            made.mapped("date_begin"),
            [
                datetime(2030, 3, 7, 17),
                datetime(2030, 4, 4, 16),
                datetime(2030, 5, 2, 16),
            ],
        )
        self.assertEqual(made[1].date_end, datetime(2030, 4, 4, 18))
        self.assertTrue(all(made.mapped("is_public")))
        self.assertEqual(set(made.mapped("name")), {event.name})
        self.assertFalse(made.registration_ids)
        self.assertEqual(made.mapped("seats_max"), [12, 12, 12])
        with self.assertRefused("there already"):
            self._series(event, interval="weekday", number=3).action_make()
        self.assertIn("2030", self._series(event, number=2).preview)

    def test_series_has_bounds(self):
        event = self._make_event()
        for number in (0, -1, 25, 100000):
            with self.assertRefused("1 to 24 dates"):
                self._series(event, number=number).action_make()
        with self.assertRefused(exception=AccessError):
            self._series(event).with_user(self.steering).action_make()

    def test_fifth_weekday_becomes_the_last(self):
        event = self._make_event(
            date_begin=datetime(2030, 1, 31, 17), date_end=datetime(2030, 1, 31, 18)
        )
        series = self._series(event, interval="weekday", number=2)
        self.assertEqual(
            [str(begin.date()) for begin in series._dates()],
            ["2030-02-28", "2030-03-28"],
        )

    # -- figures -----------------------------------------------------------------------

    def test_figures(self):
        group = self.env["wohnkoord.target.group"].create({"name": "Probegruppe"})
        event = self._make_limited(20, target_group_ids=group.ids, guest_count=4)
        came = self._book(event, "kam@example.org", 3)
        self._book(event, "kam.nicht@example.org", 2)
        self._book(event, "sagte.ab@example.org", 1).action_cancel()
        event.write(
            {
                "date_begin": fields.Datetime.now() - timedelta(hours=3),
                "date_end": fields.Datetime.now() - timedelta(hours=1),
            }
        )
        came.action_set_done()
        came.attended_count = 2
        Figure = self.env["wohnkoord.event.figure"].with_user(self.adviser)
        figure = Figure.search([("event_id", "=", event.id)])
        self.assertRecordValues(
            figure,
            [
                {
                    "seat_count": 20,
                    "registered_count": 5,
                    "attended_count": 6,
                    "no_show_count": 3,
                    "cancelled_count": 1,
                    "waiting_count": 0,
                }
            ],
        )
        groups = Figure._read_group(
            [("target_group_ids", "in", group.ids)],
            ["target_group_ids", "event_type_id"],
            ["attended_count:sum"],
        )
        self.assertEqual(groups, [(group, event.event_type_id, 6)])

    def test_all_attended(self):
        event = self._make_event()
        first, second = (self._book(event, f"p{n}@example.org", n) for n in (1, 2))
        gone = self._book(event, "weg@example.org")
        gone.action_cancel()
        event.with_user(self.adviser).action_all_attended()
        self.assertEqual((first + second).mapped("state"), ["done", "done"])
        self.assertEqual(gone.state, "cancel")
        self.assertEqual(event.seats_used, 3)
