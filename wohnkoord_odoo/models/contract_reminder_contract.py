# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models

from .contract_reminder import GUARDED


class Contract(models.Model):
    """The head is told when a contract is used up or ends."""

    _name = "wohnkoord.contract"
    _inherit = ["wohnkoord.contract", "wohnkoord.reminder.mixin"]

    @property
    def _guarded_fields(self):
        return (*super()._guarded_fields, *GUARDED)

    def action_end(self):
        result = super().action_end()
        self._drop_reminders()
        return result
