# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .procedure_bid_common import BidCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureTypedCode(BidCase):
    """An administrator can type code into server actions and templates of reports."""

    def _run(self, code):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Neugier",
                "model_id": self.env["ir.model"]._get_id("wohnkoord.procedure"),
                "state": "code",
                "code": code,
            }
        )
        return action.with_context(
            active_model="wohnkoord.procedure", active_id=self.procedure.id
        ).run()

    def test_server_action_reads_no_draft(self):
        bid = self._draft()
        self.assertTrue(bid._draft_data(), "the bidder does")
        with self.assertRaisesRegex(AccessError, "key file"):
            self._run(f"env['wohnkoord.bid'].sudo().browse({bid.id})._draft_data()")

    def test_server_action_gets_no_key(self):
        seal = self.procedure._seal_sudo()
        for code in (
            f"env['wohnkoord.key.file']._secret('{seal.key_file}')",
            f"env['wohnkoord.key.file']._sheet('{seal.key_file}')",
            f"env['wohnkoord.key.file']._mac('{seal.key_file}', 'bidder', 'x')",
            "record._draft_decrypt(b'x', 'bid')",
            f"record._bidder_key(env['wohnkoord.initiative'].browse({self.initiative.id}))",
        ):
            with self.subTest(code=code), self.assertRaises(AccessError):
                self._run(code)

    def test_template_reads_no_draft(self):
        bid = self._draft()
        view = self.env["ir.ui.view"].create(
            {
                "name": "Neugier",
                "type": "qweb",
                "arch": '<t t-name="neugier"><p t-out="bid._draft_data()"/></t>',
            }
        )
        with self.assertRaisesRegex(Exception, "key file"):
            self.env["ir.qweb"]._render(view.id, {"bid": bid.sudo()})
