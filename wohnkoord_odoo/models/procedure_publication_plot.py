# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models

from ..tools.freezing import freeze

#: what a version says of a plot, as far as the plot knows it; nothing about its owner's
#: address, the office's notes or the pipeline
PLOT_FACTS = (
    "name",
    "street",
    "zip",
    "city",
    "district_id",
    "area",
    "description",
    "zoning",
    "zoning_text",
    "has_building",
    "building_year",
    "is_listed",
    "building_condition",
    "usable_area",
    "building_text",
    "encumbrances",
    "contamination",
    "trees",
    "restrictions",
    "latitude",
    "longitude",
)


class Plot(models.Model):
    _inherit = "wohnkoord.plot"

    @api.model
    def _frozen_fact_names(self):
        """Facts of a plot that are published with a procedure."""
        return [name for name in PLOT_FACTS if name in self._fields]

    def _frozen_facts(self):
        """The plot as it is published now."""
        self.ensure_one()
        facts = {"id": self.id, **freeze(self, self._frozen_fact_names())}
        if "parcel_ids" in self._fields:
            facts["parcel_ids"] = self.parcel_ids.mapped("display_name")
        return facts

    def _public_kind(self):
        """Whether people look for it as land or as a building."""
        has_building = "has_building" in self._fields and self.has_building
        return "building" if has_building else "land"
