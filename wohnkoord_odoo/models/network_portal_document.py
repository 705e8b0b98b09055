# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import formatLang

from ..tools.upload import UploadError, check_upload, clean_name, upload_type


class InitiativeDocument(models.Model):
    """A file between a group and its office; what the office keeps inside is not shared.

    Files are checked by their content, belong to this record alone, and leave the portal
    by one address only.
    """

    _name = "wohnkoord.initiative.document"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Document of an Initiative"
    _order = "date desc, id desc"
    _check_company_auto = True

    _guarded_fields = (
        "direction",
        "uploaded_by_id",
        "date",
        "mimetype",
        "size",
        "date_shared",
        "date_read",
        "date_told",
    )

    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="initiative_id.company_id", store=True, index=True
    )
    name = fields.Char("File Name", required=True)
    file = fields.Binary(attachment=True, required=True, copy=False)
    mimetype = fields.Char("Kind", compute="_compute_file_facts", store=True)
    size = fields.Integer("Bytes", compute="_compute_file_facts", store=True)
    size_label = fields.Char("Size", compute="_compute_size_label")
    note = fields.Char()
    direction = fields.Selection(
        [("from_group", "Group"), ("from_office", "Office")],
        "From",
        required=True,
        readonly=True,
        default="from_office",
    )
    uploaded_by_id = fields.Many2one(
        "res.partner",
        "Uploaded by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.partner_id.id,
    )
    date = fields.Datetime(
        "Uploaded on", required=True, readonly=True, default=fields.Datetime.now
    )
    is_shared = fields.Boolean(
        "Shared with the Group", help="The members find the file in their portal."
    )
    date_shared = fields.Datetime("Shared on", readonly=True, copy=False)
    date_read = fields.Datetime("Seen by the Office on", readonly=True, copy=False)
    date_told = fields.Datetime("Group Told on", readonly=True, copy=False)
    is_news = fields.Boolean(
        "New from the Group", compute="_compute_is_news", search="_search_is_news"
    )

    _group_sees_its_own = models.Constraint(
        "CHECK (direction = 'from_office' OR is_shared)",
        "What the group sent stays in its portal.",
    )
    _shared_idx = models.Index("(initiative_id, date DESC, id DESC) WHERE is_shared")
    _news_idx = models.Index(
        "(initiative_id) WHERE direction = 'from_group' AND date_read IS NULL"
    )

    @api.depends("file", "name")
    def _compute_file_facts(self):
        for document in self.with_context(bin_size=False):
            content = document._content()
            document.size = len(content)
            document.mimetype = upload_type(document.name)

    @api.depends("size")
    @api.depends_context("lang")
    def _compute_size_label(self):
        for document in self:
            document.size_label = document._readable_size()

    @api.depends("direction", "date_read")
    def _compute_is_news(self):
        for document in self:
            document.is_news = (
                document.direction == "from_group" and not document.date_read
            )

    def _search_is_news(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._news_domain() if True in value else ~self._news_domain()

    @api.model
    def _news_domain(self):
        """What the group sent and the office has not seen."""
        return Domain("direction", "=", "from_group") & Domain("date_read", "=", False)

    @api.constrains("file", "name")
    def _check_file(self):
        for document in self.with_context(bin_size=False):
            try:
                check_upload(document.name, document._content())
            except UploadError as error:
                raise ValidationError(error.explain(self.env)) from error

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create([self._with_clean_name(vals) for vals in vals_list])
        documents._note_sharing()
        return documents

    def write(self, vals):
        self._refuse_guarded(vals)
        if "initiative_id" in vals and any(
            document.initiative_id.id != vals["initiative_id"] for document in self
        ):
            raise UserError(self.env._("A document stays with its initiative."))
        if {"file", "name", "note"} & set(vals) and "from_group" in self.mapped(
            "direction"
        ):
            raise UserError(
                self.env._("What the group sent stays as it is. Please add a new file.")
            )
        result = super().write(self._with_clean_name(vals))
        if "file" in vals:
            self._write_guarded({"date_shared": False})
        if {"file", "is_shared"} & set(vals):
            self._note_sharing()
        return result

    def action_mark_seen(self):
        """Note that the office has seen what the group sent."""
        self.check_access("write")
        self.filtered("is_news")._write_guarded({"date_read": fields.Datetime.now()})
        self.initiative_id._close_portal_activity()
        return True

    def action_tell_group(self):
        """Send the spokespersons a short note by mail that there is a new document.

        :raise UserError: not shared, or nobody to write to
        """
        self.check_access("write")
        if not all(self.mapped("is_shared")):
            raise UserError(
                self.env._("Please share the document with the group first.")
            )
        for initiative in self.initiative_id:
            if not initiative._current_spokespersons()._notify_of_news():
                raise UserError(
                    self.env._(
                        "No spokesperson of %(name)s has an address and a login.",
                        name=initiative.name,
                    )
                )
        self._write_guarded({"date_told": fields.Datetime.now()})
        return True

    @api.model
    def _upload_as_group(self, initiative, name, content, note=""):
        """Keep a file that the current user, a spokesperson, sends in the portal.

        :raise UploadError: not of a kind that is taken
        """
        name = clean_name(name)
        check_upload(name, content)
        now = fields.Datetime.now()
        return self._create_guarded(
            [
                {
                    "initiative_id": initiative.id,
                    "name": name,
                    "file": base64.b64encode(content),
                    "note": note or False,
                    "direction": "from_group",
                    "uploaded_by_id": self.env.user.partner_id.id,
                    "is_shared": True,
                    "date_shared": now,
                }
            ]
        )

    @api.model
    def _with_clean_name(self, vals):
        return {**vals, "name": clean_name(vals["name"])} if vals.get("name") else vals

    def _note_sharing(self):
        """Keep since when the group sees what the office shares."""
        fresh = self.filtered(lambda d: d.is_shared and not d.date_shared)
        fresh._write_guarded({"date_shared": fields.Datetime.now()})
        hidden = self.filtered(lambda d: not d.is_shared and d.date_shared)
        hidden._write_guarded({"date_shared": False})

    def _content(self):
        try:
            return base64.b64decode(self.file or b"")
        except binascii.Error:
            return b""

    def _readable_size(self):
        if self.size < 1024 * 1024:
            return self.env._("%(size)s KB", size=max(1, round(self.size / 1024)))
        return self.env._(
            "%(size)s MB", size=formatLang(self.env, self.size / 1024**2, digits=1)
        )

    def _portal_values(self):
        """What the list of documents shows in the portal.

        :return: list of dicts, in the order of the records
        """
        return [
            {
                "id": document.id,
                "url": document.initiative_id._portal_path(f"documents/{document.id}"),
                "name": document.name,
                "size": document.size_label,
                "note": document.note or "",
                "from_office": document.direction == "from_office",
                "by": document.uploaded_by_id.name,
                "date": document.date_shared or document.date,
            }
            for document in self
        ]
