# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The story of one group, clicked: from the first question to the last withdrawal.

Nobody looks up a mail in the database: all of them arrive at a real mail server and
are followed as their readers do. ``--pictures`` keeps a picture of every step.
"""

from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import pytest
from support import newsletter
from support.clicks import post
from support.newsletter import ADDRESS
from support.reader import Reader, consents
from support.visitor import PATIENCE, Visitor

PICTURE_PREFIX = "network-"
GROUP, PERSON = "Haus Morgenstern", "Selma Stern"
CASE, BOOKING = "wohnkoord.advisory", "wohnkoord.booking"
GROUPS, DRAFT = "wohnkoord.initiative", "wohnkoord.project.draft"


@pytest.fixture(autouse=True)
def fresh_counts(ledger):
    """Other tests sent the same forms from the same address."""
    with closing(ledger.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM wohnkoord_rate_limit")
        connection.commit()


@pytest.fixture(autouse=True)
def own_topics_only(office):
    """The form offers the office's topics, and not what other tests made."""
    office.admin.write("wohnkoord.topic", office.topic, {"active": False})
    yield
    office.admin.write("wohnkoord.topic", office.topic, {"active": True})


@pytest.fixture
def visitor(office):
    """Somebody on the public pages without JavaScript."""
    return Visitor(office.url)


def test_story(office, ledger, mailbox, desk, open_page, picture, visitor):
    phone, adviser = open_page(width=390), desk("beratung")
    reader = Reader(office, mailbox, ADDRESS)
    case = ask_for_advice(office, phone, picture)
    appointment = book(office, phone, reader, picture)
    advise(office, ledger, adviser, case, appointment, picture)
    group = office.admin.read(CASE, case, "initiative_id")["initiative_id"]

    login = spokesperson(office, group)
    write_page(open_page(client=login, width=390), group, picture)
    link = consent_to_page(office, adviser, phone, reader, group, picture)
    slug = release_page(office, adviser, visitor, group, picture)
    see_page(open_page(), slug, picture)

    newsletter.subscribe(office, phone, reader, picture)
    neighbour = newsletter.subscribe_neighbour(office, mailbox, visitor)
    newsletter.write(office, adviser, picture)
    newsletter.unsubscribe_by_program(office, open_page(width=390), reader, picture)
    newsletter.unsubscribe_by_link(office, visitor, neighbour)
    newsletter.send_another(office, reader, neighbour)

    withdraw_page(office, phone, visitor, link, slug, picture)
    reader.assert_no_more()


# -- the enquiry -----------------------------------------------------------------------


def ask_for_advice(office, phone, picture):
    """Three short steps on a phone.

    :return: id of the case
    """
    phone.goto("/advice")
    phone.locator("main a[href$='/advice/step/1']").click()
    phone.check("input[name='who'][value='group']")
    phone.locator("input[name='topics']").first.check()
    picture(phone, "enquiry-first-step")
    go_on(phone)
    phone.fill("#field-subject", "Wir suchen ein Haus für sechs Haushalte.")
    phone.fill("#field-concern", "Drei Generationen; wir sparen seit einem Jahr.")
    phone.fill("#field-group_name", GROUP)
    phone.check("input[name='group_stage'][value='concept']")
    phone.fill("#field-household_count", "6")
    phone.select_option("#field-district", index=1)
    phone.check("#field-speaks")
    go_on(phone)
    phone.fill("#field-name", PERSON)
    phone.fill("#field-email", ADDRESS)
    phone.check("input[name='reply_way'][value='visit']")
    go_on(phone)
    assert GROUP in phone.inner_text("main")
    picture(phone, "enquiry-check")
    phone.wait_for_timeout(PATIENCE * 1000)
    post(phone, "form[action$='/advice/check']")
    number = phone.locator("main .lead strong").inner_text()
    assert not phone.locator("main form [type='email']").count()
    picture(phone, "enquiry-sent")
    case = office.admin.search(CASE, [("name", "=", number)])
    assert len(case) == 1
    made = office.admin.read(
        CASE, case[0], "state", "origin", "enquirer", "is_email_confirmed", "topic_ids"
    )
    assert (made["state"], made["origin"]) == ("requested", "form")
    assert made["enquirer"] == "group"
    assert made["topic_ids"]
    assert not made["is_email_confirmed"]
    return case[0]


def go_on(phone):
    with phone.expect_navigation():
        phone.locator("main button[name='go'][value='next']:visible").last.click()
    assert not phone.locator("main [role='alert']").count(), phone.inner_text("main")


# -- the appointment -------------------------------------------------------------------


def book(office, phone, reader, picture):
    """By the link in the confirmation, which also tells whose address it is.

    :return: id of the appointment
    """
    letter = reader.next_letter("/booking?case=")
    confirm_address(office, phone, letter)
    phone.goto(letter.link("/booking?case="))
    while not phone.locator("a[href*='slot=']").count():
        phone.locator("main .btn[href*='type='], main a[href*='week=']").last.click()
    picture(phone, "booking-times")
    with phone.expect_navigation():
        phone.locator("main a[href*='slot=']").first.click()
    phone.fill("#field-name", PERSON)
    phone.fill("#field-email", ADDRESS)
    phone.fill("#field-concern", "Wie geht es nach der ersten Idee weiter?")
    phone.fill("#field-people_count", "3")
    phone.wait_for_timeout(PATIENCE * 1000)
    post(phone, "form[action$='/booking/details']")
    assert urlsplit(phone.url).path.endswith("/booking/sent"), phone.inner_text("main")
    letter = reader.next_letter("/booking/")
    assert_calendar_file(letter)
    phone.goto(letter.link("/booking/"))
    picture(phone, "booking-confirmed")
    ids = office.admin.search(BOOKING, [("email", "=", ADDRESS)])
    assert len(ids) == 1
    return ids[0]


def confirm_address(office, phone, letter):
    """Opening the link changes nothing, because mail scanners do that."""
    phone.goto(letter.link("/advice/address/"))
    domain = [("enquiry_email", "=", ADDRESS), ("is_email_confirmed", "=", True)]
    assert not office.admin.search(CASE, domain)
    post(phone, "form[action*='/advice/address/']")
    assert office.admin.search(CASE, domain)


def assert_calendar_file(letter):
    files = [
        part
        for part in letter.message.walk()
        if part.get_content_type() == "text/calendar"
    ]
    assert len(files) == 1
    assert "BEGIN:VEVENT" in str(files[0].get_content())


# -- the advice ------------------------------------------------------------------------


def advise(office, ledger, adviser, case, appointment, picture):
    """Take the enquiry on, meet the group, note what came of it."""
    assert office.admin.read(BOOKING, appointment, "advisory_id")["advisory_id"] == case
    adviser.open("/odoo/enquiries")
    row = adviser.page.locator(".o_data_row", has_text=GROUP)
    row.wait_for()
    picture(adviser.page, "enquiries")
    row.locator("td[name='subject']").click()
    adviser.page.wait_for_selector(".o_form_view")
    adviser.press("action_start")
    adviser.wait_for_state("running")
    picture(adviser.page, "case")
    let_the_day_come(ledger, appointment)
    adviser.open(f"/odoo/appointments/{appointment}")
    adviser.press("action_attend")
    adviser.wait_for_state("attended")
    picture(adviser.page, "appointment-attended")
    adviser.press("action_view_case")
    adviser.wait_for_state("running")
    adviser.page.locator(".o_notebook a[name='outcome']").click()
    adviser.fill("outcome", "Die Gruppe schreibt ihr Konzept und sucht Mitglieder.")
    adviser.press("action_done")
    adviser.wait_for_state("done")
    done = office.admin.read(CASE, case, "state", "meeting_ids")
    assert done["state"] == "done"
    assert len(done["meeting_ids"]) == 1


def let_the_day_come(ledger, appointment):
    """The appointment is today."""
    with closing(ledger.connect()) as connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE wohnkoord_booking SET start = start - gone, stop = stop - gone,"
            " block_stop = block_stop - gone FROM (SELECT"
            " make_interval(days => start::date - CURRENT_DATE) AS gone"
            " FROM wohnkoord_booking WHERE id = %(id)s) AS day WHERE id = %(id)s",
            {"id": appointment},
        )
        connection.commit()


# -- the public page -------------------------------------------------------------------


def spokesperson(office, group):
    """The person of the enquiry speaks for the group, and gets a login."""
    members = office.admin.call(
        "wohnkoord.initiative.member",
        "search_read",
        [("initiative_id", "=", group)],
        ["partner_id", "role"],
        load=None,
    )
    assert [member["role"] for member in members] == ["spokesperson"]
    return office.make_user(
        "sprecherin",
        ["base.group_portal"],
        partner_id=members[0]["partner_id"],
        name=PERSON,
        email=ADDRESS,
    )


def write_page(phone, group, picture):
    phone.goto(f"/my/initiatives/{group}")
    picture(phone, "portal")
    phone.locator(f"main a[href$='/my/initiatives/{group}/page']").click()
    phone.fill("#field-teaser", "Sechs Haushalte, drei Generationen, ein altes Haus.")
    phone.fill("#field-text", "Wir wollen im Osten wohnen.\n\nDas Dach ist für alle.")
    phone.fill("#field-common_rooms", "Küche, Werkstatt, Dachgarten")
    picture(phone, "portal-page")
    form = f"form[action$='/my/initiatives/{group}/page']"
    post(phone, form, "button[name='action'][value='hand_in']")
    assert phone.locator("button[name='action'][value='take_back']").count()


def consent_to_page(office, adviser, phone, reader, group, picture):
    """Asked by mail; only the button behind the link counts.

    :return: the link in the mail
    """
    open_initiative(adviser, group)
    adviser.press("action_ask_publication_consent")
    adviser.confirm()
    link = reader.next_letter("/consent/").link("/consent/")
    phone.goto(link)
    assert GROUP in phone.inner_text("main")
    picture(phone, "consent")
    assert consents(office, "publication", ADDRESS) == ["requested"]
    post(phone, "main form", "button[name='action'][value='confirm']")
    assert consents(office, "publication", ADDRESS) == ["confirmed"]
    return link


def open_initiative(adviser, group):
    adviser.open(f"/odoo/initiatives/{group}")
    adviser.page.locator(".o_notebook a[name='public_page']").click()


def release_page(office, adviser, visitor, group, picture):
    """Not before the office's release.

    :return: the last part of the page's address
    """
    assert GROUP not in visitor.open("/projects").text
    assert_hidden(visitor, slug_of(office, group))
    draft = office.admin.search(DRAFT, [("initiative_id", "=", group)])[0]
    adviser.open(f"/odoo/project-pages/{draft}")
    picture(adviser.page, "release")
    adviser.press("action_release")
    adviser.confirm()
    adviser.wait_for_state("released")
    slug = slug_of(office, group)
    assert slug in visitor.open("/projects.geojson").text
    return slug


def slug_of(office, group):
    return office.admin.read(GROUPS, group, "slug")["slug"]


def assert_hidden(visitor, slug):
    """Nothing leads to the page, and nothing tells that it was there."""
    if slug:
        assert visitor.open(f"/projects/{slug}").status_code == 404
        for path in ("/projects.geojson", "/projects.csv", "/sitemap.xml"):
            assert slug not in visitor.open(path).text, path
    assert GROUP not in visitor.open("/projects").text


def see_page(page, slug, picture):
    page.goto("/projects")
    card = page.locator(f"main a[href$='/projects/{slug}']")
    card.wait_for()
    picture(page, "projects")
    card.click()
    page.wait_for_url(f"**/projects/{slug}")
    words = page.inner_text("main")
    assert GROUP in words
    assert "Das Dach ist für alle." in words
    assert ADDRESS not in page.content()
    picture(page, "project")


# -- the end ---------------------------------------------------------------------------


def withdraw_page(office, phone, visitor, link, slug, picture):
    """Withdrawn by the link of the first mail, and gone at that moment."""
    assert visitor.open(f"/projects/{slug}").status_code == 200
    phone.goto(link)
    assert consents(office, "publication", ADDRESS) == ["confirmed"]
    post(phone, "main form", "button[name='action'][value='withdraw']")
    assert parse_qs(urlsplit(phone.url).query)["done"] == ["withdraw"]
    assert consents(office, "publication", ADDRESS) == ["withdrawn"]
    picture(phone, "withdrawn")
    assert_hidden(visitor, slug)
