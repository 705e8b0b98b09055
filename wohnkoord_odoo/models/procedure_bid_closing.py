# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Procedure(models.Model):
    """At the deadline a bidder's own copy goes: only the opening can read a bid then."""

    _inherit = "wohnkoord.procedure"

    def _bid_stays_readable(self):
        """Whether a bidder can still read on the server what it submits now."""
        self.ensure_one()
        return self.seal_mode == "standard" and self.state == "published"

    def _close_one(self):  # pylint: disable=missing-return
        super()._close_one()
        bids = self.env["wohnkoord.bid"].search(
            [
                ("procedure_id", "=", self.id),
                ("state", "!=", "draft"),
                ("draft_cipher", "!=", False),
            ]
        )
        bids._write_guarded({"draft_cipher": False})
