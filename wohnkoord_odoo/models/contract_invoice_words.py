# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_amount, formatLang

#: what only the office reads of the differences
OFFICE_ONLY = ("iban", "bill", "bill_gone")


class Invoice(models.Model):
    """Differences and problems in words, in the reader's language."""

    _inherit = "wohnkoord.invoice"

    difference_html = fields.Html(
        "Differences",
        compute="_compute_difference_html",
        compute_sudo=True,
        sanitize=False,
        help="What differs between the invoice and the approved hours.",
    )
    hint_html = fields.Html(
        "Notes", compute="_compute_difference_html", compute_sudo=True, sanitize=False
    )
    problem_text = fields.Char("Problem", compute="_compute_problem_text")

    @api.depends("differences")
    @api.depends_context("lang")
    def _compute_difference_html(self):
        for invoice in self:
            invoice.difference_html = _as_list(invoice._difference_texts())
            invoice.hint_html = _as_list(invoice._hint_texts())

    @api.depends("problem")
    @api.depends_context("lang")
    def _compute_problem_text(self):
        for invoice in self:
            invoice.problem_text = invoice.problem and invoice._explain_file(
                invoice.problem
            )

    def _difference_texts(self, for_portal=False):
        """What keeps the invoice from becoming a bill, one sentence each.

        :param bool for_portal: only what concerns the consultant
        """
        rows = [row for row in self.differences or [] if row.get("blocks", True)]
        if for_portal:
            rows = [row for row in rows if row["code"] not in OFFICE_ONLY]
        return [self._difference_text(row) for row in rows]

    def _hint_texts(self, for_portal=False):
        """What is worth knowing and stops nothing."""
        rows = [row for row in self.differences or [] if not row.get("blocks", True)]
        if for_portal:
            rows = [row for row in rows if row["code"] not in OFFICE_ONLY]
        return [self._difference_text(row) for row in rows]

    def _difference_text(self, row):
        """One sentence; a code of a later version is shown as it is."""
        words = getattr(self, f"_words_{row['code']}", None)
        return words(row) if words else row["code"]

    def _money(self, amount):
        return format_amount(self.env, amount, self.currency_id)

    def _hours(self, hours):
        return formatLang(self.env, hours, digits=2)

    def _percent(self, rate):
        digits = 0 if rate == int(rate) else 2
        return formatLang(self.env, rate, digits=digits)

    # -- the document -----------------------------------------------------------------------

    def _words_credit_note(self, row):
        if row["preceding"]:
            return self.env._(
                "This is a credit note for the invoice %(number)s. Accounting enters it"
                " as a reversal of that bill.",
                number=row["preceding"],
            )
        return self.env._(
            "This is a credit note. Accounting enters it as a reversal of the bill that"
            " it corrects."
        )

    def _words_currency(self, row):
        return self.env._(
            "The invoice is in another currency; agreed is %(currency)s.",
            currency=row["agreed"],
        )

    def _words_future(self, row):
        return self.env._("The date of the invoice lies in the future.")

    def _words_seller(self, row):
        return self.env._(
            'The invoice is written by "%(seller)s", the contract is with'
            ' "%(consultant)s".',
            seller=row["claimed"],
            consultant=self.partner_id.sudo().name,
        )

    def _words_recipient(self, row):
        return self.env._(
            'The invoice is addressed to "%(claimed)s"; it has to be addressed to'
            ' "%(agreed)s".',
            claimed=row["claimed"],
            agreed=row["agreed"],
        )

    def _words_duplicate(self, row):
        return self.env._(
            "An invoice with the number %(number)s is here already. Each invoice needs"
            " a number of its own.",
            number=row["number"],
        )

    def _words_iban(self, row):
        return self.env._(
            "The account %(iban)s is not among the consultant's accounts. Please ask the"
            " consultant by another way than mail before it is used.",
            iban=row["iban"],
        )

    def _words_payable(self, row):
        return self.env._(
            "The invoice asks for %(claimed)s, its total is %(agreed)s. Advance payments"
            " and deductions are not agreed.",
            claimed=self._money(row["claimed"]),
            agreed=self._money(row["agreed"]),
        )

    def _words_sum_lines(self, row):
        return self.env._(
            "The lines of the invoice make %(agreed)s net, its sum says %(claimed)s.",
            claimed=self._money(row["claimed"]),
            agreed=self._money(row["agreed"]),
        )

    def _words_sum_gross(self, row):
        return self.env._(
            "Net and tax make %(agreed)s, the invoice says %(claimed)s.",
            claimed=self._money(row["claimed"]),
            agreed=self._money(row["agreed"]),
        )

    # -- the hours -------------------------------------------------------------------------

    def _words_no_order(self, row):
        if not self._has_data():
            return self.env._(
                "There are no approved hours in this period that are on no bill yet."
            )
        return self.env._(
            "The invoice names no order. Please write the number of the order (such as"
            " EA-2026-0001) as order reference (BT-13) or in the lines."
        )

    def _words_contracts(self, row):
        return self.env._(
            "The invoice is about several contracts (%(contracts)s). Please write one"
            " invoice for each.",
            contracts="; ".join(row["names"]),
        )

    def _words_self_billing(self, row):
        return self.env._(
            "For this contract the office writes the bills (§ 14 (2) UStG). An invoice"
            " beside them would show the tax twice."
        )

    def _words_hours_more(self, row):
        text = self.env._(
            "%(order)s: the invoice counts %(claimed)s hours, approved are %(agreed)s:"
            " %(more)s too many.",
            order=row["order"],
            claimed=self._hours(row["claimed"]),
            agreed=self._hours(row["agreed"]),
            more=self._hours(row["claimed"] - row["agreed"]),
        )
        return self._with_waiting(text, row)

    def _words_hours_less(self, row):
        return self.env._(
            "%(order)s: the invoice counts %(claimed)s hours, approved are %(agreed)s,"
            " and no part of the entries makes just that.",
            order=row["order"],
            claimed=self._hours(row["claimed"]),
            agreed=self._hours(row["agreed"]),
        )

    def _with_waiting(self, text, row):
        if not row.get("waiting"):
            return text
        return self.env._(
            "%(text)s %(hours)s hours of the period are entered and not approved yet.",
            text=text,
            hours=self._hours(row["waiting"]),
        )

    def _words_rate(self, row):
        return self.env._(
            "%(order)s: the invoice asks for %(claimed)s an hour, agreed are %(agreed)s.",
            order=row["order"],
            claimed=self._money(row["claimed"]),
            agreed=self._money(row["agreed"]),
        )

    def _words_money(self, row):
        return self.env._(
            "%(order)s: the invoice asks for %(claimed)s net, the approved hours are"
            " worth %(agreed)s.",
            order=row["order"],
            claimed=self._money(row["claimed"]),
            agreed=self._money(row["agreed"]),
        )

    def _words_not_approved(self, row):
        return self.env._(
            "%(order)s: %(hours)s hours of the period are entered, none of them is"
            " approved yet.",
            order=row["order"],
            hours=self._hours(row["hours"]),
        )

    def _words_billed(self, row):
        return self.env._(
            "%(order)s: the hours of this period are on the bill %(bills)s already.",
            order=row["order"],
            bills=", ".join(row["bills"]),
        )

    def _words_nothing(self, row):
        return self.env._(
            "%(order)s: no hours are entered for this period.", order=row["order"]
        )

    def _words_rest(self, row):
        return self.env._(
            "%(order)s: %(hours)s more approved hours of the period stay open for"
            " another invoice.",
            order=row["order"],
            hours=self._hours(row["hours"]),
        )

    def _words_no_hours(self, row):
        return self.env._(
            "%(order)s: the invoice counts no hours; its sum is that of the approved"
            " hours.",
            order=row["order"],
        )

    # -- the sums -------------------------------------------------------------------------------

    def _words_net(self, row):
        if not row["agreed"]:
            return self.env._(
                "The invoice asks for %(claimed)s net; nothing of it is open to be"
                " billed.",
                claimed=self._money(row["claimed"]),
            )
        return self.env._(
            "The invoice asks for %(claimed)s net, agreed are %(agreed)s.",
            claimed=self._money(row["claimed"]),
            agreed=self._money(row["agreed"]),
        )

    def _words_tax(self, row):
        return self.env._(
            "The invoice shows %(claimed)s%% tax, agreed are %(agreed)s%%.",
            claimed=self._percent(row["claimed"]),
            agreed=self._percent(row["agreed"]),
        )

    def _words_small_business(self, row):
        return self.env._(
            "The invoice shows %(claimed)s%% tax; the consultant is a small business"
            " (§ 19 UStG) and shows none.",
            claimed=self._percent(row["claimed"]),
        )

    def _words_tax_sum(self, row):
        return self.env._(
            "The tax is %(claimed)s on the invoice; it has to be %(agreed)s.",
            claimed=self._money(row["claimed"]),
            agreed=self._money(row["agreed"]),
        )

    # -- the bill -----------------------------------------------------------------------------------

    def _words_bill(self, row):
        return self.env._(
            "All agrees, but no bill can be made: %(why)s", why=row["text"]
        )

    def _words_bill_gone(self, row):
        return self.env._(
            "The bill %(bill)s was cancelled or reversed; its hours are free again."
            " Compare again to make a new one, or return the invoice.",
            bill=row["bill"],
        )

    @api.model
    def _explain_file(self, kind):
        """Why a file is not taken or not read, and what to do."""
        texts = {
            "empty": self.env._("The file is empty."),
            "size": self.env._(
                "The file is too large: at most 10 MB, and 5 MB for XML."
            ),
            "type": self.env._(
                "Please send a PDF or an e-invoice in XML (XRechnung, ZUGFeRD)."
            ),
            "broken": self.env._("The XML is damaged and cannot be read."),
            "doctype": self.env._(
                "The XML has a document type definition. An invoice has none, so it is"
                " not opened."
            ),
            "no_invoice": self.env._("The XML is no invoice."),
            "lines": self.env._("The invoice has more than 500 lines."),
            "several": self.env._("The PDF holds more than one invoice."),
            "format": self.env._(
                "The e-invoice cannot be read. Please check it with your invoicing"
                " program and send it again."
            ),
            "crash": self.env._("The file stopped the reader and is not opened again."),
        }
        return texts.get(kind, kind)


def _as_list(texts):
    if not texts:
        return False
    items = Markup("").join(Markup("<li>%s</li>") % text for text in texts)
    return Markup('<ul class="mb-0">%s</ul>') % items
