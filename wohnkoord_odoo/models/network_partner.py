# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class ResPartner(models.Model):
    """Persons who meet the office on its public pages."""

    _inherit = "res.partner"

    consent_ids = fields.One2many(
        "wohnkoord.consent",
        "partner_id",
        "Consents",
        groups="wohnkoord_odoo.group_user",
    )

    @api.model
    def _wohnkoord_of_address(self, email, company, name=None):
        """The person whom a mail to ``email`` reaches; made if nobody has the address.

        For what the owner of the address confirms by a link in a mail. Never show a
        visitor anything of the record: somebody else may have typed the address.

        :param str email: normalised
        :param company: the office; private persons belong to one
        :return: one partner, with superuser rights
        """
        partners_sudo = self.sudo()
        found = partners_sudo.search(
            [
                ("email_normalized", "=", email),
                ("company_id", "in", (company.id, False)),
            ],
            order="is_company, company_id, id",  # persons and the office's own first
            limit=1,
        )
        return found or partners_sudo.create(
            {"name": name or email, "email": email, "company_id": company.id}
        )
