# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

CONFLICT_KINDS = [
    ("none", "None"),
    ("own", "Own Interest"),
    ("relative", "Relative"),
    ("employment", "Employment"),
    ("membership", "Membership"),
    ("adviser", "Adviser of the Bidder"),
    ("other", "Another Reason"),
]


class Conflict(models.Model):
    """What a person declared about one bidder, before any bid may be seen.

    The newest declaration of a person on a bidder counts; none yet means: no access.
    """

    _name = "wohnkoord.conflict"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Declaration on a Conflict of Interest"
    _order = "procedure_id, id desc"
    _check_company_auto = True

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    juror_id = fields.Many2one(
        "wohnkoord.juror",
        "Seat",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        help="Empty: a person of the office without a seat.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        "Bidder",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    kind = fields.Selection(CONFLICT_KINDS, required=True, readonly=True)
    note = fields.Text("In Words", readonly=True)
    date = fields.Datetime("Declared on", required=True, readonly=True)
