# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Who has a contract that is or was in force stands in the list of consultants."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    contracts = env["wohnkoord.contract"].search([("state", "!=", "draft")])
    env["wohnkoord.consultant.profile"]._make_for(contracts)
