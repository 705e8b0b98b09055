# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A sealed bid, asked for from outside: one probe per way, by every role."""

import pytest
from support.bids import BID, DOCUMENT, PROCEDURE
from support.client import Fault
from support.office import ROLES
from support.planted import SECRETS, assert_silent
from support.visitor import Visitor

OFFICE = ("adviser", "manager", "admin")
EVERYBODY = [None, *ROLES, "admin"]
#: methods that know a content, by model
SECRET_METHODS = {
    BID: ("_draft_data", "_content_bytes", "_facts", "_receipt_values", "_submit"),
    DOCUMENT: ("_file_facts", "_plain_content", "action_download"),
    PROCEDURE: ("_private_key", "_seal_sudo", "_open_bids", "_bidder_key"),
    "wohnkoord.key.file": ("_current", "_secret", "_decrypt", "_folder"),
}
PUBLIC_PAGES = (
    "/procedures",
    "/procedures/feed.rss",
    "/procedures/calendar.ics",
    "/procedures/{slug}",
    "/procedures/{slug}/feed.rss",
    "/procedures/{slug}/calendar.ics",
    "/procedures/{slug}/lots.geojson",
    "/procedures/{slug}/versions/1.json",
    "/sitemap.xml",
)


def client_of(office, role):
    return getattr(office, role) if role else Visitor(office.url)


def test_something_is_planted(planted):
    """The proof is no proof if there is nothing to be found."""
    assert set(planted.bids) == {"submitted", "draft", "withdrawn"}
    assert len(planted.documents) == len(planted.attachments) == 3
    assert len(planted.keys) == 5  # two bidders, three slots
    page = planted.bidder.open(planted.paths["draft"])
    assert SECRETS[0] in page.text and SECRETS[1] in page.text
    receipt = planted.bidder.open(f"{planted.paths['submitted']}/receipt")
    assert SECRETS[1] in receipt.text
    content = planted.bidder.visitor.open(f"{planted.paths['submitted']}/bid.json")
    assert content.json()["statement"] == SECRETS[0]


# -- RPC ----------------------------------------------------------------------------------


def answers(client, planted):
    """name -> callable: what a role may ask over RPC."""
    own = [("procedure_id", "=", planted.procedure)]
    ids = list(planted.bids.values())
    files = [("res_model", "in", [BID, DOCUMENT]), ("res_field", "!=", False)]
    about = [("model", "in", [BID, DOCUMENT, PROCEDURE])]
    word = SECRETS[0]
    return {
        "read": lambda: client.call(BID, "read", ids),
        "web_read": lambda: client.call(BID, "web_read", ids, {"number": {}}),
        "search_read": lambda: client.call(BID, "search_read", own),
        "search_count": lambda: client.call(BID, "search_count", own),
        "name_search": lambda: client.call(BID, "name_search", word),
        "groups": lambda: client.call(
            BID, "formatted_read_group", own, ["state"], ["__count"]
        ),
        "sort order": lambda: client.search(BID, own, order="receipt_hash"),
        "export": lambda: client.call(
            BID, "export_data", client.search(BID, own), ["number", "price", "content"]
        ),
        "fields_get": lambda: client.call(BID, "fields_get"),
        "view": lambda: client.call(BID, "get_views", [[False, "form"]]),
        "documents": lambda: client.call(DOCUMENT, "search_read", []),
        "document": lambda: client.call(DOCUMENT, "read", planted.documents),
        "commitments": lambda: client.call("wohnkoord.commitment", "search_read", []),
        "attachments": lambda: client.call(
            "ir.attachment",
            "search_read",
            files,
            ["name", "datas", "index_content", "description", "create_uid"],
        ),
        "attachment": lambda: client.call(
            "ir.attachment", "read", planted.attachments, ["datas", "name"]
        ),
        "token": lambda: client.call(
            "ir.attachment", "generate_access_token", planted.attachments
        ),
        "messages": lambda: client.call("mail.message", "search_read", about),
        "mails": lambda: client.call("mail.mail", "search_read", []),
        "tracking": lambda: client.call("mail.tracking.value", "search_read", []),
        "activities": lambda: client.call("mail.activity", "search_read", []),
        "followers": lambda: client.call("mail.followers", "search_read", []),
        "dialogs": lambda: client.call("wohnkoord.bid.intake", "search_read", []),
        "log": lambda: client.call("wohnkoord.procedure.event", "search_read", own),
        "procedure": lambda: client.call(PROCEDURE, "read", [planted.procedure]),
    }


#: what others than the office may ask as well, and find nothing
HARMLESS = (
    "fields_get",
    "attachments",
    "messages",
    "mails",
    "tracking",
    "activities",
    "followers",
    "procedure",
    "view",
    "dialogs",
)


@pytest.mark.parametrize("role", [*ROLES, "admin"])
def test_rpc(office, planted, role):
    client = getattr(office, role)
    for name, ask in answers(client, planted).items():
        try:
            text = repr(ask())
        except Fault as fault:
            text = f"{fault.message} {fault.debug}"
        else:
            if name not in HARMLESS:
                assert role in OFFICE, f"{role} may ask {name}"
            assert name not in ("attachment", "token"), name
        assert_silent(text.replace(repr(SECRETS[0]), ""), planted)


@pytest.mark.parametrize("role", [*ROLES, "admin"])
def test_methods_that_know_a_content(office, planted, role):
    client = getattr(office, role)
    numbers = {
        BID: list(planted.bids.values()),
        DOCUMENT: planted.documents[:1],
        PROCEDURE: [planted.procedure],
    }
    for model, names in SECRET_METHODS.items():
        for name in names:
            with pytest.raises(Fault) as caught:
                client.call(model, name, numbers.get(model, []))
            text = caught.value.message + caught.value.debug
            assert_silent(text, planted)


@pytest.mark.parametrize(
    "field",
    ["bidder_key", "slot_key", "cipher", "draft_cipher", "facts_cipher", "wrapped_key"],
)
@pytest.mark.parametrize("role", OFFICE)
def test_sealed_fields_serve_no_question(office, planted, role, field):
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


# -- pages --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PUBLIC_PAGES)
@pytest.mark.parametrize("role", [None, "spokesperson", "adviser"])
def test_public_pages(office, planted, role, path):
    client = client_of(office, role)
    path = path.format(slug=planted.slug)
    answer = client.http.get(office.url + path, timeout=60)
    assert answer.status_code == 200, path
    assert_silent(answer.text, planted)


@pytest.mark.parametrize("role", [None, *(r for r in ROLES if r != "spokesperson")])
def test_portal_pages_of_others(office, planted, role):
    """The bidders' own pages, by everybody else; by the rival party, too."""
    clients = [client_of(office, role)]
    if role == "rival":
        clients.append(planted.rival.client)
    for client in clients:
        for state in ("submitted", "draft"):
            for page in ("", "/review", "/receipt", "/receipt.pdf", "/bid.json"):
                path = planted.paths[state] + page
                answer = client.http.get(
                    office.url + path, timeout=60, allow_redirects=False
                )
                assert answer.status_code == 303, path
                assert_silent(answer.text, planted)
        for path in ("/my", "/my/procedures", planted.bidder.path):
            answer = client.http.get(office.url + path, timeout=60)
            assert_silent(answer.text, planted)
    # under the rival's own registration, the foreign bid's address leads nowhere
    identifier = planted.paths["submitted"].rpartition("/")[2]
    answer = planted.rival.visitor.http.get(
        f"{office.url}{planted.rival.path}/{identifier}",
        timeout=60,
        allow_redirects=False,
    )
    assert answer.status_code == 303 and answer.headers["Location"].endswith("/my")


@pytest.mark.parametrize("role", [None, "adviser", "rival", "consultant"])
def test_nobody_posts_to_foreign_bids(office, ledger, planted, role):
    client = client_of(office, role)
    before = ledger.rows("SELECT id, state FROM wohnkoord_bid ORDER BY id")
    fields = planted.rival.form(planted.rival.open(), "/new")
    fields.pop("")
    for act in ("save", "files", "submit", "withdraw", "replace", "discard"):
        answer = client.http.post(
            f"{office.url}{planted.paths['submitted']}/{act}",
            data=fields,
            timeout=60,
            allow_redirects=False,
        )
        assert answer.status_code in (303, 400, 403), act
        assert_silent(answer.text, planted)
    assert ledger.rows("SELECT id, state FROM wohnkoord_bid ORDER BY id") == before


@pytest.mark.parametrize("role", EVERYBODY)
def test_files(office, planted, role):
    """The sealed files, by number and by record, with and without a token."""
    client = client_of(office, role)
    paths = []
    for number in planted.attachments:
        paths += [
            f"/web/content/{number}",
            f"/web/content/{number}?access_token=x",
            f"/web/image/{number}",
            f"/web/content?model=ir.attachment&id={number}&field=raw",
        ]
    for model, numbers in (
        (DOCUMENT, planted.documents),
        (BID, planted.bids.values()),
    ):
        for number in numbers:
            for kind in ("content", "image"):
                paths.append(f"/web/{kind}/{model}/{number}/cipher")
                paths.append(f"/web/{kind}/{model}/{number}/cipher?access_token=x")
    paths += [f"/wohnkoord/bid-documents/{number}" for number in planted.documents]
    for path in paths:
        answer = client.http.get(office.url + path, timeout=60, allow_redirects=False)
        # a picture that is not there is a placeholder
        refused = answer.status_code in (303, 403, 404)
        placeholder = "/web/image" in path and "image" in answer.headers["Content-Type"]
        assert refused or placeholder, path
        assert len(answer.content) < 10000, path
        assert_silent(answer.text, planted)


@pytest.mark.parametrize("role", EVERYBODY)
def test_reports(office, planted, role):
    client = client_of(office, role)
    for path in (
        f"wohnkoord_odoo.bid_check_sheet/{planted.bids['submitted']}",
        f"wohnkoord_odoo.procedure_check_overview/{planted.procedure}",
    ):
        for kind in ("html", "text"):
            answer = client.http.get(f"{office.url}/report/{kind}/{path}", timeout=60)
            assert_silent(answer.text, planted)


@pytest.mark.parametrize("role", EVERYBODY)
def test_log_export(office, planted, role):
    """The office alone downloads the log; nothing of a bid is in it."""
    answer = client_of(office, role).http.get(
        f"{office.url}/wohnkoord/procedures/{planted.procedure}/log.zip",
        timeout=60,
        allow_redirects=False,
    )
    if role in OFFICE:
        assert answer.headers["Content-Type"] == "application/zip"
    else:
        assert answer.status_code in (303, 404)
