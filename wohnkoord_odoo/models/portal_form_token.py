# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import hashlib
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models

#: a session, and with it every form, is over before that
KEEP_DAYS = 30


class FormToken(models.Model):
    """Forms of the portal that were posted, so that a double tap saves only once.

    A form carries a random token; the first post of it leaves a row here in the same
    transaction as what it saves. A post that is refused leaves none, so the corrected
    form may be posted again. Nobody has access rights.
    """

    _name = "wohnkoord.form.token"
    _description = "Portal Form that was Posted"
    _log_access = False

    key = fields.Char(required=True)
    date = fields.Datetime(required=True, default=fields.Datetime.now, index=True)

    _key_uniq = models.Constraint("UNIQUE (key)", "This form was sent already.")

    @api.model
    def _take(self, token, purpose):
        """Note that the current user posted a form.

        :param str token: the form's random token
        :param str purpose: what the form does, so that one page needs one token only
        :return bool: False if it was posted before, also by a request that runs now
        """
        if self._is_taken(token, purpose):
            return False
        try:
            with self.env.cr.savepoint():
                self.create({"key": self._key(token, purpose)})
        except UniqueViolation:
            return False
        return True

    @api.model
    def _is_taken(self, token, purpose):
        """Whether the current user posted this form before."""
        domain = [("key", "=", self._key(token, purpose))]
        return bool(self.search_count(domain, limit=1))

    @api.model
    def _key(self, token, purpose):
        text = f"{self.env.uid} {purpose} {token}"
        return hashlib.sha256(text.encode()).hexdigest()

    @api.autovacuum
    def _gc_tokens(self):
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        self.search([("date", "<", limit)], limit=10000).unlink()
