# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from odoo import api, fields, models


class Bid(models.Model):
    """The opened bid as a page to read."""

    _inherit = "wohnkoord.bid"

    page = fields.Html("Text of the Bid", compute="_compute_page", sanitize=False)

    @api.depends("content")
    @api.depends_context("lang")
    def _compute_page(self):
        for bid in self:
            bid.page = (
                self.env["ir.qweb"]._render(
                    "wohnkoord_odoo.bid_page", bid._page_values()
                )
                if bid.content
                else False
            )

    def _page_values(self):
        """What bidders wrote, as plain values; whatever is odd in it is left out."""
        self.ensure_one()
        try:
            content = json.loads(self.content)
        except ValueError:
            content = {}
        group = content.get("group")
        declarations = content.get("declarations")
        envelope = content.get("envelope")
        return {
            "name": str(content.get("name") or ""),
            "group": self._group_values(group if isinstance(group, dict) else {}),
            "statement": str(content.get("statement") or ""),
            "declarations": [
                str(text)
                for text in (declarations if isinstance(declarations, list) else [])
            ],
            "envelope": [
                str(text)
                for text in (envelope.values() if isinstance(envelope, dict) else [])
                if text
            ],
        }

    def _group_values(self, group):
        labels = {
            "legal_form": self.env._("Legal form"),
            "household_count": self.env._("Households"),
            "adult_count": self.env._("Adults"),
            "child_count": self.env._("Children"),
            "complete_share": self.env._("Share of the group that is complete (%)"),
        }
        return [
            (label, str(group[name]))
            for name, label in labels.items()
            if group.get(name) not in (None, "")
        ]
