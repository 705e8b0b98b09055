# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.append_only import make_append_only
from ..tools.freezing import decimal_text
from .procedure_commitment_duty import RUNNING_DUTIES


class CommitmentControl(models.Model):
    """What a control of a duty found; added, never changed."""

    _name = "wohnkoord.commitment.control"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Control of a Duty"
    _order = "date desc, id desc"

    _guarded_fields = ("user_id",)

    commitment_id = fields.Many2one(
        "wohnkoord.commitment", "Duty", required=True, index=True, ondelete="restrict"
    )
    bid_id = fields.Many2one(
        related="commitment_id.bid_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="commitment_id.company_id", store=True, precompute=True, index=True
    )
    date = fields.Date(
        "Controlled on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    finding = fields.Selection([("met", "Met"), ("not_met", "Not Met")], required=True)
    value = fields.Float("Found", digits=(12, 2))
    note = fields.Text()
    proof_file = fields.Binary("File", attachment=True)
    proof_file_name = fields.Char("File Name")
    user_id = fields.Many2one(
        "res.users",
        "Recorded by",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )

    def init(self):
        make_append_only(self.env.cr, self._table)

    @api.model_create_multi
    def create(self, vals_list):
        """Record controls; each moves its duty.

        :raise UserError: the duty does not run, or the day is impossible
        """
        controls = self.browse()
        for vals in vals_list:
            control = super().create([vals])
            control._apply()
            controls |= control
        return controls

    def write(self, vals):  # pylint: disable=method-required-super
        self.check_access("write")
        raise UserError(self.env._("A control stays as it was recorded."))

    def _apply(self):
        duty = self.commitment_id
        duty._begin_duty(RUNNING_DUTIES)
        signed = duty.contract_id.date_signed
        if self.date > fields.Date.context_today(self) or self.date < signed:
            raise UserError(
                self.env._(
                    "A control is dated after the signing, and not in the future."
                )
            )
        last = duty.control_ids.filtered(
            lambda control: control != self and control.date > self.date
        )
        if last:
            raise UserError(self.env._("A later control is on record already."))
        duty._control_done(self)
        duty._log_duty(
            "duty_controlled",
            {
                "finding": self.finding,
                "date": fields.Date.to_string(self.date),
                "value": decimal_text(self.value, 2),
            },
        )
        procedure = duty.procedure_id
        procedure._public_event("implementation", duty.contract_id, procedure._now())
