# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from unittest.mock import patch

from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .network_common import PublicCase


@tagged("post_install", "-at_install")
class TestLostRace(PublicCase):
    """Who loses against others at every try reads words, and no error of the database."""

    def test_words_instead_of_an_error(self):
        self.authenticate(self.adviser.login, self.adviser.login)
        tries = []

        def lose(*_args, **_kwargs):
            tries.append(1)
            raise ConcurrencyError("another transaction was first")

        self.patch(self.env.registry["wohnkoord.initiative"], "web_save", lose)
        with (
            patch("odoo.service.model.time.sleep"),
            mute_logger("odoo.http", "odoo.service.model"),
        ):
            response = self.opener.post(
                f"{self.base_url()}/web/dataset/call_kw/wohnkoord.initiative/web_save",
                json={
                    "jsonrpc": "2.0",
                    "params": {
                        "model": "wohnkoord.initiative",
                        "method": "web_save",
                        "args": [self.initiative.ids, {}],
                        "kwargs": {"specification": {}},
                    },
                },
                timeout=12,
            )
        self.assertEqual(len(tries), 5, "Odoo's own retries come first")
        error = response.json()["error"]["data"]
        self.assertEqual(error["name"], "odoo.exceptions.UserError")
        self.assertIn("please save again", error["message"])
