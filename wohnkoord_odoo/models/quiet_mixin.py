# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class QuietMixin(models.AbstractModel):
    """A chatter that writes nobody a mail about an assignment.

    Odoo mails whoever becomes responsible, without a click. Here a record stands in
    the lists of that person; mails leave the office by buttons only.
    """

    _name = "wohnkoord.quiet.mixin"
    _inherit = ["mail.thread"]
    _description = "Chatter without Mails about Assignments"

    def _message_auto_subscribe_notify(self, partner_ids, template):
        """Follow, but write no mail."""
