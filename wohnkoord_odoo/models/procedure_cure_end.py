# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, models

#: what arrived in time may still be written down; only then is counted
PATIENCE = timedelta(minutes=5)


class CureRequest(models.Model):
    """After the deadline: what was not answered is proposed for exclusion, no more."""

    _inherit = "wohnkoord.cure.request"

    @api.model
    def _cron_end(self):
        """End the requests whose deadline has passed."""
        moment = self.env["wohnkoord.procedure"]._clock() - PATIENCE
        domain = [("state", "=", "sent"), ("date_deadline", "<", moment)]
        cures = self.search(domain, limit=100).try_lock_for_update()
        for cure in cures.filtered_domain(domain):
            cure._end()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _end(self):
        """End one request, and propose to exclude the bids that did not answer."""
        self.ensure_one()
        # sudo: as the deadline says, whoever is there
        cure_sudo = self.sudo()
        cure_sudo._write_guarded({"state": "ended"})
        silent = cure_sudo._silent_lines().bid_id
        cure_sudo.procedure_id._log(
            "cure_ended",
            {"round": self.number, "not_answered": sorted(silent.mapped("number"))},
            actor="system",
        )
        cure_sudo._propose_exclusions(silent)

    def _silent_lines(self):
        """Lines that still wait and got no answer in time."""
        return self.line_ids.filtered(
            lambda line: (
                line.answer_state != "answered"
                and line.check_id.result == "cure"
                and line.bid_id.state == "opened"
            )
        )

    def _propose_exclusions(self, bids):
        reason = self.env["wohnkoord.exclusion.reason"]._by_code("not_cured")
        bids = bids.filtered(lambda bid: not bid.proposed_reason_id)
        if not reason or not bids:
            return
        texts = self._silent_lines().grouped("bid_id")
        for bid in bids:
            note = self.env._(
                "Not handed in until the deadline: %(things)s",
                things=", ".join(texts[bid].mapped("name")),
            )
            bid._propose_exclusion(reason, note, self.env.user)
