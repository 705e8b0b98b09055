# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .event_common import EventCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkEvent(EventCase):
    def test_x(self):
        self._make_event()
