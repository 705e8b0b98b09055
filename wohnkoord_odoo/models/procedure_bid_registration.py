# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.exceptions import UserError


class Registration(models.Model):
    """A party that bids does not withdraw by the way."""

    _inherit = "wohnkoord.registration"

    def _before_withdrawal(self):  # pylint: disable=missing-return
        """
        :raise UserError: the deadline is over; who bids by then takes part
        """
        super()._before_withdrawal()
        procedure = self.procedure_id
        if not procedure._is_open(procedure._now()):
            raise UserError(
                self.env._(
                    "The deadline has passed: a party can no longer withdraw from the"
                    " procedure."
                )
            )

    def _portal_withdraw(self, moment):
        """
        :raise UserError: also: the group has a bid. Only the group itself is told: the
            office must not learn that there is one.
        """
        self.initiative_id._check_portal_act()
        bids = self.env["wohnkoord.bid"]._of_registration(self)
        if any(bid.state == "submitted" for bid in bids):
            raise UserError(
                self.env._(
                    "Your group has a bid in this procedure. Please withdraw the bid"
                    " first."
                )
            )
        return super()._portal_withdraw(moment)
