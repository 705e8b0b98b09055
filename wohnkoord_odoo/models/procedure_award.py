# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

AWARD_STATES = [
    ("draft", "Draft"),
    ("decided", "Decided"),
    ("reserved", "Reserved"),
    ("contracted", "Contracted"),
    ("lapsed", "Lapsed"),
]


class Award(models.Model):
    """What the deciding body resolved on one plot: a bid gets it, or nobody does.

    When a reservation lapses, the runner-up gets an award of its own, which names the one
    before.
    """

    _name = "wohnkoord.award"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Award"
    _order = "procedure_id, procedure_lot_id, id"
    _check_company_auto = True

    _initial_state = "draft"
    _guarded_fields = (
        "company_id",
        "previous_id",
        "move_up_reason",
        "date_decided",
        "standstill_until",
    )

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    procedure_lot_id = fields.Many2one(
        "wohnkoord.procedure.lot",
        "Plot",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    bid_id = fields.Many2one(
        "wohnkoord.bid",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: no award.",
    )
    initiative_id = fields.Many2one(
        related="bid_id.initiative_id", store=True, index="btree_not_null"
    )
    previous_id = fields.Many2one(
        "wohnkoord.award",
        "Moves up after",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(
        AWARD_STATES,
        required=True,
        index=True,
        copy=False,
        default="draft",
        group_expand=True,
    )
    resolution_body = fields.Char("Decided by")
    resolution_number = fields.Char("Resolution No.")
    resolution_date = fields.Date("Resolved on")
    deviation_reason = fields.Text(
        "Why Not as the Jury Recommends",
        help="Needed if the decision differs from the jury's ranking.",
    )
    no_award_reason = fields.Text("Why Nobody Gets the Plot")
    move_up_reason = fields.Text("Why the Next One Moves up", readonly=True)
    date_decided = fields.Datetime("Recorded on", readonly=True, copy=False)
    standstill_until = fields.Datetime(
        "Stand-Still until", readonly=True, copy=False, index=True
    )

    _live_uniq = models.UniqueIndex(
        "(procedure_lot_id) WHERE state IN ('decided', 'reserved', 'contracted')",
        "The plot is awarded already.",
    )
    _decided_check = models.Constraint(
        "CHECK (state = 'draft' OR (COALESCE(TRIM(resolution_body), '') <> ''"
        " AND COALESCE(TRIM(resolution_number), '') <> ''"
        " AND resolution_date IS NOT NULL AND date_decided IS NOT NULL"
        " AND (bid_id IS NOT NULL OR COALESCE(TRIM(no_award_reason), '') <> '')))",
        "No award without the deciding body, number and date of its resolution.",
    )
    _draft_uniq = models.UniqueIndex(
        "(procedure_lot_id) WHERE state = 'draft'", "The plot has its draft already."
    )

    def init(self):
        """What was decided stays as it is; the database itself sees to it."""
        self.env.cr.execute(_TRIGGER)

    @api.depends("procedure_lot_id", "resolution_number")
    def _compute_display_name(self):
        """The plot and the resolution; never the bidder, whom not everybody may know."""
        for award in self:
            number = award.resolution_number
            award.display_name = (award.procedure_lot_id.display_name or "") + (
                f" ({number})" if number else ""
            )

    @api.constrains("procedure_id", "procedure_lot_id", "bid_id")
    def _check_parts(self):
        for award_sudo in self.sudo():
            bid_sudo, lot_sudo = award_sudo.bid_id, award_sudo.procedure_lot_id
            if lot_sudo.procedure_id != award_sudo.procedure_id:
                raise ValidationError(
                    self.env._("The plot is not on offer in this procedure.")
                )
            if bid_sudo and (
                bid_sudo.procedure_lot_id != lot_sudo or bid_sudo.state != "admitted"
            ):
                raise ValidationError(
                    self.env._("Only an admitted bid on this very plot can win it.")
                )

    @api.depends("procedure_lot_id")
    def _compute_display_name(self):
        for award in self:
            # the plot only: who gets it is told to those who may read the bid
            award.display_name = award.procedure_lot_id.display_name

    def write(self, vals):
        # objections come after the decision, and have rules of their own
        if set(vals) - {"state", "objection_ids"} and any(
            award.state != "draft" for award in self
        ):
            raise UserError(self.env._("What was decided is not changed any more."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if any(award.state != "draft" for award in self):
            raise UserError(self.env._("What was decided is not deleted."))


_TRIGGER = SQL(
    """
    CREATE OR REPLACE FUNCTION wohnkoord_award_is_final() RETURNS trigger AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.state != 'draft' THEN
                RAISE EXCEPTION 'A decided award is never deleted.'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN OLD;
        END IF;
        IF OLD.state != 'draft' AND (
            NEW.state = 'draft'
            OR (NEW.procedure_id, NEW.procedure_lot_id, NEW.bid_id, NEW.previous_id,
                NEW.resolution_body, NEW.resolution_number, NEW.resolution_date,
                NEW.deviation_reason, NEW.no_award_reason, NEW.move_up_reason,
                NEW.date_decided)
            IS DISTINCT FROM
               (OLD.procedure_id, OLD.procedure_lot_id, OLD.bid_id, OLD.previous_id,
                OLD.resolution_body, OLD.resolution_number, OLD.resolution_date,
                OLD.deviation_reason, OLD.no_award_reason, OLD.move_up_reason,
                OLD.date_decided)
        ) THEN
            RAISE EXCEPTION 'A decided award is never changed.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END
    $$ LANGUAGE plpgsql;
    CREATE OR REPLACE TRIGGER wohnkoord_award_is_final
        BEFORE UPDATE OR DELETE ON wohnkoord_award
        FOR EACH ROW EXECUTE FUNCTION wohnkoord_award_is_final();
    """
)
