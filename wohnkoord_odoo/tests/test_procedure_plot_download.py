# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io

from docx import Document

from odoo.tests import HttpCase, tagged

from .plot_common import PlotCase


@tagged("post_install", "-at_install")
class TestProcedurePlotDownload(PlotCase, HttpCase):
    """The exposé by its address: for who may read the plot, and for nobody else."""

    def _get(self, plot, login):
        self.authenticate(login, login)
        return self.url_open(
            f"/wohnkoord/plots/{plot.id}/expose.docx", allow_redirects=False
        )

    def test_office_downloads(self):
        for login in ("test_adviser", "test_steering"):
            response = self._get(self.plot, login)
            self.assertEqual(response.status_code, 200, login)
            self.assertIn("wordprocessingml", response.headers["Content-Type"])
            self.assertIn("attachment", response.headers["Content-Disposition"])
            text = [p.text for p in Document(io.BytesIO(response.content)).paragraphs]
            self.assertIn("Probestraße 12", text)

    def test_archived_plot(self):
        self.plot.active = False
        self.assertEqual(self._get(self.plot, "test_adviser").status_code, 200)

    def test_foreign_missing_and_forbidden_are_alike(self):
        missing = self.plot.browse(self.foreign_plot.id + 1000)
        pages = [
            self._get(self.foreign_plot, "test_adviser"),
            self._get(missing, "test_adviser"),
        ]
        self.assertEqual([page.status_code for page in pages], [404, 404])
        for login in ("test_spokesperson", "test_consultant"):
            self.assertNotEqual(self._get(self.plot, login).status_code, 200)

    def test_nobody_without_a_login(self):
        self.authenticate(None, None)
        response = self.url_open(
            f"/wohnkoord/plots/{self.plot.id}/expose.docx", allow_redirects=False
        )
        self.assertIn(response.status_code, (302, 303))
        self.assertIn("/web/login", response.headers["Location"])

    def test_page_of_the_report(self):
        self.authenticate("test_adviser", "test_adviser")
        response = self.url_open(
            f"/report/html/wohnkoord_odoo.plot_expose/{self.plot.id}"
        )
        self.assertEqual(response.status_code, 200)
        self.assertIn("Probestraße 12", response.text)
