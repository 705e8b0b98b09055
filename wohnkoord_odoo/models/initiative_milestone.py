# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

#: days before the due date on which the responsible person is reminded
REMIND_DAYS = 7
REMINDER = "wohnkoord_odoo.mail_activity_type_milestone"


class Milestone(models.Model):
    """One stage of an initiative's staged plan."""

    _name = "wohnkoord.milestone"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Milestone of an Initiative"
    _order = "date_due, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    sequence = fields.Integer(default=10)
    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="initiative_id.company_id", store=True, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    date_due = fields.Date("Due", index=True, tracking=True)
    date_done = fields.Date("Done on", index=True, copy=False, tracking=True)
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_status", search="_search_is_overdue"
    )
    status = fields.Selection(
        [("open", "Open"), ("overdue", "Overdue"), ("done", "Done")],
        compute="_compute_status",
    )
    date_reminded = fields.Date(
        "Reminded on",
        copy=False,
        readonly=True,
        help="Empty until the responsible person got an activity for the due date.",
    )
    is_group_task = fields.Boolean(
        "Group's Own Work", help="The group may tick it off in its portal."
    )
    template_line_id = fields.Many2one(
        "wohnkoord.milestone.template.line",
        "Made from",
        index="btree_not_null",
        copy=False,
        readonly=True,
        ondelete="set null",
    )

    # two people who fill the same plan at the same time make it once
    _template_line_uniq = models.UniqueIndex(
        "(initiative_id, template_line_id) WHERE template_line_id IS NOT NULL",
        "This milestone of the template is in the plan already.",
    )

    @api.depends("initiative_id")
    def _compute_user_id(self):
        for milestone in self:
            milestone.user_id = milestone.user_id or milestone.initiative_id.user_id

    @api.depends("date_due", "date_done")
    @api.depends_context("tz")
    def _compute_status(self):
        today = fields.Date.context_today(self)
        for milestone in self:
            late = bool(milestone.date_due) and milestone.date_due < today
            milestone.is_overdue = late and not milestone.date_done
            if milestone.date_done:
                milestone.status = "done"
            else:
                milestone.status = "overdue" if late else "open"

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = self._overdue_domain()
        return overdue if True in value else ~overdue

    @api.model
    def _overdue_domain(self):
        today = fields.Date.context_today(self)
        return Domain("date_done", "=", False) & Domain("date_due", "<", today)

    @api.constrains("date_done")
    def _check_date_done(self):
        # one day of grace: "today" depends on where the user is
        tomorrow = fields.Date.today() + timedelta(days=1)
        for milestone in self:
            if milestone.date_done and milestone.date_done > tomorrow:
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot be done in the future.", name=milestone.name
                    )
                )

    def write(self, vals):
        if "date_due" in vals and "date_reminded" not in vals:
            moved = self.filtered(
                lambda m: m.date_due != fields.Date.to_date(vals["date_due"])
            )
            moved._move_reminders(vals["date_due"])
        if "date_done" in vals and not vals["date_done"]:
            # open again: worth a new reminder
            vals = {"date_reminded": False, **vals}
        result = super().write(vals)
        if vals.get("date_done"):
            self.activity_feedback([REMINDER])
        if vals.get("user_id"):
            self._quiet().activity_reschedule([REMINDER], new_user_id=vals["user_id"])
        return result

    def action_done(self):
        """Tick the milestones off with today's date.

        :raise UserError: one is done already
        """
        if self.filtered("date_done"):
            raise UserError(self.env._("This milestone is done already."))
        self.write({"date_done": fields.Date.context_today(self)})

    def action_reopen(self):
        """Take back that the milestones are done."""
        self.write({"date_done": False})

    def _move_reminders(self, date_due):
        """Let a new due date be reminded of once, by the open activity if there is one."""
        waiting = self.filtered("date_reminded").filtered(
            lambda milestone: milestone._open_reminders()
        )
        if date_due:
            waiting._quiet().activity_reschedule(
                [REMINDER], date_deadline=fields.Date.to_date(date_due)
            )
        else:
            waiting.activity_unlink([REMINDER])
            waiting = self.browse()
        (self - waiting).filtered("date_reminded").write({"date_reminded": False})

    def _open_reminders(self):
        kind = self.env.ref(REMINDER, raise_if_not_found=False)
        return self.activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )

    def _quiet(self):
        """Activities appear in the app; no mail is sent that nobody asked for."""
        return self.with_context(mail_activity_quick_update=True)

    # -- reminders ---------------------------------------------------------------------

    @api.model
    def _remind_domain(self):
        """Open milestones that are due soon and of which nobody was told yet."""
        soon = fields.Date.context_today(self) + timedelta(days=REMIND_DAYS)
        return Domain(
            [
                ("date_done", "=", False),
                ("date_reminded", "=", False),
                ("date_due", "<=", soon),
                ("user_id.active", "=", True),
                ("initiative_id.active", "=", True),
                ("initiative_id.stage_id.code", "not in", ("dormant", "dissolved")),
            ]
        )

    @api.model
    def _cron_remind(self, batch_size=100):
        """Give the responsible persons one activity per milestone that is due soon."""
        domain = self._remind_domain()
        found = self.search(domain, limit=batch_size)
        milestones = found.try_lock_for_update().filtered_domain(domain)
        milestones._remind()
        # what another worker holds is not ours to wait for
        left = self.search_count(domain) - len(found - milestones)
        self.env["ir.cron"]._commit_progress(len(milestones), remaining=max(left, 0))

    def _remind(self):
        for (user, date_due), milestones in (
            self._quiet()
            .grouped(lambda milestone: (milestone.user_id, milestone.date_due))
            .items()
        ):
            milestones.activity_schedule(
                REMINDER, date_deadline=date_due, user_id=user.id
            )
        self.write({"date_reminded": fields.Date.context_today(self)})

    def _portal_values(self):
        """What the initiative sees of the milestone in the portal."""
        self.ensure_one()
        return {
            "name": self.name,
            "date_due": self.date_due,
            "date_done": self.date_done,
            "status": self.status,
        }
