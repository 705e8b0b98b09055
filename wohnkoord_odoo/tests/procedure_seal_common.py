# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import os
import time
from pathlib import Path

from odoo.tools import SQL, config

#: types of columns in which words may stand
_WORDY = ("text", "character varying", "bytea", "jsonb", "json")
#: a file system may round times
_CLOCK_SLACK = 2


class SealSearch:
    """Mixin of tests: whether words stand anywhere in the database or the files.

    It reads what a dump or a backup holds: every column of every table, and every file
    below Odoo's data folder that the test made.
    """

    def setUp(self):
        super().setUp()
        self._started = time.time() - _CLOCK_SLACK

    def assertNowhere(self, words):
        """No table and no new file holds one of the words, plain or in base64.

        :param words: texts of at least six letters that only the secret has
        """
        self.env.flush_all()
        patterns = [pattern for word in words for pattern in self._spellings(word)]
        self.assertEqual(self._columns_with(patterns), [])
        self.assertEqual(self._files_with(patterns), [])

    def assertSomewhere(self, words):
        """Each word stands in some column: the search itself works."""
        self.env.flush_all()
        for word in words:
            self.assertTrue(self._columns_with(self._spellings(word)), word)

    def _spellings(self, word):
        """A word as bytes: UTF-8, as JSON escapes it, UTF-16, and in base64."""
        plain = word.encode()
        spellings = {
            plain,
            word.encode("unicode_escape"),
            word.encode("utf-16-le"),
        }
        for shift in range(3):
            encoded = base64.b64encode(b"\0" * shift + plain)
            # the letters that the word alone decides
            spellings.add(encoded[4 if shift else 0 : len(encoded) // 4 * 4 - 4])
        return [spelling for spelling in spellings if len(spelling) >= 6]

    def _columns_with(self, patterns):
        """The columns (table.column) that hold one of the patterns."""
        found = []
        for table, columns in self._wordy_columns().items():
            hits = [
                self._column_hits(column, kind, patterns) for column, kind in columns
            ]
            rows = self.env.execute_query(
                SQL(
                    "SELECT %s FROM %s",
                    SQL(", ").join(hits),
                    SQL.identifier(table),
                )
            )
            found += [
                f"{table}.{column}"
                for (column, _kind), hit in zip(columns, rows[0], strict=True)
                if hit
            ]
        return found

    def _column_hits(self, column, kind, patterns):
        name = SQL.identifier(column)
        content = name if kind == "bytea" else SQL("convert_to(%s::text, 'UTF8')", name)
        tests = [
            SQL("position(%s::bytea in %s) > 0", SQL("%s", pattern), content)
            for pattern in patterns
        ]
        return SQL("bool_or(%s)", SQL(" OR ").join(tests))

    def _wordy_columns(self):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.table_name, c.column_name, c.data_type
                  FROM information_schema.columns c
                  JOIN information_schema.tables t USING (table_schema, table_name)
                 WHERE c.table_schema = current_schema()
                   AND t.table_type = 'BASE TABLE'
                   AND c.data_type IN %s
                """,
                _WORDY,
            )
        )
        tables = {}
        for table, column, kind in rows:
            tables.setdefault(table, []).append((column, kind))
        return tables

    def _files_with(self, patterns):
        """The files below the data folder, made since the test began, that hold one."""
        found = []
        for folder, _folders, names in os.walk(config["data_dir"]):
            for name in names:
                path = Path(folder, name)
                try:
                    if path.stat().st_mtime < self._started:
                        continue
                    content = path.read_bytes()
                except OSError:  # a temporary file that is gone
                    continue
                if any(pattern in content for pattern in patterns):
                    found.append(str(path))
        return found
