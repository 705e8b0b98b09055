# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models


class Juror(models.Model):
    """Who acts for a seat: its person, or the deputy, or nobody (recused)."""

    _inherit = "wohnkoord.juror"

    @api.model_create_multi
    def create(self, vals_list):
        seats = super().create(vals_list)
        seats.procedure_id._sync_blocked()
        return seats

    def write(self, vals):
        before = self.procedure_id
        result = super().write(vals)
        if {"user_id", "deputy_id", "procedure_id"} & set(vals):
            (before | self.procedure_id)._sync_blocked()
        return result

    def unlink(self):
        procedures = self.procedure_id
        result = super().unlink()
        procedures._sync_blocked()
        return result

    def _acting_for(self, bid):
        """The person who acts for the seat on one bid: the deputy moves up.

        :return: a user, or none if both are conflicted, absent or have not declared yet
        """
        self.ensure_one()
        # sudo: nobody has access to the list of who may not see a bid
        blocked = bid.sudo().blocked_user_ids
        if not self.is_absent and self.user_id not in blocked:
            return self.user_id
        return self.deputy_id - blocked


class Procedure(models.Model):
    """Votes that are left on a bid when those who are conflicted are left out."""

    _inherit = "wohnkoord.procedure"

    def _acting_map(self, bids=None, seats=None):
        """Who acts for each seat on each bid, in few queries.

        :param bids: None: the admitted ones
        :param seats: None: all of the procedure
        :return dict: (seat id, bid id) -> user, or no user
        """
        self.ensure_one()
        # sudo: the office and the jury's pages ask, and hand on what may be seen
        seats_sudo = (self.juror_ids if seats is None else seats).sudo()
        bids_sudo = (self._admitted_bids_sudo() if bids is None else bids).sudo()
        bids_sudo.mapped("blocked_user_ids")  # all of them in one query
        return {
            (seat.id, bid.id): seat._acting_for(bid)
            for seat in seats_sudo
            for bid in bids_sudo
        }

    def _admitted_bids_sudo(self, domain=()):
        """The admitted bids, all of them: callers ask who is blocked.

        :param domain: those of them that are asked for
        """
        # sudo: the callers decide what may be seen of them
        return (
            self.env["wohnkoord.bid"]
            .sudo()
            .search(
                [
                    ("procedure_id", "in", self.ids),
                    ("state", "=", "admitted"),
                    *domain,
                ]
            )
        )

    def _votes(self, bids=None, seats=None):
        """How many voting seats are left on each bid.

        :return dict: bid id -> number
        """
        self.ensure_one()
        seats = self.juror_ids if seats is None else seats
        bids = self._admitted_bids_sudo() if bids is None else bids
        voting = seats.sudo().filtered("has_vote")  # sudo: votes are no secret
        votes = dict.fromkeys(bids.ids, 0)
        for (_seat_id, bid_id), user in self._acting_map(bids, voting).items():
            votes[bid_id] += bool(user)
        return votes

    def _quorum(self):
        """Votes that a decision on a bid needs at least.

        :return int: as published; without a figure more than half of all voting seats
        """
        self.ensure_one()
        declared = self._version_content().get("facts", {}).get("quorum")
        voting = self.sudo().juror_ids.filtered("has_vote")
        return (self.quorum if declared is None else declared) or len(voting) // 2 + 1
