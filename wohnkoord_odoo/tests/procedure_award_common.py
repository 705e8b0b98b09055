# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from .procedure_jury_common import JuryCase


class AwardCase(JuryCase):
    """A decided procedure: ``bid`` got the plot, ``rival_bid`` is next.

    ``award`` and ``office`` (the procedure) are as ``adviser`` sees them.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._declare_all()
        cls.office = cls.procedure.with_user(cls.adviser)
        cls._rank_as((cls.bid, cls.rival_bid))
        cls._to_state("recommended")
        cls.office.action_propose_awards()
        cls.award = cls.procedure.award_ids.with_user(cls.adviser)
        cls.award.write(
            {
                "resolution_body": "Stadtrat",
                "resolution_number": "VII-1",
                "resolution_date": cls.today,
            }
        )
        cls.office.action_decide()

    @classmethod
    def _reserve(cls, award=None):
        award = award or cls.award
        with cls._at(award.standstill_until + timedelta(minutes=1)):
            award.action_reserve()
        return award.reservation_id.with_user(cls.adviser)

    @classmethod
    def _sign(cls, reservation, **values):
        action = reservation.action_make_contract()
        contract = cls.env[action["res_model"]].browse(action["res_id"])
        contract = contract.with_user(cls.adviser)
        contract.write({"date_signed": cls.today, **values})
        contract.action_sign()
        return contract

    @classmethod
    def _send_letters(cls):
        """Every party has its letter."""
        Letter = cls.env["wohnkoord.award.letter"]
        Letter._create_guarded(
            [
                {
                    "procedure_id": cls.procedure.id,
                    "registration_id": party.id,
                    "kind": "loser",
                    "subject": "Die Entscheidung",
                    "body": "Guten Tag",
                    "state": "draft",
                }
                for party in cls.procedure.bid_ids.registration_id
            ]
        )
        cls.office.action_send_letters()
