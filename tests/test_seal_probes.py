# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A sealed bid, asked for from outside: one probe per way, by every role."""

from datetime import UTC, datetime, timedelta

import pytest
from support.client import Fault
from support.office import ROLES, day
from support.visitor import Visitor

PROCEDURE = "wohnkoord.procedure"
BID = "wohnkoord.bid"
DOCUMENT = "wohnkoord.bid.document"
#: what only the bid says
SECRETS = ("Quittenhof-Probe", "Mirabellenkonzept-Probe", "Lageplan-Probe.pdf")
OFFICE = ("adviser", "manager")
PUBLIC_PAGES = (
    "/procedures",
    "/procedures/rss.xml",
    "/procedures/calendar.ics",
    "/sitemap.xml",
    "/my",
    "/my/procedures",
    "/my/bids",
)


def plant_bid(office, ledger, procedure):
    """Submit a bid with ``SECRETS`` in it through the pages of the portal.

    The one place that knows those pages.

    :return: whether they are there yet
    """
    visitor = Visitor(office.url)
    visitor.http.cookies.update(office.spokesperson.http.cookies)
    page = visitor.http.get(f"{office.url}/my/procedures", timeout=60)
    assert page.status_code == 200
    links = visitor.links(page, "/bid")
    if not links:
        return False
    page = visitor.open(links[0])
    visitor.send(
        page,
        files={"file": (SECRETS[2], b"%PDF-1.4 probe", "application/pdf")},
        name=SECRETS[0],
        statement=SECRETS[1],
    )
    return True


@pytest.fixture(scope="module")
def procedure(office, ledger):
    """A published procedure of the tests' office with one bid."""
    deadline = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=60)
    plot = office.adviser.create(
        "wohnkoord.plot", {"name": office.name("Probestraße"), "area": 580}
    )
    procedure = office.adviser.create(
        PROCEDURE,
        {
            "name": office.name("Konzeptverfahren"),
            "date_questions_until": f"{day(30)} 12:00:00",
            "date_deadline": deadline.strftime("%Y-%m-%d %H:%M:%S"),
            "officer_ids": [(6, 0, [office.adviser.uid, office.manager.uid])],
            "lot_ids": [(0, 0, {"number": 1, "plot_id": plot, "price_fixed": 2.5})],
            "criterion_ids": [
                (
                    0,
                    0,
                    {
                        "name": "Gemeinschaft",
                        "weight": 100,
                        "step_ids": [(0, 0, {"points": 5, "name": "überzeugt"})],
                    },
                )
            ],
        },
    )
    office.manager.do(PROCEDURE, procedure, "action_publish")
    office.adviser.create(
        "wohnkoord.registration",
        {"procedure_id": procedure, "initiative_id": office.initiative},
    )
    plant_bid(office, ledger, procedure)
    return procedure


def answers(client, procedure):
    """name -> callable: what a role may ask over RPC."""
    own = [("procedure_id", "=", procedure)]
    files = [("res_model", "in", [BID, DOCUMENT]), ("res_field", "!=", False)]
    return {
        "search_read": lambda: client.call(BID, "search_read", own),
        "search_count": lambda: client.call(BID, "search_count", own),
        "name_search": lambda: client.call(BID, "name_search", SECRETS[0]),
        "groups": lambda: client.call(
            BID, "formatted_read_group", own, ["state"], ["__count"]
        ),
        "export": lambda: client.call(
            BID, "export_data", client.search(BID, own), ["number", "price", "content"]
        ),
        "fields_get": lambda: client.call(BID, "fields_get"),
        "documents": lambda: client.call(DOCUMENT, "search_read", []),
        "commitments": lambda: client.call("wohnkoord.commitment", "search_read", []),
        "attachments": lambda: client.call("ir.attachment", "search_read", files),
        "log": lambda: client.call("wohnkoord.procedure.event", "search_read", own),
    }


@pytest.mark.parametrize("role", [*ROLES, "admin"])
def test_rpc(office, procedure, role):
    client = getattr(office, role)
    for name, ask in answers(client, procedure).items():
        try:
            text = repr(ask())
        except Fault as fault:
            text = f"{fault.message} {fault.debug}"
        else:
            if name not in ("fields_get", "attachments"):
                assert role in (*OFFICE, "admin"), f"{role} may ask {name}"
        for word in SECRETS:
            assert word not in text, (name, word)


@pytest.mark.parametrize(
    "field", ["bidder_key", "slot_key", "cipher", "draft_cipher", "wrapped_key"]
)
@pytest.mark.parametrize("role", [*OFFICE, "admin"])
def test_sealed_fields_serve_no_question(office, procedure, role, field):
    client = getattr(office, role)
    for ask in (
        lambda: client.search(BID, [(field, "!=", False)]),
        lambda: client.search(BID, [], order=field),
        lambda: client.call(BID, "search_read", [], [field]),
        lambda: client.call(BID, "formatted_read_group", [], [field], ["__count"]),
        lambda: client.search(PROCEDURE, [(f"bid_ids.{field}", "!=", False)]),
    ):
        with pytest.raises(Fault):
            ask()


@pytest.mark.parametrize("path", PUBLIC_PAGES)
@pytest.mark.parametrize("role", [None, "spokesperson", "rival", "consultant"])
def test_pages(office, procedure, role, path):
    visitor = Visitor(office.url)
    if role and (role != "spokesperson" or not path.startswith("/my")):
        visitor.http.cookies.update(getattr(office, role).http.cookies)
    text = visitor.http.get(office.url + path, timeout=60).text
    for word in SECRETS:
        assert word not in text


@pytest.mark.parametrize("role", [None, *ROLES, "admin"])
def test_files(office, ledger, procedure, role):
    """The sealed files, by number and by record, as file and as picture."""
    client = getattr(office, role) if role else Visitor(office.url)
    documents = ledger.rows("SELECT id FROM wohnkoord_bid_document")
    attachments = ledger.rows(
        "SELECT id FROM ir_attachment WHERE res_model = %s", [DOCUMENT]
    )
    paths = [f"/web/content/{number}" for (number,) in attachments]
    for number in [*(row[0] for row in documents), 1]:
        for kind in ("content", "image"):
            paths.append(f"/web/{kind}/{DOCUMENT}/{number}/cipher")
            paths.append(f"/web/{kind}/{BID}/{number}/cipher?access_token=x")
    for path in paths:
        answer = client.http.get(office.url + path, timeout=60)
        # a picture that is not there is a placeholder
        assert answer.status_code in (403, 404) or "/web/image" in path, path
        for word in SECRETS:
            assert word not in answer.text


def test_mails_name_no_bid(mailbox, procedure):
    for letter in mailbox.letters:
        parts = [
            part.get_content()
            for part in letter.message.walk()
            if part.get_content_maintype() == "text"
        ]
        for word in SECRETS:
            assert word not in letter.subject + "".join(parts)


@pytest.mark.parametrize("role", [*ROLES, None])
def test_log_export(office, procedure, role):
    """The office alone downloads the log; nothing of a bid is in it."""
    client = getattr(office, role) if role else Visitor(office.url)
    answer = client.http.get(
        f"{office.url}/wohnkoord/procedures/{procedure}/log.zip",
        timeout=60,
        allow_redirects=False,
    )
    if role in OFFICE:
        assert answer.headers["Content-Type"] == "application/zip"
    else:
        assert answer.status_code in (303, 404)


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


@pytest.mark.parametrize("path", ["/newsletter", "/my/account"])
def test_upload_over_the_limit_ends_in_words(office, server_log, path):
    """128 MiB and more: a page in the visitor's language, and the connection ends."""
    visitor = Visitor(office.url)
    if path.startswith("/my"):
        visitor.http.cookies.update(office.spokesperson.http.cookies)
    answer = visitor.http.post(
        office.url + path,
        data=Body(140),
        headers={"Content-Type": "multipart/form-data; boundary=b"},
        timeout=120,
        allow_redirects=False,
    )
    assert answer.status_code == 413
    assert "128 MB" in answer.text
    assert "Traceback" not in server_log()
    assert visitor.open("/newsletter").status_code == 200
