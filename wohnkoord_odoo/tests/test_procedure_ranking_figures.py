# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import time
from fractions import Fraction

from odoo.tests import BaseCase, tagged

from ..tools.ranking import document, rank
from ..tools.ranking_robustness import variants
from ..tools.ranking_tree import reduced_criteria, rounded
from .procedure_ranking_common import criterion, large, places


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestRankingFigures(BaseCase):
    """Rules on figures that were worked out by hand."""

    def _data(
        self, scores, model="percent", tie_break="criteria", criteria=None, **lot
    ):
        """:param dict scores: bid -> points of criterion a, b ... by one seat"""
        criteria = criteria or [criterion("a", "60"), criterion("b", "40")]
        keys = "abcdef"
        return {
            "schema": 1,
            "weight_model": model,
            "tie_break": tie_break,
            "criteria": criteria,
            "lot": {
                "number": 1,
                "uuid": "lot",
                "price_model": "fixed",
                "price_min": "2.00",
                "price_max": "4.00",
                "price_weight": "0",
                **lot,
            },
            "bids": [
                {"number": n, "uuid": f"u{n}", "price": f"{n}.00"} for n in scores
            ],
            "scores": {
                str(n): {keys[i]: {"1": p} for i, p in enumerate(points)}
                for n, points in scores.items()
            },
            "draws": [],
        }

    def _ranks(self, data):
        return {number: place["rank"] for number, place in places(data).items()}

    def test_weights_are_multiplied_on_the_way_down(self):
        tree = [
            criterion(
                "top", "50", [criterion("a", "30"), criterion("b", "70")], most="0"
            ),
            criterion("c", "50", most="20.00"),
        ]
        place = places(self._data({1: ("10", "5", "10")}, criteria=tree))[1]
        # 15 + 35 / 2 + 50 / 2
        self.assertEqual(place["points"], "57.5000")

    def test_minimum_of_a_group_is_over_the_sum_of_its_parts(self):
        parts = [criterion("a", "50"), criterion("b", "50")]
        tree = [criterion("top", "100", parts, least="12")]
        data = self._data({1: ("10", "1"), 2: ("6", "6")}, criteria=tree)
        self.assertEqual(self._ranks(data), {2: 1, 1: 0})
        self.assertEqual(places(data)[1]["below_minimum"], ["top"])

    def test_price_between_bounds(self):
        data = self._data(
            dict.fromkeys((1, 2, 3, 4, 5), ("5", "5")),
            price_model="corridor",
            price_weight="40.00",
        )
        self.assertEqual(
            [places(data)[n]["price_points"] for n in range(1, 6)],
            ["0.0000", "0.0000", "20.0000", "40.0000", "40.0000"],
        )
        self.assertEqual(places(data)[3]["concept_points"], "30.0000")

    def test_price_of_a_hopeless_concept_is_no_measure(self):
        tree = [criterion("a", "100", least="5")]
        data = self._data(
            {1: ("5",), 2: ("5",), 100: ("0",)},
            criteria=tree,
            price_model="bid",
            price_weight="50.00",
        )
        self.assertEqual(places(data)[2]["price_points"], "50.0000")
        self.assertEqual(places(data)[1]["price_points"], "25.0000")
        self.assertEqual(self._ranks(data), {2: 1, 1: 2, 100: 0})

    def test_missing_price_is_named(self):
        data = self._data({1: ("5", "5")}, price_model="bid", price_weight="50.00")
        data["bids"][0]["price"] = None
        self.assertEqual(rank(data)["missing"][0]["code"], "no_price")

    def test_priorities_are_compared_class_by_class(self):
        tree = [criterion("a", priority="1"), criterion("b", priority="2")]
        data = self._data(
            {1: ("5", "10"), 2: ("7.50", "0"), 3: ("5", "9")}, "priority", criteria=tree
        )
        self.assertEqual(self._ranks(data), {2: 1, 1: 2, 3: 3})
        self.assertEqual(places(data)[1]["classes"], ["50.0000", "100.0000", "0.0000"])

    def test_heaviest_criterion_first(self):
        # 36 + 24 = 60 both
        data = self._data({1: ("4", "9"), 2: ("6", "6"), 3: ("6", "6")})
        result = rank(data)
        self.assertEqual(self._ranks(data), {2: 1, 3: 1, 1: 3})
        self.assertEqual(result["open_ties"], [[2, 3]])
        self.assertEqual(
            result["ties"],
            [{"by": "criterion", "criterion": "a", "bids": [[2, 3], [1]]}],
        )

    def test_price_first_if_declared(self):
        data = self._data({1: ("6", "6"), 2: ("4", "9")}, tie_break="price")
        self.assertEqual(self._ranks(data), {2: 1, 1: 2})

    def test_draw_at_once_if_declared(self):
        data = self._data({1: ("6", "6"), 2: ("4", "9")}, tie_break="draw")
        self.assertEqual(rank(data)["open_ties"], [[1, 2]])
        data["draws"] = [[2, 1], [1, 2]]
        self.assertEqual(self._ranks(data), {2: 1, 1: 2})

    def test_nearly_equal_is_not_equal(self):
        """A third and its 4 places: exact figures part what rounding would make equal."""
        data = self._data({1: ("3.3333333", "0"), 2: ("3.3333334", "0")})
        self.assertEqual(self._ranks(data), {2: 1, 1: 2})
        self.assertEqual(places(data)[1]["points"], places(data)[2]["points"])

    def test_lot_only_needs_no_points(self):
        data = self._data({1: (), 2: ()}, "lot_only")
        self.assertEqual(rank(data)["missing"], [])
        self.assertEqual(rank(data)["open_ties"], [[1, 2]])

    def test_rounding(self):
        for fraction, text in (
            (Fraction(2, 3), "0.6667"),
            (Fraction(1, 20000), "0.0001"),
            (Fraction(-1, 20000), "-0.0001"),
            (Fraction(-1, 30000), "0.0000"),
            (Fraction(100), "100.0000"),
        ):
            self.assertEqual(rounded(fraction), text)

    def test_published_criteria(self):
        row = {
            "uuid": "k",
            "name": "N",
            "weight": "100.00",
            "points_min": "0.00",
            "steps": [{"points": "9.00"}, {"points": "10.00"}],
        }
        self.assertEqual(reduced_criteria([row])[0]["points_max"], "10.00")

    def test_robustness(self):
        data = self._data({1: ("10", "0"), 2: ("0", "10")})
        for scores in data["scores"].values():
            for key, seats in scores.items():
                seats["2"] = "10" if key == "b" else "0"
        rows = variants(data)
        self.assertFalse(rows[0]["changes"])
        kinds = {row["kind"] for row in rows}
        self.assertEqual(kinds, {"declared", "without_seat", "median", "weight"})
        self.assertTrue(any(row["changes"] for row in rows))

    def test_robustness_keeps_a_clear_winner(self):
        rows = variants(self._data({1: ("10", "10"), 2: ("0", "0")}))
        self.assertFalse([row for row in rows if row["changes"]])

    def test_large(self):
        data = large()
        started = time.perf_counter()
        content = document(data)
        self.assertLess(time.perf_counter() - started, 5)
        ranks = {place["rank"] for place in content["result"]["places"]}
        self.assertEqual(max(ranks), 200)
