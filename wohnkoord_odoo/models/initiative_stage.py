# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

STAGE_CODES = [
    ("idea", "Idea"),
    ("group", "Group Finding"),
    ("concept", "Concept"),
    ("plot", "Plot Search"),
    ("planning", "Planning and Finance"),
    ("construction", "Construction"),
    ("occupied", "Occupied"),
    ("dormant", "Dormant"),
    ("dissolved", "Dissolved"),
]


class InitiativeStage(models.Model):
    """A stage on the way from the first idea to the occupied house.

    Offices may add and rename stages; ``code`` says what a stage means, so that
    reports and reminders work with any set of stages.
    """

    _name = "wohnkoord.initiative.stage"
    _inherit = ["wohnkoord.catalogue.mixin"]
    _description = "Stage of an Initiative"

    code = fields.Selection(
        STAGE_CODES, "Meaning", required=True, index=True, default="idea"
    )
    fold = fields.Boolean("Folded", help="Folded in the board of initiatives.")
    rotting_threshold_days = fields.Integer(
        "Days until it Needs Attention",
        help="A group that is longer in this stage is marked. 0: never.",
    )

    _rotting_check = models.Constraint(
        "CHECK (COALESCE(rotting_threshold_days, 0) >= 0)",
        "The number of days is not negative.",
    )
