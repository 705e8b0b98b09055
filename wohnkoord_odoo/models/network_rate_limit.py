# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager
from datetime import timedelta

from psycopg2 import IntegrityError, OperationalError

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import hmac

#: how often a count is tried again when others count the same at that moment
TRIES = 3
#: counts older than this are of no use
KEEP_DAYS = 2


class RateLimit(models.Model):
    """How often one sender used a public form within a stretch of time.

    No address is kept: the key is a keyed hash of purpose, sender and stretch. Nobody
    has access rights.
    """

    _name = "wohnkoord.rate.limit"
    _description = "Count of Posts from one Sender"
    _log_access = False

    key = fields.Char(required=True)
    hits = fields.Integer(required=True, default=0)
    date = fields.Datetime(required=True, default=fields.Datetime.now, index=True)

    _key_uniq = models.Constraint("UNIQUE (key)", "This stretch is counted already.")

    @api.model
    def _allow(self, purpose, sender, limit, minutes=60):
        """Count one use, in a transaction of its own so that a refusal counts as well.

        :param str purpose: the form
        :param str sender: the address, an e-mail or the like
        :param int limit: how many uses are allowed within ``minutes``
        :return bool: False if it was one too many, or the count could not be made
        """
        stretch = int(fields.Datetime.now().timestamp() // (60 * minutes))
        key = hmac(self.sudo().env, "wohnkoord rate limit", (purpose, sender, stretch))
        for _attempt in range(TRIES):
            try:
                with self._own_cursor(key) as cr:
                    return self.with_env(self.env(cr=cr, su=True))._count(key, limit)
            except (IntegrityError, OperationalError):
                continue  # somebody counts the same at this moment
        return False

    @api.model
    @contextmanager
    def _own_cursor(self, key):
        """A transaction of its own that sees what everybody before has counted.

        Many who count the same at once wait for each other. Otherwise the database turns
        away whoever began before another one ended, and a person would be told that the
        form was sent too often.
        """
        turn = SQL("hashtextextended(%s, 0)", key)
        with self.env.registry.cursor() as cr:
            cr.execute(SQL("SELECT pg_advisory_lock(%s)", turn))
            try:
                # a transaction sees what was there when it began
                cr.commit()  # pylint: disable=invalid-commit
                yield cr
                cr.commit()  # pylint: disable=invalid-commit
            except BaseException:
                cr.rollback()
                raise
            finally:
                cr.execute(SQL("SELECT pg_advisory_unlock(%s)", turn))

    @api.model
    def _count(self, key, limit):
        row = self.search([("key", "=", key)])
        if not row:
            self.create({"key": key, "hits": 1})
        elif row.hits >= limit:
            return False
        else:
            row.hits += 1
        self.env.flush_all()
        return True

    @api.autovacuum
    def _gc_counts(self):
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.search([("date", "<", limit)], limit=10000).unlink()
