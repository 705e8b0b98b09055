# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Procedures at scale: plots, lots, parties, questions, bids, the log.

As in data.py: one record of each kind by the ORM, then its copies in SQL. Rows that are
kept by triggers may be added, only not be changed; the log's own trigger asks for a chain,
and gets one. The copied bids have states and numbers, but no content that could be opened:
what is sealed and opened is made by bids.py, through the portal.
"""

from datetime import datetime, timedelta

from copies import clone

from odoo import Command
from odoo.tools import SQL

#: lots of each procedure
LOTS = 6
PASSWORD = "messung-der-verfahren"


class ProcedureData:
    """:param data: the office's data, with initiatives"""

    def __init__(self, data):
        self.data, self.env = data, data.env
        self.company = self.env.company
        self.deadline = datetime.utcnow().replace(microsecond=0) + timedelta(days=90)
        login = "bench.officer"
        self.second = self.env["res.users"].search([("login", "=", login)])
        if not self.second:
            self.second = data.make_user(login, "wohnkoord_odoo.group_manager")
        self.officers = data.adviser + self.second
        # names and addresses go on where another part's stopped
        self.made = self.env["wohnkoord.procedure"].search_count([])

    def clone(self, record, count, **columns):
        self.env.flush_all()
        return clone(self.env.cr, record._table, record.id, count, **columns)

    # -- by the ORM ------------------------------------------------------------------------

    def make_procedure(self, name, lots=LOTS):
        """A published procedure whose lots have fixed prices."""
        office = self.env(user=self.data.adviser)
        district = self.env["wohnkoord.district"].search([], limit=1)
        plots = office["wohnkoord.plot"].create(
            [
                {
                    "name": f"{name} {number}",
                    "area": 580,
                    "district_id": district.id,
                    "company_id": self.company.id,
                }
                for number in range(1, lots + 1)
            ]
        )
        procedure = office["wohnkoord.procedure"].create(
            {
                "name": name,
                "company_id": self.company.id,
                "user_id": self.data.adviser.id,
                "aim": "Wohnraum für Gruppen. " * 20,
                "date_questions_until": self.deadline - timedelta(days=30),
                "date_deadline": self.deadline,
                "resolution_body": "Stadtrat",
                "resolution_number": "VII-DS-00001",
                "resolution_date": datetime.utcnow().date() - timedelta(days=10),
                "officer_ids": [Command.set(self.officers.ids)],
                "lot_ids": [
                    Command.create(
                        {
                            "number": number,
                            "plot_id": plot.id,
                            "tenure": "leasehold",
                            "price_model": "fixed",
                            "price_fixed": 2.5,
                            "lease_years": 60,
                        }
                    )
                    for number, plot in enumerate(plots, 1)
                ],
                "criterion_ids": [
                    Command.create(
                        {
                            "name": f"Kriterium {number}",
                            "weight": 20,
                            "step_ids": [
                                Command.create({"points": 5, "name": "überzeugt"}),
                                Command.create({"points": 0, "name": "fehlt"}),
                            ],
                        }
                    )
                    for number in range(5)
                ],
            }
        )
        procedure.action_publish()
        self.env.cr.commit()
        return self.env["wohnkoord.procedure"].browse(procedure.id)

    def make_bidders(self, count):
        """Portal users who can log in with ``PASSWORD``; its hash is made once."""
        users = self.env["res.users"]
        for number in range(count):
            users += self.data.make_user(
                f"bench.bidder.{number}", "base.group_portal", lang="de_DE"
            )
        users[0].password = PASSWORD
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_users SET password ="
            " (SELECT password FROM res_users WHERE id = %s) WHERE id = ANY(%s)",
            [users[0].id, users.ids],
        )
        self.env.cr.commit()
        return users

    def make_parties(self, procedure, users, count):
        """Register so many initiatives, which the users speak for in turn.

        :return list: pairs of user and registration's id
        """
        first = self.data.first_initiative
        initiatives = self.env["wohnkoord.initiative"].browse(
            range(first, first + count)
        )
        initiatives.legal_form_id = self.legal_form()
        members, Member = [], self.env["wohnkoord.initiative.member"]
        for number, initiative in enumerate(initiatives):
            members.append(
                {
                    "initiative_id": initiative.id,
                    "partner_id": users[number % len(users)].partner_id.id,
                    "role": "spokesperson",
                    "date_from": datetime.utcnow().date() - timedelta(days=30),
                }
            )
        Member.create(members)
        parties = self.env["wohnkoord.registration"].create(
            [
                {"procedure_id": procedure.id, "initiative_id": initiative.id}
                for initiative in initiatives
            ]
        )
        self.env.cr.commit()
        return [
            (users[number % len(users)], party.id)
            for number, party in enumerate(parties)
        ]

    def legal_form(self):
        forms = self.env["wohnkoord.legal.form"]
        return forms.search([], limit=1) or forms.create({"name": "Genossenschaft"})

    # -- copies ----------------------------------------------------------------------------

    def fill(self, procedure, sizes):
        """Copies of a procedure that has at least one party.

        :param dict sizes: procedures, bids, registrations, questions, events
        """
        self.procedure, self.sizes = procedure, sizes
        self.fill_procedures()
        self.fill_parties()
        self.fill_questions()
        self.fill_bids()
        self.fill_log()

    def fill_procedures(self):
        """A tenth runs, the rest is over, as after many years."""
        procedure, count = self.procedure, self.sizes["procedures"]
        self.first = self.clone(
            procedure,
            count,
            name=f"'Verfahren ' || i + {self.made}",
            uuid="gen_random_uuid()::text",
            slug=f"'verfahren-' || i + {self.made}",
            reference=f"'V-' || i + {self.made}",
            version_id="NULL",
            state="CASE WHEN i %% 10 = 0 THEN 'published' WHEN i %% 10 < 3"
            " THEN 'closed' ELSE 'done' END",
            published_deadline="p.published_deadline - i %% 10 * INTERVAL '90 days'",
        )
        self.made += count
        shift = f"{self.first} + i"
        version = self.clone(
            procedure.version_id,
            count,
            procedure_id=shift,
            date="p.date - i %% 1000 * INTERVAL '1 day'",
            date_deadline="p.date_deadline - i %% 10 * INTERVAL '90 days'",
        )
        self.env.cr.execute(
            "UPDATE wohnkoord_procedure SET version_id = %s + id - %s WHERE id >= %s",
            [version, self.first, self.first],
        )
        field = procedure._fields["published_district_ids"]
        self.env.cr.execute(
            SQL(
                "INSERT INTO %(table)s (%(own)s, %(other)s)"
                " SELECT p.id, r.%(other)s FROM %(table)s r, wohnkoord_procedure p"
                " WHERE r.%(own)s = %(pattern)s AND p.id >= %(first)s",
                table=SQL.identifier(field.relation),
                own=SQL.identifier(field.column1),
                other=SQL.identifier(field.column2),
                pattern=procedure.id,
                first=self.first,
            )
        )
        lot = procedure.lot_ids[0]
        plot = self.clone(lot.plot_id, count * LOTS, name="'Grundstück ' || i")
        self.first_lot = self.clone(
            lot,
            count * LOTS,
            procedure_id=f"{self.first} + i / {LOTS}",
            number=f"1 + i %% {LOTS}",
            uuid="gen_random_uuid()::text",
            plot_id=f"{plot} + i",
        )
        self.env.cr.execute(
            "UPDATE wohnkoord_procedure_lot l SET procedure_state = p.state"
            " FROM wohnkoord_procedure p WHERE p.id = l.procedure_id AND p.id >= %s",
            [self.first],
        )
        self.data._done(
            "wohnkoord_procedure",
            "wohnkoord_procedure_version",
            "wohnkoord_procedure_lot",
            "wohnkoord_plot",
        )

    def fill_parties(self):
        """As many in each procedure; those of a bidder are in some of them."""
        party = self.procedure.registration_ids[0]
        each = self.sizes["registrations"] // self.sizes["procedures"]
        self.first_party = self.clone(
            party,
            each * self.sizes["procedures"],
            procedure_id=f"{self.first} + i / {each}",
            number=f"1 + i %% {each}",
            # those who bid take part in the first 20
            initiative_id=f"{self.data.first_initiative} + i %% {each}"
            f" + i / {each} / 20 * {each} %% {self.data.initiatives - each}",
        )
        self.data._done("wohnkoord_registration")

    def fill_questions(self):
        question = self.env["wohnkoord.question"].create(
            {"procedure_id": self.procedure.id, "text": "Darf man bauen?"}
        )
        question.answer = "Ja, nach dem Bebauungsplan."
        question.action_publish()
        each = self.sizes["questions"] // self.sizes["procedures"]
        self.clone(
            question,
            each * self.sizes["procedures"],
            procedure_id=f"{self.first} + i / {each}",
            number=f"1 + i %% {each}",
            date_published="p.date_published - i / 10 * INTERVAL '1 hour'",
        )
        self.data._done("wohnkoord_question")

    def fill_bids(self):
        bid = self.env["wohnkoord.bid"]._create_guarded(
            [{"procedure_id": self.procedure.id}]
        )
        each = self.sizes["bids"] // self.sizes["procedures"]
        parties = self.sizes["registrations"] // self.sizes["procedures"]
        is_over = f"i / {each} %% 10 > 2"
        self.clone(
            bid,
            each * self.sizes["procedures"],
            procedure_id=f"{self.first} + i / {each}",
            uuid="gen_random_uuid()::text",
            number=f"1 + i %% {each}",
            bidder_key="gen_random_uuid()::text",
            slot_key="gen_random_uuid()::text",
            receipt_hash="md5(i::text) || md5(i::text)",
            date_submitted="localtimestamp(0) - i * INTERVAL '1 minute'",
            version_id=f"(SELECT version_id FROM wohnkoord_procedure"
            f" WHERE id = {self.first} + i / {each})",
            state=f"CASE WHEN {is_over} THEN 'admitted' ELSE 'submitted' END",
            registration_id=f"CASE WHEN {is_over} THEN"
            f" {self.first_party} + i / {each} * {parties} + i %% {parties} END",
            initiative_id=f"CASE WHEN {is_over} THEN (SELECT initiative_id FROM"
            f" wohnkoord_registration WHERE id ="
            f" {self.first_party} + i / {each} * {parties} + i %% {parties}) END",
            procedure_lot_id=f"CASE WHEN {is_over} THEN"
            f" {self.first_lot} + i / {each} * {LOTS} + i %% {LOTS} END",
            priority=f"CASE WHEN {is_over} THEN 1 END",
        )
        self.data._done("wohnkoord_bid")

    def fill_log(self):
        """As many entries in the log of each procedure, chained as the trigger asks."""
        each = self.sizes["events"] // self.sizes["procedures"]
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO wohnkoord_procedure_event (procedure_id, company_id, number,"
            "  date, kind, actor, content, previous_hash, hash)"
            " SELECT p.id, p.company_id, n, localtimestamp(0) - INTERVAL '1 day',"
            "  'bid_submitted', 'bidder', '{\"bid\":' || n || '}',"
            "  CASE n WHEN 1 THEN '' ELSE md5(p.id || ' ' || n - 1) END,"
            "  md5(p.id || ' ' || n)"
            " FROM wohnkoord_procedure p, generate_series(1, %(each)s) n"
            " WHERE p.id >= %(first)s ORDER BY p.id, n",
            {"first": self.first, "each": each},
        )
        self.env.cr.execute(
            "INSERT INTO wohnkoord_procedure_counter (procedure_id, kind, value)"
            " SELECT id, 'event', %s FROM wohnkoord_procedure WHERE id >= %s",
            [each, self.first],
        )
        self.data._done("wohnkoord_procedure_event", "wohnkoord_procedure_counter")
