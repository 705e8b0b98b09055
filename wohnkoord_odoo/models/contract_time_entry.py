# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from collections import defaultdict
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError


class TimeEntry(models.Model):
    """Work done on a call-off: integer minutes are the truth, hours are for people."""

    _name = "wohnkoord.time.entry"
    _inherit = ["wohnkoord.claim.mixin"]
    _description = "Time Entry"
    _order = "date desc, id desc"
    _rec_name = "description"
    _check_company_auto = True

    _initial_state = "draft"
    _state_actions = {
        "submitted": "action_submit",
        "approved": "action_approve",
    }
    _guarded_fields = (
        "user_id",
        "approved_by_id",
        "approved_date",
        "refusal_reason",
        "bill_line_id",
        "reversal_of_id",
        "commercial_partner_id",
        "company_id",
        "contract_id",
        "advisory_id",
    )
    _reason_actions = ("action_refuse", "action_reverse")
    #: counted as worked; a refused entry gives its minutes back
    _counted_states = ("draft", "submitted", "approved", "billed")

    call_off_id = fields.Many2one(
        "wohnkoord.call.off",
        "Call-off",
        required=True,
        index=True,
        ondelete="restrict",
    )
    contract_id = fields.Many2one(
        related="call_off_id.contract_id", store=True, index=True
    )
    commercial_partner_id = fields.Many2one(
        related="call_off_id.commercial_partner_id",
        store=True,
        index=True,
        string="Consultant",
    )
    company_id = fields.Many2one(
        related="call_off_id.company_id", store=True, index=True
    )
    advisory_id = fields.Many2one(
        related="call_off_id.advisory_id",
        store=True,
        index=True,
        string="Case",
        groups="wohnkoord_odoo.group_user",
    )
    call_off_hours_left = fields.Float(
        "Left on the Order",
        related="call_off_id.hours_left",
        aggregator=None,
        groups="wohnkoord_odoo.group_user",
    )
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    minutes = fields.Integer(required=True, help="Whole minutes; the exact duration.")
    hours = fields.Float(help="The same duration in hours, for people.")
    description = fields.Char("What was done", required=True)
    topic_id = fields.Many2one("wohnkoord.topic", ondelete="restrict")
    partner_id = fields.Many2one(
        "res.partner",
        "Worked by",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        help="The person who did the work: someone of the firm that was ordered.",
    )
    bill_line_id = fields.Many2one(
        "account.move.line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_user",
    )
    reversal_of_id = fields.Many2one(
        "wohnkoord.time.entry",
        "Counter-entry of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _minutes_check = models.Constraint(
        "CHECK ((reversal_of_id IS NULL AND minutes BETWEEN 1 AND 1440)"
        " OR (reversal_of_id IS NOT NULL AND minutes BETWEEN -1440 AND -1))",
        "An entry is between 1 minute and 24 hours.",
    )
    _one_reversal = models.UniqueIndex(
        "(reversal_of_id) WHERE state != 'refused'",
        "This entry has a counter-entry already.",
    )
    _approval_check = models.Constraint(
        "CHECK (state NOT IN ('approved', 'billed') OR approved_by_id IS NOT NULL)",
        "An approved entry names who approved it.",
    )
    _refusal_check = models.Constraint(
        "CHECK (state != 'refused' OR refusal_reason IS NOT NULL)",
        "A refused entry has a reason.",
    )
    _to_approve_idx = models.Index("(company_id, date) WHERE state = 'submitted'")
    _firm_idx = models.Index("(commercial_partner_id, date DESC, id DESC)")

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create([self._with_duration(vals) for vals in vals_list])
        with entries._rebooking(before=False):
            return entries

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name != "id"}  # import
        if set(vals) <= {"state"}:
            return super().write(vals)
        self._check_may_change()
        fixed = {"call_off_id", "partner_id"} & set(vals)
        if fixed and not self._same_values({name: vals[name] for name in fixed}):
            raise UserError(
                self.env._("Order and person of an entry are fixed; make a new entry.")
            )
        for entry in self:
            entry._refuse_locked(entry.date)
        vals = self._with_duration(vals)
        if not {"minutes", "date"} & set(vals):
            return super().write(vals)
        state = vals.pop("state", None)
        with self._rebooking():
            super().write(vals)
        if state:
            self._change_state(state)
        return True

    def unlink(self):
        with self._rebooking():
            return super().unlink()

    # -- actions --------------------------------------------------------------------------------

    def action_submit(self):
        """Hand the entries in; a refused one takes its minutes from the order again.

        :raise UserError: not a draft or refused entry, or no hours left
        """
        self.check_access("write")
        self._check_may_change()
        for entry in self.filtered(lambda entry: entry.state == "refused"):
            entry._refuse_locked(entry.date)  # its minutes would count again
        with self._rebooking():
            self._write_guarded({"state": "submitted"})

    def action_approve(self):
        """Accept submitted entries (anerkennen); they may be billed from now on.

        :raise AccessError: not the head of the office, or the own work or firm
        :raise UserError: an entry is not submitted
        """
        self._check_may_decide()
        self._write_guarded(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_date": fields.Datetime.now(),
                "refusal_reason": False,
            }
        )
        self.env["wohnkoord.balance"]._book_entries(approved=self._sum_by_call_off())

    def action_refuse(self, reason):
        """Send submitted entries back (zurückweisen); their hours are free again.

        :param str reason: read by the consultant
        :raise AccessError: not the head of the office, or the own work or firm
        :raise UserError: no reason, or an entry is not submitted
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason for the refusal."))
        self._check_may_decide()
        with self._rebooking():
            self._write_guarded({"state": "refused", "refusal_reason": reason.strip()})

    def action_reverse(self, reason):
        """Take approved or billed entries back by counter-entries.

        The counter-entry is exactly minus the original, on the same day, and needs an
        approval like any other; the only way to correct a locked period.

        :param str reason: why; becomes the counter-entry's text
        :return: the counter-entries, submitted
        :raise UserError: no reason, or an entry that is not approved or billed
        """
        self._check_office()
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason for the correction."))
        if self.filtered(
            lambda entry: (
                entry.state not in ("approved", "billed") or entry.reversal_of_id
            )
        ):
            raise UserError(
                self.env._("Only approved or billed entries are corrected this way.")
            )
        reversals = self._create_guarded(
            [
                {
                    "call_off_id": entry.call_off_id.id,
                    "date": entry.date,
                    "minutes": -entry.minutes,
                    "hours": -entry.minutes / 60,
                    "description": reason.strip(),
                    "topic_id": entry.topic_id.id,
                    "partner_id": entry.partner_id.id,
                    "user_id": self.env.uid,
                    "state": "submitted",
                    "reversal_of_id": entry.id,
                }
                for entry in self
            ]
        )
        with reversals._rebooking(before=False):
            return reversals

    def action_ask_refuse(self):
        """Ask for the reason, then refuse."""
        return self._ask_reason("action_refuse", self.env._("Refuse Hours"))

    def action_ask_reverse(self):
        """Ask for the reason, then make the counter-entries."""
        return self._ask_reason(
            "action_reverse", self.env._("Correct by Counter-entry")
        )

    # -- minutes ---------------------------------------------------------------------------------

    @api.model
    def _with_duration(self, vals):
        """Keep minutes and hours the same; minutes win when both are given."""
        vals = dict(vals)
        if "minutes" in vals:
            vals["hours"] = (vals["minutes"] or 0) / 60
        elif "hours" in vals:
            vals["minutes"] = round((vals["hours"] or 0) * 60)
            vals["hours"] = vals["minutes"] / 60
        return vals

    def _same_values(self, vals):
        return all(
            entry[name].id == value for entry in self for name, value in vals.items()
        )

    def _sum_by_call_off(self):
        sums = defaultdict(int)
        for entry in self:
            sums[entry.call_off_id.sudo()] += entry.minutes
        return sums

    def _sum_counted(self):
        """Minutes that count as worked, by call-off and by person and day."""
        counted = self.exists().filtered(
            lambda entry: entry.state in self._counted_states
        )
        days = defaultdict(int)
        for entry in counted:
            days[entry.partner_id, entry.date] += entry.minutes
        return counted._sum_by_call_off(), days

    @contextmanager
    def _rebooking(self, before=True):
        """Book what the block changes in the entries' counted minutes.

        :param bool before: False for entries that were just created
        """
        call_offs_sudo = self.call_off_id.sudo()
        old_worked, old_days = self._sum_counted() if before else ({}, {})
        yield
        new_worked, new_days = self._sum_counted()
        balance_sudo = self.env["wohnkoord.balance"].sudo()
        # a counter-entry may stand on a closed order, which then commits less
        with call_offs_sudo._committing():
            balance_sudo._book_entries(worked=_difference(old_worked, new_worked))
        balance_sudo._book_person_days(_difference(old_days, new_days))


def _difference(old, new):
    """What is to be added to ``old`` to have ``new``, key by key."""
    return {key: new.get(key, 0) - old.get(key, 0) for key in {**old, **new}}
