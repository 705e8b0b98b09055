# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CallOff(models.Model):
    """The lock of the contract, on the row that every entry updates.

    An entry that is saved while the period is being locked is thereby repeated, and then
    reads the lock.
    """

    _inherit = "wohnkoord.call.off"

    lock_date = fields.Date("Locked until", related="contract_id.lock_date", store=True)

    @property
    def _guarded_fields(self):
        return (*super()._guarded_fields, "lock_date")
