# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import copy
from decimal import Decimal
from fractions import Fraction

# no "try": without hypothesis these tests fail, they are never left out
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..tools.canonical import canonical, digest
from ..tools.ranking import document, is_right, rank
from ..tools.ranking_allocation import allocate
from .procedure_ranking_common import SCALE, criterion, places

quickly = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


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
