# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Procedure(models.Model):
    """How the jury works and what follows it: declared before, frozen by publication."""

    _inherit = "wohnkoord.procedure"

    jury_name = fields.Char(
        "Name of the Jury",
        required=True,
        translate=False,
        default=lambda self: self.env._("Jury"),
        help="E.g. jury, selection body or advisory board.",
    )
    scoring_mode = fields.Selection(
        [("individual", "Each Seat by Itself"), ("joint", "Together in the Session")],
        "Scoring",
        required=True,
        default="individual",
        help="By itself: each seat gives points and reasons unseen by the others; then"
        " all are shown at once and talked over. Together: the office records what the"
        " session agreed on.",
    )
    is_anonymous = fields.Boolean(
        "Anonymous Stage",
        help="Until the points are shown, the jury reads cover numbers instead of names.",
    )
    quorum = fields.Integer(
        "Votes Needed in a Session",
        aggregator=None,
        help="Without those who are conflicted. 0: more than half of all votes.",
    )
    tie_break = fields.Selection(
        [
            ("criteria", "Heaviest criterion first, then a draw"),
            ("price", "Better price, heaviest criterion, then a draw"),
            ("draw", "A draw"),
        ],
        "At Equal Points",
        required=True,
        default="criteria",
        help="Declared before the bids come; a draw has a witness.",
    )
    standstill_days = fields.Integer(
        "Stand-Still (Days)",
        default=10,
        aggregator=None,
        help="Between the letters to all bidders and the reservation.",
    )
    reservation_months = fields.Integer(
        "Reservation (Months)",
        default=12,
        aggregator=None,
        help="How long a plot is reserved (Anhandgabe) until the contract.",
    )

    _jury_days_check = models.Constraint(
        "CHECK (standstill_days BETWEEN 0 AND 365 AND reservation_months BETWEEN 1 AND 60)",
        "Please enter 0 to 365 days of stand-still and 1 to 60 months of reservation.",
    )
    _quorum_check = models.Constraint(
        "CHECK (quorum BETWEEN 0 AND 100)", "Please enter a quorum of 0 to 100 votes."
    )
