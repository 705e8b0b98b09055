# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """When an office is told of limits and terms, and who."""

    _inherit = "res.company"

    wohnkoord_limit_first = fields.Integer(
        "First Limit (%)",
        default=80,
        help="Used share of an order, a contract, a lot or a framework from which the"
        " office is told, and the consultant of the own order.",
    )
    wohnkoord_limit_second = fields.Integer(
        "Second Limit (%)",
        default=100,
        help="Told once more from here on; 100: when all is used.",
    )
    wohnkoord_term_days = fields.Integer(
        "Contracts and Frameworks (Days ahead)",
        default=60,
        help="So many days before the end the head is told. 0: not at all.",
    )
    wohnkoord_call_off_days = fields.Integer(
        "Orders (Days ahead)",
        default=30,
        help="So many days before the end the adviser is told. 0: not at all.",
    )
    wohnkoord_reminder_user_id = fields.Many2one(
        "res.users",
        "Reminders Go to",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Of contracts, lots and frameworks. Empty: a head of the office.",
    )

    _wohnkoord_limit_check = models.Constraint(
        "CHECK (wohnkoord_limit_first BETWEEN 1 AND 100"
        " AND wohnkoord_limit_second BETWEEN wohnkoord_limit_first AND 100)",
        "The limits are between 1 and 100 percent, the second not below the first.",
    )
    _wohnkoord_days_check = models.Constraint(
        "CHECK (wohnkoord_term_days >= 0 AND wohnkoord_call_off_days >= 0)",
        "Days are not negative.",
    )

    @api.constrains("wohnkoord_reminder_user_id")
    def _check_wohnkoord_reminder_user(self):
        for company in self:
            user = company.wohnkoord_reminder_user_id
            if user and (user.share or company not in user.company_ids):
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work in this office.", user=user.display_name
                    )
                )

    def _wohnkoord_head(self):
        """Who is told of what concerns the office as a whole.

        :return: the user of the setting, else a head of the office; may be empty
        """
        self.ensure_one()
        # sudo: office staff may not search users
        company_sudo = self.sudo()
        chosen = company_sudo.wohnkoord_reminder_user_id
        if chosen.active and self in chosen.company_ids:
            return chosen.with_env(self.env)
        heads = self.env.ref("wohnkoord_odoo.group_manager").sudo()
        users_sudo = self.env["res.users"].sudo()
        return users_sudo.search(
            [
                ("all_group_ids", "in", heads.ids),
                ("company_ids", "in", self.ids),
                ("share", "=", False),
            ],
            order="id",
            limit=1,
        ).with_env(self.env)
