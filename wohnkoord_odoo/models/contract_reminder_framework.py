# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models

from .contract_reminder import GUARDED


class Framework(models.Model):
    """The head is told when a framework is used up or ends."""

    _name = "wohnkoord.framework"
    _inherit = ["wohnkoord.framework", "wohnkoord.reminder.mixin"]

    @property
    def _guarded_fields(self):
        return (*super()._guarded_fields, *GUARDED)

    def action_close(self):
        result = super().action_close()
        self._drop_reminders()
        return result
