# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import io
import zipfile

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import html

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .plot_common import PlotCase

HOSTILE = "Weg & <b>Straße</b> {{ 7 * 7 }} „Ä“\nzweite Zeile\x0b"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedurePlotExpose(PlotCase):
    """The exposé from a template, and what a template must not do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plot.write(
            {
                "name": "Gelände <Süd> & Nord",
                "zip": "04155",
                "zoning": "inner",
                "zoning_text": HOSTILE,
                "has_building": True,
                "building_year": 1898,
                "usable_area": 412.5,
                "contamination": "Tankstelle",
                "note": "Nur intern",
                "partner_id": cls.firm.id,
                "owner_kind": "private",
            }
        )

    def _docx(self, **kwargs):
        name, content = self.plot.with_user(self.adviser)._expose_docx(**kwargs)
        return name, Document(io.BytesIO(content))

    def _text(self, document):
        """All text of the body, a line per paragraph and row."""
        lines = [paragraph.text for paragraph in document.paragraphs]
        for table in document.tables:
            lines += [" | ".join(c.text for c in row.cells) for row in table.rows]
        return "\n".join(lines)

    def _template(self, *paragraphs):
        document = Document()
        for text in paragraphs:
            document.add_paragraph(text)
        target = io.BytesIO()
        document.save(target)
        return target.getvalue()

    def _upload(self, content, name="vorlage.docx"):
        self.company.write(
            {
                "wohnkoord_expose_template": base64.b64encode(content),
                "wohnkoord_expose_template_name": name,
            }
        )

    # -- our own template -----------------------------------------------------------------

    def test_values_arrive_as_text(self):
        name, document = self._docx()
        self.assertTrue(name.endswith(".docx"))
        self.assertNotIn("/", name)
        text = self._text(document)
        for expected in (
            "Gelände <Süd> & Nord",
            "Probestraße 12, 04155 Leipzig",
            "580 m²",
            "412.50 m²",
            "Gohlis | 12/3 | 500.25 m²",
            "Planbüro Probe GmbH",
            "Built-Up Area (§ 34 BauGB)",
            "Contamination | Tankstelle",
            "Weg & <b>Straße</b> {{ 7 * 7 }} „Ä“\nzweite Zeile",
            "1898",
        ):
            self.assertIn(expected, text)
        for unwanted in ("Nur intern", "&amp;", "{%", "\x0b", "Term of the"):
            self.assertNotIn(unwanted, text)
        self.assertEqual(document.core_properties.author, self.company.name)
        header = document.sections[0].header.paragraphs[0].text
        self.assertIn(self.company.name, header)

    def test_headings_make_an_outline(self):
        _name, document = self._docx()
        styles = [(p.style.name, p.text) for p in document.paragraphs if p.text.strip()]
        headings = [text for style, text in styles if style.startswith("Heading")]
        self.assertEqual(
            headings,
            [
                "Facts at a Glance",
                "What May Be Built",
                "The Building",
                "Parcels",
                "Restrictions and Notes",
                "Contact",
            ],
        )
        self.assertIn(("Title", "Gelände <Süd> & Nord"), styles)

    def test_private_owner_is_not_named(self):
        self.plot.partner_id = self._make_person("Erna Privat")
        text = self._text(self._docx()[1])
        self.assertNotIn("Erna", text)
        self.assertIn("Owner | Private", text)

    def test_price_of_the_offer(self):
        lot = self._make_lot()
        text = self._text(self._docx()[1])
        self.assertIn("Procedure | Konzeptverfahren Probe", text)
        self.assertIn("Price | 2.50 % ground rent a year (fixed)", text)
        self.assertIn("60 years", text)
        plot = self.plot
        for vals, price in (
            (
                {"price_model": "corridor", "price_min": 2, "price_max": 4},
                "2.00 % ground rent a year to 4.00 % ground rent a year",
            ),
            ({"price_model": "bid", "price_min": 2, "price_max": 0}, "at least 2.00 %"),
            ({"price_min": 0, "price_max": 4}, "at most 4.00 %"),
            ({"price_max": 0}, "free bid"),
        ):
            lot.write(vals)
            self.assertIn(price, plot._expose_price(lot))
        lot.write({"tenure": "sale", "price_model": "fixed", "price_fixed": 250000})
        self.assertIn("250,000.00", plot._expose_price(lot))
        lot.procedure_id._write_guarded({"state": "cancelled"})
        self.assertNotIn("250,000", self._text(self._docx()[1]))
        self.assertIn("250,000", self._text(self._docx(lot=lot)[1]))

    def test_language_is_the_offices(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.company.partner_id.lang = "de_DE"
        self.assertIn("500,25 m²", self._text(self._docx()[1]))

    def test_values_are_plain(self):
        def walk(value):
            if isinstance(value, dict):
                for key, item in value.items():
                    self.assertIsInstance(key, str)
                    walk(item)
            elif isinstance(value, list):
                for item in value:
                    walk(item)
            else:
                self.assertIsInstance(value, str)

        self._make_lot()
        walk(self.plot._expose_values())
        walk(self.env["wohnkoord.plot"]._expose_sample())

    # -- an office's template -----------------------------------------------------------------

    def test_own_template(self):
        self._upload(
            self._template(
                "Unser Blatt: {{ plot.name }} ({{ plot.area }})",
                "{%p for parcel in parcels %}",
                "Flurstück {{ parcel.number }}",
                "{%p endfor %}",
            )
        )
        text = self._text(self._docx()[1])
        self.assertEqual(
            text.split("\n"),
            [
                "Unser Blatt: Gelände <Süd> & Nord (580 m²)",
                "Flurstück 12/3",
                "Flurstück 14",
            ],
        )
        self.company.wohnkoord_expose_template = False
        self.assertIn("Facts at a Glance", self._text(self._docx()[1]))

    def test_broken_templates_are_refused(self):
        for paragraph, message in (
            ("{% if plot.name %}", "cannot be read"),
            ("{{ plot.name", "cannot be read"),
            ("{{ plot.nmae }}", "does not have.*nmae"),
            ("{{ grundstueck.name }}", "does not have.*grundstueck"),
            ("{{ plot.name | gibtsnicht }}", "cannot be read"),
            ("{{ ''.__class__.__mro__ }}", "must not do"),
            ("{{ plot.name.__class__.__base__.__subclasses__() }}", "must not do"),
            ("{% set x = plot.update({'a': 1}) %}", "must not do"),
            ("{{ cycler.__init__.__globals__ }}", "must not do"),
            ("{{ 1 / 0 }}", "no DOCX document that can be filled"),
        ):
            with self.subTest(paragraph), self.assertRefused(message, ValidationError):
                self._upload(self._template(paragraph))

    def test_other_files_are_refused(self):
        good = self._template("{{ plot.name }}")
        empty = io.BytesIO()
        with zipfile.ZipFile(empty, "w") as package:
            package.writestr("[Content_Types].xml", "<Types/>")
        for content, name in (
            (b"%PDF-1.4", "vorlage.docx"),
            (good, "vorlage.pdf"),
            (good, "vorlage.docm"),
            (good[: len(good) // 2], "vorlage.docx"),
            (empty.getvalue(), "vorlage.docx"),
            (b"PK\x03\x04", "vorlage.docx"),
        ):
            with self.assertRefused("", ValidationError):
                self._upload(content, name)
        self.assertFalse(self.company.wohnkoord_expose_template)

    def test_template_asks_no_stranger(self):
        document = Document()
        document.add_paragraph("{{ plot.name }}")
        document.part.relate_to(
            "https://strangers.example/x.png", RELATIONSHIP_TYPE.IMAGE, is_external=True
        )
        target = io.BytesIO()
        document.save(target)
        with self.assertRefused("strangers.example", ValidationError):
            self._upload(target.getvalue())

    def test_template_that_broke_later_is_told(self):
        self._upload(self._template("{{ plot.name }}"))
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "res.company"),
                ("res_field", "=", "wohnkoord_expose_template"),
                ("res_id", "=", self.company.id),
            ]
        )
        attachment.raw = b"damaged"
        self.env.invalidate_all()
        with self.assertRefused("no DOCX document"):
            self._docx()

    # -- PDF and page ----------------------------------------------------------------------------

    def test_page(self):
        self._make_lot()
        report = self.env.ref("wohnkoord_odoo.plot_expose_report")
        plots = self.plot | self._make_plot("Zweiter Weg 1")
        content, kind = report.with_user(self.adviser)._render_qweb_html(
            report.report_name, plots.ids
        )
        self.assertEqual(kind, "html")
        page = html.fromstring(content)
        titles = page.xpath("//h1")
        self.assertEqual(
            [h1.text_content().strip() for h1 in titles],
            ["Gelände <Süd> & Nord", "Zweiter Weg 1"],
        )
        self.assertFalse(page.xpath("//b[text()='Straße']"), "typed text is no markup")
        text = " ".join(page.text_content().split())
        for expected in (
            "Weg & <b>Straße</b> {{ 7 * 7 }}",
            "2.50 % ground rent a year (fixed)",
            "500.25 m²",
            "Planbüro Probe GmbH",
            self.company.name,
        ):
            self.assertIn(expected, text)
        self.assertNotIn("Nur intern", text)

    def test_city_steering_prints_too(self):
        report = self.env.ref("wohnkoord_odoo.plot_expose_report")
        content = report.with_user(self.steering)._render_qweb_html(
            report.report_name, self.plot.ids
        )[0]
        self.assertIn("Probestraße 12", content.decode())
        self.plot.with_user(self.steering)._expose_docx()

    def test_buttons(self):
        plot = self.plot.with_user(self.adviser)
        self.assertEqual(
            plot.action_expose_docx()["url"],
            f"/wohnkoord/plots/{plot.id}/expose.docx",
        )
        action = plot.action_expose_pdf()
        self.assertEqual(action["report_name"], "wohnkoord_odoo.plot_expose")
