# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class ChecklistAnswer(models.Model):
    """One question in the conversation of a case: asked or not, and a note.

    The office's own paper: neither the city nor portal users read it. The question is a
    copy, so that a changed checklist leaves the notes of the cases as they are.
    """

    _name = "wohnkoord.checklist.answer"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Question in a Conversation"
    _order = "advisory_id, sequence, id"
    _rec_name = "question"
    _check_company_auto = True

    _guarded_fields = ("item_id", "is_copy", "date_asked", "asked_user_id")
    #: what a copy keeps of the checklist
    _copied_fields = ("question", "section", "hint", "sequence")

    advisory_id = fields.Many2one(
        "wohnkoord.advisory",
        "Case",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="advisory_id.company_id", store=True, index=True, precompute=True
    )
    item_id = fields.Many2one(
        "wohnkoord.checklist.item",
        "From the Checklist",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
    )
    is_copy = fields.Boolean(
        "From a Checklist",
        readonly=True,
        copy=False,
        help="The question comes from a checklist; only the answer is written here.",
    )
    sequence = fields.Integer(default=10000)
    section = fields.Char()
    question = fields.Char(required=True)
    hint = fields.Text()
    is_asked = fields.Boolean("Asked")
    note = fields.Text(help="Only the office reads this.")
    date_asked = fields.Date("Ticked on", readonly=True, copy=False)
    asked_user_id = fields.Many2one(
        "res.users", "Ticked by", readonly=True, copy=False, ondelete="restrict"
    )
    documents = fields.Char("Documents to Hand Out", compute="_compute_documents")

    # two people who open the same conversation at the same time ask each question once
    _item_uniq = models.UniqueIndex(
        "(advisory_id, item_id) WHERE item_id IS NOT NULL",
        "This question of the checklist is in the conversation already.",
    )

    @api.depends("item_id.attachment_ids.name", "item_id.link_url")
    def _compute_documents(self):
        for answer in self:
            item = answer.item_id
            names = [*item.attachment_ids.mapped("name"), item.link_url]
            answer.documents = ", ".join(filter(None, names))

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers._stamp()
        return answers

    def write(self, vals):
        self.check_access("write")
        if "advisory_id" in vals:
            raise UserError(self.env._("A question stays in its conversation."))
        if set(self._copied_fields) & set(vals) and any(self.mapped("is_copy")):
            raise UserError(
                self.env._(
                    "This question comes from a checklist and stays as it was asked."
                    " Please add a question of your own."
                )
            )
        result = super().write(vals)
        if "is_asked" in vals:
            self._stamp()
        return result

    def _stamp(self):
        """Keep who asked and when, for what is ticked."""
        asked = self.filtered(lambda answer: answer.is_asked and not answer.date_asked)
        asked._write_guarded(
            {
                "date_asked": fields.Date.context_today(self),
                "asked_user_id": self.env.uid,
            }
        )
        open_again = self.filtered(
            lambda answer: answer.date_asked and not answer.is_asked
        )
        open_again._write_guarded({"date_asked": False, "asked_user_id": False})
