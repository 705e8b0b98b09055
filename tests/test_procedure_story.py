# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The story of one procedure, clicked: from the plot to the admitted bids.

The deadline passes for real. All mails arrive at a real mail server. ``--pictures``
keeps a picture of every step.
"""

import json
import subprocess
import sys
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from support.bidder import Bidder, pdf
from support.clicks import post
from support.procedure_desk import BID, PLOTS
from support.procedure_opening import OpeningDesk
from support.reader import deliver

PICTURE_PREFIX = "procedure-"
NAME = "Sechs Grundstücke für gemeinschaftliches Wohnen"
ASKER = "Wohnprojekt Lindenhof"
CONCEPT, FINANCING = pdf("Unser Konzept"), pdf("Kosten und Kredite")
FILES = {
    "concept": ("Konzept.pdf", CONCEPT),
    "financing": ("Finanzierung.pdf", FINANCING),
}
DECLARED = {"declaration_requirements": True, "declaration_accuracy": True}
VALUES = {
    **DECLARED,
    "priority": "1",
    "legal_form_id": 1,
    "household_count": "12",
    "adult_count": "20",
    "child_count": "9",
    "complete_share": "75",
    "commitment_dwellings": "12",
    "commitment_subsidised_share": "30",
    "commitment_self_use_share": "80",
    "statement": "Wir bauen gemeinsam und bleiben.",
}


@pytest.fixture(autouse=True)
def fresh_counts(ledger):
    """Other tests sent the same forms from the same address."""
    ledger.forget_posts()


def test_story(office, mailbox, desk, open_page, picture, tmp_path):
    groups = [
        Bidder(office, mailbox, ASKER, "Lina Linde"),
        Bidder(office, mailbox, "Baugemeinschaft Nordlicht", "Nora Nord"),
        Bidder(office, mailbox, "Hausprojekt Kastanie", "Karim Kastner"),
    ]
    for group, width in zip(groups, (1400, 1400, 390), strict=True):
        group.sit_down(open_page(client=group.client, width=width))
    adviser = OpeningDesk(office, desk("beratung"))
    head = OpeningDesk(office, desk("leitung"))
    begun = time.monotonic()
    prepare(office, adviser, head, picture)
    # a slow machine needs more time for what follows, too
    pace = time.monotonic() - begun
    adviser.publish(90 + 2 * pace, picture)
    head.procedure = adviser.procedure
    look(open_page, adviser, picture)
    for group in groups:
        group.register(adviser.procedure)
    picture(groups[2].page, "registered")
    ask_and_answer(office, adviser, groups, picture)
    receipts = bid(groups, adviser, picture)
    amend(office, adviser, groups, 60 + 1.2 * pace, picture)
    change(adviser, groups, receipts, picture)
    adviser.wait_until(adviser.deadline)
    come_late(groups[2], receipts, picture)
    # bids that came in time may still be on their way for a minute
    adviser.wait_until(adviser.deadline + timedelta(minutes=1))
    head.open_bids("leitung", "Bea Beispiel", "beratung", picture)
    read_protocol(head, picture)
    read_bids(adviser, receipts, picture)
    find_hashes(open_page, adviser, receipts, picture)
    paper = check(office, adviser, receipts, picture)
    cure(office, adviser, groups, picture)
    decide(adviser, head, paper, receipts, picture)
    verify(adviser, receipts, tmp_path, picture)


def prepare(office, adviser, head, picture):
    """Until nothing that is needed is missing."""
    deputy = "Vera Vertretung"
    office.make_user(
        "vertretung", ["wohnkoord_odoo.group_user"], name=deputy, email="v@example.org"
    )
    adviser.make_plot(picture)
    adviser.start(NAME, picture)
    assert len(adviser.checklist()) >= 4
    adviser.offer_plots()
    adviser.resolve()
    adviser.add_resolution(pdf("Beschluss"))
    adviser.name_officer(deputy)
    adviser.desk.save()
    picture(adviser.page, "prepared")
    head.procedure = adviser.procedure
    head.open().print_sheet("leitung", picture)
    # only what the publication sets itself: the time for questions
    adviser.open()
    adviser.page.locator("div[name='ready']").wait_for()
    assert len(adviser.checklist()) == 1


def look(open_page, adviser, picture):
    slug = adviser.read("slug")["slug"]
    for width in (1400, 390):
        page = open_page(width=width)
        page.goto("/procedures")
        page.locator(f"main a[href$='/procedures/{slug}']").first.click()
        page.wait_for_url(f"**/procedures/{slug}")
        for name, *_rest in PLOTS:
            assert name in page.inner_text("main")
        picture(page, f"public-{width}")


# -- the same for all ------------------------------------------------------------------


def ask_and_answer(office, adviser, groups, picture):
    """Two answers reach all parties at once, and nobody reads who asked."""
    first, second, _third = groups
    first.ask(f"Dürfen wir vom {ASKER} auf zwei Grundstücke bieten?")
    picture(first.page, "question")
    second.ask("Muss die Genossenschaft schon gegründet sein?")
    adviser.open_question(1)
    adviser.desk.fill("text", f"Darf das {ASKER} auf zwei Grundstücke bieten?")
    adviser.desk.fill("answer", "Ja, mit je einer Bewerbung und einer Priorität.")
    adviser.desk.save()
    assert ASKER in adviser.desk.field("name_warning").inner_text()
    picture(adviser.page, "question-name")
    adviser.answer(
        1,
        "Darf eine Gruppe auf zwei Grundstücke bieten?",
        "Ja, mit je einer Bewerbung und einer Priorität.",
    )
    adviser.answer(
        2,
        "Muss die Rechtsform schon gegründet sein?",
        "Nein, bis zum Vertrag.",
    )
    adviser.publish_answers(picture)
    deliver(office)
    for group in groups:
        letters = group.letters()
        words = "\n".join(f"{letter.subject}\n{letter.text}" for letter in letters)
        assert "Darf eine Gruppe auf zwei Grundstücke bieten?" in words
        assert "Nein, bis zum Vertrag." in words
        for name in (ASKER, "Lina", "Linde", first.address):
            assert group is first or name not in words
        assert "Dürfen wir vom" not in words


def bid(groups, adviser, picture):
    """A bids for two plots, B for one, C for one and begins another."""
    first, second, third = groups
    first.write(PLOTS[0][0], VALUES, FILES)
    picture(first.page, "bid-draft")
    first.review()
    picture(first.page, "bid-review")
    one = first.submit()
    picture(first.page, "receipt")
    first.write(PLOTS[4][0], {**VALUES, "priority": "2", "price": "2,25"}, FILES)
    first.review()
    two = first.submit()
    second.write(PLOTS[5][0], {**VALUES, "price": "260.000"}, FILES)
    second.review()
    three = second.submit()
    third.write(PLOTS[2][0], VALUES, FILES)
    picture(third.page, "bid-draft-phone")
    third.review()
    four = third.submit()
    picture(third.page, "receipt-phone")
    for group, receipt in ((first, one), (second, three), (third, four)):
        letter = group.mailbox.wait(group.address, str(receipt["number"]))
        assert receipt["hash"] in letter.message.get_content()
        group.letters()
    return SimpleNamespace(one=one, two=two, three=three, four=four)


def amend(office, adviser, groups, seconds, picture):
    adviser.amend(adviser.later(seconds), picture)
    deliver(office)
    for group in groups:
        assert "30 % gefördert" in group.letters()[-1].text


def change(adviser, groups, receipts, picture):
    """After the change A confirms, B replaces, C withdraws and writes a letter."""
    first, second, third = groups
    first.page.goto(receipts.one["url"])
    picture(first.page, "confirm")
    first.confirm(receipts.one)
    first.confirm(receipts.two)
    second.replace(receipts.three)
    second.fill({**DECLARED, "price": "310.000"})
    second.save()
    second.review()
    receipts.five = second.submit()
    third.withdraw(receipts.four)
    picture(third.page, "withdrawn-phone")
    receipts.late_url = third.write(PLOTS[3][0], VALUES, FILES)
    adviser.register_paper("Hausprojekt Kastanie", pdf("Ein Brief"), picture)
    words = adviser.look_at_bids()
    picture(adviser.page, "sealed-bids")
    names = [name for name, _content in FILES.values()]
    for secret in (ASKER, "Nordlicht", "Kastanie", "310", *names):
        assert secret not in words


# -- after the deadline ----------------------------------------------------------------


def come_late(third, receipts, picture):
    """The server's clock decides; the bid is kept unopened."""
    third.review(receipts.late_url)
    receipts.late = third.submit()
    assert third.page.locator("main .alert-danger").count()
    picture(third.page, "late-phone")


def read_protocol(head, picture):
    words = head.protocol()
    for officer in ("Lea Leitung", "Bea Beispiel"):
        assert officer in words
    picture(head.page, "protocol")


def read_bids(adviser, receipts, picture):
    """What was sealed is there to the byte."""
    adviser.open_bid(receipts.one["number"])
    picture(adviser.page, "bid-opened")
    assert receipts.one["hash"] in adviser.page.locator(".o_form_view").inner_text()
    assert adviser.download("Konzept.pdf") == CONCEPT


def find_hashes(open_page, adviser, receipts, picture):
    """Who looks finds the hash of the own receipt on the public page."""
    page = open_page()
    page.goto(f"/procedures/{adviser.read('slug')['slug']}")
    words = page.inner_text("main")
    for receipt in (receipts.one, receipts.two, receipts.five, receipts.late):
        assert receipt["hash"] in words
    assert ASKER not in words
    page.locator("#hashes").scroll_into_view_if_needed()
    picture(page, "hashes")


def bid_id(adviser, **values):
    domain = [("procedure_id", "=", adviser.procedure)]
    domain += [(name, "=", value) for name, value in values.items()]
    ids = adviser.office.admin.search(BID, domain)
    assert len(ids) == 1
    return ids[0]


def check(office, adviser, receipts, picture):
    """The letter is typed in; two bids lack something.

    :return: id of the bid on paper
    """
    paper = bid_id(adviser, channel="paper")
    adviser.open_bid(office.admin.read(BID, paper, "number")["number"])
    adviser.type_in("Kastanie", PLOTS[2][0])
    adviser.check(bid_id(adviser, number=receipts.one["number"]))
    adviser.decide(
        "Finanzierungsplan", "action_cure", "Es fehlt der Nachweis der Bank."
    )
    adviser.desk.press("action_accept_met")
    picture(adviser.page, "check")
    adviser.check(paper)
    adviser.decide("Konzept der Gruppe", "action_cure", "Das Konzept fehlt.")
    adviser.decide("acht Parteien", "action_ask_not_met", "Es sind fünf Haushalte.")
    return paper


def cure(office, adviser, groups, picture):
    """Both concerned are told the same; one of them answers."""
    first, second, third = groups
    for group in groups:
        group.letters()
    adviser.ask_for_missing(picture)
    deliver(office)
    assert first.letters()
    assert third.letters()
    assert not second.letters()
    first.page.goto(first.path)
    with first.page.expect_navigation():
        first.page.locator("main a[href*='/cure/']").first.click()
    first.page.set_input_files(
        "main input[name='files']",
        {"name": "Bank.pdf", "mimeType": "application/pdf", "buffer": pdf("Die Bank")},
    )
    first.page.fill("main textarea", "Anbei der Nachweis.")
    post(first.page, "main form[enctype]")
    assert "Bank.pdf" in first.page.inner_text("main")
    picture(first.page, "cure-answered")


def decide(adviser, head, paper, receipts, picture):
    """One is excluded with a reason, the others are admitted."""
    one = bid_id(adviser, number=receipts.one["number"])
    adviser.check(one)
    adviser.decide("Finanzierungsplan", "action_met", "Nachgereicht am Tag danach.")
    head.exclude(paper, "Mindestanforderung", "Fünf statt acht Haushalte.", picture)
    adviser.admit(one)
    adviser.admit(bid_id(adviser, number=receipts.two["number"]))
    adviser.admit(bid_id(adviser, number=receipts.five["number"]))
    adviser.open()
    adviser.stat("action_view_checked_bids")
    adviser.page.wait_for_selector(".o_kanban_record")
    picture(adviser.page, "checked")


def verify(adviser, receipts, folder, picture):
    """Offline, with the program in the archive and a bidder's own file."""
    adviser.export_log(folder, picture)
    (folder / "bid.json").write_bytes(receipts.one["data"])
    done = subprocess.run(
        [sys.executable, "-I", "procedure_log.py", "export.json"]
        + ["--receipt", "bid.json"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    export = json.loads((folder / "export.json").read_text(encoding="utf-8"))
    kinds = {entry["kind"] for entry in export["entries"]}
    assert {"published", "amended", "closed", "opened", "bid_excluded"} <= kinds
    assert ASKER not in (folder / "export.json").read_text(encoding="utf-8")
