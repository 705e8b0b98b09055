# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

#: who may see that a partner is a consultant: the office and the city's steering
READERS = "wohnkoord_odoo.group_user,wohnkoord_odoo.group_steering"


class ResPartner(models.Model):
    _inherit = "res.partner"

    wohnkoord_contract_ids = fields.One2many(
        "wohnkoord.contract",
        "partner_id",
        string="Consultant's Contracts",
        groups=READERS,
    )
    wohnkoord_contract_count = fields.Integer(
        "Contracts", compute="_compute_wohnkoord_contract_count", groups=READERS
    )

    def _compute_wohnkoord_contract_count(self):
        counts = dict(
            self.env["wohnkoord.contract"]._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["__count"]
            )
        )
        for partner in self:
            partner.wohnkoord_contract_count = counts.get(partner, 0)

    def action_view_wohnkoord_contracts(self):
        """Open this consultant's contracts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.contract_action"
        )
        return {
            **action,
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }

    def _wohnkoord_companies(self):
        contracts = self.env["wohnkoord.contract"].search(
            [
                ("partner_id", "=", self.commercial_partner_id.id),
                ("state", "!=", "draft"),
            ]
        )
        return super()._wohnkoord_companies() | contracts.company_id
