# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from collections import defaultdict

from odoo import fields, models
from odoo.tools import format_date

from ..tools.upload import clean_name

BILLS = ("in_invoice", "in_refund")
#: figures of a level that are added up below it
SUMMED = ("worked", "approved", "billed", "amount", "amount_approved", "amount_billed")


class Framework(models.Model):
    """What of a framework agreement is used: lots, contracts, orders that run."""

    _inherit = "wohnkoord.framework"

    def action_overview_xlsx(self):
        """Download the overview as XLSX."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/wohnkoord/frameworks/{self.id}/overview.xlsx",
            "target": "download",
        }

    def _overview_file(self):
        """Name of the file, without ending."""
        self.ensure_one()
        name = self.env._("Framework overview %(name)s", name=self.name)
        today = fields.Date.context_today(self)
        return clean_name(f"{name} {today}".replace("/", "-"))

    def _overview_values(self):
        """All figures as of now, as plain values; a fixed number of queries.

        Hours are floats, money is net. No case, no initiative, no person of either: the
        city's steering reads it.

        :return dict: ``facts`` (label and text), ``total``, ``lots`` (figures, each with
            ``contracts``), ``orders`` (those that run), ``currency``, ``today_label``
        :raise AccessError: who may not read the agreement
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: bills and firms beyond what the reader may open; sums and names only
        framework_sudo = self.sudo()
        contracts = framework_sudo.contract_ids.sorted(
            lambda contract: (contract.rank, contract.id)
        )
        money = framework_sudo._overview_money()
        rows = defaultdict(list)
        for contract in contracts:
            rows[contract.lot_id].append(contract._overview_row(money[contract.id]))
        lots = [
            {
                **lot._overview_row(_added(rows[lot])),
                "contracts": rows[lot],
            }
            for lot in framework_sudo.lot_ids
        ]
        return {
            "facts": framework_sudo._overview_facts(),
            "total": framework_sudo._overview_row(_added(lots)),
            "lots": lots,
            "orders": framework_sudo._overview_orders(),
            "currency": framework_sudo.currency_id,
            "today_label": format_date(self.env, fields.Date.context_today(self)),
        }

    def _overview_facts(self):
        """Label and text of what stands above the figures."""
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("regime", "state", "selection_rule")
        }
        term = " – ".join(
            format_date(self.env, day) for day in (self.date_start, self.date_end)
        )
        facts = (
            (self.env._("Agreement"), self.name),
            (self.env._("Reference"), self.reference),
            (self.env._("Office"), self.company_id.name),
            (self.env._("Regime"), labels["regime"][self.regime]),
            (self.env._("Selection"), labels["selection_rule"][self.selection_rule]),
            (self.env._("Term"), term),
            (self.env._("Status"), labels["state"][self.state]),
        )
        return [(label, text) for label, text in facts if text]

    def _overview_row(self, below):
        """The agreement's own figures, with those of its lots added up."""
        return {
            **below,
            "name": self.name,
            "max_hours": self.max_hours,
            "called_off": self.hours_called_off,
            "left": self.hours_left if self.max_hours else None,
            "max_amount": self.max_amount,
            "amount": self.amount_called_off,
            "amount_left": self.amount_left if self.max_amount else None,
            "usage": round(self.usage),
            "amount_usage": round(self.amount_usage),
        }

    def _overview_money(self):
        """Contract -> net money ordered, approved and billed; three grouped queries."""
        money = defaultdict(lambda: defaultdict(float))
        orders = self.env["wohnkoord.call.off"]
        domain = [("framework_id", "=", self.id)]
        for contract, *sums in orders._read_group(
            domain,
            ["contract_id"],
            [
                "amount_committed:sum",
                "amount_flat_approved:sum",
                "amount_ancillary_approved:sum",
            ],
        ):
            money[contract.id]["amount"] = sums[0]
            money[contract.id]["amount_approved"] = sums[1] + sums[2]
        # grouped by what decides the value, so that each order is rounded on its own
        for contract, rate, minutes, count in orders._read_group(
            [*domain, ("minutes_approved", ">", 0)],
            ["contract_id", "hourly_rate", "minutes_approved"],
            ["__count"],
        ):
            value = self.currency_id.round(minutes / 60 * rate)
            money[contract.id]["amount_approved"] += count * value
        for contract, amount in self.env["account.move"]._read_group(
            [
                ("wohnkoord_contract_id.framework_id", "=", self.id),
                ("move_type", "in", BILLS),
                ("state", "!=", "cancel"),
            ],
            ["wohnkoord_contract_id"],
            ["amount_untaxed_in_currency_signed:sum"],
        ):
            money[contract.id]["amount_billed"] = -amount
        return money

    def _overview_orders(self):
        """The orders that run, the next to end first."""
        orders = self.env["wohnkoord.call.off"].search(
            [("framework_id", "=", self.id), ("state", "=", "confirmed")],
            order="date_end, id",
        )
        today = fields.Date.context_today(self)
        return [
            {
                "name": order.name,
                "firm": order.commercial_partner_id.name,
                "contract": order.contract_id.name or "",
                "lot": order.lot_id.name,
                "date_end": order.date_end,
                "date_end_label": format_date(self.env, order.date_end),
                "is_late": order.date_end < today,
                "is_flat": order.kind == "flat_fee",
                "hours": None if order.kind == "flat_fee" else order.hours,
                "worked": None if order.kind == "flat_fee" else order.hours_worked,
                "left": None if order.kind == "flat_fee" else order.hours_left,
                "amount": order.amount_committed,
            }
            for order in orders
        ]


def _added(rows):
    """The sums of what lies below."""
    return {name: sum(row[name] for row in rows) for name in SUMMED}
