# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Pages that only read say so: Odoo then asks the replica, if there is one."""

from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from odoo.addons.wohnkoord_odoo.controllers import public

OWN = "odoo.addons.wohnkoord_odoo."
#: addresses that a browser opens and that stay with the primary database
CORE = "Odoo's own page; its mode is Odoo's to choose"
READ_WRITE = {
    "/my/consultant-bills/<int:bill_id>/pdf": "Odoo's report writes on the bill",
    "/mailing/my": CORE,
    "/mailing/<int:mailing_id>/confirm_unsubscribe": CORE,
    "/mailing/<int:mailing_id>/unsubscribe": CORE,
}


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestOperationRoutes(TransactionCase):
    def _pages(self):
        """address -> mode of what a browser opens here, ours or extended by us"""
        pages = {}
        for rule in self.env["ir.http"].routing_map().iter_rules():
            routing = rule.endpoint.routing
            controller = rule.endpoint.func.__self__
            own = any(
                rule.endpoint.func.__name__ in vars(each)
                and each.__module__.startswith(OWN)
                for each in type(controller).__mro__
            )
            if own and routing["type"] == "http" and "GET" in (rule.methods or ["GET"]):
                pages[rule.rule] = routing["readonly"]
        return pages

    def test_every_page_reads_or_is_named(self):
        pages = self._pages()
        self.assertGreater(len(pages), 90)
        self.assertEqual(
            sorted(path for path, mode in pages.items() if not mode),
            sorted(READ_WRITE),
        )

    def test_page_and_form_at_one_address(self):
        """Opening it reads; what is posted goes to the primary database."""
        modes = [mode for mode in self._pages().values() if callable(mode)]
        self.assertGreater(len(modes), 7)
        self.assertEqual(set(modes), {public.reads})
        for method, expected in (
            ("GET", True),
            ("HEAD", True),
            ("POST", False),
            ("OPTIONS", False),
        ):
            asked = SimpleNamespace(httprequest=SimpleNamespace(method=method))
            with patch.object(public, "request", asked):
                self.assertIs(public.reads(None, None, {}), expected, method)

    def test_posts_write(self):
        """Where only forms are answered, no mode is set."""
        for rule in self.env["ir.http"].routing_map().iter_rules():
            name = rule.endpoint.func.__name__
            if rule.methods == {"POST"} and name.startswith("post_"):
                self.assertFalse(rule.endpoint.routing["readonly"], rule.rule)
