# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class Advisory(models.Model):
    """A case knows the advice that nobody pays for."""

    _inherit = "wohnkoord.advisory"

    unpaid_hour_ids = fields.One2many("wohnkoord.unpaid.hour", "advisory_id")
    unpaid_hours = fields.Float(compute="_compute_unpaid_hours")

    @api.depends("unpaid_hour_ids.minutes")
    def _compute_unpaid_hours(self):
        minutes = dict(
            self.env["wohnkoord.unpaid.hour"]._read_group(
                [("advisory_id", "in", self.ids)], ["advisory_id"], ["minutes:sum"]
            )
        )
        for case in self:
            case.unpaid_hours = minutes.get(case, 0) / 60

    def action_note_unpaid(self):
        """Open the dialog that notes unpaid hours on this case."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.unpaid_hour_action_dialog"
        )
        return {**action, "context": {"default_advisory_id": self.id}}

    def action_view_unpaid(self):
        """Open the unpaid hours of this case."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.unpaid_hour_action"
        )
        return {
            **action,
            "domain": [("advisory_id", "=", self.id)],
            "context": {"default_advisory_id": self.id},
        }
