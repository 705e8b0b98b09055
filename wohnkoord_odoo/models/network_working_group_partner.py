# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

OFFICE = "wohnkoord_odoo.group_user"


class ResPartner(models.Model):
    """A contact in working groups."""

    _inherit = "res.partner"

    working_group_member_ids = fields.One2many(
        "wohnkoord.working.group.member",
        "partner_id",
        "Memberships in Working Groups",
        groups=OFFICE,
    )
    working_group_count = fields.Integer(
        "Working Groups", compute="_compute_working_group_count", groups=OFFICE
    )

    @api.depends("working_group_member_ids")
    def _compute_working_group_count(self):
        counts = dict(
            self.env["wohnkoord.working.group.member"]._read_group(
                [("partner_id", "in", self.ids)],
                ["partner_id"],
                ["group_id:count_distinct"],
            )
        )
        for partner in self:
            partner.working_group_count = counts.get(partner._origin, 0)

    def action_view_working_groups(self):
        """Open the working groups these contacts belong or belonged to."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.working_group_action"
        )
        return {
            **action,
            "domain": [("member_ids.partner_id", "in", self.ids)],
            "context": {"active_test": False},
        }
