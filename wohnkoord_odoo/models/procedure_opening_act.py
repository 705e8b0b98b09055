# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.canonical import canonical, digest
from .procedure_opening_bid import BidOpening

#: bids that arrived in time and stand
OPENED_STATES = ("opened", "excluded", "admitted")
#: bids that have a receipt
RECEIPT_STATES = ("submitted", "withdrawn", "late")


class Procedure(models.Model):
    """The opening: two officers break the seal in one act, after the deadline."""

    _inherit = "wohnkoord.procedure"

    opening_ids = fields.One2many(
        "wohnkoord.procedure.opening",
        "procedure_id",
        "Protocol of the Opening",
        groups="wohnkoord_odoo.group_user",
    )
    received_bid_count = fields.Integer(
        "Received Bids",
        compute="_compute_received_bid_count",
        groups="wohnkoord_odoo.group_user",
    )
    may_open = fields.Boolean(compute="_compute_may_open")

    @api.depends("bid_ids.state")
    def _compute_received_bid_count(self):
        counts = dict(
            self.env["wohnkoord.bid"]._read_group(
                [("procedure_id", "in", self.ids), ("state", "!=", "draft")],
                ["procedure_id"],
                ["__count"],
            )
        )
        for procedure in self:
            procedure.received_bid_count = counts.get(procedure._origin, 0)

    @api.depends("state", "published_deadline", "officer_ids")
    @api.depends_context("uid")
    def _compute_may_open(self):
        now = self._clock()
        for procedure in self:
            moment = procedure._closing_moment()
            procedure.may_open = (
                procedure.state in ("published", "closed")
                and bool(moment)
                and now >= moment
                and self.env.user in procedure.officer_ids
            )

    def action_view_bids(self):
        """Show the bids; before the opening these are numbers and times."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.bid_action"
        )
        action["domain"] = [("procedure_id", "=", self.id)]
        action["context"] = {"default_procedure_id": self.id}
        return action

    def action_view_opening(self):
        """Show the protocol of the opening."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "wohnkoord.procedure.opening",
            "res_id": self.opening_ids.id,
            "views": [(False, "form")],
        }

    def action_open(self):
        """Show the dialog in which two officers open the bids."""
        self.ensure_one()
        self._check_opening_time()
        # made beforehand: only a saved record's button gets fields without a column
        Wizard = self.env["wohnkoord.procedure.opening.wizard"]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Open the Bids"),
            "res_model": Wizard._name,
            "res_id": Wizard.create({"procedure_id": self.id}).id,
            "view_mode": "form",
            "target": "new",
        }

    def _check_opening_time(self):
        """Refuse while bids may come or be on their way, and after the opening.

        :raise UserError:
        """
        self.ensure_one()
        if self.state not in ("published", "closed"):
            raise UserError(self.env._("There are no sealed bids to open."))
        deadline = self.version_id.date_deadline
        if not deadline or self._now() <= deadline:
            raise UserError(
                self.env._(
                    "Bids are opened after the deadline, %(deadline)s, and not before.",
                    deadline=self._opening_moment_label(deadline),
                )
            )
        moment = self._closing_moment()
        if self._now() < moment:
            raise UserError(
                self.env._(
                    "Bids that arrived in time may still be on their way. They can be"
                    " opened from %(moment)s on.",
                    moment=self._opening_moment_label(moment),
                )
            )
        self._check_step("open")

    def _opening_moment_label(self, moment):
        if not moment:
            return ""
        Opening = self.env["wohnkoord.procedure.opening"].with_context(tz=self.tz)
        return Opening._moment_label(fields.Datetime.to_string(moment))

    # -- the act -------------------------------------------------------------------------

    def _open_bids(self, first, second, secrets=()):
        """Open all bids that stand; the caller has asked both officers in person.

        :param secrets: full seal: pairs (officer, passphrase or the sheet's code)
        :return: the protocol
        :raise UserError: too early, done already, or a passphrase is wrong
        """
        self.ensure_one()
        self.lock_for_update()
        self.invalidate_recordset(["state", "version_id", "published_deadline"])
        self._check_opening_time()
        self._close_before_opening()
        moment = self._now().replace(microsecond=0)
        # sudo: nobody else has access to ciphertext and may write bids
        procedure_sudo = self.sudo().with_context(bin_size=False, lang="en_US")
        private = procedure_sudo._private_key(secrets)
        bids_sudo = procedure_sudo._opening_bids()
        openings = procedure_sudo._decrypt_bids(
            bids_sudo.filtered(lambda bid: bid.state == "submitted"), private
        )
        entries = procedure_sudo._opening_entries(bids_sudo, openings)
        protocol_sudo = procedure_sudo._write_protocol(moment, first, second, entries)
        procedure_sudo._write_guarded({"state": "opened"})
        self._log(
            "opened",
            {
                "officers": [first.name, second.name],
                "protocol": protocol_sudo.hash,
                "root": protocol_sudo.root_hash,
                "opened": protocol_sudo.bid_count,
                "defects": protocol_sudo.defect_count,
            },
        )
        self._on_opened()
        return protocol_sudo

    def _on_opened(self):
        """What follows the opening in the same act; others extend it."""

    def _close_before_opening(self):
        """No further bid comes in; the deadline's own work is done first."""
        if self.state == "published":
            self._close_due()

    def _opening_bids(self):
        return self.env["wohnkoord.bid"].search(
            [("procedure_id", "=", self.id), ("state", "!=", "draft")],
            order="number, id",
        )

    def _decrypt_bids(self, bids_sudo, private):
        """Decrypt and verify bids and fill their fields.

        :return dict: bid -> BidOpening
        """
        attachments = bids_sudo.document_ids._attachment_ids()
        filler = self.env["wohnkoord.bid"]._filler(self)
        published = self._hashes_at_deadline()
        openings = {}
        for bid_sudo in bids_sudo:
            opening = BidOpening(bid_sudo, private, attachments).open()
            if published.get(bid_sudo.number) != bid_sudo.receipt_hash:
                opening.defects.append(
                    self.env._(
                        "Number and hash are not in the list that was published at the"
                        " deadline."
                    )
                )
            openings[bid_sudo] = opening
            bid_sudo._fill(opening, filler)
        self.env["wohnkoord.commitment"].create(
            [vals for opening in openings.values() for vals in opening.commitments]
        )
        return openings

    # -- the protocol --------------------------------------------------------------------

    def _opening_entries(self, bids_sudo, openings):
        """Every bid as the protocol lists it, whatever became of it."""
        return [bid._opening_entry(openings.get(bid)) for bid in bids_sudo]

    def _write_protocol(self, moment, first, second, entries):
        content = {
            "schema": 1,
            "procedure": self.uuid,
            "name": self.name,
            "office": self.company_id.name,
            "opened": fields.Datetime.to_string(moment),
            "deadline": fields.Datetime.to_string(self.version_id.date_deadline),
            "version": self.version_id.number,
            "seal": self._seal_sudo().mode,
            "officers": [
                {
                    "name": officer.name,
                    "login": officer.login,
                    "declared": "no conflict of interest",
                }
                for officer in (first, second)
            ],
            "bids": entries,
            "lost": self._lost_numbers(entries),
            "root": self._opening_root(entries),
        }
        return self.env["wohnkoord.procedure.opening"].create(
            {
                "procedure_id": self.id,
                "company_id": self.company_id.id,
                "date": moment,
                "first_officer_id": first.id,
                "second_officer_id": second.id,
                "bid_count": sum(entry["opened"] for entry in entries),
                "defect_count": sum(
                    bool(entry["opened"] and entry["defects"]) for entry in entries
                ),
                "content": canonical(content).decode(),
                "hash": digest(content),
                "root_hash": content["root"],
            }
        )

    def _hashes_at_deadline(self):
        """What was published when the procedure closed: number -> hash."""
        hashes = self._published_hashes() or {"entries": []}
        return {entry["number"]: entry["hash"] for entry in hashes["entries"]}

    def _lost_numbers(self, entries):
        """Numbers that were published at the deadline and of which no bid is left."""
        return sorted(
            set(self._hashes_at_deadline()) - {entry["number"] for entry in entries}
        )

    def _opening_root(self, entries):
        """The root of the list of hashes, made as at the deadline."""
        return digest([{"number": e["number"], "hash": e["hash"]} for e in entries])
