# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

#: kind, months after the reservation began
USUAL = (("financing", 6), ("architect", 3), ("enquiry", 6), ("permit", 11))


class ReservationMilestone(models.Model):
    """What a group has to show while a plot is kept for it."""

    _name = "wohnkoord.reservation.milestone"
    _description = "Milestone of a Reservation"
    _order = "reservation_id, date_due, id"

    reservation_id = fields.Many2one(
        "wohnkoord.reservation", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="reservation_id.company_id", store=True, index=True
    )
    bid_id = fields.Many2one(related="reservation_id.bid_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("financing", "Proof of Financing"),
            ("architect", "Architect's Contract"),
            ("enquiry", "Preliminary Building Enquiry"),
            ("permit", "Building Permit Applied for"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    name = fields.Char(required=True)
    date_due = fields.Date("Due", required=True, index=True)
    date_done = fields.Date("Met on")
    proof = fields.Binary(attachment=True)
    proof_name = fields.Char()
    note = fields.Text()
    state = fields.Selection(
        [("open", "Open"), ("late", "Overdue"), ("done", "Met")],
        compute="_compute_state",
        search="_search_state",
    )

    @api.depends("date_due", "date_done", "reservation_id.state")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for milestone in self:
            if milestone.date_done:
                milestone.state = "done"
            else:
                is_late = (
                    milestone.date_due
                    and milestone.date_due < today
                    # nobody waits for what a lapsed reservation still lacks
                    and milestone.reservation_id.state == "running"
                )
                milestone.state = "late" if is_late else "open"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        still = fields.Domain("date_done", "=", False)
        late = fields.Domain("date_due", "<", today) & fields.Domain(
            "reservation_id.state", "=", "running"
        )
        parts = {
            "done": fields.Domain("date_done", "!=", False),
            "late": still & late,
            "open": still & ~late,
        }
        return fields.Domain.OR(parts[name] for name in value if name in parts)

    @api.constrains("date_due", "date_done")
    def _check_running(self):
        for milestone in self:
            if milestone.reservation_id.state != "running":
                raise UserError(self.env._("The reservation is over."))

    @api.model
    def _add_usual(self, reservation):
        """The milestones that are usual, with their days; the office changes them."""
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return self.create(
            [
                {
                    "reservation_id": reservation.id,
                    "kind": kind,
                    "name": labels[kind],
                    "date_due": min(
                        fields.Date.add(reservation.date_start, months=months),
                        reservation.date_end,
                    ),
                }
                for kind, months in USUAL
            ]
        )
