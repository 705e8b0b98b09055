# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class Checklist(models.Model):
    """What is asked in a conversation of one level: the office's guide (Beratungstool)."""

    _name = "wohnkoord.checklist"
    _inherit = ["wohnkoord.catalogue.mixin"]
    _description = "Checklist for a Conversation"
    _check_company_auto = True

    level = fields.Selection(
        selection="_selection_level", required=True, default="orientation", index=True
    )
    topic_ids = fields.Many2many(
        "wohnkoord.topic",
        string="Topics",
        # without its last topic a list would be one for every case
        ondelete="restrict",
        context={"active_test": False},
        check_company=True,
        help="Empty: for every case of the level. Otherwise for cases with one of them.",
    )
    item_ids = fields.One2many(
        "wohnkoord.checklist.item", "checklist_id", string="Questions", copy=True
    )
    item_count = fields.Integer("How Many Questions", compute="_compute_item_count")

    @api.model
    def _selection_level(self):
        level = self.env["wohnkoord.advisory"]._fields["level"]
        return level._description_selection(self.env)

    @api.depends("item_ids")
    def _compute_item_count(self):
        counts = dict(
            self.env["wohnkoord.checklist.item"]._read_group(
                [("checklist_id", "in", self.ids)], ["checklist_id"], ["__count"]
            )
        )
        for checklist in self:
            checklist.item_count = counts.get(checklist._origin, 0)
