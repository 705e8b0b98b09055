# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class Referral(models.Model):
    """A case is referred to an offer of another body (Verweis)."""

    _name = "wohnkoord.referral"
    _description = "Referral"
    _order = "date desc, id desc"
    _check_company_auto = True

    advisory_id = fields.Many2one(
        "wohnkoord.advisory",
        "Case",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    offer_id = fields.Many2one(
        "wohnkoord.offer",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="advisory_id.company_id", store=True, index=True
    )
    initiative_id = fields.Many2one(related="advisory_id.initiative_id", store=True)
    user_id = fields.Many2one(
        "res.users",
        "Referred by",
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    note = fields.Char("What for")
    result = fields.Selection(
        [
            ("open", "No feedback yet"),
            ("helped", "Helped"),
            ("partly", "Helped in part"),
            ("failed", "Did not help"),
            ("unused", "Not taken up"),
        ],
        required=True,
        default="open",
        index=True,
        copy=False,
    )
    feedback = fields.Text(copy=False, help="What came of it.")

    @api.depends("offer_id.name", "date")
    def _compute_display_name(self):
        for referral in self:
            referral.display_name = self.env._(
                "%(offer)s, %(date)s",
                offer=referral.offer_id.name or "",
                date=fields.Date.to_string(referral.date) or "",
            )
