# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class ContractBalance(models.AbstractModel):
    """After every booking the levels look at their limits."""

    _inherit = "wohnkoord.balance"

    @api.model
    def _book_called_off(self, deltas):
        result = super()._book_called_off(deltas)
        call_offs = self.env["wohnkoord.call.off"].union(*deltas)
        for level in ("contract_id", "lot_id", "framework_id"):
            call_offs[level]._note_limits()
        return result
