# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import Command

from .common import WohnkoordCase


class ProcedureCase(WohnkoordCase):
    """A procedure with one plot and its parties.

    ``procedure`` is in preparation; ``_publish`` publishes it. ``initiative`` (its
    spokesperson: ``spokesperson``) and ``rival_initiative`` (``rival_spokesperson``)
    may register. ``adviser`` and ``manager`` are its officers. Time is what
    ``_at`` says.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deadline = datetime.utcnow().replace(microsecond=0) + timedelta(days=90)
        cls.plot = cls._make_plot("Probestraße 1")
        cls.procedure = cls._make_procedure(plot=cls.plot)
        cls.procedure_lot = cls.procedure.lot_ids
        cls.rival_initiative = cls._make_initiative("Rivalen unter einem Dach")
        cls.rival_spokesperson = cls._make_portal_user("test_rival_spokesperson")
        cls.env["wohnkoord.initiative.member"].create(
            {
                "initiative_id": cls.rival_initiative.id,
                "partner_id": cls.rival_spokesperson.partner_id.id,
                "role": "spokesperson",
                "date_from": cls.today - timedelta(days=30),
            }
        )

    @classmethod
    def _make_plot(cls, name):
        return cls.env["wohnkoord.plot"].create(
            {"name": name, "area": 580, "company_id": cls.company.id}
        )

    @classmethod
    def _make_procedure(cls, plot=None, **values):
        """A procedure in preparation that lacks nothing for its publication.

        :param plot: the one on offer; None: a new one, for a plot is in one procedure
        """
        plot = plot or cls._make_plot("Nachbarstraße 1")
        return cls.env["wohnkoord.procedure"].create(
            {
                "name": "Konzeptverfahren Probe",
                "company_id": cls.company.id,
                "user_id": cls.adviser.id,
                "date_questions_until": cls.deadline - timedelta(days=30),
                "date_deadline": cls.deadline,
                "resolution_body": "Stadtrat",
                "resolution_number": "VII-DS-00001",
                "resolution_date": cls.today - timedelta(days=10),
                "officer_ids": [Command.set([cls.adviser.id, cls.manager.id])],
                "lot_ids": [
                    Command.create(
                        {
                            "number": 1,
                            "plot_id": plot.id,
                            "tenure": "leasehold",
                            "price_model": "fixed",
                            "price_fixed": 2.5,
                            "lease_years": 60,
                        }
                    )
                ],
                "criterion_ids": [
                    Command.create(
                        {
                            "name": "Gemeinschaft",
                            "weight": 100,
                            "step_ids": [
                                Command.create({"points": 5, "name": "überzeugt"}),
                                Command.create({"points": 0, "name": "fehlt"}),
                            ],
                        }
                    )
                ],
                **values,
            }
        )

    @classmethod
    def _publish(cls, procedure=None):
        """Publish (``cls.procedure``) as the head of the office."""
        procedure = procedure or cls.procedure
        procedure.with_user(cls.manager).action_publish()
        return procedure

    @classmethod
    def _register(cls, initiative=None, procedure=None):
        """Register an initiative (``cls.initiative``) as a party."""
        procedure = procedure or cls.procedure
        return cls.env["wohnkoord.registration"].create(
            {
                "procedure_id": procedure.id,
                "initiative_id": (initiative or cls.initiative).id,
            }
        )

    def _at(self, moment):
        """The block runs at ``moment`` (UTC), for all procedures.

        :param datetime moment: e.g. ``self.deadline + timedelta(seconds=1)``
        """
        Procedure = self.env.registry["wohnkoord.procedure"]
        return patch.object(Procedure, "_clock", lambda procedure: moment)
