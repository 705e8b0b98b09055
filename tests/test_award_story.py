# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The second half of Leipzig's procedure of 2021, clicked: from the admitted bids on.

It ends with contracts on five plots, and one whose reservation lapsed and went to the
runner-up. All mails arrive at a real mail server. ``--pictures`` keeps a picture of every
step.
"""

from datetime import date, timedelta

import pytest
from support.award_play import play
from support.client import Client
from support.jury_desk import JuryDesk
from support.juror import Juror
from support.office import PASSWORD
from support.procedure_desk import minute
from support.reader import deliver

PICTURE_PREFIX = "award-"
EXPERTS, CHAIR, COUNCIL = "Fachjury Architektur", "Amt für Wohnungsbau", "Stadtrat, Fachausschuss"
NEW, DEPUTY = "Rosa Probe", "Stefan Muster"
MEMBER_OF = "Musterhof Gohlis (Beispiel)"


@pytest.fixture(autouse=True)
def fresh_counts(ledger):
    """Other tests sent the same forms from the same address."""
    ledger.forget_posts()


@pytest.fixture(scope="module")
def story(settings):
    return play(settings["WOHNKOORD_TEST_DB"])


def test_story(story, office, mailbox, desk, open_page, picture):
    adviser = JuryDesk(office, desk("beratung"))
    head = JuryDesk(office, desk("leitung"))
    adviser.procedure = head.procedure = story.procedure
    jury = name_jury(story, office, mailbox, adviser, open_page, picture)
    declare(story, jury, adviser, open_page, picture)


def name_jury(story, office, mailbox, adviser, open_page, picture):
    """Two seats are there; a new person and her deputy are invited by mail."""
    adviser.invite(NEW, story.address("rosa"), picture, seat=EXPERTS)
    adviser.invite(DEPUTY, story.address("stefan"), deputy_of=EXPERTS)
    adviser.open()
    adviser.tab("jury")
    picture(adviser.page, "seats")
    seats = adviser.seats()
    assert set(seats) == {EXPERTS, CHAIR, COUNCIL}
    assert seats[EXPERTS]["user_id"][1] == NEW
    assert seats[EXPERTS]["deputy_id"][1] == DEPUTY
    deliver(office)
    jury = {}
    for key, name, width in (("rosa", NEW, 820), ("stefan", DEPUTY, 1400)):
        letter = mailbox.wait(story.address(key))
        page = open_page(width=width)
        page.goto(letter.link("/web/signup"))
        page.fill("input[name='password']", PASSWORD)
        page.fill("input[name='confirm_password']", PASSWORD)
        if key == "rosa":
            picture(page, "invitation")
        with page.expect_navigation():
            page.locator("form.oe_signup_form button[type='submit']").click()
        client = Client(office.url, office.db, story.address(key), PASSWORD).open()
        jury[key] = Juror(office.url, client, seats[EXPERTS]["id"]).sit_down(page)
    for key, seat in (
        ("sitz1", CHAIR),
        ("sitz1.vertretung", CHAIR),
        ("sitz2", COUNCIL),
        ("sitz2.vertretung", COUNCIL),
    ):
        client = Client(office.url, office.db, story.address(key), PASSWORD).open()
        jury[key] = Juror(office.url, client, seats[seat]["id"])
    return jury


def declare(story, jury, adviser, open_page, picture):
    """On names alone: one is a member of a group; she sees nothing of its bid."""
    rosa, tarek = jury["rosa"], jury["sitz2"]
    tarek.sit_down(open_page(client=tarek.client, width=390))
    for juror, words in (
        (rosa, {MEMBER_OF: ("membership", "Ich bin seit 2020 Mitglied.")}),
        (tarek, {}),
    ):
        juror.page.goto(juror.path)
        assert len(juror.names()) == 9
        juror.declare(words)
        picture(juror.page, f"declare-{juror.page.viewport_size['width']}")
        juror.send_declarations()
    assert MEMBER_OF in rosa.page.inner_text("main")
    picture(rosa.page, "declared")
    for key in ("stefan", "sitz1", "sitz1.vertretung", "sitz2.vertretung"):
        jury[key].declare_plain()
