# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

HEAD = "wohnkoord_odoo.group_manager"


class Contract(models.Model):
    """The lock of a period: forwards by the head, backwards by the head with a reason.

    What lies inside changes only by counter-entries (design, invariant 4). What was
    handed in before may still be approved or refused.
    """

    _inherit = "wohnkoord.contract"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("lock_date"):
                self._check_may_lock(vals["lock_date"])
        return super().create(vals_list)

    def write(self, vals):
        if "lock_date" in vals and self._has_other_lock(vals["lock_date"]):
            self._check_may_lock(vals["lock_date"])
            if self._goes_back(vals["lock_date"]):
                raise UserError(
                    self.env._(
                        "A locked period is opened again with a reason only. Please use"
                        ' "Lock a Period".'
                    )
                )
        return super().write(vals)

    def action_lock(self, date, reason=None):
        """Lock these contracts up to ``date``, or open them again.

        :param date: last locked day; False opens everything
        :param str reason: needed where a lock goes back; stands in the log
        :raise AccessError: not the head of the office
        :raise UserError: the day is still to come, or the reason is missing
        """
        self.check_access("write")
        date = fields.Date.to_date(date)
        self._check_may_lock(date)
        back = self._goes_back(date)
        if back and not (reason or "").strip():
            raise UserError(
                self.env._(
                    "Please give the reason for opening a locked period again: %(names)s.",
                    names=", ".join(back.mapped("display_name")),
                )
            )
        for contract in back:
            contract.message_post(
                body=self.env._(
                    "Locked period opened again (%(before)s, now %(after)s): %(reason)s",
                    before=fields.Date.to_string(contract.lock_date),
                    after=fields.Date.to_string(date) if date else self.env._("none"),
                    reason=reason.strip(),
                )
            )
        self.filtered(lambda contract: contract.lock_date != date)._write_guarded(
            {"lock_date": date}
        )

    def _has_other_lock(self, date):
        date = fields.Date.to_date(date)
        return self.filtered(lambda contract: (contract.lock_date or False) != date)

    def _goes_back(self, date):
        """The contracts in which a day would be open that is locked now."""
        date = fields.Date.to_date(date)
        return self.filtered(
            lambda contract: (
                contract.lock_date and (not date or contract.lock_date > date)
            )
        )

    @api.model
    def _check_may_lock(self, date):
        if not self.env.user.has_group(HEAD):
            raise AccessError(
                self.env._("Only the head of the office locks periods or opens them.")
            )
        date = fields.Date.to_date(date)
        if date and date > fields.Date.context_today(self):
            raise UserError(
                self.env._("A period is locked once it is over, not in advance.")
            )
