# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

ENQUIRY = "wohnkoord.department.enquiry"


class Initiative(models.Model):
    _inherit = "wohnkoord.initiative"

    department_enquiry_ids = fields.One2many(
        ENQUIRY, "initiative_id", string="Enquiries to Departments", copy=False
    )
    department_enquiry_count = fields.Integer(
        "Number of Enquiries", compute="_compute_department_enquiry_count"
    )

    def _compute_department_enquiry_count(self):
        counts = self.env[ENQUIRY]._read_group(
            [("initiative_id", "in", self.ids)], ["initiative_id"], ["__count"]
        )
        counts = {initiative.id: count for initiative, count in counts}
        for initiative in self:
            initiative.department_enquiry_count = counts.get(initiative._origin.id, 0)

    def action_view_department_enquiries(self):
        """Open what was asked of departments about this initiative."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.department_enquiry_action"
        )
        return {
            **action,
            "domain": [("initiative_id", "=", self.id)],
            "context": {"default_initiative_id": self.id},
        }
