# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class MailActivity(models.Model):
    """New activities of somebody who is away go to the deputy, wherever they are made."""

    _inherit = "mail.activity"

    wohnkoord_absence_id = fields.Many2one(
        "wohnkoord.absence",
        "Because of",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="wohnkoord_odoo.group_user",
        help="The absence because of which the deputy has it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        absences = []
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            # the one way in: somebody stands in, or nobody does
            vals.pop("wohnkoord_absence_id", None)
            user, absence = self._wohnkoord_taker(vals)
            if absence:
                vals["user_id"] = user.id
            absences.append(absence)
        activities = super().create(vals_list)
        for activity, absence in zip(activities, absences, strict=True):
            if absence:
                # sudo: also for those who give work and do not know of absences
                activity.sudo().wohnkoord_absence_id = absence
        return activities

    def _wohnkoord_taker(self, vals):
        """Who gets a new activity, and the absence because of which.

        What one gives oneself stays, and what the deputy may not read: a deputy who is
        kept out of a procedure learns nothing of it in this way either.
        """
        user = self.env["res.users"].browse(vals.get("user_id"))
        none = self.env["wohnkoord.absence"]
        if not user or user == self.env.user:
            return user, none
        deputy, absence = user._wohnkoord_duty()
        if not absence or not self._wohnkoord_may_read(deputy, vals):
            return user, none
        return deputy, absence

    def _wohnkoord_may_read(self, user, vals):
        model = vals.get("res_model")
        if not model and vals.get("res_model_id"):
            model = self.env["ir.model"].sudo().browse(vals["res_model_id"]).model
        if not model or model not in self.env or not vals.get("res_id"):
            return True
        record = (
            self.env[model]
            .with_user(user)
            .with_context(allowed_company_ids=user.sudo().company_ids.ids)
            .browse(vals["res_id"])
        )
        return record.has_access("read")
