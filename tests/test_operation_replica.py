# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A replica serves every page that only reads: no page writes, and none is asked twice."""

import pytest
import test_jury_pages as jury
import test_pages as portal
import test_public_pages as public
import test_winner_pages as award
from support.client import Client
from support.replica import Replica, Walk
from support.routes import routes
from support.visitor import Visitor

#: files beside the public pages
FILES = [
    "/events.ics",
    "/events/{event}/ics",
    "/events/{event}/register",
    "/booking/{booking}/appointment.ics",
    "/booking/details?type=1&slot=x",
    "/procedures/feed.rss",
    "/procedures/calendar.ics",
    "/procedures/{procedure}/feed.rss",
    "/procedures/{procedure}/calendar.ics",
    "/procedures/{procedure}/lots.geojson",
    "/procedures/ocds.json",
    "/procedures.csv",
    "/procedures/{procedure}/ocds.json",
    "/procedures/{procedure}/ocds/releases.json",
    "/procedures/{procedure}/lots.csv",
    "/procedures/{procedure}/criteria.csv",
    "/procedures/{procedure}/bids.csv",
    "/procedures/{procedure}/awards.csv",
    "/procedures/{procedure}/contracts.csv",
    "/projects.geojson",
    "/projects.csv",
    "/sitemap.xml",
    "/robots.txt",
    "/",
    "/consent/{consent}/unsubscribe",
    "/projects/{project}/picture/1/small",
    "/mailing/withdraw/{withdraw}",
    "/advice/check",
    "/advice/sent",
    "{slot}",
]
#: model -> address of its records in the office
PAPERS = {
    "wohnkoord.bid.document": "/wohnkoord/bid-documents/{id}",
    "wohnkoord.procedure.opening": "/wohnkoord/openings/{id}/protocol.json",
    "wohnkoord.plot": "/wohnkoord/plots/{id}/expose.docx",
    "wohnkoord.minutes": "/wohnkoord/minutes/{id}/minutes.docx",
    "wohnkoord.procedure": "/wohnkoord/procedures/{id}/log.zip",
    "wohnkoord.contract": "/wohnkoord/contracts/{id}/time-sheet.xlsx",
    "wohnkoord.framework": "/wohnkoord/frameworks/{id}/overview.xlsx",
}
#: where only forms are answered, and second pages
BESIDE = {
    "consultant": [
        "/my/call-offs/{open}/x",
        "/my/call-offs/{open}/page/2",
        "/my/call-offs/page/2",
        "/my/call-offs/{open}/costs/999999",
        "/my/call-offs/{open}/costs/999999/files/1",
        "/my/hours/page/2",
        "/my/hours.xlsx",
        "/my/call-offs/{open}/order.pdf",
        "/my/call-offs/{open}/time-sheet.pdf",
        "/my/call-offs/{open}/time-sheet.xlsx",
        "/my/consultant-profile",
        "/my/consultant-profile/999999",
        "/my/consultant-bills/page/2",
        "/my/invoices/page/2",
        "/my/invoices/upload",
        "/my/invoices/received/999999",
        "/my/invoices/received/999999/file",
        "/my/invoices/received/999999/x",
    ],
    "spokesperson": [
        "/my/initiatives/page/2",
        "/my/initiatives/{initiative}/x",
        "/my/initiatives/{initiative}/messages/page/2",
        "/my/initiatives/{initiative}/documents/page/2",
        "/my/initiatives/{initiative}/documents/999999",
        "/my/initiatives/{initiative}/meetings/999999.ics",
        "/my/initiatives/{initiative}/page/picture/999999/small",
    ],
}
#: below a group's page of a procedure
PARTY = [
    "",
    "/bids",
    "/objections",
    "/objections/999999/file",
    "/milestones/1/proof",
    "/duties/1/proof",
    "/letters/999999",
    "/proofs/999999",
    "/bids/{uuid}",
    "/bids/{uuid}/review",
    "/bids/{uuid}/withdraw",
    "/bids/{uuid}/receipt",
    "/bids/{uuid}/receipt.pdf",
    "/bids/{uuid}/bid.json",
    "/bids/{uuid}/bid.html",
    "/cure/{cure}",
    "/cure/{cure}/documents/{file}",
    "/cure/{cure}/x",
]
SESSION = "/my/jury/{id}/sessions/999999.ics"

# shared with the tests that look at these pages
ids, places, draft = portal.ids, public.places, public.draft
seat = jury.seat
running, winner, loser = award.running, award.winner, award.loser


@pytest.fixture(scope="module")
def replica(settings):
    with Replica(
        settings["WOHNKOORD_TEST_DB"], f"{settings['WOHNKOORD_TEST_LOG']}.replica"
    ) as one:
        yield one


@pytest.fixture(scope="module")
def opened():
    """The routes that were opened."""
    return set()


@pytest.fixture
def walk(office, replica, opened):
    """``walk(client, paths)``: opens them on both servers, and what they link to."""

    def go(client, paths):
        before = len(replica.records())
        http = client.http if client else Visitor(office.url).http
        one = Walk(office.url, replica.url, http, routes())
        one.go(paths)
        opened.update(str(route) for route in one.seen.values() if route)
        assert not one.different, f"{len(one.different)}: {one.different[:3]}"
        lines = replica.records()[before:]
        wrong = (" ERROR ", "Traceback", "retrying with a read/write cursor")
        assert not [line for line in lines if any(words in line for words in wrong)]

    return go


def test_public_pages(walk, places):
    paths = [
        *public.PUBLIC,
        *public.LINKED,
        *public.MISSING,
        *FILES,
    ]
    walk(None, [path.format(**places) for path in paths])


@pytest.mark.parametrize("role", ["consultant", "rival", "spokesperson"])
def test_portal(walk, office, ids, places, role):
    paths = [*portal.PAGES[role], *public.PORTAL.get(role, ()), *BESIDE.get(role, ())]
    values = {**places, **ids}
    walk(getattr(office, role), [path.format(**values) for path in paths])


@pytest.mark.parametrize("login", ["konzept1", "initiative"])
def test_portal_of_the_demo(walk, office, login):
    """People who have been at it for a year: invoices, costs, bids, meetings."""
    walk(Client(office.url, office.db, login, login).open(), ["/my", "/my/invoices"])


def test_jury(walk, office, seat):
    juror = Client(office.url, office.db, seat["login"], jury.PASSWORD)
    walk(
        juror.open(),
        ["/my", "/my/jury", f"/my/jury/{seat['id']}", SESSION.format(**seat)],
    )


@pytest.fixture(scope="module")
def answering(office):
    """A group that was asked for what was missing, and handed it in."""
    row = office.admin.call(
        "wohnkoord.cure.line",
        "search_read",
        [("document_ids", "!=", False)],
        ["bid_id", "request_id", "document_ids"],
        load=None,
        limit=1,
    )[0]
    group = award.Group(office, row["bid_id"])
    group.cure = {"cure": row["request_id"], "file": row["document_ids"][0]}
    return group


@pytest.mark.parametrize("who", ["winner", "loser", "answering"])
def test_groups_of_a_procedure(walk, office, request, who):
    group = request.getfixturevalue(who)
    values = {
        **office.admin.read("wohnkoord.bid", group.bid, "uuid"),
        **getattr(group, "cure", {"cure": 999999, "file": 999999}),
    }
    walk(group.client, [group.path + path.format(**values) for path in PARTY])


def test_office(walk, office):
    found = [
        path.format(id=number)
        for model, path in PAPERS.items()
        for number in office.manager.search(model, [], limit=2)
    ]
    assert len(found) > len(PAPERS)
    sheet = "/wohnkoord/procedures/999999/recovery-sheet"
    template = "/wohnkoord/import-template/wohnkoord.initiative"
    walk(office.manager, [*found, "/wohnkoord/key-file", sheet, template])


def test_nothing_is_left_out(opened):
    """Every route that a browser can open was opened."""
    every = {str(route) for route in routes() if "GET" in route.methods}
    forgotten = sorted(every - opened)
    assert not forgotten, "\n".join(forgotten)


def test_who_reads_and_who_writes(replica, site):
    """Pages come from the replica; what is sent goes to the database itself."""
    visitor = Visitor(replica.url)
    sent = visitor.send(
        visitor.open("/newsletter"), name="Rita Replik", email="rita@example.org"
    )
    assert sent.url.endswith("/newsletter/sent")
    modes = replica.modes()
    assert ("GET", "/newsletter", "ro") in modes
    assert ("POST", "/newsletter", "rw") in modes
    assert not [line for line in modes if line[2] == "ro->rw"]
