# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ProcedureDocument(models.Model):
    """A document of a procedure that everybody gets: exposé, forms, plans."""

    _name = "wohnkoord.procedure.document"
    _description = "Document of a Procedure"
    _order = "procedure_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    file_name = fields.Char()
    file = fields.Binary(attachment=True, required=True)
    sha256 = fields.Char("SHA-256", readonly=True)
