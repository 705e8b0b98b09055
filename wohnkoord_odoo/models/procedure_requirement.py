# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Requirement(models.Model):
    """A minimum requirement: who does not meet it is not admitted."""

    _name = "wohnkoord.requirement"
    _description = "Minimum Requirement"
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
    kind = fields.Selection(
        [
            ("group_size", "Households at least"),
            ("complete_share", "Share of the group that is complete (%)"),
            ("self_use", "Share of self-use (%)"),
            ("subsidised", "Share of subsidised dwellings (%)"),
            ("legal_form", "Legal form"),
            ("document", "Document"),
            ("other", "Other, judged by a person"),
        ],
        required=True,
        default="other",
    )
    threshold = fields.Float("At Least", digits=(12, 2))
    legal_form_ids = fields.Many2many(
        "wohnkoord.legal.form", string="Admissible Legal Forms", check_company=True
    )
    document_kind = fields.Selection(
        [
            ("concept", "Concept"),
            ("financing", "Financing"),
            ("plan", "Drawings"),
            ("form", "Form of the Office"),
            ("other", "Other"),
        ],
        "Kind of Document",
    )
    is_curable = fields.Boolean(
        "May be Cured", default=True, help="May be handed in later when asked for."
    )
