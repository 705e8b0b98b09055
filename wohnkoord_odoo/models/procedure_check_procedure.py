# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.formal_check import evaluate

#: states of a bid of which there are checks
CHECKED_STATES = ("opened", "excluded", "admitted")


class Procedure(models.Model):
    """The formal check: its list, made once after the opening, and how far it is."""

    _inherit = "wohnkoord.procedure"

    check_ids = fields.One2many(
        "wohnkoord.bid.check",
        "procedure_id",
        "Formal Check",
        copy=False,
        groups="wohnkoord_odoo.group_user",
    )
    check_count = fields.Integer(
        "Checks", compute="_compute_check_figures", groups="wohnkoord_odoo.group_user"
    )
    check_open_count = fields.Integer(
        "Checks to Decide",
        compute="_compute_check_figures",
        groups="wohnkoord_odoo.group_user",
    )
    check_progress = fields.Char(
        "Checked",
        compute="_compute_check_figures",
        groups="wohnkoord_odoo.group_user",
    )

    @api.depends("check_ids.result")
    @api.depends_context("lang")
    def _compute_check_figures(self):
        figures = {
            procedure: (total, done)
            for procedure, total, done in self.env["wohnkoord.bid.check"]._read_group(
                [("procedure_id", "in", self.ids)],
                ["procedure_id"],
                ["__count", "decided_by_id:count"],
            )
        }
        for procedure in self:
            total, done = figures.get(procedure._origin, (0, 0))
            procedure.check_count = total
            procedure.check_open_count = total - done
            procedure.check_progress = self.env._(
                "%(done)s of %(total)s", done=done, total=total
            )

    # -- the list of checks --------------------------------------------------------------

    def _on_opened(self):  # pylint: disable=missing-return
        """What follows the opening: the list of checks lies ready."""
        super()._on_opened()
        self._prepare_checks()

    def action_prepare_checks(self):
        """Make the list of checks, or what of it is missing, and show it.

        :raise UserError: the bids are not opened
        """
        self.ensure_one()
        # who may read the bids may prepare their check
        self.env["wohnkoord.bid"].check_access("read")
        self.check_access("read")
        if self.state != "opened":
            raise UserError(
                self.env._("The formal check begins when the bids are opened.")
            )
        self._prepare_checks()
        return self.action_view_checked_bids()

    def action_view_checked_bids(self):
        """Show the opened bids with the state of their check."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.bid_check_bid_action"
        )
        return {
            **action,
            "domain": [
                ("procedure_id", "=", self.id),
                ("state", "in", [*CHECKED_STATES, "late"]),
            ],
            "context": {"search_default_by_lot": 1},
        }

    def action_view_checks(self):
        """Show all checks of the procedure, bid by bid."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.bid_check_action"
        )
        return {
            **action,
            "domain": [("procedure_id", "=", self.id)],
            "context": {"search_default_by_bid": 1},
        }

    def _prepare_checks(self):
        """Make a row for each opened bid and each of its requirements; again: what is new.

        :return: the new checks
        """
        # sudo: nobody may make checks by hand
        checks_sudo = self.env["wohnkoord.bid.check"].sudo()
        bids_sudo = self.env["wohnkoord.bid"].sudo()
        bids_sudo = bids_sudo.search(
            [("procedure_id", "in", self.ids), ("state", "=", "opened")]
        )
        known = set(
            checks_sudo.search_fetch(
                [("bid_id", "in", bids_sudo.ids)], ["bid_id", "requirement_key"]
            ).mapped(lambda check: (check.bid_id.id, check.requirement_key))
        )
        vals_list = []
        for bid_sudo in bids_sudo:
            content, files = bid_sudo._content_values(), bid_sudo._check_files()
            requirements = bid_sudo.procedure_id._check_requirements(bid_sudo)
            for sequence, requirement in enumerate(requirements):
                if (bid_sudo.id, requirement["uuid"]) in known:
                    continue
                proposal, found = evaluate(requirement, content, files)
                vals_list.append(
                    {
                        "bid_id": bid_sudo.id,
                        "requirement_key": requirement["uuid"],
                        "name": requirement["name"],
                        "kind": requirement["kind"],
                        "terms": requirement,
                        "is_curable": bool(requirement.get("is_curable")),
                        "sequence": sequence,
                        "proposal": proposal,
                        "found": found or False,
                    }
                )
        return checks_sudo._create_guarded(vals_list)

    def _check_requirements(self, bid):
        """The minimum requirements of the version that a bid stands on.

        :return: list of dicts with ``uuid``, ``name``, ``kind``, ``threshold`` (text),
            ``legal_form_ids`` (dicts of id and name), ``document_kind``, ``is_curable``
        """
        self.ensure_one()
        version = bid.version_id or self.version_id
        return self._version_requirements(version)

    def _version_requirements(self, version):
        """Read once per version and transaction, however many bids stand on it."""
        cache = self.env.cr.cache.setdefault("wohnkoord.requirements", {})
        if version.id not in cache:
            content = json.loads(version.content or "{}")
            cache[version.id] = content.get("requirements")
        frozen = cache[version.id]
        return self._prepared_requirements() if frozen is None else frozen

    def _prepared_requirements(self):
        """The rows as prepared: of a version that was frozen without requirements."""
        return [
            {
                "uuid": str(requirement.id),
                "name": requirement.name,
                "kind": requirement.kind,
                "threshold": f"{requirement.threshold:.2f}",
                "legal_form_ids": [
                    {"id": form.id, "name": form.name}
                    for form in requirement.legal_form_ids
                ],
                "document_kind": requirement.document_kind or None,
                "is_curable": requirement.is_curable,
            }
            for requirement in self.requirement_ids
        ]

    #: bids side by side on a printed page
    _check_columns = 8

    def _check_overview(self):
        """The printed overview: per plot on offer, a few bids side by side.

        :return: list of dicts: ``lot`` (text), ``bids``, ``rows``
            (see ``_check_matrix``)
        """
        self.ensure_one()
        bids = self.env["wohnkoord.bid"].search(
            [("procedure_id", "=", self.id), ("state", "in", CHECKED_STATES)],
            order="number",
        )
        parts = []
        for lot, of_lot in sorted(
            bids.grouped("procedure_lot_id").items(), key=lambda item: item[0].number
        ):
            for start in range(0, len(of_lot), self._check_columns):
                some = of_lot[start : start + self._check_columns]
                parts.append(
                    {
                        "lot": lot.display_name if lot else "",
                        "bids": some,
                        "rows": some._check_matrix(),
                    }
                )
        return parts

    # -- before the jury -----------------------------------------------------------------

    def _missing(self, step):
        """Also: before the jury every opened bid is admitted or excluded."""
        missing = super()._missing(step)
        Bid = self.env["wohnkoord.bid"]
        if step != "jury" or not Bid.has_access("read"):
            return missing
        self.ensure_one()
        counts = dict(
            Bid._read_group(
                [("procedure_id", "=", self.id), ("state", "in", ["opened", "late"])],
                ["state"],
                ["__count"],
            )
        )
        if count := counts.get("opened"):
            text = self.env._(
                "Bids that are neither admitted nor excluded: %(count)s.", count=count
            )
            missing.append({"text": text, "severity": "blocker", "field": "bid_ids"})
        if count := counts.get("late"):
            text = self.env._(
                "Late bids that are not excluded yet: %(count)s.", count=count
            )
            missing.append({"text": text, "severity": "warning", "field": "bid_ids"})
        return missing
