# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Orders that are there are orders by the hour, without ancillary costs.

The columns come with their values: PostgreSQL then rewrites no row, and Odoo computes
nothing for a hundred thousand orders. The model's own constraints follow.
"""

from odoo.tools import SQL

#: column -> type and value of the orders that are there
COLUMNS = {
    "kind": ("varchar", "'hours'"),
    "flat_amount": ("numeric", "0"),
    "max_instalments": ("int4", "1"),
    "max_ancillary_amount": ("numeric", "0"),
    "amount_flat_claimed": ("numeric", "0"),
    "amount_flat_approved": ("numeric", "0"),
    "instalment_count": ("int4", "0"),
    "amount_ancillary_claimed": ("numeric", "0"),
    "amount_ancillary_approved": ("numeric", "0"),
    "amount_costs_billed": ("numeric", "0"),
}


def migrate(cr, version):
    for column, (kind, value) in COLUMNS.items():
        cr.execute(
            SQL(
                "ALTER TABLE wohnkoord_call_off"
                " ADD COLUMN IF NOT EXISTS %(column)s %(kind)s NOT NULL DEFAULT %(value)s",
                column=SQL.identifier(column),
                kind=SQL(kind),
                value=SQL(value),
            )
        )
        cr.execute(
            SQL(
                "ALTER TABLE wohnkoord_call_off ALTER COLUMN %s DROP DEFAULT",
                SQL.identifier(column),
            )
        )
    cr.execute("ALTER TABLE wohnkoord_call_off ADD COLUMN IF NOT EXISTS date_due date")
