# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import binascii
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import formatLang

from ..tools.upload import UploadError, check_upload, clean_name, upload_type


class PlotDocument(models.Model):
    """A document on a plot; a new file makes a new version, and older ones stay.

    The record keeps its identity: what links to it always shows the newest file. An older
    version is a record of its own below it (``current_id``) that nobody changes.
    """

    _name = "wohnkoord.plot.document"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Document of a Plot"
    _order = "plot_id, kind, name, version desc, id"
    _check_company_auto = True

    _guarded_fields = (
        "version",
        "current_id",
        "sha256",
        "size",
        "mimetype",
        "uploaded_by_id",
        "date",
    )

    plot_id = fields.Many2one(
        "wohnkoord.plot",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="plot_id.company_id", store=True, index=True)
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Empty: the name of the file.",
    )
    kind = fields.Selection(
        [
            ("site_plan", "Site Plan"),
            ("cadastre", "Cadastre and Land Register"),
            ("planning", "Planning Law"),
            ("valuation", "Valuation"),
            ("survey", "Survey (Soil, Building, Trees)"),
            ("picture", "Picture"),
            ("expose", "Exposé"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
        index=True,
    )
    file = fields.Binary(attachment=True, required=True, copy=False)
    file_name = fields.Char()
    note = fields.Char("What is New")
    version = fields.Integer(
        required=True, readonly=True, default=1, copy=False, aggregator=None
    )
    current_id = fields.Many2one(
        "wohnkoord.plot.document",
        "Older Version of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    older_ids = fields.One2many(
        "wohnkoord.plot.document", "current_id", "Older Versions", copy=False
    )
    sha256 = fields.Char("SHA-256", compute="_compute_file_facts", store=True)
    size = fields.Integer("Bytes", compute="_compute_file_facts", store=True)
    mimetype = fields.Char("File Type", compute="_compute_file_facts", store=True)
    size_label = fields.Char("Size", compute="_compute_size_label")
    uploaded_by_id = fields.Many2one(
        "res.users",
        "Uploaded by",
        required=True,
        readonly=True,
        copy=False,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    date = fields.Datetime(
        "Uploaded on",
        required=True,
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
    )

    _version_uniq = models.UniqueIndex(
        "(current_id, version) WHERE current_id IS NOT NULL",
        "There is an older version of this number already.",
    )

    @api.depends("file_name")
    def _compute_name(self):
        for document in self:
            document.name = document.name or document.file_name

    @api.depends("file", "file_name")
    def _compute_file_facts(self):
        for document in self.with_context(bin_size=False):
            content = document._content()
            document.size = len(content)
            document.sha256 = hashlib.sha256(content).hexdigest()
            document.mimetype = upload_type(document.file_name)

    @api.depends("size")
    @api.depends_context("lang")
    def _compute_size_label(self):
        for document in self:
            if document.size < 1024**2:
                size, unit = max(1, round(document.size / 1024)), "KB"
            else:
                size, unit = formatLang(self.env, document.size / 1024**2, 1), "MB"
            document.size_label = f"{size} {unit}"

    @api.depends("name", "version", "current_id")
    def _compute_display_name(self):
        for document in self:
            document.display_name = (
                self.env._(
                    "%(name)s (version %(number)s)",
                    name=document.name,
                    number=document.version,
                )
                if document.current_id
                else document.name
            )

    @api.constrains("file", "file_name")
    def _check_file(self):
        for document in self.with_context(bin_size=False):
            try:
                check_upload(document.file_name, document._content())
            except UploadError as error:
                raise ValidationError(error.explain(self.env)) from error

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_clean_name(vals) for vals in vals_list])

    def write(self, vals):
        self.check_access("write")
        self._refuse_guarded(vals)
        vals = self._with_clean_name(vals)
        if vals and self.current_id:
            raise UserError(self.env._("An older version stays as it is."))
        if "plot_id" in vals and self.plot_id.ids != [vals["plot_id"]]:
            raise UserError(self.env._("A document stays with its plot."))
        if "file" not in vals:
            return super().write(vals)
        for document in self:
            is_new = document._is_other_file(vals["file"])
            if is_new:
                document._keep_version()
                new_vals = {"note": False, **vals}
            else:
                new_vals = {name: vals[name] for name in vals if name != "file"}
            super(PlotDocument, document).write(new_vals)
            if is_new:
                document._count_version()
        return True

    def unlink(self):
        """A document goes with all of its versions, so that no file is left behind."""
        self.check_access("unlink")  # before anything is read
        return super(PlotDocument, self | self.older_ids).unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_older(self):
        if self.current_id - self:
            raise UserError(
                self.env._("An older version is kept as long as its document.")
            )

    def action_download(self):
        """Download the file, also of an older version."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file"
            "?filename_field=file_name&download=true",
            "target": "download",
        }

    def _is_other_file(self, value):
        document = self.with_context(bin_size=False)
        return self._content_of(value) != document._content()

    def _count_version(self):
        self._write_guarded(
            {
                "version": self.version + 1,
                "uploaded_by_id": self.env.uid,
                "date": fields.Datetime.now(),
            }
        )

    def _keep_version(self):
        """Copy the file that counts now into a record that nobody changes."""
        document = self.with_context(bin_size=False)
        self._create_guarded(
            [
                {
                    "plot_id": document.plot_id.id,
                    "current_id": document.id,
                    "name": document.name,
                    "kind": document.kind,
                    "file": document.file,
                    "file_name": document.file_name,
                    "note": document.note,
                    "version": document.version,
                    "uploaded_by_id": document.uploaded_by_id.id,
                    "date": document.date,
                }
            ]
        )

    @api.model
    def _with_clean_name(self, vals):
        if not vals.get("file_name"):
            return vals
        return {**vals, "file_name": clean_name(vals["file_name"])}

    def _content(self):
        return self._content_of(self.file)

    @api.model
    def _content_of(self, value):
        try:
            return base64.b64decode(value or b"")
        except binascii.Error:
            return b""
