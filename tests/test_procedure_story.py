# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The story of one procedure, clicked: from the plot to the admitted bids.

The deadline passes for real. All mails arrive at a real mail server. ``--pictures``
keeps a picture of every step.
"""

import time
from types import SimpleNamespace

import pytest
from support.bidder import Bidder, pdf
from support.office import PASSWORD
from support.procedure_desk import PLOTS, ProcedureDesk
from support.procedure_opening import open_bids
from support.reader import deliver

PICTURE_PREFIX = "procedure-"
NAME = "Sechs Grundstücke für gemeinschaftliches Wohnen"
ASKER = "Wohnprojekt Lindenhof"
CONCEPT, FINANCING = pdf("Unser Konzept"), pdf("Kosten und Kredite")
FILES = {
    "concept": ("Konzept.pdf", CONCEPT),
    "financing": ("Finanzierung.pdf", FINANCING),
}
VALUES = {
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
    "declaration_requirements": True,
    "declaration_accuracy": True,
}


@pytest.fixture(autouse=True)
def fresh_counts(ledger):
    """Other tests sent the same forms from the same address."""
    ledger.forget_posts()


def test_story(office, mailbox, desk, open_page, picture):
    started = time.monotonic()

    def lap(text):
        print(f"{time.monotonic() - started:6.1f}", text)

    groups = [
        Bidder(office, mailbox, ASKER, "Lina Linde"),
        Bidder(office, mailbox, "Baugemeinschaft Nordlicht", "Nora Nord"),
        Bidder(office, mailbox, "Hausprojekt Kastanie", "Karim Kastner"),
    ]
    for group, width in zip(groups, (1400, 1400, 390), strict=True):
        group.sit_down(open_page(client=group.client, width=width))
    adviser = ProcedureDesk(office, desk("beratung"))
    head = ProcedureDesk(office, desk("leitung"))
    lap("prepare")
    prepare(office, adviser, head, picture)
    lap("publish")
    adviser.publish(100, picture)
    head.procedure = adviser.procedure
    lap("public")
    look(open_page, adviser, picture)
    lap("register")
    for group in groups:
        group.register(adviser.procedure)
    picture(groups[2].page, "registered")
    lap("questions")
    ask_and_answer(office, adviser, groups, picture)
    lap("bids")
    receipts = bid(groups, adviser, picture)
    lap("amend")
    amend(office, adviser, groups, picture)
    lap("amended")
    change(adviser, groups, receipts, picture)
    lap("changed")


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
    print(adviser.checklist())


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


def amend(office, adviser, groups, picture):
    adviser.amend(adviser.later(), picture)
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
    second.fill({"price": "310.000"})
    second.save()
    second.review()
    receipts.five = second.submit()
    third.withdraw(receipts.four)
    picture(third.page, "withdrawn-phone")
    receipts.late_url = third.write(PLOTS[3][0], VALUES, FILES)
    adviser.register_paper("Hausprojekt Kastanie", pdf("Ein Brief"), picture)
    words = adviser.look_at_bids()
    picture(adviser.page, "sealed-bids")
    for secret in (ASKER, "Nordlicht", "Kastanie", "310", "Konzept"):
        assert secret not in words
