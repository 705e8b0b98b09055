# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What only the system may set, and states that only actions reach; asked over RPC."""

import pytest
from support.client import Fault
from support.names import CALL_OFF, CASE, CONTRACT, ENTRY, FRAMEWORK, LOT, REQUEST
from support.office import day

# -- fields and states that only the system sets ------------------------------------------

GUARDED = {
    CALL_OFF: {
        "minutes_worked": 0,
        "hours_worked": 0,
        "minutes_approved": 60,
        "minutes_billed": 60,
        "hourly_rate": 500.0,
        "amount": 1.0,
        "minutes_committed": 0,
        "amount_committed": 0,
        "company_id": 1,
        "commercial_partner_id": 1,
        "lot_id": 1,
    },
    ENTRY: {
        "approved_by_id": 2,
        "approved_date": "2026-01-01 00:00:00",
        "bill_line_id": 1,
        "reversal_of_id": 1,
        "user_id": 2,
        "company_id": 1,
        "contract_id": 1,
        "commercial_partner_id": 1,
    },
    CONTRACT: {"minutes_called_off": 0, "hours_called_off": 0, "company_id": 1},
    FRAMEWORK: {"minutes_called_off": 0, "amount_called_off": 0},
    LOT: {"minutes_called_off": 0, "amount_called_off": 0, "company_id": 1},
    CASE: {"waiver_reason": "x", "waiver_user_id": 2},
    REQUEST: {"decided_by_id": 2, "answer": "ja"},
}
GUARDED_CASES = [(model, name) for model, names in GUARDED.items() for name in names]


@pytest.mark.parametrize(("model", "name"), GUARDED_CASES)
def test_guarded_fields(office, samples, ledger, model, name):
    """Refused in ``write`` from everyone, also with a context key that asks nicely."""
    table = model.replace(".", "_")
    query = f"SELECT {name} FROM {table} WHERE id = {samples[model]}"
    before = ledger.value(query)
    value = GUARDED[model][name]
    for role in ("admin", "manager", "adviser", "consultant"):
        client = getattr(office, role)
        for context in ({}, {"wohnkoord_guarded": True, "install_mode": True}):
            with pytest.raises(Fault):
                client.write(model, samples[model], {name: value}, context=context)
    assert ledger.value(query) == before


def new_vals(office, model):
    return {
        CALL_OFF: {
            "contract_id": office.contract,
            "advisory_id": office.case,
            "hours": 1,
        },
        ENTRY: None,
        CONTRACT: {"lot_id": office.lot, "partner_id": office.firm, "hourly_rate": 1},
        FRAMEWORK: {"name": "Neu", "date_start": day(-1), "date_end": day(1)},
        LOT: {"name": "Neu", "framework_id": office.framework},
        CASE: {"subject": "Neu"},
        REQUEST: None,
    }[model]


@pytest.mark.parametrize(
    ("model", "name"),
    [pair for pair in GUARDED_CASES if pair[0] not in (ENTRY, REQUEST)],
)
def test_guarded_fields_in_new_records(office, model, name):
    """Refused in ``create``; a default of the context or of the user has no effect."""
    vals, value = new_vals(office, model), GUARDED[model][name]
    with pytest.raises(Fault):
        office.manager.create(model, {**vals, name: value})
    if name in ("company_id", "lot_id", "commercial_partner_id"):
        return
    plain = office.manager.create(model, vals)
    sneaky = office.manager.create(model, vals, context={f"default_{name}": value})
    expected = office.manager.read(model, plain, name)[name]
    assert office.manager.read(model, sneaky, name)[name] == expected


STATES = [
    (CALL_OFF, "closed", "adviser"),
    (CALL_OFF, "confirmed", "consultant"),
    (CALL_OFF, "draft", "manager"),
    (ENTRY, "approved", "consultant"),
    (ENTRY, "approved", "adviser"),
    (ENTRY, "approved", "manager"),  # not submitted yet
    (ENTRY, "billed", "manager"),
    (ENTRY, "billed", "admin"),
    (ENTRY, "refused", "manager"),
    (FRAMEWORK, "draft", "manager"),
    (CONTRACT, "draft", "manager"),
    (REQUEST, "granted", "consultant"),
    (REQUEST, "refused", "adviser"),
    (CASE, "requested", "manager"),
]


@pytest.mark.parametrize(("model", "state", "role"), STATES)
def test_states_are_not_written(office, samples, ledger, balanced, model, state, role):
    """Neither by write, nor by import, nor by creating a record in that state."""
    client, record = getattr(office, role), samples[model]
    query = f"SELECT state FROM {model.replace('.', '_')} WHERE id = {record}"
    before = ledger.value(query)
    with pytest.raises(Fault):
        client.write(model, record, {"state": state})
    try:
        answer = client.call(model, "load", [".id", "state"], [[str(record), state]])
        assert not answer["ids"], answer
    except Fault:
        pass
    assert ledger.value(query) == before


def test_written_states_do_what_the_button_does(office, balanced):
    """The allowed ones: counters move with them."""
    contract = office.make_contract(max_hours=10)
    call_off = office.make_call_off(10, contract, confirm=False)
    office.adviser.write(CALL_OFF, call_off, {"state": "confirmed"})
    row = office.adviser.read(CONTRACT, contract, "hours_called_off", "hours_left")
    assert (row["hours_called_off"], row["hours_left"]) == (10, 0)
    entry = office.make_entry(call_off, 60)
    office.consultant.write(ENTRY, entry, {"state": "submitted"})
    office.manager.write(ENTRY, entry, {"state": "approved"})
    row = office.manager.read(ENTRY, entry, "approved_by_id", "approved_date")
    assert row["approved_by_id"] == office.manager.uid and row["approved_date"]
    one_more = office.make_call_off(1, contract, confirm=False)
    with pytest.raises(Fault) as refused:
        office.adviser.write(CALL_OFF, one_more, {"state": "confirmed"})
    assert refused.value.readable


def test_import_keeps_the_rules(office, samples, balanced):
    """New entries by import: one too many is refused, and none of the file is kept."""
    call_off = office.make_call_off(1)
    rows = [[str(call_off), day(-1), "45", "Einfuhr"] for _n in range(2)]
    answer = office.adviser.call(
        ENTRY,
        "load",
        ["call_off_id/.id", "date", "minutes", "description", "partner_id/.id"],
        [[*row, str(office.consultant.partner)] for row in rows],
    )
    assert not answer["ids"] and answer["messages"]
    row = office.adviser.read(CALL_OFF, call_off, "minutes_worked", "time_entry_ids")
    assert row == {"id": call_off, "minutes_worked": 0, "time_entry_ids": []}


def test_copies_start_from_nothing(office, balanced):
    call_off = office.make_call_off(5)
    entry = office.make_entry(call_off, 60, state="approved")
    copy = office.adviser.do(CALL_OFF, call_off, "copy")[0]
    row = office.adviser.read(
        CALL_OFF, copy, "state", "minutes_worked", "minutes_approved", "result"
    )
    assert row == {
        "id": copy,
        "state": "draft",
        "minutes_worked": 0,
        "minutes_approved": 0,
        "result": False,
    }
    again = office.adviser.do(
        ENTRY, entry, "copy", {"partner_id": office.consultant.partner}
    )[0]
    row = office.adviser.read(ENTRY, again, "state", "approved_by_id", "bill_line_id")
    assert row == {
        "id": again,
        "state": "draft",
        "approved_by_id": False,
        "bill_line_id": False,
    }


def test_nobody_approves_the_own_work(office, balanced):
    """Neither a portal user, nor an adviser, nor a head who belongs to the firm."""
    head = office.make_user("befangen", ["wohnkoord_odoo.group_manager"])
    call_off = office.make_call_off(5)
    entry = office.make_entry(call_off, 60, state="submitted")
    office.admin.write("res.partner", head.partner, {"parent_id": office.firm})
    for client in (office.consultant, office.colleague, office.adviser, head):
        with pytest.raises(Fault):
            client.do(ENTRY, entry, "action_approve")
    assert office.manager.read(ENTRY, entry, "state")["state"] == "submitted"
    office.manager.do(ENTRY, entry, "action_approve")


def test_a_refusal_has_a_reason(office, balanced):
    entry = office.make_entry(office.make_call_off(5), 60, state="submitted")
    for reason in ("", "  ", False):
        with pytest.raises(Fault):
            office.manager.do(ENTRY, entry, "action_refuse", reason)


@pytest.mark.parametrize(
    "vals",
    [
        {"minutes": 0},
        {"minutes": -30},
        {"minutes": 1441},
        {"date": day(1)},
        {"date": day(-150)},
    ],
    ids=str,
)
def test_impossible_entries(office, balanced, vals):
    call_off = office.make_call_off(100)
    with pytest.raises(Fault) as refused:
        office.consultant.create(ENTRY, {**office.entry_vals(call_off), **vals})
    assert refused.value.readable


PRIVATE = [
    ("wohnkoord.balance", "_check_balances", []),
    ("wohnkoord.balance", "_book_entries", []),
    ("wohnkoord.balance", "_book_called_off", [{}]),
    (CALL_OFF, "_write_guarded", [[1], {"hours": 1}]),
    (CALL_OFF, "_create_guarded", [[{}]]),
    (CALL_OFF, "_set_result", [[1], "x"]),
    (CALL_OFF, "_change_state", [[1], "closed"]),
    (ENTRY, "_write_guarded", [[1], {"state": "approved"}]),
    (CONTRACT, "_create_bills", [[1], day(-30), day(0)]),
    (CONTRACT, "_run_bills", [[1], day(-30), day(0)]),
]


@pytest.mark.parametrize(("model", "method", "args"), PRIVATE)
@pytest.mark.parametrize("role", ["admin", "manager", "consultant"])
def test_private_methods(office, role, model, method, args):
    """Neither over the web client's route nor over the one for scripts."""
    client = getattr(office, role)
    for call in (client.call, client.call_external):
        assert call("res.users", "context_get")["lang"]  # the way itself is open
        with pytest.raises(Fault):
            call(model, method, *args)


def test_who_reads_bills(office, ledger):
    """The office and the city read the consultants' bills; a consultant not by RPC."""
    journal = office.admin.search(
        "account.journal", [("type", "=", "purchase")], limit=1
    )
    private = office.admin.create(
        "account.move",
        {
            "move_type": "in_invoice",
            "partner_id": office.rival_firm,
            "journal_id": journal[0],
        },
    )
    for role in ("adviser", "steering", "consultant", "rival", "spokesperson"):
        found = []
        try:
            found = getattr(office, role).search("account.move", [("id", "=", private)])
        except Fault as fault:
            assert fault.access
        assert found == [], f"{role} reads bills that are not of a contract"
    for role in ("adviser", "manager", "steering", "consultant"):
        with pytest.raises(Fault):
            getattr(office, role).write("account.move", private, {"ref": "x"})


def test_without_a_login(office):
    """No session, no answer."""
    stranger = type(office.adviser)(office.url, office.db, "nobody", "nothing")
    with pytest.raises(Fault):
        stranger.call(CALL_OFF, "search_read", [], ["name"])
    with pytest.raises(Fault):
        stranger.open()
