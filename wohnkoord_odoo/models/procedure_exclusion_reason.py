# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class ExclusionReason(models.Model):
    """Why a bid may be excluded: a list that is known before, kept by the head."""

    _name = "wohnkoord.exclusion.reason"
    _inherit = ["wohnkoord.catalogue.mixin"]
    _description = "Reason for an Exclusion"

    code = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Reasons that the system itself proposes have one.",
    )

    _code_uniq = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL", "There is a reason with this code already."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_coded(self):
        if any(self.mapped("code")):
            raise UserError(
                self.env._(
                    "The system proposes this reason. Please archive it instead."
                )
            )

    @api.model
    def _by_code(self, code):
        """The reason with a code, archived or not; maybe none."""
        return self.with_context(active_test=False).search(
            [("code", "=", code)], limit=1
        )
