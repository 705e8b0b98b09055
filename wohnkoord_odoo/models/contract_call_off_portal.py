# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_amount, format_date

from ..tools.decimals import german_decimal
from ..tools.duration import format_minutes


class CallOff(models.Model):
    """What the consultant sees and may do in the portal."""

    _inherit = "wohnkoord.call.off"

    @api.model
    def _portal_domain(self, user):
        """The orders of ``user``'s firm, once they are placed (invariant 9)."""
        return Domain(
            "commercial_partner_id", "=", user.partner_id.commercial_partner_id.id
        ) & Domain("state", "!=", "draft")

    def _portal_values(self):
        """Everything of these orders that a portal page may show, as plain values.

        Never more than this list: no case, no notes, no rate of anybody.

        :return list: one dict per order, in the order of ``self``
        """
        today = fields.Date.context_today(self)
        # sudo: initiative and adviser are not readable in the portal
        return [call_off._portal_value(today) for call_off in self.sudo()]

    def _portal_value(self, today):
        ordered = round(self.hours * 60)
        is_open = self.state == "confirmed"
        left = max(ordered - self.minutes_worked, 0) if is_open else 0
        adviser = self.user_id.partner_id
        return {
            "id": self.id,
            "url": f"/my/call-offs/{self.id}",
            "name": self.name,
            "state": self.state,
            "is_open": is_open,
            "is_late": is_open and self.date_end < today,
            "is_early": is_open and self.date_start > today,
            "task": self.description or "",
            "initiative": self.initiative_id.name or "",
            "adviser": adviser.name or "",
            "adviser_email": adviser.email or "",
            "adviser_phone": adviser.phone or "",
            "date_start": self.date_start,
            "date_end": self.date_end,
            "date_start_label": format_date(self.env, self.date_start),
            "date_end_label": format_date(self.env, self.date_end),
            "minutes_left": left,
            "ordered": format_minutes(ordered),
            "worked": format_minutes(self.minutes_worked),
            "left": format_minutes(left),
            "percent": round(100 * self.minutes_worked / ordered) if ordered else 0,
            "result": self.result or "",
            **self._portal_money(today),
        }

    def _portal_money(self, today):
        """Flat fee and ancillary costs of the order: the firm's own, agreed with it."""

        def amount(value):
            return format_amount(self.env, value, self.currency_id)

        rest, is_last = self._next_instalment()
        is_open = self.state == "confirmed"
        due = self.date_due if self.kind == "flat_fee" else None
        fee = self.flat_amount
        return {
            "is_flat": self.kind == "flat_fee",
            "fee": amount(fee),
            "fee_claimed": amount(self.amount_flat_claimed),
            "fee_accepted": amount(self.amount_flat_approved),
            "fee_percent": round(100 * self.amount_flat_approved / fee) if fee else 0,
            "fee_rest": amount(rest),
            "fee_rest_amount": rest,
            "fee_rest_typed": german_decimal(f"{rest:.2f}"),
            "fee_is_whole": is_last,
            "instalments": self.max_instalments,
            "instalments_left": self.max_instalments - self.instalment_count,
            "can_hand_in": is_open
            and self.currency_id.compare_amounts(rest, 0) > 0
            and self.instalment_count < self.max_instalments,
            "deliverable": self.deliverable or "",
            "due_label": format_date(self.env, due) if due else "",
            "is_due_late": bool(
                due and is_open and due < today and not self.instalment_count
            ),
            "has_costs": bool(self.max_ancillary_amount),
            "costs_max": amount(self.max_ancillary_amount),
            "costs_used": amount(self.amount_ancillary_claimed),
            "costs_left": amount(self.amount_ancillary_left),
            "costs_left_amount": self.amount_ancillary_left,
            "can_enter_costs": is_open
            and self.currency_id.compare_amounts(self.amount_ancillary_left, 0) > 0,
        }

    def _portal_hours_request(self):
        """The latest request for more hours of this order as plain values, or None."""
        self.ensure_one()
        # sudo: the portal has no rights on requests
        request = (
            self.env["wohnkoord.hours.request"]
            .sudo()
            .search([("call_off_id", "=", self.id)], limit=1)
        )
        if not request:
            return None
        return {
            "state": request.state,
            "hours": format_minutes(round(request.hours * 60)),
            "reason": request.reason,
            "answer": request.answer or "",
            "date_label": format_date(
                self.env, fields.Datetime.context_timestamp(self, request.create_date)
            ),
        }

    def _set_result(self, result):
        """Record the consultant's short report.

        :raise UserError: the order is not confirmed, or the text is empty
        """
        self.ensure_one()
        if self.state != "confirmed":
            raise UserError(self.env._("The result is written while the order runs."))
        if not (result or "").strip():
            raise UserError(self.env._("Please write the result first."))
        self.write({"result": result.strip()})

    def _request_hours(self, hours, reason):
        """Ask the office for more hours; see ``wohnkoord.hours.request``.

        :param float hours: how many more, in steps of 0.25
        :return: the request
        """
        self.ensure_one()
        return self.env["wohnkoord.hours.request"].create(
            {"call_off_id": self.id, "hours": hours, "reason": reason}
        )

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """The log is the office's: whoever may only read the order reads none of it.

        A consultant and the city's steering read the order; messages with the office's
        thoughts on case and budget must not come with it. A mail that was sent to the
        consultant stays readable: its recipients are asked first.
        """
        operations = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation == "read":
            return dict.fromkeys(operations, "write")
        return operations

    def _get_access_action(self, access_uid=None, force_website=False):
        """Links in mails lead a portal user to the portal's page of the order."""
        user = self.env["res.users"].sudo().browse(access_uid or self.env.uid)
        if user.share or force_website:
            return {
                "type": "ir.actions.act_url",
                "url": f"/my/call-offs/{self.id}",
                "target": "self",
                "res_id": self.id,
            }
        return super()._get_access_action(
            access_uid=access_uid, force_website=force_website
        )
