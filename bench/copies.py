# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Copies of a row, made in the database."""

from odoo.tools import SQL


def clone(cr, table, pattern_id, count, **columns):
    """Copy a row so many times.

    :param columns: column -> SQL expression; ``i`` counts from 0
    :return: the first of the new ids, which follow each other
    """
    cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND column_name != 'id' AND is_generated = 'NEVER'"
        " ORDER BY ordinal_position",
        [table],
    )
    names = [row[0] for row in cr.fetchall()]
    values = [
        SQL(columns[n]) if n in columns else SQL.identifier("p", n) for n in names
    ]
    cr.execute(
        SQL(
            "WITH new AS (INSERT INTO %(table)s (%(names)s) SELECT %(values)s"
            " FROM %(table)s p, generate_series(0, %(last)s) AS i"
            " WHERE p.id = %(pattern)s ORDER BY i RETURNING id)"
            " SELECT min(id), count(*), max(id) FROM new",
            table=SQL.identifier(table),
            names=SQL(", ").join(map(SQL.identifier, names)),
            values=SQL(", ").join(values),
            last=count - 1,
            pattern=pattern_id,
        )
    )
    first, made, last = cr.fetchone()
    assert made == count and last - first == count - 1
    return first
