# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""The network at scale: consents, pages, appointments, events, actors.

As in data.py: one record of each kind by the ORM, then its copies in SQL.
"""

from datetime import datetime, timedelta

from copies import clone

from odoo import Command
from odoo.tools import SQL

#: registrations of each event
PER_EVENT = 100


class NetworkData:
    def __init__(self, data, sizes):
        self.data, self.sizes, self.env = data, sizes, data.env
        self.company = self.env.company
        self.partner = f"{data.first_contact} + i"

    def fill(self):
        self.fill_newsletter()
        self.fill_projects()
        self.fill_bookings()
        self.fill_registrations()
        self.fill_profiles()
        self.fill_duplicates()
        self.fill_actors()

    def clone(self, record, count, **columns):
        self.env.flush_all()
        return clone(self.env.cr, record._table, record.id, count, **columns)

    def link(self, record, name, first, targets):
        """Link copies to several records each, in turn."""
        field = record._fields[name]
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s, %s) SELECT r.id, t.id FROM %s r"
                " JOIN unnest(%s) WITH ORDINALITY AS t (id, n)"
                " ON (r.id + t.n) %% 3 = 0 WHERE r.id >= %s",
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                SQL.identifier(field.column2),
                SQL.identifier(record._table),
                list(targets.ids),
                first,
            )
        )

    def consent(self, partner, purpose, initiative=None):
        consent = self.env["wohnkoord.consent"]._request(
            partner, purpose, self.company, initiative, send=False
        )
        consent._confirm()
        assert consent.is_live
        return consent

    def fill_newsletter(self):
        consent = self.consent(self.data.contact, "newsletter")
        self.clone(
            consent,
            self.sizes["consents"],
            partner_id=self.partner,
            email="'kontakt' || i || '@example.org'",
        )
        self.data._done("wohnkoord_consent")

    # -- the public side -------------------------------------------------------------------

    def fill_projects(self):
        """Every initiative is published, with consent; a third seeks members."""
        cr, initiative = self.env.cr, self.data.initiative
        initiative.write({"seeks_members": True})
        initiative.action_publish()
        initiative.partner_id.email = "gruppe@example.org"
        consent = self.consent(initiative.partner_id, "publication", initiative)
        page, draft = initiative.project_page_ids, initiative.project_draft_ids
        page.write({"teaser": "Neun Wohnungen in Gemeinschaft.", "text": "Text. " * 50})
        first, count = self.data.first_initiative, self.data.initiatives
        shift = f"{first} + i"
        for record in (page, draft):
            columns = {"initiative_id": shift, "name": "'Initiative ' || i"}
            if "sort_name" in record:
                columns["sort_name"] = "'initiative ' || i"
                columns["search_text"] = "'initiative ' || i || ' neun wohnungen'"
            self.clone(record, count, **columns)
        self.clone(
            consent,
            count,
            initiative_id=shift,
            partner_id=f"(SELECT partner_id FROM wohnkoord_initiative WHERE id = {shift})",
        )
        stages = self.env["wohnkoord.initiative.stage"].search(
            [("code", "in", ("group", "plot", "planning", "construction", "occupied"))]
        )
        cr.execute(
            "UPDATE wohnkoord_initiative SET is_published = TRUE,"
            " slug = 'initiative-' || id, seeks_members = (id %% 3 = 0),"
            " stage_id = (%s)[1 + id %% %s] WHERE id >= %s",
            [stages.ids, len(stages), first],
        )
        cr.execute(
            "UPDATE res_partner p SET email = i.slug || '@example.org',"
            " email_normalized = i.slug || '@example.org' FROM wohnkoord_initiative i"
            " WHERE i.partner_id = p.id AND i.id >= %s",
            [first],
        )
        for model, name in (
            ("wohnkoord.district", "district_ids"),
            ("wohnkoord.target.group", "target_group_ids"),
            ("wohnkoord.theme", "theme_ids"),
        ):
            self.link(initiative, name, first, self.env[model].search([], limit=6))
        self.data._done(
            "wohnkoord_initiative",
            "wohnkoord_project_page",
            "wohnkoord_project_draft",
            "wohnkoord_consent",
            "res_partner",
        )

    def show_projects(self, most=None):
        """Let the first ``most`` initiatives be public only; None: all of them."""
        self.env.cr.execute(
            "UPDATE wohnkoord_consent SET is_live = %s IS NULL OR initiative_id < %s"
            " WHERE purpose = 'publication' AND initiative_id >= %s",
            [
                most,
                self.data.first_initiative + (most or 0),
                self.data.first_initiative,
            ],
        )
        self.data._done("wohnkoord_consent")

    # -- appointments and events -----------------------------------------------------------

    def make_kind(self, user, **values):
        return self.env["wohnkoord.booking.type"].create(
            {
                "name": "Messung",
                "user_ids": [Command.set(user.ids)],
                "duration": 45,
                "buffer": 15,
                "grid": 60,
                "notice_hours": 24,
                "days_ahead": 28,
                **values,
            }
        )

    def fill_bookings(self):
        """Appointments of the past, one after the other, each with entry and case."""
        count = self.sizes["bookings"]
        begin = datetime.now().replace(minute=0, second=0, microsecond=0)
        begin += timedelta(days=400)
        booking = self.env["wohnkoord.booking"].create(
            {
                "type_id": self.make_kind(self.data.adviser).id,
                "user_id": self.data.adviser.id,
                "start": begin,
                "name": "Kontakt",
                "email": "kontakt@example.org",
                "partner_id": self.data.contact.id,
            }
        )
        times = {
            name: f"p.{name} - (i + 1) * interval '1 hour'"
            for name in ("start", "stop")
        }
        event = self.clone(booking.event_id, count, **times)
        case = self.clone(
            booking.advisory_id, count, name="'T-' || i", partner_id=self.partner
        )
        self.clone(
            booking,
            count,
            **times,
            block_stop="p.block_stop - (i + 1) * interval '1 hour'",
            name="'Kontakt ' || i",
            partner_id=self.partner,
            event_id=f"{event} + i",
            advisory_id=f"{case} + i",
        )
        self.data._done("calendar_event", "wohnkoord_advisory", "wohnkoord_booking")

    def make_event(self, **values):
        begin = datetime.now().replace(microsecond=0) + timedelta(days=10)
        return self.env["event.event"].create(
            {
                "name": "Messung",
                "company_id": self.company.id,
                "date_tz": "Europe/Berlin",
                "date_begin": begin,
                "date_end": begin + timedelta(hours=2),
                "is_public": True,
                **values,
            }
        )

    def fill_registrations(self):
        count = self.sizes["registrations"]
        event = self.make_event()
        registration = event._book(
            {"name": "Kontakt", "email": "kontakt@example.org", "person_count": 1}, []
        )
        events = self.clone(event, count // PER_EVENT, slug="'messung-' || i")
        self.clone(
            registration,
            count,
            event_id=f"{events} + i / {PER_EVENT}",
            name="'Kontakt ' || i",
            email="'kontakt' || i || '@example.org'",
            email_key="'kontakt' || i || '@example.org'",
            office_partner_id=self.partner,
            barcode="'messung' || i",
        )
        self.data._done("event_event", "event_registration")

    # -- people and actors -----------------------------------------------------------------

    def fill_profiles(self):
        count = self.sizes["profiles"]
        consent = self.consent(self.data.contact, "search_profile")
        districts = self.env["wohnkoord.district"].search([], limit=6)
        profile = self.env["wohnkoord.search.profile"].create(
            {"partner_id": self.data.contact.id, "tenure": "rent"}
        )
        profile.action_activate()
        first = self.clone(
            profile, count, partner_id=self.partner, contact_name="'Kontakt ' || i"
        )
        self.link(profile, "district_ids", first, districts)
        self.clone(
            consent,
            count,
            partner_id=self.partner,
            email="'kontakt' || i || '@example.org'",
        )
        self.data._done("wohnkoord_search_profile", "wohnkoord_consent")

    def fill_duplicates(self):
        """Every second contact has the phone number of the one before."""
        count = self.sizes["duplicates"]
        self.env.cr.execute(
            "UPDATE res_partner SET match_phone_key = '+4934100' || (id - %(first)s) / 2"
            " WHERE id >= %(first)s AND id < %(first)s + 2 * %(count)s",
            {"first": self.data.first_contact, "count": count},
        )
        self.data._done("res_partner")

    def find_duplicates(self):
        """The nightly search."""
        self.env["wohnkoord.duplicate"]._find(self.company)
        self.env.flush_all()

    def fill_actors(self):
        """Organisations with categories, memberships and seats in a working group."""
        count = self.sizes["actors"]
        categories = self.env["wohnkoord.actor.category"].search([], limit=6)
        topics = self.env["wohnkoord.topic"].search([], limit=6)
        actor = self.env["res.partner"].create(
            {
                "name": "Akteur",
                "is_company": True,
                "city": "Leipzig",
                "actor_category_ids": [Command.set(categories[:1].ids)],
            }
        )
        group = self.env["wohnkoord.working.group"].create({"name": "AG Messung"})
        rows = [
            self.env[model].create({"partner_id": actor.id, **values})
            for model, values in (
                ("wohnkoord.network.membership", {}),
                ("wohnkoord.working.group.member", {"group_id": group.id}),
            )
        ]
        self.env.flush_all()
        first = self.data.clone_partners(actor, count, "Akteur")
        for name, targets in (
            ("actor_category_ids", categories),
            ("actor_topic_ids", topics),
        ):
            self.link(actor, name, first, targets)
        for row in rows:
            self.clone(row, count, partner_id=f"{first} + i")
        self.data._done("res_partner", *(row._table for row in rows))
