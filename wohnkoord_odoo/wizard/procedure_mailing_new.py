# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class MailingNew(models.TransientModel):
    """A plot notice about a published procedure: with its facts and its address."""

    _inherit = "wohnkoord.mailing.new"

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        check_company=True,
        domain="[('company_id', '=', company_id), ('state', '=', 'published')]",
        help="Its facts and its address stand in the letter.",
    )

    @api.depends("procedure_id")
    def _compute_subject(self):
        return super()._compute_subject()

    def _default_subject(self):
        content = (
            self._noticed_procedure()._published_content() if self._noticed() else {}
        )
        if content:
            return self.env._(
                "Plots for housing groups: %(name)s", name=content["name"]
            )
        return super()._default_subject()

    def _noticed(self):
        return self.kind == "plot_notice" and bool(self.procedure_id.version_id)

    def _noticed_procedure(self):
        return self.procedure_id.with_context(lang=self.lang)

    def _render_body(self):
        if not self._noticed():
            return super()._render_body()
        return self.env["ir.qweb"]._render(
            "wohnkoord_odoo.mailing_letter_procedure",
            {
                "office": self.company_id.name,
                "lang": self.lang.replace("_", "-"),
                "procedure": self._noticed_procedure()._notice_values(),
            },
            lang=self.lang,
            minimal_qcontext=True,
        )
