# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Tables to which rows are added, and from which nothing is changed or taken away."""

from odoo.tools import SQL


def make_append_only(cr, table):
    """Let the database refuse UPDATE, DELETE and TRUNCATE of a table, whoever asks.

    Called in a model's ``init``; doing it again changes nothing.

    :param str table: of the model
    """
    function = SQL.identifier(f"{table}_refuse")
    cr.execute(
        SQL(
            """
            CREATE OR REPLACE FUNCTION %s() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION '%% is append-only: no %%', TG_TABLE_NAME, TG_OP
                    USING ERRCODE = 'integrity_constraint_violation';
            END $$ LANGUAGE plpgsql
            """,
            function,
        )
    )
    for name, event, level in (
        (f"{table}_rows", "UPDATE OR DELETE", "ROW"),
        (f"{table}_table", "TRUNCATE", "STATEMENT"),
    ):
        cr.execute(
            SQL(
                """
                CREATE OR REPLACE TRIGGER %s BEFORE %s ON %s
                FOR EACH %s EXECUTE FUNCTION %s()
                """,
                SQL.identifier(name),
                SQL(event),
                SQL.identifier(table),
                SQL(level),
                function,
            )
        )
