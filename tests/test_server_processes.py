# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The processes of a server with workers."""

import time


def live(server):
    """The process for live messages: its id, and since when it runs."""
    return [
        (child.pid, child.create_time())
        for child in server.children()
        if "gevent" in child.cmdline()
    ]


def test_live_messages_are_served_by_one_process(server):
    """Started in a wrong way it dies at once and is started again, all the time."""
    end = time.monotonic() + 20
    before = live(server)
    while not before and time.monotonic() < end:
        time.sleep(0.2)
        before = live(server)
    assert len(before) == 1
    time.sleep(3)
    assert live(server) == before
