# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from pytz import timezone, utc

from odoo import models

from .procedure_date import KEPT_KINDS


class Procedure(models.Model):
    """The next procedure starts from the last: what a copy takes along."""

    _inherit = "wohnkoord.procedure"

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for procedure, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%(name)s (copy)", name=procedure.name)
        return vals_list

    def copy(self, default=None):
        """Settings, criteria with their scales, requirements.

        Not: plots, dates, resolution, documents, versions, parties, bids, log.
        """
        copies = super().copy(default)
        for procedure, new in zip(self, copies, strict=True):
            procedure._copy_criteria_to(new)
        return copies

    def action_save_as_template(self):
        """Make a template of the procedure and show it."""
        self.ensure_one()
        template = self.copy({"name": self.name, "is_template": True})
        if self.date_deadline:
            template.date_deadline = self.date_deadline
            self._copy_timeline_to(template)
        return template._open_form()

    def _open_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def _copy_timeline_to(self, procedure):
        """Copy the dates, as many days later as the deadlines are apart.

        The time of day stays, also over a change of the clocks. Needs both deadlines.
        """
        self.ensure_one()
        if not self.date_deadline or not procedure.date_deadline:
            return
        days = (
            procedure._local(procedure.date_deadline).date()
            - self._local(self.date_deadline).date()
        ).days
        if self.date_questions_until and not procedure.date_questions_until:
            procedure.date_questions_until = self._shifted(
                self.date_questions_until, days, procedure
            )
        vals_list = []
        for date in self.date_ids.filtered(lambda date: date.kind not in KEPT_KINDS):
            (vals,) = date.copy_data({"procedure_id": procedure.id})
            vals["date"] = self._shifted(date.date, days, procedure)
            vals["date_end"] = self._shifted(date.date_end, days, procedure)
            vals_list.append(vals)
        self.env["wohnkoord.procedure.date"].create(vals_list)

    def _shifted(self, moment, days, procedure):
        """The same time of day, ``days`` later, on the clocks of ``procedure``'s zone."""
        if not moment:
            return False
        naive = self._local(moment).replace(tzinfo=None) + timedelta(days=days)
        zone = timezone(procedure.tz)
        # an hour that a night in spring lacks becomes the next one
        local = zone.normalize(zone.localize(naive, is_dst=False))
        return local.astimezone(utc).replace(tzinfo=None)
