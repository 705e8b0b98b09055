# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.tools import html2plaintext

from .procedure_case_file_part import CasePart, _json


class Procedure(models.Model):
    """What people wrote beside the records, and the files that they put there."""

    _inherit = "wohnkoord.procedure"

    def _case_threads(self):
        """Records of the case file that have a discussion."""
        for _section, model, path in self._case_file_models():
            if "message_ids" in model._fields and model.has_access("read"):
                yield model.search([(path, "=", self.id)])

    def _case_documents(self):
        yield from super()._case_documents()
        # sudo: files beside records that the user may read
        attachments_sudo = self.env["ir.attachment"].sudo()
        for records in self._case_threads():
            for attachment_sudo in attachments_sudo.search(
                [
                    ("res_model", "=", records._name),
                    ("res_id", "in", records.ids),
                    ("res_field", "=", False),
                    ("type", "=", "binary"),
                ],
                order="id",
            ):
                yield {
                    "section": "further",
                    "model": "ir.attachment",
                    "id": attachment_sudo.id,
                    "field": "file",
                    "name": attachment_sudo.name,
                    "bid": self.env["wohnkoord.bid"],
                    "produce": lambda a=attachment_sudo: self._case_attachment(a),
                }

    def _case_file_parts(self):
        yield from super()._case_file_parts()
        rows = []
        # sudo: messages beside records that the user may read
        messages_sudo = self.env["mail.message"].sudo()
        for records in self._case_threads():
            rows += [
                {
                    "record": f"{records._name},{message_sudo.res_id}",
                    "date": str(message_sudo.date),
                    "author": message_sudo.author_id.name or None,
                    "text": html2plaintext(message_sudo.body or "") or None,
                }
                for message_sudo in messages_sudo.search(
                    [("model", "=", records._name), ("res_id", "in", records.ids)],
                    order="id",
                )
                if message_sudo.body or message_sudo.attachment_ids
            ]
        if rows:
            path = f"{self._case_folder('further')}/messages.json"
            title = self.env._("Discussion in the Office")
            yield CasePart(path, "data", title, None, lambda: _json(rows))
