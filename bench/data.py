# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Data at scale: one record of each kind by the ORM, then its copies in SQL.

The copies take every column of the pattern, so that a new field needs no change here.
"""

from datetime import date, timedelta

from copies import clone

from odoo import Command
from odoo.tools import SQL

TODAY = date.today()
HOURS, RATE = 40.0, 95.0
ENTRY_MINUTES = 30
#: the entries of a person are spread over so many days: at a million, 7 hours a day
DAYS = 700


class Data:
    """The office that is measured, as the ORM made it."""

    def __init__(self, env, contracts):
        quiet = {"tracking_disable": True, "no_reset_password": True}
        self.env = env(context={**env.context, **quiet})
        self.adviser = self.make_user(
            "bench.adviser",
            "wohnkoord_odoo.group_manager",
            "analytic.group_analytic_accounting",
            "base.group_partner_manager",
        )
        self.topic = self.env["wohnkoord.topic"].create({"name": "Messung"})
        self.initiative = self.env["wohnkoord.initiative"].create({"name": "Messung"})
        self.case = self.make_case()
        self.framework, self.lot = self.make_framework()
        self.contracts = self.env["wohnkoord.contract"]
        self.consultants = self.env["res.users"]
        for number in range(contracts):
            self.contracts += self.make_contract(self.lot, number)
        self.env.cr.commit()

    def make_user(self, login, *groups, **values):
        return self.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "email": f"{login}@example.org",
                "lang": "de_DE",
                "group_ids": [
                    Command.set([self.env.ref(group).id for group in groups])
                ],
                **values,
            }
        )

    def make_case(self):
        case = self.env["wohnkoord.advisory"].create(
            {
                "subject": "Messung",
                "level": "specialist",
                "initiative_id": self.initiative.id,
                "topic_ids": [Command.set(self.topic.ids)],
                "user_id": self.adviser.id,
            }
        )
        case.action_waive("Messung")
        case.action_approve()
        return case

    def make_framework(self, **values):
        framework = self.env["wohnkoord.framework"].create(
            {
                "name": "Messung",
                "regime": "direct",
                "date_start": TODAY - timedelta(days=DAYS + 50),
                "date_end": TODAY + timedelta(days=300),
                "max_amount": 10.0**9,
                "lot_ids": [Command.create({"name": "Los", "level": "specialist"})],
                **values,
            }
        )
        framework.action_activate()
        return framework, framework.lot_ids

    def make_contract(self, lot, number, **values):
        """A contract with a firm of its own, whose one consultant has a login."""
        if number < len(self.consultants):
            firm = self.consultants[number].partner_id.parent_id
        else:
            firm = self.env["res.partner"].create(
                {"name": f"Planbüro {number}", "is_company": True}
            )
            person = self.env["res.partner"].create(
                {"name": f"Person {number}", "parent_id": firm.id}
            )
            self.consultants += self.make_user(
                f"bench.{number}", "base.group_portal", partner_id=person.id
            )
        contract = self.env["wohnkoord.contract"].create(
            {"lot_id": lot.id, "partner_id": firm.id, "hourly_rate": RATE, **values}
        )
        contract.action_activate()
        return contract

    def make_call_offs(self, contract, count, hours=HOURS, confirm=True):
        call_offs = self.env["wohnkoord.call.off"].create(
            [
                {
                    "contract_id": contract.id,
                    "advisory_id": self.case.id,
                    "hours": hours,
                    "date_start": TODAY - timedelta(days=DAYS + 10),
                    "description": "Messung",
                }
                for _number in range(count)
            ]
        )
        if confirm:
            call_offs.action_confirm()
        return call_offs

    # -- copies --------------------------------------------------------------------------

    def fill_contacts(self, count):
        """Contacts of the office, each with an address of its own."""
        self.contact = self.env["res.partner"].create(
            {
                "name": "Kontakt",
                "email": "kontakt@example.org",
                "city": "Leipzig",
                "country_id": self.env.ref("base.de").id,
                "user_id": self.adviser.id,
                "company_id": self.env.company.id,
            }
        )
        email = "'kontakt' || i || '@example.org'"
        self.first_contact = self.clone_partners(
            self.contact,
            count,
            "Kontakt",
            email=email,
            email_normalized=email,
            match_name_key="'kontakt ' || i || ' leipzig'",
        )
        self._done("res_partner")

    def clone_partners(self, pattern, count, stem, **columns):
        self.env.flush_all()
        cr = self.env.cr
        name = f"'{stem} ' || i"
        first = clone(
            cr,
            "res_partner",
            pattern.id,
            count,
            name=name,
            complete_name=name,
            **columns,
        )
        cr.execute(
            "UPDATE res_partner SET commercial_partner_id = id WHERE id >= %s", [first]
        )
        return first

    def fill_initiatives(self, count):
        """Initiatives, each with its contact."""
        partner = self.clone_partners(self.initiative.partner_id, count, "Initiative")
        self.first_initiative = clone(
            self.env.cr,
            "wohnkoord_initiative",
            self.initiative.id,
            count,
            name="'Initiative ' || i",
            partner_id=f"{partner} + i",
        )
        self.initiatives = count
        self._done("wohnkoord_initiative", "res_partner")

    def fill_cases(self, count):
        """Cases of the initiatives, most of them done, as after years of work."""
        cr = self.env.cr
        self.env.flush_all()
        self.first_case = clone(
            cr,
            "wohnkoord_advisory",
            self.case.id,
            count,
            name="'B-' || i",
            initiative_id=f"{self.first_initiative} + i %% {self.initiatives}",
            date_requested="current_date - i %% 1500",
            state="CASE i %% 10 WHEN 0 THEN 'requested' WHEN 1 THEN 'running'"
            " WHEN 2 THEN 'approved' ELSE 'done' END",
        )
        self.cases = count
        field = self.env["wohnkoord.advisory"]._fields["topic_ids"]
        cr.execute(
            SQL(
                "INSERT INTO %s (%s, %s) SELECT id, %s FROM wohnkoord_advisory"
                " WHERE id >= %s",
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                SQL.identifier(field.column2),
                self.topic.id,
                self.first_case,
            )
        )
        self._done("wohnkoord_advisory")

    def fill_call_offs(self, count):
        """Orders over all contracts; the counters above follow."""
        cr = self.env.cr
        pattern = self.make_call_offs(self.contracts[0], 1)
        self.env.flush_all()
        firms = ", ".join(str(i) for i in self.contracts.partner_id.ids)
        contracts = ", ".join(str(i) for i in self.contracts.ids)
        self.first_call_off = clone(
            cr,
            "wohnkoord_call_off",
            pattern.id,
            count,
            name="'A-' || i",
            contract_id=f"(ARRAY[{contracts}])[1 + i %% {len(self.contracts)}]",
            commercial_partner_id=f"(ARRAY[{firms}])[1 + i %% {len(self.contracts)}]",
            advisory_id=f"{self.first_case} + i %% {self.cases}",
            initiative_id=f"{self.first_initiative} + i %% {self.initiatives}",
        )
        self.call_offs = count
        for table, link in (
            ("wohnkoord_contract", "contract_id"),
            ("wohnkoord_framework_lot", "lot_id"),
            ("wohnkoord_framework", "framework_id"),
        ):
            cr.execute(
                SQL(
                    "UPDATE %(table)s t SET minutes_called_off = c.minutes,"
                    " hours_called_off = c.minutes / 60.0"
                    " %(amount)s"
                    " FROM (SELECT %(link)s AS id, SUM(minutes_committed) AS minutes,"
                    "         SUM(amount_committed) AS amount"
                    "         FROM wohnkoord_call_off GROUP BY 1) c"
                    " WHERE c.id = t.id",
                    table=SQL.identifier(table),
                    link=SQL.identifier(link),
                    amount=SQL(
                        ""
                        if link == "contract_id"
                        else ", amount_called_off = c.amount"
                    ),
                )
            )
        self._done("wohnkoord_call_off")

    def fill_entries(self, count):
        """Entries over all orders and 700 days; the orders' counters follow."""
        pattern = self.env["wohnkoord.time.entry"].create(
            {
                "call_off_id": self.first_call_off,
                "partner_id": self.consultants[0].partner_id.id,
                "minutes": ENTRY_MINUTES,
                "date": TODAY,
                "description": "Messung",
            }
        )
        self.env.flush_all()
        contracts = ", ".join(str(i) for i in self.contracts.ids)
        firms = ", ".join(str(i) for i in self.contracts.partner_id.ids)
        persons = ", ".join(str(i) for i in self.consultants.partner_id.ids)
        turn = f"(i / {len(self.contracts)})"
        clone(
            self.env.cr,
            "wohnkoord_time_entry",
            pattern.id,
            count,
            call_off_id=f"{self.first_call_off} + i %% {self.call_offs}",
            contract_id=f"(ARRAY[{contracts}])[1 + i %% {len(self.contracts)}]",
            commercial_partner_id=f"(ARRAY[{firms}])[1 + i %% {len(self.contracts)}]",
            partner_id=f"(ARRAY[{persons}])[1 + i %% {len(self.contracts)}]",
            date=f"current_date - 1 - {turn} %% {DAYS}",
            state=f"CASE {turn} %% 50 WHEN 0 THEN 'draft' WHEN 1 THEN 'submitted'"
            " ELSE 'approved' END",
            approved_by_id=f"CASE WHEN {turn} %% 50 > 1 THEN {self.adviser.id} END",
        )
        self._count_entries()

    def fill_own_entries(self, count):
        """More entries of the first consultant, short ones, over the own orders."""
        own = self.env["wohnkoord.call.off"].search(
            [
                ("contract_id", "=", self.contracts[0].id),
                ("id", ">=", self.first_call_off),
                ("id", "<", self.first_call_off + self.call_offs),
            ],
            order="id",
        )
        pattern = self.env["wohnkoord.time.entry"].search(
            [("call_off_id", "=", own[0].id), ("state", "=", "approved")], limit=1
        )
        clone(
            self.env.cr,
            "wohnkoord_time_entry",
            pattern.id,
            count,
            call_off_id=f"(ARRAY{own.ids})[1 + i %% {len(own)}]",
            date=f"current_date - 1 - i %% {DAYS}",
            minutes="2",
            hours="2 / 60.0",
        )
        self._count_entries()

    def _count_entries(self):
        cr = self.env.cr
        cr.execute(
            "UPDATE wohnkoord_call_off c SET minutes_worked = e.worked,"
            " hours_worked = e.worked / 60.0, minutes_approved = e.approved,"
            " hours_approved = e.approved / 60.0,"
            " hours_left = c.hours - e.worked / 60.0,"
            " usage = 100 * e.worked / (c.hours * 60)"
            " FROM (SELECT call_off_id, SUM(minutes) AS worked,"
            "   COALESCE(SUM(minutes) FILTER (WHERE state = 'approved'), 0) AS approved"
            "   FROM wohnkoord_time_entry WHERE state IN"
            "   ('draft', 'submitted', 'approved') GROUP BY 1) e"
            " WHERE e.call_off_id = c.id AND c.id >= %s",
            [self.first_call_off],
        )
        cr.execute(
            "INSERT INTO wohnkoord_person_day AS d (partner_id, date, minutes)"
            " SELECT partner_id, date, SUM(minutes) FROM wohnkoord_time_entry"
            " WHERE state != 'refused' GROUP BY 1, 2"
            " ON CONFLICT (partner_id, date) DO UPDATE SET minutes = EXCLUDED.minutes"
        )
        self._done("wohnkoord_time_entry", "wohnkoord_call_off", "wohnkoord_person_day")

    def fill_analytic_lines(self, count):
        plan = self.env["account.analytic.plan"].create({"name": "Messung"})
        account = self.env["account.analytic.account"].create(
            {"name": "Messung", "plan_id": plan.id}
        )
        pattern = self.env["account.analytic.line"].create(
            {
                "name": "Messung",
                plan._column_name(): account.id,
                "amount": -95.0,
                "partner_id": self.consultants[0].partner_id.id,
            }
        )
        self.env.flush_all()
        persons = ", ".join(str(i) for i in self.consultants.partner_id.ids)
        clone(
            self.env.cr,
            "account_analytic_line",
            pattern.id,
            count,
            date=f"current_date - 1 - (i / {len(self.contracts)}) %% {DAYS}",
            partner_id=f"(ARRAY[{persons}])[1 + i %% {len(self.contracts)}]",
        )
        self._done("account_analytic_line")

    def _done(self, *tables):
        """Keep the rows, and let the planner know of them."""
        cr = self.env.cr
        self.env.invalidate_all(flush=False)
        cr.commit()
        for table in tables:
            cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
        cr.commit()

    def assert_balanced(self):
        drift = self.env["wohnkoord.balance"]._check_balances()
        assert not drift, f"{len(drift)} balances are wrong, e.g. {drift[:3]}"
