# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Leipzig's call once more, up to the admitted bids; it runs in Odoo's own shell.

The acts are the demo story's: the addon's methods, each at its moment. Beside the six
plots and who got them (leipziginfo.de, l-iz.de 01/2022) everything is invented, also that
one of the plots is sold here. ``TAG`` and ``PASSWORD`` stand before this text.
"""

import json
from datetime import date, timedelta

from odoo import Command

from odoo.addons.wohnkoord_odoo.demo.story.leipzig_bids import KNOWN, papers, typed
from odoo.addons.wohnkoord_odoo.demo.story.stage import Party, Stage, moment

#: plot of the demo, area, value, and how it is offered
LEASE = {"tenure": "leasehold", "price_model": "fixed", "price_fixed": 2.5}
SALE = {"tenure": "sale", "price_model": "fixed", "price_fixed": 990000}
PLOTS = (
    ("plot_gothaer_demo", 450000, {**LEASE, "lease_years": 110}),
    ("plot_wittenberger_demo", 350000, {**LEASE, "lease_years": 110}),
    ("plot_brau_demo", 380000, {**LEASE, "lease_years": 110}),
    ("plot_breitschuh_28_demo", 520000, {**LEASE, "lease_years": 110}),
    ("plot_breitschuh_31_demo", 400000, {**LEASE, "lease_years": 110}),
    ("plot_walter_albrecht_demo", 1100000, SALE),
)
INVENTED = {
    "musterhof": "Musterhof Gohlis (Beispiel)",
    "musterdach": "Unter einem Musterdach (Beispiel)",
    "demohof": "Demohof Zschocher (Beispiel)",
}
PERSONS = {
    "weforever": "Bela Beispiel",
    "wi55": "Fritz Probe",
    "holzbrau": "Dario Muster",
    "wa50": "Juri Muster",
    "fluss": "Hamid Beispiel",
    "cassida": "Kira Beispiel",
    "musterhof": "Alma Muster",
    "musterdach": "Gesa Muster",
    "demohof": "Inga Probe",
}
#: as in the demo's ``BIDS``: group, plot, choice, -, households, dwellings, subsidised %,
#: accessible, community m², rent bound, energy standard, self-use %
BIDS = (
    ("weforever", 1, 1, None, 9, 9, 33, 2, 85, "8,40", "KfW 40", 100),
    ("musterhof", 1, 1, None, 10, 10, 30, 4, 70, "8,60", "KfW 40", 100),
    ("wi55", 2, 1, None, 8, 8, 0, 2, 35, "9,40", "KfW 55", 100),
    ("holzbrau", 3, 1, None, 8, 8, 0, 3, 50, "9,60", "KfW 40", 100),
    ("musterdach", 3, 1, None, 9, 9, 0, 3, 45, "9,80", "KfW 55", 100),
    ("wa50", 4, 1, None, 12, 12, 33, 12, 110, "8,30", "KfW 55", 100),
    ("demohof", 4, 2, None, 11, 11, 27, 5, 90, "8,80", "KfW 40", 100),
    ("demohof", 5, 1, None, 8, 8, 25, 3, 60, "8,80", "KfW 40", 100),
    ("fluss", 5, 1, None, 9, 9, 44, 3, 75, "7,90", "KfW 40", 100),
    ("cassida", 6, 1, None, 26, 26, 50, 13, 260, "7,50", "KfW 40", 100),
)
#: the seats that are named already: the chair first
SEATS = (
    ("Amt für Wohnungsbau", "administration", "Dr. Petra Muster", "Quentin Beispiel"),
    ("Stadtrat, Fachausschuss", "political", "Tarek Beispiel", "Ute Probe"),
)


def day(days, hour=10):
    """So many days ago."""
    when = date.today() - timedelta(days=days)
    return moment(when.year, when.month, when.day, hour)


class Call:
    def __init__(self, env, tag, password):
        self.stage = stage = Stage(env)
        self.tag, self.password = tag, password
        self.parties, self.bids = {}, {}
        wizard = (
            env["wohnkoord.procedure.new"]
            .with_user(stage.manager)
            .create(
                {
                    "source_id": stage.ref("procedure_leipzig_demo").id,
                    "name": f"Leipzig 2021: sechs Grundstücke ({tag})",
                    "date_deadline": day(30, 16),
                    "with_timeline": False,
                }
            )
        )
        procedure = env["wohnkoord.procedure"].browse(wizard.action_create()["res_id"])
        self.by_head = procedure.with_user(stage.manager)
        self.by_office = procedure.with_user(stage.adviser)

    def login(self, user):
        """Somebody who can log in."""
        user.password = self.password
        return user

    def address(self, name):
        return f"{name}.{self.tag}@example.org"

    # -- acts ------------------------------------------------------------------------------

    def prepare(self):
        self.by_head.write(
            {
                "user_id": self.stage.adviser.id,
                "date_questions_until": day(45, 16),
                "jury_name": "Auswahlgremium",
                "standstill_days": 0,
                "resolution_body": "Stadtrat (Beispiel)",
                "resolution_number": "VII-DS-00000 (Beispiel)",
                "resolution_date": date.today() - timedelta(days=130),
                "officer_ids": [
                    Command.set([self.stage.adviser.id, self.stage.manager.id])
                ],
                "lot_ids": [
                    Command.create(
                        {
                            "number": number,
                            "sequence": number * 10,
                            "plot_id": self.plot(source, value).id,
                            **terms,
                        }
                    )
                    for number, (source, value, terms) in enumerate(PLOTS, 1)
                ],
            }
        )

    def plot(self, source, value):
        source = self.stage.ref(source)
        plot = (
            self.stage.env["wohnkoord.plot"]
            .with_user(self.stage.adviser)
            .create(
                {
                    "name": source.name,
                    "area": source.area,
                    "city": source.city,
                    "valuation_ids": [
                        Command.create(
                            {
                                "date": date.today() - timedelta(days=140),
                                "amount": value,
                                "source": "Beispielwert",
                            }
                        )
                    ],
                }
            )
        )
        plot.action_examine()
        plot.action_suitable()
        return plot

    def gather(self):
        """The groups, each with somebody who speaks for it, register."""
        env = self.stage.env
        groups = {key: self.stage.ref(name) for key, name in KNOWN.items()}
        for key, name in INVENTED.items():
            groups[key] = env["wohnkoord.initiative"].create(
                {
                    "name": name,
                    "company_id": self.by_head.company_id.id,
                    "user_id": self.stage.adviser.id,
                    "legal_form_id": self.stage.ref("legal_form_gbr_weg").id,
                }
            )
        for key, group in groups.items():
            user = self.stage.speaker(
                group, PERSONS[key], self.address(key), date.today() - timedelta(365)
            )
            self.parties[key] = Party(self.by_head, group, self.login(user))
            self.parties[key].register()

    def bid(self):
        for row in BIDS:
            key, lot, *_rest = row
            party = self.parties[key]
            bid = party.draft(lot, typed(row), papers(party.initiative.name, lot))
            party.submit(bid)
            self.bids[key, lot] = bid

    def open(self):
        self.by_office._open_bids(self.stage.adviser, self.stage.manager)

    def admit(self):
        self.by_office.check_ids.action_accept_met()
        self.by_office.bid_ids.action_admit()

    def name_seats(self):
        env = self.stage.env
        for number, (name, kind, *persons) in enumerate(SEATS, 1):
            users = [
                self.login(
                    self.stage.login(
                        env["res.partner"].create(
                            {
                                "name": person,
                                "email": self.address(f"sitz{number}{role}"),
                                "company_id": self.by_head.company_id.id,
                            }
                        )
                    )
                )
                for role, person in zip(("", ".vertretung"), persons, strict=True)
            ]
            env["wohnkoord.juror"].with_user(self.stage.adviser).create(
                {
                    "procedure_id": self.by_head.id,
                    "sequence": number * 10,
                    "name": name,
                    "kind": kind,
                    "is_chair": number == 1,
                    "user_id": users[0].id,
                    "deputy_id": users[1].id,
                }
            )

    def play(self):
        self.stage.play(
            [
                (day(101), self.prepare),
                (day(100), self.by_head.action_publish),
                (day(80), self.gather),
                (day(40), self.bid),
                (day(30, 17), self.by_office._close_due),
                (day(29), self.open),
                (day(25), self.admit),
                (day(20), self.name_seats),
            ]
        )
        return {
            "procedure": self.by_head.id,
            "slug": self.by_head.slug,
            "bids": [[*key, bid.number, bid.id] for key, bid in self.bids.items()],
            "groups": {key: party.initiative.id for key, party in self.parties.items()},
            "people": dict(PERSONS),
        }


answer = Call(globals()["env"], globals()["TAG"], globals()["PASSWORD"]).play()
globals()["env"].cr.commit()
print("PLAYED", json.dumps(answer))  # noqa: T201 (the test reads it)
