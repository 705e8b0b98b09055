# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import api, fields
from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .event_common import EventCase

MODELS = "odoo.addons.wohnkoord_odoo.models"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkEventSeats(EventCase):
    """Seats are given once; who waits moves up in order."""

    def test_one_registration_takes_as_many_seats_as_persons(self):
        event = self._make_limited(5)
        first = self._book(event, "drei@example.org", 3)
        self.assertEqual((first.state, event.seats_available), ("open", 2))
        second = self._book(event, "auch.drei@example.org", 3)
        self.assertTrue(second.is_waiting)
        self.assertEqual(second.state, "draft")
        self.assertEqual((event.seats_taken, event.waiting_count), (3, 3))
        third = self._book(event, "zwei@example.org", 2)
        self.assertEqual(third.state, "open", "who fits need not wait")
        self.assertEqual(event.seats_available, 0)

    def test_office_cannot_overbook_by_any_way(self):
        event = self._make_limited(2)
        registration = self._book(event, "eins@example.org")
        waiting = self._book(event, "zwei@example.org", 2)
        Registration = self.env["event.registration"].with_user(self.adviser)
        with self.assertRefused("fully booked"):
            Registration.create({"event_id": event.id, "name": "X", "person_count": 2})
        with self.assertRefused("fully booked"):
            registration.with_user(self.adviser).person_count = 3
        with self.assertRefused("fully booked"):
            waiting.with_user(self.adviser).action_confirm()
        with self.assertRefused("fully booked"):
            waiting.with_user(self.adviser).write({"state": "done"})
        with self.assertRefused():
            registration.with_user(self.adviser).is_waiting = True
        for number in (0, -1, 201, 1000):
            with self.assertRefused("person_count_check"):
                registration.person_count = number
        elsewhere = self._book(self._make_event(), "woanders@example.org", 2)
        with self.assertRefused("fully booked"):
            elsewhere.event_id = event
        elsewhere.active = False
        elsewhere.event_id = event
        with self.assertRefused("fully booked"):
            elsewhere.active = True
        self.assertEqual(event.seats_taken, 1)

    def test_lowered_limit_lets_the_office_tick(self):
        event = self._make_limited(3)
        registrations = self._book(event, "a@example.org", 2)
        event.seats_max = 1
        registrations.action_set_done()
        self.assertEqual(registrations.state, "done")
        self.assertEqual(event._free_seats(), 0)
        self.assertTrue(self._book(event, "b@example.org").is_waiting)

    def test_moves_up_in_order(self):
        event = self._make_limited(2)
        first = self._book(event, "eins@example.org", 2)
        waiting = [
            self._book(event, f"warte{n}@example.org", persons)
            for n, persons in enumerate((2, 1, 1))
        ]
        self.assertEqual([w.waiting_position for w in waiting], [1, 2, 3])
        first._own_change(1)
        self.assertEqual(
            [w.state for w in waiting],
            ["draft", "open", "draft"],
            "the first of those who fit",
        )
        first.action_cancel()
        self.assertEqual([w.state for w in waiting], ["draft", "open", "open"])
        self.assertTrue(waiting[2].date_moved_up)
        self.assertEqual(waiting[0].waiting_position, 1)
        event.seats_max = 4
        self.assertEqual(waiting[0].state, "open")
        self.assertFalse(waiting[0].is_waiting)
        self.assertEqual(event.seats_available, 0)

    def test_moves_up_when_somebody_is_deleted_or_archived_or_moved(self):
        def full():
            event = self._make_limited(1)
            taken = self._book(event, "da@example.org")
            return event, taken, self._book(event, "wartet@example.org")

        _event, taken, waits = full()
        taken.unlink()
        self.assertEqual(waits.state, "open")
        _event, taken, waits = full()
        taken.active = False
        self.assertEqual(waits.state, "open")
        _event, taken, waits = full()
        taken.event_id = self._make_event()
        self.assertEqual(waits.state, "open")
        event, taken, waits = full()
        event.seats_limited = False
        self.assertEqual(waits.state, "open")

    def test_nobody_moves_up_too_late(self):
        event = self._make_limited(1)
        taken = self._book(event, "da@example.org")
        waits = self._book(event, "wartet@example.org")
        event.date_begin = fields.Datetime.now() - timedelta(minutes=1)
        taken.action_cancel()
        self.assertEqual(waits.state, "draft")
        event.date_begin = fields.Datetime.now() + timedelta(hours=1)
        event.kanban_state = "cancel"
        event._move_up()
        self.assertEqual(waits.state, "draft")

    def test_without_waiting_list(self):
        event = self._make_limited(1, has_waiting_list=False)
        self._book(event, "da@example.org")
        for email in ("neu@example.org", "da@example.org"):
            with self.assertRefused("Fully booked|Ausgebucht"):
                self._book(event, email)

    def test_one_address_one_registration(self):
        event = self._make_event()
        first = self._book(event, "einmal@example.org")
        self.assertEqual(self._book(event, "einmal@example.org", 5), first)
        self.assertEqual((event.seats_taken, first.person_count), (1, 1))
        first.action_cancel()
        second = self._book(event, "einmal@example.org")
        self.assertNotEqual(second, first)
        self.assertEqual(event.seats_taken, 1)
        with self.assertRefused("self_booked_uniq"):
            first.write({"state": "open"})

    def test_same_address_at_the_same_moment(self):
        """The second click does not see the first one: the database does."""
        event = self._make_event()
        self._book(event, "schnell@example.org")
        none = self.env["event.registration"]
        with (
            patch.object(type(event), "_registration_of", lambda _self, _email: none),
            mute_logger("odoo.sql_db"),
            self.assertRaises(ConcurrencyError),
        ):
            self._book(event, "schnell@example.org")
        self.assertEqual(event.seats_taken, 1)

    def test_closed(self):
        now = fields.Datetime.now()
        for values in (
            {"is_public": False},
            {"active": False},
            {"kanban_state": "cancel"},
            {"is_registration_needed": False},
            {"date_registration_end": now - timedelta(minutes=1)},
            {"date_begin": now - timedelta(minutes=1)},
        ):
            event = self._make_event()
            event.write(values)
            with self.subTest(values=values), self.assertRefused("closed"):
                self._book(event, "spaet@example.org")


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkEventParallel(EventCase):
    """Two transactions at once, on two connections."""

    def test_second_writer_is_repeated(self):
        """Odoo's own check lets both through; the event's row does not."""
        with self.registry._db.cursor() as setup_cr:
            event_id = self._committed_event(setup_cr)
            setup_cr.commit()
        try:
            with (
                self.registry._db.cursor() as one,
                self.registry._db.cursor() as two,
            ):
                first, second = (self._event_of(cr, event_id) for cr in (one, two))
                # both take their snapshot: one seat is free for each of them
                self.assertEqual((first._free_seats(), second._free_seats()), (1, 1))
                self._book(first, "eins@example.org")
                one.commit()
                with (
                    mute_logger("odoo.sql_db"),
                    self.assertRaises(SerializationFailure),
                ):
                    self._book(second, "zwei@example.org")
                two.rollback()
                # what the server does next
                again = self._event_of(two, event_id)
                self.assertTrue(self._book(again, "zwei@example.org").is_waiting)
                self.assertEqual(again.seats_taken, 1)
                two.rollback()
        finally:
            self._forget(event_id)

    def test_core_check_alone_oversells(self):
        """Why the event's row is written: without it both get the last seat."""
        with self.registry._db.cursor() as setup_cr:
            event_id = self._committed_event(setup_cr)
            setup_cr.commit()
        try:
            with (
                self.registry._db.cursor() as one,
                self.registry._db.cursor() as two,
                patch(f"{MODELS}.network_event_seats.EventEvent._touch_seats"),
            ):
                first, second = (self._event_of(cr, event_id) for cr in (one, two))
                self.assertEqual((first._free_seats(), second._free_seats()), (1, 1))
                for event in (first, second):
                    self.env["event.registration"].with_env(event.env).create(
                        {"event_id": event.id, "name": "Probe"}
                    )
                one.commit()
                two.commit()
                self.assertEqual(self._event_of(one, event_id).seats_taken, 2)
        finally:
            self._forget(event_id)

    def _event_of(self, cr, event_id):
        env = api.Environment(cr, api.SUPERUSER_ID, {"install_mode": True})
        return env["event.event"].browse(event_id)

    def _committed_event(self, cr):
        env = api.Environment(cr, api.SUPERUSER_ID, {"install_mode": True})
        begin = fields.Datetime.now() + timedelta(days=9)
        return (
            env["event.event"]
            .create(
                {
                    "name": "Gleichzeitig",
                    "company_id": env.ref("base.main_company").id,
                    "date_begin": begin,
                    "date_end": begin + timedelta(hours=1),
                    "is_public": True,
                    "seats_limited": True,
                    "seats_max": 1,
                }
            )
            .id
        )

    def _forget(self, event_id):
        with self.registry._db.cursor() as cleaning:
            event = self._event_of(cleaning, event_id)
            event.registration_ids.unlink()
            event.unlink()
            cleaning.commit()
