# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class IrUiMenu(models.Model):
    """The first steps stand in front of the app until a user has hidden them."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        hidden = super()._load_menus_blacklist()
        if self.env.user.wohnkoord_first_steps_hidden:
            hidden.append(self.env.ref("wohnkoord_odoo.first_step_menu").id)
        return hidden
