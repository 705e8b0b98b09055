# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command

from .procedure_check_common import CheckCase

#: uuid-free names of the criteria: (name, weight, points of its steps)
CRITERIA = (("Gemeinschaft", 60, (0, 5, 10)), ("Bezahlbarkeit", 40, (0, 4, 8)))


class JuryCase(CheckCase):
    """A procedure with three admitted bids, three voting seats and an advising one.

    ``bid``, ``rival_bid`` and ``third_bid`` are of ``initiative``, ``rival_initiative``
    and ``third_initiative``. Seats: ``seat`` (portal user ``juror``, deputy ``deputy``),
    ``second_seat`` (portal user ``second_juror``), ``head_seat`` (the head of the office,
    internal), ``adviser_seat`` (no vote). ``criteria`` are the frozen leaf criteria.
    """

    @classmethod
    def _make_procedure(cls, plot=None, **values):
        values.setdefault(
            "criterion_ids",
            [
                Command.create(
                    {
                        "name": name,
                        "weight": weight,
                        "step_ids": [
                            Command.create(
                                {"points": points, "name": f"Stufe {points}"}
                            )
                            for points in steps
                        ],
                    }
                )
                for name, weight, steps in CRITERIA
            ],
        )
        return super()._make_procedure(plot=plot, **values)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.third_initiative = cls._make_initiative("Dritte im Bunde")
        cls._to_state("published")
        cls.third_party = cls._register(cls.third_initiative)
        cls._to_state("opened")
        cls.third_party._write_guarded({"number": 3})
        cls.bid, cls.rival_bid, cls.third_bid = (
            cls._make_opened_bid(party, field_state="admitted")
            for party in (cls.party, cls.rival_party, cls.third_party)
        )
        cls.juror = cls._make_portal_user("test_juror")
        cls.deputy = cls._make_portal_user("test_deputy")
        cls.second_juror = cls._make_portal_user("test_second_juror")
        cls.seat = cls._make_seat("Fachjury Stadtplanung", cls.juror, cls.deputy)
        cls.second_seat = cls._make_seat("Stadtrat", cls.second_juror, kind="political")
        cls.head_seat = cls._make_seat("Amt", cls.manager, kind="administration")
        cls.adviser_seat = cls._make_seat(
            "Beratend", cls._make_portal_user("test_advising"), has_vote=False
        )
        cls.criteria = cls.procedure._version_content()["criteria"]

    @classmethod
    def _make_seat(cls, name, user, deputy=None, **values):
        return cls.env["wohnkoord.juror"].create(
            {
                "procedure_id": cls.procedure.id,
                "name": name,
                "user_id": user.id,
                "deputy_id": deputy.id if deputy else False,
                **values,
            }
        )

    @classmethod
    def _declare_all(cls, seats=None, **conflicts):
        """Declarations of all persons of the seats on all bidders.

        :param conflicts: login of a person -> initiative with which it has a conflict
        """
        cls.procedure.invalidate_recordset(["juror_ids"])
        for seat in seats or cls.procedure.juror_ids:
            for user in seat.user_id | seat.deputy_id:
                for initiative in cls.procedure.bid_ids.initiative_id:
                    is_conflict = conflicts.get(user.login) == initiative
                    cls.env["wohnkoord.conflict"]._declare(
                        seat, user, initiative, "own" if is_conflict else "none"
                    )

    @classmethod
    def _rank_as(cls, bids):
        """A ranking in force that names these bids in this order."""
        ranking = cls.env["wohnkoord.ranking"]._create_guarded(
            [
                {
                    "procedure_id": cls.procedure.id,
                    "procedure_lot_id": cls.procedure_lot.id,
                    "number": 1,
                    "date": cls.deadline,
                    "is_current": True,
                    "content": "{}",
                    "hash": "0" * 64,
                }
            ]
        )
        cls.env["wohnkoord.ranking.line"].create(
            [
                {
                    "ranking_id": ranking.id,
                    "bid_id": bid.id,
                    "rank": rank,
                    "is_selectable": True,
                }
                for rank, bid in enumerate(bids, 1)
            ]
        )
