# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .advisory_room import SPAN, TZ

OFFICE = "wohnkoord_odoo.group_user"
#: what a meeting needs to be told again where it is
PLACE_FIELDS = {"meeting_mode", "room_id"}


class CalendarEvent(models.Model):
    """How and where a meeting takes place; a room has one meeting at a time.

    The place is written into core's location, so that invitations, calendar files and
    the pages of those who come show it.
    """

    _inherit = "calendar.event"

    meeting_mode = fields.Selection(
        [("on_site", "On Site"), ("phone", "By Phone"), ("video", "By Video")],
        "How We Meet",
    )
    room_id = fields.Many2one(
        "wohnkoord.room",
        index="btree_not_null",
        ondelete="restrict",
        groups=OFFICE,
    )
    room_hint = fields.Char(
        "Hints on the Room", compute="_compute_room_hint", groups=OFFICE
    )

    # deferrable for series only: their meetings take each other's places one by one
    _room_exclude = models.Constraint(
        f"EXCLUDE USING gist (room_id WITH =, ({SPAN}) WITH &&)"
        " WHERE (room_id IS NOT NULL AND active) DEFERRABLE INITIALLY IMMEDIATE",
        "The room is taken at that time. Please choose another room or another time.",
    )

    @api.constrains("room_id", "meeting_mode", "advisory_id", "user_id")
    def _check_room(self):
        for event_sudo in self.sudo().filtered("room_id"):
            if event_sudo.meeting_mode != "on_site":
                raise ValidationError(
                    self.env._("Only a meeting on site takes a room.")
                )
            company = event_sudo.room_id.company_id
            offices = (
                event_sudo.advisory_id.company_id or event_sudo.user_id.company_ids
            )
            if company not in offices:
                raise ValidationError(self.env._("The room is another office's."))

    @api.depends("room_id", "start", "stop", "allday", "partner_ids", "active")
    def _compute_room_hint(self):
        for event in self:
            event.room_hint = " ".join(event._room_hints()) or False

    def _room_hints(self):
        """What whoever plans the meeting should know of its room."""
        # sudo: other people's private meetings count, but are not shown
        room = self.sudo().room_id
        if not room:
            return []
        hints = []
        if room._is_taken(self):
            hints.append(self.env._("The room is taken at that time."))
        people = self._room_people()
        if people > room.capacity:
            hints.append(
                self.env._(
                    "The room is for %(capacity)s persons; %(people)s come.",
                    capacity=room.capacity,
                    people=people,
                )
            )
        return hints

    def _room_people(self):
        """How many come, as far as it is known."""
        guests = sum(self.sudo().booking_ids.mapped("people_count"))
        return max(len(self.partner_ids), guests and guests + 1)

    def _room_span(self):
        """From when until when a room is needed, UTC."""
        if not self.allday:
            return min(self.start, self.stop), max(self.start, self.stop)
        zone = pytz.timezone(TZ)
        first = self.start_date or self.start.date()
        last = self.stop_date or self.stop.date()
        return tuple(
            zone.localize(datetime.combine(day, time.min))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for day in (first, last + timedelta(days=1))
        )

    # -- made, changed -----------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """A meeting of a case, or in a room, is on site, if nothing else is said."""
        defaults = super().default_get(fields)
        if defaults.get("advisory_id") or defaults.get("room_id"):
            defaults.setdefault("meeting_mode", "on_site")
        return defaults

    @api.onchange("meeting_mode", "room_id")
    def _onchange_place(self):
        if self.meeting_mode in ("phone", "video"):
            self.room_id = False
        elif self.room_id:
            self.meeting_mode = "on_site"
        self.location = self._place()

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._with_mode(vals) for vals in vals_list]
        has_room = any(vals.get("room_id") for vals in vals_list)
        has_series = any(vals.get("recurrency") for vals in vals_list)
        if has_room:
            self.flush_model()  # what was given free just now
        with self._series(has_room and has_series) as self:
            events = super().create(vals_list)
            for event, vals in zip(events, vals_list, strict=True):
                if PLACE_FIELDS & set(vals) and not vals.get("location"):
                    event._write_place()
        return events

    def write(self, vals):
        vals = self._with_mode(vals)
        # sudo: whoever moves the meeting may not read rooms
        has_room = vals.get("room_id") or any(self.sudo().mapped("room_id"))
        has_series = vals.get("recurrency") or any(self.mapped("recurrence_id"))
        if has_room:
            self.flush_model()  # what was given free just now
        with self._series(has_room and has_series) as events:
            result = super(CalendarEvent, events).write(vals)
            if PLACE_FIELDS & set(vals) and "location" not in vals:
                events.exists()._write_place()
        return result

    def copy(self, default=None):
        """A copy is at the same time, so it takes no room; a series keeps it."""
        default = dict(default or {})
        default.setdefault("room_id", False)
        return super().copy(default)

    @contextmanager
    def _series(self, is_series):
        """Compare the meetings of a series when all of them have their new time."""
        if not is_series or self.env.context.get("wohnkoord_series"):
            yield self
            return
        name = SQL.identifier("calendar_event_room_exclude")
        self.env.flush_all()
        self.env.cr.execute(SQL("SET CONSTRAINTS %s DEFERRED", name))
        yield self.with_context(wohnkoord_series=True)
        self.env.flush_all()
        self.env.cr.execute(SQL("SET CONSTRAINTS %s IMMEDIATE", name))

    @api.model
    def _with_mode(self, vals):
        """A room is for a meeting on site, and for no other."""
        if vals.get("room_id"):
            return {"meeting_mode": "on_site", **vals}
        if vals.get("meeting_mode", "on_site") != "on_site":
            return {"room_id": False, **vals}
        return vals

    def _write_place(self):
        for event in self:
            place = event._place()
            if (event.location or False) != (place or False):
                event.location = place

    def _place(self):
        """Where the meeting is, in words; what somebody typed stays without a room."""
        office = self.sudo().advisory_id.company_id or self.env.company
        told = self.with_context(lang=office.partner_id.lang or self.env.lang)
        words = {
            "phone": told.env._("By phone"),
            "video": told.env._("By video"),
        }
        if self.meeting_mode in words:
            return words[self.meeting_mode]
        room_sudo = self.sudo().room_id
        if room_sudo:
            return room_sudo._words()
        before = self._origin.sudo().room_id
        generated = {*words.values(), before and before._words()}
        return False if self.location in generated else self.location
