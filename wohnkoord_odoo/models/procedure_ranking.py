# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import ranking as tool
from ..tools.canonical import digest
from ..tools.ranking_tree import CLASSES, rounded
from ..tools.ranking_tree import number as exact


class Ranking(models.Model):
    """The ranking of the bids on one plot, with all figures that it comes from.

    Nobody changes it, not even with SQL; a new one takes its place with a reason.
    """

    _name = "wohnkoord.ranking"
    _inherit = ["wohnkoord.guarded.mixin", "wohnkoord.procedure.frozen.mixin"]
    _description = "Ranking"
    _order = "procedure_id, procedure_lot_id, number desc"

    _guarded_fields = (
        "procedure_id",
        "company_id",
        "procedure_lot_id",
        "number",
        "date",
        "is_current",
        "reason",
        "content",
        "hash",
        "line_ids",
    )
    _reason_actions = ("action_renew",)

    procedure_lot_id = fields.Many2one(
        "wohnkoord.procedure.lot",
        "Plot",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    is_current = fields.Boolean("In Force", readonly=True, index=True)
    reason = fields.Text(
        "Why Again", readonly=True, help="Why it took the place of the one before."
    )
    content = fields.Text(help="Inputs and result in canonical form.")
    line_ids = fields.One2many("wohnkoord.ranking.line", "ranking_id", "Places")
    weight_model = fields.Selection(related="procedure_id.weight_model")
    procedure_state = fields.Selection(
        related="procedure_id.state", string="State of the Procedure"
    )
    open_tie_count = fields.Integer("Open Ties", compute="_compute_result")
    ties = fields.Text("How Equal Points Were Parted", compute="_compute_result")

    _current_uniq = models.UniqueIndex(
        "(procedure_lot_id) WHERE is_current", "A plot has one ranking in force."
    )
    _number_uniq = models.UniqueIndex(
        "(procedure_lot_id, number)", "There is a ranking of this number already."
    )

    def init(self):
        """What was ranked stays as it is; the database itself sees to it."""
        self.env.cr.execute(_TRIGGER)

    @api.depends("number", "procedure_lot_id")
    def _compute_display_name(self):
        for ranking in self:
            ranking.display_name = self.env._(
                "%(lot)s, ranking %(number)s",
                lot=ranking.procedure_lot_id.display_name,
                number=ranking.number,
            )

    @api.depends("content")
    @api.depends_context("lang")
    def _compute_result(self):
        for ranking in self:
            result = json.loads(ranking.content or "{}").get("result", {})
            ranking.open_tie_count = len(result.get("open_ties", ()))
            ranking.ties = "\n".join(ranking._tie_words(result))

    # -- in words ------------------------------------------------------------------------

    def _criterion_names(self):
        """Key -> name, as it was published."""
        names, rows = {}, list(self._content()["input"]["criteria"])
        while rows:
            row = rows.pop()
            names[row["key"]] = row["name"]
            rows += row["children"]
        return names

    def _tie_words(self, result):
        """A sentence for each group of bids with equal points."""
        names = self._criterion_names() if result.get("ties") else {}
        for tie in result.get("ties", ()):
            order = " > ".join(" = ".join(map(str, part)) for part in tie["bids"])
            yield self._parted_words(tie["by"], names.get(tie["criterion"], ""), order)
        for bids in result.get("open_ties", ()):
            yield self.env._(
                "Bids %(bids)s are equal: a draw with a witness decides.",
                bids=", ".join(map(str, bids)),
            )

    def _parted_words(self, step, criterion, order):
        if step == "criterion":
            return self.env._(
                'Equal points: "%(criterion)s" decided (bids %(order)s).',
                criterion=criterion,
                order=order,
            )
        if step == "price":
            return self.env._(
                "Equal points: the price decided (bids %(order)s).", order=order
            )
        return self.env._("The draw decided (bids %(order)s).", order=order)

    def _place_note(self, place, names):
        """Why a bid is not to be selected, its classes, or what parted it from others."""
        notes = []
        if place["below_minimum"]:
            notes.append(
                self.env._(
                    "Below the points needed at least: %(criteria)s.",
                    criteria=", ".join(names[key] for key in place["below_minimum"]),
                )
            )
        for number, points in zip(CLASSES, place["classes"], strict=False):
            notes.append(
                self.env._(
                    "Priority %(number)s: %(points)s of 100.",
                    number=number,
                    points=points,
                )
            )
        for step in place["parted_by"]:
            if step["by"] == "criterion":
                name = names.get(step["criterion"], "")
                notes.append(
                    self.env._(
                        'Among equal points: by "%(criterion)s".', criterion=name
                    )
                )
            elif step["by"] == "price":
                notes.append(self.env._("Among equal points: by the price."))
            else:
                notes.append(self.env._("Among equal points: by a draw."))
        return " ".join(notes)

    # -- checking ------------------------------------------------------------------------

    def _defects(self):
        """What is wrong: hash, form, or a result or place that does not follow.

        :return: list of sentences; empty when all is right
        """
        self.ensure_one()
        content = self._content()
        name = self.display_name
        if digest(self.content.encode()) != self.hash:
            return [self.env._("%(ranking)s does not fit its hash.", ranking=name)]
        if not tool.is_right(content):
            return [
                self.env._(
                    "%(ranking)s: computed again it gives another result.", ranking=name
                )
            ]
        kept = {
            (line.bid_id.uuid, line.rank, rounded(exact(repr(line.points))))
            for line in self.line_ids
        }
        said = {
            (place["uuid"], place["rank"], place["points"])
            for place in content["result"]["places"]
        }
        if kept != said:
            return [
                self.env._(
                    "%(ranking)s: its places are not those of its content.",
                    ranking=name,
                )
            ]
        return []

    def action_verify(self):
        """Compute hash and ranking again from the kept input, and say the result."""
        self.check_access("read")
        defects = [defect for ranking in self for defect in ranking._defects()]
        if defects:
            raise UserError("\n".join(defects))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Computed again from points, weights and prices: the same result,"
                    " and the hash fits."
                ),
            },
        }

    # -- again ---------------------------------------------------------------------------

    def action_ask_renew(self):
        """Ask why, then rank the bids on this plot again."""
        return self._ask_reason("action_renew", self.env._("Rank Again"))

    def action_renew(self, reason):
        """Rank the bids on these plots again.

        :param str reason: kept with the new ranking
        """
        self.check_access("read")
        for procedure, rankings in self.grouped("procedure_id").items():
            procedure._rank(reason=reason, lots=rankings.procedure_lot_id)


_TRIGGER = SQL(
    """
    CREATE OR REPLACE FUNCTION wohnkoord_ranking_is_final() RETURNS trigger AS $$
    BEGIN
        IF TG_OP <> 'UPDATE' THEN
            RAISE EXCEPTION 'wohnkoord_ranking is append-only.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF (NEW.procedure_id, NEW.procedure_lot_id, NEW.number, NEW.date, NEW.reason,
            NEW.content, NEW.hash)
            IS DISTINCT FROM
            (OLD.procedure_id, OLD.procedure_lot_id, OLD.number, OLD.date, OLD.reason,
             OLD.content, OLD.hash)
            OR (NEW.is_current AND NOT OLD.is_current)
        THEN
            RAISE EXCEPTION 'A ranking is never changed.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END
    $$ LANGUAGE plpgsql;
    CREATE OR REPLACE TRIGGER wohnkoord_ranking_is_final
        BEFORE UPDATE OR DELETE ON wohnkoord_ranking
        FOR EACH ROW EXECUTE FUNCTION wohnkoord_ranking_is_final();
    CREATE OR REPLACE TRIGGER wohnkoord_ranking_is_kept
        BEFORE TRUNCATE ON wohnkoord_ranking
        FOR EACH STATEMENT EXECUTE FUNCTION wohnkoord_ranking_is_final();
    """
)
