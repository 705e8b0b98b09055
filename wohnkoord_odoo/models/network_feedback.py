# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools import format_datetime


class Feedback(models.Model):
    """What a visitor reports about the public pages, barriers first.

    BITV 2.0 / BfWebG: a way to report barriers, open to all, without a login.
    """

    _name = "wohnkoord.feedback"
    _inherit = ["wohnkoord.quiet.mixin", "mail.activity.mixin"]
    _description = "Feedback on the Public Pages"
    _order = "is_handled, date desc, id desc"
    _rec_names_search = ["text", "page"]

    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True)
    kind = fields.Selection(
        [("barrier", "Barrier"), ("error", "Error"), ("other", "Other")],
        required=True,
        default="barrier",
        index=True,
    )
    page = fields.Char(help="What the visitor was looking at.")
    text = fields.Text(required=True)
    email = fields.Char(help="Only if the visitor wants an answer.")
    is_handled = fields.Boolean("Handled", index=True, tracking=True)
    user_id = fields.Many2one(
        "res.users",
        "Handled by",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    answer = fields.Text(help="What was done.")

    @api.depends("kind", "date")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for feedback in self:
            date = format_datetime(self.env, feedback.date, dt_format="short")
            feedback.display_name = f"{kinds.get(feedback.kind, '')}, {date}"

    def action_handle(self):
        """Mark as handled by the user who clicks."""
        self.write({"is_handled": True, "user_id": self.env.uid})
