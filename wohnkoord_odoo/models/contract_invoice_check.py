# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.fields import Domain
from odoo.tools import escape_psql

from ..tools.match_key import words_key

#: a sum that was rounded line by line may differ by this much for each line
ROUNDING_PER_LINE = 0.01
TAX_TOLERANCE = 0.05


class Invoice(models.Model):
    """What differs between an invoice and what was agreed, as codes with figures."""

    _inherit = "wohnkoord.invoice"

    # -- the document ------------------------------------------------------------------------

    def _check_document(self):
        """What is wrong with the invoice itself, whatever hours it is about."""
        facts = self.read_facts or {}
        today = self.env["res.company"]._wohnkoord_today(self.company_id)
        found = []
        if self.kind == "credit_note":
            found.append({"code": "credit_note", "preceding": self.preceding or ""})
        if facts.get("currency", self.currency_id.id) != self.currency_id.id:
            found.append({"code": "currency", "agreed": self.currency_id.name})
        if self.invoice_date > today:
            found.append({"code": "future"})
        if self._is_other_seller(facts):
            found.append({"code": "seller", "claimed": self.seller or ""})
        if self._is_other_buyer(facts):
            found.append(
                {
                    "code": "recipient",
                    "claimed": self.buyer,
                    "agreed": self.company_id._wohnkoord_recipients()[0],
                }
            )
        if self._duplicates(self.number):
            found.append({"code": "duplicate", "number": self.number})
        if self.iban and not self._own_account():
            found.append({"code": "iban", "iban": self.iban, "blocks": False})
        payable = facts.get("payable")
        if payable is not None and self._differs(payable, self.gross):
            found.append({"code": "payable", "claimed": payable, "agreed": self.gross})
        return [*found, *self._check_arithmetic()]

    def _check_arithmetic(self):
        """Whether the invoice's own figures add up."""
        found = []
        lines = sum(self.line_ids.mapped("amount"))
        if self.line_ids and self._differs(lines, self.net, len(self.line_ids)):
            found.append({"code": "sum_lines", "claimed": self.net, "agreed": lines})
        if self._differs(self.net + self.tax, self.gross):
            found.append(
                {
                    "code": "sum_gross",
                    "claimed": self.gross,
                    "agreed": self.net + self.tax,
                }
            )
        return found

    def _differs(self, one, other, lines=0):
        tolerance = lines * ROUNDING_PER_LINE + 0.005
        return abs(one - other) > tolerance

    def _is_other_seller(self, facts):
        """Whether the invoice is written by somebody else than the contract's firm.

        By VAT number where both are known, else by name.
        """
        claimed = _vat_key(facts.get("seller_vat"))
        agreed = _vat_key(self.partner_id.vat)
        if claimed and agreed:
            return claimed != agreed
        return bool(self.seller) and not _alike(self.seller, self.partner_id.name)

    def _is_other_buyer(self, facts):
        """Whether the invoice is addressed to somebody else than the office."""
        if not self.buyer:
            return False
        company = self.company_id
        claimed_vat = _vat_key(facts.get("buyer_vat"))
        if claimed_vat and claimed_vat == _vat_key(company.vat):
            return False
        return not any(
            _alike(self.buyer, name) for name in company._wohnkoord_recipients()
        )

    def _own_account(self):
        """The consultant's bank account that the invoice names, if it is known."""
        number = "".join((self.iban or "").split()).upper()
        return self.partner_id.bank_ids.filtered(
            lambda account: (
                account.sanitized_acc_number == number
                and account.company_id.id in (False, self.company_id.id)
            )
        )[:1]

    def _duplicates(self, number):
        """Standing bills and invoices of the consultant with this number.

        :return: words that name each
        """
        key = "".join((number or "").split()).lower()
        if not key:
            return []
        invoices = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("number_key", "=", key),
                ("state", "in", ("new", "incomplete", "differs", "billed")),
                ("id", "!=", self.id),
            ]
        )
        bills = (
            self.env["account.move"].search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("commercial_partner_id", "=", self.partner_id.id),
                    ("move_type", "=", "in_invoice"),
                    ("state", "!=", "cancel"),
                    ("ref", "=ilike", escape_psql(number.strip())),
                ]
            )
            - self.bill_id
        )
        return [*invoices.mapped("display_name"), *bills.mapped("display_name")]

    # -- the hours ---------------------------------------------------------------------------------

    def _check_pools(self, pools):
        """What differs between the lines and the approved hours."""
        if not pools:
            return [{"code": "no_order", "text": self.order_text or ""}]
        contracts = (
            self.env["wohnkoord.call.off"]
            .union(*(pool.call_offs for pool in pools))
            .contract_id
        )
        if len(contracts) > 1:
            return [{"code": "contracts", "names": contracts.mapped("display_name")}]
        differences = []
        if contracts.self_billing:
            differences.append({"code": "self_billing"})
        for pool in pools:
            differences += self._check_pool(pool)
        return [*differences, *self._check_sums(pools, contracts)]

    def _check_pool(self, pool):
        """Hours, rate and sum of one group of lines."""
        order = ", ".join(pool.call_offs.mapped("name"))
        if not pool.items and not pool.costs:
            return [self._why_nothing(pool, order)]
        lines = pool.lines - self._cost_lines(pool)
        agreed_net = sum(item.amount for item in pool.items)
        if not self.line_ids:
            return []  # typed: the sums are compared
        claimed_net = sum(lines.mapped("amount"))
        rates = {item.call_off.hourly_rate for item in pool.items}
        same_money = not self.currency_id.compare_amounts(claimed_net, agreed_net)
        if not all(lines.mapped("in_hours")):
            if same_money:
                return [{"code": "no_hours", "order": order, "blocks": False}]
            return [
                {
                    "code": "money",
                    "order": order,
                    "claimed": claimed_net,
                    "agreed": agreed_net,
                }
            ]
        return [
            *self._check_rates(lines, rates, order),
            *self._check_hours(pool, lines, order),
        ]

    def _check_rates(self, lines, rates, order):
        currency = self.currency_id
        wrong = {
            round(line.price_unit, 4)
            for line in lines
            if all(currency.compare_amounts(line.price_unit, rate) for rate in rates)
        }
        return [
            {
                "code": "rate",
                "order": order,
                "claimed": price,
                "agreed": sorted(rates)[0] if rates else 0.0,
            }
            for price in sorted(wrong)
        ]

    def _check_hours(self, pool, lines, order):
        claimed = round(sum(lines.mapped("quantity")) * 100)
        agreed = sum(item.hundredths for item in pool.items)
        differences = []
        if claimed != agreed:
            differences.append(
                {
                    "code": "hours_more" if claimed > agreed else "hours_less",
                    "order": order,
                    "claimed": claimed / 100,
                    "agreed": agreed / 100,
                    "waiting": self._waiting_minutes(pool.call_offs) / 60,
                }
            )
        left = self._open_hundredths(pool)
        if left > 0 and claimed == agreed:
            differences.append(
                {
                    "code": "rest",
                    "order": order,
                    "hours": left / 100,
                    "blocks": False,
                }
            )
        return differences

    def _claimed_hundredths(self, pool):
        """Hundredths of an hour that the invoice counts; None where it counts none."""
        lines = pool.lines - self._cost_lines(pool)
        if self.line_ids and all(lines.mapped("in_hours")):
            return round(sum(lines.mapped("quantity")) * 100)
        rate = pool.items[0].call_off.hourly_rate if pool.items else 0
        costs = sum(cost.amount for cost in pool.costs)
        money = sum(lines.mapped("amount")) if self.line_ids else self.net - costs
        return round(money / rate * 100) if rate else None

    def _cost_lines(self, pool):
        """The lines of the invoice that stand for fees and costs."""
        return pool.lines.browse(
            line.id for line in self._cost_pairs(pool).values() if line
        )

    def _cost_pairs(self, pool):
        """Which approved fees and costs the invoice asks for, and in which line.

        A line stands for one if it has its sum and is no hours at the agreed rate. A
        typed invoice has no lines: it asks for all, or for the one that is missing.

        :return: cost -> its line, or None
        """
        if not self.line_ids:
            missing = self.net - sum(item.amount for item in pool.items)
            for chosen in (pool.costs, *([cost] for cost in pool.costs)):
                total = sum(cost.amount for cost in chosen)
                if not self.currency_id.compare_amounts(total, missing):
                    return dict.fromkeys(chosen)
            return {}
        rates = {item.call_off.hourly_rate for item in pool.items}
        left = pool.lines.filtered(
            lambda line: not (line.in_hours and line.price_unit in rates)
        )
        pairs = {}
        for cost in pool.costs:
            for line in left:
                if not self.currency_id.compare_amounts(line.amount, cost.amount):
                    pairs[cost] = line
                    left -= line
                    break
        return pairs

    def _why_nothing(self, pool, order):
        """Nothing is left to bill: it is billed already, or not approved yet."""
        waiting = self._waiting_minutes(pool.call_offs)
        if waiting:
            return {"code": "not_approved", "order": order, "hours": waiting / 60}
        billed = self.env["wohnkoord.time.entry"].search(
            Domain("call_off_id", "in", pool.call_offs.ids)
            & Domain("state", "=", "billed")
            & self._entry_domain()
        )
        if billed:
            bills = billed.bill_line_id.move_id
            return {
                "code": "billed",
                "order": order,
                "bills": [bill.ref or bill.name or "" for bill in bills],
            }
        return {"code": "nothing", "order": order}

    def _waiting_minutes(self, call_offs):
        """Minutes in the period that are entered and not approved."""
        [(minutes,)] = self.env["wohnkoord.time.entry"]._read_group(
            Domain("call_off_id", "in", call_offs.ids)
            & Domain("state", "in", ("draft", "submitted"))
            & self._entry_domain(),
            [],
            ["minutes:sum"],
        )
        return minutes or 0

    def _open_hundredths(self, pool):
        """Approved in the period and not part of this invoice."""
        chosen = [entry for item in pool.items for entry in item.entries.ids]
        [(minutes,)] = self.env["wohnkoord.time.entry"]._read_group(
            Domain("call_off_id", "in", pool.call_offs.ids)
            & Domain("state", "=", "approved")
            & Domain("id", "not in", chosen)
            & self._entry_domain(),
            [],
            ["minutes:sum"],
        )
        return round((minutes or 0) * 100 / 60)

    def _only_contract(self, pools):
        contracts = self.env["wohnkoord.contract"].union(
            *(pool.call_offs.contract_id for pool in pools)
        )
        return contracts if len(contracts) == 1 else contracts.browse()

    # -- the sums ---------------------------------------------------------------------------

    def _check_sums(self, pools, contract):
        """Net, tax rate and tax of the whole invoice."""
        agreed = sum(item.amount for pool in pools for item in pool.items)
        agreed += sum(cost.amount for pool in pools for cost in pool.costs)
        found = []
        if self._differs(self.net, agreed, len(self.line_ids)):
            found.append({"code": "net", "claimed": self.net, "agreed": agreed})
        rate = contract._expected_tax_rate()
        rates = set(self.line_ids.mapped("tax_rate")) or {self.tax_rate}
        wrong = [claimed for claimed in sorted(rates) if abs(claimed - rate) > 0.001]
        code = (
            "small_business" if contract.partner_id.wohnkoord_small_business else "tax"
        )
        found += [
            {"code": code, "claimed": claimed, "agreed": rate} for claimed in wrong
        ]
        due = self.net * rate / 100
        if not wrong and abs(self.tax - due) > TAX_TOLERANCE:
            found.append({"code": "tax_sum", "claimed": self.tax, "agreed": due})
        return found


def blocking(differences):
    """Those of the differences that keep an invoice from becoming a bill."""
    return [row for row in differences if row.get("blocks", True)]


def _alike(name, other):
    """Whether one name holds all words of the other."""
    words, others = (set(words_key(text or "").split()) for text in (name, other))
    return bool(words and others) and (words <= others or others <= words)


def _vat_key(number):
    return "".join(c for c in (number or "").upper() if c.isalnum())
