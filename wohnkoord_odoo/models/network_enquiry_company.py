# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """What an office's page of enquiries needs."""

    _inherit = "res.company"

    wohnkoord_enquiry_user_id = fields.Many2one(
        "res.users",
        "Enquiries Go to",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Finds a new enquiry among the own activities. No mail is sent.",
    )
    wohnkoord_office_hours = fields.Char(
        "Office Hours",
        translate=True,
        help="Shown beside the phone number on the public page of advice.",
    )

    @api.constrains("wohnkoord_enquiry_user_id")
    def _check_wohnkoord_enquiry_user(self):
        for company in self:
            user = company.wohnkoord_enquiry_user_id
            if user and (user.share or company not in user.company_ids):
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work in this office.", user=user.display_name
                    )
                )

    @api.model
    def _wohnkoord_names_host(self, host):
        """Whether an office names ``host`` as its own.

        :param str host: as the browser sends it, with or without a port
        """
        office_sudo = self._wohnkoord_of_host(host).sudo()
        name = (host or "").rsplit(":", 1)[0].lower()
        return bool(name) and office_sudo.wohnkoord_host == name

    def _wohnkoord_public_menu(self):
        entry = {"url": "/advice", "label": self.env._("Advice"), "sequence": 10}
        return [*super()._wohnkoord_public_menu(), entry]
