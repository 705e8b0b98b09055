# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Initiative(models.Model):
    _inherit = "wohnkoord.initiative"

    call_off_count = fields.Integer("Orders", compute="_compute_call_off_count")
    hours_worked = fields.Float(
        "Consultants' Hours",
        compute="_compute_call_off_count",
        help="Hours that consultants worked for this initiative, in all its cases.",
    )

    def _compute_call_off_count(self):
        figures = {
            initiative.id: row
            for initiative, *row in self.env["wohnkoord.call.off"]._read_group(
                [("initiative_id", "in", self.ids), ("state", "!=", "cancelled")],
                ["initiative_id"],
                ["__count", "minutes_worked:sum"],
            )
        }
        for initiative in self:
            count, minutes = figures.get(initiative.id, (0, 0))
            initiative.call_off_count = count
            initiative.hours_worked = minutes / 60

    def action_view_call_offs(self):
        """Open the orders for this initiative."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.call_off_action"
        )
        return {**action, "domain": [("initiative_id", "=", self.id)], "context": {}}
