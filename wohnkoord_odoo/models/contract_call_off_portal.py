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
