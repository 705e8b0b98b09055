# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class ResCompany(models.Model):
    """The accessibility statement of the office's public pages (BITV 2.0, section 7)."""

    _inherit = "res.company"

    wohnkoord_accessibility_date = fields.Date(
        "Statement of", help="When the accessibility of the pages was last reviewed."
    )
    wohnkoord_accessibility_limits = fields.Text(
        "Known Barriers",
        translate=True,
        help="What is not accessible yet, why, and what people can do instead. Empty: no"
        " barrier is known.",
    )
    wohnkoord_enforcement_body = fields.Text(
        "Enforcement Body",
        translate=True,
        help="Name and address of the body to which people turn if the office does not"
        " answer; it differs by state.",
    )

    def _wohnkoord_legal_menu(self):
        return super()._wohnkoord_legal_menu() + [
            {"url": "/accessibility", "label": self.env._("Accessibility")},
            {"url": "/feedback", "label": self.env._("Report a barrier")},
        ]

    def _wohnkoord_sitemap_urls(self):
        return super()._wohnkoord_sitemap_urls() + [
            {"url": url, "lastmod": None} for url in ("/accessibility", "/feedback")
        ]


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    wohnkoord_accessibility_date = fields.Date(
        related="company_id.wohnkoord_accessibility_date", readonly=False
    )
    wohnkoord_accessibility_limits = fields.Text(
        related="company_id.wohnkoord_accessibility_limits", readonly=False
    )
    wohnkoord_enforcement_body = fields.Text(
        related="company_id.wohnkoord_enforcement_body", readonly=False
    )
