# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools import SQL

#: rows of different tables get different ids: id * SOURCES + number of the source
SOURCES = 32


class ContactHistory(models.Model):
    """Everything that connects a person with the office, newest first.

    One query over the tables as they are. A question about one contact reaches each
    table's index on the contact, because the branches are plain.
    """

    _name = "wohnkoord.contact.history"
    _description = "Contact History"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "title"

    partner_id = fields.Many2one("res.partner", "Contact", readonly=True)
    company_id = fields.Many2one("res.company", "Office", readonly=True)
    date = fields.Datetime(readonly=True)
    kind = fields.Selection(
        [
            ("short_contact", "Short Contact"),
            ("case", "Case"),
            ("meeting", "Meeting"),
            ("event", "Event"),
            ("mailing", "Mailing"),
            ("consent", "Consent"),
        ],
        readonly=True,
    )
    user_id = fields.Many2one("res.users", "Responsible", readonly=True)
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Integer("Record", readonly=True, aggregator=None)
    title = fields.Char("What", compute="_compute_title")

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(
            SQL(
                "SELECT src.id::bigint * %s + %s AS id, %s::varchar AS kind, %s",
                SOURCES,
                number,
                kind,
                query,
            )
            for number, (kind, query) in enumerate(self._branches())
        )

    @api.model
    def _branches(self):
        """What counts as a contact; the areas add theirs at the end.

        :return: list of pairs: the kind, and the rest of a SELECT from a table named
            ``src`` with partner_id, company_id, date, user_id, res_model and res_id
        """
        branches = [
            ("short_contact", self._of_person("wohnkoord.short.contact", "date")),
            ("short_contact", self._of_group("wohnkoord.short.contact", "date")),
            ("case", self._of_person("wohnkoord.advisory", "date_requested")),
            ("case", self._of_group("wohnkoord.advisory", "date_requested")),
            ("meeting", self._meetings()),
            ("event", self._registrations()),
            ("consent", self._consents()),
        ]
        # without the office on it a mailing may be anybody's, and is not shown
        mailing_office = self.env["mailing.mailing"]._fields.get("company_id")
        if mailing_office and mailing_office.store:
            branches.append(("mailing", self._mailings()))
        return branches

    @api.model
    def _of_person(self, model, date):
        return SQL(
            """src.partner_id, src.company_id, src.%s::timestamp AS date, src.user_id,
                %s::varchar AS res_model, src.id AS res_id
            FROM %s src WHERE src.partner_id IS NOT NULL""",
            SQL.identifier(date),
            model,
            SQL.identifier(self.env[model]._table),
        )

    @api.model
    def _of_group(self, model, date):
        """What was with a group is a contact with the group's own contact as well."""
        return SQL(
            """i.partner_id, src.company_id, src.%s::timestamp AS date, src.user_id,
                %s::varchar AS res_model, src.id AS res_id
            FROM %s src JOIN wohnkoord_initiative i ON i.id = src.initiative_id
            WHERE src.partner_id IS DISTINCT FROM i.partner_id""",
            SQL.identifier(date),
            model,
            SQL.identifier(self.env[model]._table),
        )

    @api.model
    def _meetings(self):
        """Meetings of the office's cases and groups, and those that are not private."""
        return SQL(
            """src.partner_id,
                COALESCE(a.company_id, g.company_id, u.company_id) AS company_id,
                e.start AS date, e.user_id, 'calendar.event'::varchar AS res_model,
                e.id AS res_id
            FROM calendar_attendee src
            JOIN calendar_event e ON e.id = src.event_id AND e.active
            LEFT JOIN res_users u ON u.id = e.user_id
            LEFT JOIN res_users_settings s ON s.user_id = e.user_id
            LEFT JOIN wohnkoord_advisory a ON a.id = e.advisory_id
            LEFT JOIN wohnkoord_working_group g ON g.id = e.working_group_id
            WHERE a.id IS NOT NULL OR g.id IS NOT NULL OR COALESCE(
                e.privacy, s.calendar_default_privacy, 'public') <> 'private'"""
        )

    @api.model
    def _registrations(self):
        return SQL(
            """src.partner_id, src.company_id, ev.date_begin AS date, ev.user_id,
                'event.registration'::varchar AS res_model, src.id AS res_id
            FROM event_registration src JOIN event_event ev ON ev.id = src.event_id
            WHERE src.active AND src.state <> 'cancel'"""
        )

    @api.model
    def _consents(self):
        return SQL(
            """src.partner_id, src.company_id,
                COALESCE(src.date_withdrawn, src.date_confirmed, src.date_requested)
                    AS date,
                src.recorded_by_id AS user_id,
                'wohnkoord.consent'::varchar AS res_model, src.id AS res_id
            FROM wohnkoord_consent src WHERE src.state <> 'replaced'"""
        )

    @api.model
    def _mailings(self):
        return SQL(
            """src.res_id AS partner_id, m.company_id, src.sent_datetime AS date,
                m.user_id, 'mailing.mailing'::varchar AS res_model, m.id AS res_id
            FROM mailing_trace src JOIN mailing_mailing m ON m.id = src.mass_mailing_id
            WHERE src.model = 'res.partner' AND src.sent_datetime IS NOT NULL"""
        )

    @api.depends("res_model", "res_id")
    def _compute_title(self):
        for model, rows in self.grouped("res_model").items():
            # sudo: mailings and events have groups of their own; that the row may be
            # seen was decided by the rule on it
            records_sudo = self.env[model].sudo().browse(rows.mapped("res_id"))
            titles = {record.id: record.display_name for record in records_sudo}
            for row in rows:
                row.title = titles[row.res_id]

    def action_open(self):
        """Open what the row is about."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
