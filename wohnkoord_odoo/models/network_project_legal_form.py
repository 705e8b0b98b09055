# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class LegalForm(models.Model):
    """The short name of a legal form, as lists of projects have it."""

    _inherit = "wohnkoord.legal.form"
    _rec_names_search = ["name", "short_name"]

    short_name = fields.Char(help="For example eG: an import finds the form by it.")
