# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What visitors type, post and upload: text stays text, and no field is set unasked."""

import base64

import pytest
from lxml import html
from support.site import (
    BOOKING,
    CASE,
    CONSENT,
    FEEDBACK,
    MESSAGE,
    PROFILE,
    REGISTRATION,
    Site,
)
from support.visitor import Visitor, errors
from test_backend import do_action, settle
from test_network_attacks import PAGES, path_of

SHORT = "<img src=x onerror=alert(1)>{{7*7}}${7*7}%s"
LONG = (
    f"{SHORT}<script>alert(2)</script>%(name)s \N{RIGHT-TO-LEFT OVERRIDE}gnp.exe \0"
    "\"'><svg onload=alert(3)><a href='javascript:alert(4)'>hier</a>\n<%= 7*7 %>"
)
SENTINEL = "{{7*7}}"


class Poisoned(Site):
    """Forms with markup and code in every text."""

    enquiry = (
        {"who": "group"},
        {"subject": SHORT, "concern": LONG, "group_name": SHORT},
        {
            "name": SHORT,
            "organisation": SHORT,
            "spoken_language": SHORT,
            "reply_way": "email",
        },
    )

    def forms(self):
        forms = super().forms()
        more = {
            "newsletter": {"name": SHORT},
            "booking": {"name": SHORT, "concern": LONG},
            "event": {"name": "{{7*7}}${7*7}%s", "phone": SHORT},
            "message": {"name": SHORT, "text": LONG},
            "profile": {"name": SHORT, "text": LONG},
            "feedback": {"text": LONG, "page": "javascript:alert(5)"},
        }
        return {
            name: (path, action, {**typed, **more.get(name, {})})
            for name, (path, action, typed) in forms.items()
        }


@pytest.fixture(scope="module")
def poisoned(office, ledger):
    ledger.forget_posts()
    site = Poisoned(office, ledger, "gift").fill()
    site.records["feedback"] = ledger.value("SELECT max(id) FROM wohnkoord_feedback")
    return site


@pytest.fixture
def watched(open_page):
    """A page on which a script that somebody typed in would be noticed."""

    def open_one(role=None):
        page = open_page(role)
        page.on("dialog", lambda dialog: page.problems.append(f"dialog: {dialog}"))
        return page

    return open_one


def active_markup(page):
    """What of the typed text has become part of the page."""
    return page.evaluate(
        """() => [...document.querySelectorAll(
            'img[src="x"], svg[onload], a[href^="javascript:alert"]')]
            .map((e) => e.outerHTML.slice(0, 200))"""
    )


@pytest.mark.parametrize("link", [link for link in PAGES if link[:5] != "match"])
def test_on_the_visitor_s_pages(watched, poisoned, link):
    page = watched()
    page.goto(path_of(poisoned, link, poisoned.token(link)), wait_until="networkidle")
    assert not active_markup(page)
    text = page.locator("main").inner_text()
    assert "alert(1)" not in text or SENTINEL in text


#: model -> name of the record in the site
RECORDS = {
    CONSENT: "consent",
    BOOKING: "booking",
    REGISTRATION: "registration",
    CASE: "case",
    MESSAGE: "message",
    PROFILE: "profile",
    FEEDBACK: "feedback",
}


@pytest.mark.parametrize("model", RECORDS)
def test_in_the_office(watched, office, poisoned, model):
    """List, form and kanban of the record, with its contact's form and messages."""
    page, record = watched("manager"), poisoned.records[RECORDS[model]]
    page.goto("/odoo")
    page.wait_for_selector(".o_main_navbar")
    for view in ("form", "list", "kanban"):
        try:
            office.manager.call(model, "get_views", [[False, view]])
        except Exception:
            continue
        do_action(
            page,
            {
                "type": "ir.actions.act_window",
                "res_model": model,
                "res_id": record if view == "form" else False,
                "views": [[False, view]],
                "domain": [["id", "=", record]],
                "target": "current",
            },
        )
        settle(page)
        assert not active_markup(page), view
        if view == "form":
            fields = page.eval_on_selector_all(
                ".o_form_view input, .o_form_view textarea",
                "all => all.map((e) => e.value).join(' ')",
            )
            text = fields + page.locator(".o_form_view").inner_text()
            assert SENTINEL in text, "the form does not show what was typed"


def test_contacts_in_the_office(watched, office, ledger, poisoned):
    page = watched("manager")
    page.goto("/odoo")
    page.wait_for_selector(".o_main_navbar")
    found = ledger.rows(
        "SELECT id FROM res_partner WHERE email_normalized = %s ORDER BY id",
        [poisoned.email],
    )
    assert found
    for (partner,) in found:
        do_action(
            page,
            {
                "type": "ir.actions.act_window",
                "res_model": "res.partner",
                "res_id": partner,
                "views": [[False, "form"]],
                "target": "current",
            },
        )
        assert not active_markup(page)


def test_in_mails(ledger, poisoned):
    """No mail contains markup that a visitor typed, nor the result of their code."""
    mails = ledger.rows(
        "SELECT m.id, message.subject, m.body_html FROM mail_mail m"
        " JOIN mail_message message ON message.id = m.mail_message_id"
        " WHERE coalesce(m.body_html, '') LIKE %s OR message.subject LIKE %s"
        " OR m.email_to LIKE %s",
        [f"%{SENTINEL}%", f"%{SENTINEL}%", f"%{poisoned.email}%"],
    )
    assert mails
    for _id, subject, body in mails:
        assert "\n" not in (subject or "")
        page = html.fromstring(body or "<p/>")
        assert not page.xpath(
            "//img[@src='x'] | //script | //*[@onload] | //*[@onerror]"
        )
        assert not page.xpath("//a[starts-with(@href, 'javascript:')]")


def test_too_long(office, site, fresh_limits):
    """Ten thousand characters, in each field of each form: words, and no error page."""
    for name, (_path, action, typed) in site.forms().items():
        visitor = Visitor(office.url)
        page = site.opened(visitor, name)
        address, fields = visitor.form(page, action)
        for field in {*fields, *typed} - {"csrf_token", "type"}:
            data = {**fields, **typed, field: "9" * 10000}
            answer = visitor.http.post(address, data=data, timeout=60)
            assert answer.status_code in (200, 400, 404), (name, field)


def test_odd_numbers(office, site, fresh_limits, ledger):
    """A number that begins small, or is none for the database."""
    visitor = Visitor(office.url)
    page = site.opened(visitor, "booking")
    for number in ("00019999999999", "1e9", "-1", "²", "0", "1.5", " ", "٣"):
        answer = visitor.send(
            page,
            wait=True,
            **site.forms()["booking"][2]
            | {
                "people_count": number,
                "email": "zahl@example.org",
            },
        )
        assert answer.status_code == 200, number
        if number not in ("٣",):
            assert errors(answer), number


# -- files -------------------------------------------------------------------------------

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
FILES = {
    "programm.pdf": b"MZ\x90\x00\x03" + b"\x00" * 200,
    "bild.png": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "seite.pdf": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "seite.txt": b"<html><script>alert(1)</script></html>",
    "bild.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "seite.html": b"<html><script>alert(1)</script></html>",
    "leer.pdf": b"",
    "huelle.docx": b"PK\x03\x04" + b"\x00" * 100,
    "../../etc/passwd": b"root",
    "shell.pdf.php": b"<?php system('id');",
}


@pytest.mark.parametrize("name", FILES)
def test_enquiry_refuses(office, ledger, fresh_limits, name):
    visitor = Visitor(office.url)
    for number in (1, 2):
        page = visitor.open(f"/advice/step/{number}")
        step = f"/advice/step/{number}"
        files = {"files": (name, FILES[name])} if number == 2 else None
        answer = visitor.send(
            page, step, files=files, wait=False, **Site.enquiry[number - 1]
        )
        assert answer.status_code == 200
    assert not ledger.rows(
        "SELECT id FROM ir_attachment WHERE name = %s", [name.rsplit("/", 1)[-1]]
    )


# a text of a page stays a text: it is only ever handed out as a file, see below
@pytest.mark.parametrize("name", [name for name in FILES if name != "seite.txt"])
def test_portal_refuses(office, ledger, name):
    path = f"/my/initiatives/{office.initiative}/documents"
    visitor = Visitor(office.url)
    visitor.http.cookies.update(office.spokesperson.http.cookies)
    page = visitor.open(path)
    before = ledger.value("SELECT count(*) FROM wohnkoord_initiative_document")
    answer = visitor.send(page, path, files={"file": (name, FILES[name])}, wait=False)
    assert answer.status_code == 200 and errors(answer), name
    assert ledger.value("SELECT count(*) FROM wohnkoord_initiative_document") == before


def test_a_document_is_always_a_download(office, ledger):
    path = f"/my/initiatives/{office.initiative}/documents"
    visitor = Visitor(office.url)
    visitor.http.cookies.update(office.spokesperson.http.cookies)
    visitor.send(
        visitor.open(path), path, files={"file": ("plan.pdf", PDF)}, wait=False
    )
    document = ledger.value("SELECT max(id) FROM wohnkoord_initiative_document")
    answer = visitor.http.get(f"{office.url}{path}/{document}", timeout=60)
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for role in ("rival", "consultant"):
        other = getattr(office, role).clone().http
        assert PDF not in other.get(f"{office.url}{path}/{document}").content
    assert base64.b64encode(PDF)


# -- fields that nobody asked for --------------------------------------------------------

#: field -> a value that would be worth setting
EXTRA = {
    "id": "1",
    "company_id": "2",
    "state": "confirmed",
    "is_published": "1",
    "is_live": "1",
    "is_public": "1",
    "is_email_confirmed": "1",
    "user_id": "2",
    "partner_id": "3",
    "advisory_id": "1",
    "level": "specialist",
    "create_uid": "2",
    "active": "",
    "email_from": "chef@example.org",
    "date_confirmed": "2026-01-01",
    "values": "{}",
    "allowed_company_ids": "2",
    "context": '{"wohnkoord": 1}',
    "sudo": "1",
}


def test_extra_fields_are_ignored(office, ledger, fresh_limits):
    """The same records as without them, whoever they would belong to."""

    class Greedy(Site):
        def forms(self):
            return {
                name: (path, action, {**EXTRA, **typed})
                for name, (path, action, typed) in super().forms().items()
            }

    greedy = Greedy(office, ledger, "gier").fill()
    plain_names = ("consent", "booking", "case", "message", "profile")
    for name, table, state in (
        ("consent", "wohnkoord_consent", "requested"),
        ("booking", "wohnkoord_booking", "booked"),
        ("case", "wohnkoord_advisory", "requested"),
        ("message", "wohnkoord_group_message", "sent"),
        ("profile", "wohnkoord_search_profile", "active"),
    ):
        row = ledger.rows(
            f"SELECT company_id, state, create_date::date = now()::date FROM {table}"
            " WHERE id = %s",
            [greedy.records[name]],
        )[0]
        assert row == (1, state, True), (name, row)
    assert set(plain_names) <= set(greedy.records)
    case = ledger.rows(
        "SELECT level, is_email_confirmed, initiative_id FROM wohnkoord_advisory"
        " WHERE id = %s",
        [greedy.records["case"]],
    )[0]
    assert case == ("orientation", False, None) or not case[1]
    seats = ledger.value(
        "SELECT company_id FROM event_registration WHERE id = %s",
        [greedy.records["registration"]],
    )
    assert seats == 1
