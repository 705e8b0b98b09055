# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

from ..tools.docx_paper import heading, paragraph, table


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
            heading(self.env._("Seats in the Jury")),
            self._seat_table(values),
            heading(self.env._("Course of the Session")),
            paragraph(values["text"]),
            heading(self.env._("Points")),
            *self._score_tables(values),
            heading(self.env._("Ranking")),
            *self._ranking_tables(values),
            *self._draw_blocks(values),
            heading(self.env._("Recommendation")),
            paragraph(values["recommendation"]),
            *self._hash_blocks(),
        ]

    def _head_rows(self, values):
        moment = fields.Datetime.to_datetime(values["date"])
        zone = self.procedure_id
        when = f"{zone._local(moment):%d.%m.%Y %H:%M}" if moment else "–"
        return [
            (self.env._("Procedure"), values["procedure"]),
            (self.env._("Session on"), when),
            (self.env._("Place"), values["place"]),
            (self.env._("Chair"), values["chair"]),
            (self.env._("Kept by"), values["keeper"]),
        ]

    def _seat_table(self, values):
        def bids(numbers):
            return ", ".join(map(str, numbers)) or "–"

        head = [
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
                    seat["name"],
                    yes if seat["vote"] else no,
                    bids(seat["recused"]),
                    bids(seat["deputy"]),
                )
                for seat in values["seats"]
            ],
        )

    def _score_tables(self, values):
        """A table per bid: a row per criterion, a column per seat."""
        if not values["scores"]:
            yield paragraph(self.env._("Nothing was scored yet."))
        for row in values["scores"]:
            points = {
                (point["criterion"], point["seat"]): self._points_text(point["points"])
                for point in row["points"]
            }
            criteria = dict.fromkeys(name for name, _seat in points)
            seats = dict.fromkeys(seat for _name, seat in points)
            yield paragraph(self.env._("Bid %(number)s", number=row["bid"]))
            if not points:
                yield paragraph("–")
                continue
            yield table(
                [
                    self.env._("Criterion"),
                    *(seat or self.env._("Session") for seat in seats),
                ],
                [
                    (name, *(points.get((name, seat), "–") for seat in seats))
                    for name in criteria
                ],
            )

    def _points_text(self, points):
        if points is None:
            return self.env._("not assessable")
        return self.procedure_id._decimal_text(points)

    def _ranking_tables(self, values):
        decimal = self.procedure_id._decimal_text
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
                        decimal(line["concept"]),
                        decimal(line["price"]),
                        decimal(line["points"]),
                        line["note"],
                    )
                    for line in ranking["lines"]
                ],
            )

    def _draw_blocks(self, values):
        """Who drew, and who was there to see it."""
        # minutes that were final before draws stood in them have none
        for draw in values.get("draws", ()):
            witness = draw["witness"]
            if draw["role"]:
                witness = f"{witness} ({draw['role']})"
            moment = fields.Datetime.to_datetime(draw["date"])
            yield paragraph(
                self.env._(
                    "Plot %(lot)s: drawn on %(moment)s, %(place)s, by %(drawer)s."
                    " Witness: %(witness)s. Order of the bids: %(order)s.",
                    lot=draw["lot"],
                    moment=f"{self.procedure_id._local(moment):%d.%m.%Y %H:%M}",
                    place=draw["place"],
                    drawer=draw["drawer"],
                    witness=witness,
                    order=", ".join(map(str, draw["order"])),
                )
            )

    def _hash_blocks(self):
        if not self.hash:
            return []
        return [
            paragraph(self.env._("SHA-256 of the minutes: %(hash)s", hash=self.hash))
        ]


def _named(ranking):
    return {"lot": ranking["lot"], "hash": ranking["sha256"]}
