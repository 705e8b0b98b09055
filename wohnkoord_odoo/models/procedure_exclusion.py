# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import AccessError, UserError

#: states of a bid that may be excluded, and states of its procedure in which
EXCLUDABLE = {
    "opened": ("opened",),
    "admitted": ("opened",),
    "late": ("closed", "opened"),
}


class Bid(models.Model):
    """Admitted or excluded: the end of the formal check, until the jury begins.

    Whoever checks may propose an exclusion; the head of the office decides it. Both, and
    taking either back, stand in the procedure's log with the reason.
    """

    _inherit = "wohnkoord.bid"

    proposed_reason_id = fields.Many2one(
        "wohnkoord.exclusion.reason",
        "Proposed Exclusion",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    proposed_note = fields.Text("Why Proposed", readonly=True)
    proposed_by_id = fields.Many2one(
        "res.users",
        "Proposed by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    exclusion_reason_id = fields.Many2one(
        "wohnkoord.exclusion.reason",
        "Excluded because",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    exclusion_note = fields.Text("Reason in Words", readonly=True)
    excluded_from = fields.Char(
        readonly=True, help="The state that taking the exclusion back leads to."
    )
    admission_by_id = fields.Many2one(
        "res.users",
        "Admitted or Excluded by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_admission = fields.Datetime("Admitted or Excluded on", readonly=True)

    _exclusion_has_reason = models.Constraint(
        "CHECK (state <> 'excluded' OR (exclusion_reason_id IS NOT NULL"
        " AND exclusion_note <> '' AND admission_by_id IS NOT NULL))",
        "An exclusion needs a reason from the list, a sentence and a person.",
    )

    def action_admit(self):
        """Admit bids of which every requirement is met.

        :raise UserError: not opened, something is undecided or not met
        """
        bids_sudo = self._office_sudo()
        for bid_sudo in bids_sudo:
            if bid_sudo.state != "opened" or bid_sudo.procedure_id.state != "opened":
                raise UserError(
                    self.env._("Only opened bids are admitted, before the jury begins.")
                )
        bids_sudo._refuse_unless_checked()
        bids_sudo._write_guarded(
            {
                "state": "admitted",
                "admission_by_id": self.env.user.id,
                "date_admission": fields.Datetime.now(),
                "proposed_reason_id": False,
                "proposed_note": False,
                "proposed_by_id": False,
            }
        )
        for bid_sudo in bids_sudo:
            bid_sudo.procedure_id._log("bid_admitted", {"bid": bid_sudo.number})
        return True

    def action_exclude(self, reason_id, note):
        """Exclude bids; late ones without opening them.

        :param int reason_id: of the list of reasons
        :param str note: why, in words
        :raise AccessError: not the head of the office
        :raise UserError: no reason, or the jury has begun
        """
        bids_sudo = self._office_sudo(head=True)
        reason, note = self._read_reason(reason_id, note)
        bids_sudo._refuse_exclusion()
        for state, of_state in bids_sudo.grouped("state").items():
            of_state._write_guarded(
                {
                    "state": "excluded",
                    "excluded_from": "late" if state == "late" else "opened",
                    "exclusion_reason_id": reason.id,
                    "exclusion_note": note,
                    "admission_by_id": self.env.user.id,
                    "date_admission": fields.Datetime.now(),
                }
            )
        bids_sudo._log_exclusion("bid_excluded", reason, note)
        return True

    def action_propose_exclusion(self, reason_id, note):
        """Propose an exclusion; the head of the office decides it.

        :param int reason_id: of the list of reasons
        :param str note: why, in words
        """
        bids_sudo = self._office_sudo()
        reason, note = self._read_reason(reason_id, note)
        bids_sudo._refuse_exclusion()
        bids_sudo._propose_exclusion(reason, note, self.env.user)
        return True

    def action_reopen(self, reason):
        """Take back an admission or an exclusion, until the jury begins.

        :param str reason: why, in words
        :raise AccessError: an exclusion, and not the head of the office
        :raise UserError: no reason, nothing to take back, or the jury has begun
        """
        bids_sudo = self._office_sudo(head="excluded" in self.mapped("state"))
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please give a reason."))
        for bid_sudo in bids_sudo:
            before = bid_sudo.state
            target = bid_sudo.excluded_from if before == "excluded" else "opened"
            if (
                before not in ("admitted", "excluded")
                or bid_sudo.procedure_id.state not in EXCLUDABLE[target]
            ):
                raise UserError(
                    self.env._(
                        "Admissions and exclusions are taken back only before the jury"
                        " begins."
                    )
                )
            bid_sudo._write_guarded(
                {
                    "state": target,
                    "excluded_from": False,
                    "exclusion_reason_id": False,
                    "exclusion_note": False,
                    "admission_by_id": False,
                    "date_admission": False,
                }
            )
            bid_sudo.procedure_id._log(
                "bid_reopened",
                {"bid": bid_sudo.number, "before": before, "reason": reason},
            )
        return True

    # -- the dialog ----------------------------------------------------------------------

    def action_ask_exclude(self):
        """Open the dialog that excludes."""
        return self._ask_decision("exclude", self.env._("Exclude"))

    def action_ask_propose(self):
        """Open the dialog that proposes an exclusion."""
        return self._ask_decision("propose", self.env._("Propose an Exclusion"))

    def action_ask_reopen(self):
        """Open the dialog that takes back an admission or exclusion."""
        return self._ask_decision("reopen", self.env._("Take Back"))

    def _ask_decision(self, act, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "wohnkoord.bid.decision",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_act": act,
                "default_bid_ids": self.ids,
                "default_reason_id": self[:1].proposed_reason_id.id
                if act != "reopen"
                else False,
                "default_note": self[:1].proposed_note if act == "exclude" else False,
            },
        }

    # -- inside --------------------------------------------------------------------------

    def _office_sudo(self, head=False):
        """The bids for writing, after asking who is there.

        :param bool head: only the head of the office may do it
        :raise AccessError: not of this office
        """
        self.check_access("read")
        group = "group_manager" if head else "group_user"
        if not self.env.user.has_group(f"wohnkoord_odoo.{group}"):
            raise AccessError(
                self.env._("The head of the office decides about exclusions.")
                if head
                else self.env._("Only the office decides about bids.")
            )
        # sudo: nobody may write bids but by these methods
        return self.sudo()

    def _read_reason(self, reason_id, note):
        """The reason, one of the bids' office, and the sentence.

        :raise UserError: one of them is missing
        """
        note = (note or "").strip()
        reason = self.env["wohnkoord.exclusion.reason"].browse(
            reason_id if isinstance(reason_id, int) else False
        )
        reason = reason.exists()._filtered_access("read") if reason else reason
        if not reason or not note:
            raise UserError(
                self.env._("Please choose a reason and say in a sentence why.")
            )
        if reason.company_id and self.company_id - reason.company_id:
            raise UserError(
                self.env._(
                    "The reason belongs to another office. Please choose one of yours."
                )
            )
        return reason, note

    def _refuse_exclusion(self):
        for bid in self:
            if bid.procedure_id.state not in EXCLUDABLE.get(bid.state, ()):
                raise UserError(
                    self.env._(
                        "Bids are excluded after the opening and before the jury begins,"
                        " late ones from the deadline on."
                    )
                )

    def _propose_exclusion(self, reason, note, user):
        """Keep a proposal and log it; called with sudo."""
        self._write_guarded(
            {
                "proposed_reason_id": reason.id,
                "proposed_note": note,
                "proposed_by_id": user.id,
            }
        )
        self._log_exclusion("exclusion_proposed", reason, note)

    def _log_exclusion(self, kind, reason, note):
        # the log speaks one language
        name = reason.with_context(lang="en_US").name or ""
        for bid in self:
            data = {"bid": bid.number, "reason": name, "note": note}
            bid.procedure_id._log(kind, data)
