# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import runpy

from odoo.tests import tagged
from odoo.tools import file_path

from .procedure_ocds_common import OcdsCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureOcdsUpgrade(OcdsCase):
    """Procedures that were published before there was open data."""

    def _forget_releases(self):
        """As in an office that had no open data yet."""
        self.env.flush_all()
        table = "wohnkoord_ocds_release"
        self.env.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        self.env.cr.execute(f"DELETE FROM {table}")
        self.env.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        self.env.invalidate_all()

    def _upgrade(self):
        path = file_path("wohnkoord_odoo/migrations/19.0.4.0.0/post-ocds.py")
        runpy.run_path(path)["migrate"](self.env.cr, "19.0.3.0.0")
        self.env.invalidate_all()

    def test_upgrade(self):
        """One release of what is public now, once; in each state that there may be."""
        draft = self._make_procedure(name="Noch geheim")
        self._start()
        for act, tags in (
            (lambda: None, ["tender"]),
            (self._amend, ["tender"]),
            (self._close, ["tender"]),
            (self._open, ["tender"]),
            (self._award, ["tender", "award"]),
            (lambda: self._reserve(self.procedure.award_ids), ["tender", "contract"]),
            (self._cancel, ["tender", "tenderCancellation"]),
        ):
            act()
            state = self.procedure.state
            self._forget_releases()
            with self._act(0):
                self._upgrade()
                self._upgrade()
            releases, merged = self._check()
            self.assertEqual([release["tag"] for release in releases], [tags], state)
            self.assertEqual("bids" in merged, bool(self.procedure.opening_ids), state)
            self.assertFalse(draft.sudo().ocds_release_ids)
        # what comes next follows it
        self.assertEqual(len(merged["tender"]["amendments"]), 1)

    def test_next_act_after_the_upgrade(self):
        self._start()
        self._forget_releases()
        with self._act(0):
            self._upgrade()
        self._answer()
        releases, _merged = self._check()
        self.assertEqual([r["tag"] for r in releases], [["tender"], ["tenderUpdate"]])
