# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

#: state -> kind of its badge in the portal
COLOURS = {
    "new": "open",
    "incomplete": "draft",
    "differs": "draft",
    "checking": "open",
    "posted": "open",
    "paid": "done",
    "returned": "refused",
    "withdrawn": "off",
}


class Invoice(models.Model):
    """What a consultant sees of the own firm's invoices, as plain values."""

    _inherit = "wohnkoord.invoice"

    @api.model
    def _portal_domain(self, user):
        """The one domain of what a consultant sees, for reading with sudo."""
        return Domain(
            "partner_id", "=", user.partner_id.commercial_partner_id.id
        ) & Domain("company_id", "in", user.company_ids.ids)

    @api.model
    def _portal_offices(self, user):
        """The offices that the user's firm has contracts with, as superuser."""
        contracts_sudo = (
            self.env["wohnkoord.contract"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", user.partner_id.commercial_partner_id.id),
                    ("state", "!=", "draft"),
                    ("company_id", "in", user.company_ids.ids),
                ]
            )
        )
        return contracts_sudo.company_id

    @api.model
    def _portal_orders(self, user, company):
        """Value and label of the orders that a typed invoice may name."""
        orders_sudo = (
            self.env["wohnkoord.call.off"]
            .sudo()
            .search(
                [
                    (
                        "commercial_partner_id",
                        "=",
                        user.partner_id.commercial_partner_id.id,
                    ),
                    ("company_id", "=", company.id),
                    ("state", "in", ("confirmed", "closed")),
                    ("contract_id.self_billing", "=", False),
                ],
                order="date_end desc, id desc",
                limit=100,
            )
        )
        return [
            (
                str(order.id),
                f"{order.name} {order.initiative_id.name or ''}".strip(),
            )
            for order in orders_sudo
        ]

    def _portal_values(self):
        """Everything of these invoices that a portal page may show.

        :return list: one dict per invoice, in the order of ``self``
        """
        return [invoice._portal_value() for invoice in self.sudo()]

    def _portal_value(self):
        state, label, advice = self._portal_state()
        received = fields.Datetime.context_timestamp(self, self.date_received)
        return {
            "id": self.id,
            "url": f"/my/invoices/received/{self.id}",
            "title": self.number or self.file_name,
            "file_name": self.file_name,
            "is_credit_note": self.kind == "credit_note",
            "state": state,
            "label": label,
            "colour": COLOURS[state],
            "advice": advice,
            "office": self.company_id.name,
            "received": format_date(self.env, received.date()),
            "date": format_date(self.env, self.invoice_date) or "",
            "period": self._portal_period(),
            "net": self._money(self.net) if self.net else "",
            "gross": self._money(self.gross) if self.gross else "",
            "order": ", ".join(
                order.name for order in self.call_off_id | self.line_ids.call_off_id
            ),
            "differences": self._difference_texts(for_portal=True)
            if self.state == "differs"
            else [],
            "hints": self._hint_texts(for_portal=True)
            if self.state in ("differs", "billed")
            else [],
            "reason": self.return_reason or "" if self.state == "returned" else "",
            "can_type": self.can_type,
            "can_withdraw": self.state in ("incomplete", "differs"),
        }

    def _portal_period(self):
        days = (self.date_from, self.date_to)
        if not all(days):  # the invoice names none: those of its hours
            bill = self.bill_id
            days = (bill.wohnkoord_date_from, bill.wohnkoord_date_to)
        if not all(days):
            return ""
        dates = (format_date(self.env, day) for day in days)
        return " – ".join(dates)

    def _portal_state(self):
        """State, what it is called, and what the consultant does now."""
        texts = {
            "new": (
                self.env._("Received"),
                self.env._("Your file is kept safely and is read in a moment."),
            ),
            "incomplete": (
                self.env._("Data missing"),
                self.env._("Please type what stands on the invoice."),
            ),
            "differs": (
                self.env._("Differences"),
                self.env._(
                    "Please withdraw it and send a corrected invoice. If you think that"
                    " the invoice is right, ask the office: hours may still be waiting"
                    " for approval."
                ),
            ),
            "checking": (
                self.env._("Being checked"),
                self.env._(
                    "It agrees with the approved hours. There is nothing to do."
                ),
            ),
            "posted": (
                self.env._("To be paid"),
                self.env._("It is checked and booked. There is nothing to do."),
            ),
            "paid": (self.env._("Paid"), ""),
            "returned": (
                self.env._("Returned"),
                self.env._("Please send a corrected invoice."),
            ),
            "withdrawn": (self.env._("Taken Back"), ""),
        }
        state = self.state
        if state == "billed":
            bill = self.bill_id
            paid = bill.payment_state in ("paid", "in_payment")
            state = "checking" if bill.state == "draft" else "posted"
            state = "paid" if paid else state
        label, advice = texts[state]
        if state == "incomplete" and self.problem and not self.can_type:
            advice = self._explain_file(self.problem)
        return state, label, advice

    def _type_data(self, vals):
        """Take what the consultant typed from a PDF, and compare.

        :param dict vals: of ``_typed_fields``
        :raise UserError: the file holds data of its own, or it is a bill already
        """
        self.ensure_one()
        number = vals.get("number")
        if self._duplicates(number):
            raise UserError(self._words_duplicate({"number": number}))
        self.write(vals)
        self.flush_recordset()  # the database refuses a number that is taken meanwhile
        self._compare()
