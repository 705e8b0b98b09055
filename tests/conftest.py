# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Fixtures of the tests from outside; ``./test outside`` starts the server for them.

Nothing is skipped: what is missing is a failure.
"""

import itertools
import os
from pathlib import Path

import psutil
import pytest
from support.browser import Browser
from support.clicks import Desk
from support.client import Client
from support.ledger import Ledger
from support.mailbox import Mailbox
from support.names import CALL_OFF, CASE, CONTRACT, ENTRY, FRAMEWORK, LOT, REQUEST
from support.office import Office
from support.planted import Planted
from support.site import Site

PICTURES = Path(__file__).resolve().parent.parent / "docs/pictures"
NEEDED = (
    "WOHNKOORD_TEST_URL",
    "WOHNKOORD_TEST_DB",
    "WOHNKOORD_TEST_LOG",
    "WOHNKOORD_TEST_PIDFILE",
    "WOHNKOORD_TEST_SMTP_PORT",
    "CHROMIUM",
    "AXE_PATH",
)


def pytest_addoption(parser):
    parser.addoption(
        "--pictures",
        action="store_true",
        help="keep a picture of every step of the stories in docs/pictures/",
    )
    parser.addoption(
        "--soak",
        type=float,
        default=15,
        metavar="SECONDS",
        help="how long 50 people work at once (test_operation_load.py)",
    )


@pytest.fixture(scope="session")
def settings():
    """What ./test exports, by name."""
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        pytest.fail(f"Start these tests with ./test outside; not set: {missing}")
    return {name: os.environ[name] for name in NEEDED}


@pytest.fixture(scope="session", autouse=True)
def mailbox(settings):
    """Every mail that the server sends, in all tests."""
    with Mailbox(int(settings["WOHNKOORD_TEST_SMTP_PORT"])) as mailbox:
        yield mailbox


@pytest.fixture(scope="session")
def office(settings, mailbox):
    office = Office(settings["WOHNKOORD_TEST_URL"], settings["WOHNKOORD_TEST_DB"])
    # links in mails lead to this server
    for key, value in (
        ("web.base.url", settings["WOHNKOORD_TEST_URL"]),
        ("web.base.url.freeze", "True"),
    ):
        office.admin.call("ir.config_parameter", "set_param", key, value)
    return office


@pytest.fixture(scope="session")
def rpc(office):
    """``rpc(role)``: the client of that role."""
    return lambda role: getattr(office, role)


@pytest.fixture(scope="session")
def ledger(settings):
    return Ledger(settings["WOHNKOORD_TEST_DB"])


@pytest.fixture(scope="session")
def site(office, ledger):
    """The public pages, with one record of each kind that a visitor can make."""
    ledger.forget_posts()
    return Site(office, ledger).fill()


@pytest.fixture(scope="session")
def planted(office, ledger):
    """Sealed bids with words in them that must be found nowhere."""
    return Planted(office, ledger)


@pytest.fixture
def fresh_limits(ledger):
    """Nobody has sent a form yet, and the tests that follow start like that, too."""
    ledger.forget_posts()
    yield
    ledger.forget_posts()


@pytest.fixture
def balanced(ledger):
    """The balances add up before and after the test."""
    ledger.assert_balanced()
    yield ledger
    ledger.assert_balanced()


@pytest.fixture(scope="session")
def server(settings):
    """The process of the test server."""
    with open(settings["WOHNKOORD_TEST_PIDFILE"], encoding="ascii") as file:
        return psutil.Process(int(file.read()))


@pytest.fixture
def server_log(settings):
    """Callable: what the server has logged since the test began."""
    path = settings["WOHNKOORD_TEST_LOG"]
    start = os.path.getsize(path)

    def read():
        with open(path, encoding="utf-8", errors="replace") as log:
            log.seek(start)
            return log.read()

    return read


@pytest.fixture(scope="session")
def browser(settings):
    with Browser(settings) as browser:
        yield browser


@pytest.fixture
def open_page(browser, office):
    """``open_page(role, width)``: a page of that role; its errors fail the test."""
    pages = []

    def open_one(role=None, width=1400, client=None):
        client = client or (getattr(office, role) if role else None)
        page = browser.new_page(client, width)
        pages.append(page)
        return page

    yield open_one
    problems = [problem for page in pages for problem in page.problems]
    for page in pages:
        page.context.close()
    assert not problems, "errors on the page:\n" + "\n".join(problems)


@pytest.fixture
def desk(office, open_page):
    """``desk(login)``: the back office of somebody in the demo data."""

    def sit_down(login, width=1400):
        client = Client(office.url, office.db, login, login).open()
        return Desk(open_page(client=client, width=width))

    return sit_down


@pytest.fixture
def picture(request):
    """Keep the page as docs/pictures/NN-name.png, if asked to.

    A module's ``PICTURE_PREFIX`` stands before the number; ``{test}`` in it becomes the
    test's name.
    """
    numbers = itertools.count(1)
    test = request.function.__name__.removeprefix("test_")
    prefix = getattr(request.module, "PICTURE_PREFIX", "").format(test=test)

    def take(page, name):
        number = next(numbers)
        if request.config.getoption("--pictures"):
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.mouse.move(0, 0)
            page.wait_for_timeout(600)
            page.screenshot(path=PICTURES / f"{prefix}{number:02}-{name}.png")

    return take


@pytest.fixture(scope="module")
def samples(office):
    """One record of each kind that the roles are asked about."""
    call_off = office.make_call_off(40)
    return {
        CALL_OFF: call_off,
        ENTRY: office.make_entry(call_off, 60),
        FRAMEWORK: office.framework,
        LOT: office.lot,
        CONTRACT: office.contract,
        CASE: office.case,
        "wohnkoord.initiative": office.initiative,
        "wohnkoord.topic": office.topic,
        REQUEST: office.adviser.create(
            REQUEST, {"call_off_id": call_off, "hours": 1, "reason": "Mehr Arbeit"}
        ),
    }
