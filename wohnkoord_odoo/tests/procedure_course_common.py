# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields

from ..models.procedure_closing import GRACE
from .procedure_opening_common import OpeningCase


class CourseCase(OpeningCase):
    """A procedure led by the office's own acts, from publication to the last control.

    Each method is one act or a few that belong together, days after the one before;
    ``clock`` says when. Nothing is written past the methods that the office uses; bids
    alone lie in the database as the portal seals them.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plot.write(
            {
                "street": "Probestraße 1",
                "zip": "04177",
                "city": "Leipzig",
                "latitude": 51.337,
                "longitude": 12.32,
            }
        )
        cls.procedure.requirement_ids = [
            Command.create({"name": "Passt ins Quartier", "kind": "other"})
        ]
        cls.third_initiative = cls._make_initiative("Dritte im Bunde")
        cls.clock = cls.deadline - timedelta(days=80)

    @classmethod
    def _make_parties(cls):
        """They register when the procedure is published."""

    @contextmanager
    def _act(self, days=1):
        """The next act is ``days`` later, by all clocks."""
        self.clock += timedelta(days=days)
        moment, today = self.clock, fields.Date.context_today
        with (
            self._at(moment),
            patch.object(
                fields.Date,
                "context_today",
                lambda record, timestamp=None: today(record, timestamp or moment),
            ),
        ):
            yield
            self.env.flush_all()

    def _office(self, records=None):
        """These records (the procedure), for the adviser who runs it."""
        records = self.procedure if records is None else records
        return records.with_user(self.adviser).sudo(False)

    # -- until the deadline --------------------------------------------------------------

    def _start(self, procedure=None):
        """Publish, and register two groups."""
        self.procedure = procedure or self.procedure
        with self._act():
            self._publish(self.procedure)
        with self._act():
            self.party = self._register(self.initiative, self.procedure)
            self.rival_party = self._register(self.rival_initiative, self.procedure)

    def _answer(self):
        question = self.env["wohnkoord.question"].create(
            {
                "procedure_id": self.procedure.id,
                "text": "Ist ein Keller möglich?",
                "answer": "Ja.",
            }
        )
        with self._act():
            self._office(question).action_publish()
        return question

    def _amend(self):
        procedure = self.procedure.with_user(self.manager)
        with self._act():
            amendment = self.env["wohnkoord.procedure.amendment"].browse(
                procedure.action_amend()["res_id"]
            )
            amendment.write(
                {
                    "reason": "Mehr Zeit",
                    "is_material": True,
                    "date_deadline": self.deadline + timedelta(days=10),
                }
            )
            amendment.action_publish()

    def _close(self, bids=True):
        """Two bids come in on the first plot, and the deadline is over."""
        if bids:
            self.bid = self._submit(self.party, statement="Geheim 1")
            self.rival_bid = self._submit(self.rival_party, statement="Geheim 2")
        self.clock = self.procedure.version_id.date_deadline + GRACE
        with self._act(0):
            self.procedure._close_due()

    def _open(self):
        """Both officers open the bids."""
        with self._act():
            dialog = self._dialog().with_context(**self._secrets())
            self.assertOpened(dialog.action_confirm())

    # -- jury ----------------------------------------------------------------------------

    def _check_bids(self, excluded=None):
        """All bids meet the requirements, but for one that is excluded."""
        with self._act():
            self._office().action_prepare_checks()
            checks = self._office(self.procedure.sudo().bid_ids.check_ids)
            for check in checks:
                check.action_decide_met("Liegt vor.")
            bids = self.procedure.sudo().bid_ids
            if excluded:
                excluded.with_user(self.manager).sudo(False).action_exclude(
                    self.env.ref("wohnkoord_odoo.exclusion_reason_requirement").id,
                    "Kein Nachweis.",
                )
            self._office(bids - (excluded or bids.browse())).action_admit()

    def _sit(self):
        """Two seats with a vote declare that they have no conflict; the jury begins."""
        seats = self.env["wohnkoord.juror"].with_user(self.adviser)
        self.seats = seats.create(
            [
                {
                    "procedure_id": self.procedure.id,
                    "name": f"Sitz {number}",
                    "user_id": self._make_portal_user(f"test_seat_{number}").id,
                    "is_chair": number == 1,
                }
                for number in (1, 2)
            ]
        )
        with self._act():
            for seat in self.seats:
                user = seat.user_id
                for group in self.procedure.sudo()._bidders():
                    declarations = self.env["wohnkoord.conflict"].with_user(user).sudo()
                    declarations._declare(
                        seat.with_user(user).sudo(), user, group, "none"
                    )
        with self._act():
            self._office().action_start_jury()

    def _score(self, first):
        """The bid that comes first gets the best points, all others none."""
        procedure = self._office()
        with self._act():
            procedure.action_start_scoring()
            scores_sudo = self.env["wohnkoord.score"].sudo()
            for seat_sudo in self.seats.sudo():
                for bid_sudo in procedure._admitted_bids_sudo():
                    points = f"{5 if bid_sudo == first else 0}.00"
                    entries = {
                        leaf["key"]: {"points": points, "reason": "Abgewogen"}
                        for leaf in procedure._scored_criteria()
                    }
                    user = seat_sudo._acting_for(bid_sudo)
                    scores_sudo._save_seat(seat_sudo, bid_sudo, user, entries)
            procedure.action_reveal_scores()
            procedure.action_close_scoring()

    def _recommend(self):
        """A session with all seats, the ranking, final minutes, the recommendation."""
        session = self.env["wohnkoord.jury.session"].with_user(self.adviser)
        with self._act():
            session = session.create(
                {
                    "procedure_id": self.procedure.id,
                    "name": "Sitzung",
                    "date": self.clock,
                    "date_end": self.clock + timedelta(hours=3),
                    "place": "Rathaus",
                }
            )
            for row in session.attendance_ids:
                row.presence = "person"
            session.action_hold()
        procedure = self._office()
        with self._act():
            procedure.action_rank()
            action = procedure.action_draft_minutes()
            minutes = procedure.env[action["res_model"]].browse(action["res_id"])
            minutes.write(
                {
                    "place": "Rathaus",
                    "chair_name": "A. Vorsitz",
                    "keeper_name": "P. Protokoll",
                    "text": "Einmütig.",
                    "recommendation": "Wie gereiht.",
                }
            )
            minutes.action_freeze()
        with self._act():
            procedure.action_recommend()

    # -- decision ------------------------------------------------------------------------

    def _award(self, bid=None, previous=None, excluded=None):
        """The council decides, with all that comes before it; or the next one moves up.

        :param bid: who comes first in the ranking, or (after ``previous``) moves up
        :return: the award on the first plot
        """
        if previous:
            return self._move_up(previous, bid)
        self._check_bids(excluded)
        self._sit()
        self._score(bid or self.bid)
        self._recommend()
        self._decide()
        return self.procedure.award_ids.filtered(
            lambda award: award.procedure_lot_id == self.procedure.lot_ids[0]
        )

    def _decide(self):
        procedure = self._office()
        with self._act():
            procedure.action_propose_awards()
            for award in procedure.award_ids:
                award.write(
                    {
                        "resolution_body": "Stadtrat",
                        "resolution_number": "VII-DS-00077",
                        "resolution_date": self.clock.date() - timedelta(days=1),
                        "no_award_reason": not award.bid_id and "Niemand bot darauf.",
                    }
                )
            procedure.action_decide()
        with self._act():
            procedure.action_prepare_letters()
            procedure.action_send_letters()

    def _move_up(self, previous, bid=None):
        with self._act(5):
            award = self._office(previous)._move_up(
                "Stadtrat", "VII-DS-00078", self.clock.date(), "Nachrücken"
            )
        if bid:
            self.assertEqual(award.sudo().bid_id, bid)
        return award

    # -- reservation and contract --------------------------------------------------------

    def _reserve(self, award):
        with self._act(40):
            self._office(award).action_reserve()
        return award.reservation_id

    def _extend(self, reservation):
        with self._act(200):
            self._office(reservation)._extend(
                reservation.date_end + timedelta(days=180),
                "Stadtrat",
                "VII-DS-00079",
                self.clock.date(),
                "Das Baurecht braucht länger.",
            )

    def _lapse(self, reservation):
        with self._act(100):
            self._office(reservation).action_lapse("Die Finanzierung kam nicht.")

    def _sign(self, award, **values):
        """The contract; its plot is reserved before, unless it is."""
        reservation = self._office(award.reservation_id or self._reserve(award))
        with self._act(200):
            action = reservation.action_make_contract()
            contract = reservation.env[action["res_model"]].browse(action["res_id"])
            if contract.tenure == "leasehold":
                values = {"ground_rent": 1234.5, **values}
            contract.write({"date_signed": self.clock.date(), **values})
            contract.action_sign()
        return contract

    def _end_contract(self, contract):
        """Its promises are duties, one is proven and then breached; it is all over."""
        with self._act():
            self._office(contract).action_make_duties()
        for finding in ("met", "not_met"):
            self._control(contract.commitment_ids[:1], finding)
        self._finish()

    def _control(self, duty, finding):
        with self._act(300):
            self.env["wohnkoord.commitment.control"].with_user(self.adviser).create(
                {
                    "commitment_id": duty.id,
                    "finding": finding,
                    "date": self.clock.date(),
                }
            )

    def _finish(self):
        with self._act():
            self._office().action_finish()

    # -- the other ends ------------------------------------------------------------------

    def _cancel(self, reason="Altlasten gefunden"):
        with self._act():
            self.procedure.with_user(self.manager).action_cancel(reason)

    def _fail(self, reason="Kein Gebot"):
        with self._act():
            self.procedure.with_user(self.manager).action_unsuccessful(reason)
