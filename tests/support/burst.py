# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Many writers at the same moment."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import requests

from .client import Fault

#: how a cap, a state or a rule refuses; everything else was refused for concurrency
SAVE_AGAIN = ("save again", "erneut speichern", "noch einmal speichern", "nochmals")


class Outcome:
    """One attempt: its result, or how it failed, and how long it took."""

    def __init__(self, job, client):
        self.result = self.fault = self.lost = None
        started = time.monotonic()
        try:
            self.result = job(client)
        except Fault as fault:
            self.fault = fault
        except requests.RequestException as error:
            self.lost = error
        self.seconds = time.monotonic() - started

    @property
    def ok(self):
        return self.fault is None and self.lost is None

    @property
    def lost_the_race(self):
        """Refused because others wrote the same rows, five times in a row."""
        return self.fault is not None and any(
            text in self.fault.message.lower() for text in SAVE_AGAIN
        )


class Outcomes(list):
    @property
    def accepted(self):
        return [outcome for outcome in self if outcome.ok]

    @property
    def refused(self):
        return [outcome for outcome in self if not outcome.ok]

    @property
    def lost_races(self):
        return [outcome for outcome in self if outcome.lost_the_race]

    def assert_readable(self):
        """Nobody saw a traceback, and nobody was left without an answer."""
        bad = [
            str(outcome.lost or outcome.fault)
            for outcome in self.refused
            if outcome.lost or not outcome.fault.readable
        ]
        assert not bad, f"{len(bad)} saw no plain words, e.g. {bad[:3]}"

    def assert_refused_with(self, *words):
        """Whoever was refused (and did not lose a race) read one of ``words``."""
        other = [
            outcome.fault.message
            for outcome in self.refused
            if not outcome.lost_the_race
            and not any(word in outcome.fault.message for word in words)
        ]
        assert not other, f"unexpected refusals: {other[:3]}"


def burst(jobs, writers):
    """Run the jobs with so many writers, all starting at once.

    :param list jobs: pairs (client, function of a client)
    :param int writers: threads; each has connections of its own
    """
    gate = threading.Barrier(min(writers, len(jobs)))
    seen = threading.local()

    def run(pair):
        client, job = pair
        if not getattr(seen, "here", False):
            seen.here = True
            gate.wait(timeout=60)
        return Outcome(job, client.clone())

    with ThreadPoolExecutor(min(writers, len(jobs))) as pool:
        return Outcomes(pool.map(run, jobs))
