# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Whether code that stands in the database is what asks."""

import builtins
import sys


def called_by_database_code():
    """Whether a server action, a template or another text from the database is running.

    Odoo runs such code with a set of builtins of its own; files on the server have
    Python's. Who may write it in Odoo's settings thus gets no more than from the screen.
    """
    frame = sys._getframe(1)
    while frame:
        if frame.f_builtins is not builtins.__dict__:
            return True
        frame = frame.f_back
    return False
