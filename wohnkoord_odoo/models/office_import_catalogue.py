# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models

from ..tools.match_key import words_key


class CatalogueMixin(models.AbstractModel):
    _inherit = "wohnkoord.catalogue.mixin"

    @api.model
    def _import_matches(self, name):
        """Also "Planung & Finanzierung" for "Planung und Finanzierung", and the like."""
        found = super()._import_matches(name)
        key = not found and self._import_key(name)
        if not key:
            return found
        # a catalogue is short
        return self.search(self._import_domain()).filtered(
            lambda entry: self._import_key(entry.name) == key
        )

    @api.model
    def _import_key(self, name):
        ands = ("und", "and")
        return " ".join(w for w in words_key(name).split() if w not in ands)
