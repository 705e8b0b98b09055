# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools import SQL


class Score(models.Model):
    """Points of one seat (joint scoring: of the session) for one bid and criterion."""

    _name = "wohnkoord.score"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Score"
    _order = "bid_id, criterion_key, juror_id"

    bid_id = fields.Many2one(
        "wohnkoord.bid", required=True, index=True, readonly=True, ondelete="restrict"
    )
    procedure_id = fields.Many2one(
        related="bid_id.procedure_id", store=True, index=True
    )
    company_id = fields.Many2one(related="bid_id.company_id", store=True, index=True)
    juror_id = fields.Many2one(
        "wohnkoord.juror",
        "Seat",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        help="Empty: the session together.",
    )
    criterion_key = fields.Char(
        "Criterion's Identifier", required=True, readonly=True, index=True
    )
    criterion_name = fields.Char("Criterion", readonly=True)
    is_given = fields.Boolean("Points Chosen", readonly=True)
    points = fields.Float(digits=(6, 2), readonly=True, aggregator=None)
    is_not_assessable = fields.Boolean("Not Assessable", readonly=True)
    reason = fields.Text(readonly=True)
    user_id = fields.Many2one(
        "res.users", "Given by", required=True, readonly=True, ondelete="restrict"
    )
    date = fields.Datetime("Given on", readonly=True)
    revision = fields.Integer(
        readonly=True,
        aggregator=None,
        help="Counts up with each save, so that no old page overwrites a newer one.",
    )
    is_complete = fields.Boolean(
        "Complete",
        compute="_compute_is_complete",
        store=True,
        help="Points, or not assessable, and the reason.",
    )
    is_revealed = fields.Boolean("Shown", readonly=True, index=True)
    change_ids = fields.One2many("wohnkoord.score.change", "score_id", "Changes")
    value_label = fields.Char("Points Given", compute="_compute_value_label")
    spread = fields.Char(
        compute="_compute_spread",
        help="Range and deviation of the seats' points, of those that may be seen.",
    )

    _score_uniq = models.UniqueIndex(
        "(bid_id, criterion_key, juror_id) NULLS NOT DISTINCT",
        "There is a score for this criterion already.",
    )
    _points_check = models.Constraint(
        "CHECK (points >= 0 AND (points = 0 OR is_given))",
        "Points are steps of the scale.",
    )
    _either_check = models.Constraint(
        "CHECK (NOT (is_given IS TRUE AND is_not_assessable IS TRUE))",
        "A criterion has points, or it is not assessable; both is not possible.",
    )
    _revealed_check = models.Constraint(
        """CHECK (is_revealed IS NOT TRUE OR (
            (is_given IS TRUE OR is_not_assessable IS TRUE)
            AND btrim(COALESCE(reason, '')) <> ''))""",
        "Only complete scores are shown: with points and a reason.",
    )

    def init(self):
        """What was shown changes with a trace only; the database itself sees to it."""
        self.env.cr.execute(_TRIGGER)

    @api.depends("is_given", "is_not_assessable", "reason")
    def _compute_is_complete(self):
        for score in self:
            is_scored = score.is_given or score.is_not_assessable
            score.is_complete = bool(is_scored and (score.reason or "").strip())

    @api.depends("is_given", "is_not_assessable", "points")
    @api.depends_context("lang")
    def _compute_value_label(self):
        for score in self:
            if score.is_not_assessable:
                score.value_label = self.env._("Not assessable")
            else:
                score.value_label = f"{score.points:g}" if score.is_given else "–"

    @api.depends("points", "is_given", "is_revealed")
    @api.depends_context("lang", "uid")
    def _compute_spread(self):
        # the rules hold here as well: what may not be seen is not in the figures
        shown = self.search(
            [("bid_id", "in", self.bid_id.ids), ("is_revealed", "=", True)]
        ).grouped(lambda score: (score.bid_id, score.criterion_key))
        for score in self:
            others = shown.get((score.bid_id, score.criterion_key), ())
            score.spread = score.procedure_id._spread_label(others)

    @api.depends("criterion_name", "juror_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for score in self:
            seat = score.juror_id.name or self.env._("Session")
            score.display_name = f"{seat}: {score.criterion_name or ''}"


#: After the reveal a score changes together with a row that keeps both values; when
#: scoring is closed, nothing of it changes and nothing is added.
_TRIGGER = SQL(
    """
    CREATE OR REPLACE FUNCTION wohnkoord_score_is_kept() RETURNS trigger AS $$
    DECLARE is_closed boolean;
    BEGIN
        SELECT scoring_state = 'closed' INTO is_closed FROM wohnkoord_procedure
         WHERE id = (SELECT procedure_id FROM wohnkoord_bid WHERE id =
            (CASE WHEN TG_OP = 'DELETE' THEN OLD.bid_id ELSE NEW.bid_id END));
        IF TG_OP = 'DELETE' THEN
            IF OLD.is_revealed OR is_closed THEN
                RAISE EXCEPTION 'A score that was shown is never deleted.'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN OLD;
        END IF;
        IF TG_OP = 'INSERT' THEN
            IF is_closed THEN
                RAISE EXCEPTION 'Scoring is closed.'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END IF;
        IF (NEW.bid_id, NEW.criterion_key, NEW.juror_id)
            IS DISTINCT FROM (OLD.bid_id, OLD.criterion_key, OLD.juror_id)
            OR (OLD.is_revealed AND NEW.is_revealed IS NOT TRUE) THEN
            RAISE EXCEPTION 'A score stays where it is.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF (NEW.points, NEW.is_given, NEW.is_not_assessable, NEW.reason)
            IS DISTINCT FROM
            (OLD.points, OLD.is_given, OLD.is_not_assessable, OLD.reason) THEN
            IF is_closed THEN
                RAISE EXCEPTION 'Scoring is closed.'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            IF OLD.is_revealed AND NOT EXISTS (
                SELECT 1 FROM wohnkoord_score_change c
                 WHERE c.score_id = OLD.id AND c.revision = NEW.revision
                   AND NEW.revision > OLD.revision
                   AND c.old_points IS NOT DISTINCT FROM OLD.points
                   AND c.new_points IS NOT DISTINCT FROM NEW.points
                   AND c.old_is_not_assessable = COALESCE(OLD.is_not_assessable, false)
                   AND c.new_is_not_assessable = COALESCE(NEW.is_not_assessable, false)
                   AND c.old_reason IS NOT DISTINCT FROM OLD.reason
                   AND c.new_reason IS NOT DISTINCT FROM NEW.reason
            ) THEN
                RAISE EXCEPTION 'A score that was shown changes with a trace only.'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
        END IF;
        RETURN NEW;
    END
    $$ LANGUAGE plpgsql;
    CREATE OR REPLACE TRIGGER wohnkoord_score_is_kept
        BEFORE INSERT OR UPDATE OR DELETE ON wohnkoord_score
        FOR EACH ROW EXECUTE FUNCTION wohnkoord_score_is_kept();
    """
)
