# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.append_only import make_append_only
from ..tools.canonical import canonical, digest
from ..tools.ranking_allocation import allocate


class Allocation(models.Model):
    """A proposal which group gets which plot, when groups bid on several.

    It follows from the rankings and the groups' priorities alone; the body decides.
    """

    _name = "wohnkoord.allocation"
    _inherit = ["wohnkoord.guarded.mixin", "wohnkoord.procedure.frozen.mixin"]
    _description = "Proposed Allocation"
    _order = "procedure_id, number desc"
    _log_access = False

    _guarded_fields = (
        "procedure_id",
        "company_id",
        "number",
        "date",
        "bid_ids",
        "content",
        "hash",
    )

    bid_ids = fields.Many2many(
        "wohnkoord.bid",
        "wohnkoord_allocation_bid_rel",
        "allocation_id",
        "bid_id",
        "Bids Compared",
        readonly=True,
    )
    page = fields.Html("Proposal", compute="_compute_page", sanitize=False)

    _number_uniq = models.UniqueIndex(
        "(procedure_id, number)", "There is a proposal of this number already."
    )

    def init(self):
        make_append_only(self.env.cr, self._table)
        make_append_only(self.env.cr, "wohnkoord_allocation_bid_rel")

    @api.depends("procedure_id", "number")
    def _compute_display_name(self):
        for allocation in self:
            allocation.display_name = self.env._(
                "Proposal %(number)s", number=allocation.number
            )

    @api.depends("content")
    @api.depends_context("lang")
    def _compute_page(self):
        for allocation in self:
            allocation.page = Markup("<dl>{}</dl>").format(
                Markup().join(
                    Markup("<dt>{}</dt><dd>{}</dd>").format(lot, text)
                    for lot, text in allocation._sentences()
                )
            )

    def _sentences(self):
        """(plot, who is proposed for it and why) for each plot, as texts."""
        self.ensure_one()
        content = self._content()
        bids = {bid.number: bid for bid in self.bid_ids}
        lots = {lot.number: lot.display_name for lot in self.procedure_id.lot_ids}
        for row in content["lots"]:
            yield lots[row["lot"]], " ".join(self._reasons(row, bids, lots))

    def _reasons(self, row, bids, lots):
        if row["bid"] is None:
            yield self.env._("No selectable bid is left.")
        else:
            yield self.env._(
                "%(bidder)s (bid %(bid)s, place %(place)s, their choice no."
                " %(priority)s).",
                bidder=bids[row["bid"]].initiative_id.display_name,
                bid=row["bid"],
                place=len(row["passed"]) + 1,
                priority=bids[row["bid"]].priority or "–",
            )
        for passed in row["passed"]:
            yield self.env._(
                "%(bidder)s (bid %(bid)s) is ranked higher here and gets %(lot)s, which"
                " they prefer.",
                bidder=bids[passed["bid"]].initiative_id.display_name,
                bid=passed["bid"],
                lot=lots[passed["lot"]],
            )


class Procedure(models.Model):
    """Proposing an allocation."""

    _inherit = "wohnkoord.procedure"

    allocation_ids = fields.One2many(
        "wohnkoord.allocation", "procedure_id", "Proposed Allocations", readonly=True
    )

    def action_propose_allocation(self):
        """Propose which group gets which plot; each gets one at most.

        :raise UserError: a ranking or a draw is missing
        """
        self.ensure_one()
        self._check_ranking_access()
        missing = self._rankings_missing()
        if self.state not in ("jury", "recommended") or missing:
            raise UserError(
                "\n".join(
                    [
                        self.env._("An allocation follows from complete rankings."),
                        *missing,
                    ]
                )
            )
        allocation = self._propose_allocation()
        return {
            "type": "ir.actions.act_window",
            "res_model": "wohnkoord.allocation",
            "view_mode": "form",
            "res_id": allocation.id,
        }

    def _propose_allocation(self):
        """Keep the proposal that follows from the rankings in force."""
        self.lock_for_update()
        # sudo: nobody may write proposals
        own_sudo = self.sudo()
        rankings = own_sudo.ranking_ids.filtered("is_current")
        lines = rankings.line_ids.filtered("is_selectable")
        orders = {
            ranking.procedure_lot_id.number: (lines & ranking.line_ids)
            .sorted("rank")
            .mapped("bid_id.number")
            for ranking in rankings.sorted(lambda r: r.procedure_lot_id.number)
        }
        bids = {
            bid.number: {
                "party": bid.initiative_id.id,
                "lot": bid.procedure_lot_id.number,
                "priority": bid.priority,
            }
            for bid in lines.bid_id
        }
        number = max(own_sudo.allocation_ids.mapped("number"), default=0) + 1
        content = {
            "schema": 1,
            "number": number,
            "rankings": sorted(rankings.mapped("hash")),
            "bids": [{"bid": key, **bids[key]} for key in sorted(bids)],
            "lots": [
                {"lot": lot, **found} for lot, found in allocate(orders, bids).items()
            ],
        }
        text = canonical(content).decode()
        moment = self._now().replace(microsecond=0)
        allocation_sudo = own_sudo.allocation_ids._create_guarded(
            [
                {
                    "procedure_id": self.id,
                    "number": number,
                    "date": moment,
                    "bid_ids": [Command.set(rankings.line_ids.bid_id.ids)],
                    "content": text,
                    "hash": digest(text.encode()),
                }
            ]
        )
        data = {"number": number, "sha256": allocation_sudo.hash}
        self._log("allocation_proposed", data, moment=moment)
        return allocation_sudo.with_env(self.env)
