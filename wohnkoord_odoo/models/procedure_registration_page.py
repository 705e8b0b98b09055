# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Registration(models.Model):
    """The plain values of a party's pages; called with sudo."""

    _inherit = "wohnkoord.registration"

    def _portal_path(self, below=""):
        """The address of the party's page, or of one below it."""
        return f"/my/procedures/{self.id}" + (f"/{below}" if below else "")

    def _portal_url(self):
        """The address of the party's page for mails."""
        return self.company_id._wohnkoord_base_url() + self._portal_path()

    def _portal_list_values(self):
        """The cards of the list, in the order of the records."""
        unread = self._portal_unread()
        return [
            {
                "path": registration._portal_path(),
                "initiative": registration.initiative_id.name,
                "label": registration._party_label(),
                "is_withdrawn": bool(registration.date_withdrawn),
                "unread": unread.get(registration, 0),
                "name": registration.procedure_id._portal_name(),
                "state": registration.procedure_id._state_label(
                    registration.procedure_id.state
                ),
                "is_open": registration.procedure_id.state == "published",
                "deadline": registration.procedure_id._date_label(
                    registration.procedure_id.published_deadline
                ),
            }
            for registration in self
        ]

    def _portal_page_values(self):
        """Everything that a party's page shows of the procedure and of the party."""
        self.ensure_one()
        procedure = self.procedure_id
        moment = procedure._now()
        may_act = self.initiative_id._portal_rights()["may_act"]
        is_open = procedure._is_open(moment)
        takes_part = not self.date_withdrawn
        return {
            "id": self.id,
            "path": self._portal_path(),
            "label": self._party_label(),
            "initiative": self.initiative_id.name,
            "initiative_path": self.initiative_id._portal_path(),
            "date": procedure._date_label(self.date),
            "date_withdrawn": procedure._date_label(self.date_withdrawn),
            "may_act": may_act,
            "is_open": is_open,
            "takes_part": takes_part,
            "may_ask": may_act and takes_part and procedure._takes_questions(moment),
            "questions_over": not procedure._takes_questions(moment),
            "may_withdraw": may_act and takes_part and is_open,
            "may_return": may_act and not takes_part and is_open,
            "unread": self._portal_unread().get(self, 0),
            "procedure": procedure._party_facts(),
            "questions": procedure._party_questions(),
            "own_questions": self._portal_own_questions(),
            "notices": self._portal_notices(),
        }

    def _portal_own_questions(self):
        """What the party asked, newest first: its own words and what became of it."""
        questions = self.env["wohnkoord.question"].search(
            [("registration_id", "=", self.id)], order="number desc"
        )
        return [
            {
                "number": question.number,
                "text": question.original_text,
                "date": self.procedure_id._date_label(question.date_asked),
                "lot": question.lot_id.display_name or "",
                "state": question.state,
                "reason": question.drop_reason if question.state == "dropped" else "",
            }
            for question in questions
        ]

    def _portal_notices(self):
        """What the party was told, newest first."""
        notices = self.env["wohnkoord.procedure.notice"]._of_party(self)
        unread = self._unread_deliveries().notice_id
        kinds = dict(notices._fields["kind"]._description_selection(self.env))
        return [
            {
                "subject": notice.subject,
                "body": notice.body,
                "kind": kinds[notice.kind],
                "date": self.procedure_id._date_label(notice.date),
                "is_new": notice in unread,
            }
            for notice in notices
        ]

    def _unread_deliveries(self):
        """What the current user was told and has not marked as read."""
        return self.env["wohnkoord.procedure.delivery"].search(
            [
                ("registration_id", "in", self.ids),
                ("partner_id", "=", self.env.user.partner_id.id),
                ("date_read", "=", False),
            ]
        )

    def _portal_unread(self):
        """How much the current user was told and has not marked as read.

        :return: dict registration -> number
        """
        counts = self.env["wohnkoord.procedure.delivery"]._read_group(
            [
                ("registration_id", "in", self.ids),
                ("partner_id", "=", self.env.user.partner_id.id),
                ("date_read", "=", False),
            ],
            ["registration_id"],
            ["__count"],
        )
        return dict(counts)
