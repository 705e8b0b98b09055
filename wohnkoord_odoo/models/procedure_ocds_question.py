# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Question(models.Model):
    """Answers that are published together are one release."""

    _inherit = "wohnkoord.question"

    def _publish_together(self, procedure):
        result = super()._publish_together(procedure)
        procedure._ocds_release("answered", self)
        return result
