# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class Procedure(models.Model):
    """From the reservations to the contracts, and the end of the procedure."""

    _inherit = "wohnkoord.procedure"

    reservation_count = fields.Integer(
        "Number of Reservations",
        compute="_compute_reservation_counts",
        groups="wohnkoord_odoo.group_user",
    )
    contract_count = fields.Integer(
        "Number of Contracts",
        compute="_compute_reservation_counts",
        groups="wohnkoord_odoo.group_user",
    )

    has_award_to_reserve = fields.Boolean(
        compute="_compute_has_award_to_reserve", groups="wohnkoord_odoo.group_user"
    )

    @api.depends("award_ids.state")
    def _compute_has_award_to_reserve(self):
        for procedure in self:
            procedure.has_award_to_reserve = any(
                award.state == "decided" and award.bid_id
                for award in procedure.award_ids
            )

    @api.depends("reservation_ids", "contract_ids")
    def _compute_reservation_counts(self):
        self._count_rows(
            {
                "reservation_count": "wohnkoord.reservation",
                "contract_count": "wohnkoord.procedure.contract",
            }
        )

    def action_reserve(self):
        """Reserve all awarded plots at once.

        :raise UserError: something stands against one of them
        """
        for procedure in self:
            awards = procedure.award_ids.filtered(
                lambda award: award.state == "decided" and award.bid_id
            )
            if not awards:
                raise UserError(self.env._("There is no awarded plot to reserve."))
            awards.action_reserve()
        return True

    def action_finish(self):
        """End the procedure after its contracts; their duties stay in the ledger.

        :raise UserError: not all plots are settled, or the checklist names something
        """
        for procedure in self:
            procedure.check_access("write")
            if procedure.state != "contracted":
                raise UserError(
                    self.env._("A procedure ends when its contracts are signed.")
                )
            procedure._check_step("finish")
            moment = procedure._now().replace(microsecond=0)
            procedure._write_guarded({"state": "done", "date_ended": moment})
            procedure._log("done", moment=moment)
            procedure._public_event("terminated", procedure, moment)
        return True

    def _missing(self, step):
        """Also: at the end every promise is a duty, or dropped with a reason."""
        found = super()._missing(step)
        if step != "finish":
            return found
        # sudo: counted only; whoever ends the procedure hears how many, not which
        open_count = (
            self.env["wohnkoord.commitment"]
            .sudo()
            .search_count(
                [
                    ("duty_state", "=", "promised"),
                    ("bid_id", "in", self._signed_bid_ids()),
                ]
            )
        )
        if open_count:
            text = self.env._(
                "Promises that are neither duties nor dropped: %(count)s",
                count=open_count,
            )
            found = [*found, {"text": text, "severity": "blocker", "field": None}]
        return found

    def _signed_bid_ids(self):
        contracts_sudo = self.env["wohnkoord.procedure.contract"].sudo()
        return contracts_sudo.search(
            [("procedure_id", "=", self.id), ("state", "=", "signed")]
        ).bid_id.ids

    def _settle(self):
        """Once every plot is settled and one has a contract, the procedure has."""
        self.ensure_one()
        if self.state != "reserved" or self._unsettled_lots():
            return
        # sudo: awards of all bids count, whoever signed the last contract
        if "contracted" in self.sudo().award_ids.mapped("state"):
            self._write_guarded({"state": "contracted"})
            self._log("contracted")

    def _unsettled_lots(self):
        """Plots of which it is still open who gets them."""
        # sudo: awards of all bids count
        awards_sudo = self.sudo().award_ids
        unsettled = self.lot_ids.browse()
        for lot in self.lot_ids:
            awards = awards_sudo.filtered(
                lambda award, lot=lot: award.procedure_lot_id == lot
            )
            last = awards.sorted("id")[-1:]
            is_open = (
                not last
                or last.state in ("draft", "reserved")
                or (last.state == "decided" and last.bid_id)
                or (last.state == "lapsed" and last._runner_up())
            )
            if is_open:
                unsettled |= lot
        return unsettled

    def action_view_reservations(self):
        """The reservations of this procedure."""
        return self._open_of_procedure("reservation_action")

    def action_view_contracts(self):
        """The contracts of this procedure."""
        return self._open_of_procedure("procedure_contract_action")
