# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Two offices on one server, told apart by the host: each shows its own, and no more."""

import time

import pytest
from support.office import day
from support.site import FEEDBACK, LINKS, PROFILE
from support.visitor import PATIENCE, Visitor, errors
from test_network_attacks import path_of


class Second:
    """The second office: its host, and what it publishes."""

    def __init__(self, office, ledger):
        self.office = office
        self.host = f"zwei{office.tag}.example"
        admin = office.admin
        self.company = admin.create(
            "res.company",
            {"name": office.name("Zweite Stelle"), "wohnkoord_host": self.host},
        )
        # mails need a sender; at creation Odoo would ask its own service about the address
        admin.write("res.company", self.company, {"email": "zwei@example.org"})
        admin.write("res.users", admin.uid, {"company_ids": [(4, self.company)]})
        mine = {"allowed_company_ids": [self.company]}
        event = admin.create(
            "event.event",
            {
                "name": office.name("Treffen der Zweiten"),
                "company_id": self.company,
                "date_begin": f"{day(20)} 16:00:00",
                "date_end": f"{day(20)} 18:00:00",
                "is_public": True,
                "question_ids": [(6, 0, [])],
            },
            context=mine,
        )
        self.event = ledger.value("SELECT slug FROM event_event WHERE id = %s", [event])
        self.kind = admin.create(
            "wohnkoord.booking.type",
            {"name": office.name("Gespräch der Zweiten"), "company_id": self.company},
            context=mine,
        )

    def visitor(self):
        visitor = Visitor(self.office.url)
        visitor.http.headers["Host"] = self.host
        return visitor


@pytest.fixture(scope="module")
def second(office, ledger, site):
    return Second(office, ledger)


def status(visitor, path):
    return visitor.http.get(visitor.url + path, timeout=60).status_code


def test_an_event_of_another_office(office, site, second):
    here, there = Visitor(office.url), second.visitor()
    for path in ("", "/ics", "/thanks"):
        assert status(here, f"/events/{second.event}{path}") == 404
        assert status(there, f"/events/{second.event}{path}") == 200
        assert status(there, f"/events/{site.names['event']}{path}") == 404
    assert second.event not in here.open("/events").text
    assert second.event not in here.open("/events.ics").text
    assert second.event in there.open("/events").text


def test_a_booking_type_of_another_office(office, site, second):
    here, there = Visitor(office.url), second.visitor()
    for path in ("/booking?type={}", "/booking/details?type={}&slot=20301010T0800"):
        assert status(here, path.format(second.kind)) == 404
        assert status(there, path.format(site.names["type"])) == 404


def test_projects_and_groups_of_another_office(office, site, second):
    there = second.visitor()
    for path in (
        f"/projects/{site.names['project']}",
        f"/find-a-group/{site.names['group']}",
    ):
        assert status(Visitor(office.url), path) == 200
        assert status(there, path) == 404
    for path in ("/projects", "/projects.csv", "/projects.geojson", "/sitemap.xml"):
        assert site.names["project"] not in there.open(path).text


@pytest.mark.parametrize("link", [n for n in LINKS if n not in ("consent", "withdraw")])
def test_a_link_of_another_office(office, site, second, link):
    """Consents alone are withdrawn wherever their link is opened, as the law wants."""
    path = path_of(site, link, site.token(link))
    assert status(Visitor(office.url), path) == 200
    assert status(second.visitor(), path) == 404


def test_forms_save_for_the_office_of_the_host(office, ledger, second, fresh_limits):
    """Whatever the browser says beside the host."""
    visitor = second.visitor()
    email = f"zwei{office.tag}@example.org"
    forms = {
        FEEDBACK: ("/feedback", {"text": "Zu klein.", "email": email}),
        PROFILE: (
            "/find-a-group/profile",
            {"name": "Zoe Zwei", "email": email, "adult_count": "1"},
        ),
    }
    pages = {model: visitor.open(path) for model, (path, _values) in forms.items()}
    time.sleep(PATIENCE)
    for model, page in pages.items():
        answer = visitor.send(
            page, wait=False, follow=False, company_id="1", **forms[model][1]
        )
        assert answer.status_code == 303, errors(answer)
        table = model.replace(".", "_")
        companies = ledger.rows(
            f"SELECT DISTINCT company_id FROM {table} WHERE email = %s", [email]
        )
        assert companies == [(second.company,)]
