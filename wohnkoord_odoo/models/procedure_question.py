# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Question(models.Model):
    """A party's question; what others read is a neutral text with the answer."""

    _name = "wohnkoord.question"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Question of a Party"
    _order = "procedure_id, number desc, id desc"
    _check_company_auto = True

    _initial_state = "asked"
    _guarded_fields = ("number", "date_asked", "date_published", "registration_id")

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
    registration_id = fields.Many2one(
        "wohnkoord.registration",
        "Asked by",
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(
        [("asked", "Asked"), ("published", "Published"), ("dropped", "Not Published")],
        required=True,
        index=True,
        copy=False,
        default="asked",
    )
    number = fields.Integer(readonly=True, copy=False)
    date_asked = fields.Datetime(readonly=True, copy=False, default=fields.Datetime.now)
    original_text = fields.Text("As Asked", help="Stays in the office.")
    text = fields.Text("Neutral Text", help="Names nobody; everybody reads it.")
    answer = fields.Text()
    date_published = fields.Datetime("Published on", readonly=True, copy=False)
