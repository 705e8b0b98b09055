# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class Requirement(models.Model):
    """A minimum requirement: who does not meet it is not admitted."""

    _name = "wohnkoord.requirement"
    _inherit = ["wohnkoord.procedure.child.mixin"]
    _description = "Minimum Requirement"
    _order = "procedure_id, sequence, id"

    name = fields.Char(required=True)
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
    description = fields.Text(
        help="What exactly is asked for, exceptions and how it is proved. Everybody"
        " reads it."
    )
    detail = fields.Char("What Is Needed", compute="_compute_detail")

    _threshold_check = models.Constraint(
        "CHECK (kind NOT IN ('group_size', 'complete_share', 'self_use', 'subsidised')"
        " OR COALESCE(threshold, 0) > 0)",
        "Please say how much is needed at least.",
    )
    _share_check = models.Constraint(
        "CHECK (kind NOT IN ('complete_share', 'self_use', 'subsidised')"
        " OR threshold <= 100)",
        "A share is at most 100 %.",
    )
    _document_check = models.Constraint(
        "CHECK (kind <> 'document' OR document_kind IS NOT NULL)",
        "Please say which kind of document is needed.",
    )

    @api.depends("kind", "threshold", "legal_form_ids.name", "document_kind")
    def _compute_detail(self):
        kinds = dict(self._fields["document_kind"]._description_selection(self.env))
        for requirement in self:
            kind = requirement.kind
            if kind == "group_size":
                requirement.detail = f"{requirement.threshold:g}"
            elif kind in ("complete_share", "self_use", "subsidised"):
                requirement.detail = f"{requirement.threshold:g} %"
            elif kind == "legal_form":
                names = requirement.legal_form_ids.mapped("name")
                requirement.detail = ", ".join(filter(None, names))
            elif kind == "document":
                requirement.detail = kinds.get(requirement.document_kind, "")
            else:
                requirement.detail = ""

    @api.constrains("kind", "legal_form_ids")
    def _check_legal_forms(self):
        for requirement in self:
            if requirement.kind == "legal_form" and not requirement.legal_form_ids:
                raise ValidationError(
                    self.env._("Please name the admissible legal forms.")
                )
