# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A newsletter from its order to its end: two readers, and what the office does."""

import itertools
import re
from urllib.parse import urlsplit

import requests

from .clicks import post
from .reader import Reader, consents, deliver
from .visitor import PATIENCE

ADDRESS, NEIGHBOUR = "selma.stern@example.org", "nils.nachbar@example.org"
NEWSLETTER, MAILING = "newsletter", "mailing.mailing"
NEWS = "Drei Häuser zeigen am 12. September ihre Gemeinschaftsräume."
#: what the author puts in place of the template's hints, in their order
TEXTS = (
    "Im Herbst öffnen Häuser ihre Türen, und ein Grundstück wird frei.",
    "Tag der offenen Tür",
    NEWS,
    "Ein Grundstück in Lindenau",
    "Die Stadt vergibt es nach dem besten Konzept. Wir erklären, wie das geht.",
    "Mittwoch, 18 Uhr: Stammtisch im Bürgerbüro",
    "Donnerstag, 17 Uhr: offene Sprechstunde, auch am Telefon",
)
HINT = re.compile(r"\[[^\W\d][^\]<>]{4,}\]")


def subscribe(office, phone, reader, picture):
    """Double opt-in: the form alone, and the opened link alone, agree to nothing."""
    phone.goto("/newsletter")
    phone.fill("#field-email", ADDRESS)
    picture(phone, "newsletter")
    phone.wait_for_timeout(PATIENCE * 1000)
    post(phone, "form[action$='/newsletter']")
    assert urlsplit(phone.url).path.endswith("/newsletter/sent")
    link = reader.next_letter("/consent/").link("/consent/")
    phone.goto(link)
    assert consents(office, NEWSLETTER, ADDRESS) == ["requested"]
    post(phone, "main form", "button[name='action'][value='confirm']")
    assert consents(office, NEWSLETTER, ADDRESS) == ["confirmed"]


def subscribe_neighbour(office, mailbox, visitor):
    """A second subscriber, without JavaScript."""
    neighbour = Reader(office, mailbox, NEIGHBOUR)
    answer = visitor.send(visitor.open("/newsletter"), email=NEIGHBOUR, name="Nils")
    assert answer.url.endswith("/newsletter/sent"), answer.text
    link = neighbour.next_letter("/consent/").link("/consent/")
    answer_question(visitor, visitor.open(link), "confirm")
    assert consents(office, NEWSLETTER, NEIGHBOUR) == ["confirmed"]
    return neighbour


def answer_question(visitor, page, button):
    """Press a button on the page behind the link in a mail."""
    address, fields = visitor.form(page)
    visitor.http.post(address, data={**fields, "action": button}, timeout=60)


def write(office, adviser, picture):
    """A dialog, the template, a dry run, and only then the letters."""
    action = office.xml_id("wohnkoord_odoo.mailing_new_action_newsletter")
    adviser.page.goto(f"/odoo/action-{action}")
    adviser.page.wait_for_selector(".o_dialog [name='subject']")
    adviser.fill("subject", "Neues zum gemeinschaftlichen Wohnen")
    picture(adviser.page, "new-newsletter")
    adviser.press("action_start")
    adviser.page.wait_for_selector("button[name='action_dry_run']")
    mailing = int(re.search(r"/(\d+)(?:\?|$)", adviser.page.url).group(1))
    fill_in(office, mailing)
    adviser.open(f"/odoo/office-mailings/{mailing}")
    adviser.press("action_dry_run")
    show_dry_run(adviser, picture)
    adviser.open(f"/odoo/office-mailings/{mailing}")
    adviser.press("action_launch")
    adviser.confirm()


def fill_in(office, mailing):
    """Write the text where the template leaves hints."""
    body = office.admin.read(MAILING, mailing, "body_arch")["body_arch"]
    assert HINT.search(body)
    texts = itertools.cycle(TEXTS)
    body = HINT.sub(lambda _hint: next(texts), body)
    office.admin.write(MAILING, mailing, {"body_arch": body, "body_html": body})


def show_dry_run(adviser, picture):
    """Both subscribers would get it; everybody else is left out, with the reason."""
    groups = adviser.page.locator(".o_group_header")
    groups.first.wait_for()
    assert groups.count() > 1
    get = adviser.page.locator("[name='reason'] .text-bg-success")
    left_out = 0
    for number in range(groups.count()):
        groups.nth(number).click()
        adviser.page.locator(".o_data_row").first.wait_for()
        left_out += adviser.page.locator("[name='reason'] .text-bg-warning").count()
        if get.count():
            check_readers(adviser)
            picture(adviser.page, "dry-run")
        groups.nth(number).click()
        adviser.page.locator(".o_data_row").first.wait_for(state="detached")
    assert left_out


def check_readers(adviser):
    for address in (ADDRESS, NEIGHBOUR):
        assert adviser.page.locator(".o_data_row", has_text=address).count() == 1


def unsubscribe_by_program(office, page, reader, picture):
    """The letter as its reader sees it, then the button of the mail program."""
    letter = reader.next_letter("/consent/")
    assert_readable(office, letter)
    page.set_content(letter.html)
    picture(page, "letter")
    # opening the foot's link changes nothing
    assert requests.get(letter.link("/consent/"), timeout=60).ok
    assert consents(office, NEWSLETTER, ADDRESS) == ["confirmed"]
    assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = letter.message["List-Unsubscribe"].split("<")[-1].split(">")[0]
    answer = requests.post(url, data={"List-Unsubscribe": "One-Click"}, timeout=60)
    assert answer.status_code == 200
    assert consents(office, NEWSLETTER, ADDRESS) == ["withdrawn"]


def assert_readable(office, letter):
    """Whole without HTML, and nothing in it tells anybody that it was read."""
    assert NEWS in letter.text
    assert "<" not in letter.text.replace("<http", "")
    assert letter.link("/consent/") in letter.text
    assert "<img" not in letter.html
    assert "url(" not in letter.html
    for address in letter.links():
        assert not re.search(r"/r/\w+|/track/", address), address
        assert address.startswith((office.url, "mailto:", *legal_pages(office)))


def legal_pages(office):
    """The addresses of imprint and privacy notice, which the office sets."""
    names = "wohnkoord_imprint_url", "wohnkoord_privacy_url"
    company = office.admin.read("res.company", 1, *names)
    return [company[name] for name in names if company[name]]


def unsubscribe_by_link(office, visitor, neighbour):
    """The link at the foot of the letter, and one button."""
    page = visitor.open(neighbour.next_letter("/consent/").link("/consent/"))
    assert consents(office, NEWSLETTER, NEIGHBOUR) == ["confirmed"]
    answer_question(visitor, page, "withdraw")
    assert consents(office, NEWSLETTER, NEIGHBOUR) == ["withdrawn"]


def send_another(office, reader, neighbour):
    """It goes out to others, and to neither of those who said no."""
    new = office.admin.create("wohnkoord.mailing.new", {"kind": "newsletter"})
    action = office.admin.do("wohnkoord.mailing.new", new, "action_start")
    mailing = action["res_id"]
    fill_in(office, mailing)
    office.admin.do(MAILING, mailing, "action_launch")
    deliver(office)
    sent = office.admin.read(MAILING, mailing, "state", "sent")
    assert sent["state"] == "done"
    assert sent["sent"] > 0
    reader.assert_no_more()
    neighbour.assert_no_more()
