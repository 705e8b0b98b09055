# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.tools import SQL

from ..models.advisory_topic import SERVICE_AREAS


class EventFigure(models.Model):
    """How many came to which events: one row per event, persons and no names."""

    _name = "wohnkoord.event.figure"
    _description = "Figures of Events"
    _auto = False
    _order = "date_begin desc, id desc"
    _rec_name = "event_id"
    _depends = {
        "event.event": [
            "active",
            "company_id",
            "date_begin",
            "date_end",
            "event_type_id",
            "guest_count",
            "is_online",
            "is_public",
            "kanban_state",
            "seats_limited",
            "seats_max",
            "service_area",
            "user_id",
        ],
        "event.registration": [
            "active",
            "attended_count",
            "event_id",
            "is_waiting",
            "person_count",
            "state",
        ],
    }

    event_id = fields.Many2one("event.event", readonly=True)
    company_id = fields.Many2one("res.company", "Office", readonly=True)
    event_type_id = fields.Many2one("event.type", "Kind", readonly=True)
    user_id = fields.Many2one("res.users", "Responsible", readonly=True)
    service_area = fields.Selection(SERVICE_AREAS, readonly=True)
    date_begin = fields.Datetime("Date", readonly=True)
    is_online = fields.Boolean("Online", readonly=True)
    is_public = fields.Boolean("Public", readonly=True)
    is_cancelled = fields.Boolean("Cancelled", readonly=True)
    # the relations of the event itself: a figure has the event's id
    topic_ids = fields.Many2many(
        "wohnkoord.topic",
        relation="event_event_wohnkoord_topic_rel",
        column1="event_event_id",
        column2="wohnkoord_topic_id",
        string="Topics",
        readonly=True,
    )
    target_group_ids = fields.Many2many(
        "wohnkoord.target.group",
        relation="event_event_wohnkoord_target_group_rel",
        column1="event_event_id",
        column2="wohnkoord_target_group_id",
        string="Target Groups",
        readonly=True,
    )
    event_count = fields.Integer("Events", readonly=True)
    seat_count = fields.Integer("Seats", readonly=True)
    registered_count = fields.Integer("Persons Registered", readonly=True)
    attended_count = fields.Integer("Persons who Came", readonly=True)
    no_show_count = fields.Integer("Persons who Stayed Away", readonly=True)
    cancelled_count = fields.Integer("Persons who Cancelled", readonly=True)
    waiting_count = fields.Integer("Persons Waiting", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT event.id AS id,
                   event.id AS event_id,
                   event.company_id AS company_id,
                   event.event_type_id AS event_type_id,
                   event.user_id AS user_id,
                   event.service_area AS service_area,
                   event.date_begin AS date_begin,
                   event.is_online AS is_online,
                   event.is_public AS is_public,
                   event.kanban_state = 'cancel' AS is_cancelled,
                   1 AS event_count,
                   CASE WHEN event.seats_limited THEN event.seats_max END AS seat_count,
                   COALESCE(persons.registered, 0) AS registered_count,
                   COALESCE(persons.attended, 0) + COALESCE(event.guest_count, 0)
                       AS attended_count,
                   CASE WHEN event.date_end < now() AT TIME ZONE 'UTC'
                             AND event.kanban_state IS DISTINCT FROM 'cancel'
                        THEN GREATEST(COALESCE(persons.stayed_away, 0), 0)
                        ELSE 0 END AS no_show_count,
                   COALESCE(persons.cancelled, 0) AS cancelled_count,
                   COALESCE(persons.waiting, 0) AS waiting_count
              FROM event_event event
              LEFT JOIN (
                   SELECT event_id,
                          SUM(person_count) FILTER (WHERE state IN ('open', 'done'))
                              AS registered,
                          SUM(attended_count) FILTER (WHERE state = 'done') AS attended,
                          SUM(GREATEST(person_count - COALESCE(attended_count, 0), 0))
                              FILTER (WHERE state IN ('open', 'done')) AS stayed_away,
                          SUM(person_count) FILTER (WHERE state = 'cancel')
                              AS cancelled,
                          SUM(person_count) FILTER (WHERE is_waiting) AS waiting
                     FROM event_registration
                    WHERE active
                    GROUP BY event_id
              ) persons ON persons.event_id = event.id
             WHERE event.active
            """
        )
