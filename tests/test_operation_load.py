# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""An office at its busiest: 50 people at once on a server with four workers.

``./test test_operation_load --soak 120`` keeps it up for two minutes.
"""

import itertools
import random
import re
import threading
import time
from collections import Counter

import psutil

PEOPLE = 50
#: seconds between two clicks. Without them all 50 wait at once, and Odoo lets only eight
#: connections for each worker wait; the system then drops some, to be tried again later
PAUSES = (1, 3)


class Crowd:
    """Everybody does what the role does all day; each answer is looked at."""

    def __init__(self, office, seconds):
        self.office, self.until = office, time.monotonic() + seconds
        self.done, self.errors, self.seconds = Counter(), [], []
        self.numbers = itertools.count(1)
        self.call_offs = office.make_call_offs(10, 60)

    def work(self, number):
        """One person's loop over its own connection."""
        role = ("adviser", "manager", "consultant", "visitor", "steering")[number % 5]
        source = "consultant" if role == "visitor" else role
        client = getattr(self.office, source).clone()
        if role == "visitor":
            client.http.cookies.clear()
        steps = itertools.cycle(getattr(self, role)(client))
        pauses = random.Random(number)
        while time.monotonic() < self.until:
            name, step = next(steps)
            started = time.monotonic()
            try:
                step()
            except Exception as error:
                self.errors.append(f"{role} {name}: {error}"[:500])
            self.done[name] += 1
            self.seconds.append(time.monotonic() - started)
            time.sleep(pauses.uniform(*PAUSES))

    def get(self, client, path):
        def step():
            answer = client.http.get(self.office.url + path, timeout=60)
            answer.raise_for_status()
            assert "/web/login" not in answer.url

        return path, step

    def read(self, client, model, *fields):
        return model, lambda: client.call(
            model, "web_search_read", [], {f: {} for f in fields}, limit=80
        )

    def adviser(self, client):
        def short_contact():
            client.create("wohnkoord.short.contact", {"channel": "phone", "minutes": 5})

        return [
            self.read(client, "wohnkoord.initiative", "name", "stage_id"),
            self.read(client, "wohnkoord.advisory", "name", "state", "user_id"),
            ("short contact", short_contact),
            self.read(client, "res.partner", "name", "email"),
        ]

    def manager(self, client):
        return [
            self.read(client, "wohnkoord.time.entry", "date", "state", "hours"),
            self.read(client, "wohnkoord.call.off", "name", "hours_left"),
            self.read(client, "wohnkoord.procedure", "name", "state"),
        ]

    def consultant(self, client):
        def save():
            number = next(self.numbers)
            call_off = self.call_offs[number % len(self.call_offs)]
            client.create(
                "wohnkoord.time.entry",
                self.office.entry_vals(call_off, 1, offset=-1 - number % 40),
            )

        return [
            self.get(client, "/my/call-offs"),
            self.get(client, "/my/hours"),
            ("save an entry", save),
            self.get(client, f"/my/call-offs/{self.call_offs[0]}"),
        ]

    def steering(self, client):
        return [
            self.read(client, "wohnkoord.framework", "name", "hours_left"),
            self.read(client, "wohnkoord.contract", "name", "hours_left"),
        ]

    def visitor(self, client):
        return [
            self.get(client, path)
            for path in (
                "/projects",
                "/procedures",
                "/events",
                "/advice",
                "/procedures.csv",
            )
        ]


def gone(before, log):
    """Processes that ended without Odoo's own plan: it renews a worker after so many
    requests, or when it has grown too large, and says so.
    """
    planned = re.findall(r"Worker \((\d+)\) (?:max request|virtual memory limit)", log)
    return {
        pid for pid in before if not psutil.pid_exists(pid) and str(pid) not in planned
    }


def test_fifty_people(office, balanced, server, request, server_log):
    seconds = request.config.getoption("--soak")
    crowd = Crowd(office, seconds)
    processes = {child.pid for child in server.children()}
    assert len(processes) == 5, "four workers, and one for live messages"
    threads = [threading.Thread(target=crowd.work, args=(n,)) for n in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    crowd.seconds.sort()
    count = len(crowd.seconds)
    print(
        f"{PEOPLE} people, {seconds:g} s: {count} requests, {len(crowd.errors)} errors,"
        f" p50 {crowd.seconds[count // 2]:.2f} s,"
        f" p95 {crowd.seconds[int(count * 0.95)]:.2f} s, {dict(crowd.done)}"
    )
    assert not crowd.errors, f"{len(crowd.errors)}: {crowd.errors[:5]}"
    assert count > PEOPLE
    log = server_log()
    assert "Traceback" not in log
    # a row that two wrote at once is tried again; whoever failed is among the errors above
    lines = [line for line in log.splitlines() if " ERROR " in line]
    assert not [line for line in lines if "odoo.sql_db: bad query" not in line]
    assert not gone(processes, log), "a process died"
    worked = sum(
        row["minutes_worked"]
        for row in office.adviser.call(
            "wohnkoord.call.off", "read", crowd.call_offs, ["minutes_worked"]
        )
    )
    assert worked == crowd.done["save an entry"]
