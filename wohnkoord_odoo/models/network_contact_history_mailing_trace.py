# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class MailingTrace(models.Model):
    """What was sent to one contact is asked for by the contact."""

    _inherit = "mailing.trace"

    _wohnkoord_record_idx = models.Index("(res_id, model)")
