# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.canonical import digest

#: longest question that a party may ask
TEXT_LENGTH = 10000


class Question(models.Model):
    """A party's question; what others read is a neutral text with the answer.

    Who asked, and in which words, stays in the office. It has no chatter on purpose: a
    note there would be one more place where a name may stand.
    """

    _name = "wohnkoord.question"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Question of a Party"
    _order = "procedure_id, number desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["text", "original_text"]

    _initial_state = "asked"
    _state_actions = {"published": "action_publish", "dropped": "action_drop"}
    _guarded_fields = (
        "number",
        "date_asked",
        "date_published",
        "registration_id",
        "original_text",
        "drop_reason",
        "corrects_id",
    )
    _reason_actions = ("action_drop",)

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("state", "in", ["published", "closed"])],
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    registration_id = fields.Many2one(
        "wohnkoord.registration",
        "Asked by",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        help="Only the office knows; empty if the office put the question itself.",
    )
    initiative_id = fields.Many2one(related="registration_id.initiative_id")
    lot_id = fields.Many2one(
        "wohnkoord.procedure.lot",
        "Plot",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('procedure_id', '=', procedure_id)]",
        help="Empty: all plots on offer.",
    )
    state = fields.Selection(
        [("asked", "Asked"), ("published", "Published"), ("dropped", "Not Published")],
        required=True,
        index=True,
        copy=False,
        default="asked",
        group_expand=True,
    )
    number = fields.Integer(readonly=True, copy=False, aggregator=None)
    date_asked = fields.Datetime(
        "Asked on", readonly=True, copy=False, default=fields.Datetime.now
    )
    original_text = fields.Text(
        "As Asked", readonly=True, copy=False, help="Stays in the office."
    )
    text = fields.Text("Neutral Text", help="Names nobody; everybody reads it.")
    answer = fields.Text(help="Everybody reads it.")
    date_published = fields.Datetime("Published on", readonly=True, copy=False)
    drop_reason = fields.Text(
        "Why Not Published", readonly=True, copy=False, help="The asker reads it."
    )
    corrects_id = fields.Many2one(
        "wohnkoord.question",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The published question whose answer this one corrects.",
    )
    date_answer_due = fields.Date(related="procedure_id.date_answers_due")

    _number_uniq = models.Constraint(
        "UNIQUE (procedure_id, number)", "There is a question of this number already."
    )
    _published_check = models.Constraint(
        "CHECK (state != 'published' OR (date_published IS NOT NULL"
        " AND char_length(text) > 0 AND char_length(answer) > 0))",
        "A published question has a text, an answer and a date.",
    )
    _open_idx = models.Index("(procedure_id) WHERE state = 'asked'")

    @api.depends("number")
    def _compute_display_name(self):
        for question in self:
            question.display_name = self.env._(
                "Question %(number)s", number=question.number
            )

    # -- asking --------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Put questions as the office, e.g. from a colloquium; parties use ``_ask``.

        :raise UserError: the procedure is not open for bids
        """
        self.check_access("create")
        vals_list = [self._guard_new_vals(vals) for vals in vals_list]
        procedures = self.env["wohnkoord.procedure"]
        for vals in vals_list:
            procedure = procedures.browse(vals.get("procedure_id") or [])
            procedure.ensure_one()._check_takes_questions(procedure._now())
            vals["number"] = self._next_number(procedure)
        questions = self._create_guarded(vals_list)
        questions.procedure_id._remind_of_questions()
        return questions

    @api.model
    def _ask(self, registration, text, lot, moment):
        """Keep what a party asks; the current user speaks for it.

        :param registration: with sudo, from the portal
        :param str text: plain text
        :param lot: of the same procedure, or none
        :param datetime moment: when the question arrived, from ``_now``
        :raise UserError: may not act for the party, or too late
        """
        registration._check_portal_party()
        procedure = registration.procedure_id
        procedure._check_questions_open(moment)
        question = self._create_guarded(
            [
                {
                    "procedure_id": procedure.id,
                    "registration_id": registration.id,
                    "lot_id": (lot & procedure.lot_ids).id,
                    "original_text": text.strip()[:TEXT_LENGTH],
                    "number": self._next_number(procedure),
                    "date_asked": moment.replace(microsecond=0),
                }
            ]
        )
        # not even by its number: the log is handed out, and nobody learns who asked
        procedure._log(
            "question_asked", {"question": question.number}, "a party", moment
        )
        procedure._remind_of_questions()
        return question

    @api.model
    def _next_number(self, procedure):
        return self.env["wohnkoord.procedure.counter"]._next(procedure, "question")

    # -- what never changes ----------------------------------------------------------------

    def init(self):
        """A published question cannot be changed, whatever writes it."""
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION wohnkoord_question_is_kept() RETURNS trigger AS $$
            BEGIN
                IF TG_OP = 'DELETE' OR
                   (NEW.state, NEW.number, NEW.text, NEW.answer, NEW.date_published,
                    NEW.procedure_id, NEW.lot_id, NEW.corrects_id)
                   IS DISTINCT FROM
                   (OLD.state, OLD.number, OLD.text, OLD.answer, OLD.date_published,
                    OLD.procedure_id, OLD.lot_id, OLD.corrects_id)
                THEN
                    RAISE EXCEPTION 'a published question is kept as it is';
                END IF;
                RETURN NEW;
            END $$ LANGUAGE plpgsql;
            DROP TRIGGER IF EXISTS wohnkoord_question_is_kept ON wohnkoord_question;
            CREATE TRIGGER wohnkoord_question_is_kept
            BEFORE UPDATE OR DELETE ON wohnkoord_question
            FOR EACH ROW WHEN (OLD.state = 'published')
            EXECUTE FUNCTION wohnkoord_question_is_kept();
            """
        )

    def write(self, vals):
        self.check_access("write")
        if vals:
            self._check_asked()
        if "procedure_id" in vals:
            raise UserError(self.env._("A question stays in its procedure."))
        return super().write(vals)

    def _check_asked(self):
        for question in self:
            if question.state == "published":
                raise UserError(
                    self.env._(
                        "Question %(number)s is published and stays as it is. Please"
                        " correct it by a new answer.",
                        number=question.number,
                    )
                )
            if question.state != "asked":
                raise UserError(
                    self.env._(
                        "Question %(number)s has been set aside.",
                        number=question.number,
                    )
                )

    # -- what the office does ----------------------------------------------------------------

    def action_take_text(self):
        """Begin the neutral text with what was asked."""
        for question in self:
            question.text = question.original_text

    def action_publish(self):
        """Publish the answers, all of a procedure at the same moment to all parties.

        :raise UserError: published or dropped already, no text or answer, a text that may
            name the asker and was not looked at, or the procedure takes no answers
        """
        self.check_access("write")
        self._check_asked()
        self._check_complete()
        self._check_neutral()
        for procedure, questions in self.grouped("procedure_id").items():
            questions._publish_together(procedure)

    def _check_complete(self):
        for question in self:
            if not (question.text or "").strip() or not (question.answer or "").strip():
                raise UserError(
                    self.env._(
                        "Question %(number)s needs a neutral text and an answer.",
                        number=question.number,
                    )
                )

    def _publish_together(self, procedure):
        procedure._check_takes_answers()
        moment = procedure._now()
        questions = self.sorted("number")
        questions._write_guarded(
            {"state": "published", "date_published": moment.replace(microsecond=0)}
        )
        told = [
            {"question": q.number, "text": q.text, "answer": q.answer}
            for q in questions
        ]
        procedure._log(
            "answers_published",
            {"questions": questions.mapped("number"), "sha256": digest(told)},
            moment=moment,
        )
        office = procedure._in_party_words()
        procedure._tell_parties(
            "answer",
            questions.with_env(office.env)._notice_subject(),
            questions.with_env(office.env)._notice_body(),
            moment=moment,
        )
        procedure._remind_of_questions()

    def _notice_subject(self):
        numbers = ", ".join(str(question.number) for question in self)
        if len(self) == 1:
            return self.env._("Answer to question %(number)s", number=numbers)
        return self.env._("Answers to questions %(numbers)s", numbers=numbers)

    def _notice_body(self):
        """Questions and answers in plain text, without anybody's name."""
        parts = []
        for question in self:
            head = self.env._("Question %(number)s", number=question.number)
            if question.lot_id:
                head = f"{head} ({question.lot_id.display_name})"
            if question.corrects_id:
                note = self.env._(
                    "corrects the answer to question %(number)s",
                    number=question.corrects_id.number,
                )
                head = f"{head}, {note}"
            answer = self.env._("Answer: %(text)s", text=question.answer.strip())
            parts.append(f"{head}:\n{question.text.strip()}\n\n{answer}")
        return "\n\n".join(parts)

    def action_drop(self, reason=None):
        """Do not publish; only the asker reads why.

        :param str reason: required, e.g. that question 3 is the same
        :raise UserError: no reason, or published or dropped already
        """
        self.check_access("write")
        self._check_asked()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please give the reason."))
        self._write_guarded({"state": "dropped", "drop_reason": reason})
        for question in self:
            question.procedure_id._log(
                "question_dropped", {"question": question.number}
            )
            question._tell_asker()
        self.procedure_id._remind_of_questions()

    def _tell_asker(self):
        """Tell the asker, and nobody else, why there is no answer."""
        party = self.registration_id.filtered("is_active")
        if not party:
            return
        office = self.procedure_id._in_party_words()
        self.procedure_id._tell_parties(
            "other",
            office.env._("Your question %(number)s", number=self.number),
            office.env._(
                "Your question %(number)s is not published. The reason:\n%(reason)s",
                number=self.number,
                reason=self.drop_reason,
            ),
            registrations=party,
        )

    def action_ask_drop(self):
        """Ask for the reason, then set the question aside."""
        return self._ask_reason("action_drop", self.env._("Do Not Publish"))

    def action_correct(self):
        """Begin a new answer that corrects a published one, and open it.

        :raise UserError: not published
        """
        self.ensure_one()
        self.check_access("create")
        if self.state != "published":
            raise UserError(self.env._("Only a published answer needs a correction."))
        self.procedure_id._check_takes_answers()
        correction = self._create_guarded(
            [
                {
                    "procedure_id": self.procedure_id.id,
                    "lot_id": self.lot_id.id,
                    "corrects_id": self.id,
                    "text": self.text,
                    "number": self._next_number(self.procedure_id),
                }
            ]
        )
        self.procedure_id._remind_of_questions()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correction"),
            "res_model": self._name,
            "res_id": correction.id,
            "views": [(False, "form")],
        }
