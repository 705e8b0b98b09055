# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta
from unittest.mock import patch

from odoo import Command

from .procedure_conflict_common import MARK, ConflictMatrixCase

HASH = "0" * 64


class ProcedureOfficesCase(ConflictMatrixCase):
    """A row in every model of a procedure; people of a second office.

    ``rows`` maps each model around procedures and plots to its rows of ``procedure``.
    ``elsewhere`` is the head of the second office, ``steering_elsewhere`` its city's
    steering; ``both`` works in both offices and stands in the second one.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for plant in (cls._plant_plot, cls._plant_terms, cls._plant_jury):
            plant()
        cls._plant_decision()
        cls._plant_keys()
        cls.env.flush_all()
        cls.rows = {
            model: cls.env[model].sudo().search([(path, "=", owner.id)]).sudo(False)
            for model, (path, owner) in cls._paths_to_offices().items()
        }
        cls.second_office = cls.env["res.company"].create({"name": "Zweite Stelle"})
        cls.elsewhere = cls._make_elsewhere("head", "wohnkoord_odoo.group_manager")
        cls.steering_elsewhere = cls._make_elsewhere(
            "steering", "wohnkoord_odoo.group_steering"
        )
        cls.both = cls._make_user(
            "test_both",
            "wohnkoord_odoo.group_manager,base.group_allow_export",
            company_id=cls.second_office.id,
            company_ids=[Command.set((cls.second_office | cls.company).ids)],
        )
        cls.env.invalidate_all()

    @classmethod
    def _paths_to_offices(cls):
        """Model -> (path, what stands at its end): all models around procedures."""
        paths = {
            model: (path, cls.procedure)
            for model, path in cls.procedure._case_file_paths().items()
        }
        for model in cls.env.registry.models:
            if model.startswith("wohnkoord.plot."):
                paths[model] = ("plot_id", cls.plot)
        return {**paths, "wohnkoord.plot": ("id", cls.plot)}

    @classmethod
    def _make_elsewhere(cls, name, groups):
        return cls._make_user(
            f"test_{name}_elsewhere",
            f"{groups},base.group_allow_export",
            company_id=cls.second_office.id,
            company_ids=[Command.set(cls.second_office.ids)],
        )

    @classmethod
    def _here(cls, model, **values):
        return cls._row(
            model,
            **{"procedure_id": cls.procedure.id, **values},
        )

    @classmethod
    def _frozen(cls, model, **values):
        return cls._here(
            model, number=1, date=cls.deadline, content=MARK, hash=HASH, **values
        )

    @classmethod
    def _plant_plot(cls):
        cls._row("wohnkoord.plot.parcel", plot_id=cls.plot.id, number=MARK)
        cls._row("wohnkoord.plot.valuation", plot_id=cls.plot.id, amount=1)
        cls._row(
            "wohnkoord.plot.document",
            plot_id=cls.plot.id,
            name=MARK,
            file=b"eA==",
            file_name="x.txt",
        )

    @classmethod
    def _plant_terms(cls):
        cls.procedure._write_guarded({"state": "preparation"})
        cls._here("wohnkoord.procedure.date", kind="other", name=MARK, date=cls.today)
        cls._here(
            "wohnkoord.procedure.document",
            name=MARK,
            file=b"eA==",
            file_name="x.txt",
            kind="other",
        )
        cls.procedure._write_guarded({"state": "jury"})
        cls._here("wohnkoord.procedure.amendment", reason=MARK)
        cls._here("wohnkoord.question", text=MARK)
        notice = cls._here(
            "wohnkoord.procedure.notice",
            kind="other",
            date=cls.deadline,
            subject=MARK,
            body=MARK,
        )
        cls._row(
            "wohnkoord.procedure.delivery",
            notice_id=notice.id,
            registration_id=cls.party.id,
        )
        cls._here(
            "wohnkoord.procedure.file",
            document="document",
            number=1,
            name=MARK,
            mimetype="text/plain",
            size=1,
            sha256=HASH,
            file=b"eA==",
        )

    @classmethod
    def _plant_jury(cls):
        session = cls._here(
            "wohnkoord.jury.session",
            name=MARK,
            date=cls.deadline,
            date_end=cls.deadline + timedelta(hours=3),
        )
        if not session.attendance_ids:
            cls._row(
                "wohnkoord.jury.attendance",
                session_id=session.id,
                juror_id=cls.seat.id,
            )
        cls._here(
            "wohnkoord.score.exception",
            juror_id=cls.seat.id,
            reason=MARK,
            user_id=cls.manager.id,
            date=cls.deadline,
        )
        cls._frozen(
            "wohnkoord.draw",
            procedure_lot_id=cls.procedure_lot.id,
            place=MARK,
            drawer_name=MARK,
            witness_name=f"{MARK} II",
            user_id=cls.manager.id,
        )
        cls._frozen("wohnkoord.allocation")
        cls._here("wohnkoord.minutes", text=MARK)

    @classmethod
    def _plant_decision(cls):
        award = cls.planted["wohnkoord.award"].sudo()
        reservation = cls.planted["wohnkoord.reservation"].sudo()
        day = cls.today
        award._write_guarded(
            {
                "state": "decided",
                "resolution_number": MARK,
                "resolution_date": day,
                "date_decided": cls.deadline,
            }
        )
        cls._here(
            "wohnkoord.council.paper",
            company_id=cls.company.id,
            kind="public",
            name=MARK,
            file=b"eA==",
            hash=HASH,
            date=cls.deadline,
        )
        cls._here(
            "wohnkoord.award.letter",
            registration_id=cls.party.id,
            kind="loser",
            subject=MARK,
            body=MARK,
        )
        cls._row(
            "wohnkoord.award.objection",
            award_id=award.id,
            registration_id=cls.party.id,
            date=day,
            text=MARK,
        )
        cls._row(
            "wohnkoord.reservation.milestone",
            reservation_id=reservation.id,
            kind="other",
            name=MARK,
            date_due=day,
        )
        cls._row(
            "wohnkoord.reservation.extension",
            reservation_id=reservation.id,
            date=cls.deadline,
            date_end_before=day,
            date_end=day,
            resolution_body=MARK,
            resolution_number=MARK,
            resolution_date=day,
            reason=MARK,
            user_id=cls.manager.id,
        )
        Control = cls.env.registry["wohnkoord.commitment.control"]
        with patch.object(Control, "_apply", lambda control: None):
            cls._row(
                "wohnkoord.commitment.control",
                commitment_id=cls.planted["wohnkoord.commitment"].id,
                date=day,
                finding="met",
                note=MARK,
                user_id=cls.manager.id,
            )
        cls._here(
            "wohnkoord.case.file.release",
            res_model="wohnkoord.procedure",
            res_id=cls.procedure.id,
            res_field="file",
            name=MARK,
            decision="withhold",
            reason=MARK,
        )

    @classmethod
    def _plant_keys(cls):
        keys = [
            cls._here(
                "wohnkoord.procedure.officer.key",
                user_id=user.id,
                date=cls.deadline,
                public_key=b"eA==",
                salt=b"eA==",
                cipher=b"eA==",
            )
            for user in (cls.manager, cls.adviser)
        ]
        seals = cls.env["wohnkoord.procedure.seal"].sudo()
        cls._row(
            "wohnkoord.procedure.seal.pair",
            seal_id=seals.search([("procedure_id", "=", cls.procedure.id)]).id,
            first_key_id=keys[0].id,
            second_key_id=keys[1].id,
            wrapped_private_key=b"eA==",
        )
