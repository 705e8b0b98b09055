# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The mail with an order knows flat fees, unless the office wrote its own text."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    template = env.ref(
        "wohnkoord_odoo.mail_template_call_off", raise_if_not_found=False
    )
    # core's own load writes as the system; an office's edit has an author
    if template and template.write_uid.id == SUPERUSER_ID:
        template.reset_template()
