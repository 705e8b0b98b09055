# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import AccessError


class Reason(models.TransientModel):
    """Ask for a reason, then call a method of the records with it.

    A model names the methods it offers this way in ``_reason_actions``; nothing else
    can be called.
    """

    _name = "wohnkoord.reason"
    _description = "Ask for a Reason"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    method = fields.Char(required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_apply(self):
        """Call the method with the reason.

        :raise AccessError: the model does not offer the method
        """
        self.ensure_one()
        records = self.env[self.res_model].browse(self.res_ids)
        if self.method not in getattr(records, "_reason_actions", ()):
            raise AccessError(self.env._("This cannot be done with a reason."))
        getattr(records, self.method)(self.reason)
        return {"type": "ir.actions.act_window_close"}
