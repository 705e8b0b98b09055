# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.fields import NO_ACCESS


class ProcedureConflict(models.Model):
    """Conflicts as the other parts ask for them."""

    _inherit = "wohnkoord.procedure"

    def _blocked_initiatives(self, user):
        """Bidders of whom ``user`` may see, score and count nothing in this procedure.

        :return: initiatives, with superuser rights
        """
        self.ensure_one()
        # sudo: whether somebody is blocked is asked by everybody's rules
        bids_sudo = self.env["wohnkoord.bid"].sudo()
        bids_sudo = bids_sudo.search(
            [("procedure_id", "=", self.id), ("blocked_user_ids", "in", user.ids)]
        )
        return bids_sudo.initiative_id


class Bid(models.Model):
    """Who may not see a bid: global record rules ask this table, on every path."""

    _inherit = "wohnkoord.bid"

    blocked_user_ids = fields.Many2many(
        "res.users",
        "wohnkoord_bid_blocked_rel",
        "bid_id",
        "user_id",
        "Not for",
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
        help="Persons with a conflict, and those with a seat who have not declared yet.",
    )
