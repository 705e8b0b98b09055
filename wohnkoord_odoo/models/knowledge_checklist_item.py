# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ChecklistItem(models.Model):
    """One question of a checklist, with a hint and the documents to hand out."""

    _name = "wohnkoord.checklist.item"
    _description = "Question of a Checklist"
    _order = "checklist_id, sequence, id"

    checklist_id = fields.Many2one(
        "wohnkoord.checklist", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="checklist_id.company_id", store=True, index="btree_not_null"
    )
    sequence = fields.Integer(default=10)
    section = fields.Char(
        translate=True, help="Questions of one section stand below each other."
    )
    name = fields.Char("Question", required=True, translate=True)
    hint = fields.Text(
        translate=True, help="What to look out for, what to explain, whom to refer to."
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Documents to Hand Out",
        bypass_search_access=True,
        help="Sent to the person after the conversation, with one button.",
    )
    link_url = fields.Char("Link", help="A page to hand out, e.g. of a ministry.")

    @api.constrains("link_url")
    def _check_link_url(self):
        for item in self:
            if item.link_url and not item.link_url.lower().startswith(
                ("https://", "http://")
            ):
                raise ValidationError(
                    self.env._(
                        "A link starts with https:// (%(question)s).",
                        question=item.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._adopt_attachments()
        return items

    def write(self, vals):
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._adopt_attachments()
        return result

    def _adopt_attachments(self):
        """Make every file the question's own, readable by whoever reads the question.

        A file that was put on a new question belongs to its author until now; one of
        another record, also of a copied question, is copied if the user may read it.
        """
        for item in self:
            files = item.attachment_ids
            own = files.filtered_domain(
                [("res_model", "=", self._name), ("res_id", "=", item.id)]
            )
            new = (files - own).filtered(
                lambda file: file.res_model == self._name and not file.res_id
            )
            new.write({"res_id": item.id})
            owner = {"res_model": self._name, "res_id": item.id}
            others = files - own - new
            if others:
                copies = others.browse([file.copy(owner).id for file in others])
                item.attachment_ids = own | new | copies
