# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.tools import SQL

#: this queue among all locks of its kind
QUEUE = 0x77_6F_68_6E


class Procedure(models.Model):
    """Bids are handed in one by one, however many come in the last minutes."""

    _inherit = "wohnkoord.procedure"

    def _take_turn(self):
        """Wait until those before are done, then see the database as it is by now.

        Running numbers and the log alone would keep bids in order, too: the database
        refuses whoever began before another one ended, and Odoo repeats that request, but
        five times only. With many at once some would be turned away; here all wait, in
        the order in which they came. The turn lasts until the end of the transaction.

        To be called before anything is written: what was done so far is saved.
        """
        self.ensure_one()
        cr = self.env.cr
        turn = SQL("%s, %s", QUEUE, self.id)
        # A transaction sees what was there when it began. So the wait belongs to the
        # connection; the transaction that begins after it takes the lock over.
        self.env.execute_query(SQL("SELECT pg_advisory_lock(%s)", turn))
        try:
            cr.commit()  # pylint: disable=invalid-commit
            self.env.execute_query(SQL("SELECT pg_advisory_xact_lock(%s)", turn))
        except BaseException:
            cr.rollback()
            raise
        finally:
            self.env.execute_query(SQL("SELECT pg_advisory_unlock(%s)", turn))
        self.env.invalidate_all()
