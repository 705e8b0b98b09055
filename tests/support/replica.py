# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A second server over the same office, which reads from a replica of its database."""

import os
import re
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
from lxml import html

from .project import ROOT

#: how long Odoo may take to start
PATIENCE = 60
#: an access line: method, address, status; how Odoo's cursor was opened
LINE = re.compile(r'"([A-Z]+) (\S+) HTTP/1\.1" (\d+) .* (ro->rw|ro|rw|-)$')
#: what differs between two answers of one server: tokens, and the moment of writing
TOKEN = re.compile(r"[\w.-]{30,}")
MOMENT = re.compile(rb"^(DTSTAMP.*|\s*<lastBuildDate>.*)$", re.MULTILINE)
TEXTS = ("text/", "application/json", "application/geo+json", "application/xml")


class Replica:
    """The server; PostgreSQL refuses whatever it writes with the replica's cursor.

    The replica is the office's own database: Odoo opens every connection to a replica
    read-only, so that what writes fails here as it does on a standby.
    """

    def __init__(self, db, log):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log, self.pidfile = Path(log), Path(f"{log}.pid")
        self.process = subprocess.Popen(
            [
                *("./odoo", "-d", db, "--http-port", str(port), "--workers", "0"),
                *("--max-cron-threads", "0", "--logfile", str(self.log)),
                *("--db_replica_host", os.environ["PGHOST"]),
                *("--db_replica_port", os.environ["PGPORT"]),
                *("--pidfile", str(self.pidfile)),
            ],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self):
        for _ in range(PATIENCE):
            assert self.process.poll() is None, "the server ended"
            try:
                requests.get(f"{self.url}/web/health", timeout=120).raise_for_status()
                return self
            except requests.ConnectionError:
                time.sleep(1)
        raise AssertionError("the server did not start")

    def __exit__(self, *_error):
        os.kill(int(self.pidfile.read_text()), 15)
        self.process.wait(PATIENCE)
        self.log.unlink()

    def records(self):
        """What it logged, line by line."""
        return self.log.read_text(encoding="utf-8", errors="replace").splitlines()

    def modes(self):
        """(method, address, mode) of every request: ``ro``, ``rw`` or ``ro->rw``."""
        found = (LINE.search(line) for line in self.records())
        return [match.group(1, 2, 4) for match in found if match]


class Walk:
    """One person opens pages on both servers and compares what they answer."""

    def __init__(self, url, replica, http, routes):
        self.url, self.replica, self.http = url, replica, http
        self.routes = [route for route in routes if "GET" in route.methods]
        self.seen, self.links, self.different = {}, [], []

    def go(self, paths):
        """Open the addresses, and one more of each kind to which they link."""
        for path in paths:
            self.open(path)
        known = set(self.seen.values())
        while self.links:
            path = self.links.pop(0)
            route = self.route(path)
            if route and route not in known:
                known.add(route)
                self.open(path)

    def route(self, path):
        """The addon's route that answers an address; the most exact one."""
        path = re.sub(r"^/en(?=/)", "", path)
        found = [route for route in self.routes if route.matches(path)]
        exact = sorted(
            found,
            key=lambda each: (
                "<path:" in each.path,
                each.path.count("<"),
                -len(each.path),
            ),
        )
        return exact[0] if exact else None

    def open(self, path):
        """Compare both answers, and note where the page leads."""
        self.seen[path] = self.route(path)
        answers = [
            self.http.get(urljoin(url, path), timeout=120, allow_redirects=False)
            for url in (self.url, self.replica)
        ]
        mine, other = (self.facts(answer) for answer in answers)
        if mine != other:
            self.different.append((path, mine, other))
        if "text/html" not in answers[0].headers.get("Content-Type", ""):
            return
        if 300 <= answers[0].status_code < 400:
            return
        found = html.fromstring(answers[0].content or b"<p/>").xpath(
            "//a/@href | //img/@src | //link[@rel='alternate']/@href"
        )
        self.links += [self.local(urljoin(answers[0].url, link)) for link in found]

    def local(self, link):
        """The path and query of a link within the office, or nothing."""
        parts = urlsplit(link)
        if parts.netloc not in (urlsplit(self.url).netloc, ""):
            return ""
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def facts(self, answer):
        """What a person reads, and what the browser is told."""
        kind = answer.headers.get("Content-Type", "")
        location = self.local(
            answer.headers.get("Location", "").replace(self.replica, self.url)
        )
        head = (answer.status_code, kind, TOKEN.sub("~", location))
        if "text/html" in kind:
            page = html.fromstring(answer.content or b"<p/>")
            main = (page.xpath("//main") or [page])[0]
            links = [self.local(link) for link in main.xpath(".//a/@href")]
            words = " ".join(main.text_content().split())
            return *head, TOKEN.sub("~", words), [TOKEN.sub("~", x) for x in links]
        if kind.startswith(TEXTS):
            return *head, MOMENT.sub(b"", answer.content)
        # archives and papers hold the moment at which they were packed
        return *head, bool(answer.content)
