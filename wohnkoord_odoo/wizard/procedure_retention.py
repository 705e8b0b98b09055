# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.procedure_retention import CONCEPT_STATES


class ProcedureRetention(models.TransientModel):
    """Look at what will go, and what stays, before the concepts are deleted for good."""

    _name = "wohnkoord.procedure.retention"
    _description = "Deletion of the Concepts of Losing Bids"

    procedure_id = fields.Many2one(
        "wohnkoord.procedure", required=True, readonly=True, ondelete="cascade"
    )
    retention_date = fields.Date(related="procedure_id.retention_date")
    hold_reason = fields.Text(related="procedure_id.retention_hold_reason")
    bid_count = fields.Integer("Concepts", compute="_compute_counts")
    bid_numbers = fields.Char("Bids", compute="_compute_counts")
    document_count = fields.Integer("Documents", compute="_compute_counts")
    commitment_count = fields.Integer("Commitments", compute="_compute_counts")
    cure_count = fields.Integer(
        "Answers and Files Handed in Later", compute="_compute_counts"
    )
    note_count = fields.Integer(
        "Findings and Notes of the Formal Check", compute="_compute_counts"
    )
    proof_count = fields.Integer(
        "Proofs and Files of Objections", compute="_compute_counts"
    )
    address_count = fields.Integer("Addresses of Notices", compute="_compute_counts")
    kept = fields.Text("Stays", compute="_compute_counts")
    is_due = fields.Boolean(compute="_compute_counts")
    is_confirmed = fields.Boolean("I have looked at it: delete it for good")

    @api.depends("procedure_id")
    def _compute_counts(self):
        for wizard in self:
            procedure = wizard.procedure_id
            procedure._check_retention_access()
            bids_sudo = procedure._losing_bids_sudo()
            counts = bids_sudo._concept_counts()
            wizard.bid_count = counts["contents"]
            wizard.bid_numbers = ", ".join(map(str, bids_sudo.mapped("number")))
            wizard.document_count = counts["documents"]
            wizard.commitment_count = counts["commitments"]
            wizard.cure_count = counts["cure_answers"] + counts["cure_documents"]
            wizard.note_count = counts["check_notes"]
            wizard.proof_count = counts["proofs"] + counts["objection_files"]
            wizard.address_count = counts["addresses"]
            wizard.kept = wizard._kept_words(bids_sudo)
            wizard.is_due = bool(
                bids_sudo
                and not procedure.retention_hold_reason
                and procedure.retention_date
                and procedure.retention_date <= procedure._now().date()
            )

    def _kept_words(self, going_sudo):
        """Why other concepts stay, one bid per line."""
        # sudo: late bids as well; the head is not blocked on any
        bids_sudo = self.env["wohnkoord.bid"].sudo()
        others_sudo = bids_sudo.search(
            Domain("procedure_id", "=", self.procedure_id.id)
            & Domain("state", "in", CONCEPT_STATES)
            & Domain("id", "not in", going_sudo.ids),
            order="number",
        )
        return "\n".join(
            self.env._(
                "Bid %(number)s: %(reason)s",
                number=bid_sudo.number,
                reason=self._kept_reason(bid_sudo),
            )
            for bid_sudo in others_sudo
        )

    def _kept_reason(self, bid_sudo):
        if bid_sudo.date_erased:
            return self.env._("deleted already")
        if bid_sudo.retention_contract_ids:
            return self.env._("there is a contract")
        if bid_sudo.hold_reason:
            return self.env._("kept: %(reason)s", reason=bid_sudo.hold_reason)
        if bid_sudo.procedure_id.date_over:
            return self.env._("there is an award")
        return self.env._("the procedure is not over")

    def action_erase(self):
        """Delete; it cannot be undone.

        :raise UserError: not confirmed, too early, or stopped
        """
        self.ensure_one()
        if not self.is_confirmed:
            raise UserError(
                self.env._("Please confirm that you have looked at what will go.")
            )
        self.procedure_id._erase_concepts()
        return {"type": "ir.actions.act_window_close"}
