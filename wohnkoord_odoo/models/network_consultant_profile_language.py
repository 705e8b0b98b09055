# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Language(models.Model):
    """A language in which advice is given.

    Not Odoo's own list, which is one of translations: it has neither sign language nor
    plain language, and a dozen kinds of German.
    """

    _name = "wohnkoord.language"
    _inherit = ["wohnkoord.catalogue.mixin"]
    _description = "Language of Advice"
