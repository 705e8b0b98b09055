# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Procedure(models.Model):
    """A procedure ends when every promise is a duty, or dropped with a reason."""

    _inherit = "wohnkoord.procedure"

    def _missing(self, step):
        found = super()._missing(step)
        if step != "finish":
            return found
        # sudo: counted only; whoever ends the procedure hears how many, not which
        open_count = (
            self.env["wohnkoord.commitment"]
            .sudo()
            .search_count(
                [
                    ("duty_state", "=", "promised"),
                    ("bid_id", "in", self._signed_bid_ids()),
                ]
            )
        )
        if open_count:
            text = self.env._(
                "Promises that are neither duties nor dropped: %(count)s",
                count=open_count,
            )
            found = [*found, {"text": text, "severity": "blocker", "field": None}]
        return found

    def _signed_bid_ids(self):
        contracts_sudo = self.env["wohnkoord.procedure.contract"].sudo()
        return contracts_sudo.search(
            [("procedure_id", "=", self.id), ("state", "=", "signed")]
        ).bid_id.ids
