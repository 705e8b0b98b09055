# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Models by short names."""

CALL_OFF, ENTRY = "wohnkoord.call.off", "wohnkoord.time.entry"
CASE, CONTRACT = "wohnkoord.advisory", "wohnkoord.contract"
FRAMEWORK, LOT = "wohnkoord.framework", "wohnkoord.framework.lot"
REQUEST = "wohnkoord.hours.request"
