# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .contract_call_off import COST_COUNTERS

#: counter -> the costs that it adds up, and what it adds
COUNTED = {
    "amount_flat_claimed": ("amount", "flat_fee", "draft submitted approved billed"),
    "amount_flat_approved": ("amount", "flat_fee", "approved billed"),
    "instalment_count": ("1", "flat_fee", "draft submitted approved billed"),
    "amount_ancillary_claimed": (
        "amount",
        "ancillary",
        "draft submitted approved billed",
    ),
    "amount_ancillary_approved": ("amount", "ancillary", "approved billed"),
    "amount_costs_billed": ("amount", "flat_fee ancillary", "billed"),
}


class ContractBalance(models.AbstractModel):
    """Flat fee and ancillary costs: the call-off's own row, as its hours.

    Their caps are the agreed fee, the number of instalments and the maximum of
    ancillary costs; lot and framework are booked by what the order commits.
    """

    _inherit = "wohnkoord.balance"

    @api.model
    def _book_costs(self, deltas):
        """Add to the call-offs' counters of fee and ancillary costs.

        :param dict deltas: call-off -> dict of counter (``COST_COUNTERS``) -> what is
            added, net amounts or a number of instalments
        :raise UserError: the call-off is not open, or more than agreed
        """
        rows = {
            call_off: [round(delta.get(name, 0), 6) for name in COST_COUNTERS]
            for call_off, delta in deltas.items()
        }
        rows = {call_off: row for call_off, row in rows.items() if any(row)}
        if not rows:
            return
        call_offs = self.env["wohnkoord.call.off"].union(*rows)
        call_offs.flush_recordset()
        done = {
            row_id for (row_id,) in self.env.execute_query(self._costs_update(rows))
        }
        for call_off in rows:
            if call_off.id not in done:
                raise UserError(call_off._explain_cost_refusal(deltas[call_off]))
        call_offs.invalidate_recordset(COST_COUNTERS, flush=False)
        call_offs.modified(COST_COUNTERS)

    @api.model
    def _costs_update(self, rows):
        """The one statement that books ``rows``, with its caps."""
        values = SQL(", ").join(
            SQL(
                "(%s, %s)",
                call_off.id,
                SQL(", ").join(SQL("%s::numeric", value) for value in row),
            )
            for call_off, row in rows.items()
        )
        columns = [SQL.identifier(name) for name in COST_COUNTERS]
        sets = SQL(", ").join(
            SQL("%s = t.%s + v.%s", column, column, column) for column in columns
        )
        return SQL(
            "UPDATE wohnkoord_call_off t SET %(sets)s"
            " FROM (VALUES %(values)s) AS v(id, %(columns)s)"
            " WHERE t.id = v.id"
            " AND (t.state = 'confirmed' OR (v.amount_flat_claimed <= 0"
            "      AND v.instalment_count <= 0 AND v.amount_ancillary_claimed <= 0))"
            " AND (v.amount_flat_claimed <= 0"
            "      OR t.amount_flat_claimed + v.amount_flat_claimed <= t.flat_amount)"
            " AND (v.instalment_count <= 0"
            "      OR t.instalment_count + v.instalment_count <= t.max_instalments)"
            " AND (v.amount_ancillary_claimed <= 0"
            "      OR t.amount_ancillary_claimed + v.amount_ancillary_claimed"
            "         <= t.max_ancillary_amount)"
            " RETURNING t.id",
            sets=sets,
            values=values,
            columns=SQL(", ").join(columns),
        )

    @api.model
    def _recounts(self):
        """Also the counters of fee and ancillary costs."""
        yield from super()._recounts()
        for counter, (what, kinds, states) in COUNTED.items():
            yield (
                "wohnkoord.call.off",
                counter,
                SQL(
                    "SELECT c.id, c.%(counter)s, COALESCE(e.total, 0)"
                    " FROM wohnkoord_call_off c LEFT JOIN ("
                    "   SELECT call_off_id, SUM(%(what)s) AS total"
                    "     FROM wohnkoord_call_off_cost"
                    "    WHERE kind IN %(kinds)s AND state IN %(states)s"
                    "    GROUP BY call_off_id) e ON e.call_off_id = c.id"
                    " WHERE c.%(counter)s != COALESCE(e.total, 0)",
                    counter=SQL.identifier(counter),
                    what=SQL.identifier(what) if what != "1" else SQL("1"),
                    kinds=tuple(kinds.split()),
                    states=tuple(states.split()),
                ),
            )
