# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import models

#: frozen documents that are shown without what names somebody
ANONYMISED = ("wohnkoord.minutes",)


class Procedure(models.Model):
    """What a redacted case file tells of the jury and its result."""

    _inherit = "wohnkoord.procedure"

    def _redacted_jury(self):
        """Seats without persons, and who was conflicted with which bid."""
        seats = self._case_seat_labels()
        yield from self._redacted_part(
            "jury",
            "seats",
            self.env._("Seats"),
            [
                {"seat": seats[seat.id], "has_vote": seat.has_vote}
                for seat in self.juror_ids.sorted("id")
            ],
        )
        labels = self._case_bid_labels()
        conflicts = self.env["wohnkoord.conflict"].search(
            [("procedure_id", "=", self.id)], order="id"
        )
        office = self.env._("a person of the office")
        yield from self._redacted_part(
            "jury",
            "conflicts",
            self.env._("Conflicts of Interest"),
            [
                {
                    "seat": seats.get(conflict.juror_id.id, office),
                    "bid": labels.get(conflict.initiative_id.id, "–"),
                    "kind": conflict.kind,
                    "date": str(conflict.date),
                }
                for conflict in conflicts
            ],
        )

    def _redacted_result(self, own, redactor):
        seats = self._case_seat_labels()
        scores = self.env["wohnkoord.score"].search(
            [("bid_id", "in", own.ids), ("is_revealed", "=", True)]
        )
        yield from self._redacted_part(
            "scores",
            "scores",
            self.env._("Points of the Own Bid"),
            [
                {
                    "bid": score.bid_id.number,
                    "criterion": score.criterion_key,
                    "seat": seats.get(score.juror_id.id),
                    "points": self._case_file_value(score, "points"),
                    "is_not_assessable": score.is_not_assessable,
                    "reason": redactor.text(score.reason) or None,
                }
                for score in scores
            ],
        )
        lines = self.env["wohnkoord.ranking.line"].search(
            [("procedure_id", "=", self.id), ("ranking_id.is_current", "=", True)]
        )
        yield from self._redacted_part(
            "scores",
            "ranking",
            self.env._("Ranking"),
            [self._redacted_place(line, own, redactor) for line in lines],
        )
        awards = self.env["wohnkoord.award"].search(
            [("procedure_id", "=", self.id), ("state", "!=", "draft")]
        )
        yield from self._redacted_part(
            "decision",
            "awards",
            self.env._("Awards"),
            [
                {
                    "plot": award.procedure_lot_id.number,
                    "bid": award.bid_id.number or None,
                    "state": award.state,
                    "decided_by": award.resolution_body or None,
                    "resolution": award.resolution_number or None,
                    "date": str(award.resolution_date or "") or None,
                    "deviation": redactor.text(award.deviation_reason) or None,
                }
                for award in awards
            ],
        )
        for name in ANONYMISED:
            if name in self.env.registry:
                yield from self._redacted_frozen(self.env[name], redactor)

    def _redacted_place(self, line, own, redactor):
        """Points in all; how they come about would tell another's price."""
        place = {
            "plot": line.ranking_id.procedure_lot_id.number,
            "place": line.rank,
            "bid": self._case_bid_label(line.bid_id),
            "points": self._case_file_value(line, "points"),
        }
        if line.bid_id in own:
            place |= {
                name: self._case_file_value(line, name)
                for name in ("concept_points", "price_points")
            }
            place["note"] = redactor.text(line.note) or None
        return place

    def _redacted_frozen(self, model, redactor):
        """Frozen data without names, persons and prices; with the hash of the original."""
        if "content" not in model._fields or not model.has_access("read"):
            return
        path = self._case_file_paths()[model._name]
        title = self._case_model_title(model)
        for record in model.search([(path, "=", self.id)], order="id"):
            try:
                content = redactor.data(json.loads(record.content or "{}"))
            except ValueError:
                continue
            row = {"content": content, "hash_of_the_original": record.hash or None}
            name = f"{model._table.removeprefix('wohnkoord_')}-{record.id}"
            yield from self._redacted_part("decision", name, title, [row])
