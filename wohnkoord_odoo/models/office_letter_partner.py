# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class ResPartner(models.Model):
    """Where a person or firm gets letters."""

    _inherit = "res.partner"

    def _wohnkoord_address_lines(self, company):
        """Street and town as DIN 5008 orders them; the country only abroad, in capitals.

        :param company: the office that writes
        :return list: lines below the name
        """
        self.ensure_one()
        country = self.country_id
        abroad = country and country != company.country_id and country.name.upper()
        lines = (
            self.street,
            self.street2,
            " ".join(filter(None, (self.zip, self.city))),
            abroad,
        )
        return [line for line in lines if line]
