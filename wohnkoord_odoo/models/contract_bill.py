# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import logging
from collections import namedtuple

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import format_date
from odoo.tools.misc import clean_context

from .contract_bill_call_off import OFFICE_AND_STEERING

_logger = logging.getLogger(__name__)

#: what one line of a bill will hold; quantity in hundredths of an hour
BillItem = namedtuple(
    "BillItem",
    "call_off entries minutes hundredths amount date_min date_max cost",
    defaults=(None,),  # else the fee or cost that the line holds instead of hours
)


class Contract(models.Model):
    """Vendor bills from approved hours, where self-billing is agreed (§ 14 (2) UStG).

    Accepted flat fees and approved ancillary costs are lines of their own.

    The line of a call-off bills R(all its billed minutes with the new ones) less the
    quantities on its live lines, so that the bills' sum never drifts from the rounded
    sum of the minutes. Counter-entries make a line smaller, even negative; a bill that
    would not be positive is not made: its entries wait and are netted with the next
    ones. Where no next ones come, accounting reverses the bill that holds the wrong
    hours, and its entries and the counter-entries are billed together.
    """

    _inherit = "wohnkoord.contract"

    bill_ids = fields.One2many(
        "account.move", "wohnkoord_contract_id", "Bills", groups=OFFICE_AND_STEERING
    )
    bill_count = fields.Integer(
        compute="_compute_bill_count", compute_sudo=True, groups=OFFICE_AND_STEERING
    )
    hours_to_bill = fields.Float(
        compute="_compute_bill_count",
        compute_sudo=True,
        groups=OFFICE_AND_STEERING,
        help="Approved and not on a bill yet.",
    )

    @api.depends(
        "bill_ids", "call_off_ids.minutes_approved", "call_off_ids.minutes_billed"
    )
    def _compute_bill_count(self):
        counts = dict(
            self.env["account.move"]._read_group(
                [("wohnkoord_contract_id", "in", self.ids)],
                ["wohnkoord_contract_id"],
                ["__count"],
            )
        )
        minutes = {
            contract: approved - billed
            for contract, approved, billed in self.env[
                "wohnkoord.call.off"
            ]._read_group(
                [("contract_id", "in", self.ids)],
                ["contract_id"],
                ["minutes_approved:sum", "minutes_billed:sum"],
            )
        }
        for contract in self:
            contract.bill_count = counts.get(contract, 0)
            contract.hours_to_bill = minutes.get(contract, 0) / 60

    def action_view_bills(self):
        """Open the bills of this contract."""
        self.ensure_one()
        return self.env["account.move"]._wohnkoord_action(
            [("wohnkoord_contract_id", "=", self.id)]
        )

    def action_make_bills(self):
        """Open 'Make bills' for these contracts."""
        self._check_may_bill()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.bill_run_action"
        )
        return {
            **action,
            "context": {
                "dialog_size": "extra-large",
                "default_contract_ids": self.ids,
            },
        }

    # -- the service -----------------------------------------------------------------------

    def _create_bills(self, date_from, date_to):
        """Make one draft bill per contract from its approved entries.

        A contract that cannot be billed is reported in its log and in the result of the
        dialog, and does not stop the others. A second run finds nothing to bill.

        :param date date_from: first day; empty: everything not billed yet
        :param date date_to: last day
        :return: the new bills
        :raise AccessError: neither head of the office nor accounting
        """
        bills, problems = self._run_bills(date_from, date_to)
        for contract, problem in problems.items():
            contract._message_log(body=problem)
        return bills

    def _run_bills(self, date_from, date_to):
        """Do the work of ``_create_bills``.

        :return: the new bills, and contract -> why it was not billed
        """
        self._check_may_bill()
        # sudo: accounting has no right on contracts and hours, the head of the office
        # none on bills; both were checked
        contracts_sudo = self.sudo().with_context(  # pylint: disable=context-overridden
            clean_context(self.env.context)
        )
        bills = self.env["account.move"]
        problems = {}
        for contract_sudo, items in contracts_sudo._collect_billable(
            date_from, date_to
        ).items():
            contract = self.browse(contract_sudo.id)
            if not contract_sudo._is_billable(items):
                continue
            try:
                with self.env.cr.savepoint():
                    bill = contract_sudo._make_bill(items, date_from, date_to)
            except (ConcurrencyError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
                raise  # the whole request is tried again
            except UserError as error:
                problems[contract.sudo()] = str(error)
            except Exception:
                _logger.exception("Billing contract %s failed", contract.id)
                problems[contract.sudo()] = self.env._(
                    "An unexpected error; the administrator finds it in the log."
                )
            else:
                bills |= self.env["account.move"].browse(bill.id)
        return bills, problems

    def _check_may_bill(self):
        """The head of the office and accounting make bills, in their own offices.

        :raise AccessError: anybody else, or contracts of another office
        """
        user = self.env.user
        if user.has_group("wohnkoord_odoo.group_manager"):
            self.check_access("read")
        elif not user.has_group("account.group_account_invoice"):
            raise AccessError(
                self.env._("Only the head of the office and accounting make bills.")
            )
        if self.sudo().company_id - self.env.companies:
            raise AccessError(self.env._("These contracts are of another office."))

    @api.model
    def _billable_contracts(self, companies):
        """Contracts with self-billing and something approved that is not billed."""
        groups = self.env["wohnkoord.time.entry"]._read_group(
            [
                ("state", "=", "approved"),
                ("company_id", "in", companies.ids),
                ("contract_id.self_billing", "=", True),
            ],
            ["contract_id"],
        )
        return self.union(*(contract for (contract,) in groups))

    def _collect_billable(self, date_from, date_to):
        """What would be billed, in a constant number of queries.

        :return: contract -> list of ``BillItem``, for contracts with self-billing
        """
        domain = [
            ("contract_id", "in", self.filtered("self_billing").ids),
            ("date", "<=", date_to),
        ]
        if date_from:
            domain.append(("date", ">=", date_from))
        work = self._collect_items(domain)
        self._collect_costs(work, date_from, date_to)
        return work

    @api.model
    def _collect_items(self, domain):
        """What would be billed of these hours, in a constant number of queries.

        :param domain: which time entries; only approved ones are taken
        :return: contract -> list of ``BillItem``
        """
        groups = self.env["wohnkoord.time.entry"]._read_group(
            Domain("state", "=", "approved") & Domain(domain),
            ["call_off_id"],
            ["id:recordset", "minutes:sum", "date:min", "date:max"],
            order="call_off_id",
        )
        live = self.env["wohnkoord.call.off"].union(*(row[0] for row in groups))
        live = live._live_billing()
        work = {}
        for call_off, entries, minutes, date_min, date_max in groups:
            hundredths = (
                call_off._billable_hundredths(call_off.minutes_billed + minutes)
                - live.get(call_off, (0,))[0]
            )
            amount = call_off.currency_id.round(hundredths / 100 * call_off.hourly_rate)
            work.setdefault(call_off.contract_id, []).append(
                BillItem(
                    call_off, entries, minutes, hundredths, amount, date_min, date_max
                )
            )
        return work

    def _collect_costs(self, work, date_from, date_to):
        """Add approved fees and costs to ``work``, one item each."""
        no_entries = self.env["wohnkoord.time.entry"]
        contracts = self.filtered("self_billing")
        for contract, costs in contracts._billable_costs(date_from, date_to).items():
            work.setdefault(contract, []).extend(
                BillItem(cost.call_off_id, no_entries, 0, 0, cost.amount, *dates, cost)
                for cost in costs
                for dates in [(cost.date, cost.date)]
            )

    def _is_billable(self, items):
        """Whether these items are worth a bill: more than nothing, all in all."""
        total = sum(item.amount for item in items)
        return self.currency_id.compare_amounts(total, 0) > 0

    # -- one bill ------------------------------------------------------------------------

    def _make_bill(self, items, date_from, date_to):
        """Create the draft and bind the entries to its lines.

        :raise UserError: journal, account or taxes of the office do not allow it
        """
        self.ensure_one()
        contract = self.with_company(self.company_id)
        bill = contract.env["account.move"].create(contract._prepare_bill(items))
        lines = bill.invoice_line_ids.sorted("sequence")
        for item, line in zip(items, lines, strict=True):
            if line.currency_id.compare_amounts(line.price_subtotal, item.amount):
                raise UserError(
                    contract.env._(
                        "%(order)s: the bill would show %(shown).2f instead of"
                        " %(due).2f net. Please use a purchase tax that is added to"
                        " the price, not included in it.",
                        order=item.call_off.name,
                        shown=line.price_subtotal,
                        due=item.amount,
                    )
                )
            line._wohnkoord_link(item.call_off)
        bill._wohnkoord_write(
            {
                "wohnkoord_contract_id": contract.id,
                "wohnkoord_date_from": date_from
                or min(item.date_min for item in items),
                "wohnkoord_date_to": max(item.date_max for item in items)
                if not date_from
                else date_to,
            }
        )
        pairs = list(zip(items, lines, strict=True))
        entries = self.env["wohnkoord.time.entry"].union(
            *(item.entries for item in items)
        )
        entries._mark_billed(
            {item.call_off: line for item, line in pairs if not item.cost}
        )
        costs = {item.cost: line for item, line in pairs if item.cost}
        self.env["wohnkoord.call.off.cost"].union(*costs)._mark_billed(costs)
        return bill

    def _prepare_bill(self, items):
        company, partner = self.company_id, self.partner_id
        fiscal_position = self.env["account.fiscal.position"]._get_fiscal_position(
            partner
        )
        account = fiscal_position.map_account(company._wohnkoord_expense_account())
        taxes = self._purchase_taxes(account, fiscal_position)
        return {
            "move_type": "in_invoice",
            "company_id": company.id,
            "journal_id": self._bill_journal().id,
            "partner_id": partner.id,
            "currency_id": self.currency_id.id,
            "fiscal_position_id": fiscal_position.id,
            "invoice_date": fields.Date.context_today(self),
            "invoice_origin": ", ".join(
                dict.fromkeys(item.call_off.name for item in items)
            ),
            "invoice_line_ids": [
                Command.create(self._prepare_bill_line(item, account, taxes, number))
                for number, item in enumerate(items, start=1)
            ],
        }

    def _prepare_bill_line(self, item, account, taxes, number):
        vals = {
            "display_type": "product",
            "sequence": 10 * number,
            "name": self._bill_line_text(item),
            "quantity": item.hundredths / 100,
            "product_uom_id": self.env.ref("uom.product_uom_hour").id,
            "price_unit": item.call_off.hourly_rate,
            "discount": 0.0,
            # said explicitly: core takes taxes from products only, and there is none
            "tax_ids": [Command.set(taxes.ids)],
            "analytic_distribution": self._analytic_distribution(),
        }
        if account:
            vals["account_id"] = account.id
        if item.cost:
            vals.update(
                quantity=1.0,
                product_uom_id=self.env.ref("uom.product_uom_unit").id,
                price_unit=item.amount,
            )
        return vals

    def _bill_line_text(self, item):
        """What the consultant and accounting read: no case and no group is named."""
        if item.cost:
            return item.cost._bill_line_text()
        env = self.with_context(lang=self.partner_id.lang or self.env.lang).env
        hours, minutes = divmod(abs(item.minutes), 60)
        return env._(
            "%(order)s: advice %(start)s - %(end)s (worked %(time)s h)",
            order=item.call_off.name,
            start=format_date(env, item.date_min),
            end=format_date(env, item.date_max),
            time=f"{'-' if item.minutes < 0 else ''}{hours}:{minutes:02}",
        )

    def _bill_journal(self):
        """The office's purchase journal; one for self-billing where that is agreed."""
        journals = self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(self.company_id),
                ("type", "=", "purchase"),
            ]
        )
        if not journals:
            raise UserError(
                self.env._(
                    "%(office)s has no purchase journal.", office=self.company_id.name
                )
            )
        return journals.sorted(
            lambda journal: journal.is_self_billing == self.self_billing, reverse=True
        )[0]

    def _purchase_taxes(self, account, fiscal_position):
        """The account's purchase taxes, else the office's, as the vendor's position maps.

        A reverse charge or a small business without tax (§ 19 UStG) is a matter of the
        fiscal position that accounting gives the vendor.
        """
        taxes = account.tax_ids.filtered(
            lambda tax: tax.type_tax_use == "purchase"
        )._filter_taxes_by_company(self.company_id)
        return fiscal_position.map_tax(taxes or self.company_id.account_purchase_tax_id)

    def _analytic_distribution(self):
        """All of it on the office's account of this level of advice."""
        account = self.env["account.analytic.account"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("wohnkoord_level", "=", self.level),
            ]
        )
        return {str(account.id): 100} if account else False
