# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class WorkingGroupMember(models.Model):
    """Who takes part in a working group, as what, from when until when."""

    _name = "wohnkoord.working.group.member"
    _inherit = ["wohnkoord.period.mixin"]
    _description = "Member of a Working Group"
    _order = "date_to desc, role, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    group_id = fields.Many2one(
        "wohnkoord.working.group",
        "Working Group",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="group_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Member",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.phone")
    role = fields.Selection(
        [("chair", "Chair"), ("member", "Member"), ("guest", "Guest")],
        required=True,
        default="member",
    )

    _period_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_from <= date_to)",
        "A membership ends after it began.",
    )
    _overlap_exclude = models.Constraint(
        "EXCLUDE USING gist (group_id WITH =, partner_id WITH =,"
        " daterange(date_from, date_to, '[]') WITH &&)",
        "This member belongs to the working group already in that period.",
    )

    @api.depends("partner_id.name", "group_id.name")
    def _compute_display_name(self):
        for member in self:
            names = (member.partner_id.name, member.group_id.name)
            member.display_name = ", ".join(name for name in names if name)
