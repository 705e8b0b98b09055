# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class MailingContact(models.Model):
    """Core's contacts of lists, kept apart by office."""

    _inherit = "mailing.contact"

    company_id = fields.Many2one(
        "res.company", "Office", index=True, default=lambda self: self.env.company
    )
