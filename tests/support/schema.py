# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The schema of a database, for comparing two of them."""

from .ledger import Ledger

#: names only where PostgreSQL rewrites an expression when it is dumped and read again
QUERY = """
    SELECT table_name, 'column', column_name,
           data_type || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION SELECT conrelid::regclass::text, 'constraint', conname, contype::text
      FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND contype != 'n'
    UNION SELECT tablename, 'index', indexname, ''
      FROM pg_indexes WHERE schemaname = 'public'
    UNION SELECT tgrelid::regclass::text, 'trigger', tgname, tgenabled::text
      FROM pg_trigger WHERE NOT tgisinternal
"""


def schema(db, prefix=""):
    """Columns, constraints, indexes and triggers.

    :param str prefix: only tables whose names begin with it
    :return: set of (table, kind, name, detail)
    """
    return {row for row in Ledger(db).rows(QUERY) if row[0].startswith(prefix)}
