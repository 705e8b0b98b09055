# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What a page costs the server: whole requests through Odoo's own application.

The application is called in this process, without a socket; everything else is as for a
browser: session, routing, rights, template.
"""

import re
import statistics
import threading
import time
from html import unescape

from werkzeug.test import Client

from odoo import http
from odoo.service.server import load_server_wide_modules

HOST = "http://localhost"
#: without it Odoo takes visitors for English ones and sends them to /en/...
HEADERS = {"Accept-Language": "de"}
ADDRESS = {"REMOTE_ADDR": "127.0.0.1"}


class Browser:
    """A visitor, or a user after ``login``."""

    def __init__(self):
        load_server_wide_modules()
        self.client = Client(http.root)

    def login(self, login, password):
        page = self.get("/web/login")[0].get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        data = {
            "csrf_token": unescape(token.group(1)),
            "login": login,
            "password": password,
        }
        answer = self.client.post(
            "/web/login",
            base_url=HOST,
            headers=HEADERS,
            environ_base=ADDRESS,
            data=data,
        )
        assert answer.status_code == 303, f"{login}: no login"
        return self

    def get(self, path):
        """:return: (response, queries, seconds)"""
        started = time.perf_counter()
        answer = self.client.get(
            path, base_url=HOST, headers=HEADERS, environ_base=ADDRESS
        )
        length = len(answer.get_data())
        seconds = time.perf_counter() - started
        assert answer.status_code == 200 and length, (
            path,
            answer.status_code,
            answer.location,
        )
        return answer, threading.current_thread().query_count, seconds

    def token(self, path):
        """What a form of this page sends back, so that its post is taken."""
        page = self.get(path)[0].get_data(as_text=True)
        return unescape(
            re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
        )

    def post(self, path, data):
        """:return: (response, queries, seconds)"""
        started = time.perf_counter()
        answer = self.client.post(
            path, base_url=HOST, headers=HEADERS, environ_base=ADDRESS, data=data
        )
        seconds = time.perf_counter() - started
        assert answer.status_code == 200, (path, answer.status_code, answer.location)
        return answer, threading.current_thread().query_count, seconds

    def measure(self, path, runs):
        """Open a page again and again.

        :return: (queries, median in milliseconds, kilobytes)
        """
        queries, median, _most, size = self.timings(path, runs)
        return queries, median, size

    def timings(self, path, runs):
        """As ``measure``, with the 95th percentile.

        :return: (queries, median in milliseconds, p95 in milliseconds, kilobytes)
        """
        self.get(path)  # warms templates and caches
        visits = [self.get(path) for _run in range(runs)]
        queries = {visit[1] for visit in visits}
        assert len(queries) == 1, f"{path}: queries vary: {queries}"
        size = len(visits[0][0].get_data()) / 1024
        times = sorted(1000 * visit[2] for visit in visits)
        most = times[int(len(times) * 0.95)]
        return queries.pop(), statistics.median(times), most, size
