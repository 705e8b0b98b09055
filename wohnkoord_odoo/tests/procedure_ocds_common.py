# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command

from ..tools.ocds import loads
from .procedure_course_common import CourseCase


class OcdsCase(CourseCase):
    """The open data of a procedure that is really led from act to act."""

    def _tell(self, kind, record):
        """An act is told of that changed nothing."""
        self.env.flush_all()
        self.procedure._public_event(kind, record, self.clock)

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
        self._add_lot(2, tenure="sale", price_model="fixed", price_fixed=250000.1)

    def _third_lot(self):
        self._add_lot(3, tenure="sale", price_model="bid")

    def _add_lot(self, number, **values):
        plot = self.plot.copy({"name": f"Probestraße {number}"})
        lot = {"number": number, "plot_id": plot.id, **values}
        self.procedure.write({"lot_ids": [Command.create(lot)]})
