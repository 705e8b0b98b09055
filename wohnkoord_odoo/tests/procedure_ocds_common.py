# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command

from ..tools.ocds import loads
from . import ocds_standard as standard
from .ocds_schema import RECORD_PACKAGE, RELEASE_PACKAGE, defects
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

    def _check(self):
        """Every state so far: valid, merged to the same, silent on bidders when sealed."""
        releases = self._releases()
        for release in releases:
            self.assertEqual(defects(release), [], release["tag"])
        self.assertEqual(defects(self._package("release"), RELEASE_PACKAGE), [])
        package = self._package()
        self.assertEqual(defects(package, RECORD_PACKAGE), [])
        merged = standard.merged(releases)
        self.assertEqual(merged, package["records"][0]["compiledRelease"])
        self._check_sealed()
        return releases, merged

    def _check_sealed(self):
        """No bidder in what is dated before the opening; no content and no person ever."""
        opened = self.procedure.sudo().opening_ids[:1].date
        names = (
            self.initiative | self.rival_initiative | self.third_initiative
        ).mapped("name")
        for row in self._rows():
            self.assertNotIn("Geheim", row.content)
            self.assertNotIn(self.spokesperson.name, row.content)
            if not opened or row.date < opened.replace(microsecond=0):
                self.assertFalse([name for name in names if name in row.content])
                content = row._content()
                self.assertFalse({"bids", "awards", "contracts"} & set(content))
                self.assertNotIn("numberOfTenderers", content["tender"])
                self.assertEqual(len(content["parties"]), 1)

    def _second_lot(self):
        self._add_lot(2, tenure="sale", price_model="fixed", price_fixed=250000.1)

    def _third_lot(self):
        self._add_lot(3, tenure="sale", price_model="bid")

    def _add_lot(self, number, **values):
        plot = self.plot.copy({"name": f"Probestraße {number}"})
        lot = {"number": number, "plot_id": plot.id, **values}
        self.procedure.write({"lot_ids": [Command.create(lot)]})
