# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command
from odoo.tests import tagged

from .procedure_common import ProcedureCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureCore(ProcedureCase):
    """Lots, criteria and requirements: what may stand in a row."""

    def _lot(self, **values):
        plot = self.env["wohnkoord.plot"].create(
            {"name": "Probestraße 2", "company_id": self.company.id}
        )
        return self.env["wohnkoord.procedure.lot"].create(
            {
                "procedure_id": self.procedure.id,
                "plot_id": plot.id,
                "price_fixed": 2,
                **values,
            }
        )

    def _criterion(self, name, **values):
        return self.env["wohnkoord.criterion"].create(
            {"name": name, "procedure_id": self.procedure.id, **values}
        )

    # -- the procedure -------------------------------------------------------------------

    def test_new_procedure_gets_number_and_address(self):
        first, second = (self._make_procedure(lot_ids=[]) for _number in range(2))
        self.assertRegex(first.reference, r"^KV-\d{4}-\d{2}$")
        self.assertNotEqual(first.reference, second.reference)
        # setUpClass made the one without a number
        self.assertEqual(first.slug, "konzeptverfahren-probe-2")
        self.assertEqual(second.slug, "konzeptverfahren-probe-3")

    def test_each_office_counts_for_itself(self):
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        values = {"name": "Dort", "company_id": other.id, "officer_ids": []}
        there = self.env["wohnkoord.procedure"].create(values)
        self.assertRegex(there.reference, r"^KV-\d{4}-01$")
        self.assertEqual(
            self.env["wohnkoord.procedure"].create({**values, "name": "Dort"}).slug,
            "dort-2",
        )

    def test_address_is_an_address(self):
        for slug in ("", "Ü ber", "../etc", "a--b", False):
            with self.subTest(slug=slug), self.assertRefused("small letters"):
                self.procedure.slug = slug

    def test_settings_have_bounds(self):
        for values in (
            {"amendment_days": -1},
            {"min_intake_days": -1},
            {"max_file_mb": 0},
            {"max_file_mb": 101},
            {"max_files": 0},
        ):
            with self.subTest(**values), self.assertRefused():
                self.procedure.write(values)

    # -- lots ----------------------------------------------------------------------------

    def test_lots_are_numbered(self):
        self.assertEqual(self._lot().number, 2)
        lots = self.env["wohnkoord.procedure.lot"].create(
            [
                {
                    "procedure_id": self.procedure.id,
                    "plot_id": self.plot.copy().id,
                    "price_fixed": 2,
                    "number": number,
                }
                for number in (0, 7, 0)
            ]
        )
        self.assertEqual(lots.mapped("number"), [8, 7, 9])
        with self.assertRefused(exception=Exception):
            self._lot(number=7)
        with self.assertRefused(exception=Exception):
            self._lot(number=-1)

    def test_price_models_have_their_bounds(self):
        good = (
            {"price_model": "corridor", "price_min": 2, "price_max": 4},
            {"price_model": "bid", "price_fixed": 0},
            {"price_model": "bid", "price_min": 2},
            {"price_model": "fixed", "tenure": "sale", "price_fixed": 250000},
        )
        for values in good:
            with self.subTest(**values), self.cr.savepoint():
                self._lot(**values).unlink()
        bad = (
            {"price_model": "fixed", "price_fixed": 0},
            {"price_model": "fixed", "price_fixed": -1},
            {"price_model": "corridor", "price_min": 4, "price_max": 4},
            {"price_model": "corridor", "price_min": 0, "price_max": 4},
            {"price_model": "corridor", "price_min": 2},
            {"price_model": "bid", "price_min": 4, "price_max": 2},
            {"price_model": "bid", "price_min": -4},
            {"price_model": "fixed", "price_fixed": 101},
            {"price_model": "bid", "price_weight": 101},
            {"price_model": "bid", "price_weight": -1},
            {"price_model": "fixed", "price_weight": 10},
        )
        for values in bad:
            with self.subTest(**values), self.assertRefused():
                self._lot(**values)

    def test_fixed_price_weighs_nothing(self):
        lot = self._lot(
            price_model="corridor", price_min=2, price_max=4, price_weight=30
        )
        self.assertEqual(lot.price_weight, 30)
        lot.price_model = "fixed"
        self.assertEqual(lot.price_weight, 0)

    def test_price_in_words(self):
        lot = self.procedure_lot
        self.assertEqual(lot.price_text, "2.50 % a year")
        lot.write({"tenure": "sale", "price_fixed": 250000})
        self.assertEqual(lot.price_text, "250,000.00 €")
        lot.write({"price_model": "bid", "price_min": 0, "price_max": 0})
        self.assertEqual(lot.price_text, "free bid")
        lot.write({"price_min": 10})
        self.assertEqual(lot.price_text, "at least 10.00 €")
        lot.write({"price_model": "corridor", "price_max": 20})
        self.assertEqual(lot.price_text, "10.00 € to 20.00 €")

    def test_plot_is_in_one_running_procedure(self):
        other = self._make_procedure(self.plot, name="Zweites")
        with self.assertRefused(exception=Exception):
            other.lot_ids.copy({"procedure_id": self.procedure.id})
        self._publish()
        texts = [item["text"] for item in other._missing("publish")]
        self.assertIn('Probestraße 1 is on offer in "Konzeptverfahren Probe".', texts)
        with self.assertRefused(exception=Exception):
            self._publish(other)
        self.procedure.action_cancel("Grundstück verkauft")
        self._publish(other)

    def test_plots_are_told(self):
        told = []
        Plot = self.env.registry["wohnkoord.plot"]

        def note(plot, procedure):
            told.append((plot.id, procedure.id))

        self.patch(Plot, "_note_procedure", note)
        lot = self._lot()
        self.assertEqual(told.pop(), (lot.plot_id.id, self.procedure.id))
        plot = lot.plot_id
        lot.unlink()
        self.assertEqual(told.pop(), (plot.id, False))
        self.procedure.action_cancel("Kein Bedarf")
        self.assertEqual(told.pop(), (self.plot.id, False))
        self.assertFalse(told)

    # -- criteria ------------------------------------------------------------------------

    def test_tree_is_read_in_order(self):
        self.procedure.criterion_ids.unlink()
        second = self._criterion("Soziales", sequence=20)
        first = self._criterion("Gruppe", sequence=10)
        inner = self.env["wohnkoord.criterion"].create(
            {"name": "Miete", "parent_id": second.id}
        )
        self.assertEqual(inner.procedure_id, self.procedure)
        self.assertEqual(first.outline, "1")
        self.assertEqual(inner.outline, "2.1")
        self.assertEqual(inner.display_name, "2.1 Miete")
        in_order = self.env["wohnkoord.criterion"].search(
            [("procedure_id", "=", self.procedure.id)]
        )
        self.assertEqual(in_order, first | second | inner)
        first.sequence = 30
        self.assertEqual((second | inner).mapped("outline"), ["1", "1.1"])
        self.assertTrue(inner.is_leaf)
        self.assertFalse(second.is_leaf)

    def test_no_circles_and_no_strangers(self):
        top = self.procedure.criterion_ids
        inner = self._criterion("Innen", parent_id=top.id)
        with self.assertRefused():
            top.parent_id = inner
        with self.assertRefused():
            top.parent_id = top
        other = self._make_procedure(lot_ids=[])
        with self.assertRefused("one procedure"):
            inner.parent_id = other.criterion_ids
        with self.assertRefused("stays where"):
            inner.procedure_id = other
        with self.assertRefused("stays where"):
            top.step_ids[:1].criterion_id = inner

    def test_weights_multiply_along_the_path(self):
        top = self.procedure.criterion_ids
        top.weight = 40
        inner = self._criterion("Innen", parent_id=top.id, weight=33.33)
        self.assertEqual(inner.effective_weight, 13.33)
        self.procedure.weight_model = "priority"
        self.assertEqual(inner.effective_weight, 0)

    def test_points_weigh_by_their_scale(self):
        self.procedure.weight_model = "points"
        top = self.procedure.criterion_ids
        other = self._criterion(
            "Zweites", step_ids=[Command.create({"points": 15, "name": "sehr gut"})]
        )
        self.assertEqual((top | other).mapped("effective_weight"), [25, 75])
        self.assertEqual((top | other).mapped("points_max"), [5, 15])

    def test_scale_has_distinct_steps_with_text(self):
        top = self.procedure.criterion_ids
        for step in (
            {"points": 5, "name": "noch einmal fünf"},
            {"points": -1, "name": "weniger als nichts"},
            {"points": 3, "name": "  "},
        ):
            with self.subTest(**step), self.assertRefused(exception=Exception):
                top.step_ids = [Command.create(step)]
        for values in ({"weight": 101}, {"weight": -1}, {"points_min": -1}):
            with self.subTest(**values), self.assertRefused():
                top.write(values)

    def test_tree_is_kept_by_the_system(self):
        for name in ("position", "level", "outline", "company_id"):
            with self.subTest(name=name), self.assertRefused("kept by the system"):
                self.procedure.criterion_ids.write({name: 1})
        for name in ("uuid", "procedure_state", "company_id"):
            with self.subTest(name=name), self.assertRefused("kept by the system"):
                self.procedure_lot.write({name: "done"})

    # -- requirements --------------------------------------------------------------------

    def test_requirement_needs_what_its_kind_needs(self):
        form = self.env["wohnkoord.legal.form"].create({"name": "eG (Probe)"})
        good = (
            {"kind": "group_size", "threshold": 8},
            {"kind": "self_use", "threshold": 70},
            {"kind": "legal_form", "legal_form_ids": [Command.link(form.id)]},
            {"kind": "document", "document_kind": "concept"},
            {"kind": "other"},
        )
        bad = (
            {"kind": "group_size"},
            {"kind": "self_use", "threshold": 101},
            {"kind": "complete_share", "threshold": -5},
            {"kind": "subsidised", "threshold": 0},
            {"kind": "legal_form"},
            {"kind": "document"},
        )
        Requirement = self.env["wohnkoord.requirement"]
        base = {"name": "Probe", "procedure_id": self.procedure.id}
        made = Requirement.create([{**base, **values} for values in good])
        self.assertEqual(
            made.mapped("detail"), ["8", "70 %", "eG (Probe)", "Concept", ""]
        )
        for values in bad:
            with self.subTest(**values), self.assertRefused():
                Requirement.create({**base, **values})
        with self.assertRefused("legal forms"):
            made[2].legal_form_ids = [Command.clear()]
