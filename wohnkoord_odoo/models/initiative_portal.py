# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Initiative(models.Model):
    """What the portal shows of an initiative; called there with sudo.

    The pages get plain values from here and never a record: what is not named here
    cannot be shown.
    """

    _inherit = "wohnkoord.initiative"

    def _portal_list_values(self):
        """The cards of the list.

        :return: list of dicts, in the order of the records
        """
        return [
            {
                "id": initiative.id,
                "name": initiative.name,
                "stage": initiative.stage_id.name,
                "done": initiative.milestone_done_count,
                "total": initiative.milestone_count,
                "overdue": initiative.milestone_overdue_count,
                "progress": initiative.plan_progress,
                "date_next": initiative.date_next_milestone,
            }
            for initiative in self
        ]

    def _portal_page_values(self):
        """Everything that the initiative's own page shows.

        :return: dict; ``milestones`` and ``meetings`` are lists of dicts
        """
        self.ensure_one()
        return {
            **self._portal_list_values()[0],
            "stage_since": self.date_last_stage_update,
            "legal_form": self.legal_form_id.name,
            "move_in_date": self.move_in_date,
            "adviser": {
                "name": self.user_id.name,
                "email": self.user_id.email,
                "phone": self.user_id.phone,
            },
            "milestones": [
                milestone._portal_values() for milestone in self.milestone_ids
            ],
            **self._portal_meetings_by_time(),
        }

    def _portal_meetings_by_time(self):
        now = fields.Datetime.now()
        meetings = self._portal_meetings()
        past = [meeting for meeting in meetings if meeting["date"] < now]
        return {
            "meetings_next": [m for m in meetings if m["date"] >= now],
            "meetings_past": past[::-1],
        }
