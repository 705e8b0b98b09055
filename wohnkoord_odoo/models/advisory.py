# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

#: states in which a case still needs somebody
OPEN_STATES = ("requested", "approved", "running")
#: an urgent case without a deadline gets this many days
URGENT_DAYS = 7
OFFICE = "wohnkoord_odoo.group_user"


class Advisory(models.Model):
    """One advice case: of a group, an owner, a person or an anonymous caller."""

    _name = "wohnkoord.advisory"
    _inherit = [
        "wohnkoord.guarded.mixin",
        "wohnkoord.quiet.mixin",
        "mail.activity.mixin",
    ]
    _description = "Case of Advice"
    _order = "is_urgent desc, date_deadline, date_requested desc, id desc"
    _rec_names_search = ["name", "subject", "initiative_id.name", "partner_id.name"]
    _check_company_auto = True

    _initial_state = "requested"
    _state_actions = {
        "approved": "action_approve",
        "running": "action_start",
        "done": "action_done",
        "rejected": "action_reject",
        "cancelled": "action_cancel",
    }
    _guarded_fields = ("waiver_reason", "waiver_user_id", "days_to_contact")
    _reason_actions = ("action_reject", "action_cancel", "action_waive")

    name = fields.Char(
        "Number",
        required=True,
        copy=False,
        index="trigram",
        default=lambda self: self.env._("New"),
    )
    subject = fields.Char("Concern", index="trigram", tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Needed for concept and specialist advice.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Person",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Who asks; empty for somebody who wants to stay unknown.",
    )
    level = fields.Selection(
        [
            ("orientation", "Orientation"),
            ("concept", "Concept"),
            ("specialist", "Specialist"),
        ],
        required=True,
        default="orientation",
        index=True,
        tracking=True,
        help="One level follows the other; only the head lets a group skip one.",
    )
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("approved", "Granted"),
            ("running", "Running"),
            ("done", "Done"),
            ("rejected", "Rejected"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="requested",
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    topic_ids = fields.Many2many("wohnkoord.topic", string="Topics", check_company=True)
    has_licensed_topic = fields.Boolean(compute="_compute_has_licensed_topic")
    target_group_ids = fields.Many2many(
        "wohnkoord.target.group", string="Target Groups", check_company=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Adviser",
        default=lambda self: self.env.user,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
    )
    is_urgent = fields.Boolean(
        "Urgent",
        tracking=True,
        help="Stands at the top of the lists. Without a deadline of its own it "
        "gets one in a week.",
    )
    date_deadline = fields.Date(
        "Deadline",
        compute="_compute_date_deadline",
        store=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        tracking=True,
    )
    date_requested = fields.Date(
        "Requested on",
        required=True,
        default=fields.Date.context_today,
        copy=False,
        index=True,
    )
    date_first_contact = fields.Date(
        "First Contact", copy=False, help="Set when the case starts, if still empty."
    )
    date_done = fields.Date("Done on", copy=False, index="btree_not_null")
    waiting_days = fields.Integer(
        "Days Waited",
        compute="_compute_waiting_days",
        search="_search_waiting_days",
        help="From the request to the first contact, or until today.",
    )
    days_to_contact = fields.Integer(
        "Days to First Contact",
        compute="_compute_days_to_contact",
        store=True,
        aggregator="avg",
        copy=False,
    )
    minutes_staff = fields.Integer(
        "Minutes of Staff", copy=False, help="Time the office itself spent."
    )
    note = fields.Html(
        "Notes of the Office",
        copy=False,
        groups=OFFICE,
        help="The group and the consultant never read this.",
    )
    outcome = fields.Text(
        copy=False,
        tracking=True,
        help="For the office and its reports; the group never reads it.",
    )
    meeting_ids = fields.One2many(
        "calendar.event", "advisory_id", string="Meetings", copy=False
    )
    meeting_count = fields.Integer(
        "Number of Meetings", compute="_compute_meeting_count"
    )
    referral_ids = fields.One2many(
        "wohnkoord.referral", "advisory_id", string="Referrals", copy=False
    )
    short_contact_ids = fields.One2many(
        "wohnkoord.short.contact", "advisory_id", string="Short Contacts", copy=False
    )
    waiver_reason = fields.Text(readonly=True, copy=False)
    waiver_user_id = fields.Many2one(
        "res.users", "Waived by", readonly=True, copy=False, ondelete="restrict"
    )
    needs_waiver = fields.Boolean(
        compute="_compute_needs_waiver", help="The case skips a level."
    )

    _minutes_check = models.Constraint(
        "CHECK (minutes_staff >= 0)", "Minutes are not negative."
    )
    # the list's own order: without it 100,000 cases are sorted for every page
    _order_idx = models.Index(
        "(COALESCE(is_urgent, FALSE) DESC, date_deadline, date_requested DESC, id DESC)"
    )
    _open_idx = models.Index(
        "(company_id, user_id, date_deadline)"
        " WHERE state IN ('requested', 'approved', 'running')"
    )

    @api.depends("topic_ids.licensed_only")
    def _compute_has_licensed_topic(self):
        for case in self:
            case.has_licensed_topic = any(case.topic_ids.mapped("licensed_only"))

    @api.depends("is_urgent")
    def _compute_date_deadline(self):
        soon = fields.Date.context_today(self) + timedelta(days=URGENT_DAYS)
        for case in self:
            case.date_deadline = case.date_deadline or (case.is_urgent and soon)

    @api.depends("date_requested", "date_first_contact", "state")
    def _compute_waiting_days(self):
        today = fields.Date.context_today(self)
        for case in self:
            until = case.date_first_contact
            if not until and case.state in OPEN_STATES:
                until = today
            waited = (until - case.date_requested).days if until else 0
            case.waiting_days = max(waited, 0)

    def _search_waiting_days(self, operator, value):
        """Compare by the stored dates, so that lists of any size filter by it."""
        if operator == "in":
            return Domain.OR(
                self._waited_at_least(days) & ~self._waited_at_least(days + 1)
                for days in value
            )
        at_least = {
            ">=": lambda: self._waited_at_least(value),
            ">": lambda: self._waited_at_least(value + 1),
            "<": lambda: ~self._waited_at_least(value),
            "<=": lambda: ~self._waited_at_least(value + 1),
        }.get(operator)
        return at_least() if at_least else NotImplemented

    @api.model
    def _waited_at_least(self, days):
        if days <= 0:
            return Domain.TRUE
        since = fields.Date.context_today(self) - timedelta(days=days)
        return (
            Domain("date_first_contact", "!=", False)
            & Domain("days_to_contact", ">=", days)
        ) | (
            Domain("date_first_contact", "=", False)
            & Domain("state", "in", OPEN_STATES)
            & Domain("date_requested", "<=", since)
        )

    @api.depends("date_requested", "date_first_contact")
    def _compute_days_to_contact(self):
        for case in self:
            first = case.date_first_contact
            waited = (first - case.date_requested).days if first else 0
            case.days_to_contact = max(waited, 0)

    def _compute_meeting_count(self):
        # sudo: a number only; core leaves private events out of counts
        counts = dict(
            self.env["calendar.event"]
            .sudo()
            ._read_group(
                [("advisory_id", "in", self.ids)], ["advisory_id"], ["__count"]
            )
        )
        counts = {case.id: count for case, count in counts.items()}
        for case in self:
            case.meeting_count = counts.get(case._origin.id, 0)

    @api.depends("level", "initiative_id", "waiver_user_id", "state")
    def _compute_needs_waiver(self):
        skipping = self.filtered(lambda case: case.state == "requested")._skips_level()
        for case in self:
            case.needs_waiver = case in skipping

    @api.depends("name", "subject", "initiative_id.name", "partner_id.name")
    def _compute_display_name(self):
        for case in self:
            about = case.initiative_id.name or case.subject or case.partner_id.name
            case.display_name = ", ".join(part for part in (case.name, about) if part)

    @api.constrains("level", "initiative_id", "state", "waiver_user_id")
    def _check_level_order(self):
        """Concept follows orientation, specialist follows concept (invariant 7)."""
        on_the_way = self.filtered(
            lambda case: case.state in ("approved", "running", "done")
        )
        on_the_way._refuse_without_initiative()
        on_the_way._refuse_level_order()

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec == "days_to_contact:avg":
            # who was not contacted yet would count as contacted on the same day
            return SQL(
                "AVG(%s) FILTER (WHERE %s IS NOT NULL)",
                self._field_to_sql(self._table, "days_to_contact", query),
                self._field_to_sql(self._table, "date_first_contact", query),
            )
        return super()._read_group_select(aggregate_spec, query)

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        new = self.env._("New")
        for case in cases.filtered(lambda case: case.name == new):
            sequence = self.env["ir.sequence"].with_company(case.company_id)
            case.name = sequence.next_by_code("wohnkoord.advisory") or new
        return cases

    def write(self, vals):
        if vals.get("state") in ("rejected", "cancelled"):
            return self._write_with_reason(vals)
        self._refuse_change(vals)
        if {"level", "initiative_id"} & set(vals):
            # a waiver was given for what the case was then
            self.filtered("waiver_user_id")._write_guarded(
                {"waiver_user_id": False, "waiver_reason": False}
            )
        return super().write(vals)

    def _write_with_reason(self, vals):
        """Reject or cancel by write or import: an outcome in the same step is why."""
        vals = dict(vals)
        state, outcome = vals.pop("state"), vals.pop("outcome", None)
        moving = self.filtered(lambda case: case.state != state)
        if outcome is not None and self - moving:
            (self - moving).write({"outcome": outcome})
        if vals:
            self.write(vals)
        if moving:
            getattr(moving, self._state_actions[state])(outcome)
        return True

    def _refuse_change(self, vals):
        """Office, level and group of a case are what its decision was about."""
        if "company_id" in vals and any(
            case.company_id.id != vals["company_id"] for case in self
        ):
            raise UserError(self.env._("A case stays in the office that opened it."))
        if "level" in vals and any(
            case.level != vals["level"] and case.state != "requested" for case in self
        ):
            raise UserError(
                self.env._(
                    "The level of a case is fixed once it is approved or has started."
                    " Please open a new case."
                )
            )
        if "initiative_id" in vals and any(
            case.initiative_id
            and case.initiative_id.id != vals["initiative_id"]
            and case.state != "requested"
            for case in self
        ):
            raise UserError(
                self.env._(
                    "The initiative of a case is fixed once it is approved or has"
                    " started."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_requested(self):
        if self.filtered(lambda case: case.state != "requested"):
            raise UserError(
                self.env._("Only requested cases are deleted. Please cancel the case.")
            )
