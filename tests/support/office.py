# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""An office of the tests' own on the running server: a user per role, and orders."""

import itertools
from datetime import date, timedelta

from .client import Client

PASSWORD = "Probe-2026!"

#: role -> groups; firm by firm for the portal roles below
OFFICE_ROLES = {
    "adviser": ["wohnkoord_odoo.group_user"],
    "manager": ["wohnkoord_odoo.group_manager"],
    "steering": ["wohnkoord_odoo.group_steering"],
    "accountant": ["base.group_user", "account.group_account_invoice"],
}
PORTAL_ROLES = {
    "consultant": "firm",
    "colleague": "firm",
    "rival": "rival_firm",
    "spokesperson": None,
}
ROLES = (*OFFICE_ROLES, *PORTAL_ROLES)
TODAY = date.today()


def day(offset):
    """The date so many days from today, as the server reads it."""
    return (TODAY + timedelta(days=offset)).isoformat()


class Office:
    """Made once for all tests; every record it hands out is new."""

    def __init__(self, url, db):
        self.url, self.db = url, db
        self.numbers = itertools.count(1)
        self.clients = {}
        self.admin = Client(url, db, "admin", "admin").open()
        self.tag = self.admin.call(
            "res.users", "search_count", [], context={"active_test": False}
        )
        self.partners = {}
        self._xml_ids = {}
        self.firm = self.make_firm("Planbüro Probe")
        self.rival_firm = self.make_firm("Muster und Partner")
        for role, groups in OFFICE_ROLES.items():
            self.make_user(role, groups)
        for role, firm in PORTAL_ROLES.items():
            self.make_portal_user(role, firm and getattr(self, firm))
        self.topic = self.admin.create("wohnkoord.topic", {"name": self.name("Thema")})
        self.initiative = self.make_initiative()
        self.framework, self.lot = self.make_framework()
        self.contract = self.make_contract()
        self.case = self.make_case()

    # -- people ------------------------------------------------------------------------

    def name(self, stem):
        return f"{stem} {self.tag}-{next(self.numbers)}"

    def xml_id(self, name):
        """The id of the record with that external id."""
        if name not in self._xml_ids:
            module, _dot, identifier = name.partition(".")
            row = self.admin.call(
                "ir.model.data",
                "search_read",
                [("module", "=", module), ("name", "=", identifier)],
                ["res_id"],
            )
            assert row, f"there is no record {name}"
            self._xml_ids[name] = row[0]["res_id"]
        return self._xml_ids[name]

    def make_firm(self, name):
        return self.admin.create(
            "res.partner",
            {
                "name": self.name(name),
                "is_company": True,
                "email": "firm@example.org",
                "street": "Musterstraße 1",
                "zip": "04109",
                "city": "Leipzig",
                "country_id": self.xml_id("base.de"),
            },
        )

    def make_user(self, role, groups, **values):
        login = f"{role}.{self.tag}.{next(self.numbers)}"
        user = self.admin.create(
            "res.users",
            {
                "name": f"{role.title()} Probe",
                "login": login,
                "password": PASSWORD,
                "email": f"{login}@example.org",
                "lang": "de_DE",
                "tz": "Europe/Berlin",
                "group_ids": [(6, 0, [self.xml_id(group) for group in groups])],
                **values,
            },
            context={"no_reset_password": True},
        )
        client = Client(self.url, self.db, login, PASSWORD).open()
        client.partner = self.admin.read("res.users", user, "partner_id")["partner_id"]
        self.clients.setdefault(role, client)
        return client

    def make_portal_user(self, role, firm=None):
        partner = self.admin.create(
            "res.partner", {"name": f"{role.title()} Probe", "parent_id": firm or False}
        )
        return self.make_user(role, ["base.group_portal"], partner_id=partner)

    def __getattr__(self, role):
        clients = self.__dict__.get("clients", {})
        if role in clients:
            return clients[role]
        raise AttributeError(role)

    # -- what an order needs ---------------------------------------------------------------

    def make_initiative(self):
        """An initiative that the spokesperson speaks for, advised up to the concept."""
        initiative = self.admin.create(
            "wohnkoord.initiative",
            {"name": self.name("Wohnprojekt"), "user_id": self.adviser.uid},
        )
        self.admin.create(
            "wohnkoord.initiative.member",
            {
                "initiative_id": initiative,
                "partner_id": self.spokesperson.partner,
                "role": "spokesperson",
                "date_from": day(-365),
            },
        )
        for level in ("orientation", "concept"):
            self.make_case(level, initiative, done=True)
        return initiative

    def make_case(self, level="specialist", initiative=None, done=False, **values):
        """A case, approved; or done."""
        case = self.adviser.create(
            "wohnkoord.advisory",
            {
                "subject": self.name(f"Beratung {level}"),
                "level": level,
                "initiative_id": initiative or self.initiative,
                "topic_ids": [(6, 0, [self.topic])],
                "user_id": self.adviser.uid,
                **values,
            },
        )
        if level != "orientation":
            self.manager.do("wohnkoord.advisory", case, "action_approve")
        if done:
            self.adviser.do("wohnkoord.advisory", case, "action_start")
            self.adviser.write("wohnkoord.advisory", case, {"outcome": "Beraten."})
            self.adviser.do("wohnkoord.advisory", case, "action_done")
        return case

    def make_framework(self, activate=True, lot=None, **values):
        """A framework with one lot for specialist advice.

        :return: ids of framework and lot
        """
        framework = self.manager.create(
            "wohnkoord.framework",
            {
                "name": self.name("Rahmenvereinbarung"),
                "date_start": day(-200),
                "date_end": day(200),
                "max_amount": 1000000.0,
                "max_hours": 10000.0,
                "lot_ids": [
                    (0, 0, {"name": "Fachlos", "level": "specialist", **(lot or {})})
                ],
                **values,
            },
        )
        if activate:
            self.manager.do("wohnkoord.framework", framework, "action_activate")
        row = self.manager.read("wohnkoord.framework", framework, "lot_ids")
        return framework, row["lot_ids"][0]

    def make_contract(self, lot=None, firm=None, activate=True, **values):
        contract = self.manager.create(
            "wohnkoord.contract",
            {
                "name": self.name("RV"),
                "lot_id": lot or self.lot,
                "partner_id": firm or self.firm,
                "hourly_rate": 95.0,
                "max_hours": 5000.0,
                **values,
            },
        )
        if activate:
            self.manager.do("wohnkoord.contract", contract, "action_activate")
        return contract

    def make_call_off(self, hours=10.0, contract=None, confirm=True, **values):
        return self.make_call_offs(1, hours, contract, confirm, **values)[0]

    def make_call_offs(self, count, hours=1.0, contract=None, confirm=True, **values):
        call_offs = self.adviser.call(
            "wohnkoord.call.off",
            "create",
            [
                {
                    "contract_id": contract or self.contract,
                    "advisory_id": self.case,
                    "hours": hours,
                    "date_start": day(-90),
                    "date_end": day(90),
                    "description": "Wirtschaftlichkeit der Gruppe rechnen",
                    **values,
                }
                for _number in range(count)
            ],
        )
        if confirm:
            self.adviser.do("wohnkoord.call.off", call_offs, "action_confirm")
        return call_offs

    def entry_vals(self, call_off, minutes=30, offset=-1, **values):
        return {
            "call_off_id": call_off,
            "minutes": minutes,
            "date": day(offset),
            "description": "Gespräch mit der Gruppe",
            **values,
        }

    def make_entry(self, call_off, minutes=30, client=None, state="draft", **values):
        """A time entry of the consultant, moved to the state by the actions."""
        client = client or self.consultant
        entry = client.create(
            "wohnkoord.time.entry", self.entry_vals(call_off, minutes, **values)
        )
        if state != "draft":
            client.do("wohnkoord.time.entry", entry, "action_submit")
        if state == "approved":
            self.manager.do("wohnkoord.time.entry", entry, "action_approve")
        if state == "refused":
            self.manager.do(
                "wohnkoord.time.entry", entry, "action_refuse", "Bitte genauer."
            )
        return entry

    def make_bills(self, *contracts):
        """Run the bills of these contracts as the head of the office does."""
        run = self.manager.create(
            "wohnkoord.bill.run", {"contract_ids": [(6, 0, contracts)]}
        )
        self.manager.do("wohnkoord.bill.run", run, "action_run")
        return self.manager.search(
            "account.move", [("wohnkoord_contract_id", "in", contracts)]
        )
