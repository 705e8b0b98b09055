# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Leipzig's call of 2021: from the publication to the formal check, then on.

Public are the six plots, the call's dates (1 March to 31 May), that 17 groups applied,
and who won (leipziginfo.de; l-iz.de 01/2022). Everything else is invented, and says so:
the other groups, all persons, questions, figures and findings.
"""

from datetime import date

from odoo import Command

from .leipzig_award import LeipzigAward
from .leipzig_bids import (
    ANSWERS,
    BIDS,
    FINDING,
    INVENTED,
    KNOWN,
    PAPER_NOTE,
    REGISTERED,
    SPEAKERS,
    papers,
    typed,
)
from .stage import Party, moment, pdf

DEADLINE = moment(2021, 5, 31, 16)


def play(stage):
    """Play the call: five contracts are signed, one plot is still reserved."""
    call = LeipzigCall(stage)
    call.prepare()
    stage.play(call.diary())
    stage.play(LeipzigAward(call).diary())


class LeipzigCall:
    """The call's acts; ``diary`` says when each of them happens."""

    def __init__(self, stage):
        self.stage = stage
        self.procedure = stage.ref("procedure_leipzig_demo")
        self.by_office = self.procedure.with_user(stage.adviser)
        self.by_head = self.procedure.with_user(stage.manager)
        self.parties, self.bids, self.questions = {}, {}, {}

    def prepare(self):
        """The groups of the call, each with somebody who speaks for it."""
        stage = self.stage
        plots = self.procedure.lot_ids.plot_id
        plots._write_guarded({"date_state": date(2021, 2, 1)})
        groups = {key: stage.ref(name) for key, name in KNOWN.items()}
        Initiative = stage.env["wohnkoord.initiative"]
        for key, name in INVENTED.items():
            group = Initiative.create(
                {
                    "name": name,
                    "company_id": self.procedure.company_id.id,
                    "user_id": stage.adviser.id,
                    "legal_form_id": stage.ref("legal_form_gbr_weg").id,
                    "stage_id": stage.ref("initiative_stage_plot").id,
                }
            )
            groups[key] = stage.name(group, f"initiative_{key}_demo")
        for number, (key, group) in enumerate(groups.items()):
            user = stage.speaker(
                group,
                SPEAKERS[number],
                f"verfahren{number + 1}@example.org",
                date(2020, 10, 1),
            )
            self.parties[key] = Party(self.procedure, group, user)

    def diary(self):
        """All acts with their moments."""
        return [
            (moment(2021, 3, 1, 9), self.by_head.action_publish),
            *(
                (moment(2021, *when), self.parties[key].register)
                for key, when in REGISTERED.items()
            ),
            *self._diary_of_questions(),
            (moment(2021, 4, 14, 11), self.amend),
            (moment(2021, 4, 19, 18), self.confirm, ("nordhaus", 1)),
            *((moment(2021, *row[3]), self.bid, row) for row in BIDS),
            (moment(2021, 5, 20, 17), self.withdraw, ("sechzig", 4)),
            (moment(2021, 5, 28, 15), self.take_envelope, moment(2021, 5, 28, 14, 20)),
            (moment(2021, 5, 30, 20), self.replace, ("demohof", 5)),
            (moment(2021, 5, 31, 16, 2), self.by_office._close_due),
            (moment(2021, 6, 1, 9), self.take_late, moment(2021, 6, 1, 8, 40)),
            (moment(2021, 6, 1, 10), self.open),
            (moment(2021, 6, 1, 11), self.type_in),
            (moment(2021, 6, 2, 9), self.check),
            (moment(2021, 6, 3, 14), self.exclude),
            (moment(2021, 6, 4, 10), self.send_cure),
            (moment(2021, 6, 14, 19), self.answer_cure),
            (moment(2021, 6, 18, 12, 6), self.end_cure),
            (moment(2021, 6, 21, 9), self.admit),
        ]

    # -- questions -----------------------------------------------------------------------

    def _diary_of_questions(self):
        several = "Dürfen wir uns als Musterhof auf zwei Grundstücke bewerben?"
        form = "Unsere Genossenschaft wird erst im Herbst eingetragen. Reicht das?"
        shed = "Steht der Schuppen im Hof unter Schutz, oder darf er weg?"
        again = "Kann man sich auf mehrere Grundstücke bewerben?"
        share = "Zählen Clusterwohnungen bei den 70 % Eigennutzung mit?"
        return [
            (moment(2021, 3, 4, 15), self.ask, "several", "musterhof", several, 0),
            (moment(2021, 3, 12, 9), self.ask, "form", "ostwohnen", form, 0),
            (moment(2021, 3, 16, 10), self.answer, ("several", "form")),
            (moment(2021, 3, 22, 20), self.ask, "shed", "musterdach", shed, 3),
            (moment(2021, 3, 24, 12), self.ask, "again", "demohof", again, 0),
            (moment(2021, 3, 26, 10), self.answer, ("shed",)),
            (moment(2021, 3, 26, 11), self.drop, "again"),
            (moment(2021, 4, 29, 17), self.ask, "share", "sechzig", share, 0),
            (moment(2021, 5, 5, 10), self.answer, ("share",)),
        ]

    def ask(self, key, party, text, lot):
        """A group asks in the portal."""
        self.questions[key] = self.parties[party].ask(text, lot)

    def answer(self, keys):
        """The office answers all at once, in neutral words."""
        questions = self.stage.env["wohnkoord.question"]
        for key in keys:
            question = self.questions[key].with_user(self.stage.adviser).sudo(False)
            text, answer = ANSWERS[key]
            question.write({"text": text, "answer": answer})
            questions += question
        questions.with_user(self.stage.adviser).action_publish()

    def drop(self, key):
        """The office sets a question aside; only the asker reads why."""
        question = self.questions[key].with_user(self.stage.adviser).sudo(False)
        question.action_drop("Dieselbe Frage wie Nummer 1; bitte lesen Sie dort.")

    # -- change and bids -----------------------------------------------------------------

    def amend(self):
        """A requirement becomes clearer: bids that are there have to be confirmed."""
        action = self.by_head.action_amend()
        Amendment = self.stage.env[action["res_model"]].with_user(self.stage.manager)
        amendment = Amendment.browse(action["res_id"])
        self.stage.ref("requirement_self_use_demo").with_user(
            self.stage.manager
        ).description = (
            "Nach Wohnfläche; Gemeinschaftsflächen zählen nicht mit. Für soziale"
            " Projekte sind im Einzelfall Ausnahmen möglich: Bitte begründen Sie sie in"
            " Ihrem Konzept."
        )
        amendment.reason = (
            "Auf Rückfragen im Kolloquium ist klargestellt, wie die Eigennutzung"
            " berechnet und eine Ausnahme begründet wird (Beispiel)."
        )
        amendment.action_publish()

    def bid(self, row):
        """A group hands in a bid."""
        key, lot, *_rest = row
        party = self.parties[key]
        bid = party.draft(lot, typed(row), papers(party.initiative.name, lot))
        party.submit(bid)
        self.bids[key, lot] = bid

    def confirm(self, key):
        """A bid of before the change is kept as it is."""
        self.bids[key]._confirm(self.procedure._clock())

    def withdraw(self, key):
        """A group takes a bid back."""
        self.bids[key]._withdraw(self.procedure._clock())

    def replace(self, key):
        """A group hands in a better bid for the same plot."""
        party = self.parties[key[0]]
        draft = self.bids[key]._start_replacement(
            party.registration, self.procedure._clock()
        )
        ticks = {"declaration_requirements": "1", "declaration_accuracy": "1"}
        party.change(draft, {"commitment_community_space": "75", **ticks})
        party.submit(draft)
        self.bids[key] = draft

    def take_envelope(self, arrival):
        """A bid on paper comes in time; an officer scans and seals it."""
        name = INVENTED["sechzig"]
        self.bids["sechzig", 6] = self._envelope(name, arrival, PAPER_NOTE)

    def take_late(self, arrival):
        """A bid on paper comes a day late; it stays unopened."""
        note = "Beispielwert: lag am 1. Juni früh im Briefkasten, ohne Poststempel."
        self.bids["late"] = self._envelope("Absender unbekannt", arrival, note)

    def _envelope(self, sender, arrival, note):
        files = [("Scan.pdf", pdf("Bewerbung auf Papier (Beispiel)", sender, note))]
        return (
            self.stage.env["wohnkoord.bid"]
            .with_user(self.stage.adviser)
            ._register_envelope(
                self.by_office,
                "paper",
                arrival,
                {"sender": sender, "note": note},
                files,
            )
        )

    # -- opening and formal check ----------------------------------------------------------

    def open(self):
        """Two officers open the bids."""
        officers = self.stage.adviser, self.stage.manager
        self.by_office._open_bids(*officers)

    def type_in(self):
        """What stands on paper becomes figures."""
        figures = {"dwellings": 20, "accessible_dwellings": 20, "self_use_share": 65}
        bid = self._office("sechzig", 6)
        wizard = bid.env["wohnkoord.procedure.opening.paper"].create(
            {
                "bid_id": bid.id,
                "registration_id": self.parties["sechzig"].registration.id,
                "procedure_lot_id": self.procedure.lot_ids.filtered(
                    lambda lot: lot.number == 6
                ).id,
                "priority": 1,
                "price": 2.5,
                "line_ids": [
                    Command.create({"kind": kind, "value": value})
                    for kind, value in figures.items()
                ],
            }
        )
        wizard.action_confirm()

    def check(self):
        """What the data say is accepted; two papers are missing, one group is too small."""
        checks = self.by_office.check_ids
        missing = self._check("nordhaus", 3, "Finanzierungsplan") | self._check(
            "demohof", 4, "Finanzierungsplan"
        )
        missing.action_decide_cure(FINDING)
        self._check("ostwohnen", 5, "Mindestens acht Parteien").action_not_met(
            "Sechs Haushalte; die Mindestanforderung ist acht und nicht heilbar."
        )
        # these are looked at once more: no confirmation, an exception, paper
        waiting = {self._office(*key) for key in (("musterdach", 3), ("sechzig", 6))}
        checks.filtered(lambda check: check.bid_id not in waiting).action_accept_met()

    def exclude(self):
        """The head of the office excludes the late bid and the one that is too small."""
        head = self.stage.manager
        for key, reason, note in (
            ("late", "late", "Eingang am 1. Juni 2021, 8:40 Uhr, nach der Frist."),
            (
                ("ostwohnen", 5),
                "requirement",
                "Sechs statt mindestens acht Haushalte (Beispiel).",
            ),
        ):
            reason = self.stage.env["wohnkoord.exclusion.reason"]._by_code(reason)
            bid = self.bids[key].with_user(head).sudo(False)
            bid.action_exclude(reason.id, note)

    def send_cure(self):
        """All whose papers are missing are asked at once, with one deadline."""
        Cure = self.stage.env["wohnkoord.cure.request"].with_user(self.stage.adviser)
        self.cure = Cure.create(
            {
                "procedure_id": self.procedure.id,
                "date_deadline": moment(2021, 6, 18, 12),
                "text": "Vielen Dank für Ihre Bewerbung. In der Vorprüfung fehlte uns,"
                " was unten steht. Bitte reichen Sie es bis zur Frist im Portal nach;"
                " später Eingehendes kann nicht berücksichtigt werden.",
            }
        )
        self.cure.action_send()

    def answer_cure(self):
        """One of the two answers."""
        bid = self.bids["demohof", 4]
        line = self.cure.line_ids.filtered(lambda line: line.bid_id.id == bid.id)
        party = self.parties["demohof"]
        paper = pdf("Eigenmittel (Beispiel)", "Beispielwert: 180.000 Euro Einlagen")
        line.with_env(party.registration.env)._answer(
            "Die Seite fehlte beim Einscannen; hier ist sie.",
            [("Eigenmittel.pdf", paper)],
            self.procedure._clock(),
        )

    def end_cure(self):
        """The deadline is over: who did not answer is proposed for exclusion."""
        self.cure.with_env(self.stage.env)._end()
        self._check("demohof", 4, "Finanzierungsplan").action_decide_met(
            "Eigenmittel fristgerecht nachgereicht."
        )

    def admit(self):
        """Bids of which everything is met are admitted; the rest waits."""
        bids = self.by_office.bid_ids.filtered(
            lambda bid: bid.state == "opened" and bid.check_status == "met"
        )
        bids.action_admit()

    def _office(self, key, lot):
        return self.bids[key, lot].with_user(self.stage.adviser).sudo(False)

    def _check(self, key, lot, requirement):
        return self._office(key, lot).check_ids.filtered(
            lambda check: check.name == requirement
        )

    # -- afterwards ----------------------------------------------------------------------

    def part(self):
        """Those who spoke for the groups then do so no more; losers have dissolved."""
        for key, party in self.parties.items():
            group = self.stage.env["wohnkoord.initiative"].browse(party.initiative.id)
            speakers = party.procedure.env.user.partner_id
            group.member_ids.filtered(
                lambda member, speakers=speakers: member.partner_id == speakers
            ).date_to = date(2022, 1, 31)
            if key in INVENTED:
                group.stage_id = self.stage.ref("initiative_stage_dissolved")
