# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

PURPOSES = [
    ("council", "Council"),
    ("court", "Court or Supervisory Authority"),
    ("archive", "Archive"),
    ("inspection", "File Inspection"),
]


class CaseFileExport(models.TransientModel):
    """Ask what a case file is for, and hand it out. Only the asker can use the answer."""

    _name = "wohnkoord.case.file.export"
    _description = "Export of a Case File"

    procedure_id = fields.Many2one(
        "wohnkoord.procedure", required=True, readonly=True, ondelete="cascade"
    )
    purpose = fields.Selection(PURPOSES, required=True)
    reason = fields.Text(
        required=True, help="Who asked for it, and on what ground; it is logged."
    )
    variant = fields.Selection(
        [("full", "Whole"), ("redacted", "Redacted")],
        "What Is in It",
        compute="_compute_variant",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Redacted: without other bidders' documents, prices, names of persons and"
        " contacts. A file inspection gets no other.",
    )
    registration_id = fields.Many2one(
        "wohnkoord.registration",
        "For",
        domain="[('procedure_id', '=', procedure_id)]",
        help="A party that gets its own bid whole. Empty: for nobody in particular.",
    )

    @api.depends("purpose")
    def _compute_variant(self):
        for export in self:
            if export.purpose == "inspection":
                export.variant = "redacted"
            elif not export.variant:
                export.variant = "full"

    def action_export(self):
        """Check, then let the browser fetch the file.

        :raise UserError: something is missing or does not fit
        """
        self.ensure_one()
        self._check_export()
        return {
            "type": "ir.actions.client",
            "tag": "wohnkoord_post_download",
            "params": {"url": f"/wohnkoord/case-files/{self.id}/case-file.zip"},
        }

    def action_choose_documents(self):
        """Look through the documents, and mark which may be shown."""
        self.ensure_one()
        return self.procedure_id.action_view_case_file_releases()

    def _check_export(self):
        self.procedure_id._check_case_file_access()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Please say who asked for it and why."))
        if self.purpose == "inspection" and self.variant != "redacted":
            raise UserError(self.env._("A file inspection gets the redacted file."))
        if self.registration_id and (
            self.variant != "redacted"
            or self.registration_id.procedure_id != self.procedure_id
        ):
            raise UserError(
                self.env._("A redacted file is for a party of this very procedure.")
            )

    def _write_to(self, target):
        """Write the archive and log it.

        :param target: a file
        :raise AccessError: not the head of the office, or one with a conflict
        """
        self.ensure_one()
        self._check_export()
        office = self.procedure_id.company_id.partner_id.lang or self.env.lang
        procedure = self.procedure_id.with_context(lang=office)
        labels = dict(self._fields["purpose"]._description_selection(procedure.env))
        party = self.registration_id
        facts = {
            "variant": self.variant,
            "purpose": self.purpose,
            "party": party.number or None,
            "reason": self.reason.strip(),
        }
        withheld = []
        if self.variant == "redacted":
            parts = procedure._redacted_file_parts(party, withheld)
        else:
            parts = procedure._case_file_parts()
        head = procedure._case_head(
            **{**facts, "purpose_label": labels[self.purpose]},
            exported=fields.Datetime.to_string(procedure._now().replace(microsecond=0)),
        )
        if self.variant == "redacted":
            # the reason may name who asked
            head = {name: v for name, v in head.items() if name != "reason"}
        else:
            head["exported_by"] = self.env.user.name
        result = procedure._write_case_file(target, parts, head, withheld)
        procedure._log(
            "case_file_exported",
            {
                **facts,
                "manifest": result["manifest"],
                "parts": result["parts"],
                "bytes": result["bytes"],
                "withheld": [
                    {"what": str(what), "count": count} for what, count, _r in withheld
                ],
            },
        )
        return result
