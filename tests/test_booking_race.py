# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Many people who book, move and cancel at the same moment, over the public pages."""

import re
import time
from contextlib import closing
from html import unescape

import pytest
import requests
from support.burst import burst

TYPE, BOOKING = "wohnkoord.booking.type", "wohnkoord.booking"
#: a form that is sent sooner was not filled in by a person
WAIT = 2.2


class Visitor:
    """A browser without JavaScript."""

    def __init__(self, url):
        self.url = url
        self.http = requests.Session()
        self.fields = {}

    def clone(self):
        return self

    def open(self, path):
        answer = self.http.get(self.url + path, timeout=120)
        assert answer.status_code == 200, (path, answer.status_code)
        self.read(answer.text)
        return answer.text

    def read(self, text):
        """Note the hidden fields of the page's form."""
        self.fields = {
            name: unescape(value)
            for name, value in re.findall(
                r'<input type="hidden" name="(\w+)" value="([^"]*)"', text
            )
        }

    def send(self, path, **values):
        return self.http.post(
            self.url + path,
            data={**self.fields, **values},
            allow_redirects=False,
            timeout=120,
        )


@pytest.fixture
def kind(office):
    """A type of one adviser, whose consultation hours offer ten times in all."""
    adviser = office.make_user("buchung", ["wohnkoord_odoo.group_user"])
    hours = office.manager.create(
        "resource.calendar",
        {
            "name": office.name("Sprechzeiten"),
            "tz": "Europe/Berlin",
            "attendance_ids": [
                (
                    0,
                    0,
                    {
                        "name": "Sprechzeit",
                        "dayofweek": str(day),
                        "hour_from": 8,
                        "hour_to": 9,
                        "day_period": "morning",
                    },
                )
                for day in range(7)
            ],
        },
    )
    office.manager.create(
        "resource.resource",
        {
            "name": office.name("Beratung"),
            "user_id": adviser.uid,
            "calendar_id": hours,
            "tz": "Europe/Berlin",
        },
    )
    ident = office.manager.create(
        TYPE,
        {
            "name": office.name("Gespräch"),
            "user_ids": [(6, 0, [adviser.uid])],
            "duration": 45,
            "buffer": 15,
            "notice_hours": 48,
            "days_ahead": 30,
        },
    )
    yield ident
    office.manager.write(TYPE, ident, {"active": False})


@pytest.fixture(autouse=True)
def no_limits(ledger):
    """All visitors of these tests share one address: the count stays at zero."""
    with closing(ledger.connect()) as connection, connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION no_limit() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN NEW.hits := 0; RETURN NEW; END'"
        )
        cursor.execute(
            "CREATE OR REPLACE TRIGGER no_limit BEFORE INSERT OR UPDATE"
            " ON wohnkoord_rate_limit FOR EACH ROW EXECUTE FUNCTION no_limit()"
        )
        connection.commit()
    yield
    with closing(ledger.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER no_limit ON wohnkoord_rate_limit")
        connection.commit()


def free_slots(office, kind):
    """The times that the pages offer, week by week."""
    visitor, path, found = Visitor(office.url), f"/booking?type={kind}", []
    while path:
        text = visitor.open(path)
        found += re.findall(r"slot=(\w+)", text)
        later = re.findall(r'href="([^"]+week=[^"]+)"[^>]*>\s*(?:Later|Später)', text)
        path = unescape(later[0]) if later else None
    return sorted(set(found))


def open_forms(office, kind, slots, count):
    visitors = [Visitor(office.url) for _number in range(count)]
    for number, visitor in enumerate(visitors):
        slot = slots[number % len(slots)]
        visitor.open(f"/booking/details?type={kind}&slot={slot}")
    time.sleep(WAIT)
    return visitors


def book(visitor, email):
    return visitor.send(
        "/booking/details",
        name="",
        email=email,
        concern="Wie fangen wir an?",
        channel="desk",
        people_count="2",
        language="de_DE",
    )


def assert_in_step(ledger, kind):
    """Each appointment has one entry at its time and one case; no two meet."""
    rows = ledger.rows(
        "SELECT b.id, b.event_id, b.advisory_id, e.active,"
        " e.start = b.start AND e.stop = b.stop, b.state"
        " FROM wohnkoord_booking b JOIN calendar_event e ON e.id = b.event_id"
        " WHERE b.type_id = %s",
        [kind],
    )
    live = [row for row in rows if row[5] == "booked"]
    assert all(active and same for _b, _e, _c, active, same, _s in live)
    assert len({row[1] for row in live}) == len(live)
    assert len({row[2] for row in live}) == len(live)
    assert not ledger.rows(
        "SELECT a.id FROM wohnkoord_booking a JOIN wohnkoord_booking b"
        " ON a.user_id = b.user_id AND a.id < b.id"
        " AND tsrange(a.start, a.block_stop) && tsrange(b.start, b.block_stop)"
        " WHERE a.state != 'cancelled' AND b.state != 'cancelled'"
    )
    return live


def test_fifty_book_ten_times(office, ledger, kind, server_log):
    """Exactly ten get one; the others read so, with what they typed and what is free."""
    slots = free_slots(office, kind)[:10]
    assert len(slots) == 10
    visitors = open_forms(office, kind, slots, 50)
    events = ledger.value("SELECT count(*) FROM calendar_event")
    cases = ledger.value("SELECT count(*) FROM wohnkoord_advisory")
    outcomes = burst(
        [
            (visitor, lambda v, n=n: book(v, f"rennen{n}@example.org"))
            for n, visitor in enumerate(visitors)
        ],
        writers=50,
    )
    assert not [o.lost for o in outcomes if o.lost]
    answers = [outcome.result for outcome in outcomes]
    codes = [answer.status_code for answer in answers]
    assert set(codes) == {200, 303}, codes
    assert codes.count(303) == 10
    live = assert_in_step(ledger, kind)
    assert len(live) == 10
    assert ledger.value("SELECT count(*) FROM calendar_event") == events + 10
    assert ledger.value("SELECT count(*) FROM wohnkoord_advisory") == cases + 10
    for answer in answers:
        if answer.status_code == 200:
            assert 'id="field-slot-error"' in answer.text
            assert "Wie fangen wir an?" in answer.text
            assert re.findall(r'type="radio"[^>]*name="slot"', answer.text)
    assert "Traceback" not in server_log()


def link_of(office, booking):
    """The address in the confirmation mail."""
    office.adviser.do(BOOKING, booking, "action_send_confirmation")
    mails = office.admin.call(
        "mail.mail",
        "search_read",
        [("model", "=", BOOKING), ("res_id", "=", booking)],
        ["body_html"],
        limit=1,
        order="id desc",
    )
    return re.search(r"(/booking/[\w-]+)", mails[0]["body_html"]).group(1)


def make_booking(office, ledger, kind, slot, number=0):
    start = f"{slot[:4]}-{slot[4:6]}-{slot[6:8]} {slot[9:11]}:{slot[11:13]}:00"
    user = ledger.value(
        "SELECT res_users_id FROM res_users_wohnkoord_booking_type_rel"
        " WHERE wohnkoord_booking_type_id = %s",
        [kind],
    )
    return office.adviser.create(
        BOOKING,
        {
            "type_id": kind,
            "user_id": user,
            "start": start,
            "email": f"zug{number}@example.org",
        },
    )


def test_eight_move_to_one_time(office, ledger, kind):
    """One gets it; the others keep what they have."""
    slots = free_slots(office, kind)
    goal, homes = slots[0], slots[1:9]
    visitors, paths = [], []
    for number, home in enumerate(homes):
        booking = make_booking(office, ledger, kind, home, number)
        path = link_of(office, booking)
        visitor = Visitor(office.url)
        visitor.open(f"{path}/move")
        visitors.append(visitor)
        paths.append(path)
    outcomes = burst(
        [
            (visitor, lambda v, p=path: v.send(f"{p}/move", slot=goal))
            for visitor, path in zip(visitors, paths, strict=True)
        ],
        writers=8,
    )
    codes = [outcome.result.status_code for outcome in outcomes]
    assert sorted(codes) == [200] * 7 + [303], codes
    assert len(assert_in_step(ledger, kind)) == 8


@pytest.mark.parametrize("_round", range(3))
def test_moving_races_cancelling(office, ledger, kind, _round):
    """Either moved and then cancelled, or cancelled and not moved; never a 500."""
    slots = free_slots(office, kind)
    booking = make_booking(office, ledger, kind, slots[0])
    path = link_of(office, booking)
    mover, canceller = Visitor(office.url), Visitor(office.url)
    mover.open(f"{path}/move")
    canceller.open(path)
    outcomes = burst(
        [
            (mover, lambda v: v.send(f"{path}/move", slot=slots[1])),
            (canceller, lambda v: v.send(f"{path}/cancel")),
            (mover, lambda v: v.send(f"{path}/move", slot=slots[2])),
        ],
        writers=3,
    )
    codes = {outcome.result.status_code for outcome in outcomes}
    assert codes <= {200, 303}, codes
    state = ledger.value("SELECT state FROM wohnkoord_booking WHERE id = %s", [booking])
    assert state == "cancelled"
    active = ledger.value(
        "SELECT count(*) FROM calendar_event e JOIN wohnkoord_booking b"
        " ON b.event_id = e.id WHERE b.id = %s AND e.active",
        [booking],
    )
    assert not active, "the time is free"
    assert_in_step(ledger, kind)


def test_cancelled_time_is_booked_at_once(office, ledger, kind):
    """Who waits for the time gets it as soon as it is given back, and only one does."""
    slot = free_slots(office, kind)[0]
    path = link_of(office, make_booking(office, ledger, kind, slot))
    canceller = Visitor(office.url)
    canceller.open(path)
    assert canceller.send(f"{path}/cancel").status_code == 303
    visitors = open_forms(office, kind, [slot], 6)
    outcomes = burst(
        [
            (visitor, lambda v, n=n: book(v, f"warten{n}@example.org"))
            for n, visitor in enumerate(visitors)
        ],
        writers=6,
    )
    codes = [outcome.result.status_code for outcome in outcomes]
    assert sorted(codes) == [200] * 5 + [303], codes
    assert len(assert_in_step(ledger, kind)) == 1


def test_nobody_is_turned_away_for_counting(office, ledger, kind, no_limits):
    """Thirty who send the same form at once are counted one after the other."""
    slots = free_slots(office, kind)
    visitors = open_forms(office, kind, slots, 30)
    with closing(ledger.connect()) as connection, connection.cursor() as cursor:
        # counting takes so long that all of them meet
        cursor.execute(
            "CREATE OR REPLACE FUNCTION no_limit() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN PERFORM pg_sleep(0.05); NEW.hits := 0; RETURN NEW; END'"
        )
        connection.commit()
    outcomes = burst(
        [
            (visitor, lambda v, n=n: book(v, f"zaehlen{n}@example.org"))
            for n, visitor in enumerate(visitors)
        ],
        writers=30,
    )
    assert not [outcome.lost for outcome in outcomes if outcome.lost]
    texts = [o.result.text for o in outcomes if o.result.status_code == 200]
    assert not [text for text in texts if "very often" in text]
