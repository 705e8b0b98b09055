# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import threading
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import SQL, mute_logger

from .procedure_bid_common import BidCase

#: no procedure has such a number
NUMBER, OTHER = 2_000_000_001, 2_000_000_002


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureBidTurn(TransactionCase):
    """Whoever waited sees what the one before did; with connections of their own."""

    def _connect(self):
        cr = self.env.registry._db.cursor()
        self.addCleanup(cr.close)
        # whatever goes wrong, no test waits for another for ever
        cr.execute(SQL("SET lock_timeout = '20s'"))
        cr.commit()  # pylint: disable=invalid-commit
        return api.Environment(cr, SUPERUSER_ID, {})

    def _procedure(self, env, number=NUMBER):
        return env["wohnkoord.procedure"].browse(number)

    def test_one_after_the_other(self):
        first, second = self._connect(), self._connect()
        second.cr.execute(SQL("SELECT 1"))  # began before the first one ended
        self._procedure(first)._take_turn()
        seen = []

        def wait():
            self._procedure(second)._take_turn()
            query = SQL("SELECT pg_visible_in_snapshot(%s, pg_current_snapshot())", act)
            seen.append(second.execute_query(query)[0][0])

        act = first.execute_query(SQL("SELECT pg_current_xact_id()::text::xid8"))[0][0]
        act = SQL("%s::xid8", str(act))
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join(0.5)
        self.assertTrue(thread.is_alive(), "it does not wait")
        first.cr.commit()
        thread.join(20)
        self.assertEqual(seen, [True])

    def test_procedures_do_not_wait_for_each_other(self):
        first, second = self._connect(), self._connect()
        self._procedure(first)._take_turn()
        second.cr.execute(SQL("SET lock_timeout = '1s'"))
        self._procedure(second, OTHER)._take_turn()

    def test_the_end_of_the_transaction_ends_it(self):
        for end in ("commit", "rollback"):
            first, second = self._connect(), self._connect()
            self._procedure(first)._take_turn()
            getattr(first.cr, end)()
            second.cr.execute(SQL("SET lock_timeout = '1s'"))
            self._procedure(second)._take_turn()
            second.cr.rollback()

    def test_an_error_ends_it(self):
        first, second = self._connect(), self._connect()
        with (
            patch.object(type(first.cr), "commit", side_effect=ZeroDivisionError),
            self.assertRaises(ZeroDivisionError),
        ):
            self._procedure(first)._take_turn()
        second.cr.execute(SQL("SET lock_timeout = '1s'"))
        self._procedure(second)._take_turn()


@tagged("post_install", "-at_install")
class TestPortalBidTurn(BidCase, HttpCase):
    """What gets a number or an entry in the log waits for its turn; the rest does not."""

    def _turns(self, path, **values):
        turns = []
        Procedure = self.env.registry["wohnkoord.procedure"]
        take = Procedure._take_turn

        def noted(procedure):
            turns.append(procedure.id)
            return take(procedure)

        with patch.object(Procedure, "_take_turn", noted):
            fields = {"form_token": "probe" + path, "csrf_token": self.csrf, **values}
            self.url_open(path, data=fields, allow_redirects=False)
        self.env.invalidate_all()
        return turns

    def test_turns(self):
        bid = self._draft()
        self.authenticate(self.spokesperson.login, self.spokesperson.login)
        page = self.url_open(f"/my/procedures/{self.party.id}/bids/{bid.uuid}").text
        self.csrf = page.split('name="csrf_token" value="')[1].split('"')[0]
        path = f"/my/procedures/{self.party.id}/bids/{bid.uuid}"
        revision = self._revision(bid)
        self.assertEqual(self._turns(f"{path}/save", revision="x"), [])
        with mute_logger("odoo.addons.wohnkoord_odoo.models.procedure_bid_receipt"):
            turns = self._turns(f"{path}/submit", revision=revision)
        self.assertEqual(turns[:1], self.procedure.ids)
        self.assertEqual((bid.state, bid.number), ("submitted", 1))
        self.assertEqual(self._turns(f"{path}/withdraw"), self.procedure.ids)
        self.assertEqual(bid.state, "withdrawn")
