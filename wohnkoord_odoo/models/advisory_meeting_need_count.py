# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools import SQL

#: what people may need at a meeting
KINDS = [
    ("interpreter", "Interpreter"),
    ("sign_language", "Sign Language"),
    ("plain_language", "Plain Language"),
    ("step_free", "Step-free Room"),
]


class MeetingNeedCount(models.Model):
    """How many needs were noted in a month: a number, and nothing of anybody.

    It stays when the needs are deleted. No row says when it was changed or by whom.
    """

    _name = "wohnkoord.meeting.need.count"
    _description = "Number of Needs at Meetings"
    _order = "month desc, kind, id"
    _rec_name = "kind"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", "Office", required=True, readonly=True, index=True
    )
    month = fields.Date("Month of the Meeting", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    count = fields.Integer("Needs", required=True, readonly=True, default=0)

    _month_uniq = models.Constraint(
        "UNIQUE (company_id, month, kind)", "There is one number per month and kind."
    )

    @api.model
    def _count_up(self, company, day, kind):
        """One more; who counts at the same moment is repeated."""
        self.env.execute_query(
            SQL(
                "INSERT INTO wohnkoord_meeting_need_count AS c"
                " (company_id, month, kind, count) VALUES (%s, %s, %s, 1)"
                " ON CONFLICT (company_id, month, kind)"
                " DO UPDATE SET count = c.count + 1 RETURNING id",
                company.id,
                day.replace(day=1),
                kind,
            )
        )
        self.invalidate_model()
