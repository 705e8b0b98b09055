# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class ProcedureContract(models.Model):
    """The contract on a plot that ends a reservation: a sale, or a leasehold."""

    _name = "wohnkoord.procedure.contract"
    _inherit = [
        "wohnkoord.guarded.mixin",
        "wohnkoord.quiet.mixin",
        "mail.activity.mixin",
    ]
    _description = "Contract on a Plot"
    _order = "date_signed desc, id desc"
    _check_company_auto = True

    _initial_state = "draft"
    _state_actions = {"signed": "action_sign"}
    _guarded_fields = ("company_id",)

    award_id = fields.Many2one(
        "wohnkoord.award",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    procedure_id = fields.Many2one(
        related="award_id.procedure_id", store=True, index=True
    )
    procedure_lot_id = fields.Many2one(
        related="award_id.procedure_lot_id", store=True, index=True
    )
    bid_id = fields.Many2one(related="award_id.bid_id", store=True, index=True)
    initiative_id = fields.Many2one(
        related="award_id.initiative_id", store=True, index=True
    )
    company_id = fields.Many2one(related="award_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("draft", "Being Prepared"), ("signed", "Signed"), ("ended", "Ended")],
        required=True,
        index=True,
        copy=False,
        default="draft",
    )
    tenure = fields.Selection(
        [("sale", "Sale"), ("leasehold", "Leasehold")], "Sold or Leased", required=True
    )
    date_signed = fields.Date("Signed on", index=True)
    date_start = fields.Date("From")
    date_end = fields.Date("Until", help="Of a leasehold.")
    price = fields.Monetary(help="Of a sale, or the value of the leased plot.")
    ground_rent = fields.Monetary("Ground Rent a Year", help="Of a leasehold.")

    full_value = fields.Monetary(
        help="Of the plot at the time of the contract; below it the supervisory"
        " authority has to approve (§ 90 SächsGemO).",
    )
    notary = fields.Char()
    needs_approval = fields.Boolean(
        "Below Full Value", compute="_compute_needs_approval", store=True
    )
    approval_authority = fields.Char("Supervisory Authority")
    date_approval_asked = fields.Date("Approval Asked for on")
    date_approved = fields.Date("Approval Given on")
    approval_hint = fields.Char(compute="_compute_approval_hint")
    state_aid_note = fields.Text(
        "State Aid", help="Why the price below value is no undue aid; checked before."
    )
    terms = fields.Text(
        "Clauses", help="Build duty, self-use, resale lock, reversion: what was agreed."
    )
    contract_file = fields.Binary("Contract as a File", attachment=True)
    contract_file_name = fields.Char()
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        index="btree_not_null",
        domain=[("share", "=", False)],
        default=lambda self: self.env.user,
    )

    _award_uniq = models.UniqueIndex("(award_id)", "The award has its contract.")
    _money_check = models.Constraint(
        "CHECK (price >= 0 AND ground_rent >= 0 AND full_value >= 0)",
        "Amounts are not negative.",
    )
    _signed_check = models.Constraint(
        "CHECK (state = 'draft' OR date_signed IS NOT NULL)",
        "A signed contract has the day of its signing.",
    )
    _dates_check = models.Constraint(
        "CHECK (date_end IS NULL OR date_start IS NULL OR date_end > date_start)",
        "A leasehold ends after it began.",
    )

    @api.depends("tenure", "price", "full_value")
    def _compute_needs_approval(self):
        for contract in self:
            contract.needs_approval = (
                contract.tenure == "sale" and contract.price < contract.full_value
            )

    @api.depends("needs_approval", "date_approval_asked", "date_approved")
    @api.depends_context("lang")
    def _compute_approval_hint(self):
        for contract in self:
            hint = False
            if contract.needs_approval and not contract.date_approved:
                hint = self.env._("The supervisory authority has to approve first.")
                if contract.date_approval_asked:
                    hint = self.env._(
                        "Counts as approved from %(day)s on, if the file was complete.",
                        day=contract.date_approval_asked + relativedelta(weeks=6),
                    )
            contract.approval_hint = hint

    @api.depends("procedure_lot_id", "initiative_id")
    def _compute_display_name(self):
        for contract in self:
            contract.display_name = (
                f"{contract.procedure_lot_id.display_name}:"
                f" {contract.sudo().initiative_id.name or ''}"
            )

    @api.model
    def _default_vals(self, award):
        """What the plot on offer and the bid say of the contract."""
        lot, bid_sudo = award.procedure_lot_id, award.bid_id.sudo()
        amount = lot.price_fixed if lot.price_model == "fixed" else bid_sudo.price
        value = lot.plot_id.market_value or 0
        vals = {
            "award_id": award.id,
            "tenure": lot.tenure,
            "full_value": value,
            "price": amount if lot.tenure == "sale" else value,
        }
        if lot.tenure == "leasehold":
            start = fields.Date.context_today(self)
            vals |= {
                "ground_rent": award.company_id.currency_id.round(value * amount / 100),
                "date_start": start,
                "date_end": start + relativedelta(years=lot.lease_years or 1),
            }
        return vals

    def write(self, vals):
        """A signed contract stays as it is, but for notes and files."""
        kept = set(vals) - {"state", "contract_file", "contract_file_name", "user_id"}
        if kept and any(contract.state != "draft" for contract in self):
            raise UserError(self.env._("A signed contract stays as it was."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(contract.state != "draft" for contract in self):
            raise UserError(self.env._("A signed contract stays on record."))

    def action_sign(self):
        """Record the signing: the plot is the group's, the reservation is fulfilled.

        :raise UserError: no date, no reservation, or the approval is missing (R11)
        """
        for contract in self:
            contract._sign()
        return True

    def _sign(self):
        self.check_access("write")
        self.lock_for_update()
        # sudo: what its contract moves, whoever may sign it
        award_sudo, procedure = self.sudo().award_id, self.procedure_id
        if self.state != "draft" or award_sudo.state != "reserved":
            raise UserError(
                self.env._("A contract is signed while its plot is reserved.")
            )
        if not self.date_signed or self.date_signed > fields.Date.context_today(self):
            raise UserError(self.env._("Please enter the day of the signing."))
        if self.needs_approval and not self.date_approved:
            raise UserError(
                self.env._(
                    "The price is below the full value: please record the approval of the"
                    " supervisory authority first (§ 90 SächsGemO)."
                )
            )
        moment = procedure._now().replace(microsecond=0)
        self._write_guarded({"state": "signed"})
        award_sudo._write_guarded({"state": "contracted"})
        reservations_sudo = self.env["wohnkoord.reservation"].sudo()
        reservations_sudo.search(
            [("award_id", "=", award_sudo.id), ("state", "=", "running")]
        )._write_guarded({"state": "fulfilled"})
        self.procedure_lot_id.plot_id.sudo()._out_of_procedure(procedure, awarded=True)
        procedure._log(
            "contract_signed",
            {
                "lot": self.procedure_lot_id.number,
                "bid": award_sudo.bid_id.number,
                "tenure": self.tenure,
                "signed": fields.Date.to_string(self.date_signed),
            },
            moment=moment,
        )
        procedure._public_event("contract", self, moment)
        procedure._settle()
