# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class OrderMixin(models.AbstractModel):
    """Who orders sees the consultant's profile, and a warning where a licence is missing.

    A warning only: the office knows what its files do not say yet.
    """

    _inherit = "wohnkoord.order.mixin"

    profile_id = fields.Many2one(
        "wohnkoord.consultant.profile", compute="_compute_profile_id"
    )
    profile_language_ids = fields.Many2many(
        related="profile_id.language_ids", string="Languages"
    )
    profile_topic_ids = fields.Many2many(
        related="profile_id.topic_ids", string="Fields of Advice"
    )
    profile_qualification = fields.Char(related="profile_id.qualification")
    profile_availability = fields.Selection(related="profile_id.availability")
    profile_availability_note = fields.Char(related="profile_id.availability_note")
    missing_licence_ids = fields.Many2many(
        "wohnkoord.topic",
        compute="_compute_missing_licence_ids",
    )

    def _consultant(self):
        """The firm that is chosen in the dialog; empty before."""
        return self.env["res.partner"]

    def _compute_profile_id(self):
        profiles = self.env["wohnkoord.consultant.profile"]._of(
            (wizard._consultant(), wizard.company_id) for wizard in self
        )
        for wizard in self:
            key = (wizard._consultant(), wizard.company_id)
            wizard.profile_id = profiles.get(key, False)

    @api.depends("profile_id", "advisory_id")
    def _compute_missing_licence_ids(self):
        for wizard in self:
            needed = wizard.advisory_id.topic_ids.filtered("licensed_only")
            if not wizard._consultant():
                needed = needed.browse()
            wizard.missing_licence_ids = needed - wizard.profile_id.licensed_topic_ids


class ChooseConsultant(models.TransientModel):
    _inherit = "wohnkoord.choose.consultant"

    def _consultant(self):
        return self.contract_id.partner_id._origin

    @api.depends("contract_id")
    def _compute_profile_id(self):
        return super()._compute_profile_id()


class QuickOrder(models.TransientModel):
    _inherit = "wohnkoord.quick.order"

    def _consultant(self):
        return self.partner_id.commercial_partner_id._origin

    @api.depends("partner_id")
    def _compute_profile_id(self):
        return super()._compute_profile_id()
