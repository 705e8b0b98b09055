# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class HoursRequest(models.Model):
    """A consultant asks for more hours before working them; granting amends the order."""

    _name = "wohnkoord.hours.request"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Request for More Hours"
    _order = "create_date desc, id desc"
    _rec_name = "reason"

    _initial_state = "requested"
    _state_actions = {"granted": "action_grant"}
    _reason_actions = ("action_refuse",)
    _guarded_fields = ("decided_by_id", "answer", "company_id")

    call_off_id = fields.Many2one(
        "wohnkoord.call.off", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="call_off_id.company_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(related="call_off_id.commercial_partner_id")
    hours = fields.Float("More Hours", required=True, help="In steps of 0.25.")
    reason = fields.Text(required=True)
    state = fields.Selection(
        [("requested", "Requested"), ("granted", "Granted"), ("refused", "Refused")],
        required=True,
        default="requested",
        index=True,
        copy=False,
    )
    answer = fields.Text(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _hours_check = models.Constraint(
        "CHECK (hours > 0 AND hours * 4 = round(hours * 4))",
        "Hours are asked for in steps of a quarter of an hour, at least 0.25.",
    )
    _one_open = models.UniqueIndex(
        "(call_off_id) WHERE state = 'requested'",
        "A request for this order is waiting for an answer already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        for request in requests:
            request._check_askable()
            request._tell_adviser()
        return requests

    def write(self, vals):
        if {"call_off_id", "hours", "reason"} & set(vals):
            raise UserError(self.env._("A request is answered, not edited."))
        return super().write(vals)

    def action_grant(self):
        """Amend the order by the hours asked for.

        :raise UserError: answered already, or a maximum would be exceeded
        """
        for request in self:
            request._check_open()
            call_off = request.call_off_id
            call_off.action_amend(call_off.hours + request.hours, request.reason)
        self._write_guarded({"state": "granted", "decided_by_id": self.env.uid})
        self._close_activities()

    def action_refuse(self, answer):
        """Decline the request.

        :param str answer: the reason, read by the consultant
        :raise UserError: answered already, or no reason
        """
        self.check_access("write")
        if not (answer or "").strip():
            raise UserError(self.env._("Please give the reason for the refusal."))
        for request in self:
            request._check_open()
        self._write_guarded(
            {"state": "refused", "decided_by_id": self.env.uid, "answer": answer}
        )
        self._close_activities()

    def action_ask_refuse(self):
        """Ask for the reason, then decline."""
        return self._ask_reason("action_refuse", self.env._("Refuse More Hours"))

    def _check_askable(self):
        if self.call_off_id.state != "confirmed":
            raise UserError(
                self.env._("More hours can be asked for while the order runs.")
            )
        if self.call_off_id.kind == "flat_fee":
            raise UserError(self.env._("An order at a flat fee has no hours."))
        if not (self.reason or "").strip():
            raise UserError(self.env._("Please say what the hours are needed for."))

    def _check_open(self):
        if self.state != "requested":
            raise UserError(self.env._("This request is answered already."))

    def _tell_adviser(self):
        call_off = self.call_off_id
        call_off.activity_schedule(
            "wohnkoord_odoo.mail_activity_type_hours_request",
            summary=self.env._("%(hours).2f more hours asked for", hours=self.hours),
            note=self.reason,
            user_id=call_off.user_id.id or self.env.uid,
        )

    def _close_activities(self):
        self.call_off_id.activity_feedback(
            ["wohnkoord_odoo.mail_activity_type_hours_request"]
        )
