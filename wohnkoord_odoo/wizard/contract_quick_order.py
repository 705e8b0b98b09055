# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class QuickOrder(models.TransientModel):
    """Consultant, hours, done: for the office that awards directly.

    A fitting active contract of the consultant with hours and money left is used; where
    none fits, framework, lot and contract of the regime ``direct`` are made and
    activated.
    """

    _name = "wohnkoord.quick.order"
    _inherit = "wohnkoord.order.mixin"
    _description = "Quick Order"

    partner_id = fields.Many2one("res.partner", "Consultant", required=True)
    contract_id = fields.Many2one(
        "wohnkoord.contract",
        "Existing Contract",
        compute="_compute_contract_id",
        help="Empty: a direct award is made.",
    )
    hourly_rate = fields.Monetary(
        "Hourly Rate (net)",
        compute="_compute_hourly_rate",
        store=True,
        readonly=False,
    )
    max_amount = fields.Monetary(
        "Maximum Amount (net)",
        compute="_compute_max_amount",
        store=True,
        readonly=False,
        help="Of the direct award; nothing beyond it can be ordered.",
    )

    @api.depends(
        "partner_id",
        "hours",
        "kind",
        "flat_amount",
        "max_ancillary_amount",
        "advisory_id",
    )
    def _compute_contract_id(self):
        for wizard in self:
            firm = wizard.partner_id.commercial_partner_id
            minutes = wizard._minutes()
            wizard.contract_id = next(
                (
                    contract
                    for lot in wizard.advisory_id._fitting_lots()
                    for contract in lot._choose_contracts(minutes)
                    if contract.partner_id == firm
                    and (minutes is None or contract.hourly_rate)
                    and contract._has_room(minutes or 0, wizard._money())
                ),
                False,
            )

    @api.depends("contract_id", "partner_id")
    def _compute_hourly_rate(self):
        last_rates = {
            firm: rate
            for firm, rate in self.env["wohnkoord.contract"]._read_group(
                [("partner_id", "in", self.partner_id.commercial_partner_id.ids)],
                ["partner_id"],
                ["hourly_rate:max"],
            )
        }
        for wizard in self:
            firm = wizard.partner_id.commercial_partner_id
            wizard.hourly_rate = (
                wizard.contract_id.hourly_rate
                or wizard.hourly_rate
                or last_rates.get(firm, 0.0)
            )

    @api.depends("hours", "hourly_rate", "kind", "flat_amount", "max_ancillary_amount")
    def _compute_max_amount(self):
        for wizard in self:
            currency = wizard.currency_id or wizard.env.company.currency_id
            value = (wizard._minutes() or 0) / 60 * wizard.hourly_rate
            wizard.max_amount = currency.round(value + wizard._money())

    def action_order(self):
        """Make and confirm the order, with a direct award where no contract fits.

        :raise UserError: the case is not approved, or rate or fee are missing
        :return: action that opens the order
        """
        self.ensure_one()
        self._check_case()
        return self._place_order(self.contract_id or self._award_directly())

    def _award_directly(self):
        """Framework, lot and contract of the regime ``direct`` for this one order."""
        if (self.kind == "hours" and self.hourly_rate <= 0) or self.max_amount <= 0:
            raise UserError(
                self.env._(
                    "%(name)s has no fitting contract. A direct award needs an hourly"
                    " rate and a maximum amount.",
                    name=self.partner_id.name,
                )
            )
        firm = self.partner_id.commercial_partner_id
        name = self.env._(
            "Direct award %(firm)s, %(case)s",
            firm=firm.name,
            # the number only: city steering reads frameworks, but no names of cases
            case=self.advisory_id.name,
        )
        framework = self.env["wohnkoord.framework"].create(
            {
                "name": name,
                "regime": "direct",
                "company_id": self.advisory_id.company_id.id,
                "currency_id": self.currency_id.id,
                "date_start": fields.Date.context_today(self),
                "date_end": self.date_end,
                "max_amount": self.max_amount,
                "lot_ids": [
                    Command.create(
                        {
                            "name": self.env._("Direct award"),
                            "level": self.advisory_id.level,
                        }
                    )
                ],
            }
        )
        framework.action_activate()
        contract = self.env["wohnkoord.contract"].create(
            {
                "lot_id": framework.lot_ids.id,
                "partner_id": firm.id,
                "hourly_rate": self.hourly_rate,
            }
        )
        contract.action_activate()
        return contract
