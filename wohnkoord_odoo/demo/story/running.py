# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Two invented procedures of today: one that takes bids, and the next in preparation.

The group of the login ``initiative`` takes part in the first. Both begin with the
template, as an office would do it.
"""

from datetime import date, timedelta

from odoo import Command

from .stage import Party, moment, pdf, working_day

#: number, plot, sale or lease, price
PLOTS = (
    (1, "plot_platz_demo", {"tenure": "leasehold", "lease_years": 99}),
    (2, "plot_probeweg_demo", {"tenure": "leasehold", "lease_years": 99}),
)
CORRIDOR = {"price_model": "corridor", "price_min": 1.5, "price_max": 3.0}
FIXED = {"price_model": "fixed", "price_fixed": 2.5}


def play(stage):
    """Play both."""
    running = RunningProcedure(stage)
    running.prepare()
    stage.play(running.diary())
    _prepare_next(stage)


def _start(stage, name, deadline, colloquium):
    """A new procedure from the template, by the dialog of the office.

    :param datetime deadline: for bids
    :param int colloquium: so many days from today
    """
    Wizard = stage.env["wohnkoord.procedure.new"].with_user(stage.manager)
    wizard = Wizard.create(
        {
            "source_id": stage.ref("procedure_template_demo").id,
            "name": name,
            "date_deadline": deadline,
            "with_documents": True,
        }
    )
    procedure = stage.env["wohnkoord.procedure"].browse(
        wizard.action_create()["res_id"]
    )
    # the template's own day may be a holiday this time
    start = working_day(colloquium, hour=17)
    procedure.date_ids.filtered(lambda row: row.kind == "colloquium").write(
        {
            "date": start,
            "date_end": start + timedelta(hours=2),
            "place": "Stadtbüro (Beispiel)",
        }
    )
    return procedure.with_user(stage.manager)


def _prepare_next(stage):
    """A procedure that still lacks a lot: the checklist says what."""
    procedure = _start(
        stage, "Eckhaus Demogasse (Beispiel)", working_day(190), colloquium=100
    )
    procedure.write(
        {
            "description": False,
            "user_id": stage.adviser.id,
            "date_questions_until": working_day(160, hour=16),
            "lot_ids": [
                Command.create(
                    {
                        "number": 1,
                        "plot_id": stage.ref("plot_demogasse_demo").id,
                        "tenure": "leasehold",
                        **FIXED,
                    }
                )
            ],
        }
    )
    procedure.criterion_ids[-1:].weight = 30
    stage.name(procedure, "procedure_prepared_demo")


class RunningProcedure:
    """What happens in it until today."""

    def __init__(self, stage):
        self.stage = stage
        self.procedure = None
        self.parties, self.questions = {}, []

    def prepare(self):
        """The procedure, ready to be published, and its parties."""
        stage = self.stage
        procedure = _start(
            stage,
            "Zwei Grundstücke für gemeinschaftliches Wohnen (Beispiel)",
            working_day(60),
            colloquium=14,
        )
        self.procedure = stage.name(procedure, "procedure_running_demo")
        prices = (FIXED, CORRIDOR)
        procedure.write(
            {
                "description": "Zwei städtische Grundstücke werden im Erbbaurecht an"
                " Gruppen vergeben, die gemeinschaftlich wohnen wollen.\n\nBeispiel:"
                " Grundstücke, Termine und Beschluss sind für die Vorführung erfunden.",
                "aim": "Bezahlbares, gemeinschaftliches Wohnen in der Nachbarschaft.",
                "date_questions_until": working_day(40, hour=16),
                "resolution_body": "Stadtrat (Beispiel)",
                "resolution_number": "VIII-DS-00000 (Beispiel)",
                "resolution_date": date.today() - timedelta(days=60),
                "officer_ids": [Command.set([stage.adviser.id, stage.manager.id])],
                "lot_ids": [
                    Command.create(
                        {
                            "number": number,
                            "sequence": number * 10,
                            "plot_id": stage.ref(plot).id,
                            **terms,
                            **price,
                        }
                    )
                    for (number, plot, terms), price in zip(PLOTS, prices, strict=True)
                ],
            }
        )
        procedure.lot_ids.plot_id._write_guarded(
            {"date_state": date.today() - timedelta(days=45)}
        )
        self._gather()

    def _gather(self):
        stage = self.stage
        garden = stage.ref("initiative_garten_demo")
        speakers = {"garden": (garden, stage.ref("user_initiative"))}
        for key in ("linden", "kanal"):
            group = stage.ref(f"initiative_{key}_demo")
            partner = group._current_spokespersons()[:1].partner_id
            speakers[key] = group, stage.login(partner)
        self.parties = {
            key: Party(self.procedure, group, user)
            for key, (group, user) in speakers.items()
        }

    def diary(self):
        """All acts with their moments, some days ago."""
        garden, linden = self.parties["garden"], self.parties["linden"]
        kanal = self.parties["kanal"]
        return [
            (_office_day(25, 9), self.procedure.action_publish),
            (_ago(20, 10), linden.register),
            (_ago(19, 18), garden.register),
            (_ago(19, 19), kanal.register),
            (_ago(18, 19), self.ask, garden, QUESTIONS[0][0]),
            (_ago(17, 9), self.ask, linden, QUESTIONS[1][0]),
            (_office_day(12, 10), self.answer, (0, 1)),
            (_office_day(7, 11), self.amend),
            (_ago(2, 20), self.draft),
            (_ago(2, 21), self.ask, kanal, OPEN[0]),
            (_ago(1, 18), self.ask, garden, OPEN[1]),
        ]

    def ask(self, party, text):
        """A group asks in the portal."""
        self.questions.append(party.ask(text))

    def answer(self, numbers):
        """The office answers in neutral words."""
        questions = self.stage.env["wohnkoord.question"].with_user(self.stage.adviser)
        for number in numbers:
            question = questions.browse(self.questions[number].id)
            _asked, text, answer = QUESTIONS[number]
            question.write({"text": text, "answer": answer})
            questions += question
        questions.action_publish()

    def amend(self):
        """The office moves the end of questions; bids do not rest on it."""
        action = self.procedure.action_amend()
        Amendment = self.stage.env[action["res_model"]].with_user(self.stage.manager)
        amendment = Amendment.browse(action["res_id"])
        amendment.write(
            {
                "reason": "Wegen der Ferien können Rückfragen eine Woche länger gestellt"
                " werden (Beispiel).",
                "is_material": False,
                "date_questions_until": working_day(47, hour=16),
            }
        )
        amendment.action_publish()

    def draft(self):
        """The group of the login begins a bid, and is not done yet."""
        self.parties["garden"].draft(
            1,
            {
                "priority": "1",
                "household_count": "9",
                "complete_share": "70",
                "commitment_dwellings": "11",
                "commitment_accessible_dwellings": "4",
                "commitment_self_use_share": "100",
                "statement": "Beispielwert: Wir wollen mit der Nachbarschaft gärtnern.",
            },
            [
                (
                    "concept",
                    pdf("Konzept (Beispiel)", "Wohnprojekt Probegarten, Entwurf"),
                )
            ],
        )


#: as asked, neutral, answer
QUESTIONS = (
    (
        "Wir vom Probegarten fragen uns: Dürfen wir einen Teil des Hofs der"
        " Nachbarschaft öffnen?",
        "Darf ein Teil des Hofs der Nachbarschaft offen stehen?",
        "Ja, das ist gern gesehen und zählt beim Wohn- und Gruppenkonzept.",
    ),
    (
        "Können wir den Erbbauzins für beide Grundstücke selbst bieten?",
        "Ist der Erbbauzins für beide Grundstücke frei?",
        "Nein. Für Los 1 steht er fest, für Los 2 liegt er zwischen den genannten"
        " Grenzen.",
    ),
)


#: not answered yet
OPEN = (
    "Darf die Linde im Hof gefällt werden, wenn wir dafür zwei neue pflanzen?",
    "Bis wann kann das Grundstück am Musterplatz besichtigt werden?",
)


def _ago(days, hour):
    """Some days ago; a group may act at the weekend, too."""
    day = date.today() - timedelta(days=days)
    return moment(day.year, day.month, day.day, hour)


def _office_day(days, hour):
    """Some days ago, or at the working day before."""
    return working_day(-days, hour, step=-1)
