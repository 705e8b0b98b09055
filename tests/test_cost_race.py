# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Parallel writers against the caps of flat fees and ancillary costs: overshoot 0."""

import base64

import pytest
from support.burst import burst
from support.client import Fault
from support.office import day
from test_race import ATTEMPTS, WRITERS, assert_held, confirm_all

CALL_OFF, COST = "wohnkoord.call.off", "wohnkoord.call.off.cost"
PDF = base64.b64encode(b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n%%EOF\n").decode()


def cost_vals(office, call_off, **values):
    return {
        "call_off_id": call_off,
        "kind": "ancillary",
        "expense_kind": "public_transport",
        "name": "Fahrt zur Gruppe",
        "amount": 10.0,
        "date": day(-1),
        "partner_id": office.firm,
        "file_ids": [(0, 0, {"name": "beleg.pdf", "file": PDF})],
        **values,
    }


def make_study(office, confirm=True, **values):
    return office.make_call_off(
        0,
        confirm=confirm,
        **{
            "kind": "flat_fee",
            "flat_amount": 3000.0,
            "deliverable": "Machbarkeitsstudie",
            "result": "Machbar.",
            **values,
        },
    )


def make_approved(office, vals):
    cost = office.adviser.create(COST, vals)
    office.adviser.do(COST, cost, "action_submit")
    office.manager.do(COST, cost, "action_approve")
    return cost


def creating(office, count, vals):
    """Jobs that enter the same costs, by two people of the office in turn."""
    people = [office.adviser, office.manager]
    return [
        (people[number % 2], lambda client: client.create(COST, vals))
        for number in range(count)
    ]


@pytest.mark.parametrize("writers", WRITERS)
def test_ancillary_costs_of_one_order(office, balanced, writers):
    """Costs of 10 euros on an order with 120: 12 of them, never 13."""
    call_off = office.make_call_off(5, max_ancillary_amount=120.0)
    jobs = creating(office, ATTEMPTS[writers], cost_vals(office, call_off))
    outcomes = burst(jobs, writers)
    assert_held(outcomes, 12, writers)
    row = office.adviser.read(CALL_OFF, call_off, "amount_ancillary_claimed")
    assert row["amount_ancillary_claimed"] == 10 * len(outcomes.accepted)


@pytest.mark.parametrize("writers", [2, 10])
def test_instalments_of_one_order(office, balanced, writers):
    """Three instalments of a fee: three of them, and together the whole fee."""
    study = make_study(office, max_instalments=3)
    vals = cost_vals(office, study, kind="flat_fee", expense_kind=False, amount=1000.0)
    outcomes = burst(creating(office, 12, vals), writers)
    assert_held(outcomes, 3, writers)
    row = office.adviser.read(
        CALL_OFF, study, "amount_flat_claimed", "instalment_count"
    )
    assert (row["amount_flat_claimed"], row["instalment_count"]) == (3000, 3)


@pytest.mark.parametrize("writers", [2, 10])
def test_the_last_instalment_is_the_rest(office, balanced, writers):
    """Also at the same moment no part of the fee is lost between the instalments."""
    study = make_study(office, max_instalments=3)
    vals = cost_vals(office, study, kind="flat_fee", expense_kind=False, amount=900.0)
    outcomes = burst(creating(office, 12, vals), writers)
    outcomes.assert_readable()
    assert len(outcomes.accepted) == 2, "the third would have to be 1,200"


@pytest.mark.parametrize("writers", WRITERS)
def test_flat_fees_of_one_framework(office, balanced, writers):
    """Studies at 100 euros with 20 for travel: a framework of 2,400 has 20 of them."""
    _framework, lot = office.make_framework(max_amount=2400.0)
    contract = office.make_contract(lot)
    studies = office.make_call_offs(
        max(ATTEMPTS[writers], 30),
        0,
        contract,
        confirm=False,
        kind="flat_fee",
        flat_amount=100.0,
        max_ancillary_amount=20.0,
        deliverable="Kurzgutachten",
    )
    outcomes = confirm_all(office, studies, writers)
    assert_held(outcomes, 20, writers)


def test_amending_races_costs(office, balanced):
    """A maximum is not made smaller than what is entered in the same moment."""
    call_off = office.make_call_off(5, max_ancillary_amount=80.0)
    jobs = creating(office, 8, cost_vals(office, call_off))
    jobs.insert(
        4,
        (
            office.adviser,
            lambda client: client.call(
                CALL_OFF,
                "action_amend",
                [call_off],
                5,
                "Weniger",
                {"max_ancillary_amount": 40.0},
            ),
        ),
    )
    outcomes = burst(jobs, writers=9)
    outcomes.assert_readable()
    row = office.adviser.read(
        CALL_OFF, call_off, "amount_ancillary_claimed", "max_ancillary_amount"
    )
    assert row["amount_ancillary_claimed"] <= row["max_ancillary_amount"]


@pytest.mark.parametrize("_round", range(3))
def test_closing_races_costs(office, balanced, _round):
    """Either the order closes first and nothing is entered, or the costs keep it open."""
    call_off = office.make_call_off(5, max_ancillary_amount=80.0)
    office.adviser.write(CALL_OFF, call_off, {"result": "Fertig."})
    jobs = creating(office, 4, cost_vals(office, call_off))
    close = (
        office.adviser,
        lambda client: client.do(CALL_OFF, call_off, "action_close"),
    )
    jobs.insert(2, close)
    outcomes = burst(jobs, writers=5)
    outcomes.assert_readable()
    entered = sum(1 for o in outcomes.accepted if isinstance(o.result, int))
    state = office.adviser.read(CALL_OFF, call_off, "state")["state"]
    assert state == ("confirmed" if entered else "closed")


def test_deciding_twice_at_once(office, balanced):
    """One decision counts, and the counter moves once."""
    call_off = office.make_call_off(5, max_ancillary_amount=80.0)
    cost = office.adviser.create(COST, cost_vals(office, call_off))
    office.adviser.do(COST, cost, "action_submit")
    outcomes = burst(
        [
            (office.manager, lambda c: c.do(COST, cost, "action_approve")),
            (office.manager, lambda c: c.do(COST, cost, "action_approve")),
            (office.manager, lambda c: c.do(COST, cost, "action_refuse", "Nein.")),
            (office.adviser, lambda c: c.write(COST, cost, {"amount": 60})),
        ],
        writers=4,
    )
    outcomes.assert_readable()
    state = office.adviser.read(COST, cost, "state")["state"]
    row = office.adviser.read(CALL_OFF, call_off, "amount_ancillary_approved")
    assert row["amount_ancillary_approved"] == (10 if state == "approved" else 0)


def test_two_bill_runs_at_once(office, balanced, ledger):
    """Each fee and cost is billed once, whoever runs the bills."""
    contract = office.make_contract(self_billing=True)
    call_off = office.make_call_off(5, contract, max_ancillary_amount=80.0)
    study = make_study(office, contract=contract)
    costs = [
        make_approved(office, cost_vals(office, call_off)),
        make_approved(office, cost_vals(office, call_off, amount=22.4)),
        make_approved(
            office,
            cost_vals(
                office, study, kind="flat_fee", expense_kind=False, amount=3000.0
            ),
        ),
    ]

    def run(client):
        wizard = client.create(
            "wohnkoord.bill.run", {"contract_ids": [(6, 0, [contract])]}
        )
        return client.do("wohnkoord.bill.run", wizard, "action_run")

    outcomes = burst([(office.manager, run)] * 3, writers=3)
    outcomes.assert_readable()
    assert outcomes.accepted
    lines = ledger.rows(
        "SELECT l.price_subtotal FROM account_move_line l"
        " JOIN account_move m ON m.id = l.move_id AND m.state != 'cancel'"
        " WHERE l.wohnkoord_call_off_id = ANY(%s) ORDER BY 1",
        [[call_off, study]],
    )
    assert [float(amount) for (amount,) in lines] == [10, 22.4, 3000]
    states = ledger.rows(
        "SELECT DISTINCT state FROM wohnkoord_call_off_cost WHERE id = ANY(%s)", [costs]
    )
    assert states == [("billed",)]


@pytest.mark.parametrize(
    "values",
    [
        {"state": "approved"},
        {"state": "billed"},
        {"approved_by_id": 1},
        {"bill_line_id": 1},
        {"user_id": 1},
        {"refusal_reason": "x"},
        {"company_id": 1},
    ],
    ids=str,
)
def test_guarded_over_rpc(office, balanced, values):
    """Not in create, not in write, not by import, not by a default of the context."""
    call_off = office.make_call_off(5, max_ancillary_amount=80.0)
    vals = cost_vals(office, call_off)
    with pytest.raises(Fault):
        office.manager.create(COST, {**vals, **values})
    cost = office.manager.create(COST, vals)
    before = office.manager.read(COST, cost, *values)
    with pytest.raises(Fault):
        office.manager.write(COST, cost, values)
    name, value = next(iter(values.items()))
    try:
        answer = office.manager.call(
            COST, "load", [".id", name], [[str(cost), str(value)]]
        )
        assert not answer["ids"], answer
    except Fault:
        pass
    assert office.manager.read(COST, cost, *values) == before
    sneaky = office.manager.create(
        COST, vals, context={f"default_{k}": v for k, v in values.items()}
    )
    row = office.manager.read(COST, sneaky, "state", "approved_by_id", "bill_line_id")
    assert row["state"] == "draft"
    assert not row["approved_by_id"] and not row["bill_line_id"]


def test_nobody_else_over_rpc(office, balanced):
    """A consultant has the portal's pages, and no right on the model itself."""
    call_off = office.make_call_off(5, max_ancillary_amount=80.0)
    cost = office.manager.create(COST, cost_vals(office, call_off))
    for client in (office.consultant, office.steering):
        for job in (
            lambda c: c.create(COST, cost_vals(office, call_off)),
            lambda c: c.read(COST, cost, "name"),
            lambda c: c.write(COST, cost, {"amount": 1}),
            lambda c: c.do(COST, cost, "action_submit"),
            lambda c: c.do(COST, cost, "action_approve"),
            lambda c: c.do(COST, cost, "action_refuse", "x"),
            lambda c: c.do(COST, cost, "action_withdraw", "x"),
        ):
            with pytest.raises(Fault):
                job(client)
