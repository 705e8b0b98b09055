# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.exceptions import UserError


class AccountMoveReversal(models.TransientModel):
    _inherit = "account.move.reversal"

    def reverse_moves(self, is_modify=False):
        """Make no copy of a bill for approved hours.

        The copy would stand beside the next bill over the same hours: paid twice.

        :raise UserError: a copy of a bill that holds time entries is asked for
        """
        if is_modify and self.move_ids.filtered("wohnkoord_is_linked"):
            raise UserError(
                self.env._(
                    "Please reverse this bill without a copy. Its hours are free then,"
                    " and 'Make Bills' puts them on a new bill."
                )
            )
        return super().reverse_moves(is_modify=is_modify)
