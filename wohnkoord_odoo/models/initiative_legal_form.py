# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class LegalForm(models.Model):
    """The form in which a group holds its house: eG, GmbH, GbR ..."""

    _name = "wohnkoord.legal.form"
    _inherit = ["wohnkoord.catalogue.mixin"]
    _description = "Legal Form"
