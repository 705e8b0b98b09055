# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class CallOff(models.Model):
    """Ordering a consultant is advice as well."""

    _inherit = "wohnkoord.call.off"

    def action_confirm(self):
        """Place the order, unless a running procedure forbids the advice.

        :raise UserError: see the contract's rules, and ``advisory._check_advice_rule``
        """
        self._check_access_for_order()
        self.advisory_id._check_procedures()
        return super().action_confirm()
