# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Somebody with a seat in a jury, or a deputy, at the pages of the portal."""

import re

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

    def cards(self):
        """Addresses of the bids that this person may read, by the bid's title."""
        answer = self.visitor.open(self.path)
        links = html.fromstring(answer.text).xpath("//section//ol//h3/a")
        return {" ".join(a.text_content().split()): a.get("href") for a in links}

    def card(self, number):
        """The address of the bid of that number, or None."""
        for title, path in self.cards().items():
            if re.search(rf"\b{number}\b", title):
                return path
        return None

    def may_read(self, path):
        answer = self.visitor.http.get(
            self.visitor.url + path, allow_redirects=False, timeout=60
        )
        assert answer.status_code in (200, 303), path
        return answer.status_code == 200

    # -- points --------------------------------------------------------------------------

    def criteria(self, path):
        """Keys of the criteria, in their order."""
        answer = self.visitor.open(path)
        return html.fromstring(answer.text).xpath("//fieldset/@data-key")

    def score_plain(self, path, points):
        """Send the whole form without scripts.

        :param str points: a figure per criterion; ``-`` is not assessable
        """
        answer = self.visitor.open(path)
        values = {}
        keys = html.fromstring(answer.text).xpath("//fieldset/@data-key")
        assert len(keys) == len(points), path
        for key, figure in zip(keys, points, strict=True):
            values[f"points_{key}"] = chosen(answer, key, figure)
            values[f"reason_{key}"] = REASONS[figure]
        done = self.visitor.send(answer, "/scores", wait=False, **values)
        assert done.url.endswith("done=1"), done.text[:2000]


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
