# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A real SMTP server for the office's mails: it keeps them and sends nothing on."""

import email
import email.policy
import re
import time

from aiosmtpd.controller import Controller

LINK = re.compile(r"https?://[^\s\"'<>)\]]+")


class Letter:
    """One message to one address."""

    def __init__(self, address, message):
        self.address, self.message = address, message
        self.subject = str(message["Subject"])

    @property
    def text(self):
        """What a reader without HTML sees."""
        return self.message.get_body(("plain",)).get_content()

    @property
    def html(self):
        return self.message.get_body(("html",)).get_content()

    def links(self, part=""):
        """The addresses in the HTML that contain ``part``, as a reader clicks them."""
        found = re.findall(r"href=[\"']([^\"']+)[\"']", self.html)
        return [link.replace("&amp;", "&") for link in found if part in link]

    def link(self, part):
        links = self.links(part)
        assert links, f"no link with {part} in {self.subject!r}:\n{self.text}"
        return links[0]


class Mailbox:
    """Started once for all tests on the port that the server was told."""

    def __init__(self, port):
        self.letters = []
        self.controller = Controller(self, hostname="127.0.0.1", port=port)

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *exc):
        self.controller.stop()

    async def handle_DATA(self, _server, _session, envelope):
        message = email.message_from_bytes(
            envelope.content, policy=email.policy.default
        )
        for address in envelope.rcpt_tos:
            self.letters.append(Letter(address.lower(), message))
        return "250 OK"

    def to(self, address, subject=""):
        """The letters to an address so far, oldest first."""
        return [
            letter
            for letter in list(self.letters)
            if letter.address == address.lower() and subject in letter.subject
        ]

    def wait(self, address, subject="", count=1, seconds=20):
        """The newest letter to an address, once there are ``count`` of them."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            letters = self.to(address, subject)
            if len(letters) >= count:
                return letters[-1]
            time.sleep(0.2)
        subjects = [letter.subject for letter in self.to(address)]
        raise AssertionError(f"no mail {subject!r} to {address}; there are {subjects}")
