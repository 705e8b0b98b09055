# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class CaseFileRelease(models.Model):
    """Whether one document is shown in a file inspection, where the rule does not fit.

    By rule a party sees what was published and its own documents. The head of the office
    may withhold a document, or release one, e.g. because its bidder agreed.
    """

    _name = "wohnkoord.case.file.release"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Document in a File Inspection"
    _order = "procedure_id, bid_number, name, id"
    _check_company_auto = True

    _guarded_fields = (
        "procedure_id",
        "bid_id",
        "res_model",
        "res_id",
        "res_field",
        "name",
    )

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    bid_id = fields.Many2one(
        "wohnkoord.bid", index="btree_not_null", readonly=True, ondelete="cascade"
    )
    bid_number = fields.Integer(related="bid_id.number", store=True, aggregator=None)
    res_model = fields.Char("Record", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record No.", model_field="res_model", required=True, readonly=True
    )
    res_field = fields.Char("Field", required=True, readonly=True)
    name = fields.Char("File Name", required=True, readonly=True)
    decision = fields.Selection(
        [("rule", "By Rule"), ("release", "Release"), ("withhold", "Withhold")],
        "In a File Inspection",
        required=True,
        default="rule",
        help="By rule: what was published is shown to everybody, a bid's documents to its"
        " bidder, nothing else.",
    )
    reason = fields.Char(help="Needed where the rule is left; it is logged.")

    _document_uniq = models.Constraint(
        "UNIQUE (res_model, res_id, res_field)", "The document is on the list already."
    )
    _reasoned = models.Constraint(
        "CHECK (decision = 'rule' OR COALESCE(reason, '') <> '')",
        "Please say why this document is shown or withheld.",
    )

    def write(self, vals):
        """Change how documents are shown; every change stands in the log."""
        result = super().write(vals)
        if {"decision", "reason"} & set(vals):
            for procedure, releases in self.grouped("procedure_id").items():
                procedure._check_case_file_access()
                procedure._log(
                    "case_file_release",
                    {
                        "documents": [
                            {
                                "document": f"{r.res_model},{r.res_id},{r.res_field}",
                                "bid": r.bid_number or None,
                                "decision": r.decision,
                                "reason": r.reason or "",
                            }
                            for r in releases
                        ]
                    },
                )
        return result

    @api.model
    def _marks(self, procedure):
        """What the head marked: (model, id, field) -> ``release`` or ``withhold``."""
        marked = self.search(
            [("procedure_id", "=", procedure.id), ("decision", "!=", "rule")]
        )
        return {(r.res_model, r.res_id, r.res_field): r.decision for r in marked}

    @api.model
    def _sync(self, procedure):
        """List every document of a procedure once, and drop what is gone."""
        # sudo: rows come and go with the documents
        known_sudo = self.sudo().search([("procedure_id", "=", procedure.id)])
        keys = {(r.res_model, r.res_id, r.res_field): r for r in known_sudo}
        vals_list, found = [], set()
        for document in procedure._case_documents():
            key = (document["model"], document["id"], document["field"])
            found.add(key)
            if key not in keys:
                vals_list.append(
                    {
                        "procedure_id": procedure.id,
                        "bid_id": document["bid"].id,
                        "res_model": document["model"],
                        "res_id": document["id"],
                        "res_field": document["field"],
                        "name": document["name"],
                    }
                )
        gone = [row.id for key, row in keys.items() if key not in found]
        known_sudo.browse(gone).unlink()
        self.sudo()._create_guarded(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_system(self):
        if not self.env.su:
            raise UserError(self.env._("The list follows the documents by itself."))


class Procedure(models.Model):
    _inherit = "wohnkoord.procedure"

    def action_view_case_file_releases(self):
        """Show every document with whether it is shown in a file inspection."""
        self.ensure_one()
        self._check_case_file_access()
        self.env["wohnkoord.case.file.release"]._sync(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.case_file_release_action"
        )
        return {**action, "domain": [("procedure_id", "=", self.id)]}
