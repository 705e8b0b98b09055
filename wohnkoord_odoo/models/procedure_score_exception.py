# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.append_only import make_append_only


class ScoreException(models.Model):
    """A seat that did not score in time: with a reason it does not count, for good."""

    _name = "wohnkoord.score.exception"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Seat Whose Scores Do Not Count"
    _order = "procedure_id, id"
    _rec_name = "juror_id"
    _log_access = False
    _check_company_auto = True

    _guarded_fields = ("company_id", "user_id", "date")

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True, precompute=True
    )
    juror_id = fields.Many2one(
        "wohnkoord.juror",
        "Seat",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('procedure_id', '=', procedure_id), ('has_vote', '=', True)]",
    )
    reason = fields.Text(required=True)
    user_id = fields.Many2one(
        "res.users",
        "Recorded by",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    date = fields.Datetime(
        "Recorded on", required=True, readonly=True, default=fields.Datetime.now
    )

    _juror_uniq = models.Constraint(
        "UNIQUE (juror_id)", "That this seat does not count is recorded already."
    )
    _reason_check = models.Constraint(
        "CHECK (btrim(reason) <> '')", "Please say why this seat does not count."
    )

    def init(self):
        make_append_only(self.env.cr, self._table)

    @api.model_create_multi
    def create(self, vals_list):
        """Record it, before the reveal and for a voting seat with missing scores only.

        :raise UserError: too late, or the seat has scored everything
        """
        for vals in vals_list:
            self._check_possible(
                self.env["wohnkoord.procedure"].browse(vals.get("procedure_id")),
                self.env["wohnkoord.juror"].browse(vals.get("juror_id")),
            )
        exceptions = super().create(vals_list)
        for exception in exceptions:
            exception.procedure_id._log(
                "seat_not_counted",
                {"seat": exception.juror_id.name, "reason": exception.reason},
            )
        return exceptions

    @api.model
    def _check_possible(self, procedure, seat):
        procedure.check_access("write")
        if seat.procedure_id != procedure or not seat.has_vote:
            raise UserError(self.env._("Only a voting seat of this procedure counts."))
        if procedure.scoring_state != "blind":
            raise UserError(
                self.env._(
                    "That a seat does not count is recorded while scores are given."
                )
            )
        if not procedure._scores_open_count(seat):
            raise UserError(
                self.env._(
                    '"%(seat)s" has scored everything, so it counts.', seat=seat.name
                )
            )
