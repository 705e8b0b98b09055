# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

OFFICE = "wohnkoord_odoo.group_user"


class CallOff(models.Model):
    """What the office sees and clicks on an order, beside its states."""

    _inherit = "wohnkoord.call.off"

    request_id = fields.Many2one(
        "wohnkoord.hours.request",
        "Open Request",
        compute="_compute_request",
        groups=OFFICE,
        help="The consultant's request for more hours that waits for an answer.",
    )
    request_hours = fields.Float(compute="_compute_request", groups=OFFICE)
    request_reason = fields.Text(compute="_compute_request", groups=OFFICE)
    time_entry_count = fields.Integer(
        compute="_compute_time_entry_count", groups=OFFICE
    )
    submitted_count = fields.Integer(
        "Entries to Decide", compute="_compute_time_entry_count", groups=OFFICE
    )

    @api.depends("hours_request_ids.state")
    def _compute_request(self):
        requests = self.env["wohnkoord.hours.request"].search(
            [("call_off_id", "in", self.ids), ("state", "=", "requested")]
        )
        by_call_off = requests.grouped("call_off_id")
        for call_off in self:
            request = by_call_off.get(call_off, requests.browse())
            call_off.request_id = request
            call_off.request_hours = request.hours
            call_off.request_reason = request.reason

    @api.depends("time_entry_ids.state")
    def _compute_time_entry_count(self):
        counts = {}
        for call_off, state, count in self.env["wohnkoord.time.entry"]._read_group(
            [("call_off_id", "in", self.ids)], ["call_off_id", "state"], ["__count"]
        ):
            counts.setdefault(call_off.id, {})[state] = count
        for call_off in self:
            by_state = counts.get(call_off.id, {})
            call_off.time_entry_count = sum(by_state.values())
            call_off.submitted_count = by_state.get("submitted", 0)

    def action_grant_request(self):
        """Grant the hours that are asked for; amends the order."""
        self.ensure_one()
        self.request_id.action_grant()

    def action_ask_refuse_request(self):
        """Ask for the reason, then decline the request."""
        self.ensure_one()
        return self.request_id.action_ask_refuse()

    def action_change_hours(self):
        """Open the dialog that changes the ordered hours."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.call_off_amend_action"
        )
        return {**action, "context": {"default_call_off_id": self.id}}

    def action_send(self):
        """Open the mail composer with the order letter for the consultant; sends nothing.

        :raise UserError: the order is not placed, or over
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "confirmed":
            raise UserError(self.env._("Only a confirmed order is sent."))
        template = self.env.ref(
            "wohnkoord_odoo.mail_template_call_off", raise_if_not_found=False
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send the Order Letter"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id if template else False,
                "default_composition_mode": "comment",
                "default_email_layout_xmlid": "mail.mail_notification_light",
            },
        }

    def action_view_submitted(self):
        """Open the entries of this order that wait for a decision."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.time_entry_action_approve"
        )
        domain = [("call_off_id", "=", self.id), ("state", "=", "submitted")]
        return {**action, "domain": domain, "context": {}}

    def action_view_time_entries(self):
        """Open the time entries of this order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.time_entry_action"
        )
        return {
            **action,
            "domain": [("call_off_id", "=", self.id)],
            "context": {"default_call_off_id": self.id},
        }
