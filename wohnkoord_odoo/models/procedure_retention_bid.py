# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .procedure_retention import CONCEPT_STATES, KEPT_AWARDS

#: what stands where a reason has to stand
ERASED = "–"


class Bid(models.Model):
    """A bid after the retention: number, time, hash, places and points, and no concept."""

    _inherit = "wohnkoord.bid"

    date_erased = fields.Datetime("Concept Deleted on", readonly=True)
    hold_reason = fields.Text(
        "Kept because",
        readonly=True,
        groups="wohnkoord_odoo.group_user",
        help="E.g. this bidder objected. Until it is lifted, the concept stays.",
    )
    retention_award_ids = fields.One2many(
        "wohnkoord.award", "bid_id", "Awards that Keep It"
    )
    retention_contract_ids = fields.One2many(
        "wohnkoord.procedure.contract", "bid_id", "Contracts that Keep It"
    )

    @property
    def _guarded_fields(self):
        return (*super()._guarded_fields, "date_erased", "hold_reason")

    @property
    def _reason_actions(self):
        return (
            *getattr(super(), "_reason_actions", ()),
            "action_hold_concept",
            "action_lift_concept_hold",
        )

    @api.model
    def _losing_domain(self):
        """Bids of ended procedures that lost, are not held and still have a concept."""
        return Domain(
            [
                ("state", "in", CONCEPT_STATES),
                ("date_erased", "=", False),
                ("hold_reason", "in", [False, ""]),
                ("procedure_id.date_over", "!=", False),
                ("retention_award_ids", "not any", [("state", "in", KEPT_AWARDS)]),
                ("retention_contract_ids", "=", False),
            ]
        )

    # -- kept for an objection -----------------------------------------------------------

    def action_ask_hold_concept(self):
        """Ask why this concept is kept."""
        return self._ask_reason(
            "action_hold_concept", self.env._("Why Is This Concept Kept?")
        )

    def action_ask_lift_concept_hold(self):
        """Ask why this concept need not be kept any more."""
        return self._ask_reason(
            "action_lift_concept_hold", self.env._("Why May the Deletion Go On?")
        )

    def action_hold_concept(self, reason):
        """Keep these concepts, e.g. while an objection is open.

        :param str reason: kept on record
        :raise AccessError: not the head of the office, or with a conflict
        """
        self._change_hold(reason, is_held=True)

    def action_lift_concept_hold(self, reason):
        """Let these concepts go when their time comes.

        :param str reason: kept on record
        """
        self._change_hold(reason, is_held=False)

    def _change_hold(self, reason, is_held):
        self.check_access("read")
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Please give a reason; it is kept on record."))
        kind = "retention_hold_set" if is_held else "retention_hold_lifted"
        for procedure, bids in self.grouped("procedure_id").items():
            procedure._check_retention_access()
            # sudo: nobody may write bids
            bids.sudo()._write_guarded({"hold_reason": reason if is_held else False})
            procedure._log(kind, {"bids": bids.mapped("number"), "reason": reason})

    # -- what goes -----------------------------------------------------------------------

    def _concept_rows(self):
        """What hangs on these bids and goes with the concept.

        :return dict: name -> records, with superuser rights
        """
        # sudo: files and rows that nobody may delete
        bids_sudo = self.sudo()
        env = bids_sudo.env
        of_bids = [("bid_id", "in", bids_sudo.ids)]
        lines_sudo = env["wohnkoord.cure.line"].search(of_bids)
        return {
            "documents": bids_sudo.document_ids,
            "commitments": bids_sudo.commitment_ids,
            "cure_documents": lines_sudo.document_ids,
            "cure_answers": lines_sudo.filtered(lambda li: li.answer or li.late_answer),
            "proofs": env["wohnkoord.award.proof"].search(
                [*of_bids, ("date_erased", "=", False)]
            ),
            "objection_files": env["wohnkoord.award.objection"].search(
                [
                    ("registration_id", "in", bids_sudo.registration_id.ids),
                    ("file_name", "!=", False),
                ]
            ),
            "check_notes": env["wohnkoord.bid.check"]
            .search(of_bids)
            .filtered(lambda check: check.note or check.found),
            "addresses": env["wohnkoord.procedure.delivery"].search(
                [
                    ("registration_id", "in", bids_sudo.registration_id.ids),
                    "|",
                    ("email", "!=", False),
                    ("error", "!=", False),
                ]
            ),
        }

    def _concept_counts(self):
        """How much would go: name -> number."""
        rows = self._concept_rows()
        return {"contents": len(self), **{name: len(rows[name]) for name in rows}}

    def _erase(self, moment):
        """Delete the concepts of these bids for good; the caller has checked everything.

        What is kept: number, time, hash, state, plot, price and points, so that list of
        hashes, ranking and minutes can still be verified; and the party's initiative.

        :param datetime moment: from the procedure's ``_now``
        :return dict: counts of what went
        """
        rows = self._concept_rows()
        counts = self._concept_counts()
        # the attachments go with their rows, and the files with the attachments
        rows["documents"].unlink()
        rows["cure_documents"].unlink()
        rows["commitments"].unlink()
        rows["cure_answers"]._write_guarded({"answer": False, "late_answer": False})
        checks_sudo = rows["check_notes"]
        checks_sudo._write_guarded({"found": False})
        checks_sudo.filtered("note")._write_guarded({"note": ERASED})
        rows["addresses"]._write_guarded({"email": False, "error": False})
        rows["proofs"]._erase(moment)
        rows["objection_files"]._write_guarded({"file": False, "file_name": False})
        self._erase_file_names()
        bids_sudo = self.sudo()  # sudo: nobody may write bids
        bids_sudo._write_guarded(
            {
                "content": False,
                "defect": False,
                "cipher": False,
                "wrapped_key": False,
                "draft_cipher": False,
                "proposed_note": False,
                "date_erased": moment,
                "name_hint": False,
            }
        )
        excluded_sudo = bids_sudo.filtered("exclusion_note")
        excluded_sudo._write_guarded({"exclusion_note": ERASED})
        return counts

    def _erase_file_names(self):
        """The list of documents for file inspections names files."""
        # sudo: rows go with their documents
        releases_sudo = self.env["wohnkoord.case.file.release"].sudo()
        releases_sudo.search([("bid_id", "in", self.ids)]).unlink()
