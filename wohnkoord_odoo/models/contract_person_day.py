# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

from .contract_balance import MINUTES_PER_DAY


class PersonDay(models.Model):
    """The row that two parallel time entries of one person and day meet in.

    Only ``wohnkoord.balance`` writes it; nobody has access rights.
    """

    _name = "wohnkoord.person.day"
    _description = "Minutes Worked by a Person on a Day"
    _log_access = False

    partner_id = fields.Many2one("res.partner", required=True, ondelete="restrict")
    date = fields.Date(required=True)
    minutes = fields.Integer(required=True, default=0)

    _person_day_uniq = models.Constraint(
        "UNIQUE (partner_id, date)", "There is one row per person and day."
    )
    _minutes_check = models.Constraint(
        f"CHECK (minutes BETWEEN 0 AND {MINUTES_PER_DAY})",
        "Nobody works more than 24 hours a day.",
    )
