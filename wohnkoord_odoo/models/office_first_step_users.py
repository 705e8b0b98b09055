# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResUsers(models.Model):
    """Whether a user still wants to see the first steps."""

    _inherit = "res.users"

    wohnkoord_first_steps_hidden = fields.Boolean(
        "First Steps Hidden", copy=False, groups="base.group_system"
    )

    def _show_first_steps(self, is_shown):
        """Show or hide the first steps, and load the client anew.

        :param bool is_shown: False hides them
        """
        self.ensure_one()
        # sudo: a choice of one's own, of no meaning for anything else
        self.sudo().wohnkoord_first_steps_hidden = not is_shown
        self.env.registry.clear_cache()  # menus are kept per user
        return {"type": "ir.actions.client", "tag": "reload_context"}
