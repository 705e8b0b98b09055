# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class Plot(models.Model):
    """The documents of a plot: the newest file of each counts."""

    _inherit = "wohnkoord.plot"

    document_ids = fields.One2many(
        "wohnkoord.plot.document",
        "plot_id",
        "Documents",
        domain=[("current_id", "=", False)],
        copy=False,
    )
    document_count = fields.Integer(compute="_compute_document_count")

    @api.depends("document_ids")
    def _compute_document_count(self):
        counts = dict(
            self.env["wohnkoord.plot.document"]._read_group(
                [("plot_id", "in", self.ids), ("current_id", "=", False)],
                ["plot_id"],
                ["__count"],
            )
        )
        for plot in self:
            plot.document_count = counts.get(plot._origin, 0)

    def action_view_documents(self):
        """Open the documents of this plot."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.plot_document_action"
        )
        action["domain"] = [("plot_id", "=", self.id)]
        action["context"] = {"default_plot_id": self.id, "search_default_current": 1}
        return action
