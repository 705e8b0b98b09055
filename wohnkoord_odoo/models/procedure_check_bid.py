# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.canonical import digest
from .procedure_bid import TAKING_STATES
from .procedure_check_procedure import CHECKED_STATES

STATUSES = [
    ("to_check", "To Check"),
    ("in_progress", "Being Checked"),
    ("cure", "Something Is Missing"),
    ("not_met", "Not Met"),
    ("met", "All Met"),
    ("late", "Late, Not Checked"),
]
#: what stands beside the requirements, once the bids are opened
FACTS = ("fact_arrival", "fact_receipt", "fact_version", "fact_several", "fact_price")


class Bid(models.Model):
    """The formal check as a bid shows it; facts of the opening beside the requirements."""

    _inherit = "wohnkoord.bid"

    check_ids = fields.One2many("wohnkoord.bid.check", "bid_id", "Formal Check")
    check_status = fields.Selection(
        STATUSES,
        compute="_compute_check_status",
        store=True,
        index="btree_not_null",
        group_expand="_group_expand_check_status",
    )
    check_count = fields.Integer("Checks", compute="_compute_check_progress")
    check_done_count = fields.Integer("Decided", compute="_compute_check_progress")
    check_percent = fields.Integer(
        "Checked (%)", compute="_compute_check_progress", aggregator=None
    )
    check_progress = fields.Char("Checked", compute="_compute_check_progress")
    fact_arrival = fields.Char("Arrival", compute="_compute_check_facts")
    fact_receipt = fields.Char("Receipt", compute="_compute_check_facts")
    fact_version = fields.Char("Confirmed Version", compute="_compute_check_facts")
    fact_several = fields.Char(
        "Other Bids of the Party", compute="_compute_check_facts"
    )
    fact_price = fields.Char("Price and Bounds", compute="_compute_check_facts")
    fact_warnings = fields.Text(
        "Look Here",
        compute="_compute_check_facts",
        help="What was found beside the requirements; a person decides what follows.",
    )

    # -- how far the check is ------------------------------------------------------------

    @api.depends("check_ids.result", "state", "excluded_from")
    def _compute_check_status(self):
        counts = self._check_counts()
        for bid in self:
            of_bid = counts.get(bid.id, {})
            if bid._is_late():
                bid.check_status = "late"
            elif bid.state in CHECKED_STATES:
                bid.check_status = self._status_of(of_bid)
            else:
                bid.check_status = False

    @api.depends("check_ids.result")
    @api.depends_context("lang")
    def _compute_check_progress(self):
        counts = self._check_counts()
        for bid in self:
            of_bid = counts.get(bid._origin.id, {})
            total = sum(of_bid.values())
            done = total - of_bid.get(False, 0)
            bid.check_count = total
            bid.check_done_count = done
            bid.check_percent = 100 * done // total if total else 0
            bid.check_progress = self.env._(
                "%(done)s of %(total)s checked", done=done, total=total
            )

    def _check_counts(self):
        """Bid -> result (False: open) -> number, in one query."""
        counts = {}
        for bid, result, count in self.env["wohnkoord.bid.check"]._read_group(
            [("bid_id", "in", self._origin.ids)], ["bid_id", "result"], ["__count"]
        ):
            counts.setdefault(bid.id, {})[result] = count
        return counts

    @api.model
    def _status_of(self, counts):
        """The worst that was decided, or how far the check is."""
        decided = {result for result in counts if result}
        if not decided:
            return "to_check"
        for status in ("not_met", "cure"):
            if status in decided:
                return status
        return "in_progress" if counts.get(False) else "met"

    @api.model
    def _group_expand_check_status(self, values, domain):
        return [status for status, _label in STATUSES]

    # -- facts beside the requirements ---------------------------------------------------

    @api.depends(
        "state",
        "excluded_from",
        "content",
        "version_id",
        "confirmed_version_id",
        "defect",
        "price",
        "initiative_id",
        "procedure_id.state",
    )
    @api.depends_context("lang", "tz")
    def _compute_check_facts(self):
        materials = self._material_versions()
        several = self._bids_by_party()
        sealed = self.filtered(lambda bid: bid.procedure_id.state in TAKING_STATES)
        for name in (*FACTS, "fact_warnings"):
            sealed[name] = False
        for bid in self - sealed:
            facts = {
                "fact_arrival": bid._fact_arrival(),
                "fact_receipt": bid._fact_receipt(),
                "fact_version": bid._fact_version(materials),
                "fact_several": bid._fact_several(several),
                "fact_price": bid._fact_price(),
            }
            for name, (text, _is_fine) in facts.items():
                bid[name] = text
            warnings = [text for text, is_fine in facts.values() if not is_fine]
            defects = [bid.defect, *bid.document_ids.mapped("defect")]
            bid.fact_warnings = "\n".join(filter(None, [*warnings, *defects]))

    def _is_late(self):
        """Late, also when it was excluded for it: it stays unopened."""
        return self.state == "late" or (
            self.state == "excluded" and self.excluded_from == "late"
        )

    def _fact_arrival(self):
        """Each fact is a text, and whether all is well."""
        moment, deadline = self.date_submitted, self.procedure_id.published_deadline
        if self._is_late() or (moment and deadline and moment > deadline):
            return self.env._("after the deadline"), False
        if not moment:
            return self.env._("unknown"), False
        return self.env._("in time"), True

    def _fact_receipt(self):
        if not self.content and self.state in CHECKED_STATES and not self._is_late():
            return self.env._("the bid could not be read"), False
        if not self.content:
            return self.env._("not opened"), True
        if digest(self.content.encode()) == self.receipt_hash:
            return self.env._("the hash is that of the receipt"), True
        return self.env._("the hash is not that of the receipt"), False

    def _fact_version(self, materials):
        latest = materials.get(self.procedure_id.id, 0)
        known = (self.confirmed_version_id or self.version_id).number or 0
        if latest > known:
            return (
                self.env._(
                    "stands on version %(number)s, changed by version %(latest)s",
                    number=known or "?",
                    latest=latest,
                ),
                False,
            )
        return self.env._("stands on the terms in force"), True

    def _fact_several(self, several):
        others = several.get((self.procedure_id.id, self.initiative_id.id), ())
        on_lot = [
            number
            for bid_id, number, lot_id in others
            if bid_id != self._origin.id and lot_id == self.procedure_lot_id.id
        ]
        elsewhere = [
            number
            for bid_id, number, lot_id in others
            if bid_id != self._origin.id and lot_id != self.procedure_lot_id.id
        ]
        if on_lot:
            return (
                self.env._(
                    "another one for the same plot: no. %(numbers)s",
                    numbers=", ".join(map(str, on_lot)),
                ),
                False,
            )
        if elsewhere:
            return (
                self.env._(
                    "for other plots: no. %(numbers)s",
                    numbers=", ".join(map(str, elsewhere)),
                ),
                True,
            )
        return self.env._("none"), True

    def _fact_price(self):
        lot, values = self.procedure_lot_id, self._content_values()
        if not lot or lot.price_model == "fixed":
            return self.env._("fixed price") if lot else "", True
        if values.get("price") is None:
            return self.env._("no price"), False
        low = lot.price_min and self.price < lot.price_min
        high = lot.price_max and self.price > lot.price_max
        if lot.price_model == "corridor" and (low or high):
            return self.env._("outside the bounds"), False
        return self.env._("inside the bounds"), True

    def _material_versions(self):
        """Procedure -> number of the last version that bidders had to confirm."""
        Version = self.env["wohnkoord.procedure.version"]
        return {
            procedure.id: number
            for procedure, number in Version._read_group(
                [
                    ("procedure_id", "in", self.procedure_id.ids),
                    ("is_material", "=", True),
                ],
                ["procedure_id"],
                ["number:max"],
            )
        }

    def _bids_by_party(self):
        """(procedure, initiative) -> its opened bids as (id, number, plot on offer)."""
        bids = self.search_fetch(
            [
                ("procedure_id", "in", self.procedure_id.ids),
                ("initiative_id", "in", self.initiative_id.ids),
            ],
            ["procedure_id", "initiative_id", "number", "procedure_lot_id"],
            order="number",
        )
        result = {}
        for bid in bids:
            key = (bid.procedure_id.id, bid.initiative_id.id)
            row = (bid.id, bid.number, bid.procedure_lot_id.id)
            result.setdefault(key, []).append(row)
        return result

    # -- for the list of checks ----------------------------------------------------------

    def _content_values(self):
        """The bid as it was sealed, as values; empty before the opening."""
        self.ensure_one()
        try:
            values = json.loads(self.content or "{}")
        except ValueError:
            return {}
        return values if isinstance(values, dict) else {}

    def _check_matrix(self):
        """Requirements as rows and these bids as columns, for the printed overview.

        :return: list of (name of the requirement, list of checks or empty ones)
        """
        checks = {
            (check.bid_id.id, check.requirement_key): check for check in self.check_ids
        }
        names = {check.requirement_key: check.name for check in self.check_ids}
        empty = self.env["wohnkoord.bid.check"]
        return [
            (name, [checks.get((bid.id, key), empty) for bid in self])
            for key, name in names.items()
        ]

    def _check_files(self):
        """(kind, name, is readable) of each file."""
        self.ensure_one()
        files = [
            (document.kind, document.name, not document.defect)
            for document in self.document_ids
        ]
        return files or [
            (file.get("kind"), file.get("name"), True)
            for file in self._content_values().get("files") or ()
            if isinstance(file, dict)
        ]

    # -- buttons -------------------------------------------------------------------------

    def action_accept_met(self):
        """Accept what is met by the bid's data and not decided yet, in one click."""
        return self.check_ids.action_accept_met()

    def action_view_bid_check(self):
        """Open the form of the formal check."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [
                (self.env.ref("wohnkoord_odoo.bid_check_bid_view_form").id, "form")
            ],
        }

    def action_view_bid_checks(self):
        """Show the checks of these bids as a list."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.bid_check_action"
        )
        return {**action, "domain": [("bid_id", "in", self.ids)]}

    def _refuse_unless_checked(self):
        """A bid is admitted when every requirement is decided and met.

        :raise UserError: something is open, missing or not met
        """
        for bid in self:
            wanted = {
                requirement["uuid"]
                for requirement in bid.procedure_id._check_requirements(bid)
            }
            checks = bid.check_ids
            if wanted - set(checks.mapped("requirement_key")):
                raise UserError(
                    self.env._("Please prepare the formal check of the bid first.")
                )
            wrong = checks.filtered(lambda check: check.result != "met")
            if wrong:
                raise UserError(
                    self.env._(
                        "Bid %(number)s is not admitted yet. Not decided as met:"
                        " %(requirements)s.",
                        number=bid.number,
                        requirements=", ".join(wrong.mapped("name")),
                    )
                )
