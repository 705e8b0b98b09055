# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

OFFICE = "wohnkoord_odoo.group_user"


class Workload(models.Model):
    """What each adviser of an office has to do now: one row per adviser and office.

    A row without an adviser counts what is nobody's. Figures only, of the own office.
    """

    _name = "wohnkoord.workload"
    _description = "Workload of Advisers"
    _auto = False
    _order = "open_count desc, user_id, id"
    _depends = {
        "wohnkoord.advisory": [
            "company_id",
            "user_id",
            "state",
            "level",
            "is_urgent",
            "date_deadline",
            "date_first_contact",
        ],
        "wohnkoord.absence": [
            "company_id",
            "user_id",
            "deputy_id",
            "date_from",
            "date_to",
        ],
        "wohnkoord.call.off": ["advisory_id", "state"],
        "wohnkoord.time.entry": ["call_off_id", "state"],
        "wohnkoord.short.contact": ["company_id", "user_id", "date", "minutes"],
        "wohnkoord.department.enquiry": ["company_id"],
        "calendar.event": ["advisory_id", "user_id", "active", "start", "stop"],
        "mail.activity": ["active", "user_id", "res_model", "res_id", "date_deadline"],
        "res.users": ["active", "share", "company_ids", "group_ids"],
    }

    user_id = fields.Many2one("res.users", "Adviser", readonly=True)
    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one("res.company", "Office", readonly=True)
    is_adviser = fields.Boolean("Works Here", readonly=True)
    open_count = fields.Integer("Open Cases", readonly=True)
    orientation_count = fields.Integer("Orientation", readonly=True)
    concept_count = fields.Integer("Concept", readonly=True)
    specialist_count = fields.Integer("Specialist", readonly=True)
    urgent_count = fields.Integer("Urgent", readonly=True)
    overdue_count = fields.Integer("Overdue", readonly=True)
    waiting_count = fields.Integer("Without First Contact", readonly=True)
    activity_count = fields.Integer("Open Activities", readonly=True)
    activity_late_count = fields.Integer("Late Activities", readonly=True)
    order_count = fields.Integer(
        "Orders to Confirm", readonly=True, help="Drafts of orders for these cases."
    )
    entry_count = fields.Integer(
        "Time Entries to Approve",
        readonly=True,
        help="Submitted by consultants, for these cases.",
    )
    minutes_contact = fields.Integer("Minutes of Short Contacts", readonly=True)
    minutes_meeting = fields.Integer("Minutes of Meetings", readonly=True)
    minutes_month = fields.Integer(
        "Minutes this Month",
        readonly=True,
        help="Short contacts, and meetings of cases that have begun.",
    )
    absence_from = fields.Date("Away from", readonly=True)
    absence_to = fields.Date("Away until", readonly=True)
    deputy_id = fields.Many2one("res.users", readonly=True)
    is_away = fields.Boolean("Away Today", readonly=True)

    @api.depends("user_id.name")
    def _compute_name(self):
        for row in self:
            row.name = row.user_id.sudo().name or self.env._("Nobody's")

    @property
    def _table_query(self):
        today = fields.Date.context_today(self)
        return SQL(
            """
            SELECT -- one number for two (Cantor), the same at every reading
                   (people.company_id + people.user_id)
                   * (people.company_id + people.user_id + 1) / 2 + people.user_id AS id,
                   NULLIF(people.user_id, 0) AS user_id,
                   people.company_id AS company_id,
                   people.is_adviser AS is_adviser,
                   COALESCE(cases.open_count, 0) AS open_count,
                   COALESCE(cases.orientation_count, 0) AS orientation_count,
                   COALESCE(cases.concept_count, 0) AS concept_count,
                   COALESCE(cases.specialist_count, 0) AS specialist_count,
                   COALESCE(cases.urgent_count, 0) AS urgent_count,
                   COALESCE(cases.overdue_count, 0) AS overdue_count,
                   COALESCE(cases.waiting_count, 0) AS waiting_count,
                   COALESCE(todo.activity_count, 0) AS activity_count,
                   COALESCE(todo.late_count, 0) AS activity_late_count,
                   COALESCE(orders.order_count, 0) AS order_count,
                   COALESCE(entries.entry_count, 0) AS entry_count,
                   COALESCE(contacts.minutes, 0) AS minutes_contact,
                   COALESCE(meetings.minutes, 0) AS minutes_meeting,
                   COALESCE(contacts.minutes, 0) + COALESCE(meetings.minutes, 0)
                       AS minutes_month,
                   away.date_from AS absence_from,
                   away.date_to AS absence_to,
                   away.deputy_id AS deputy_id,
                   COALESCE(away.date_from <= %(today)s, FALSE) AS is_away
              FROM (%(people)s) people
              LEFT JOIN (%(cases)s) cases USING (company_id, user_id)
              LEFT JOIN (%(todo)s) todo USING (company_id, user_id)
              LEFT JOIN (%(orders)s) orders USING (company_id, user_id)
              LEFT JOIN (%(entries)s) entries USING (company_id, user_id)
              LEFT JOIN (%(contacts)s) contacts USING (company_id, user_id)
              LEFT JOIN (%(meetings)s) meetings USING (company_id, user_id)
              LEFT JOIN LATERAL (
                   SELECT date_from, date_to, deputy_id
                     FROM wohnkoord_absence
                    WHERE user_id = people.user_id
                      AND company_id = people.company_id
                      AND date_to >= %(today)s
                    ORDER BY date_from
                    LIMIT 1
              ) away ON TRUE
            """,
            today=today,
            people=self._people_query(),
            cases=self._cases_query(today),
            todo=self._todo_query(today),
            orders=self._orders_query(),
            entries=self._entries_query(),
            contacts=self._contacts_query(today),
            meetings=self._meetings_query(today),
        )

    @api.model
    def _people_query(self):
        """Advisers of each office, and whoever else has an open case there."""
        groups = self.env.ref(OFFICE).sudo().all_implied_by_ids
        return SQL(
            """
            SELECT company_id, user_id, BOOL_OR(is_adviser) AS is_adviser
              FROM (
                   SELECT cid AS company_id, users.id AS user_id, TRUE AS is_adviser
                     FROM res_users users
                     JOIN res_company_users_rel works ON works.user_id = users.id
                    WHERE users.active AND NOT users.share
                      AND EXISTS (
                          SELECT FROM res_groups_users_rel
                           WHERE uid = users.id AND gid IN %s
                      )
                    UNION ALL
                   SELECT company_id, COALESCE(user_id, 0), FALSE
                     FROM wohnkoord_advisory
                    WHERE state IN ('requested', 'approved', 'running')
              ) found
             GROUP BY company_id, user_id
            """,
            tuple(groups.ids),
        )

    @api.model
    def _cases_query(self, today):
        return SQL(
            """
            SELECT company_id, COALESCE(user_id, 0) AS user_id,
                   COUNT(*) AS open_count,
                   COUNT(*) FILTER (WHERE level = 'orientation') AS orientation_count,
                   COUNT(*) FILTER (WHERE level = 'concept') AS concept_count,
                   COUNT(*) FILTER (WHERE level = 'specialist') AS specialist_count,
                   COUNT(*) FILTER (WHERE is_urgent) AS urgent_count,
                   COUNT(*) FILTER (WHERE date_deadline < %s) AS overdue_count,
                   COUNT(*) FILTER (WHERE date_first_contact IS NULL) AS waiting_count
              FROM wohnkoord_advisory
             WHERE state IN ('requested', 'approved', 'running')
             GROUP BY 1, 2
            """,
            today,
        )

    @api.model
    def _todo_query(self, today):
        """Activities on cases, initiatives, orders and enquiries of the office."""
        return SQL(
            """
            SELECT COALESCE(advisory.company_id, initiative.company_id,
                            call_off.company_id, enquiry.company_id) AS company_id,
                   activity.user_id,
                   COUNT(*) AS activity_count,
                   COUNT(*) FILTER (WHERE activity.date_deadline < %s) AS late_count
              FROM mail_activity activity
              LEFT JOIN wohnkoord_advisory advisory
                ON activity.res_model = 'wohnkoord.advisory'
               AND advisory.id = activity.res_id
              LEFT JOIN wohnkoord_initiative initiative
                ON activity.res_model = 'wohnkoord.initiative'
               AND initiative.id = activity.res_id
              LEFT JOIN wohnkoord_call_off call_off
                ON activity.res_model = 'wohnkoord.call.off'
               AND call_off.id = activity.res_id
              LEFT JOIN wohnkoord_department_enquiry enquiry
                ON activity.res_model = 'wohnkoord.department.enquiry'
               AND enquiry.id = activity.res_id
             WHERE activity.active
               AND activity.res_model IN (
                   'wohnkoord.advisory', 'wohnkoord.initiative', 'wohnkoord.call.off',
                   'wohnkoord.department.enquiry'
               )
             GROUP BY 1, 2
            """,
            today,
        )

    @api.model
    def _orders_query(self):
        return SQL(
            """
            SELECT advisory.company_id, COALESCE(advisory.user_id, 0) AS user_id,
                   COUNT(*) AS order_count
              FROM wohnkoord_call_off call_off
              JOIN wohnkoord_advisory advisory ON advisory.id = call_off.advisory_id
             WHERE call_off.state = 'draft'
             GROUP BY 1, 2
            """
        )

    @api.model
    def _entries_query(self):
        return SQL(
            """
            SELECT advisory.company_id, COALESCE(advisory.user_id, 0) AS user_id,
                   COUNT(*) AS entry_count
              FROM wohnkoord_time_entry entry
              JOIN wohnkoord_call_off call_off ON call_off.id = entry.call_off_id
              JOIN wohnkoord_advisory advisory ON advisory.id = call_off.advisory_id
             WHERE entry.state = 'submitted'
             GROUP BY 1, 2
            """
        )

    @api.model
    def _contacts_query(self, today):
        return SQL(
            """
            SELECT company_id, user_id, SUM(minutes) AS minutes
              FROM wohnkoord_short_contact
             WHERE date BETWEEN %s AND %s
             GROUP BY 1, 2
            """,
            today.replace(day=1),
            today,
        )

    @api.model
    def _meetings_query(self, today):
        """Meetings of cases since the first of the month, in the reader's time zone."""
        first = self.env.tz.localize(datetime.combine(today.replace(day=1), time.min))
        return SQL(
            """
            SELECT advisory.company_id, event.user_id,
                   SUM(CASE WHEN event.allday THEN 0 ELSE
                       EXTRACT(EPOCH FROM event.stop - event.start) / 60
                   END)::integer AS minutes
              FROM calendar_event event
              JOIN wohnkoord_advisory advisory ON advisory.id = event.advisory_id
             WHERE event.active AND event.start >= %s AND event.start <= %s
             GROUP BY 1, 2
            """,
            first.astimezone(pytz.utc).replace(tzinfo=None),
            fields.Datetime.now(),
        )

    def action_view_cases(self):
        """Open this adviser's open cases."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.advisory_action"
        )
        return {
            **action,
            "domain": [
                ("user_id", "=", self.user_id.id),
                ("company_id", "=", self.company_id.id),
            ],
        }

    def action_assign(self):
        """Give the cases from which this list was opened to the adviser of the row.

        :raise UserError: the adviser does not work in the office of a case
        """
        self.ensure_one()
        cases = self.env["wohnkoord.advisory"].browse(
            self.env.context.get("wohnkoord_case_ids") or []
        )
        cases.check_access("write")
        if not self.is_adviser or cases.company_id - self.company_id:
            raise UserError(
                self.env._(
                    "%(user)s does not work in this office.",
                    user=self.user_id.sudo().name or self.env._("Nobody"),
                )
            )
        cases.write({"user_id": self.user_id.id})
        return {"type": "ir.actions.act_window_close"}
