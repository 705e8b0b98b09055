# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class MailingList(models.Model):
    """Core's lists, kept apart by office; the office itself writes to segments."""

    _inherit = "mailing.list"

    company_id = fields.Many2one(
        "res.company", "Office", index=True, default=lambda self: self.env.company
    )
