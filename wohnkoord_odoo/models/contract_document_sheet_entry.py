# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.tools import format_date

from ..tools.duration import format_minutes


class TimeEntry(models.Model):
    """Entries as rows of a time sheet."""

    _inherit = "wohnkoord.time.entry"

    def _time_sheet_rows(self):
        """These entries as plain values, in the order of ``self``."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        # sudo: the office's names of persons, whoever prints
        return [
            {
                "call_off_id": entry.call_off_id.id,
                "date": entry.date,
                "date_label": format_date(self.env, entry.date),
                "person": entry.partner_id.name or "",
                "description": entry.description or "",
                "is_correction": bool(entry.reversal_of_id),
                "state": labels[entry.state],
                "minutes": entry.minutes,
                "duration": format_minutes(entry.minutes),
            }
            for entry in self.sudo()
        ]

    def _time_sheet_states(self):
        """Sum per state in the order of the states, where there are several."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        groups = self.grouped("state")
        if len(groups) < 2:
            return []
        return [
            {
                "label": self.env._("of which: %(state)s", state=label),
                "minutes": (minutes := sum(groups[state].mapped("minutes"))),
                "duration": format_minutes(minutes),
            }
            for state, label in labels.items()
            if state in groups
        ]
