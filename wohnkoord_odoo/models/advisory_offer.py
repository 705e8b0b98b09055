# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class Offer(models.Model):
    """Help that another body offers, to which the office refers people."""

    _name = "wohnkoord.offer"
    _inherit = ["mail.thread"]
    _description = "Offer of Other Bodies"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        default=lambda self: self.env.company,
        help="Empty: every office uses it.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Offered by",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    phone = fields.Char(related="partner_id.phone")
    email = fields.Char(related="partner_id.email")
    topic_ids = fields.Many2many("wohnkoord.topic", string="Topics", check_company=True)
    target_group_ids = fields.Many2many(
        "wohnkoord.target.group", string="Target Groups", check_company=True
    )
    url = fields.Char("Website")
    description = fields.Text(help="What it is, for whom, when, what it costs.")
    referral_ids = fields.One2many("wohnkoord.referral", "offer_id")
    referral_count = fields.Integer(compute="_compute_referral_count")
    contact_count = fields.Integer(
        "Short Contacts",
        compute="_compute_referral_count",
        help="Short contacts that were referred here.",
    )

    @api.depends("referral_ids")
    def _compute_referral_count(self):
        referrals, contacts = (
            dict(
                self.env[model]._read_group(
                    [("offer_id", "in", self.ids)], ["offer_id"], ["__count"]
                )
            )
            for model in ("wohnkoord.referral", "wohnkoord.short.contact")
        )
        for offer in self:
            offer.referral_count = referrals.get(offer._origin, 0)
            offer.contact_count = contacts.get(offer._origin, 0)

    def action_view_referrals(self):
        """Open the referrals to this offer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.referral_action"
        )
        return {
            **action,
            "domain": [("offer_id", "=", self.id)],
            "context": {"default_offer_id": self.id},
        }

    def action_view_short_contacts(self):
        """Open the short contacts that were referred to this offer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.short_contact_action"
        )
        return {
            **action,
            "domain": [("offer_id", "=", self.id)],
            "context": {"default_offer_id": self.id},
        }
