# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

OFFICE = "wohnkoord_odoo.group_user"


class ResPartner(models.Model):
    """A contact as an actor of the network."""

    _inherit = "res.partner"

    actor_category_ids = fields.Many2many(
        "wohnkoord.actor.category", string="Actor Categories", groups=OFFICE
    )
    actor_topic_ids = fields.Many2many(
        "wohnkoord.topic",
        "wohnkoord_actor_topic_rel",
        string="Topics of the Actor",
        groups=OFFICE,
    )
    actor_district_ids = fields.Many2many(
        "wohnkoord.district",
        "wohnkoord_actor_district_rel",
        string="Districts of the Actor",
        groups=OFFICE,
    )
    is_network_member = fields.Boolean(index=True, groups=OFFICE)
    network_date_from = fields.Date("Member of the Network from", groups=OFFICE)
    network_date_to = fields.Date("Member of the Network until", groups=OFFICE)
