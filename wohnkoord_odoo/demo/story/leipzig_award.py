# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Leipzig's call of 2021, from the admitted bids to the contracts.

Public is who got the six plots (l-iz.de 01/2022), and so it ends here. Invented are the
jury, all points and reasons, resolutions, days of contracts, and that plot 5 went to an
invented group first: no group that exists loses anything here.
"""

from datetime import date, timedelta

from .leipzig_jury import CRITIC, SEATS, STEADY, points
from .stage import moment

#: the plot whose first winner, an invented group, gives up
LAPSING_LOT = 5
BODY = "Stadtrat"
NUMBER = "Beispiel-DS-2021"
RESOLVED = date(2021, 10, 13)
#: plot -> when its contract is signed
SIGNED = {
    1: date(2021, 12, 9),
    2: date(2021, 12, 14),
    3: date(2021, 12, 16),
    4: date(2022, 1, 11),
    6: date(2022, 1, 18),
}
GROUND_RENTS = {1: 11250, 2: 8750, 3: 9500, 4: 13000, 6: 27500}
EXCEPTION = (
    "65 statt 70 % Eigennutzung: Die übrigen Wohnungen sind für ein soziales Projekt"
    " vorgesehen; die Ausnahme ist im Konzept begründet (Beispiel)."
)
LAPSE = (
    "Beispiel: Die erfundene Gruppe hat sich aufgelöst und gibt das Grundstück zurück."
)
RECOMMENDATION = (
    "Das Gremium empfiehlt, jedes Grundstück an die Bewerbung auf Platz 1 der"
    " Rangfolge zu vergeben; die jeweils nächste Bewerbung rückt nach (Beispiel)."
)
COURSE = (
    "Die Punkte wurden vorab einzeln vergeben, in der Sitzung offengelegt und"
    " besprochen. Ein Mitglied hat an den Bewerbungen einer Gruppe nicht mitgewirkt,"
    " seine Stellvertretung rückte nach. Beispiel: Alle Punkte sind erfunden."
)


class LeipzigAward:
    """The acts after the formal check; ``diary`` says when each of them happens."""

    def __init__(self, call):
        self.call, self.stage = call, call.stage
        self.procedure = call.procedure
        self.by_office, self.by_head = call.by_office, call.by_head
        self.seats, self.session = [], None

    def diary(self):
        """All acts with their moments."""
        return [
            (moment(2021, 6, 22, 10), self.look_again),
            (moment(2021, 6, 22, 15), self.exclude),
            (moment(2021, 6, 23, 10), self.name_seats),
            (moment(2021, 6, 23, 14), self.plan_session),
            (moment(2021, 6, 28, 18), self.declare),
            (moment(2021, 7, 1, 9), self.by_office.action_start_jury),
            (moment(2021, 7, 1, 10), self.by_office.action_start_scoring),
            *(
                (moment(2021, 7, 2 + number % 4, 15 + number), self.score, number)
                for number, seat in enumerate(SEATS)
                if seat["has_vote"]
            ),
            (moment(2021, 7, 6, 9, 30), self.by_office.action_reveal_scores),
            (moment(2021, 7, 6, 11), self.change_points),
            (moment(2021, 7, 6, 14), self.by_office.action_close_scoring),
            (moment(2021, 7, 6, 16), self.hold_session),
            (moment(2021, 7, 7, 9), self.by_office._rank),
            (moment(2021, 7, 7, 11), self.keep_minutes),
            (moment(2021, 7, 12, 10), self.by_head.action_recommend),
            (moment(2021, 10, 14, 10), self.decide),
            (moment(2021, 10, 15, 9), self.send_letters),
            (moment(2021, 11, 1, 10), self.by_office.action_reserve),
            *self._diary_of_contracts(),
            (moment(2021, 11, 26, 11), self.lapse),
            (moment(2021, 12, 16, 10), self.move_up),
            (moment(2021, 12, 17, 9), self.send_letters),
            (moment(2022, 1, 4, 10), self.reserve_again),
            (moment(2022, 1, 31, 12), self.call.part),
            *self._diary_of_the_last(),
        ]

    def _diary_of_contracts(self):
        return [
            entry
            for lot, day in SIGNED.items()
            for entry in (
                (
                    moment(day.year, day.month, day.day - 1, 9),
                    self.prove,
                    lot,
                    ("financing", "architect", "enquiry"),
                ),
                (moment(day.year, day.month, day.day, 15), self.sign, lot),
            )
        ]

    def _diary_of_the_last(self):
        """The plot that is still reserved: its clock runs today."""
        lot, today = LAPSING_LOT, date.today()
        return [
            (moment(2022, 5, 12), self.prove, lot, ("architect",)),
            (moment(2022, 12, 15), self.extend, date(2025, 1, 4), "2022"),
            (moment(2024, 10, 17), self.prove, lot, ("enquiry",)),
            (moment(2024, 12, 12), self.extend, today + timedelta(days=240), "2024"),
            (moment(2024, 12, 12, 10), self.plan_last, today + timedelta(days=120)),
        ]

    # -- the end of the formal check -------------------------------------------------------

    def look_again(self):
        """What waited is met: a bid without confirmation, and an exception on paper."""
        for key, note in (
            (("musterdach", 3), "Die Änderung betrifft diese Bewerbung nicht."),
            (("sechzig", 6), EXCEPTION),
        ):
            bid = self.call._office(*key)
            for check in bid.check_ids.filtered(lambda check: check.result != "met"):
                as_stated = check.proposal == "met"
                check.action_decide_met("" if as_stated else note)
            bid.action_admit()

    def exclude(self):
        """The head of the office excludes the bid whose paper never came."""
        bid = self.call.bids["nordhaus", 3].with_user(self.stage.manager).sudo(False)
        reason = self.stage.env["wohnkoord.exclusion.reason"]._by_code("not_cured")
        bid.action_exclude(
            reason.id, "Der Finanzierungsplan blieb unvollständig (Beispiel)."
        )

    # -- jury ------------------------------------------------------------------------------

    def name_seats(self):
        """Five votes and an advising seat, each with a person and a deputy."""
        env = self.stage.env
        logins = 0
        for number, seat in enumerate(SEATS, 1):
            users = []
            for name in seat["persons"]:
                logins += 1
                partner = env["res.partner"].create(
                    {
                        "name": f"{name} (Beispiel)",
                        "email": f"gremium{logins}@example.org",
                        "company_id": self.procedure.company_id.id,
                    }
                )
                users.append(self.stage.login(partner))
            self.seats.append(
                env["wohnkoord.juror"]
                .with_user(self.stage.adviser)
                .create(
                    {
                        "procedure_id": self.procedure.id,
                        "sequence": number * 10,
                        "name": seat["name"],
                        "kind": seat["kind"],
                        "has_vote": seat["has_vote"],
                        "is_chair": number == 1,
                        "user_id": users[0].id,
                        "deputy_id": users[1].id,
                    }
                )
            )

    def plan_session(self):
        """The session stands in the calendar."""
        self.session = (
            self.stage.env["wohnkoord.jury.session"]
            .with_user(self.stage.adviser)
            .create(
                {
                    "procedure_id": self.procedure.id,
                    "name": "Sitzung des Auswahlgremiums",
                    "date": moment(2021, 7, 6, 9),
                    "date_end": moment(2021, 7, 6, 16),
                    "place": "Neues Rathaus (Beispiel)",
                    "paper_deadline": date(2021, 6, 29),
                    "papers_sent_on": date(2021, 6, 28),
                }
            )
        )

    def declare(self):
        """All declare on all bidders; one is a member of an invented group."""
        procedure = self.procedure.sudo()
        for number, seat in enumerate(self.seats):
            for user in seat.user_id, seat.deputy_id:
                declarations = self.stage.env["wohnkoord.conflict"].with_user(user)
                for group in procedure._bidders():
                    is_member = (number, group.id) == (
                        CRITIC,
                        self.call.parties["musterhof"].initiative.id,
                    ) and user == seat.user_id
                    declarations.sudo()._declare(
                        seat.with_user(user).sudo(),
                        user,
                        group,
                        "membership" if is_member else "none",
                    )

    # -- points ----------------------------------------------------------------------------

    def score(self, number):
        """A seat gives its points, unseen by the others."""
        seat = self.seats[number].sudo()
        names = {bid.id: key for key, bid in self.call.bids.items()}
        leaves = self.procedure._scored_criteria()
        Score = self.stage.env["wohnkoord.score"].sudo()
        for bid in self.procedure._admitted_bids_sudo():
            entries = {
                leaf["key"]: self._entry(
                    leaf, points(names[bid.id], number, place, bid.number)
                )
                for place, leaf in enumerate(leaves)
            }
            Score._save_seat(seat, bid, seat._acting_for(bid), entries)

    def _entry(self, leaf, wanted):
        """Points of the published scale, with the words of their step."""
        step = min(leaf["steps"], key=lambda step: abs(float(step["points"]) - wanted))
        return {"points": step["points"], "reason": f"{step['name']} (Beispiel)."}

    def change_points(self):
        """One seat changes its mind in the session, on record."""
        seat = self.seats[STEADY].sudo()
        bid = self.call.bids["wi55", 2].with_env(self.stage.env).sudo()
        score = self.stage.env["wohnkoord.score"].sudo()
        score = score.search(
            [("bid_id", "=", bid.id), ("juror_id", "=", seat.id), ("points", "<", 5)],
            order="id",
            limit=1,
        )
        [leaf] = [
            leaf
            for leaf in self.procedure._scored_criteria()
            if leaf["key"] == score.criterion_key
        ]
        entry = {
            **self._entry(leaf, 5),
            "why": "Im Gespräch wurde auf eine Seite des Konzepts hingewiesen, die"
            " überlesen war (Beispiel).",
            "revision": score.revision,
        }
        score._save_seat(seat, bid, seat._acting_for(bid), {leaf["key"]: entry})

    def hold_session(self):
        """All votes were there; a seat by its deputy."""
        for row in self.session.attendance_ids:
            is_last = row.juror_id.id == self.seats[-1].id
            row.presence = "deputy" if is_last else "person"
        self.session.action_hold()

    def keep_minutes(self):
        """The minutes are drafted and final."""
        action = self.by_office.action_draft_minutes()
        minutes = self.by_office.env[action["res_model"]].browse(action["res_id"])
        minutes.write(
            {
                "chair_name": self.seats[0].user_id.name,
                "text": COURSE,
                "recommendation": RECOMMENDATION,
            }
        )
        minutes.action_freeze()

    # -- decision --------------------------------------------------------------------------

    def decide(self):
        """The council follows the jury on all plots."""
        self.by_head.action_propose_awards()
        self.by_head.award_ids.write(
            {
                "resolution_body": BODY,
                "resolution_number": NUMBER,
                "resolution_date": RESOLVED,
            }
        )
        self.by_head.action_decide()

    def send_letters(self):
        """Each party reads in its portal how it was decided."""
        self.by_office.action_prepare_letters()
        self.by_office.action_send_letters()

    # -- reservations and contracts --------------------------------------------------------

    def _award(self, lot):
        """The newest award of a plot."""
        awards = self.by_office.award_ids.filtered(
            lambda award: award.procedure_lot_id.number == lot
        )
        return awards.sorted("id")[-1:]

    def prove(self, lot, kinds):
        """A group shows what it has to show while its plot is reserved."""
        today = self.procedure._local(self.procedure._now()).date()
        milestones = self._award(lot).reservation_id.milestone_ids
        milestones.filtered(lambda row: row.kind in kinds).write(
            {"date_done": today, "note": "Beispielwert: Nachweis lag vor."}
        )

    def sign(self, lot):
        """A contract is signed; it says itself when the building permit is due."""
        reservation = self._award(lot).reservation_id
        reservation.milestone_ids.filtered(lambda row: row.kind == "permit").unlink()
        action = reservation.action_make_contract()
        contract = reservation.env[action["res_model"]].browse(action["res_id"])
        contract.write(
            {
                "date_signed": SIGNED[lot],
                "ground_rent": GROUND_RENTS[lot],
                "notary": "Notariat Beispiel",
                "terms": "Beispiel: Bauantrag binnen zwölf Monaten, Bezug binnen vier"
                " Jahren, Bindung an das Konzept. Tag, Erbbauzins und Klauseln sind"
                " erfunden.",
            }
        )
        contract.action_sign()

    def lapse(self):
        """The invented group gives up."""
        self._award(LAPSING_LOT).reservation_id.action_lapse(LAPSE)

    def move_up(self):
        """The runner-up gets the plot, by a resolution of its own."""
        self._award(LAPSING_LOT)._move_up(
            BODY,
            f"{NUMBER}-02",
            date(2021, 12, 15),
            "Beispiel: Die Anhandgabe an die Gruppe auf Platz 1 ist erloschen.",
        )

    def reserve_again(self):
        """The runner-up's plot is reserved, with a clock of its own."""
        self._award(LAPSING_LOT).action_reserve()
        self.prove(LAPSING_LOT, ("financing",))

    def extend(self, date_end, year):
        """A later end, by a decision."""
        today = self.procedure._local(self.procedure._now()).date()
        self._award(LAPSING_LOT).reservation_id._extend(
            date_end,
            BODY,
            f"Beispiel-DS-{year}",
            today - timedelta(days=1),
            "Beispiel: Baurecht und Finanzierung brauchen länger.",
        )

    def plan_last(self, day):
        """What is still to be shown is due later, too."""
        milestones = self._award(LAPSING_LOT).reservation_id.milestone_ids
        milestones.filtered(lambda row: row.kind == "permit").date_due = day
