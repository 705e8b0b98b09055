# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re
from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.duration import format_minutes
from ..tools.upload import clean_name

#: what the consultant handed in and nobody sent back
SHEET_STATES = ("submitted", "approved", "billed")
MONTH = re.compile(r"2[0-9]{3}-(?:0[1-9]|1[0-2])")


class Contract(models.Model):
    """The time sheet (Stundennachweis) of a contract: a month or all, to be signed."""

    _inherit = "wohnkoord.contract"

    def _time_sheet_values(self, month="", call_offs=None):
        """The time sheet as plain values, in the language of the context.

        Entries that were handed in, order by order. Reads with the user's own rights; for
        the portal it is called as superuser with the firm's order.

        :param str month: as 2026-10; anything else stands for the whole term
        :param call_offs: orders of this contract to show; None shows all with entries
        :return dict: ``facts`` (label and text), ``orders`` (each with ``rows``, sum and
            what is left), ``states`` (sum per state), ``minutes`` and ``duration`` of all,
            ``waiting`` (number of entries not handed in), ``today_label``, ``signs``
        """
        self.ensure_one()
        self.check_access("read")
        month = self._month(month)
        domain = self._time_sheet_domain(month, call_offs)
        entries = self.env["wohnkoord.time.entry"].search(
            domain & Domain("state", "in", SHEET_STATES), order="date, id"
        )
        waiting = entries.search_count(domain & Domain("state", "=", "draft"))
        rows = entries._time_sheet_rows()
        by_order = defaultdict(list)
        for row in rows:
            by_order[row["call_off_id"]].append(row)
        # sudo: the office's names of persons and initiatives, whoever prints
        orders_sudo = (entries.call_off_id | (call_offs or entries.call_off_id)).sudo()
        minutes = sum(row["minutes"] for row in rows)
        return {
            "facts": self._time_sheet_facts(month),
            "today_label": format_date(self.env, fields.Date.context_today(self)),
            "orders": [
                order_sudo._time_sheet_order(by_order[order_sudo.id])
                for order_sudo in orders_sudo.sorted(
                    lambda order: (order.name, order.id)
                )
            ],
            "states": entries._time_sheet_states(),
            "minutes": minutes,
            "duration": format_minutes(minutes),
            "waiting": waiting,
            "signs": self._time_sheet_signs(),
        }

    def _time_sheet_domain(self, month, call_offs):
        domain = Domain("contract_id", "=", self.id)
        if call_offs is not None:
            domain &= Domain("call_off_id", "in", call_offs.ids)
        if month:
            first = fields.Date.to_date(f"{month}-01")
            domain &= Domain("date", ">=", first)
            domain &= Domain("date", "<", first + relativedelta(months=1))
        return domain

    @api.model
    def _month(self, text):
        """The month if it is one, else an empty text."""
        return text if isinstance(text, str) and MONTH.fullmatch(text) else ""

    @api.model
    def _month_label(self, month):
        if not month:
            return self.env._("Whole term")
        first = fields.Date.to_date(f"{month}-01")
        return format_date(self.env, first, date_format="LLLL yyyy")

    def _time_sheet_orders(self, ids):
        """Those of the numbers that are orders of this contract and the user may read.

        :param ids: numbers, as anybody may have typed them; nothing stands for all (None)
        """
        if not ids:
            return None
        numbers = [number for number in ids if isinstance(number, int)]
        return self.env["wohnkoord.call.off"].search(
            [("id", "in", numbers), ("contract_id", "=", self.id)]
        )

    def _time_sheet_file(self, month="", call_offs=None):
        """Name of the file, without ending: what it is, of what, and when."""
        self.ensure_one()
        contract_sudo = self.sudo()
        orders_sudo = (call_offs or self.env["wohnkoord.call.off"]).sudo()
        name = orders_sudo.name if len(orders_sudo) == 1 else contract_sudo.name
        parts = (
            self.env._("Time sheet"),
            name or contract_sudo.partner_id.name,
            self._month(month),
        )
        return clean_name(" ".join(part for part in parts if part).replace("/", "-"))

    def _time_sheet_facts(self, month):
        """Label and text of what stands above the rows."""
        contract_sudo = self.sudo()
        facts = (
            (self.env._("Consultant"), contract_sudo.partner_id.name),
            (self.env._("Framework contract"), contract_sudo.name),
            (self.env._("Framework agreement"), contract_sudo.framework_id.name),
            (self.env._("Client"), contract_sudo.company_id.name),
            (self.env._("Period"), self._month_label(month)),
            (
                self.env._("Printed on"),
                format_date(self.env, fields.Date.context_today(self)),
            ),
        )
        return [(label, text) for label, text in facts if text]

    def _time_sheet_signs(self):
        """Who signs: the consultant and the office."""
        contract_sudo = self.sudo()
        return (
            self.env._(
                "Place, date, signature: %(firm)s", firm=contract_sudo.partner_id.name
            ),
            self.env._(
                "Factually correct, date, signature: %(office)s",
                office=contract_sudo.company_id.name,
            ),
        )
