# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Demo procedures and orders that were really played: by the addon's own methods, at their dates.

Data files cannot tell a story: bids are sealed when they are handed in, the log is
chained act by act. ``setup/load_demo.py`` calls ``play`` after the files are loaded. It
is a part of the addon because that script comes on standard input and finds no file
beside it.
"""

from . import costs, invoices, leipzig, running
from .stage import Stage


def play(env):
    """Play all of them.

    :param env: as the system itself
    """
    costs.play(Stage(env))  # of its own: what it writes is of today
    stage = Stage(env)
    leipzig.play(stage)
    running.play(stage)
    invoices.play(stage)
