# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Somebody with a seat in a jury, or a deputy, at the pages of the portal."""

from lxml import html

from .clicks import post
from .visitor import Visitor

NONE = "none"


class Juror:
    """A person's login; ``page`` is her browser, and there is one without scripts, too."""

    def __init__(self, url, client, seat):
        self.client, self.seat = client, seat
        self.path = f"/my/jury/{seat}"
        self.visitor = Visitor(url)
        self.visitor.http.cookies.update(client.http.cookies)
        self.page = None

    def sit_down(self, page):
        self.page = page
        return self

    # -- conflicts of interest -----------------------------------------------------------

    def names(self):
        """The groups that are named on the open page, in their order."""
        return self.page.locator("main fieldset legend").all_inner_texts()

    def declare(self, conflicts):
        """Answer for each group by touch, and send it.

        :param dict conflicts: group's name -> (kind, words)
        """
        for group in self.names():
            kind, words = conflicts.get(group, (NONE, ""))
            part = self.page.locator("main fieldset", has_text=group)
            part.locator(f"input[value='{kind}']").check()
            part.locator("textarea").fill(words)

    def send_declarations(self):
        post(self.page, "main form[action$='/declarations']")
        assert self.page.url.endswith("done=declared"), self.page.inner_text("main")
        return self.page.inner_text("main")

    def declare_plain(self):
        """No conflict with anybody, from a browser without scripts."""
        answer = self.visitor.open(self.path)
        document = html.fromstring(answer.text)
        names = document.xpath("//fieldset//input[@value='none']/@name")
        assert len(names) == 9, answer.url
        done = self.visitor.send(
            answer, "/declarations", wait=False, **dict.fromkeys(names, NONE)
        )
        assert done.url.endswith("done=declared"), done.url

    # -- bids ----------------------------------------------------------------------------

    def bids(self):
        """Ids of the bids that this person finds on the page of the seat."""
        answer = self.visitor.open(self.path)
        links = html.fromstring(answer.text).xpath("//section//ol//h3/a/@href")
        return {int(link.rsplit("/", 1)[1]) for link in links}

    def bid_path(self, bid):
        return f"{self.path}/bids/{bid}"

    def may_read(self, bid):
        path = self.bid_path(bid)
        answer = self.visitor.http.get(
            self.visitor.url + path, allow_redirects=False, timeout=60
        )
        assert answer.status_code in (200, 303), path
        return answer.status_code == 200

    # -- points --------------------------------------------------------------------------

    def score_plain(self, bid, points):
        """Send the whole form without scripts.

        :param str points: a figure per criterion; ``-`` is not assessable
        """
        answer = self.visitor.open(self.bid_path(bid))
        values = {}
        keys = html.fromstring(answer.text).xpath("//fieldset/@data-key")
        assert len(keys) == len(points), answer.url
        for key, figure in zip(keys, points, strict=True):
            values[f"points_{key}"] = chosen(answer, key, figure)
            values[f"reason_{key}"] = REASONS[figure]
        done = self.visitor.send(answer, "/scores", wait=False, **values)
        assert done.url.endswith("done=1"), done.text[:2000]

    def score_by_keyboard(self, bid, points):
        """Never touch the mouse; what is typed is saved as one goes on."""
        page = self.page
        page.goto(self.bid_path(bid))
        page.wait_for_load_state("networkidle")
        parts = page.locator("main fieldset")
        assert parts.count() == len(points)
        page.locator("main fieldset input[type='radio']").first.focus()
        for number, figure in enumerate(points):
            radios = parts.nth(number).locator("input[type='radio']")
            place = [
                value == "none"
                if figure == "-"
                else value and value != "none" and float(value) == int(figure)
                for value in radios.evaluate_all("all => all.map(one => one.value)")
            ].index(True)
            page.keyboard.press("Space")
            for _step in range(place):
                page.keyboard.press("ArrowDown")
            assert radios.nth(place).is_checked()
            page.keyboard.press("Tab")
            page.keyboard.type(REASONS[figure])
            page.keyboard.press("Tab")

    def progress(self):
        """How far the open page says one is."""
        return self.page.inner_text("main .o_wohnkoord_progress")

    def typed_points(self):
        """Points and reasons of the open page, criterion by criterion."""
        found = []
        for part in self.page.locator("main fieldset").all():
            value = part.locator("input[type='radio']:checked").get_attribute("value")
            figure = "-" if value == "none" else str(int(float(value)))
            found.append((figure, part.locator("textarea").first.input_value()))
        return found

    def change(self, bid, place, figure, why):
        """Change one's points for a criterion after the reveal."""
        self.page.goto(self.bid_path(bid))
        self.retype(place, figure, why)

    def retype(self, place, figure, why):
        part = self.page.locator("main fieldset").nth(place)
        for radio in part.locator("input[type='radio']").all():
            value = radio.get_attribute("value")
            if value != "none" and float(value) == int(figure):
                radio.check()
        part.locator("textarea[name^='why_']").fill(why)
        post(self.page, "form.o_wohnkoord_scoring")


#: what a seat writes to its points
REASONS = {
    "5": "Überzeugt in allen Punkten.",
    "3": "Nachvollziehbar, einige Fragen bleiben.",
    "0": "Dazu sagt das Konzept nichts.",
    "-": "Dazu fehlt mir die Fachkenntnis.",
}


def chosen(answer, key, figure):
    """The value of the step with so many points."""
    if figure == "-":
        return "none"
    steps = html.fromstring(answer.text).xpath(f"//input[@name='points_{key}']/@value")
    [value] = [step for step in steps if step != "none" and float(step) == int(figure)]
    return value
