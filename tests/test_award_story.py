# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The second half of Leipzig's procedure of 2021, clicked: from the admitted bids on.

It ends with contracts on five plots, and one whose reservation lapsed and went to the
runner-up, who signs at last. All mails arrive at a real mail server. ``--pictures``
keeps a picture of every step.
"""

import re
from datetime import date

import pytest
from support.award_desk import words
from support.award_end import compare, control, finish, move_up, reserve, sign, verify
from support.award_figures import (
    CHAIR,
    CHANGED,
    COUNCIL,
    DEPUTY,
    DEVIATION,
    EXPERTS,
    LOTS,
    MEMBER_OF,
    MUSTERHOF,
    NEW,
    NUMBER,
    POINTS,
    SESSION,
    SIGNED,
    WEFOREVER,
    WITNESS,
    expected,
    german,
    means,
    points_of,
)
from support.award_play import play
from support.client import Client
from support.contract_desk import ContractDesk
from support.juror import REASONS, Juror
from support.office import PASSWORD
from support.procedure_desk import minute
from support.reader import deliver

PICTURE_PREFIX = "award-"


@pytest.fixture(autouse=True)
def fresh_counts(ledger):
    """Other tests sent the same forms from the same address."""
    ledger.forget_posts()


@pytest.fixture(scope="module")
def story(settings):
    return play(settings["WOHNKOORD_TEST_DB"])


def test_story(story, office, ledger, mailbox, desk, open_page, picture, tmp_path):
    adviser = ContractDesk(office, desk("beratung"))
    head = ContractDesk(office, desk("leitung"))
    adviser.procedure = head.procedure = story.procedure
    jury = name_jury(story, office, mailbox, adviser, open_page, picture)
    begin = minute(60)
    adviser.plan_session(SESSION, begin, "Neues Rathaus, Raum 123", picture)
    promise(jury["rosa"], picture)
    declare(jury, open_page, picture)
    look_at_names(office, jury, adviser, mailbox, picture)
    start(story, jury, adviser, picture)
    score(story, jury, picture)
    adviser.wait_until(begin)
    talk_over(story, jury, adviser, picture)
    rank(story, adviser, picture)
    keep_minutes(story, adviser, picture)
    recommend(adviser, picture)
    decide(adviser, picture)
    tell(story, office, mailbox, adviser, open_page, picture)
    reserve(office, adviser, picture)
    move_up(story, office, mailbox, adviser, picture)
    for lot in SIGNED:
        sign(office, adviser, lot, picture)
    control(story, adviser, picture)
    finish(office, adviser, picture)
    compare(story, office, open_page, picture)
    verify(story, head, ledger, tmp_path, picture)


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
    for key, width in (("rosa", 820), ("stefan", 1400)):
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


def promise(rosa, picture):
    """She answers the invitation before the session begins."""
    rosa.page.goto(rosa.path)
    assert SESSION in rosa.page.inner_text("main")
    with rosa.page.expect_navigation():
        rosa.page.locator("button[value='accepted']").click()
    picture(rosa.page, "session-accepted")


def declare(jury, open_page, picture):
    """On names alone: one is a member of a group; she sees nothing of its bid."""
    rosa, tarek = jury["rosa"], jury["sitz2"]
    tarek.sit_down(open_page(client=tarek.client, width=390))
    for juror, conflicts in (
        (rosa, {MEMBER_OF: ("membership", "Ich bin seit 2020 Mitglied.")}),
        (tarek, {}),
    ):
        juror.page.goto(juror.path)
        assert len(juror.names()) == 9
        juror.declare(conflicts)
        group = juror.page.locator("main fieldset", has_text=MEMBER_OF)
        group.evaluate("one => one.scrollIntoView()")
        picture(juror.page, f"declare-{juror.page.viewport_size['width']}")
        juror.send_declarations()
    assert MEMBER_OF in rosa.page.inner_text("main")
    picture(rosa.page, "declared")
    for key in ("stefan", "sitz1", "sitz1.vertretung", "sitz2.vertretung"):
        jury[key].declare_plain()


def look_at_names(office, jury, adviser, mailbox, picture):
    """The office sees who declared what; the member has a mail that says so."""
    deliver(office)
    letter = mailbox.wait(jury["rosa"].client.login, "Befangenheit")
    assert MEMBER_OF in letter.text
    adviser.open()
    adviser.tab("conflicts")
    words = adviser.page.locator("div[name='conflict_page']").inner_text()
    assert MEMBER_OF in words and NEW in words
    picture(adviser.page, "conflicts")


# -- points ----------------------------------------------------------------------------


def start(story, jury, adviser, picture):
    """The jury begins; who is conflicted finds no trace of that bid."""
    rosa, stefan, tarek = jury["rosa"], jury["stefan"], jury["sitz2"]
    adviser.open()
    adviser.act("action_start_jury", "jury")
    assert not rosa.bids()
    adviser.start_scoring()
    picture(adviser.page, "scoring-started")
    closed = {story.id(MUSTERHOF)}
    every = set(story.ids.values())
    assert rosa.bids() == every - closed
    assert tarek.bids() == every
    assert stefan.bids() == closed
    assert not jury["sitz1.vertretung"].bids()
    for bid in closed:
        assert not rosa.may_read(bid)
        assert stefan.may_read(bid)
    assert not stefan.may_read(story.id(WEFOREVER))


def score(story, jury, picture):
    """Unseen by the others: one seat by keyboard, the others without scripts."""
    rosa = jury["rosa"]
    points = POINTS[WEFOREVER][EXPERTS]
    rosa.score_by_keyboard(story.id(WEFOREVER), points)
    done = re.compile(r"10\D+10")
    rosa.page.locator(".o_wohnkoord_progress", has_text=done).wait_for()
    # said only when nothing that was typed is left to be saved
    rosa.page.locator(
        "main .o_wohnkoord_save_state", has_text="Gespeichert."
    ).wait_for()
    rosa.page.locator("#scores-title").evaluate("one => one.scrollIntoView()")
    picture(rosa.page, "scoring")
    rosa.page.reload()
    assert rosa.typed_points() == [(figure, REASONS[figure]) for figure in points]
    for bid, seats in POINTS.items():
        for seat, key in ((CHAIR, "sitz1"), (COUNCIL, "sitz2"), (EXPERTS, "rosa")):
            if (bid, seat) == (WEFOREVER, EXPERTS):
                continue
            is_closed = (bid, seat) == (MUSTERHOF, EXPERTS)
            who = jury["stefan" if is_closed else key]
            who.score_plain(story.id(bid), seats[seat])
    rosa.page.goto(rosa.bid_path(story.id(WEFOREVER)))
    words = rosa.page.inner_text("main")
    assert REASONS["5"] in rosa.page.content()
    for other in (CHAIR, COUNCIL):
        assert other not in words


def talk_over(story, jury, adviser, picture):
    """All points at once; one is changed, with the reason; then nothing moves."""
    tarek = jury["sitz2"]
    adviser.reveal()
    picture(adviser.page, "revealed")
    tarek.page.goto(tarek.bid_path(story.id(WEFOREVER)))
    words = tarek.page.inner_text("main")
    assert CHAIR in words and EXPERTS in words
    tarek.change(story.id(WEFOREVER), 9, "5", "")
    assert tarek.page.locator("main .alert-danger").count()
    tarek.retype(9, "5", CHANGED)
    assert tarek.page.url.endswith("done=1")
    tarek.page.locator("main fieldset").nth(9).evaluate("one => one.scrollIntoView()")
    picture(tarek.page, "changed")
    adviser.note_presence(
        SESSION, {CHAIR: "person", COUNCIL: "person", EXPERTS: "both"}
    )
    adviser.hold()
    adviser.wait_for_state("held")
    picture(adviser.page, "session-held")
    adviser.close_scoring()


# -- ranking, minutes, decision --------------------------------------------------------


def rank(story, adviser, picture):
    """Per plot; two bids are equal in all, so that a draw with a witness parts them."""
    adviser.rank(picture)
    rows = adviser.places()
    assert len(rows) == len(POINTS)
    for bid, number in story.bids.items():
        [row] = [row for row in rows if f" {number}: " in row[2]]
        assert LOTS[bid[1]] in row[0]
        assert row[3] == points_of(bid)
        rivals = [expected(b) for b in POINTS if b[1] == bid[1] and b != bid]
        place = 1 + sum(rival > expected(bid) for rival in rivals)
        assert row[1] == str(place), row
    adviser.record_draw(LOTS[3], "Neues Rathaus, Raum 123", WITNESS, picture)
    picture(adviser.page, "drawn")
    adviser.desk.press("action_verify")
    adviser.page.locator(".o_notification").first.wait_for()
    places = {row[2]: row[1] for row in adviser.places() if LOTS[3] in row[0]}
    assert sorted(places.values()) == ["1", "2"]
    picture(adviser.page, "places")
    proposal = adviser.allocate(picture)
    [four] = [text for plot, text in proposal.items() if LOTS[4] in plot]
    assert "WohnAlternative" in four and "Demohof" in four


def keep_minutes(story, adviser, picture):
    """Final minutes as PDF and DOCX, with the figures that were clicked."""
    pdf, word = adviser.write_minutes(
        "Dr. Petra Muster",
        "Die Punkte wurden offengelegt und besprochen.",
        "Jedes Grundstück geht an die Bewerbung auf Platz 1.",
        picture,
    )
    assert pdf.startswith(b"%PDF") and len(pdf) > 10000
    text = words(word)
    assert re.search("nicht be(urteil|wert)bar", text)
    for part in (WITNESS, EXPERTS):
        assert part in text, part
    for bid in POINTS:
        assert points_of(bid).rstrip("0") in text, bid


def recommend(adviser, picture):
    """To the council, with a paper in two parts: names stand in the second only."""
    adviser.open()
    adviser.act("action_recommend", "recommended")
    papers = adviser.council_paper(picture)
    assert len(papers) == 2
    [open_part] = [
        words(p) for kind, p in papers.items() if "nicht" not in kind.lower()
    ]
    [closed_part] = [words(p) for kind, p in papers.items() if "nicht" in kind.lower()]
    for name in ("Demohof", "Cassida", "Musterhof"):
        assert name not in open_part and name in closed_part
    for bid in POINTS:
        assert german(expected(bid), 2) in closed_part, bid


def decide(adviser, picture):
    """The council follows the jury but on one plot; nothing without number and reason."""
    adviser.propose_awards()
    assert adviser.award_rows().count() == len(LOTS)
    for number, plot in LOTS.items():
        adviser.edit_award(
            plot,
            resolution_body="Stadtrat",
            resolution_number=NUMBER,
            resolution_date=date.today(),
        )
        if number == 4:
            # the group ranked first gets another plot, which it prefers
            adviser.desk.pick("bid_id", "WohnAlternative")
            adviser.desk.fill("resolution_body", "Stadtrat")
            picture(adviser.page, "award")
        adviser.keep_line()
    adviser.desk.save()
    assert "Jury" in adviser.refused("action_decide", is_asked=True)
    assert adviser.read("state")["state"] == "recommended"
    adviser.edit_award(LOTS[4], deviation_reason=DEVIATION)
    adviser.keep_line()
    adviser.desk.save()
    adviser.act("action_decide", "decided")
    adviser.tab("award")
    picture(adviser.page, "decided")


def tell(story, office, mailbox, adviser, open_page, picture):
    """All parties at once: each reads its own points, in the portal; the mail says so."""
    adviser.send_letters(len(story.people), picture)
    deliver(office)
    for group in story.people:
        letter = mailbox.wait(story.address(group), "Entscheidung")
        assert "Punkte" not in letter.text
    for group, width in (("weforever", 1400), ("musterhof", 390)):
        client = Client(office.url, office.db, story.address(group), PASSWORD).open()
        page = open_page(client=client, width=width)
        [registration] = office.admin.search(
            "wohnkoord.registration",
            [
                ("procedure_id", "=", story.procedure),
                ("initiative_id", "=", story.groups[group]),
            ],
        )
        page.goto(f"/my/procedures/{registration}")
        text = page.inner_text("main")
        assert NUMBER in text
        for mean in means((group, 1)):
            assert german(mean, 2) in text
        picture(page, f"letter-{group}")
