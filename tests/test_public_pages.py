# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Every page without a login, and the network's pages in the portal: usable for all."""

import re

import pytest
from lxml import html
from support.axe import violations, width_overflow
from support.routes import routes
from support.site import ENQUIRY
from support.visitor import PATIENCE, Visitor
from test_pages import PAGES as OLDER_PORTAL_PAGES

WIDTHS = (390, 1400)
#: the button that goes on; the forms have others, too
SEND = "form[method=post] button.btn-primary"
#: pages for everybody; {in braces} what a link is signed for, or a name of the site
PUBLIC = [
    "/advice",
    "/advice/step/1",
    "/newsletter",
    "/newsletter/sent",
    "/events",
    "/events?past=1",
    "/events/{event}",
    "/events/{event}/thanks",
    "/booking",
    "/booking?type={type}",
    "/booking/sent",
    "/procedures",
    "/procedures?status=ended",
    "/procedures/{procedure}",
    "/projects",
    "/projects?seeks=1",
    "/projects?q=gibtesnicht",
    "/projects/{project}",
    "/find-a-group",
    "/find-a-group/{group}",
    "/find-a-group/profile",
    "/find-a-group/sent",
    "/find-a-group/deleted",
    "/feedback",
    "/feedback?done=1",
    "/accessibility",
    "/en/advice",
    "/en/events/{event}",
    "/en/projects/{project}",
    "/en/procedures/{procedure}",
    "/en/newsletter",
]
#: pages behind a link in a mail
LINKED = [
    "/consent/{consent}",
    "/booking/{booking}",
    "/booking/{booking}/move",
    "/booking?case={case}",
    "/advice/status/{status}",
    "/advice/address/{address}",
    "/events/registration/{registration}",
    "/find-a-group/message/{message}",
    "/find-a-group/answer/{recipient}/{answer}",
    "/find-a-group/profile/{profile}",
    "/find-a-group/match/person/{match_person}",
    "/find-a-group/match/initiative/{match_initiative}",
]
#: what is not there, not valid or not this office's
MISSING = [
    "/gibt-es-nicht",
    "/en/gibt-es-nicht",
    "/projects/gibt-es-nicht",
    "/procedures/gibt-es-nicht",
    "/events/gibt-es-nicht",
    "/find-a-group/999999",
    "/advice/step/9",
    "/events/registration/falsch",
    "/consent/falsch",
    "/booking/falsch",
    "/advice/status/falsch",
    "/advice/address/falsch",
    "/find-a-group/message/falsch",
    "/mailing/withdraw/falsch",
]
#: pages with a form that is sent empty, to see what it says is wrong
REFUSED = [
    "/advice/step/1",
    "/newsletter",
    "/events/{event}",
    "{slot}",
    "/find-a-group/{group}",
    "/find-a-group/profile",
    "/feedback",
]
#: pages of the portal that the network adds, by role
PORTAL = {
    "spokesperson": [
        "/my/consents",
        "/my/procedures",
        "/my/initiatives",
        "/my/initiatives/{initiative}",
        "/my/initiatives/{initiative}/messages",
        "/my/initiatives/{initiative}/documents",
        "/my/initiatives/{initiative}/advice",
        "/my/initiatives/{initiative}/page",
        "/my/initiatives/{initiative}/page/preview",
    ],
    "consultant": [
        "/my",
        "/my/consents",
        "/my/initiatives",
        "/my/consultant-profile",
    ],
}
#: what is no page, with the reason
NO_PAGE = {
    "/advice/step/2": "walked through below",
    "/advice/check": "walked through below",
    "/advice/sent": "walked through below",
    "/booking/details": "the form for a slot, below",
    "/booking/x/appointment.ics": "a file",
    "/events.ics": "a file",
    "/events/x/ics": "a file",
    "/events/x/register": "leads to the event",
    "/procedures/feed.rss": "a file",
    "/procedures/calendar.ics": "a file",
    "/procedures/x/feed.rss": "a file",
    "/procedures/x/calendar.ics": "a file",
    "/procedures/x/documents/1": "a file",
    "/procedures/x/versions/1.json": "a file",
    "/procedures/x/lots.geojson": "a file",
    "/procedures/ocds.json": "a file",
    "/procedures.csv": "a file",
    "/procedures/x/ocds.json": "a file",
    "/procedures/x/ocds/releases.json": "a file",
    "/procedures/x/lots.csv": "a file",
    "/procedures/x/criteria.csv": "a file",
    "/procedures/x/bids.csv": "a file",
    "/procedures/x/awards.csv": "a file",
    "/procedures/x/contracts.csv": "a file",
    "/wohnkoord/key-file": "the office's, behind its own right",
    "/wohnkoord/procedures/1/recovery-sheet": "the office's, to be printed",
    "/wohnkoord/procedures/1/log.zip": "a file",
    "/wohnkoord/bid-documents/1": "a file",
    "/wohnkoord/openings/1/protocol.json": "a file",
    "/wohnkoord/plots/1/expose.docx": "a file",
    "/wohnkoord/minutes/1/minutes.docx": "a file",
    "/wohnkoord/import-template/x": "a file",
    "/wohnkoord/contracts/1/time-sheet.pdf": "a file",
    "/wohnkoord/frameworks/1/overview.xlsx": "a file",
    "/my/call-offs/1/order.pdf": "a file",
    "/my/call-offs/1/time-sheet.pdf": "a file",
    "/my/call-offs/1/costs/1": "the form of the order's page, see test_portal_cost.py",
    "/my/call-offs/1/costs/1/files/1": "a file",
    "/my/consultant-profile/1": "the page above, at one of several offices",
    "/my/invoices/upload": "leads to the invoices",
    "/my/invoices/received/1": "see test_month_story.py",
    "/my/invoices/received/1/file": "a file",
    "/my/invoices/received/1/x": "leads to the invoice",
    "/my/procedures/1": "see test_winner_pages.py",
    "/my/procedures/1/letters/1": "a file",
    "/my/procedures/1/proofs/1": "a file",
    "/my/procedures/1/objections/1/file": "a file",
    "/my/procedures/1/objections": "leads to the party's page",
    "/my/procedures/1/milestones/1/proof": "leads to the party's page",
    "/my/procedures/1/duties/1/proof": "leads to the party's page",
    "/my/jury": "see test_jury_pages.py",
    "/my/jury/1": "see test_jury_pages.py",
    "/my/jury/1/bids/1": "see test_jury_pages.py",
    "/my/jury/1/bids/1/documents/1": "a file",
    "/my/jury/1/sessions/1.ics": "a file",
    "/projects.geojson": "a file",
    "/projects.csv": "a file",
    "/projects/x/picture/1/small": "a picture",
    "/sitemap.xml": "a file",
    "/consent/x/unsubscribe": "leads to the consent",
    "/mailing/withdraw/x": "leads to the consent",
    "/my/call-offs/1/x": "leads to the order",
    "/my/hours.xlsx": "a file",
    "/my/consultant-bills/1/pdf": "a file",
    "/my/initiatives/1/documents/1": "a file",
    "/my/initiatives/1/meetings/1.ics": "a file",
    "/my/initiatives/1/x": "leads to the initiative",
    "/my/initiatives/1/page/picture/1/small": "a picture",
}


def test_every_page_is_in_a_table():
    """A new page gets its line above, or this fails."""
    older = [path for paths in OLDER_PORTAL_PAGES.values() for path in paths]
    ours = [*PUBLIC, *LINKED, *older, *(p for paths in PORTAL.values() for p in paths)]
    known = [re.sub(r"\{\w+\}", "1", path) for path in ours] + list(NO_PAGE)
    found = routes()
    assert len(found) > 80
    forgotten = [
        route
        for route in found
        if "GET" in route.methods
        and not route.path.endswith("/page/<int:page>")
        and not any(route.matches(path) for path in known)
    ]
    assert not forgotten
    gone = [path for path in NO_PAGE if not any(r.matches(path) for r in found)]
    assert not gone


@pytest.fixture(scope="module")
def places(site):
    """What stands for the names in the tables' addresses."""
    links = {name: site.token(name) for name in site.records}
    return {**site.names, **links, "slot": site.free_slot(Visitor(site.office.url))}


@pytest.fixture(scope="module", autouse=True)
def draft(office, site):
    """The group has begun its page, so that there is something to preview."""
    path = f"/my/initiatives/{office.initiative}/page"
    visitor = Visitor(office.url)
    visitor.http.cookies.update(office.spokesperson.http.cookies)
    address, fields = visitor.form(visitor.open(path), path)
    fields |= {"action": "save", "teaser": "Wir bauen um."}
    assert visitor.http.post(address, data=fields, timeout=60).ok


def judge(page, settings, office=None):
    """What is wrong with the page as it stands, at both widths."""
    wrong = facts_wrong(page, office)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{width}: {v}" for v in violations(page, settings["AXE_PATH"])]
        if (more := width_overflow(page)) > 0:
            wrong.append(f"{width}: {more} px wider than the screen")
    return wrong


def facts_wrong(page, office):
    """Headings, language, title, skip link, and errors that are tied to no field."""
    facts = page.evaluate(
        """() => {
            const text = (s) => [...document.querySelectorAll(s)].map(
                (e) => e.getAttribute('content') || e.getAttribute('href') || '');
            const described = [...document.querySelectorAll('[aria-invalid=true]')]
                .flatMap((e) => (e.getAttribute('aria-describedby') || '').split(' '));
            const skip = [...document.querySelectorAll('a')].find(
                (a) => (a.getAttribute('href') || '') === '#wrap');
            return {
                h1: document.querySelectorAll('h1').length,
                lang: document.documentElement.lang,
                skip: Boolean(skip && document.querySelector('#wrap')),
                canonical: text('link[rel=canonical]'),
                og: text('meta[property="og:title"], meta[property="og:site_name"]'),
                loose: [...document.querySelectorAll('.o_wohnkoord_error')]
                    .filter((e) => !described.includes(e.id)).map((e) => e.id),
            };
        }"""
    )
    title = page.title()
    english = "/en/" in page.url
    checks = {
        f"{facts['h1']} headings of the first level": facts["h1"] == 1,
        f"language {facts['lang']}": facts["lang"].startswith(
            "en" if english else "de"
        ),
        "no skip link": facts["skip"],
        f"title {title!r}": bool(title.strip()),
        f"errors tied to no field: {facts['loose']}": not facts["loose"],
    }
    if office:
        checks |= {
            f"title {title!r} of another office": title.endswith(f" | {office}"),
            "no canonical address": len(facts["canonical"]) == 1,
            "nothing for those who share the page": len(facts["og"]) == 2,
        }
    return [what for what, fine in checks.items() if not fine]


@pytest.fixture(scope="module")
def name(office):
    return office.admin.read("res.company", 1, "name")["name"]


@pytest.mark.parametrize("path", [*PUBLIC, *LINKED])
def test_page(open_page, settings, places, name, path):
    page = open_page(width=WIDTHS[0])
    answer = page.goto(path.format(**places), wait_until="networkidle")
    assert answer.status == 200
    assert not judge(page, settings, name)


@pytest.mark.parametrize("path", MISSING)
def test_missing_page(open_page, settings, name, path):
    page = open_page(width=WIDTHS[0])
    answer = page.goto(path, wait_until="networkidle")
    assert answer.status == 404
    page.problems[:] = [p for p in page.problems if f"404 {page.url}" not in p]
    wrong = judge(page, settings)
    if not page.title().endswith(f" | {name}"):
        wrong.append(f"title {page.title()!r}")
    dead = [
        link
        for link in page.eval_on_selector_all(
            "a[href]:not([hreflang])", "links => links.map(a => a.getAttribute('href'))"
        )
        if link.startswith("/") and not page.request.get(link).ok
    ]
    assert not wrong + dead


@pytest.mark.parametrize("path", REFUSED)
def test_refused_form(open_page, settings, fresh_limits, places, name, path):
    """Sent without a word: each error stands at its field, and nothing is lost."""
    page = open_page(width=WIDTHS[0])
    page.goto(path.format(**places), wait_until="networkidle")
    form = page.locator("main form[method=post]").first
    form.evaluate("form => { form.noValidate = true; }")
    page.wait_for_timeout(1000 * PATIENCE)
    page.locator(f"main {SEND}").first.click()
    page.wait_for_load_state("networkidle")
    assert page.locator("[aria-invalid=true]").count(), "no field is marked"
    assert page.locator(".o_wohnkoord_error").count(), "nothing is said at a field"
    assert not judge(page, settings, name)


def test_enquiry(open_page, settings, fresh_limits, name):
    """The three steps, what was typed, and the thanks."""
    page, wrong = open_page(width=WIDTHS[0]), []
    page.goto("/advice/step/1", wait_until="networkidle")
    for number, values in enumerate(ENQUIRY, 1):
        assert f"/advice/step/{number}" in page.url
        if number == 2:
            page.locator(f"main {SEND}").first.click()
            page.wait_for_load_state("networkidle")
            wrong += judge(page, settings, name)
        for field, value in values.items():
            box = page.locator(f"main [name={field}]")
            if box.first.get_attribute("type") in ("radio", "checkbox"):
                page.locator(f"main [name={field}][value={value}]").check()
            else:
                box.first.fill(value)
        if number == 3:
            page.locator("main [name=email]").fill("seite@example.org")
        wrong += judge(page, settings, name)
        page.locator(f"main {SEND}").first.click()
        page.wait_for_load_state("networkidle")
    assert page.url.endswith("/advice/check")
    wrong += judge(page, settings, name)
    page.wait_for_timeout(1000 * PATIENCE)
    page.locator(f"main {SEND}").first.click()
    page.wait_for_url("**/advice/sent")
    wrong += judge(page, settings, name)
    assert not wrong


@pytest.mark.parametrize(
    ("role", "path"), [(role, path) for role in PORTAL for path in PORTAL[role]]
)
def test_portal_page(open_page, settings, places, role, path):
    page = open_page(role, WIDTHS[0])
    answer = page.goto(path.format(**places), wait_until="networkidle")
    assert answer.status == 200
    assert page.url.endswith(path.format(**places)), page.url
    assert not judge(page, settings)


def test_titles_differ(office, places):
    """A title says which page it is: among tabs, bookmarks and found pages."""
    visitor, titles = Visitor(office.url), {}
    for path in PUBLIC:
        page = html.fromstring(visitor.open(path.format(**places)).text)
        if not page.xpath("//meta[@name='robots']") and not path.startswith("/en/"):
            titles.setdefault(page.findtext(".//title"), []).append(path)
    assert len(titles) > 8
    assert not [paths for paths in titles.values() if len(paths) > 1]


def test_skip_link(open_page):
    """The first stop of the keyboard leads past the menu."""
    page = open_page()
    page.goto("/projects", wait_until="networkidle")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#wrap"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(
        "document.querySelector('#wrap').contains(document.activeElement)"
    )
