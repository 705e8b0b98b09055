# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .procedure_lot import ENDED_STATES

#: awards that keep a bid's concept: it is, or becomes, a contract
KEPT_AWARDS = ("decided", "reserved", "contracted")
#: states of bids of which something is kept that may go
CONCEPT_STATES = ("opened", "excluded", "admitted", "late")
ACTIVITY = "wohnkoord_odoo.procedure_retention_activity"


class Procedure(models.Model):
    """How long the concepts of losing bids are kept: proposed, looked at, then deleted."""

    _inherit = "wohnkoord.procedure"

    date_over = fields.Datetime(
        "Over since",
        compute="_compute_date_over",
        store=True,
        copy=False,
        help="When the last plot was settled, or the procedure ended without.",
    )
    retention_date = fields.Date(
        "Concepts Kept until",
        compute="_compute_retention_date",
        store=True,
        index="btree_not_null",
        help="Of losing bids. Some months, as set by the office, after the end of the"
        " procedure or of the last stand-still, whichever is later.",
    )
    retention_hold_reason = fields.Text(
        "Deletion Stopped because",
        readonly=True,
        copy=False,
        groups="wohnkoord_odoo.group_user",
        help="E.g. a lawsuit or an audit. Until it is lifted, nothing is deleted.",
    )
    date_bids_erased = fields.Datetime(
        "Concepts Deleted on",
        readonly=True,
        copy=False,
        groups="wohnkoord_odoo.group_user",
    )
    retention_state = fields.Selection(
        [
            ("kept", "Kept"),
            ("due", "To Be Deleted"),
            ("held", "Stopped"),
            ("done", "Deleted"),
        ],
        "Concepts",
        compute="_compute_retention_state",
        groups="wohnkoord_odoo.group_user",
    )

    @property
    def _guarded_fields(self):
        return (
            *super()._guarded_fields,
            "date_over",
            "retention_date",
            "retention_hold_reason",
            "date_bids_erased",
        )

    @property
    def _reason_actions(self):
        return (
            *super()._reason_actions,
            "action_hold_retention",
            "action_lift_retention_hold",
        )

    @api.depends("state", "date_ended")
    def _compute_date_over(self):
        for procedure in self:
            if procedure.state not in ENDED_STATES:
                procedure.date_over = False
            else:
                # it is over once; what follows, years of commitments, changes nothing
                procedure.date_over = (
                    procedure.date_over
                    or procedure.date_ended
                    or procedure._clock().replace(microsecond=0)
                )

    @api.depends(
        "date_over",
        "award_ids.standstill_until",
        "company_id.wohnkoord_concept_keep_months",
    )
    def _compute_retention_date(self):
        for procedure in self:
            # sudo: the date is the same whoever asks
            procedure_sudo = procedure.sudo()
            months = procedure_sudo.company_id.wohnkoord_concept_keep_months
            if not procedure_sudo.date_over or not months:
                procedure.retention_date = False
                continue
            ends = procedure_sudo.award_ids.mapped("standstill_until")
            last = max([procedure_sudo.date_over, *filter(None, ends)])
            procedure.retention_date = (last + relativedelta(months=months)).date()

    @api.depends("retention_date", "retention_hold_reason", "bid_ids.date_erased")
    def _compute_retention_state(self):
        today = self._clock().date()
        open_ids = self._with_concepts()
        for procedure in self:
            if not procedure.date_over:
                procedure.retention_state = False
            elif procedure.id not in open_ids:
                procedure.retention_state = "done"
            elif procedure.retention_hold_reason:
                procedure.retention_state = "held"
            elif procedure.retention_date and procedure.retention_date <= today:
                procedure.retention_state = "due"
            else:
                procedure.retention_state = "kept"

    def _with_concepts(self):
        """The ids of those of these procedures that still keep a losing bid's concept."""
        # sudo: whether there is any, and not which
        bids_sudo = self.env["wohnkoord.bid"].sudo()
        domain = Domain("procedure_id", "in", self.ids) & bids_sudo._losing_domain()
        groups = bids_sudo._read_group(domain, ["procedure_id"])
        return {procedure.id for (procedure,) in groups}

    # -- who may, and the hold -----------------------------------------------------------

    def _check_retention_access(self):
        """The head of the office alone, and only without a conflict on any bid."""
        self._check_case_file_access()

    def action_hold_retention(self, reason):
        """Stop the deletion, e.g. for a lawsuit.

        :param str reason: kept on record
        :raise AccessError: not the head of the office
        """
        reason = (reason or "").strip()
        for procedure in self:
            procedure._check_retention_access()
            if not reason:
                raise UserError(
                    self.env._("Please give a reason; it is kept on record.")
                )
            procedure._write_guarded({"retention_hold_reason": reason})
            procedure._log("retention_hold_set", {"reason": reason})
            procedure._close_retention_reminder()
        return True

    def action_lift_retention_hold(self, reason):
        """Let the deletion go on.

        :param str reason: kept on record
        """
        reason = (reason or "").strip()
        for procedure in self:
            procedure._check_retention_access()
            if not reason:
                raise UserError(
                    self.env._("Please give a reason; it is kept on record.")
                )
            if procedure.retention_hold_reason:
                procedure._write_guarded({"retention_hold_reason": False})
                procedure._log("retention_hold_lifted", {"reason": reason})
        return True

    def action_ask_hold_retention(self):
        """Ask why nothing may be deleted."""
        return self._ask_reason(
            "action_hold_retention", self.env._("Why Is Nothing Deleted?")
        )

    def action_ask_lift_retention_hold(self):
        """Ask why the deletion may go on."""
        return self._ask_reason(
            "action_lift_retention_hold", self.env._("Why May the Deletion Go On?")
        )

    def action_review_retention(self):
        """Show what would go, and delete it on confirmation."""
        self.ensure_one()
        self._check_retention_access()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Delete the Concepts of Losing Bids"),
            "res_model": "wohnkoord.procedure.retention",
            "view_mode": "form",
            "target": "new",
            "context": {"default_procedure_id": self.id},
        }

    # -- the act -------------------------------------------------------------------------

    def _check_retention_due(self):
        """:raise UserError: too early, stopped, or nothing is left to delete"""
        self.ensure_one()
        if self.retention_hold_reason:
            raise UserError(
                self.env._(
                    "The deletion is stopped: %(reason)s",
                    reason=self.retention_hold_reason,
                )
            )
        if not self.retention_date or self.retention_date > self._now().date():
            raise UserError(
                self.env._(
                    "The concepts are kept until %(date)s.",
                    date=self.retention_date or "–",
                )
            )
        if not self._losing_bids_sudo():
            raise UserError(self.env._("There is no concept left to delete."))

    def _losing_bids_sudo(self):
        """The bids of which the concept may go, with superuser rights."""
        self.ensure_one()
        # sudo: late bids and ciphertext as well; callers ask who may
        bids_sudo = self.env["wohnkoord.bid"].sudo()
        domain = Domain("procedure_id", "=", self.id) & bids_sudo._losing_domain()
        return bids_sudo.search(domain, order="number, id")

    def _erase_concepts(self):
        """Delete what the retention allows; numbers, hashes, points and minutes stay.

        :return dict: counts of what went, see ``_erase``
        :raise AccessError: not the head of the office, or with a conflict
        :raise UserError: too early, stopped, or nothing is left
        """
        self.ensure_one()
        self._check_retention_access()
        self.lock_for_update()
        self.invalidate_recordset(["retention_hold_reason", "retention_date"])
        self._check_retention_due()
        bids_sudo = self._losing_bids_sudo()
        numbers = bids_sudo.mapped("number")
        moment = self._now().replace(microsecond=0)
        counts = bids_sudo._erase(moment)
        self._write_guarded({"date_bids_erased": moment})
        self._log("bids_erased", {"bids": numbers, **counts}, moment=moment)
        self._close_retention_reminder()
        return counts

    # -- reminder ------------------------------------------------------------------------

    @api.model
    def _retention_due_domain(self):
        """Procedures of which concepts are to be deleted today."""
        bids = self.env["wohnkoord.bid"]
        return (
            Domain("retention_date", "<=", self._clock().date())
            & Domain("retention_hold_reason", "in", [False, ""])
            & Domain("bid_ids", "any", bids._losing_domain())
        )

    @api.model
    def _cron_retention(self):
        """Propose deletions to the head of each office; nobody deletes by itself."""
        cron = self.env["ir.cron"]
        kind = self.env.ref(ACTIVITY)
        due = self.search(self._retention_due_domain(), order="retention_date, id")
        due = due.filtered(lambda p: kind not in p.activity_ids.activity_type_id)
        for left, procedure in zip(range(len(due) - 1, -1, -1), due, strict=True):
            procedure._remind_of_retention()
            if not cron._commit_progress(1, remaining=left):
                break

    def _remind_of_retention(self):
        self.ensure_one()
        user = self._retention_head()
        self.with_context(
            lang=user.lang,
            mail_activity_quick_update=True,
            mail_create_nosubscribe=True,
        ).activity_schedule(
            ACTIVITY,
            self.retention_date,
            user_id=user.id,
            summary=self.with_context(lang=user.lang).env._(
                "Delete the concepts of losing bids"
            ),
        )

    def _retention_head(self):
        """Who deletes: whoever is responsible, if the head; else a head of the office."""
        manager = self.env.ref("wohnkoord_odoo.group_manager")
        heads = manager.all_user_ids.filtered(
            lambda user: (
                user.active and not user.share and self.company_id in user.company_ids
            )
        )
        # whoever is blocked may not delete either
        free = heads.filtered(lambda user: not self._blocked_initiatives(user))
        own = self.user_id & free
        return (own or free or heads).sorted("id")[-1:] or self.env.ref(
            "base.user_admin"
        )

    def _close_retention_reminder(self):
        kind = self.env.ref(ACTIVITY)
        self.activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        ).unlink()
