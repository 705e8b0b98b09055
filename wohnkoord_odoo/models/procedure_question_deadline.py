# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

ACTIVITY = "wohnkoord_odoo.mail_activity_type_question"


class Procedure(models.Model):
    """Questions of a procedure: until when they come, and that none stays open.

    What an unanswered question does is the procedure's ``question_rule``. ``warn``: the
    responsible person is reminded, everybody sees a banner. ``block``: the bids are also
    not opened before it is answered or dropped. The deadline itself never moves by a
    question: bidders rely on it, and only an amendment, told to all, extends it.
    """

    _inherit = "wohnkoord.procedure"

    answer_days = fields.Integer(
        "Answers before the Deadline (Days)",
        default=7,
        help="So many days before bids end, every question should be answered, so that"
        " all can still act on it.",
    )
    date_answers_due = fields.Date(
        "Answers Due", compute="_compute_date_answers_due", store=True
    )
    open_question_count = fields.Integer(
        "Open Questions",
        compute="_compute_question_counts",
        groups="wohnkoord_odoo.group_user",
    )
    question_count = fields.Integer(
        "Number of Questions",
        compute="_compute_question_counts",
        groups="wohnkoord_odoo.group_user",
    )
    has_open_questions = fields.Boolean(
        compute="_compute_question_counts",
        search="_search_has_open_questions",
        groups="wohnkoord_odoo.group_user",
    )
    are_answers_due = fields.Boolean(
        "Answers are Due",
        compute="_compute_question_counts",
        help="A question is open, and the day to answer has come.",
        groups="wohnkoord_odoo.group_user",
    )

    _answer_days_check = models.Constraint(
        "CHECK (answer_days >= 0)", "The days for answers cannot be negative."
    )

    @api.depends("published_deadline", "answer_days")
    def _compute_date_answers_due(self):
        for procedure in self:
            deadline = procedure.published_deadline
            procedure.date_answers_due = deadline and (
                deadline - timedelta(days=procedure.answer_days)
            )

    @api.depends("question_ids.state", "date_answers_due", "state")
    @api.depends_context("tz")
    def _compute_question_counts(self):
        counts = {
            (procedure, state): count
            for procedure, state, count in self.env["wohnkoord.question"]._read_group(
                [("procedure_id", "in", self.ids)],
                ["procedure_id", "state"],
                ["__count"],
            )
        }
        states = ("asked", "published", "dropped")
        today = fields.Date.context_today(self)
        for procedure in self:
            figures = [counts.get((procedure._origin, state), 0) for state in states]
            is_live = procedure.state in ("published", "closed")
            procedure.question_count = sum(figures)
            procedure.open_question_count = figures[0] if is_live else 0
            procedure.has_open_questions = bool(procedure.open_question_count)
            procedure.are_answers_due = bool(
                procedure.open_question_count
                and procedure.date_answers_due
                and procedure.date_answers_due <= today
            )

    def _search_has_open_questions(self, operator, value):
        if operator != "in":
            return NotImplemented
        waiting = Domain("state", "in", ("published", "closed")) & Domain(
            "question_ids", "any", [("state", "=", "asked")]
        )
        return waiting if True in value else ~waiting

    # -- until when ------------------------------------------------------------------------

    def _questions_until(self):
        """The last moment for questions in the version in force, in UTC."""
        self.ensure_one()
        return self.version_id.date_questions_until or self.published_deadline

    def _takes_questions(self, moment):
        """Whether a question that arrived at ``moment`` is in time."""
        self.ensure_one()
        return self._is_open(moment) and moment <= self._questions_until()

    def _check_questions_open(self, moment):
        if not self._takes_questions(moment):
            raise UserError(
                self.env._(
                    "The time for questions is over; your question was not taken. If"
                    " something is wrong in the documents, please phone the office."
                )
            )

    def _check_takes_questions(self, moment):
        """The office may put questions, e.g. of a colloquium, while bids may come."""
        if not self._is_open(moment):
            raise UserError(self.env._("The procedure takes no questions now."))

    def _check_takes_answers(self):
        if self.state not in ("published", "closed"):
            raise UserError(self.env._("The procedure takes no answers any more."))

    # -- none stays open -------------------------------------------------------------------

    def _open_questions_block(self):
        """Whether open questions keep the bids of this procedure sealed.

        The closing at the deadline asks this to say so; bids end at the deadline all the
        same (see the class).
        """
        self.ensure_one()
        return self.question_rule == "block" and bool(self.open_question_count)

    def _remind_of_questions(self):
        """One activity for whoever is responsible while questions are open.

        It is due so many days before the deadline as the procedure says, and closed with
        the last open question. No mail is sent.
        """
        # sudo: a portal user has no rights on activities, and none on the procedure
        for procedure_sudo in self.sudo():
            procedure_sudo.invalidate_recordset(
                ["open_question_count", "has_open_questions", "are_answers_due"]
            )
            kind = self.env.ref(ACTIVITY)
            waiting = procedure_sudo.activity_ids.filtered(
                lambda activity, kind=kind: activity.activity_type_id == kind
            )
            if not procedure_sudo.open_question_count:
                waiting.action_feedback() if waiting else None
            elif not waiting:
                procedure_sudo._schedule_answers()
            else:
                procedure_sudo._move_answers(waiting)

    def _schedule_answers(self):
        user = self.user_id.filtered("active") or self.env.ref("base.user_admin")
        office = self.with_context(
            lang=user.lang,
            mail_activity_quick_update=True,
            mail_create_nosubscribe=True,
        )
        office.activity_schedule(
            ACTIVITY,
            self._answers_due_day(),
            summary=office.env._("Questions of parties are open"),
            user_id=user.id,
        )

    def _move_answers(self, activity):
        due = self._answers_due_day()
        if activity[:1].date_deadline != due:
            activity.with_context(mail_activity_quick_update=True).write(
                {"date_deadline": due}
            )

    def _answers_due_day(self):
        today = fields.Date.context_today(self)
        return max(self.date_answers_due or today, today)

    # -- for the public page ---------------------------------------------------------------

    def _published_questions(self):
        """What everybody reads, oldest first; plain values and nobody's name.

        :return: list of dicts: ``number``, ``text``, ``answer``, ``date`` (UTC), ``lot``
            (label or empty), ``corrects`` and ``corrected_by`` (numbers or None)
        """
        self.ensure_one()
        # sudo: the public has no rights on questions; only these values leave
        questions_sudo = self.env["wohnkoord.question"].sudo()
        questions_sudo = questions_sudo.search_fetch(
            [("procedure_id", "=", self.id), ("state", "=", "published")],
            ["number", "text", "answer", "date_published", "lot_id", "corrects_id"],
            order="number",
        )
        corrected = {q.corrects_id: q.number for q in questions_sudo if q.corrects_id}
        return [
            {
                "number": question.number,
                "text": question.text,
                "answer": question.answer,
                "date": question.date_published,
                "lot": question.lot_id.display_name or "",
                "corrects": question.corrects_id.number or None,
                "corrected_by": corrected.get(question),
            }
            for question in questions_sudo
        ]

    def _party_questions(self):
        """As ``_published_questions``, with dates in words, newest first."""
        return [
            {**question, "date": self._date_label(question["date"])}
            for question in reversed(self._published_questions())
        ]

    def _missing(self, step):
        found = super()._missing(step)
        if step not in ("close", "open") or not self.open_question_count:
            return found
        is_blocker = step == "open" and self._open_questions_block()
        return [
            *found,
            {
                "text": self.env._(
                    "%(count)s questions are neither answered nor set aside.",
                    count=self.open_question_count,
                ),
                "severity": "blocker" if is_blocker else "warning",
                "field": "question_ids",
            },
        ]
