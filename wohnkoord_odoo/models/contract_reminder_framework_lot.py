# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models

from .contract_reminder import GUARDED


class FrameworkLot(models.Model):
    """The head is told when a lot is used up; its term is the framework's."""

    _name = "wohnkoord.framework.lot"
    _inherit = [
        "wohnkoord.framework.lot",
        "wohnkoord.reminder.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]

    @property
    def _guarded_fields(self):
        return (*super()._guarded_fields, *GUARDED)

    def _is_watched(self):
        return self.framework_id.state == "active"

    @api.model
    def _watched_domain(self):
        return [("framework_id.state", "=", "active")]

    def _is_end_due(self):
        return False
