# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools import SQL

#: what all day means for a room: the offices lie in Germany
TZ = "Europe/Berlin"
#: when a room is taken; a meeting without a time takes it for whole days
SPAN = f"""
    CASE WHEN allday THEN tsrange(
        COALESCE(start_date, start::date)::timestamp
            AT TIME ZONE '{TZ}' AT TIME ZONE 'UTC',
        (COALESCE(stop_date, stop::date) + 1)::timestamp
            AT TIME ZONE '{TZ}' AT TIME ZONE 'UTC'
    ) ELSE tsrange(LEAST(start, stop), GREATEST(start, stop)) END
"""


class Room(models.Model):
    """A room in which the office meets people."""

    _name = "wohnkoord.room"
    _description = "Room"
    _order = "sequence, name, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    place = fields.Char(
        "Where", help="Address, floor, how to get in; stands in the invitation."
    )
    capacity = fields.Integer(
        "Persons", required=True, default=4, help="So many fit in, advisers included."
    )
    is_step_free = fields.Boolean(
        "Step-free", help="Reached without a step, also with a wheelchair."
    )
    note = fields.Text(help="For the office: key, projector, induction loop.")

    _name_uniq = models.UniqueIndex(
        "(company_id, name)", "There is a room with this name already."
    )
    _capacity_check = models.Constraint(
        "CHECK (capacity BETWEEN 1 AND 9999)", "At least one person fits in."
    )

    @api.depends("name", "capacity", "is_step_free")
    def _compute_display_name(self):
        for room in self:
            facts = [self.env._("%(count)s persons", count=room.capacity)]
            if room.is_step_free:
                facts.append(self.env._("step-free"))
            room.display_name = f"{room.name or ''} ({', '.join(facts)})"

    def _words(self):
        """Name and place, as they stand in an invitation."""
        self.ensure_one()
        return ", ".join(part for part in (self.name, self.place) if part)

    def _is_taken(self, event, start=None, stop=None):
        """Whether another meeting has this room at the time of ``event``.

        :param start: another time, with ``stop``: naive UTC
        Says that there is one, and nothing of what it is. For hints: that no two have
        it is up to the constraint.
        """
        self.ensure_one()
        if not (event.start and event.stop):
            return False
        self.env["calendar.event"].flush_model()
        span = (start, stop) if start else event._room_span()
        rows = self.env.execute_query(
            SQL(
                "SELECT 1 FROM calendar_event WHERE room_id = %s AND active"
                " AND id != %s AND %s && %s LIMIT 1",
                self.id,
                event._origin.id or 0,
                SQL(SPAN),
                SQL("tsrange(%s, %s)", *span),
            )
        )
        return bool(rows)

    def action_view_meetings(self):
        """Open the meetings in this room."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "calendar.action_calendar_event"
        )
        return {
            **action,
            "name": self.name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("room_id", "=", self.id)],
            "context": {"default_room_id": self.id},
        }
