# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A server with workers, and bidders who use it as a browser does."""

import os
import re
import secrets
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urljoin

import requests
from lxml import html

from odoo.tools import config

WORKERS = 4
MEGABYTE = 1024**2


class Server:
    """Odoo's server of the database under measure, in processes of its own."""

    def __init__(self, db, port):
        self.db, self.port = db, port
        self.url = f"http://127.0.0.1:{port}"

    def __enter__(self):
        # pylint: disable=consider-using-with
        self.process = subprocess.Popen(
            [sys.executable, "-m", "odoo", "-d", self.db]
            + [f"--http-port={self.port}", f"--workers={WORKERS}"]
            + ["--max-cron-threads=0", "--log-level=error"]
            + [f"--gevent-port={self.port + 1}"],
            stdout=subprocess.DEVNULL,
            stderr=sys.stderr if config["log_level"] == "debug" else subprocess.DEVNULL,
        )
        for _second in range(120):
            try:
                requests.get(f"{self.url}/web/login", timeout=30)
                return self
            except requests.ConnectionError:
                assert self.process.poll() is None, "the server has stopped"
                time.sleep(1)
        raise AssertionError("the server does not start")

    def __exit__(self, *_error):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)

    def workers(self):
        """Ids of the processes that answer requests."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        children = [int(pid) for pid in path.read_text(encoding="ascii").split()]
        return [pid for pid in children if b"\0gevent\0" not in _command(pid)]

    def memory(self):
        """Megabytes of the largest worker: (now, at its peak)."""
        figures = []
        for pid in self.workers():
            # one may just have ended: Odoo replaces workers that became large
            with suppress(FileNotFoundError, ProcessLookupError, TypeError):
                figures.append(memory(pid))
        return tuple(max(column) for column in zip(*figures, strict=True))


def _command(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def memory(pid=None):
    """Resident memory of a process in megabytes: (now, at its peak)."""
    path = Path(f"/proc/{pid or os.getpid()}/status")
    text = path.read_text(encoding="ascii")
    return tuple(
        int(re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)[1]) / 1024
        for name in ("VmRSS", "VmHWM")
    )


class Bidder:
    """Somebody at a browser; each call of ``measured`` ones returns its seconds."""

    def __init__(self, url, login, password):
        self.url, self.session = url, requests.Session()
        self.session.headers["Accept-Language"] = "de"
        page = self._get("/web/login")
        form = page.xpath("//form[@action='/web/login']")[0]
        fields = {**dict(form.form_values()), "login": login, "password": password}
        self._send("/web/login", fields)

    def _get(self, path):
        answer = self.session.get(
            urljoin(self.url, path), timeout=600, allow_redirects=False
        )
        assert answer.status_code == 200, (path, answer.status_code)
        return html.fromstring(answer.text)

    def _send(self, path, fields, files=None):
        """Post a form; done well it leads on.

        :return: (place, seconds)
        """
        started = time.perf_counter()
        answer = self.session.post(
            urljoin(self.url, path),
            data=fields,
            files=files,
            timeout=600,
            allow_redirects=False,
        )
        seconds = time.perf_counter() - started
        if answer.status_code != 303:
            raise Refused(f"{path}: {answer.status_code} {_words(answer)}")
        return answer.headers["Location"], seconds

    def _fields(self, page, action):
        path = f"//form[substring(@action, string-length(@action) - {len(action) - 1})"
        return dict(page.xpath(f"{path} = '{action}']")[0].form_values())

    def start(self, party, values):
        """A draft for the first plot, filled in.

        :return str: its address
        """
        path = f"/my/procedures/{party}/bids"
        fields = self._fields(self._get(path), f"{path}/new")
        place, _seconds = self._send(f"{path}/new", fields)
        draft = re.search(r"/my/procedures/\d+/bids/[0-9a-f-]{36}", place)[0]
        fields = {**self._fields(self._get(draft), f"{draft}/save"), **values}
        self._send(f"{draft}/save", fields)
        return draft

    def upload(self, draft, size):
        """:return: seconds of the posting"""
        fields = self._fields(self._get(draft), f"{draft}/files")
        fields["replaces"] = ""
        files = {"file": (*random_pdf(size), "application/pdf")}
        return self._send(f"{draft}/files", fields, files)[1]

    def look(self, draft):
        """The form with which the draft is handed in."""
        return self._fields(self._get(f"{draft}/review"), f"{draft}/submit")

    def submit(self, draft, fields):
        """:return: seconds of the posting"""
        place, seconds = self._send(f"{draft}/submit", fields)
        assert place.endswith("/receipt"), place
        return seconds


def random_pdf(size):
    """:return: name and content, in which nothing repeats"""
    content = b"%PDF-1.4\n" + secrets.token_bytes(size - 9)
    return f"{secrets.token_hex(4)}.pdf", content


class Refused(Exception):
    """The server did not do what the bidder asked for."""


def _words(answer):
    alerts = html.fromstring(answer.text).xpath("//*[contains(@class, 'alert')]")
    texts = [" ".join(alert.text_content().split()) for alert in alerts]
    return " | ".join(texts) or answer.text[:200]
