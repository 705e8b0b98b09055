# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
{
    "name": "Coordination Office for Community-led Housing",
    "summary": "Initiatives, advice in stages, consultants' framework contracts "
    "with hour budgets, and their bills",
    "version": "19.0.1.0.0",
    "category": "Services/Housing",
    "author": "wohnkoord_odoo contributors",
    "license": "AGPL-3",
    "application": True,
    "depends": ["portal", "contacts", "calendar", "account", "l10n_de"],
    "external_dependencies": {"python": ["phonenumbers"]},
    "data": [
        # security: groups, record rules by area, access rights
        "security/wohnkoord_security.xml",
        "security/ir.model.access.csv",
        # menus: the areas' own menu files come after their views
        "views/menus.xml",
        # initiative
        # advisory
        # contract
        "security/contract_security.xml",
        "data/contract_data.xml",
    ],
    "demo": [],
    "assets": {},
}
