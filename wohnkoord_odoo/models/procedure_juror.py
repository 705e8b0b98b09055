# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

SEAT_KINDS = [
    ("expert", "Expert"),
    ("political", "Political"),
    ("administration", "Administration"),
    ("citizen", "Citizen"),
]


class Juror(models.Model):
    """A seat in the jury of a procedure, with the person who has it and a deputy."""

    _name = "wohnkoord.juror"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Seat in the Jury"
    _order = "procedure_id, sequence, id"
    _check_company_auto = True

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
    sequence = fields.Integer(default=10)
    name = fields.Char("Seat", required=True, help="E.g. Office for Housing.")
    kind = fields.Selection(SEAT_KINDS, required=True, default="expert")
    has_vote = fields.Boolean("Votes", default=True, help="Otherwise it advises only.")
    is_chair = fields.Boolean("Chair")
    user_id = fields.Many2one(
        "res.users", "Person", required=True, index=True, ondelete="restrict"
    )
    deputy_id = fields.Many2one(
        "res.users", index="btree_not_null", ondelete="restrict"
    )
    is_absent = fields.Boolean("Person Absent", help="The deputy acts for the seat.")
    score_ids = fields.One2many("wohnkoord.score", "juror_id", "Scores")
    conflict_ids = fields.One2many("wohnkoord.conflict", "juror_id", "Declarations")

    @api.model
    def _portal_domain(self, user):
        """The seats that ``user`` has or is deputy of, once the procedure is published.

        The one gate of all pages under ``/my/jury``.
        """
        mine = fields.Domain("user_id", "=", user.id) | fields.Domain(
            "deputy_id", "=", user.id
        )
        return mine & fields.Domain("procedure_id.state", "!=", "preparation")
