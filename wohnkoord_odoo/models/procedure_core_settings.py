# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

WEIGHT_MODELS = [
    ("percent", "Per cent"),
    ("points", "Points"),
    ("priority", "Priorities 1 to 3"),
    ("lot_only", "Draw only"),
]


class Procedure(models.Model):
    """What differs by city is a setting of the procedure, with a usual value."""

    _inherit = "wohnkoord.procedure"

    weight_model = fields.Selection(
        WEIGHT_MODELS,
        "Weighting",
        required=True,
        default="percent",
        help="Per cent: the criteria of each group sum up to 100 %. Points: a criterion"
        " weighs what its scale has at most. Priorities: ranks instead of weights. Draw"
        " only: among all admitted bids a draw decides.",
    )
    advice_rule = fields.Selection(
        [
            ("none", "None in its matters"),
            ("general", "General questions only"),
            ("free", "As usual"),
        ],
        "Advice to Parties",
        required=True,
        default="none",
        help="From the publication to the decision: whether the office advises"
        " initiatives that take part. Advice in other matters stays free.",
    )
    amendment_days = fields.Integer(
        "Days for an Amendment",
        required=True,
        default=14,
        help="A change needs that many days left before the deadline; later, the"
        " deadline has to move.",
    )
    question_rule = fields.Selection(
        [("warn", "Warns"), ("block", "Blocks the deadline")],
        "An Open Question",
        required=True,
        default="warn",
        help="What happens if a question is unanswered when the deadline comes.",
    )
    min_intake_days = fields.Integer(
        "Days for Bids at Least",
        required=True,
        default=60,
        help="Between publication and deadline. Groups need time to decide together;"
        " three months are usual.",
    )
    short_intake_reason = fields.Text(
        "Reason for a Shorter Time",
        copy=False,
        help="Only needed if there are fewer days for bids than that.",
    )
    max_file_mb = fields.Integer(
        "Size of a File at Most (MB)", required=True, default=25
    )
    max_files = fields.Integer("Files per Bid at Most", required=True, default=20)

    # -- the council's resolution on the criteria ----------------------------------------
    resolution_body = fields.Char(
        "Decided by", copy=False, help="E.g. the city council or a committee."
    )
    resolution_number = fields.Char("Resolution No.", copy=False)
    resolution_date = fields.Date("Decided on", copy=False)
    resolution_file = fields.Binary("Resolution", copy=False, attachment=True)
    resolution_file_name = fields.Char(copy=False)

    _days_check = models.Constraint(
        "CHECK (amendment_days BETWEEN 0 AND 365"
        " AND min_intake_days BETWEEN 0 AND 1000)",
        "Please enter days from 0 to one year (for bids: to 1000).",
    )
    _files_check = models.Constraint(
        "CHECK (max_file_mb BETWEEN 1 AND 100 AND max_files BETWEEN 1 AND 200)",
        "A file has 1 to 100 MB, a bid 1 to 200 files.",
    )
