# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .advisory import OFFICE

ANSWER = "wohnkoord.checklist.answer"


class Advisory(models.Model):
    """A case has a conversation: the questions of the checklists that fit it."""

    _inherit = "wohnkoord.advisory"

    checklist_answer_ids = fields.One2many(
        ANSWER, "advisory_id", string="Advice Conversation", groups=OFFICE, copy=False
    )
    checklist_count = fields.Integer(
        "Questions", compute="_compute_checklist_count", groups=OFFICE
    )
    checklist_asked_count = fields.Integer(
        "Questions Asked", compute="_compute_checklist_count", groups=OFFICE
    )

    @api.depends("checklist_answer_ids.is_asked")
    def _compute_checklist_count(self):
        counts = {
            (case, asked): count
            for case, asked, count in self.env[ANSWER]._read_group(
                [("advisory_id", "in", self.ids)],
                ["advisory_id", "is_asked"],
                ["__count"],
            )
        }
        for case in self:
            asked = counts.get((case._origin, True), 0)
            case.checklist_asked_count = asked
            case.checklist_count = asked + counts.get((case._origin, False), 0)

    def action_load_questions(self):
        """Copy the questions of the fitting checklists that the case does not have yet.

        What is there stays untouched. Called again after a checklist got new questions
        or the case new topics.

        :raise UserError: no checklist has questions for this case
        """
        self.ensure_one()
        self._check_office()
        # scripts and data run without a language: the caller's own then
        lang = self.env.lang or self.env.user.lang
        items = self._fitting_checklists().with_context(lang=lang).item_ids
        if not items and not self.checklist_answer_ids:
            raise UserError(
                self.env._(
                    "No checklist fits this level and these topics yet. The head of the"
                    " office writes them under Configuration, Checklists."
                )
            )
        new = items - self.checklist_answer_ids.item_id
        self.env[ANSWER]._create_guarded(
            [
                {
                    "advisory_id": self.id,
                    "item_id": item.id,
                    "is_copy": True,
                    # the order of the lists, also when one grew in the meantime
                    "sequence": place,
                    "section": item.section or item.checklist_id.name,
                    "question": item.name,
                    "hint": item.hint,
                }
                for place, item in enumerate(items)
                if item in new
            ]
        )

    def action_add_question(self, question):
        """Add a question of the adviser's own to this conversation.

        :param str question: plain text
        :raise UserError: empty
        """
        self.ensure_one()
        self._check_office()
        if not isinstance(question, str) or not question.strip():
            raise UserError(self.env._("Please write the question."))
        self.env[ANSWER].create(
            {
                "advisory_id": self.id,
                "section": self.env._("Further Questions"),
                "question": question.strip(),
            }
        )

    def action_send_documents(self):
        """Open the mail composer with the documents of the questions that were asked.

        Sends nothing itself. The files are copies, so that the case keeps what was handed
        out when the office replaces a document.

        :raise UserError: no question with a document was asked
        """
        self.ensure_one()
        self._check_office()
        items = self.checklist_answer_ids.filtered("is_asked").item_id
        links = list(dict.fromkeys(filter(None, items.mapped("link_url"))))
        if not items.attachment_ids and not links:
            raise UserError(
                self.env._("Tick a question that has a document to hand out first.")
            )
        files = items.attachment_ids
        # the composer moves its own files to the case; what is not sent is swept away
        copies = [
            file.copy({"res_model": "mail.compose.message", "res_id": 0}).id
            for file in files
        ]
        partner = self.partner_id or self.initiative_id.partner_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Documents"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_email_layout_xmlid": "mail.mail_notification_light",
                "default_partner_ids": partner.ids,
                "default_attachment_ids": copies,
                **self.with_context(lang=partner.lang)._documents_letter(links),
            },
        }

    def _documents_letter(self, links):
        body = Markup("<p>%s</p><p>%s</p>") % (
            self.env._("Hello,"),
            self.env._("here are the documents we spoke about in our conversation."),
        )
        if links:
            rows = [Markup('<li><a href="%s">%s</a></li>') % (u, u) for u in links]
            body += Markup("<ul>%s</ul>") % Markup("").join(rows)
        return {
            "default_subject": self.env._("Documents from our conversation"),
            "default_body": body,
        }

    def _fitting_checklists(self):
        """Checklists of the case's level: the general ones, then those of its topics."""
        self.ensure_one()
        checklists = self.env["wohnkoord.checklist"].search(
            Domain("level", "=", self.level)
            & Domain("company_id", "in", (False, self.company_id.id))
            & (
                Domain("topic_ids", "=", False)
                | Domain("topic_ids", "in", self.topic_ids.ids)
            )
        )
        return checklists.sorted(lambda checklist: bool(checklist.topic_ids))
