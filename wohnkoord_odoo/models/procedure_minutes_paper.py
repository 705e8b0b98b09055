# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

from ..tools.docx_paper import heading, paragraph, table

#: more seats than that do not fit beside each other on a page
MOST_COLUMNS = 16


class Minutes(models.Model):
    """Minutes for people: one list of blocks for page, PDF and DOCX."""

    _inherit = "wohnkoord.minutes"

    def _blocks(self):
        """The minutes as headings, texts and tables."""
        values = self._values()
        blocks = [table(["", ""], self._head_rows(values))]
        if values["corrects"]:
            blocks += [
                heading(self.env._("Correction")),
                paragraph(
                    self.env._(
                        "These minutes correct number %(number)s: %(reason)s",
                        number=values["corrects"],
                        reason=values["correction_reason"] or "–",
                    )
                ),
            ]
        return [
            *blocks,
            heading(self.env._("Seats of the Jury")),
            self._seat_table(values),
            heading(self.env._("Course of the Session")),
            paragraph(values["text"]),
            heading(self.env._("Points")),
            *self._score_tables(values),
            heading(self.env._("Ranking")),
            *self._ranking_tables(values),
            *self._draw_tables(values),
            heading(self.env._("Recommendation")),
            paragraph(values["recommendation"]),
            *self._hash_blocks(),
        ]

    def _head_rows(self, values):
        return [
            (self.env._("Procedure"), values["procedure"]),
            (self.env._("Session on"), self._moment_text(values["date"])),
            (self.env._("Place"), values["place"]),
            (self.env._("Chair"), values["chair"]),
            (self.env._("Kept by"), values["keeper"]),
        ]

    def _seat_table(self, values):
        def bids(numbers):
            return ", ".join(map(str, numbers)) or "–"

        head = [
            self.env._("No."),
            self.env._("Seat"),
            self.env._("Vote"),
            self.env._("Took no part in bids"),
            self.env._("Deputy in bids"),
        ]
        yes, no = self.env._("yes"), self.env._("no")
        return table(
            head,
            [
                (
                    number,
                    seat["name"],
                    yes if seat["vote"] else no,
                    bids(seat["recused"]),
                    bids(seat["deputy"]),
                )
                for number, seat in enumerate(values["seats"], 1)
            ],
        )

    # -- points --------------------------------------------------------------------------

    def _score_tables(self, values):
        if not values["scores"]:
            yield paragraph(self.env._("Nothing was scored yet."))
            return
        columns = self._seat_columns(values)
        if columns:
            yield paragraph(
                self.env._(
                    "Over the columns stand the numbers of the seats. –: took no part;"
                    " n/a: not assessable."
                )
            )
        for row in values["scores"]:
            yield heading(self.env._("Bid %(number)s", number=row["bid"]), 2)
            points = row["points"]
            yield (
                self._score_grid(points, columns)
                if columns
                else self._score_list(points)
            )

    def _seat_columns(self, values):
        """Seat by name -> what stands over its column; {}: they are not told apart."""
        names = [seat["name"] for seat in values["seats"]]
        used = {point["seat"] for row in values["scores"] for point in row["points"]}
        is_clear = len(set(names)) == len(names) and used <= {*names, None}
        if not is_clear or len(names) > MOST_COLUMNS:
            return {}
        columns = {name: n for n, name in enumerate(names, 1) if name in used}
        return {**columns, None: self.env._("Session")} if None in used else columns

    def _score_grid(self, points, columns):
        grid = {}
        for point in points:
            text = self._figure(point["points"]) or self.env._("n/a")
            grid.setdefault(point["criterion"], {})[point["seat"]] = text
        return table(
            [self.env._("Criterion"), *columns.values()],
            [
                (criterion, *(given.get(name, "–") for name in columns))
                for criterion, given in grid.items()
            ],
        )

    def _score_list(self, points):
        return table(
            [self.env._("Criterion"), self.env._("Seat"), self.env._("Points")],
            [
                (
                    point["criterion"],
                    point["seat"] or self.env._("Session"),
                    self._figure(point["points"]) or self.env._("not assessable"),
                )
                for point in points
            ],
        )

    def _figure(self, text):
        """A frozen decimal as people read it: 5.00 is 5, 76.0200 is 76,02."""
        if not text:
            return text
        sign = self.env["res.lang"]._get_data(code=self.env.lang).decimal_point or "."
        whole, _point, rest = text.partition(".")
        rest = rest.rstrip("0")
        return whole + (sign + rest.ljust(2, "0") if rest else "")

    # -- ranking and draws ---------------------------------------------------------------

    def _ranking_tables(self, values):
        head = [
            self.env._("Rank"),
            self.env._("Bid"),
            self.env._("Concept"),
            self.env._("Price"),
            self.env._("Points in All"),
            self.env._("Note"),
        ]
        if not values["rankings"]:
            yield paragraph(self.env._("There is no ranking yet."))
        for ranking in values["rankings"]:
            yield paragraph(
                self.env._("Plot %(lot)s, SHA-256 %(hash)s", **_named(ranking))
            )
            yield table(
                head,
                [
                    (
                        line["place"] or "–",
                        line["bid"],
                        self._figure(line["concept"]),
                        self._figure(line["price"]),
                        self._figure(line["points"]),
                        line["note"] or "",
                    )
                    for line in ranking["lines"]
                ],
            )

    def _draw_tables(self, values):
        # minutes from before draws were among them have none
        draws = values.get("draws") or []
        if draws:
            yield heading(self.env._("Draws"))
        for draw in draws:
            witness = filter(None, (draw["witness_name"], draw["witness_role"]))
            yield table(
                ["", ""],
                [
                    (self.env._("Plot"), draw["lot"]),
                    (self.env._("Draw"), draw["number"]),
                    (self.env._("Drawn on"), self._moment_text(draw["date"])),
                    (self.env._("Place"), draw["place"]),
                    (self.env._("Drawn by"), draw["drawer_name"]),
                    (self.env._("Witness"), ", ".join(witness)),
                    (
                        self.env._("Result: order of the bids"),
                        ", ".join(map(str, draw["order"])),
                    ),
                    (self.env._("Note"), draw["note"] or "–"),
                    ("SHA-256", draw["sha256"]),
                ],
            )

    def _moment_text(self, text):
        moment = fields.Datetime.to_datetime(text)
        return f"{self.procedure_id._local(moment):%d.%m.%Y %H:%M}" if moment else "–"

    def _hash_blocks(self):
        if not self.hash:
            return []
        return [
            paragraph(self.env._("SHA-256 of the minutes: %(hash)s", hash=self.hash))
        ]


def _named(ranking):
    return {"lot": ranking["lot"], "hash": ranking["sha256"]}
