# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.exceptions import UserError

from .procedure_lot import ENDED_STATES

#: a procedure that took its course to the bids may end without an award
UNSUCCESSFUL_STATES = ("closed", "opened", "jury", "recommended", "decided", "reserved")


class Procedure(models.Model):
    """The two exits: cancelled (Aufhebung), and over without an award."""

    _inherit = "wohnkoord.procedure"

    _reason_actions = ("action_cancel", "action_unsuccessful")

    def action_ask_cancel(self):
        """Ask why, then cancel."""
        return self._ask_reason("action_cancel", self.env._("Cancel the Procedure"))

    def action_ask_unsuccessful(self):
        """Ask why, then end the procedure without an award."""
        return self._ask_reason(
            "action_unsuccessful", self.env._("End without an Award")
        )

    def action_cancel(self, reason):
        """Cancel the procedure; possible until a contract is signed.

        :param str reason: kept on record, and told to whoever takes part
        :raise UserError: it is over, or there is no reason
        """
        for procedure in self:
            procedure._end("cancelled", reason, procedure.state not in ENDED_STATES)
            procedure._on_cancelled()

    def action_unsuccessful(self, reason):
        """End the procedure without an award; possible once the deadline is over.

        :param str reason: kept on record
        :raise UserError: bids may still come, it is over, or there is no reason
        """
        for procedure in self:
            procedure._end(
                "unsuccessful", reason, procedure.state in UNSUCCESSFUL_STATES
            )
            procedure._on_unsuccessful()

    def _on_cancelled(self):
        """Hook: the procedure was cancelled; ``end_reason`` says why."""

    def _on_unsuccessful(self):
        """Hook: the procedure ended without an award; ``end_reason`` says why."""

    def _end(self, state, reason, is_possible):
        self.ensure_one()
        self.check_access("write")
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Please give a reason; it is kept on record."))
        if self.is_template or not is_possible:
            raise UserError(
                self.env._(
                    '"%(procedure)s" cannot end like this now (%(state)s).',
                    procedure=self.name,
                    state=self._state_label(self.state),
                )
            )
        moment = self._now().replace(microsecond=0)
        self._write_guarded(
            {"state": state, "end_reason": reason, "date_ended": moment}
        )
        self._log(state, {"reason": reason}, moment=moment)
        self.env["wohnkoord.procedure.lot"]._note_plots(self.lot_ids.plot_id)
