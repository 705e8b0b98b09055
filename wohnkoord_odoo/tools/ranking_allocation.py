# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Which group gets which plot, when groups bid on several and each gets one at most.

Deferred acceptance: each group asks for the plot that it likes best; a plot keeps the
best-ranked of those that ask, the others ask for their next choice. The result does not
depend on the order of asking: no group and no plot that the jury ranks the group higher
on would both rather have each other, and no such proposal gives any group a plot that it
likes better.
"""


def allocate(lots, bids):
    """Give each group one plot at most, by rankings and the groups' priorities.

    :param dict lots: lot -> numbers of the selectable bids, the best first
    :param dict bids: bid's number -> dict of ``party``, ``lot`` and ``priority`` (1: the
        first choice; 0 or None: none given, which comes last)
    :return dict: lot -> dict of ``bid`` (number or None) and ``passed`` (better-ranked
        bids, with the ``lot`` that their group gets instead)
    """
    places = {
        lot: {bid: place for place, bid in enumerate(o)} for lot, o in lots.items()
    }
    wishes = {}
    for lot, order in lots.items():
        for bid in order:
            priority = bids[bid]["priority"] or float("inf")
            wishes.setdefault(bids[bid]["party"], []).append((priority, lot, bid))
    for party in wishes:
        wishes[party] = [bid for _priority, _lot, bid in sorted(wishes[party])]
    kept, asking = {}, sorted(wishes)
    asked = dict.fromkeys(wishes, 0)
    while asking:
        party = asking.pop()
        if asked[party] == len(wishes[party]):
            continue
        bid = wishes[party][asked[party]]
        asked[party] += 1
        lot = bids[bid]["lot"]
        rival = kept.get(lot)
        if rival is None or places[lot][bid] < places[lot][rival]:
            kept[lot] = bid
            if rival is not None:
                asking.append(bids[rival]["party"])
        else:
            asking.append(party)
    return _explained(lots, bids, kept)


def _explained(lots, bids, kept):
    got = {bids[bid]["party"]: lot for lot, bid in kept.items()}
    result = {}
    for lot, order in lots.items():
        bid = kept.get(lot)
        before = order[: order.index(bid)] if bid is not None else order
        result[lot] = {
            "bid": bid,
            "passed": [{"bid": b, "lot": got[bids[b]["party"]]} for b in before],
        }
    return result
