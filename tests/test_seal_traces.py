# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What bids leave behind on the server before the opening, and uploads over the limit."""

import base64
import configparser
import subprocess
from pathlib import Path

import pytest
from support.planted import SECRETS, WORDS, assert_silent
from support.visitor import Visitor


def spellings(word):
    """A word as bytes: plain, as JSON escapes it, in base64 and in hexadecimal."""
    plain = word.encode()
    yield from (plain, word.encode("unicode_escape"), plain.hex().encode())
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + plain)
        inner = encoded[4 if shift else 0 : len(encoded) // 4 * 4 - 4]
        yield inner
        yield inner.hex().encode()


def found_in(content):
    return {w for w in WORDS for pattern in spellings(w) if pattern in content}


def test_dump_holds_no_word(planted, settings):
    dump = subprocess.run(
        ["pg_dump", "--inserts", settings["WOHNKOORD_TEST_DB"]],
        check=True,
        capture_output=True,
    ).stdout
    identifier = planted.paths["submitted"].rpartition("/")[2].encode()
    assert identifier in dump, "the dump does not hold the bid at all"
    assert not found_in(dump)


def test_files_on_the_server_hold_no_word(planted, server, settings):
    config = configparser.ConfigParser()
    config.read(server.environ()["ODOO_RC"])
    folder = Path(config["options"]["data_dir"])
    store = folder / "filestore" / settings["WOHNKOORD_TEST_DB"]
    begun, read = server.create_time(), 0
    for part in (store, folder / "sessions"):
        for path in part.rglob("*"):
            try:
                if path.is_file() and path.stat().st_mtime >= begun:
                    assert not found_in(path.read_bytes()), path
                    read += 1
            except FileNotFoundError:  # another session has just ended
                continue
    assert read > len(planted.documents)


def test_servers_log_holds_no_word(planted, settings):
    content = Path(settings["WOHNKOORD_TEST_LOG"]).read_bytes()
    assert content
    assert not found_in(content)
    for path in (planted.bidder.path, planted.rival.path):
        assert path.encode() not in content, "the log says which party bids"


def test_mails_name_no_content(mailbox, planted):
    """The bidder's own receipt names its files, and goes to the bidder alone."""
    clients = (planted.bidder.client, planted.rival.client)
    own = {f"{client.login}@example.org" for client in clients}
    receipts = 0
    for letter in mailbox.letters:
        parts = [
            part.get_content()
            for part in letter.message.walk()
            if part.get_content_maintype() == "text"
        ]
        text = letter.subject + "".join(parts)
        if letter.address in own and SECRETS[1] in text:
            receipts += 1
            text = text.replace(SECRETS[1], "")
        assert_silent(text, planted)
    assert receipts == 2


# -- an upload that is larger than the server takes -----------------------------------------


class Body:
    """A body of so many megabytes that never stands in memory."""

    head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="x.pdf"\r\n\r\n'

    def __init__(self, megabytes):
        self.megabytes = megabytes

    def __len__(self):
        return len(self.head) + self.megabytes * 1024 * 1024

    def __iter__(self):
        yield self.head
        for _n in range(self.megabytes):
            yield b"x" * 1024 * 1024


def send_too_much(visitor, path):
    """140 MiB: a page in the visitor's language, and the connection ends cleanly."""
    answer = visitor.http.post(
        visitor.url + path,
        data=Body(140),
        headers={"Content-Type": "multipart/form-data; boundary=b"},
        timeout=120,
        allow_redirects=False,
    )
    assert answer.status_code == 413
    assert "128 MB" in answer.text
    # the server goes on, and so does the visitor on the same connection
    assert visitor.open("/newsletter").status_code == 200


@pytest.mark.parametrize("path", ["/newsletter", "/my/account"])
def test_upload_over_the_limit_ends_in_words(office, server_log, path):
    visitor = Visitor(office.url)
    if path.startswith("/my"):
        visitor.http.cookies.update(office.spokesperson.http.cookies)
    send_too_much(visitor, path)
    assert "Traceback" not in server_log()


def test_upload_over_the_limit_to_a_bid(office, ledger, planted, server_log):
    """Nothing is lost, and the procedure's log notes it without a name."""
    draft = planted.paths["draft"]
    before = planted.bidder.open(draft).text.count(SECRETS[1])
    send_too_much(planted.bidder.visitor, f"{draft}/files")
    events = ledger.rows(
        "SELECT actor, content FROM wohnkoord_procedure_event"
        " WHERE procedure_id = %s AND kind = 'upload_refused'",
        [planted.procedure],
    )
    assert [actor for actor, _content in events] == ["bidder"]
    assert "134217728" in events[0][1]
    assert planted.bidder.open(draft).text.count(SECRETS[1]) == before
    log = server_log()
    assert "Traceback" not in log and "too large" in log
    assert planted.bidder.path not in log
