# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class CureRequest(models.Model):
    """What a party sees of a cure request: its own bids, as plain values."""

    _inherit = "wohnkoord.cure.request"

    def _portal_path(self, registration, below=""):
        path = f"/my/procedures/{registration.id}/cure/{self.id}"
        return f"{path}/{below}" if below else path

    def _portal_lines(self, registration):
        """The lines about the party's own bids."""
        return self.line_ids.filtered(
            lambda line: line.bid_id.registration_id == registration
        )

    def _portal_values(self, registration, moment):
        """The page: text, deadline, and the missing things by bid.

        :param datetime moment: the procedure's time, see ``_now``
        """
        self.ensure_one()
        lines = self._portal_lines(registration)
        return {
            "path": self._portal_path(registration),
            "procedure": self.procedure_id.name,
            "text": self.text,
            "deadline": self._deadline_text(),
            "is_late": moment > self.date_deadline,
            "total": len(lines),
            "answered": len(
                lines.filtered(lambda line: line.answer_state == "answered")
            ),
            "bids": [
                {
                    "number": bid.number,
                    "plot": bid.procedure_lot_id.display_name or "",
                    "lines": [line._portal_values(registration) for line in of_bid],
                }
                for bid, of_bid in lines.grouped("bid_id").items()
            ],
        }


class CureLine(models.Model):
    _inherit = "wohnkoord.cure.line"

    def _portal_values(self, registration):
        labels = dict(self._fields["answer_state"]._description_selection(self.env))
        return {
            "id": self.id,
            "path": self.request_id._portal_path(registration, f"lines/{self.id}"),
            "name": self.name,
            "text": self.text,
            "state": self.answer_state,
            "state_label": labels[self.answer_state],
            "is_open": self._may_answer(),
            "answer": self.answer or "",
            "date_answered": self._portal_date(self.date_answered),
            "late_answer": self.late_answer or "",
            "date_late": self._portal_date(self.date_late),
            "documents": [
                {
                    "name": document.name,
                    "url": self.request_id._portal_path(
                        registration, f"documents/{document.id}"
                    ),
                    "date": self._portal_date(document.date),
                    "kilobytes": max(1, round(document.size / 1024)),
                    "is_late": document.is_late,
                }
                for document in self.document_ids
            ],
        }

    def _portal_date(self, moment):
        """A moment in the procedure's zone, as text."""
        if not moment:
            return ""
        local = fields.Datetime.context_timestamp(
            self.with_context(tz=self.request_id.procedure_id.tz), moment
        )
        return local.strftime("%d.%m.%Y, %H:%M:%S")
