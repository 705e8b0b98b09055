# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager

from odoo import fields, models
from odoo.exceptions import UserError


class CallOff(models.Model):
    """The states of an order: place, change, close, cancel; and the rules behind."""

    _inherit = "wohnkoord.call.off"

    def action_confirm(self):
        """Place the order: copy the rate and take its hours from all three levels.

        :raise UserError: not a draft; the case does not fit the lot; contract or
            framework not active or out of term; a maximum would be exceeded
        """
        self._check_access_for_order()
        for call_off in self:
            call_off._check_orderable()
        with self._committing():
            for contract, call_offs in self.grouped("contract_id").items():
                call_offs._write_guarded(
                    {
                        "state": "confirmed",
                        "hourly_rate": contract.hourly_rate,
                        "date_confirmed": fields.Datetime.now(),
                    }
                )

    def action_amend(self, hours, reason, amounts=None):
        """Change what a confirmed order holds (also downwards).

        :param float hours: the new total, in steps of 0.25; 0 for a flat fee
        :param str reason: why; goes to the order's log
        :param dict amounts: new totals beside the hours, where they change:
            ``flat_amount``, ``max_ancillary_amount`` (net), ``max_instalments``
        :raise UserError: not confirmed, no reason, less than asked for, or a maximum
        """
        self.ensure_one()
        self._check_access_for_order()
        if self.state != "confirmed":
            raise UserError(self.env._("Only a confirmed order can be changed."))
        if not (reason or "").strip():
            raise UserError(self.env._("Please give the reason for the change."))
        known = ("flat_amount", "max_ancillary_amount", "max_instalments")
        vals = {name: (amounts or {}).get(name, self[name]) for name in known}
        vals["hours"] = hours
        self._check_amendable(vals)
        before = {name: self[name] for name in vals}
        with self._committing():
            self._write_guarded(vals)
        for name, value in before.items():
            if self[name] != value:
                self.message_post(
                    body=self._amendment_text(name, value, reason.strip())
                )

    def _amendment_text(self, name, before, reason):
        """What the log says about one changed value."""
        if name == "hours":
            return self.env._(
                "Ordered hours changed from %(before).2f to %(after).2f: %(reason)s",
                before=before,
                after=self.hours,
                reason=reason,
            )
        label = self.fields_get([name], ["string"])[name]["string"]
        return self.env._(
            "%(what)s changed from %(before).2f to %(after).2f: %(reason)s",
            what=label,
            before=before,
            after=self[name],
            reason=reason,
        )

    def action_close(self):
        """End the order; unused hours and money go back to the levels above.

        :raise UserError: not confirmed, no result, or something not decided yet
        """
        self._check_access_for_order()
        for call_off in self:
            if call_off.state != "confirmed":
                raise UserError(
                    self.env._("%(name)s is not confirmed.", name=call_off.name)
                )
            if not (call_off.result or "").strip():
                raise UserError(
                    self.env._(
                        "%(name)s: the consultant's short result is missing.",
                        name=call_off.name,
                    )
                )
        open_entries = self.env["wohnkoord.time.entry"]._read_group(
            [("call_off_id", "in", self.ids), ("state", "in", ("draft", "submitted"))],
            ["call_off_id"],
            ["__count"],
        )
        for call_off, count in open_entries:
            raise UserError(
                self.env._(
                    "%(name)s: %(count)s time entries are not decided yet.",
                    name=call_off.name,
                    count=count,
                )
            )
        self._check_costs_decided()
        with self._committing():
            self._write_guarded(
                {"state": "closed", "date_closed": fields.Date.context_today(self)}
            )

    def action_cancel(self):
        """Take the order back; possible only while nothing is worked.

        :raise UserError: hours are worked, or the order is closed
        """
        self._check_access_for_order()
        for call_off in self:
            if call_off.minutes_worked or call_off.state == "closed":
                raise UserError(
                    self.env._(
                        "%(name)s has worked hours: close it instead.",
                        name=call_off.name,
                    )
                )
            if call_off.amount_flat_claimed or call_off.amount_ancillary_claimed:
                raise UserError(
                    self.env._(
                        "%(name)s has entries of fee or costs: close it instead.",
                        name=call_off.name,
                    )
                )
        with self._committing():
            self._write_guarded({"state": "cancelled"})

    def _check_access_for_order(self):
        """Public methods are open to RPC: the caller needs the right to write."""
        self.check_access("write")

    @contextmanager
    def _committing(self):
        """Book on the upper levels whatever the block changes in what is committed."""
        before = {
            call_off: (call_off.minutes_committed, call_off.amount_committed)
            for call_off in self
        }
        yield
        self.env["wohnkoord.balance"]._book_called_off(
            {
                call_off: (
                    call_off.minutes_committed - minutes,
                    call_off.currency_id.round(call_off.amount_committed - amount),
                )
                for call_off, (minutes, amount) in before.items()
            }
        )

    def _check_orderable(self):
        """Whether the case may be ordered from this lot (design, invariant 3)."""
        self.ensure_one()
        case = self.advisory_id
        if self.state != "draft":
            raise UserError(self.env._("%(name)s is not a draft.", name=self.name))
        if case.state not in ("approved", "running"):
            raise UserError(
                self.env._(
                    "%(case)s must be approved or running before hours are ordered.",
                    case=case.display_name,
                )
            )
        if case.level != self.lot_id.level:
            raise UserError(
                self.env._(
                    "%(case)s is not of the level of the lot %(lot)s.",
                    case=case.display_name,
                    lot=self.lot_id.display_name,
                )
            )
        if case.level != "orientation" and not case.initiative_id:
            raise UserError(
                self.env._("%(case)s has no initiative.", case=case.display_name)
            )
        if not self.lot_id._meets_topics(case.topic_ids):
            raise UserError(
                self.env._(
                    "The topics of %(case)s are not those of the lot %(lot)s.",
                    case=case.display_name,
                    lot=self.lot_id.display_name,
                )
            )

    def _value_of(self, minutes):
        """Net value of ``minutes`` at this order's rate, rounded to the currency."""
        value = minutes / 60 * self.hourly_rate
        return self.currency_id.round(value) if self.currency_id else value

    def _explain_refusal(self, minutes):
        """Say in the user's language why ``minutes`` more cannot be worked."""
        self.ensure_one()
        if self.state != "confirmed":
            return self.env._(
                "%(name)s is not open: no hours can be worked on it.", name=self.name
            )
        if self.kind == "flat_fee":
            return self.env._(
                "%(name)s is an order at a flat fee: no hours are entered on it.",
                name=self.name,
            )
        return self.env._(
            "%(name)s: %(left).2f hours are left, %(asked).2f are entered. Please ask"
            " for more hours first.",
            name=self.name,
            left=self.hours_left,
            asked=minutes / 60,
        )
