# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import file_open

from ..tools import docx_template
from ..tools.upload import UploadError, check_upload

DEFAULT_TEMPLATE = "wohnkoord_odoo/static/templates/expose.docx"


class ResCompany(models.Model):
    """An office's own template of the exposé."""

    _inherit = "res.company"

    wohnkoord_expose_template = fields.Binary(
        "Template of the Exposé",
        attachment=True,
        help="A DOCX document with tags such as {{ plot.name }}. Empty: ours.",
    )
    wohnkoord_expose_template_name = fields.Char("File Name of the Template")

    @api.constrains("wohnkoord_expose_template", "wohnkoord_expose_template_name")
    def _check_wohnkoord_expose_template(self):
        sample = self.env["wohnkoord.plot"]._expose_sample()
        for company in self.with_context(bin_size=False):
            if not company.wohnkoord_expose_template:
                continue
            try:
                content = base64.b64decode(company.wohnkoord_expose_template)
            except binascii.Error:
                content = b""
            name = company.wohnkoord_expose_template_name or "expose.docx"
            try:
                if not name.lower().endswith(".docx"):
                    raise docx_template.BrokenTemplate("file")
                check_upload(name, content)
                docx_template.check(content, sample)
            except (UploadError, docx_template.BrokenTemplate) as error:
                raise ValidationError(error.explain(self.env)) from error

    def _wohnkoord_expose_template(self):
        """The template in force.

        :return bytes: DOCX
        """
        self.ensure_one()
        # sudo: whoever may write an exposé may use the office's template
        company_sudo = self.sudo().with_context(bin_size=False)
        if company_sudo.wohnkoord_expose_template:
            return base64.b64decode(company_sudo.wohnkoord_expose_template)
        with file_open(DEFAULT_TEMPLATE, "rb") as file:
            return file.read()
