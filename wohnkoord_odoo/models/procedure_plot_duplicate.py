# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from odoo import api, fields, models

from ..tools.slug import fold

_STREET = re.compile(r"str(?:asse|\.)?(?![a-z])")


class Plot(models.Model):
    """Who offers a plot twice is told so, and may go on."""

    _inherit = "wohnkoord.plot"

    address_key = fields.Char(compute="_compute_address_key", store=True, index=True)
    duplicate_ids = fields.Many2many(
        "wohnkoord.plot", compute="_compute_duplicates", string="Same Address"
    )

    @api.depends("street", "city")
    def _compute_address_key(self):
        for plot in self:
            plot.address_key = self._address_key_of(plot.street, plot.city)

    @api.depends("address_key", "company_id")
    def _compute_duplicates(self):
        keys = [key for key in self.mapped("address_key") if key]
        alike = self.search([("address_key", "in", keys)]) if keys else self.browse()
        by_key = alike.grouped(lambda plot: (plot.company_id, plot.address_key))
        for plot in self:
            key = (plot.company_id, plot.address_key)
            others = by_key.get(key, self.browse()) if plot.address_key else alike[:0]
            plot.duplicate_ids = others - plot._origin

    @api.model
    def _address_key_of(self, street, city):
        """One spelling of an address: Gothaer Str. 42 is Gothaer Straße 42.

        :return: False without a street and a town
        """
        street = _STREET.sub("str", fold(street))
        words = " ".join(re.findall(r"\d+|[a-z]+", street))
        # "Gothaer Str" and "Gothaerstr" alike; numbers stay apart
        words = re.sub(r"(?<=[a-z]) (?=[a-z])", "", words)
        town = "".join(re.findall(r"[a-z]+", fold(city)))
        return f"{town}, {words}" if words and town else False

    def action_view_duplicates(self):
        """Open the plots of the same address."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.plot_action"
        )
        action["domain"] = [("id", "in", self.duplicate_ids.ids)]
        action["context"] = {}
        action["view_mode"] = "list,form"
        action["views"] = [(False, "list"), (False, "form")]
        return action
