# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Keeps out of the server's own log which party opens which bid's page."""

import logging
import re

_BIDS = re.compile(r"/my/procedures/\d+/bids[^\s?\"']*(\?[^\s\"']*)?")


class NoBidPaths(logging.Filter):
    """Shortens the addresses of bids' pages in messages of the web server."""

    def filter(self, record):
        message = record.getMessage()
        if "/bids" in message:
            record.msg = _BIDS.sub("/my/procedures/-/bids/-", message)
            record.args = ()
        return True


for _name in ("werkzeug", "odoo.http"):
    logging.getLogger(_name).addFilter(NoBidPaths())
