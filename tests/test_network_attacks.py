# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Links in mails: guessed, changed, used twice, and consents that nobody gave."""

import pytest
from lxml import html
from support.client import Fault
from support.office import ROLES
from support.site import CONSENT, Site
from support.tokens import forgeries
from support.visitor import PATIENCE, Visitor

#: link -> its page
PAGES = {
    "consent": "/consent/{}",
    "withdraw": "/mailing/withdraw/{}",
    "booking": "/booking/{}",
    "case": "/booking?case={}",
    "status": "/advice/status/{}",
    "address": "/advice/address/{}",
    "registration": "/events/registration/{}",
    "message": "/find-a-group/message/{}",
    "answer": "/find-a-group/answer/{recipient}/{{}}",
    "profile": "/find-a-group/profile/{}",
    "match_person": "/find-a-group/match/person/{}",
    "match_initiative": "/find-a-group/match/initiative/{}",
}
#: link -> what is posted to it, below its page
POSTS = {
    "consent": [("", "confirm"), ("", "withdraw"), ("/unsubscribe", "")],
    "withdraw": [("", "")],
    "booking": [("/cancel", ""), ("/move", "")],
    "address": [("", "")],
    "registration": [("", "cancel"), ("", "change")],
    "message": [("", "send")],
    "answer": [("", "")],
    "profile": [("", "confirm"), ("", "pause"), ("", "delete")],
    "match_person": [("", "yes"), ("", "no")],
    "match_initiative": [("", "yes"), ("", "no")],
}


@pytest.fixture
def visitor(office):
    return Visitor(office.url)


@pytest.fixture(scope="module")
def guest(office, ledger):
    """Another person's records, for links that are used up here."""
    ledger.forget_posts()
    return Site(office, ledger, "gast").fill()


def path_of(site, link, token):
    return PAGES[link].format(token, **site.names).format(token)


def csrf(visitor):
    return visitor.form(visitor.open("/newsletter"))[1]["csrf_token"]


def words(answer):
    main = html.fromstring(answer.text or "<main/>").xpath("//main")
    return " ".join(main[0].text_content().split()) if main else ""


@pytest.mark.parametrize("link", PAGES)
def test_forged_link(site, visitor, link):
    """Whatever is wrong with a link, the answer is the same, and nothing changes."""
    before, answers = site.now(), {}
    token = csrf(visitor)
    for name, forged in forgeries(
        site.signer, *site.purpose(link), site.records[link]
    ).items():
        path = path_of(site, link, forged)
        answer = visitor.http.get(visitor.url + path, timeout=60)
        answers[name] = (answer.status_code, words(answer))
        if link == "consent":
            other = visitor.http.get(f"{visitor.url}{path}/unsubscribe", timeout=60)
            assert other.status_code == 404, name
        for below, action in POSTS.get(link, ()):
            posted = visitor.http.post(
                f"{visitor.url}{path}{below}",
                data={"csrf_token": token, "action": action, "text": "x"},
                timeout=60,
            )
            assert posted.status_code == 404, (name, below, posted.status_code)
    assert {status for status, _words in answers.values()} == {404}, answers
    assert len({text for _status, text in answers.values()}) == 1, answers
    assert site.now() == before


@pytest.mark.parametrize("link", PAGES)
def test_opening_a_link_changes_nothing(site, visitor, link):
    """Mail scanners open links."""
    before = site.now()
    token = site.token(link)
    for below in {"", *(below for below, _action in POSTS.get(link, ()))}:
        path = path_of(site, link, token) + below
        assert visitor.http.get(visitor.url + path, timeout=60).status_code < 500
    assert site.now() == before


@pytest.mark.parametrize("link", [link for link in PAGES if link != "withdraw"])
def test_a_link_of_one_kind_opens_no_other(site, visitor, link):
    for other in PAGES:
        same = site.purpose(link) == site.purpose(other)
        if not same and site.records[other]:
            path = path_of(site, other, site.token(link))
            assert visitor.http.get(visitor.url + path, timeout=60).status_code == 404


def test_posts_need_the_form_s_token(site, visitor):
    """A page elsewhere that sends its reader's browser here achieves nothing."""
    before = site.now()
    for link, posts in POSTS.items():
        for below, action in posts:
            if link == "withdraw" or below == "/unsubscribe":
                continue  # a mail program posts these; the link itself is the key
            path = path_of(site, link, site.token(link)) + below
            answer = visitor.http.post(
                visitor.url + path, data={"action": action}, timeout=60
            )
            assert answer.status_code == 400, (link, answer.status_code)
    assert site.now() == before


#: link -> acts one after the other; the second of two equal ones changes nothing, nor
#: does what comes after the end
REPLAYS = {
    "consent": ["confirm", "withdraw", "confirm"],
    "registration": ["cancel", "change", "cancel"],
    "message": ["send"],
    "match_person": ["no", "yes"],
    "match_initiative": ["yes"],
    "profile": ["delete", "confirm", "resume"],
}
#: acts after which a link is of no use
LAST = {"withdraw", "cancel", "no", "delete"}


@pytest.mark.parametrize("link", REPLAYS)
def test_replayed_link(guest, visitor, link):
    path, token = path_of(guest, link, guest.token(link)), csrf(visitor)

    def act(action):
        answer = visitor.http.post(
            visitor.url + path,
            data={"csrf_token": token, "action": action, "persons": "2"},
            timeout=60,
        )
        assert answer.status_code < 500

    over = False
    for action in REPLAYS[link]:
        before = guest.now()
        act(action)
        assert not over or guest.now() == before, f"{action} after the end"
        again = guest.now()
        act(action)
        assert guest.now() == again, f"{action}, twice"
        over = over or action in LAST


def test_cancelled_appointment(guest, visitor, fresh_limits):
    """The link of a cancelled appointment neither moves it nor cancels it again."""
    path = path_of(guest, "booking", guest.token("booking"))
    page = visitor.open(path)
    for number in range(2):
        assert visitor.send(page, "/cancel", wait=not number).status_code == 200
        if not number:
            before = guest.now()
    slot = guest.free_slot(Visitor(visitor.url)).rsplit("slot=", 1)[1]
    _address, fields = visitor.form(page, "/cancel")
    visitor.http.post(
        f"{visitor.url}{path}/move",
        data={**visitor.another(fields), "slot": slot},
        timeout=60,
    )
    assert guest.now() == before


# -- consents that nobody gave -----------------------------------------------------------


@pytest.fixture
def asked(office, ledger, fresh_limits, visitor):
    """A newsletter that somebody asked for with another's address; no answer yet."""
    email = office.name("fremd").replace(" ", "") + "@example.org"
    page = visitor.open("/newsletter")
    assert visitor.send(page, email=email).status_code == 200
    yield ledger.value(
        "SELECT max(id) FROM wohnkoord_consent WHERE email = %s", [email]
    )
    assert not ledger.rows(
        "SELECT id FROM wohnkoord_consent WHERE email = %s AND purpose = 'newsletter'"
        " AND (state != 'requested' OR is_live OR date_confirmed IS NOT NULL)",
        [email],
    )


def test_nobody_confirms_for_another(site, visitor, asked):
    """A link to the own consent, with another's number in the form."""
    path = path_of(site, "consent", site.token("consent"))
    for action in ("confirm", "withdraw"):
        visitor.http.post(
            visitor.url + path,
            data={"csrf_token": csrf(visitor), "action": action, "consent": asked},
            timeout=60,
        )


@pytest.mark.parametrize("role", [*ROLES, "admin"])
def test_no_role_confirms(office, ledger, asked, role):
    """Neither the office nor the portal says yes in the name of an address."""
    client = getattr(office, role)
    email, partner, text = ledger.rows(
        "SELECT email, partner_id, text_id FROM wohnkoord_consent WHERE id = %s",
        [asked],
    )[0]
    yes = {"state": "confirmed", "date_confirmed": "2026-01-01 12:00:00"}
    made = {
        "partner_id": partner,
        "purpose": "newsletter",
        "company_id": 1,
        "text_id": text,
    }
    attempts = [
        lambda: client.write(CONSENT, asked, yes),
        lambda: client.write(CONSENT, asked, {"is_live": True}),
        lambda: client.write(CONSENT, asked, {"state": "confirmed"}),
        lambda: client.create(CONSENT, {**made, **yes}),
        lambda: client.create(CONSENT, {**made, **yes, "way": "signed"}),
        lambda: client.create(CONSENT, {**made, "way": "oral"}),
        lambda: client.create(CONSENT, {**made, **yes}, context={"install_mode": 1}),
        lambda: client.do(CONSENT, asked, "_confirm"),
        lambda: client.do(CONSENT, asked, "_write_guarded", yes),
        lambda: client.do(CONSENT, asked, "action_confirm"),
        lambda: client.do(CONSENT, asked, "copy", yes),
        lambda: client.call(CONSENT, "load", [".id", "state"], [[asked, "confirmed"]]),
    ]
    before = ledger.value("SELECT count(*) FROM wohnkoord_consent WHERE is_live")
    for attempt in attempts:
        try:
            attempt()
        except Fault:
            continue
    assert (
        ledger.value("SELECT count(*) FROM wohnkoord_consent WHERE is_live") == before
    )


def test_another_address_gets_another_link(office, ledger, asked):
    """Who changes the contact's address does not take the old question with it."""
    partner = ledger.value(
        "SELECT partner_id FROM wohnkoord_consent WHERE id = %s", [asked]
    )
    mine = office.name("neu").replace(" ", "") + "@example.org"
    office.adviser.write("res.partner", partner, {"email": mine})
    assert ledger.value(
        "SELECT email FROM wohnkoord_consent WHERE id = %s", [asked]
    ).startswith("fremd")


def test_forms_that_come_too_fast_or_too_late(site, visitor, fresh_limits):
    before = site.now()
    page = visitor.open("/newsletter")
    address, fields = visitor.form(page)
    stale = site.signer.sign_values("form newsletter", 1, expires=2)
    for change in (
        {},
        {"form_opened": ""},
        {"form_opened": "x" * 5000},
        {"form_opened": stale},
        {"form_opened": site.signer.sign_values("form feedback", 1)},
        {"form_token": ""},
        {"homepage": "https://werbung.example"},
    ):
        data = {**fields, "email": "schnell@example.org", **change}
        assert visitor.http.post(address, data=data, timeout=60).status_code == 200
    assert site.now() == before
    assert PATIENCE > 2
