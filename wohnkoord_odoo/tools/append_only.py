# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Rows that stay as they are: the database itself refuses to change or delete them."""

from odoo.tools import SQL


def make_append_only(cr, table):
    """Let the database refuse UPDATE, DELETE and TRUNCATE of a table, whoever asks.

    Called in a model's ``init``; doing it again changes nothing.

    :param str table: of the model
    """
    refuse = _make_refusal(cr, table)
    _make_trigger(cr, table, "rows", "UPDATE OR DELETE", "ROW", refuse)


def make_final(cr, table, state):
    """Let the database refuse UPDATE and DELETE of rows in a state, and TRUNCATE.

    Called in a model's ``init``; doing it again changes nothing.

    :param str table: of the model
    :param str state: the one from which no way leads
    """
    _make_refusal(cr, table)
    keep = SQL.identifier(f"{table}_keep")
    cr.execute(
        SQL(
            """
            CREATE OR REPLACE FUNCTION %s() RETURNS trigger AS $$
            BEGIN
                IF OLD.state = TG_ARGV[0] THEN
                    RAISE EXCEPTION '%% is final when %%: no %%',
                        TG_TABLE_NAME, TG_ARGV[0], TG_OP
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
            END $$ LANGUAGE plpgsql
            """,
            keep,
        )
    )
    _make_trigger(cr, table, "rows", "UPDATE OR DELETE", "ROW", keep, state)


def _make_refusal(cr, table):
    """The function that refuses everything; it refuses TRUNCATE already.

    :return SQL: its name
    """
    refuse = SQL.identifier(f"{table}_refuse")
    cr.execute(
        SQL(
            """
            CREATE OR REPLACE FUNCTION %s() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION '%% is append-only: no %%', TG_TABLE_NAME, TG_OP
                    USING ERRCODE = 'integrity_constraint_violation';
            END $$ LANGUAGE plpgsql
            """,
            refuse,
        )
    )
    _make_trigger(cr, table, "table", "TRUNCATE", "STATEMENT", refuse)
    return refuse


def _make_trigger(cr, table, name, event, level, function, *arguments):
    cr.execute(
        SQL(
            """
            CREATE OR REPLACE TRIGGER %s BEFORE %s ON %s
            FOR EACH %s EXECUTE FUNCTION %s(%s)
            """,
            SQL.identifier(f"{table}_{name}"),
            SQL(event),
            SQL.identifier(table),
            SQL(level),
            function,
            SQL(", ").join(arguments),
        )
    )
