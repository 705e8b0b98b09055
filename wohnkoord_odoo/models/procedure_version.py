# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ProcedureVersion(models.Model):
    """A procedure as it was published: what bidders and public read and rely on.

    It holds everything in canonical form under one hash. Nobody changes it; an amendment
    makes the next one.
    """

    _name = "wohnkoord.procedure.version"
    _description = "Published Version of a Procedure"
    _order = "procedure_id, number desc"
    _rec_name = "number"

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    number = fields.Integer(required=True, readonly=True)
    date = fields.Datetime("Published on", required=True, readonly=True)
    date_questions_until = fields.Datetime("Questions until", readonly=True)
    date_deadline = fields.Datetime("Bids until", required=True, readonly=True)
    content = fields.Text(required=True, readonly=True, help="In canonical form.")
    hash = fields.Char("SHA-256", required=True, readonly=True)
    is_material = fields.Boolean(
        "Material Change", readonly=True, help="Bidders were asked to confirm again."
    )
    reason = fields.Text(readonly=True)

    _number_uniq = models.Constraint(
        "UNIQUE (procedure_id, number)", "There is a version of this number already."
    )
