# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models

from .procedure_bid import TAKING_STATES

#: bids cleaned up in one go
BATCH = 500


class Bid(models.Model):
    """After the opening nothing is kept that nobody will open."""

    _inherit = "wohnkoord.bid"

    @api.autovacuum
    def _gc_unopened(self):
        """Delete drafts; of withdrawn bids only number, time and hash stay.

        Late bids stay sealed as they are.
        """
        over = [
            ("procedure_id.state", "not in", ("preparation", *TAKING_STATES)),
        ]
        drafts = self.search([*over, ("state", "=", "draft")], limit=BATCH)
        drafts.document_ids.unlink()
        drafts.unlink()
        withdrawn = self.search(
            [*over, ("state", "=", "withdrawn"), ("cipher", "!=", False)], limit=BATCH
        )
        withdrawn.document_ids.unlink()
        withdrawn._write_guarded({"cipher": False, "wrapped_key": False})
