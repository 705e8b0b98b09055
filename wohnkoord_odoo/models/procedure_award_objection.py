# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..tools.canonical import digest


class AwardObjection(models.Model):
    """What a party objects to an award; it is answered before the plot is reserved."""

    _name = "wohnkoord.award.objection"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Objection to an Award"
    _order = "date desc, id desc"
    _check_company_auto = True

    _guarded_fields = ("company_id", "procedure_id", "date_answered")

    award_id = fields.Many2one(
        "wohnkoord.award",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    procedure_id = fields.Many2one(
        related="award_id.procedure_id", store=True, index=True
    )
    company_id = fields.Many2one(related="award_id.company_id", store=True, index=True)
    registration_id = fields.Many2one(
        "wohnkoord.registration",
        "Party",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    date = fields.Date("Received on", required=True, default=fields.Date.context_today)
    text = fields.Text("Objection", required=True)
    answer = fields.Text()
    date_answered = fields.Datetime("Answered on", readonly=True, copy=False)

    @api.depends("registration_id", "date")
    def _compute_display_name(self):
        for objection in self:
            objection.display_name = self.env._(
                "Objection of %(party)s", party=objection.registration_id.display_name
            )

    @api.constrains("award_id", "registration_id")
    def _check_party(self):
        for objection_sudo in self.sudo():
            award_sudo = objection_sudo.award_id
            if objection_sudo.registration_id.procedure_id != award_sudo.procedure_id:
                raise ValidationError(
                    self.env._("The party takes no part in this procedure.")
                )
            if award_sudo.state == "draft":
                raise ValidationError(
                    self.env._("There is no decision yet to object to.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        objections = super().create(vals_list)
        for objection in objections:
            objection._refuse_blocked()
            objection._log_act("objection_received", objection.text)
        return objections

    def write(self, vals):
        self.check_access("write")
        if set(vals) - {"answer"} or any(row.date_answered for row in self):
            raise UserError(
                self.env._("What was objected and answered is not changed any more.")
            )
        return super().write(vals)

    def action_answer(self):
        """Record that the party got the answer; the award is free again.

        :raise UserError: no answer, or answered already
        """
        for objection in self:
            objection._refuse_blocked()
            if objection.date_answered or not (objection.answer or "").strip():
                raise UserError(self.env._("Please write the answer first."))
            moment = objection.procedure_id._now().replace(microsecond=0)
            objection._write_guarded({"date_answered": moment})
            objection._log_act("objection_answered", objection.answer)
        return True

    def _refuse_blocked(self):
        self.check_access("write")
        if self.procedure_id._blocked_initiatives(self.env.user):
            raise AccessError(
                self.env._("With a conflict of interest you take no part in this.")
            )

    def _log_act(self, kind, text):
        self.procedure_id._log(
            kind,
            {
                "lot": self.award_id.procedure_lot_id.number,
                "party": self.registration_id.number,
                "sha256": digest(text.encode()),
            },
        )
