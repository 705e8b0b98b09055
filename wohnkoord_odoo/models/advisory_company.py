# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """How an office asks departments, and what it does for people who come."""

    _inherit = "res.company"

    wohnkoord_department_days = fields.Integer(
        "Days for an Answer",
        default=21,
        help="So many days a department has to answer, if nothing else is agreed.",
    )
    wohnkoord_need_keep_days = fields.Integer(
        "Needs Kept (Days after)",
        default=30,
        help="So many days after a meeting it is deleted what people needed there.",
    )
    wohnkoord_need_user_id = fields.Many2one(
        "res.users",
        "Arranges Rooms and Interpreters",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Gets a mail with a click: what is needed when and where, without names.",
    )

    _wohnkoord_department_check = models.Constraint(
        "CHECK (wohnkoord_department_days BETWEEN 1 AND 366)",
        "A department has 1 to 366 days to answer.",
    )
    _wohnkoord_need_check = models.Constraint(
        "CHECK (wohnkoord_need_keep_days BETWEEN 0 AND 90)",
        "What people needed is deleted within 90 days.",
    )

    @api.constrains("wohnkoord_need_user_id")
    def _check_wohnkoord_need_user(self):
        for company in self:
            user = company.sudo().wohnkoord_need_user_id
            if user and (user.share or company not in user.company_ids):
                raise ValidationError(
                    self.env._("%(user)s does not work in this office.", user=user.name)
                )

    def _wohnkoord_need_organiser(self):
        """Who arranges rooms and interpreters, with superuser rights; may be empty."""
        self.ensure_one()
        user_sudo = self.sudo().wohnkoord_need_user_id
        return user_sudo.filtered("active")
