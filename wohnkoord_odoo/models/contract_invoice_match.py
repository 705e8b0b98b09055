# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re
from collections import namedtuple

from odoo import models
from odoo.fields import Domain

from .contract_invoice_check import blocking

#: what is compared together: orders, their approved hours and costs, and the lines of
#: the invoice about them
Pool = namedtuple("Pool", "call_offs items costs lines")


class Invoice(models.Model):
    """Matching with the approved hours: who, what, how much (design, invariant 6).

    An invoice is compared as a whole. All of it agrees, and it becomes a draft bill; or
    something differs, and it becomes none: the consultant corrects it, or the office
    chooses the hours it is about. Differences are stored as codes with figures and put
    into words in the reader's language (``contract_invoice_words.py``).
    """

    _inherit = "wohnkoord.invoice"

    def _compare(self):
        """Compare again; make the bill where nothing differs."""
        for invoice in self:
            if not invoice.try_lock_for_update():
                continue
            if invoice.state not in ("new", "incomplete", "differs"):
                continue
            invoice = invoice.with_company(invoice.company_id)
            if invoice._is_incomplete():
                invoice._write_guarded({"state": "incomplete", "differences": False})
                continue
            pools = invoice._find_pools()
            differences = [*invoice._check_document(), *invoice._check_pools(pools)]
            if not blocking(differences):
                differences += invoice._try_bill(pools)
            if blocking(differences):
                invoice._write_guarded(
                    {
                        "state": "differs",
                        "differences": differences,
                        "contract_id": invoice._only_contract(pools).id,
                    }
                )
            else:
                invoice._write_guarded({"differences": differences})

    def _is_incomplete(self):
        return not (self.number and self.invoice_date and (self.line_ids or self.net))

    # -- which hours ---------------------------------------------------------------------------

    def _contracts(self):
        """The consultant's contracts with this office that are or were in force."""
        # sudo: accounting has no right on contracts
        return (
            self.env["wohnkoord.contract"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", self.partner_id.id),
                    ("company_id", "=", self.company_id.id),
                    ("state", "!=", "draft"),
                ]
            )
        )

    def _known_orders(self):
        """All orders of the consultant, by number."""
        orders = self.env["wohnkoord.call.off"].search(
            [
                ("commercial_partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "!=", "draft"),
                ("name", "!=", False),
            ]
        )
        return {_order_key(order.name): order for order in orders}

    def _find_pools(self):
        """Put lines and approved hours together, order by order.

        Hours chosen by hand come first, then the order that was typed, then the order
        numbers in the lines, then those in the head of the invoice.
        """
        CallOff = self.env["wohnkoord.call.off"]
        if self.entry_ids:
            return [self._pool(self.entry_ids.call_off_id, self.line_ids)]
        if not self._has_data():
            orders = self.call_off_id or self._orders_of_period()
            return [self._pool(orders, self.line_ids)] if orders else []
        known = self._known_orders()
        in_head = self._orders_in(self.order_text, known)
        by_order = {}
        others = self.line_ids.browse()
        for line in self.line_ids:
            orders = self._orders_in(line.reference, known)
            line.call_off_id = orders if len(orders) == 1 else False
            if len(orders) == 1:
                by_order[orders] = by_order.get(orders, others.browse()) | line
            else:
                others |= line
        if others:
            rest = in_head - CallOff.union(*by_order) or in_head
            rest = rest or CallOff.union(*by_order)
            if len(rest) == 1:
                others.call_off_id = rest
                by_order[rest] = by_order.get(rest, others.browse()) | others
            elif rest and not rest & CallOff.union(*by_order):
                by_order[rest] = others
            elif rest:  # cannot be told apart: all of it together
                by_order = {CallOff.union(rest, *by_order): self.line_ids}
        return [self._pool(orders, lines) for orders, lines in by_order.items()]

    def _orders_in(self, text, known):
        key = _order_key(text or "")
        orders = self.env["wohnkoord.call.off"]
        for number, order in known.items():
            if re.search(rf"(?<![a-z0-9]){re.escape(number)}(?![0-9])", key):
                orders |= order
        return orders

    def _orders_of_period(self):
        """Orders with approved hours in the period that was typed."""
        groups = self.env["wohnkoord.time.entry"]._read_group(
            Domain.AND(
                [
                    self._entry_domain(),
                    Domain("commercial_partner_id", "=", self.partner_id.id),
                    Domain("company_id", "=", self.company_id.id),
                    Domain("state", "=", "approved"),
                ]
            ),
            ["call_off_id"],
        )
        return self.env["wohnkoord.call.off"].union(*(row[0] for row in groups))

    def _entry_domain(self):
        """The days of the invoice; without any, everything up to its date."""
        domain = Domain("date", "<=", self.date_to or self.invoice_date)
        if self.date_from:
            domain &= Domain("date", ">=", self.date_from)
        return domain

    def _pool(self, call_offs, lines):
        """The approved hours of these orders that the lines are about."""
        Contract = self.env["wohnkoord.contract"]
        domain = Domain("call_off_id", "in", call_offs.ids)
        if self.entry_ids:
            domain &= Domain("id", "in", self.entry_ids.ids)
        else:
            domain &= self._entry_domain()
        work = Contract._collect_items(domain)
        items = [item for group in work.values() for item in group]
        pool = Pool(call_offs, items, self._costs_of(call_offs), lines)
        pool = pool._replace(costs=list(self._cost_pairs(pool)))
        if self.entry_ids or not pool.items:
            return pool
        return self._take_part(pool)

    def _take_part(self, pool):
        """Where less is billed than is approved: the oldest hours that make it up.

        The rest stays open. Counter-entries always belong to it.
        """
        claimed = self._claimed_hundredths(pool)
        agreed = sum(item.hundredths for item in pool.items)
        if len(pool.items) != 1 or claimed is None or claimed >= agreed:
            return pool
        item = pool.items[0]
        order, live = item.call_off, item.call_off._live_billing()
        already = live.get(order, (0,))[0]

        def worth(minutes):
            return order._billable_hundredths(order.minutes_billed + minutes) - already

        entries = item.entries.sorted(lambda entry: (entry.date, entry.id))
        negative = entries.filtered(lambda entry: entry.minutes < 0)
        base = sum(negative.mapped("minutes"))
        #: sum of minutes -> the entries that make it up, oldest first
        sums = {base: negative.ids}
        for entry in entries - negative:
            for minutes, chosen in sorted(sums.items(), reverse=True):
                total = minutes + entry.minutes
                if total not in sums and worth(total) <= claimed:
                    sums[total] = [*chosen, entry.id]
        fitting = [minutes for minutes in sums if worth(minutes) == claimed]
        if not fitting:
            return self._take_rounded(pool, claimed)
        chosen = Domain("id", "in", sums[min(fitting)])
        work = self.env["wohnkoord.contract"]._collect_items(chosen)
        items = [item for group in work.values() for item in group]
        return pool._replace(items=items)

    def _take_rounded(self, pool, claimed):
        """Where the consultant rounded each entry and claims a little less for it."""
        item = pool.items[0]
        if not 0 < item.hundredths - claimed <= len(item.entries):
            return pool
        amount = self.currency_id.round(claimed / 100 * item.call_off.hourly_rate)
        return pool._replace(items=[item._replace(hundredths=claimed, amount=amount)])

    def _costs_of(self, call_offs):
        """Approved fees and costs of these orders in the period."""
        if self.entry_ids:
            return []
        costs = call_offs.contract_id._billable_costs(
            self.date_from, self.date_to or self.invoice_date
        )
        return [
            cost
            for group in costs.values()
            for cost in group
            if cost.call_off_id in call_offs
        ]


def _order_key(text):
    """An order's number or a text with it, whatever dashes and spaces it uses."""
    return re.sub(r"[\s/_–-]+", "-", text.lower())
