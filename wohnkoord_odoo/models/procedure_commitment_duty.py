# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

DUTY_STATES = [
    ("promised", "Promised"),
    ("due", "Due"),
    ("proven", "Proven"),
    ("breached", "Breached"),
    ("dropped", "Dropped"),
    ("ended", "Ended"),
]
RUNNING_DUTIES = ("due", "proven", "breached")
PROMISE = {"bid_id", "kind", "value", "text"}
#: days before a date at which whoever is responsible is told
REMIND_DAYS = 30


class Commitment(models.Model):
    """The ledger: a promise that a contract took up is a duty, controlled for years.

    What was promised never changes; what it is due to, and what controls found, is added.
    """

    _name = "wohnkoord.commitment"
    _inherit = [
        "wohnkoord.commitment",
        "wohnkoord.guarded.mixin",
        "wohnkoord.quiet.mixin",
        "mail.activity.mixin",
    ]

    _reason_actions = ("action_drop",)
    _guarded_fields = ("duty_state", "contract_id", "drop_reason")

    procedure_id = fields.Many2one(
        related="bid_id.procedure_id", store=True, index="btree_not_null"
    )
    contract_id = fields.Many2one(
        "wohnkoord.procedure.contract",
        "Contract on a Plot",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    duty_state = fields.Selection(
        DUTY_STATES,
        "Duty",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default="promised",
    )
    date_due = fields.Date("Due on", index="btree_not_null")
    date_until = fields.Date("Bound until")
    proof = fields.Text(help="By what it is shown that the duty is met.")
    penalty = fields.Text(help="What was agreed for a breach.")
    interval_months = fields.Integer(
        "Months between Controls", help="0: one control only."
    )
    date_next_control = fields.Date("Next Control", index="btree_not_null")
    duty_user_id = fields.Many2one(
        "res.users",
        "Responsible",
        index="btree_not_null",
        domain=[("share", "=", False)],
    )
    drop_reason = fields.Text("Dropped because", readonly=True, copy=False)
    control_ids = fields.One2many(
        "wohnkoord.commitment.control", "commitment_id", "Controls"
    )

    _interval_check = models.Constraint(
        "CHECK (COALESCE(interval_months, 0) >= 0)",
        "Months between controls are not negative.",
    )
    _contract_check = models.Constraint(
        "CHECK (duty_state IN ('promised', 'dropped') OR contract_id IS NOT NULL)",
        "A duty belongs to a contract.",
    )

    def init(self):
        """A promise stays as it was opened; the database itself sees to it."""
        self.env.cr.execute(_TRIGGER)

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for duty in self:
            duty.display_name = labels.get(duty.kind, "")

    def write(self, vals):
        """Terms of a running duty may change; the promise never does."""
        if PROMISE & set(vals):
            raise UserError(self.env._("What was promised is not changed any more."))
        own = {name for name in vals if not name.startswith(("activity_", "message_"))}
        if own and any(duty.duty_state not in RUNNING_DUTIES for duty in self):
            raise UserError(
                self.env._("Only a running duty of a signed contract is changed.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_duty(self):
        if any(duty.contract_id for duty in self):
            raise UserError(self.env._("A duty of a contract stays on record."))

    def action_ask_drop(self):
        """Ask why, then drop the duty."""
        return self._ask_reason("action_drop", self.env._("Drop the Duty"))

    def action_drop(self, reason):
        """A duty is given up, or a promise is not taken into the contract.

        :param str reason: kept on record
        :raise UserError: no reason, over already, or the bid has no signed contract
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please give a reason; it is kept on record."))
        for duty in self:
            duty._begin_duty(("promised", *RUNNING_DUTIES))
            contract = duty.contract_id or duty._signed_contract()
            if not contract:
                raise UserError(
                    self.env._("A promise is dropped once its contract is signed.")
                )
            duty._write_guarded(
                {
                    "duty_state": "dropped",
                    "drop_reason": reason,
                    "contract_id": contract.id,
                    "date_next_control": False,
                }
            )
            duty._log_duty("duty_dropped", {"reason": reason})
        return True

    def action_end_duty(self):
        """End a proven duty whose time is over.

        :raise UserError: not proven at its last control, or still bound
        """
        today = fields.Date.context_today(self)
        for duty in self:
            duty._begin_duty(("proven",))
            if duty.date_until and duty.date_until > today:
                raise UserError(
                    self.env._("The duty is bound until %(day)s.", day=duty.date_until)
                )
            duty._write_guarded({"duty_state": "ended", "date_next_control": False})
            duty._log_duty("duty_ended")
        return True

    def _begin_duty(self, states):
        self.ensure_one()
        self.check_access("write")
        self.lock_for_update()
        if self.duty_state not in states:
            raise UserError(
                self.env._("This does not fit the state the duty is in now.")
            )

    def _signed_contract(self):
        return self.env["wohnkoord.procedure.contract"].search(
            [("bid_id", "=", self.bid_id.id), ("state", "=", "signed")], limit=1
        )

    def _log_duty(self, kind, data=None):
        procedure = self.procedure_id
        procedure._log(
            kind,
            {"bid": self.sudo().bid_id.number, "commitment": self.kind, **(data or {})},
            moment=procedure._now().replace(microsecond=0),
        )

    def _control_done(self, control):
        """What a control found moves the duty, and sets the day of the next one."""
        is_met = control.finding == "met"
        following = False
        if self.interval_months:
            following = control.date + relativedelta(months=self.interval_months)
            if self.date_until and following > self.date_until:
                # the last control is due when the time is over
                following = self.date_until > control.date and self.date_until
        self._write_guarded(
            {
                "duty_state": "proven" if is_met else "breached",
                "date_next_control": following,
            }
        )

    def _cron_remind_duties(self):
        """Tell whoever is responsible of due dates and controls; once per date."""
        limit = fields.Date.context_today(self) + relativedelta(days=REMIND_DAYS)
        duties = self.search(
            [
                ("duty_state", "in", RUNNING_DUTIES),
                "|",
                ("date_next_control", "<=", limit),
                "&",
                ("duty_state", "=", "due"),
                ("date_due", "<=", limit),
            ]
        )
        for duty in duties:
            days = [day for day in (duty.date_due, duty.date_next_control) if day]
            if duty.duty_state != "due":
                days = [duty.date_next_control]
            day = min(days)
            blocked = duty.sudo().bid_id.blocked_user_ids
            users = (
                duty.duty_user_id | duty.contract_id.user_id | duty.procedure_id.user_id
            ) - blocked
            if users and day not in duty.activity_ids.mapped("date_deadline"):
                duty.activity_schedule(
                    "mail.mail_activity_data_todo",
                    day,
                    self.env._("Control the duty"),
                    user_id=users[0].id,
                )


_TRIGGER = SQL(
    """
    CREATE OR REPLACE FUNCTION wohnkoord_commitment_is_kept() RETURNS trigger AS $$
    BEGIN
        IF (NEW.bid_id, NEW.kind, NEW.value, NEW.text)
            IS DISTINCT FROM (OLD.bid_id, OLD.kind, OLD.value, OLD.text) THEN
            RAISE EXCEPTION 'A promise is never changed.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END
    $$ LANGUAGE plpgsql;
    CREATE OR REPLACE TRIGGER wohnkoord_commitment_is_kept
        BEFORE UPDATE ON wohnkoord_commitment
        FOR EACH ROW EXECUTE FUNCTION wohnkoord_commitment_is_kept();
    """
)
