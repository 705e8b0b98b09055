# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command

from .network_common import NetworkCase


class PlotCase(NetworkCase):
    """A plot of ``company`` with parcels, and one of the other office."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plot = cls._make_plot(
            parcel_ids=[
                Command.create(
                    {"cadastral_district": "Gohlis", "number": "12/3", "area": 500.25}
                ),
                Command.create({"number": "14", "area": 79.75}),
            ]
        )
        cls.foreign_plot = cls._make_plot(
            "Nachbarweg 9", company_id=cls.other_company.id, user_id=False
        )

    @classmethod
    def _make_plot(cls, street="Probestraße 12", **values):
        """A plot, offered to ``company``; the adviser is responsible."""
        return cls.env["wohnkoord.plot"].create(
            {
                "street": street,
                "city": "Leipzig",
                "company_id": cls.company.id,
                "user_id": cls.adviser.id,
                **values,
            }
        )

    @classmethod
    def _make_lot(cls, plot=None, **values):
        """A procedure in preparation that offers a plot."""
        procedure = cls.env["wohnkoord.procedure"].create(
            {"name": "Konzeptverfahren Probe", "company_id": cls.company.id}
        )
        return cls.env["wohnkoord.procedure.lot"].create(
            {
                "procedure_id": procedure.id,
                "plot_id": (plot or cls.plot).id,
                "price_fixed": 2.5,
                "lease_years": 60,
                **values,
            }
        )
