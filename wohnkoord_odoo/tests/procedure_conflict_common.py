# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json

from psycopg2 import Error

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import mute_logger

from .procedure_jury_common import JuryCase

MARK = "Giraffengeheimnis"
REFUSED = (AccessError, MissingError, UserError, ValueError, Error)
STATES = ("opened", "jury", "recommended", "decided", "reserved")


class ConflictMatrixCase(JuryCase):
    """``MARK`` in everything that is kept on one bid; two persons with a conflict.

    ``adviser`` declared one without having a seat, ``manager`` has a seat.

    The log of acts and the protocol of the opening tell of all bids at once: they are
    closed to whoever is blocked on any of them, in every state. What is public of the
    opening and of the decision (number of bids, award, price) stands on the public page
    and in the public data, which are nobody's secret.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._plant()
        cls._declare_all(**{cls.manager.login: cls.initiative})
        cls.env["wohnkoord.conflict"]._declare(
            cls.env["wohnkoord.juror"],
            cls.adviser,
            cls.initiative,
            "relative",
            procedure=cls.procedure,
        )
        cls.blocked = cls.adviser | cls.manager
        cls.env.flush_all()
        cls.env.invalidate_all()

    @classmethod
    def _row(cls, model, **values):
        row = cls.env[model].sudo()
        make = getattr(row, "_create_guarded", None) or row.create
        row = make([values])
        cls.planted[model] = cls.env[model].browse(row.id)
        return row

    @classmethod
    def _plant(cls):
        cls.planted = {"wohnkoord.bid": cls.env["wohnkoord.bid"].browse(cls.bid.id)}
        bid, lot, procedure = cls.bid, cls.bid.procedure_lot_id, cls.procedure
        content = json.loads(bid.content) | {"statement": MARK}
        bid._write_guarded({"content": json.dumps(content), "exclusion_note": MARK})
        now, key = cls.deadline, {"criterion_key": "k", "criterion_name": MARK}
        cls._row(
            "wohnkoord.bid.document", bid_id=bid.id, name=f"{MARK}.pdf", kind="other"
        )
        cls._row(
            "wohnkoord.commitment", bid_id=bid.id, kind="energy_standard", text=MARK
        )
        check = cls._row(
            "wohnkoord.bid.check",
            bid_id=bid.id,
            requirement_key="k",
            name=MARK,
            note=MARK,
            kind="other",
        )
        cure = cls._row(
            "wohnkoord.cure.request",
            procedure_id=procedure.id,
            text=MARK,
            number=1,
            date_deadline=now,
        )
        line = cls._row(
            "wohnkoord.cure.line",
            request_id=cure.id,
            check_id=check.id,
            bid_id=bid.id,
            text=MARK,
        )
        cls._row(
            "wohnkoord.cure.document",
            line_id=line.id,
            name=f"{MARK}.pdf",
            date=now,
            file=b"eA==",
        )
        seat = {"juror_id": cls.second_seat.id, "user_id": cls.second_juror.id}
        seat |= {"is_given": True, "points": 5, "is_revealed": True}
        score = cls._row("wohnkoord.score", bid_id=bid.id, reason=MARK, **key, **seat)
        cls._row(
            "wohnkoord.score.change",
            score_id=score.id,
            bid_id=bid.id,
            procedure_id=procedure.id,
            company_id=procedure.company_id.id,
            criterion_name=MARK,
            revision=1,
            user_id=cls.second_juror.id,
            date=now,
            reason=MARK,
        )
        ranking = cls._row(
            "wohnkoord.ranking",
            procedure_id=procedure.id,
            procedure_lot_id=lot.id,
            number=1,
            date=now,
            content=MARK,
            hash=MARK,
        )
        cls._row("wohnkoord.ranking.line", ranking_id=ranking.id, bid_id=bid.id)
        award = cls._row(
            "wohnkoord.award",
            procedure_id=procedure.id,
            procedure_lot_id=lot.id,
            bid_id=bid.id,
            resolution_body=MARK,
        )
        reservation = cls._row(
            "wohnkoord.reservation",
            award_id=award.id,
            date_start=now.date(),
            date_end=now.date(),
            lapse_reason=MARK,
        )
        milestone = cls._row(
            "wohnkoord.reservation.milestone",
            reservation_id=reservation.id,
            name=MARK,
            date_due=now.date(),
        )
        cls._row(
            "wohnkoord.award.proof",
            bid_id=bid.id,
            milestone_id=milestone.id,
            name=f"{MARK}.pdf",
            note=MARK,
            sha256=MARK,
            date=now,
            user_id=cls.spokesperson.id,
            state="to_check",
        )
        cls._row("wohnkoord.procedure.contract", award_id=award.id, tenure="leasehold")
        cls._row(
            "wohnkoord.procedure.opening",
            procedure_id=procedure.id,
            company_id=procedure.company_id.id,
            date=now,
            first_officer_id=cls.manager.id,
            second_officer_id=cls.adviser.id,
            bid_count=3,
            content=json.dumps({"bids": [MARK]}),
            root_hash="0",
            hash="0" * 64,
        )
        procedure._log("probe", {"word": MARK})
        event = procedure.env["wohnkoord.procedure.event"].sudo()
        event = event.search([("kind", "=", "probe")])
        cls.planted["wohnkoord.procedure.event"] = event.sudo(False)

    def _text(self, path, records, user):
        try:
            with mute_logger("odoo.sql_db"), self.cr.savepoint(flush=False):
                return repr(path(records.with_user(user)))
        except REFUSED as error:
            return f"{type(error).__name__} {error}"

    def _to(self, state):
        self._to_state(state)
        self.env.flush_all()
        self.env.invalidate_all()
