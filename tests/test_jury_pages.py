# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The jury's pages, as a person with a seat of the demo's procedure opens them."""

import pytest
from support.axe import violations, width_overflow
from support.client import Client

SEAT = "wohnkoord.juror"
PASSWORD = "sitz-der-jury-2021"


@pytest.fixture(scope="module")
def seat(office):
    """A voting seat of Leipzig's jury, and its person's login."""
    [found] = office.admin.call(
        SEAT,
        "search_read",
        [
            ("procedure_id.reference", "=", "KV-2021-01"),
            ("has_vote", "=", True),
            ("user_id.share", "=", True),
        ],
        ["user_id"],
        limit=1,
        order="id desc",
    )
    user = found["user_id"][0]
    office.admin.write("res.users", user, {"password": PASSWORD})
    [person] = office.admin.call("res.users", "read", [user], ["login"])
    return {"id": found["id"], "login": person["login"]}


@pytest.fixture
def juror(office, seat):
    return Client(office.url, office.db, seat["login"], PASSWORD).open()


def look(page, settings, name):
    """Usable for all and no wider than the screen, at both widths."""
    wrong = []
    for width in (390, 820, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [
            f"{name} {width}: {line}" for line in violations(page, settings["AXE_PATH"])
        ]
        if over := width_overflow(page):
            wrong.append(f"{name} {width}: {over} px too wide")
    assert not wrong, "\n".join(wrong)


def test_pages_of_a_seat(open_page, settings, juror, seat):
    page = open_page(client=juror)
    for path in ("/my", "/my/jury", f"/my/jury/{seat['id']}"):
        assert page.goto(path, wait_until="networkidle").status == 200
        look(page, settings, path)
        page.evaluate(
            "document.querySelectorAll('main details').forEach(d => { d.open = true; })"
        )
        look(page, settings, f"{path}, forms open")
    assert page.locator("form[action$='/declarations'] fieldset").count() > 1
    links = page.locator("#jury-bids-title ~ ol a")
    assert links.count() > 10, "the bids of which the seat is not conflicted"
    links.first.click()
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1
    look(page, settings, "bid")


def test_other_seats_are_closed(juror, office, seat):
    """Another seat's page and bids look like pages that do not exist."""
    [other] = office.admin.call(
        SEAT, "search", [("id", "!=", seat["id"])], limit=1, order="id"
    )
    for path in (f"/my/jury/{other}", f"/my/jury/{other}/bids/1", "/my/jury/999999"):
        answer = juror.http.get(office.url + path, allow_redirects=False)
        assert answer.status_code == 303, path
        assert answer.headers["Location"].rstrip("/").endswith("/my"), path


def test_a_person_with_a_seat_reads_no_model(juror):
    """The portal's own rights: none, on any model of the second half."""
    for model in (SEAT, "wohnkoord.bid", "wohnkoord.score", "wohnkoord.conflict"):
        assert not juror.call(model, "has_access", [], "read")
