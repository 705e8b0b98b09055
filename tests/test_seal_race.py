# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Bids at the same moment, and around the deadline: one by one, none lost, none twice."""

import re
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

import requests
from support.bids import (
    PROCEDURE,
    another,
    close_due,
    make_bidder,
    make_procedure,
    move_deadline,
)

RETRY = re.compile(r"tries left|try again in")
ENTRIES = """SELECT content::json FROM wohnkoord_procedure_event
    WHERE procedure_id = %s AND kind = %s ORDER BY number"""


def at_once(jobs):
    """Run the jobs at the same moment, each with a connection of its own."""
    gate = threading.Barrier(len(jobs))

    def run(job):
        gate.wait(timeout=60)
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def send(bidder, address, fields):
    """A post of its own session, so that several of a person run at once."""
    return lambda: bidder.send(address, fields)


def states(ledger, procedure):
    return ledger.rows(
        "SELECT number, state, receipt_hash FROM wohnkoord_bid"
        " WHERE procedure_id = %s AND state != 'draft' ORDER BY number",
        [procedure],
    )


def assert_log_is_whole(office, procedure):
    answer = office.adviser.do(PROCEDURE, procedure, "action_verify_log")
    assert answer["params"]["type"] == "success", answer


def test_ten_bidders_at_once(office, ledger, server_log):
    """Numbers run from 1 to 10, the log is one chain, and nobody has to try again."""
    procedure = make_procedure(office)
    bidders = [make_bidder(office, procedure) for _n in range(10)]
    forms = [bidder.ready(bidder.write()) for bidder in bidders]
    started = time.monotonic()
    answers = at_once([send(b, *form) for b, form in zip(bidders, forms, strict=True)])
    seconds = time.monotonic() - started
    assert [a.status_code for a in answers] == [303] * 10
    found = states(ledger, procedure)
    assert [number for number, _state, _hash in found] == [*range(1, 11)]
    assert {state for _number, state, _hash in found} == {"submitted"}
    assert len({receipt for _number, _state, receipt in found}) == 10
    assert len(ledger.rows(ENTRIES, [procedure, "bid_submitted"])) == 10
    assert_log_is_whole(office, procedure)
    retries = len(RETRY.findall(server_log()))
    print(f"10 bids at once: {seconds:.1f} s, {retries} tries repeated")
    # each sees the receipt of the own bid
    for bidder, answer in zip(bidders, answers, strict=True):
        path = urlsplit(answer.headers["Location"]).path
        assert any(receipt in bidder.open(path).text for *_rest, receipt in found)


def test_the_same_bid_from_four_tabs(office, ledger):
    """Other forms, one draft: it is submitted once."""
    procedure = make_procedure(office)
    bidder = make_bidder(office, procedure)
    address, fields = bidder.ready(bidder.write())
    answers = at_once([send(bidder, address, another(fields)) for _n in range(4)])
    assert all(answer.status_code in (200, 303) for answer in answers)
    assert any(answer.status_code == 303 for answer in answers)
    assert [row[:2] for row in states(ledger, procedure)] == [(1, "submitted")]
    assert len(ledger.rows(ENTRIES, [procedure, "bid_submitted"])) == 1
    assert_log_is_whole(office, procedure)


def test_one_draft_and_one_bid_however_many_clicks(office, ledger):
    """Two drafts at once for one plot, then a replacement against a withdrawal."""
    procedure = make_procedure(office)
    bidder = make_bidder(office, procedure)
    fields = bidder.form(bidder.open(), "/new")
    address = fields.pop("")
    at_once([send(bidder, address, another(fields)) for _n in range(4)])
    drafts = ledger.rows(
        "SELECT uuid FROM wohnkoord_bid WHERE procedure_id = %s", [procedure]
    )
    assert len(drafts) == 1
    first = f"{bidder.path}/{drafts[0][0]}"
    bidder.complete(first)
    bidder.submit(first)
    answer = bidder.act(first, "replace")
    second = urlsplit(answer.headers["Location"]).path
    bidder.complete(second, statement="Wir bauen anders.")
    withdrawal = bidder.form(bidder.open(f"{first}/withdraw"), "/withdraw")
    submission = bidder.ready(second)
    at_once(
        [
            send(bidder, withdrawal.pop(""), withdrawal),
            send(bidder, submission[0], another(submission[1])),
            send(bidder, submission[0], another(submission[1])),
        ]
    )
    assert [row[:2] for row in states(ledger, procedure)] == [
        (1, "withdrawn"),
        (2, "submitted"),
    ]
    assert_log_is_whole(office, procedure)


# -- around the deadline ------------------------------------------------------------------


@contextmanager
def slow_post(bidder, address, fields):
    """Send a form but for its last byte; ``finish()`` sends that and reads the status."""
    url = urlsplit(bidder.visitor.url)
    post = requests.Request("POST", bidder.visitor.url + address, data=fields)
    post = bidder.visitor.http.prepare_request(post)
    body = post.body.encode()
    head = f"POST {address} HTTP/1.1\r\nHost: {url.netloc}\r\nConnection: close\r\n"
    for name in ("Cookie", "Content-Type", "Content-Length"):
        head += f"{name}: {post.headers[name]}\r\n"
    head += "\r\n"
    with socket.create_connection((url.hostname, url.port), timeout=60) as connection:
        connection.sendall(head.encode() + body[:-1])

        def finish():
            connection.sendall(body[-1:])
            return int(connection.recv(100).split()[1])

        yield finish


def wait_until(moment, seconds=0.0):
    now = datetime.now(UTC).replace(tzinfo=None)
    time.sleep(max(0, (moment - now).total_seconds() + seconds))


def test_bodies_across_the_deadline(office, ledger):
    """Begun in time and complete too late is late; complete in the last second is not."""
    procedure = make_procedure(office)
    slow, quick = (make_bidder(office, procedure) for _n in range(2))
    forms = slow.ready(slow.write()), quick.ready(quick.write())
    deadline = move_deadline(ledger, procedure, 8)
    with slow_post(quick, *forms[1]) as finish:
        time.sleep(0.5)
        assert finish() == 303
    # a worker waits two seconds for the rest of a body, and no longer
    wait_until(deadline, -0.7)
    with slow_post(slow, *forms[0]) as finish:
        wait_until(deadline, 0.3)
        assert finish() == 303
    assert [row[:2] for row in states(ledger, procedure)] == [
        (1, "submitted"),
        (2, "late"),
    ]


def test_a_burst_over_the_deadline_is_in_the_list_or_late(office, ledger):
    procedure = make_procedure(office)
    bidders = [make_bidder(office, procedure) for _n in range(6)]
    forms = [bidder.ready(bidder.write()) for bidder in bidders]
    deadline = move_deadline(ledger, procedure, 4)

    def submit(number):
        def job():
            wait_until(deadline, 0.3 * (number - 3))
            return bidders[number].send(*forms[number])

        return job

    answers = at_once([submit(number) for number in range(6)])
    assert [answer.status_code for answer in answers] == [303] * 6
    # the minute for bids on their way is not over: nothing is fixed, nothing opened
    close_due(office)
    assert office.adviser.read(PROCEDURE, procedure, "state")["state"] == "published"
    found = states(ledger, procedure)
    assert [number for number, _state, _hash in found] == [*range(1, 7)]
    arrived = [row[0] for row in ledger.rows(ENTRIES, [procedure, "bid_submitted"])]
    for entry, (_number, state, receipt) in zip(arrived, found, strict=True):
        moment = datetime.fromisoformat(entry["arrived"].removesuffix("Z"))
        assert entry["receipt"] == receipt
        assert state == ("submitted" if moment <= deadline else "late"), entry
    assert {"submitted", "late"} == {state for _number, state, _hash in found}
    move_deadline(ledger, procedure, -61)
    close_due(office)
    (closing,) = ledger.rows(ENTRIES, [procedure, "closed"])
    assert [(b["number"], b["state"], b["hash"]) for b in closing[0]["bids"]] == found
    assert_log_is_whole(office, procedure)


def waiting(ledger):
    return ledger.value("SELECT count(*) FROM pg_locks WHERE NOT granted")


def test_a_bid_in_the_very_moment_of_the_closing(office, ledger):
    """It arrived in time, waited, and the list was fixed before it: it is late.

    Its transaction still sees the procedure open; the log lets only one of the two go on.
    """
    procedure = make_procedure(office)
    first, second = (make_bidder(office, procedure) for _n in range(2))
    first.submit(first.write())
    form = second.ready(second.write())
    with ThreadPoolExecutor(1) as pool:
        holder = ledger.connect()
        with holder.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM wohnkoord_procedure_counter"
                " WHERE procedure_id = %s AND kind = 'bid' FOR UPDATE",
                [procedure],
            )
            answer = pool.submit(second.send, *form)
            for _n in range(200):
                if waiting(ledger):
                    break
                time.sleep(0.05)
            else:
                raise AssertionError("the submission does not wait")
            move_deadline(ledger, procedure, -61)
            close_due(office)
            assert (
                office.adviser.read(PROCEDURE, procedure, "state")["state"] == "closed"
            )
        holder.rollback()
        holder.close()
        assert answer.result(timeout=120).status_code == 303
    (closing,) = ledger.rows(ENTRIES, [procedure, "closed"])
    assert [bid["number"] for bid in closing[0]["bids"]] == [1]
    assert [row[:2] for row in states(ledger, procedure)] == [
        (1, "submitted"),
        (2, "late"),
    ]
    assert_log_is_whole(office, procedure)


def test_a_retry_across_the_deadline_keeps_its_arrival(office, ledger):
    """It arrived in time and had to be repeated after the deadline: it is in time."""
    procedure = make_procedure(office)
    other, bidder = (make_bidder(office, procedure) for _n in range(2))
    other.submit(other.write())
    form = bidder.ready(bidder.write())
    deadline = move_deadline(ledger, procedure, 3)
    with ThreadPoolExecutor(1) as pool:
        holder = ledger.connect()
        with holder.cursor() as cursor:
            # as another submission would: what waits for it is repeated
            cursor.execute(
                "UPDATE wohnkoord_procedure_counter SET value = value"
                " WHERE procedure_id = %s AND kind = 'bid'",
                [procedure],
            )
            answer = pool.submit(bidder.send, *form)
            for _n in range(50):
                if waiting(ledger):
                    break
                time.sleep(0.05)
            else:
                raise AssertionError("the submission does not wait")
            assert datetime.now(UTC).replace(tzinfo=None) < deadline
            wait_until(deadline, 1.5)
        holder.commit()
        holder.close()
        assert answer.result(timeout=120).status_code == 303
    assert [row[:2] for row in states(ledger, procedure)] == [
        (1, "submitted"),
        (2, "submitted"),
    ]
    assert_log_is_whole(office, procedure)
