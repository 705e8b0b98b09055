# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models

from .procedure_bid import TAKING_STATES

#: bids cleaned up in one go
BATCH = 500


class Procedure(models.Model):
    """At the deadline a bidder's own copy goes: only the opening can read a bid then."""

    _inherit = "wohnkoord.procedure"

    def _bid_stays_readable(self):
        """Whether a bidder can still read on the server what it submits now."""
        self.ensure_one()
        return self.seal_mode == "standard" and self.state == "published"

    def _close_one(self):
        super()._close_one()
        bids = self.env["wohnkoord.bid"].search(
            [
                ("procedure_id", "=", self.id),
                ("state", "!=", "draft"),
                ("draft_cipher", "!=", False),
            ]
        )
        bids._write_guarded({"draft_cipher": False})


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
