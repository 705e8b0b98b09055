# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from .procedure_jury_common import JuryCase


class ScoreCase(JuryCase):
    """Scoring has started; the seats' persons act unless they have a conflict."""

    scoring_mode = "individual"
    is_anonymous = False

    @classmethod
    def _make_procedure(cls, plot=None, **values):
        values.setdefault("scoring_mode", cls.scoring_mode)
        values.setdefault("is_anonymous", cls.is_anonymous)
        return super()._make_procedure(plot=plot, **values)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._declare_all()
        cls._to_state("jury")
        cls.procedure.with_user(cls.adviser).action_start_scoring()
        cls.keys = [leaf["key"] for leaf in cls.procedure._scored_criteria()]

    @classmethod
    def _give(cls, seat, bid, points="5.00", key=None, user=None, **entry):
        key = key or cls.keys[0]
        scores_sudo = cls.env["wohnkoord.score"].sudo()
        entry = {"points": points, "reason": "Gute Gemeinschaft", **entry}
        user = user or seat.user_id
        return scores_sudo._save_seat(seat.sudo(), bid.sudo(), user, {key: entry})[key]

    @classmethod
    def _block(cls, bid, user):
        seats = cls.procedure.juror_ids
        seat = seats.filtered(lambda s: user in s.user_id | s.deputy_id)
        cls.env["wohnkoord.conflict"]._declare(
            seat, user, bid.initiative_id, "own", procedure=cls.procedure
        )

    @classmethod
    def _give_all(cls, seats=None, points=("5.00", "4.00")):
        bids = cls.procedure._admitted_bids_sudo()
        for seat in seats or cls.seat | cls.second_seat | cls.head_seat:
            for bid in bids:
                for key, value in zip(cls.keys, points, strict=True):
                    if seat._acting_for(bid):
                        user = seat._acting_for(bid)
                        cls._give(seat, bid, value, key, user=user)
