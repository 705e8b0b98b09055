# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import ranking as tool
from ..tools.canonical import canonical, digest
from ..tools.freezing import decimal_text
from ..tools.ranking_tree import reduced_criteria


class Procedure(models.Model):
    """Ranking the bids of each plot, once the points are settled.

    Criteria, weights, price terms and the order at equal points come from the published
    version, never from the rows that an amendment may be preparing.
    """

    _inherit = "wohnkoord.procedure"

    ranking_line_ids = fields.One2many(
        "wohnkoord.ranking.line",
        "procedure_id",
        "Places",
        domain=[("ranking_id.is_current", "=", True)],
        readonly=True,
        copy=False,
        groups="wohnkoord_odoo.group_user",
    )
    ranking_count = fields.Integer(
        "Number of Rankings",
        compute="_compute_ranking_count",
        groups="wohnkoord_odoo.group_user",
    )

    def _compute_ranking_count(self):
        counts = dict(
            self.env["wohnkoord.ranking"]._read_group(
                [("procedure_id", "in", self.ids), ("is_current", "=", True)],
                ["procedure_id"],
                ["__count"],
            )
        )
        for procedure in self:
            procedure.ranking_count = counts.get(procedure, 0)

    def _current_ranking(self, lot):
        """The ranking in force of one plot on offer, or none; with the caller's rights."""
        self.ensure_one()
        return self.env["wohnkoord.ranking"].search(
            [
                ("procedure_id", "=", self.id),
                ("procedure_lot_id", "=", lot.id),
                ("is_current", "=", True),
            ]
        )

    # -- ranking -------------------------------------------------------------------------

    def action_rank(self):
        """Rank the bids of all plots that have no ranking yet, and show the rankings."""
        self.ensure_one()
        self._check_ranking_access()
        ranked = self.sudo().ranking_ids.filtered("is_current").procedure_lot_id
        bare = self._ranking_bids_sudo().procedure_lot_id - ranked
        if bare or not ranked:
            self._rank(lots=bare)
        return self.action_view_rankings()

    def action_view_rankings(self):
        """The rankings of this procedure."""
        self.ensure_one()
        self.env["wohnkoord.ranking"].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Rankings"),
            "res_model": "wohnkoord.ranking",
            "view_mode": "list,form",
            "domain": [("procedure_id", "=", self.id)],
            "context": {"search_default_current": 1},
        }

    def _rank(self, reason="", lots=None):
        """Rank the bids of each plot by what is settled now.

        A plot whose input is the one of its ranking in force keeps that ranking.

        :param str reason: needed where a ranking in force is replaced
        :param lots: plots on offer; None: all that were bid on
        :return: the rankings made, with the caller's rights
        :raise AccessError: not the office, or somebody with a conflict
        :raise UserError: not at the jury, or points, prices or the reason are missing
        """
        self.ensure_one()
        self._check_ranking_access()
        if self.state != "jury":
            raise UserError(
                self.env._(
                    "Bids are ranked while the jury works, before it recommends."
                )
            )
        if self._ranking_fact("weight_model") != "lot_only":
            missing = self._scores_missing()
            if missing:
                raise UserError("\n".join(missing))
        # one ranking at a time
        self.lock_for_update()
        inputs = self._ranking_inputs(lots)
        if not inputs:
            raise UserError(self.env._("No admitted bid is there to be ranked."))
        documents = {lot: tool.document(data) for lot, data in inputs.items()}
        self._refuse_incomplete(documents)
        made = self.env["wohnkoord.ranking"]
        for lot, document in documents.items():
            made |= self._keep_ranking(lot, document, (reason or "").strip())
        return made.with_env(self.env)

    def _check_ranking_access(self):
        """Rankings are made and read by the office, and by nobody with a conflict."""
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group("wohnkoord_odoo.group_user"):
            raise AccessError(self.env._("Only the office ranks bids."))
        if not self.env.su and self._blocked_initiatives(self.env.user):
            raise AccessError(
                self.env._(
                    "You have a conflict of interest in this procedure, or have not"
                    " declared on all bidders yet: somebody else ranks the bids."
                )
            )

    def _refuse_incomplete(self, documents):
        lines = []
        for lot, document in documents.items():
            names = _leaf_names(document["input"]["criteria"])
            lines += [
                self._ranking_gap_words(lot, item, names)
                for item in document["result"]["missing"]
            ]
        if lines:
            raise UserError("\n".join(lines))

    def _ranking_gap_words(self, lot, item, names):
        values = {
            "lot": lot.display_name,
            "bid": item["bid"],
            "criterion": names.get(item["criterion"], ""),
        }
        if item["code"] == "no_price":
            return self.env._("%(lot)s: bid %(bid)s has no price.", **values)
        if item["code"] == "not_assessable":
            return self.env._(
                '%(lot)s: nobody could assess "%(criterion)s" of bid %(bid)s. The jury'
                " has to settle it: not assessable is not 0.",
                **values,
            )
        return self.env._(
            '%(lot)s: bid %(bid)s has no points for "%(criterion)s".', **values
        )

    def _keep_ranking(self, lot, document, reason):
        """Keep one plot's ranking, unless the one in force says the same."""
        content = canonical(document).decode()
        # sudo: nobody may write rankings
        rankings_sudo = self.env["wohnkoord.ranking"].sudo()
        before = rankings_sudo.search([("procedure_lot_id", "=", lot.id)], limit=1)
        if before.is_current and before.content == content:
            return rankings_sudo
        if before and not reason:
            raise UserError(
                self.env._(
                    "%(lot)s is ranked already. Please say why it is ranked again.",
                    lot=lot.display_name,
                )
            )
        before.filtered("is_current")._write_guarded({"is_current": False})
        before.flush_recordset()
        moment = self._now().replace(microsecond=0)
        ranking_sudo = rankings_sudo._create_guarded(
            [
                {
                    "procedure_id": self.id,
                    "procedure_lot_id": lot.id,
                    "number": before.number + 1,
                    "date": moment,
                    "is_current": True,
                    "reason": reason if before else False,
                    "content": content,
                    "hash": digest(content.encode()),
                }
            ]
        )
        self._keep_places(ranking_sudo, document)
        self._log(
            "ranked",
            {
                "lot": lot.number,
                "number": ranking_sudo.number,
                "sha256": ranking_sudo.hash,
                "reason": ranking_sudo.reason or "",
            },
            moment=moment,
        )
        return ranking_sudo

    def _keep_places(self, ranking_sudo, document):
        lang = self.company_id.partner_id.lang or self.env.lang
        ranking_sudo = ranking_sudo.with_context(lang=lang)
        names = ranking_sudo._criterion_names()
        bids = {bid.uuid: bid.id for bid in self._ranking_bids_sudo()}
        ranking_sudo.line_ids.create(
            [
                {
                    "ranking_id": ranking_sudo.id,
                    "bid_id": bids[place["uuid"]],
                    "rank": place["rank"],
                    "is_selectable": place["selectable"],
                    "concept_points": float(place["concept_points"]),
                    "price_points": float(place["price_points"]),
                    "points": float(place["points"]),
                    "note": ranking_sudo._place_note(place, names),
                }
                for place in document["result"]["places"]
            ]
        )

    # -- what it is made from ------------------------------------------------------------

    def _ranking_bids_sudo(self):
        """The admitted bids; superuser rights, the callers ask who is there."""
        self.ensure_one()
        return (
            self.env["wohnkoord.bid"]
            .sudo()
            .search(
                [("procedure_id", "=", self.id), ("state", "=", "admitted")],
                order="number",
            )
        )

    def _ranking_fact(self, name):
        """A published setting; versions from before it: the procedure's own."""
        return self._version_content().get("facts", {}).get(name) or self[name]

    def _ranking_inputs(self, lots=None):
        """Plot on offer -> input of its ranking, as ``tools.ranking`` wants it."""
        content = self._version_content()
        weight_model = self._ranking_fact("weight_model")
        # a draw among all needs no points
        scores = {} if weight_model == "lot_only" else self._final_scores()
        frozen_lots = {row["uuid"]: row for row in content.get("lots", ())}
        common = {
            "schema": tool.SCHEMA,
            "weight_model": weight_model,
            "tie_break": self._ranking_fact("tie_break"),
            "criteria": reduced_criteria(content.get("criteria", ())),
        }
        draws = self._draw_orders()
        inputs = {}
        for lot, bids in self._ranking_bids_sudo().grouped("procedure_lot_id").items():
            if lots is not None and lot not in lots:
                continue
            inputs[lot] = {
                **common,
                "lot": _lot_terms(lot, frozen_lots.get(lot.uuid, {})),
                "bids": [_bid_terms(bid) for bid in bids],
                "scores": {
                    str(bid.number): _score_texts(scores.get(bid.id, {}))
                    for bid in bids
                },
                "draws": draws.get(lot, []),
            }
        return inputs

    # -- what is missing -----------------------------------------------------------------

    def _rankings_missing(self):
        """What the rankings lack before the jury recommends, as sentences."""
        self.ensure_one()
        # sudo: it says no more than that a plot is to be ranked, or drawn for
        rankings_sudo = self.sudo().ranking_ids.filtered("is_current")
        # that bids are equal is for those only who may see the bids
        is_blocked = not self.env.su and self._blocked_initiatives(self.env.user)
        found = []
        for lot in self._ranking_bids_sudo().procedure_lot_id.sorted("number"):
            ranking_sudo = rankings_sudo.filtered(
                lambda ranking, lot=lot: ranking.procedure_lot_id == lot
            )
            if not ranking_sudo:
                text = self.env._("%(lot)s: the ranking.", lot=lot.display_name)
                found.append(text)
            elif ranking_sudo.open_tie_count and is_blocked:
                found.append(
                    self.env._(
                        "%(lot)s: the ranking is not complete.", lot=lot.display_name
                    )
                )
            elif ranking_sudo.open_tie_count:
                found.append(
                    self.env._(
                        "%(lot)s: a draw, since bids are equal in all respects.",
                        lot=lot.display_name,
                    )
                )
        return found

    def _check_step(self, step):
        """Before the recommendation also: the rankings are those of the points now."""
        super()._check_step(step)
        if step != "recommend":
            return
        for procedure in self:
            stale = procedure._stale_rankings()
            if stale:
                raise UserError(
                    self.env._(
                        "Points, prices or seats changed after the ranking of"
                        " %(lots)s. Please rank again.",
                        lots=", ".join(stale.mapped("display_name")),
                    )
                )

    def _stale_rankings(self):
        """Plots whose ranking in force does not follow from what is settled now."""
        kept = {
            ranking_sudo.procedure_lot_id: ranking_sudo._content().get("input")
            for ranking_sudo in self.sudo().ranking_ids.filtered("is_current")
        }
        inputs = self._ranking_inputs()
        stale = [
            lot.id
            for lot, data in kept.items()
            if lot not in inputs or tool.normalised(inputs[lot]) != data
        ]
        return self.env["wohnkoord.procedure.lot"].browse(stale)


def _leaf_names(rows):
    names = {}
    for row in rows:
        names[row["key"]] = row["name"]
        names.update(_leaf_names(row["children"]))
    return names


def _lot_terms(lot, frozen):
    names = ("price_min", "price_max", "price_weight")
    return {
        "number": lot.number,
        "uuid": lot.uuid,
        "price_model": frozen.get("price_model") or lot.price_model,
        **{name: frozen.get(name) or decimal_text(lot[name]) for name in names},
    }


def _bid_terms(bid):
    price = decimal_text(bid.price) if bid.price else None
    return {"number": bid.number, "uuid": bid.uuid, "price": price}


def _score_texts(criteria):
    """Points as texts; the seats by number, those together as "0"."""
    return {
        key: {
            str(seat): None if points is None else decimal_text(points)
            for seat, points in seats.items()
        }
        for key, seats in criteria.items()
    }
