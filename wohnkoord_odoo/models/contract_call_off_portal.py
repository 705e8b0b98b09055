# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.exceptions import UserError


class CallOff(models.Model):
    """What the consultant may do in the portal, called there with sudo."""

    _inherit = "wohnkoord.call.off"

    def _set_result(self, result):
        """Record the consultant's short report.

        :raise UserError: the order is not confirmed, or the text is empty
        """
        self.ensure_one()
        if self.state != "confirmed":
            raise UserError(self.env._("The result is written while the order runs."))
        if not (result or "").strip():
            raise UserError(self.env._("Please write the result first."))
        self.write({"result": result.strip()})

    def _request_hours(self, hours, reason):
        """Ask the office for more hours; see ``wohnkoord.hours.request``.

        :param float hours: how many more, in steps of 0.25
        :return: the request
        """
        self.ensure_one()
        return self.env["wohnkoord.hours.request"].create(
            {"call_off_id": self.id, "hours": hours, "reason": reason}
        )

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """The log is the office's: whoever may only read the order reads none of it.

        A consultant and the city's steering read the order; messages with the office's
        thoughts on case and budget must not come with it. A mail that was sent to the
        consultant stays readable: its recipients are asked first.
        """
        operations = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation == "read":
            return dict.fromkeys(operations, "write")
        return operations

    def _get_access_action(self, access_uid=None, force_website=False):
        """Links in mails lead a portal user to the portal's page of the order."""
        user = self.env["res.users"].sudo().browse(access_uid or self.env.uid)
        if user.share or force_website:
            return {
                "type": "ir.actions.act_url",
                "url": f"/my/call-offs/{self.id}",
                "target": "self",
                "res_id": self.id,
            }
        return super()._get_access_action(
            access_uid=access_uid, force_website=force_website
        )
