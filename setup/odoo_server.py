# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Odoo's command line, as the file that its package calls ``odoo``.

With workers the server starts itself once more for the live messages, by the name of the
file that was started; ``python -m odoo`` leaves one there that cannot be started like that.
"""

import sys

# the folder of this file is not one of Odoo's
sys.path.pop(0)

import odoo.cli  # noqa: E402

if __name__ == "__main__":
    odoo.cli.main()
