# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Tells the program's own code from code that was typed into the database."""

import sys

#: Odoo runs server actions, automations, scheduled actions and templates from here
_RUNNERS = ("odoo.tools.safe_eval", "odoo.addons.base.models.ir_qweb")


def is_typed_code():
    """Whether code from the database asks: a server action, a formula, a template.

    An administrator can type such code without any access to the server. It reaches
    private methods too, so what must stay secret from administrators asks here.
    """
    frame = sys._getframe(1)
    while frame:
        if frame.f_globals.get("__name__") in _RUNNERS:
            return True
        frame = frame.f_back
    return False
