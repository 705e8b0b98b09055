# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class ActorCategory(models.Model):
    """What kind of body an actor of the network is: administration, bank, press ..."""

    _name = "wohnkoord.actor.category"
    _inherit = ["wohnkoord.catalogue.mixin"]
    _description = "Category of Actors"
