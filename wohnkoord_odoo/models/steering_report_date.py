# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

ACTIVITY = "wohnkoord_odoo.activity_type_report_date"
MONTHS = {"quarterly": 3, "half_yearly": 6, "yearly": 12}


class ReportDate(models.Model):
    """What the office owes by when: interim reports, council papers, proofs of use."""

    _name = "wohnkoord.report.date"
    _inherit = [
        "wohnkoord.guarded.mixin",
        "wohnkoord.quiet.mixin",
        "mail.activity.mixin",
    ]
    _description = "Reporting Date"
    _order = "date_due, id"
    _check_company_auto = True

    _guarded_fields = ("date_reminded", "previous_id")

    name = fields.Char(required=True, tracking=True)
    kind = fields.Selection(
        [
            ("interim_report", "Interim Report"),
            ("council_paper", "Council Paper"),
            ("proof_of_use", "Proof of Use"),
            ("other", "Other"),
        ],
        required=True,
        default="interim_report",
        index=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    framework_id = fields.Many2one(
        "wohnkoord.framework",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="If the report is about one framework agreement.",
    )
    reference = fields.Char(help="Number of the resolution, the grant or the file.")
    recipient = fields.Char("Goes to", help="For example the council's committee.")
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        default=lambda self: self.env.user,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
        help="Is reminded before the date.",
    )
    date_due = fields.Date("Due on", required=True, index=True, tracking=True)
    date_done = fields.Date("Done on", copy=False, tracking=True)
    remind_days = fields.Integer(
        "Remind (Days before)",
        compute="_compute_remind_days",
        store=True,
        readonly=False,
        precompute=True,
        help="0: no reminder.",
    )
    date_reminded = fields.Date("Reminded on", readonly=True, copy=False)
    recurrence = fields.Selection(
        [
            ("once", "Once"),
            ("quarterly", "Every Quarter"),
            ("half_yearly", "Every Half Year"),
            ("yearly", "Every Year"),
        ],
        required=True,
        default="once",
        help="Once it is done, the next date is made.",
    )
    previous_id = fields.Many2one(
        "wohnkoord.report.date",
        "Follows",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    note = fields.Text()
    status = fields.Selection(
        [
            ("planned", "Planned"),
            ("soon", "Soon"),
            ("overdue", "Overdue"),
            ("done", "Done"),
        ],
        compute="_compute_status",
        search="_search_status",
    )

    _one_next = models.UniqueIndex(
        "(previous_id) WHERE previous_id IS NOT NULL",
        "The next date was made already.",
    )
    _days_check = models.Constraint(
        "CHECK (remind_days >= 0)", "Days are not negative."
    )
    _open_idx = models.Index("(company_id, date_due) WHERE date_done IS NULL")

    @api.depends("company_id")
    def _compute_remind_days(self):
        for date in self:
            date.remind_days = date.company_id.wohnkoord_report_days

    @api.depends("date_due", "date_done", "remind_days")
    def _compute_status(self):
        today = fields.Date.context_today(self)
        for date in self:
            if date.date_done:
                date.status = "done"
            elif not date.date_due:
                date.status = "planned"
            elif date.date_due < today:
                date.status = "overdue"
            else:
                soon = today + timedelta(days=date.remind_days)
                date.status = "soon" if date.date_due <= soon else "planned"

    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        still_open = Domain("date_done", "=", False)
        soon = Domain.OR(
            Domain("remind_days", "=", days)
            & Domain("date_due", "<=", today + timedelta(days=days))
            for (days,) in self.sudo()._read_group([], ["remind_days"])
        )
        late = Domain("date_due", "<", today)
        domains = {
            "done": Domain("date_done", "!=", False),
            "overdue": still_open & late,
            "soon": still_open & ~late & soon,
            "planned": still_open & ~late & ~soon,
        }
        return Domain.OR(domains[status] for status in value if status in domains)

    @api.constrains("date_done")
    def _check_date_done(self):
        today = fields.Date.context_today(self)
        for date in self:
            if date.date_done and date.date_done > today:
                raise UserError(self.env._("What is done was done today or before."))

    def write(self, vals):
        vals = dict(vals)
        done = vals.pop("date_done", None)
        if "date_due" in vals:
            self.filtered("date_reminded")._forget_reminder()
        result = super().write(vals) if vals else True
        if "user_id" in vals:
            self._hand_over(vals["user_id"])
        if done is not None:
            self._set_done(done)
        return result

    def action_done(self):
        """It was delivered today; a recurring one gets its next date."""
        self.check_access("write")
        self._set_done(fields.Date.context_today(self))
        return True

    def action_reopen(self):
        """It was not delivered after all; the next date stays."""
        self.check_access("write")
        self._set_done(False)
        return True

    def action_view_next(self):
        """Open the date that follows this one."""
        self.ensure_one()
        title = self.env._("What Follows")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "list,form",
            "name": title,
            "domain": [("previous_id", "=", self.id)],
        }

    def _set_done(self, date):
        """Every path to "done" is this one.

        Two who click at once update the same row: the later is repeated and finds it done.
        """
        self.check_access("write")
        changed = self.filtered(lambda row: bool(row.date_done) != bool(date))
        (self - changed)._write_guarded({"date_done": date})
        changed._write_guarded({"date_done": date})
        changed.flush_recordset()
        if date:
            changed.sudo().activity_feedback([ACTIVITY])
            changed._make_next()

    def _make_next(self):
        known = self.search([("previous_id", "in", self.ids)]).previous_id
        for date in self - known:
            months = MONTHS.get(date.recurrence)
            if months:
                date._create_guarded([date._next_vals(months)])

    def _next_vals(self, months):
        [vals] = self.copy_data()
        return {
            **vals,
            "date_due": self._following(self.date_due, months),
            "previous_id": self.id,
        }

    @api.model
    def _following(self, day, months):
        """The same day ``months`` later; the last day of a month stays the last."""
        is_last = (day + timedelta(days=1)).month != day.month
        return day + relativedelta(months=months, day=31 if is_last else None)

    def _hand_over(self, user_id):
        # sudo: the hint may be a colleague's
        activities_sudo = self.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(ACTIVITY)
        )
        if user_id:
            activities_sudo.with_context(mail_activity_quick_update=True).write(
                {"user_id": user_id}
            )

    # -- reminders -----------------------------------------------------------------------

    @api.model
    def _due_domain(self):
        """What somebody is to be reminded of."""
        today = fields.Date.context_today(self)
        return (
            Domain("date_done", "=", False)
            & Domain("date_reminded", "=", False)
            & Domain.OR(
                Domain("remind_days", "=", days)
                & Domain("date_due", "<=", today + timedelta(days=days))
                for (days,) in self._read_group(
                    [("remind_days", ">", 0)], ["remind_days"]
                )
            )
        )

    def _remind_daily(self):
        """One activity for whoever is responsible, or who stands in; once per date.

        :return bool: always True, for there was something to tell
        """
        for date in self.with_user(SUPERUSER_ID):
            user = date.user_id.filtered("active") or date.company_id._wohnkoord_head()
            date._write_guarded({"date_reminded": fields.Date.context_today(date)})
            if user:
                reader = date.with_context(
                    lang=user.lang, mail_activity_quick_update=True
                )
                reader.activity_schedule(
                    ACTIVITY,
                    date.date_due,
                    summary=reader.env._(
                        "%(name)s is due on %(date)s",
                        name=date.name,
                        date=format_date(reader.env, date.date_due),
                    ),
                    user_id=user.id,
                )
        return True

    def _forget_reminder(self):
        self._write_guarded({"date_reminded": False})
        # sudo: the hint may be a colleague's
        self.sudo().activity_unlink([ACTIVITY])
