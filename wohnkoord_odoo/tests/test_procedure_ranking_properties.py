# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import copy
import random
import time
from decimal import Decimal
from fractions import Fraction

# no "try": without hypothesis these tests fail, they are never left out
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.canonical import canonical, digest
from ..tools.ranking import document, is_right, rank, reduced_criteria, rounded
from ..tools.ranking_allocation import allocate
from ..tools.ranking_robustness import variants

SCALE = ("0", "2.50", "5.00", "7.50", "10.00")
quickly = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def criterion(key, weight="100", children=(), least="0", priority="1", most="10.00"):
    return {
        "key": key,
        "name": key,
        "weight": weight,
        "priority": priority,
        "points_min": least,
        "points_max": most,
        "children": list(children),
    }


@st.composite
def inputs(
    draw, models=("percent", "points", "priority"), assessable=True, minima=True
):
    """An input in which every criterion of every bid has at least one score."""
    keys = [f"c{n}" for n in range(draw(st.integers(1, 4)))]
    weights = draw(weights_of(len(keys)))
    criteria = [
        criterion(
            key,
            weight,
            least=draw(st.sampled_from(("0", "5.00"))) if minima else "0",
            priority=draw(st.sampled_from("123")),
        )
        for key, weight in zip(keys, weights, strict=True)
    ]
    seats = [str(n) for n in range(1, 1 + draw(st.integers(1, 4)))]
    bids = draw(st.lists(st.integers(1, 50), min_size=1, max_size=6, unique=True))
    score = st.sampled_from(SCALE)
    others = score if assessable else st.one_of(st.none(), score)
    model = draw(st.sampled_from(("fixed", "corridor", "bid")))
    return {
        "schema": 1,
        "weight_model": draw(st.sampled_from(models)),
        "tie_break": draw(st.sampled_from(("criteria", "price", "draw"))),
        "criteria": criteria,
        "lot": {
            "number": 1,
            "uuid": "lot",
            "price_model": model,
            "price_min": "1.00",
            "price_max": "5.00",
            "price_weight": "0.00" if model == "fixed" else "30.00",
        },
        "bids": [
            {"number": n, "uuid": f"u{n}", "price": draw(st.sampled_from(SCALE[1:]))}
            for n in bids
        ],
        "scores": {
            str(n): {
                key: {
                    seats[0]: draw(score),
                    **{seat: draw(others) for seat in seats[1:]},
                }
                for key in keys
            }
            for n in bids
        },
        "draws": [],
    }


@st.composite
def weights_of(draw, count):
    """Weights of siblings, as texts, that sum up to 100."""
    parts = [draw(st.integers(1, 20)) for _ in range(count)]
    weights = [100 * part // sum(parts) for part in parts]
    weights[0] += 100 - sum(weights)
    return [f"{weight}.00" for weight in weights]


def places(data):
    return {place["bid"]: place for place in rank(data)["places"]}


def exact(place):
    return Fraction(place["exact"])


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestRankingProperties(BaseCase):
    @quickly
    @given(inputs(assessable=False), st.randoms())
    def test_order_of_the_input_does_not_matter(self, data, chance):
        mixed = copy.deepcopy(data)
        chance.shuffle(mixed["bids"])
        for scores in mixed["scores"].values():
            for key, seats in scores.items():
                items = list(seats.items())
                chance.shuffle(items)
                scores[key] = dict(items)
        mixed["scores"] = dict(sorted(mixed["scores"].items(), reverse=True))
        self.assertEqual(digest(document(data)), digest(document(mixed)))

    @quickly
    @given(inputs(assessable=False))
    def test_document_is_canonical_and_right(self, data):
        content = document(data)
        canonical(content)
        self.assertTrue(is_right(content))
        content["result"]["places"][0]["rank"] += 1
        self.assertFalse(is_right(content))

    @quickly
    @given(inputs(), st.data())
    def test_more_points_are_never_worse(self, data, choose):
        bid = str(choose.draw(st.sampled_from(data["bids"]))["number"])
        key = choose.draw(st.sampled_from(sorted(data["scores"][bid])))
        seat = choose.draw(st.sampled_from(sorted(data["scores"][bid][key])))
        better = copy.deepcopy(data)
        old = better["scores"][bid][key][seat]
        better["scores"][bid][key][seat] = choose.draw(
            st.sampled_from([step for step in SCALE if Decimal(step) >= Decimal(old)])
        )
        before, after = places(data)[int(bid)], places(better)[int(bid)]
        if before["selectable"]:
            self.assertTrue(after["selectable"])
        self.assertGreaterEqual(
            Fraction(after["concept_points"]), Fraction(before["concept_points"])
        )
        if before["selectable"] or data["lot"]["price_model"] != "bid":
            # a bid that becomes selectable may set the highest price for others
            self.assertGreaterEqual(exact(after), exact(before))
        if before["selectable"]:
            self.assertLessEqual(after["rank"], before["rank"])

    @quickly
    @given(inputs(models=("percent", "points"), minima=False))
    def test_full_points_are_the_weight_of_the_concept(self, data):
        """Weights sum up: the best of all has 100 less the price, the worst nothing."""
        first = data["bids"][0]
        for points, share in (("10.00", 1), ("0", 0)):
            scores = data["scores"][str(first["number"])]
            for seats in scores.values():
                seats.update(dict.fromkeys(seats, points))
            concept = 100 - Fraction(data["lot"]["price_weight"])
            place = places(data)[first["number"]]
            self.assertEqual(Fraction(place["concept_points"]), share * concept)
            self.assertLessEqual(exact(place), 100)

    @quickly
    @given(inputs(models=("percent", "points", "priority", "lot_only")), st.randoms())
    def test_draws_make_a_total_order(self, data, chance):
        result = rank(data)
        while result["open_ties"]:
            order = list(result["open_ties"][0])
            chance.shuffle(order)
            data["draws"].append(order)
            result = rank(data)
        ranks = [p["rank"] for p in result["places"] if p["selectable"]]
        self.assertEqual(ranks, list(range(1, len(ranks) + 1)))
        again = (
            {**data, "draws": [*data["draws"], data["draws"][0][::-1]]}
            if data["draws"]
            else data
        )
        self.assertEqual(rank(again)["places"], result["places"])

    @quickly
    @given(inputs(assessable=False))
    def test_below_the_minimum_is_never_selected(self, data):
        found = places(data)
        for number, place in found.items():
            low = []
            for row in data["criteria"]:
                seats = data["scores"][str(number)][row["key"]].values()
                values = [Fraction(points) for points in seats if points is not None]
                if sum(values) / len(values) < Fraction(row["points_min"]):
                    low.append(row["key"])
            self.assertEqual(place["below_minimum"], low)
            self.assertEqual(place["selectable"], not low)
            self.assertEqual(place["rank"] == 0, bool(low))

    @quickly
    @given(inputs())
    def test_recused_seat_counts_as_if_it_were_not_there(self, data):
        """Recused from one bid, a seat counts for the others as before."""
        first = str(data["bids"][0]["number"])
        recused = copy.deepcopy(data)
        for seats in recused["scores"][first].values():
            if len(seats) > 1:
                seats.pop(sorted(seats)[-1])
        silent = copy.deepcopy(data)
        for seats in silent["scores"][first].values():
            if len(seats) > 1:
                seats[sorted(seats)[-1]] = None
        self.assertEqual(rank(recused), rank(silent))
        before, after = places(data), places(recused)
        for number in before:
            if str(number) != first:
                self.assertEqual(before[number]["criteria"], after[number]["criteria"])

    @quickly
    @given(inputs(), st.data())
    def test_missing_scores_are_named_and_never_zero(self, data, choose):
        bid = choose.draw(st.sampled_from(data["bids"]))["number"]
        key = choose.draw(st.sampled_from(sorted(data["scores"][str(bid)])))
        for seats, code in (({}, "not_scored"), ({"1": None}, "not_assessable")):
            data["scores"][str(bid)][key] = seats
            result = rank(data)
            self.assertEqual(
                result["missing"], [{"code": code, "bid": bid, "criterion": key}]
            )
            self.assertNotIn(bid, [place["bid"] for place in result["places"]])

    @quickly
    @given(inputs(minima=False))
    def test_one_seat_is_its_own_mean(self, data):
        for scores in data["scores"].values():
            for key, seats in scores.items():
                scores[key] = {"1": seats["1"]}
        for number, place in places(data).items():
            for key, seats in data["scores"][str(number)].items():
                self.assertEqual(
                    Fraction(place["criteria"][key]["mean"]), Fraction(seats["1"])
                )

    @quickly
    @given(inputs(models=("percent", "priority")), st.integers(2, 9))
    def test_scale_does_not_matter(self, data, factor):
        """Ten points or a hundred: only the part of the most counts."""
        wide = copy.deepcopy(data)
        key = wide["criteria"][0]["key"]
        for name in ("points_min", "points_max"):
            text = wide["criteria"][0][name]
            wide["criteria"][0][name] = str(Decimal(text) * factor)
        for scores in wide["scores"].values():
            for seat, points in scores[key].items():
                scores[key][seat] = str(Decimal(points) * factor)
        for number, place in places(data).items():
            other = places(wide)[number]
            for name in ("rank", "exact", "selectable", "classes"):
                self.assertEqual(place[name], other[name])

    @quickly
    @given(st.integers(1, 4), st.integers(1, 6), st.randoms())
    def test_allocation_is_stable(self, lot_count, party_count, chance):
        bids, lots, number = {}, {lot: [] for lot in range(1, lot_count + 1)}, 0
        for party in range(party_count):
            wishes = chance.sample(sorted(lots), chance.randint(1, lot_count))
            for priority, lot in enumerate(wishes, 1):
                number += 1
                bids[number] = {"party": party, "lot": lot, "priority": priority}
                lots[lot].append(number)
        for order in lots.values():
            chance.shuffle(order)
        found = allocate(lots, bids)
        kept = {row["bid"] for row in found.values() if row["bid"]}
        parties = [bids[bid]["party"] for bid in kept]
        self.assertEqual(len(parties), len(set(parties)))
        held = {bids[bid]["party"]: bids[bid]["priority"] for bid in kept}
        for lot, row in found.items():
            place = lots[lot].index(row["bid"]) if row["bid"] else len(lots[lot])
            for bid in lots[lot][:place]:
                # ranked higher and not kept: it has what it likes better
                mine = bids[bid]
                self.assertLess(held[mine["party"]], mine["priority"])


def large(bids=200, seats=15, criteria=30):
    """A whole procedure's input, the same in each run."""
    chance = random.Random(5)
    keys = [f"c{n}" for n in range(criteria)]
    return {
        "schema": 1,
        "weight_model": "points",
        "tie_break": "criteria",
        "criteria": [criterion(key) for key in keys],
        "lot": {
            "number": 1,
            "uuid": "lot",
            "price_model": "bid",
            "price_min": "0",
            "price_max": "0",
            "price_weight": "20.00",
        },
        "bids": [
            {"number": n, "uuid": f"u{n}", "price": f"{chance.randint(100, 999)}.00"}
            for n in range(1, bids + 1)
        ],
        "scores": {
            str(n): {
                key: {str(seat): chance.choice(SCALE) for seat in range(1, seats + 1)}
                for key in keys
            }
            for n in range(1, bids + 1)
        },
        "draws": [],
    }


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
            "fields": {"name": "N", "weight": "100.00", "points_min": "0.00"},
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
