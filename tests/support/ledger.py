# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A recount of the balances in SQL, written apart from the addon's own."""

from contextlib import closing

import psycopg2

COUNTED = "('draft', 'submitted', 'approved', 'billed')"

#: title -> query that finds the rows which are wrong
RECOUNTS = {
    "call-off worked": f"""
        SELECT c.id, c.minutes_worked, SUM(e.minutes) FROM wohnkoord_call_off c
        LEFT JOIN wohnkoord_time_entry e
          ON e.call_off_id = c.id AND e.state IN {COUNTED}
        GROUP BY c.id HAVING c.minutes_worked != COALESCE(SUM(e.minutes), 0)""",
    "call-off approved": """
        SELECT c.id, c.minutes_approved, SUM(e.minutes) FROM wohnkoord_call_off c
        LEFT JOIN wohnkoord_time_entry e
          ON e.call_off_id = c.id AND e.state IN ('approved', 'billed')
        GROUP BY c.id HAVING c.minutes_approved != COALESCE(SUM(e.minutes), 0)""",
    "call-off billed": """
        SELECT c.id, c.minutes_billed, SUM(e.minutes) FROM wohnkoord_call_off c
        LEFT JOIN wohnkoord_time_entry e ON e.call_off_id = c.id AND e.state = 'billed'
        GROUP BY c.id HAVING c.minutes_billed != COALESCE(SUM(e.minutes), 0)""",
    "call-off over its hours": """
        SELECT id, minutes_worked, hours FROM wohnkoord_call_off
        WHERE minutes_worked > round(hours * 60) OR minutes_worked < 0""",
    "call-off hours for people": """
        SELECT id, minutes_worked, hours_worked FROM wohnkoord_call_off
        WHERE abs(hours_worked - minutes_worked / 60.0) > 0.001
           OR abs(hours_approved - minutes_approved / 60.0) > 0.001
           OR abs(hours_billed - minutes_billed / 60.0) > 0.001""",
    "call-off hours left": """
        SELECT id, hours_left, hours - hours_worked FROM wohnkoord_call_off
        WHERE abs(hours_left - CASE WHEN state IN ('closed', 'cancelled') THEN 0
                                    ELSE hours - minutes_worked / 60.0 END) > 0.001""",
    "closed call-off with open entries": """
        SELECT c.id, e.id, e.state FROM wohnkoord_call_off c
        JOIN wohnkoord_time_entry e ON e.call_off_id = c.id
        WHERE (c.state = 'closed' AND e.state IN ('draft', 'submitted')
               AND e.reversal_of_id IS NULL)
           OR (c.state = 'cancelled' AND e.state != 'refused')""",
    "a person's day": f"""
        SELECT e.partner_id, e.date, SUM(e.minutes) FROM wohnkoord_time_entry e
        WHERE e.state IN {COUNTED} GROUP BY 1, 2 HAVING SUM(e.minutes) > 1440""",
    "stored day": f"""
        SELECT COALESCE(d.partner_id, e.partner_id), d.minutes, e.minutes
        FROM wohnkoord_person_day d FULL JOIN (
            SELECT partner_id, date, SUM(minutes) AS minutes
            FROM wohnkoord_time_entry WHERE state IN {COUNTED} GROUP BY 1, 2) e
          ON e.partner_id = d.partner_id AND e.date = d.date
        WHERE COALESCE(d.minutes, 0) != COALESCE(e.minutes, 0)""",
    "approved without a name": """
        SELECT id, state, approved_by_id FROM wohnkoord_time_entry
        WHERE state IN ('approved', 'billed') AND approved_by_id IS NULL""",
    "billed without a line": """
        SELECT id, state, bill_line_id FROM wohnkoord_time_entry
        WHERE (state = 'billed') != (bill_line_id IS NOT NULL)""",
    "half an entry": """
        SELECT id, minutes, hours FROM wohnkoord_time_entry
        WHERE abs(hours - minutes / 60.0) > 0.001 OR company_id IS NULL
           OR commercial_partner_id IS NULL OR contract_id IS NULL""",
}

#: counter of fee and costs -> what it adds up of which costs
COSTS = {
    "amount_flat_claimed": ("e.amount", "e.kind = 'flat_fee'", COUNTED),
    "amount_flat_approved": (
        "e.amount",
        "e.kind = 'flat_fee'",
        "('approved', 'billed')",
    ),
    "instalment_count": ("1", "e.kind = 'flat_fee'", COUNTED),
    "amount_ancillary_claimed": ("e.amount", "e.kind = 'ancillary'", COUNTED),
    "amount_ancillary_approved": (
        "e.amount",
        "e.kind = 'ancillary'",
        "('approved', 'billed')",
    ),
    "amount_costs_billed": ("e.amount", "true", "('billed')"),
}
for _counter, (_what, _kind, _states) in COSTS.items():
    _sum = (
        f"COALESCE(SUM(CASE WHEN {_kind} AND e.state IN {_states} THEN {_what} END), 0)"
    )
    RECOUNTS[f"call-off {_counter}"] = f"""
        SELECT c.id, c.{_counter}, {_sum} FROM wohnkoord_call_off c
        LEFT JOIN wohnkoord_call_off_cost e ON e.call_off_id = c.id
        GROUP BY c.id HAVING c.{_counter} != {_sum}"""
RECOUNTS["call-off over its money"] = """
    SELECT id, amount_flat_claimed, amount_ancillary_claimed FROM wohnkoord_call_off
    WHERE amount_flat_claimed > flat_amount OR instalment_count > max_instalments
       OR amount_ancillary_claimed > max_ancillary_amount"""

COMMITTED = """CASE c.state WHEN 'confirmed' THEN round(c.hours * 60)::int
                            WHEN 'closed' THEN c.minutes_worked ELSE 0 END"""
#: fee and ancillary costs: what is agreed, on a closed order what was approved
MONEY = """CASE c.state
    WHEN 'confirmed' THEN c.flat_amount + c.max_ancillary_amount
    WHEN 'closed' THEN c.amount_flat_approved + c.amount_ancillary_approved ELSE 0 END"""


def _level(table, link, has_amount):
    yield (
        f"{table} called off",
        f"""SELECT t.id, t.minutes_called_off, SUM({COMMITTED}) FROM {table} t
            LEFT JOIN wohnkoord_call_off c ON c.{link} = t.id GROUP BY t.id
            HAVING t.minutes_called_off != COALESCE(SUM({COMMITTED}), 0)""",
    )
    yield (
        f"{table} over its hours",
        f"""SELECT id, minutes_called_off, max_hours FROM {table}
            WHERE COALESCE(max_hours, 0) > 0
              AND minutes_called_off > round(max_hours * 60)""",
    )
    if has_amount:
        amount = f"(round(({COMMITTED}) / 60.0 * c.hourly_rate::numeric, 2) + {MONEY})"
        yield (
            f"{table} money called off",
            f"""SELECT t.id, t.amount_called_off, SUM({amount}) FROM {table} t
                LEFT JOIN wohnkoord_call_off c ON c.{link} = t.id GROUP BY t.id
                HAVING abs(t.amount_called_off - COALESCE(SUM({amount}), 0)) > 0.001""",
        )
        yield (
            f"{table} over its money",
            f"""SELECT id, amount_called_off, max_amount FROM {table}
                WHERE COALESCE(max_amount, 0) > 0
                  AND amount_called_off > max_amount""",
        )


for _table, _link, _has_amount in (
    ("wohnkoord_contract", "contract_id", False),
    ("wohnkoord_framework_lot", "lot_id", True),
    ("wohnkoord_framework", "framework_id", True),
):
    RECOUNTS.update(_level(_table, _link, _has_amount))


class Ledger:
    """The database behind the server, read past Odoo."""

    def __init__(self, db):
        self.db = db

    def connect(self):
        return psycopg2.connect(dbname=self.db)

    def rows(self, query, params=None):
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(query, params)
            return cursor.fetchall()

    def value(self, query, params=None):
        return self.rows(query, params)[0][0]

    def drift(self):
        """What does not add up: title -> at most five rows."""
        found = {title: self.rows(query)[:5] for title, query in RECOUNTS.items()}
        return {title: rows for title, rows in found.items() if rows}

    def assert_balanced(self):
        """Every counter equals its recount, and no maximum is exceeded."""
        drift = self.drift()
        assert not drift, f"balances are wrong: {drift}"

    def forget_posts(self):
        """All tests share one address; its posts so far do not count."""
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute("DELETE FROM wohnkoord_rate_limit")
            connection.commit()
