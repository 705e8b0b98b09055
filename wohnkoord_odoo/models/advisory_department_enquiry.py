# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

#: what the department was asked; it stays as it was asked
ASKED_FIELDS = ("name", "question", "partner_id", "advisory_id", "initiative_id")


class DepartmentEnquiry(models.Model):
    """A question to a department of the city (Anfrage an ein Amt), and its answer.

    The department reads what the adviser typed here, and nothing else: neither notes nor
    names of the case. That is why the name shown in mails is the typed subject.
    """

    _name = "wohnkoord.department.enquiry"
    _inherit = [
        "wohnkoord.guarded.mixin",
        "wohnkoord.quiet.mixin",
        "mail.activity.mixin",
    ]
    _description = "Enquiry to a Department"
    _order = "date_due, id"
    _check_company_auto = True

    _initial_state = "draft"
    _state_actions = {
        "asked": "action_asked",
        "answered": "action_answered",
        "withdrawn": "action_withdraw",
    }
    _guarded_fields = ("company_id", "days_to_answer", "date_reminded")

    name = fields.Char(
        "Subject", required=True, index="trigram", help="The department reads it."
    )
    advisory_id = fields.Many2one(
        "wohnkoord.advisory",
        "Case",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        compute="_compute_initiative_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        "Office",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Department",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    question = fields.Text(
        required=True,
        help="Sent as it stands here. Name no persons, unless the department must know"
        " them.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Asked by",
        default=lambda self: self.env.user,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("asked", "Asked"),
            ("answered", "Answered"),
            ("withdrawn", "Taken Back"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    date_asked = fields.Date("Date of the Question", copy=False, index="btree_not_null")
    date_due = fields.Date(
        "Answer Due on",
        required=True,
        default=lambda self: self._default_date_due(),
        copy=False,
        tracking=True,
    )
    answer = fields.Text(copy=False)
    date_answered = fields.Date("Answered on", copy=False)
    days_to_answer = fields.Integer(
        "Days until Answered",
        compute="_compute_days_to_answer",
        store=True,
        aggregator="avg",
        copy=False,
    )
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    date_reminded = fields.Date("Reminded on", readonly=True, copy=False)

    _about_check = models.Constraint(
        "CHECK (advisory_id IS NOT NULL OR initiative_id IS NOT NULL)",
        "An enquiry belongs to a case or an initiative.",
    )
    _dates_check = models.Constraint(
        "CHECK (date_answered >= date_asked)",
        "The answer came on the day of the question or later.",
    )
    _open_idx = models.Index("(company_id, date_due) WHERE state = 'asked'")

    @api.model
    def _default_date_due(self):
        days = self.env.company.wohnkoord_department_days
        return fields.Date.context_today(self) + timedelta(days=days)

    @api.depends("advisory_id")
    def _compute_initiative_id(self):
        for enquiry in self:
            enquiry.initiative_id = (
                enquiry.advisory_id.initiative_id or enquiry.initiative_id
            )

    @api.depends("advisory_id.company_id", "initiative_id.company_id")
    def _compute_company_id(self):
        for enquiry in self:
            enquiry.company_id = (
                enquiry.advisory_id.company_id
                or enquiry.initiative_id.company_id
                or self.env.company
            )

    @api.depends("date_asked", "date_answered")
    def _compute_days_to_answer(self):
        for enquiry in self:
            asked, answered = enquiry.date_asked, enquiry.date_answered
            days = (answered - asked).days if asked and answered else 0
            enquiry.days_to_answer = max(days, 0)

    @api.depends("state", "date_due")
    def _compute_is_overdue(self):
        late = self.filtered_domain(self._overdue_domain())
        for enquiry in self:
            enquiry.is_overdue = enquiry in late

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._overdue_domain()
        return domain if True in value else ~domain

    @api.model
    def _overdue_domain(self):
        """Asked, and not answered in time."""
        today = fields.Date.context_today(self)
        return Domain("state", "=", "asked") & Domain("date_due", "<", today)

    @api.constrains("advisory_id", "initiative_id")
    def _check_initiative(self):
        for enquiry in self:
            of_case = enquiry.advisory_id.initiative_id
            if of_case and of_case != enquiry.initiative_id:
                raise ValidationError(
                    self.env._("The case is of another initiative: please choose one.")
                )

    @api.constrains("date_asked", "date_answered", "state", "answer")
    def _check_dates(self):
        today = fields.Date.context_today(self)
        for enquiry in self:
            if max(enquiry.date_asked or today, enquiry.date_answered or today) > today:
                raise ValidationError(
                    self.env._("What was asked or answered was so today or before.")
                )
            is_asked = enquiry.state in ("asked", "answered")
            is_answered = enquiry.state == "answered"
            if (is_asked and not enquiry.date_asked) or (
                is_answered and not enquiry.date_answered
            ):
                raise ValidationError(
                    self.env._("The day of the question or of the answer is missing.")
                )
            if is_answered and not (enquiry.answer or "").strip():
                raise ValidationError(self.env._("What did the department answer?"))

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec == "days_to_answer:avg":
            # who has not answered yet would count as having answered on the same day
            return SQL(
                "AVG(%s) FILTER (WHERE %s = 'answered')",
                self._field_to_sql(self._table, "days_to_answer", query),
                self._field_to_sql(self._table, "state", query),
            )
        return super()._read_group_select(aggregate_spec, query)

    # -- made, changed -----------------------------------------------------------------

    def write(self, vals):
        vals = self._without_same(vals)
        changed = [name for name in ASKED_FIELDS if name in vals]
        if changed and self.filtered(lambda enquiry: enquiry.state != "draft"):
            raise UserError(
                self.env._(
                    "What was asked stays as it was asked. Please withdraw the enquiry"
                    " and copy it."
                )
            )
        if "date_due" in vals:
            self._forget_reminder()
        return super().write(vals)

    def _without_same(self, vals):
        """Leave out what an import writes as it is already."""
        return {
            name: value
            for name, value in vals.items()
            if name not in ASKED_FIELDS
            or any(
                (row[name].id if name.endswith("_id") else row[name]) != value
                for row in self
            )
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda enquiry: enquiry.state != "draft"):
            raise UserError(
                self.env._("Only drafts are deleted. Please withdraw the enquiry.")
            )

    # -- steps -------------------------------------------------------------------------

    def action_asked(self):
        """It was asked in another way: by phone, by letter, in a talk.

        :raise UserError: not a draft
        """
        self._check_states("draft")
        self._set_asked()
        return True

    def _set_asked(self):
        today = fields.Date.context_today(self)
        for enquiry in self:
            enquiry._write_guarded(
                {"state": "asked", "date_asked": enquiry.date_asked or today}
            )

    def action_answered(self):
        """Note the answer that was typed; its day is today, if none is given.

        :raise UserError: not asked, or there is no answer
        """
        self._check_states("asked")
        today = fields.Date.context_today(self)
        for enquiry in self:
            enquiry._write_guarded(
                {"state": "answered", "date_answered": enquiry.date_answered or today}
            )
        self._end_reminder()
        return True

    def action_withdraw(self):
        """The question is settled without an answer.

        :raise UserError: answered or withdrawn already
        """
        self._check_states("draft", "asked")
        self._write_guarded({"state": "withdrawn"})
        self._end_reminder()
        return True

    def action_reopen(self):
        """The answer was none: it is still asked for.

        :raise UserError: not answered
        """
        self._check_states("answered")
        self._write_guarded({"state": "asked", "date_answered": False})
        return True

    def _check_states(self, *states):
        self.check_access("write")  # public methods are open to RPC
        for enquiry in self:
            if enquiry.state not in states:
                raise UserError(
                    self.env._(
                        "%(enquiry)s is %(state)s; this step is not possible.",
                        enquiry=enquiry.display_name,
                        state=self._state_label(enquiry.state),
                    )
                )
