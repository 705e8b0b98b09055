# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
from datetime import timedelta

from odoo import Command

from ..models.procedure_closing import GRACE
from ..tools.ocds import loads
from .procedure_common import ProcedureCase


class OcdsCase(ProcedureCase):
    """A procedure that is walked through, one public act after the other.

    ``_open``, ``_award``, ``_reserve``, ``_lapse``, ``_sign`` stand for the acts of the
    office: they write what those write, and tell of it as those do.
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
        cls.clock = cls.deadline - timedelta(days=80)

    def _act(self, days=1):
        """The next act is ``days`` later."""
        self.clock += timedelta(days=days)
        return self._at(self.clock)

    def _start(self, procedure=None):
        """Publish, and register two groups."""
        self.procedure = procedure or self.procedure
        with self._act():
            self._publish(self.procedure)
        self.party = self._register(self.initiative, self.procedure)
        self.rival_party = self._register(self.rival_initiative, self.procedure)
        for number, party in enumerate((self.party, self.rival_party), 1):
            party._write_guarded({"number": number})

    def _answer(self):
        question = self.env["wohnkoord.question"].create(
            {
                "procedure_id": self.procedure.id,
                "text": "Ist ein Keller möglich?",
                "answer": "Ja.",
            }
        )
        with self._act():
            question.with_user(self.adviser).action_publish()
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

    def _close(self):
        self.clock = self.procedure.version_id.date_deadline + GRACE
        with self._at(self.clock):
            self.procedure._close_due()

    def _open(self):
        self.bid, self.rival_bid = (
            self.env["wohnkoord.bid"]
            .sudo()
            ._create_guarded(
                [
                    {
                        "procedure_id": self.procedure.id,
                        "state": "opened",
                        "number": party.number,
                        "date_submitted": self.deadline - timedelta(days=1),
                        "receipt_hash": "0" * 64,
                        "version_id": self.procedure.version_id.id,
                        "registration_id": party.id,
                        "initiative_id": party.initiative_id.id,
                        "procedure_lot_id": self.procedure.lot_ids[0].id,
                        "price": price,
                        "content": json.dumps({"statement": f"Geheim {price}"}),
                    }
                    for party, price in ((self.party, 2.5), (self.rival_party, 3.75))
                ]
            )
        )
        self.env["wohnkoord.commitment"].create(
            {"bid_id": self.bid.id, "kind": "dwellings", "value": 12}
        )
        with self._act():
            self.procedure._write_guarded({"state": "opened"})
            self.procedure._on_opened()

    def _tell(self, kind, record):
        """An act of the office is told."""
        self.env.flush_all()
        self.procedure._public_event(kind, record, self.clock)

    def _award(self, bid=None, previous=None, standstill=10):
        with self._act(5):
            (self.bid | self.rival_bid).filtered(
                lambda bid: bid.state == "opened"
            )._write_guarded({"state": "admitted"})
            award = self.env["wohnkoord.award"]._create_guarded(
                [
                    {
                        "procedure_id": self.procedure.id,
                        "procedure_lot_id": self.procedure.lot_ids[0].id,
                        "bid_id": (bid or self.bid).id,
                        "previous_id": previous.id if previous else False,
                        "state": "decided",
                        "resolution_body": "Stadtrat",
                        "resolution_number": "VII-DS-00077",
                        "resolution_date": self.clock.date(),
                        "date_decided": self.clock,
                        "standstill_until": self.clock + timedelta(days=standstill),
                    }
                ]
            )
            self.procedure._write_guarded({"state": "decided"})
            self._tell("award", award)
        return award

    def _reserve(self, award):
        with self._act(20):
            reservation = self.env["wohnkoord.reservation"]._create_guarded(
                [
                    {
                        "award_id": award.id,
                        "state": "running",
                        "date_start": self.clock.date(),
                        "date_end": self.clock.date() + timedelta(days=365),
                    }
                ]
            )
            award._write_guarded({"state": "reserved"})
            self.procedure._write_guarded({"state": "reserved"})
            self._tell("reservation", reservation)
        return reservation

    def _extend(self, reservation):
        with self._act(300):
            reservation._write_guarded(
                {"date_end": reservation.date_end + timedelta(days=180)}
            )
            self._tell("reservation_extended", reservation)

    def _lapse(self, reservation):
        with self._act(100):
            reservation._write_guarded({"state": "lapsed"})
            reservation.award_id._write_guarded({"state": "lapsed"})
            self._tell("reservation_lapsed", reservation)

    def _sign(self, award):
        with self._act(200):
            contract = self.env["wohnkoord.procedure.contract"]._create_guarded(
                [
                    {
                        "award_id": award.id,
                        "state": "signed",
                        "tenure": "leasehold",
                        "date_signed": self.clock.date(),
                        "date_start": self.clock.date(),
                        "date_end": self.clock.date() + timedelta(days=365 * 60),
                        "ground_rent": 1234.5,
                    }
                ]
            )
            award._write_guarded({"state": "contracted"})
            self.procedure._write_guarded({"state": "contracted"})
            self._tell("contract", contract)
        return contract

    def _end_contract(self, contract):
        with self._act(400):
            self._tell("implementation", contract)
        with self._act(400):
            self._tell("implementation", contract)
        with self._act(400):
            contract._write_guarded({"state": "ended"})
            self._tell("terminated", contract)

    # -- what came of it -----------------------------------------------------------------

    def _rows(self, procedure=None):
        procedure = procedure or self.procedure
        return procedure.sudo().ocds_release_ids.sorted("number")

    def _releases(self, procedure=None):
        """All releases as they are given out."""
        procedure = (procedure or self.procedure).sudo()
        return [loads(text) for text in procedure._ocds_release_texts()]

    def _package(self, kind="record", procedure=None):
        procedure = (procedure or self.procedure).sudo()
        pieces = getattr(procedure, f"_ocds_{kind}_package")("https://example.org/x")
        return loads("".join(pieces))

    def _second_lot(self):
        plot = self.plot.copy({"name": "Probestraße 2"})
        self.procedure.write(
            {
                "lot_ids": [
                    Command.create(
                        {
                            "number": 2,
                            "plot_id": plot.id,
                            "tenure": "sale",
                            "price_model": "fixed",
                            "price_fixed": 250000.1,
                        }
                    )
                ]
            }
        )
