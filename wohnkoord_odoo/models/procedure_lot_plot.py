# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Plot(models.Model):
    """A plot follows its procedures."""

    _inherit = "wohnkoord.plot"

    def _note_procedure(self, procedure):
        """Move along the pipeline: into a procedure, or out of it.

        :param procedure: the one it is in now; empty: in none any more
        """
        self.ensure_one()
        # sudo: whoever may edit the procedure moves its plots
        if procedure:
            self.sudo()._into_procedure()
        else:
            self.sudo()._out_of_procedure()
