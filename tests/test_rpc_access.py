# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Who may do what, asked over RPC: a readonly field or a hidden button stops nobody."""

import pytest
from support.client import Fault
from support.matrix import MATRIX
from support.names import CALL_OFF, CASE, CONTRACT, ENTRY
from support.office import ROLES

OPERATIONS = {"r": "read", "c": "create", "w": "write", "u": "unlink"}
#: roles that are allowed an operation on these models for some records only
OWN_ONLY = {CALL_OFF, ENTRY}
#: models that refuse what nobody may, before the rights are asked
RULES_FIRST = {
    "wohnkoord.consent",
    "wohnkoord.project.draft.picture",
    "wohnkoord.project.picture",
}
#: models that are queries, without a table of their own
QUERIES = {
    "wohnkoord.contact.history",
    "wohnkoord.event.figure",
    "wohnkoord.mailing.recipient",
    "wohnkoord.match.candidate",
    "wohnkoord.workload",
}


def newest(ledger, model):
    if model in QUERIES:
        return None
    return ledger.value(f"SELECT max(id) FROM {model.replace('.', '_')}")


def count(ledger, model):
    if model in QUERIES:
        return 0
    return ledger.value(f"SELECT count(*) FROM {model.replace('.', '_')}")


def test_every_model_is_in_the_table(ledger):
    """A new model gets its line here, or this fails."""
    names = {
        row[0]
        for row in ledger.rows(
            "SELECT m.model FROM ir_model m WHERE m.model LIKE 'wohnkoord.%'"
            " AND NOT m.abstract"
        )
    }
    assert names == set(MATRIX)


def allowed(client, model, operation, ids):
    """Whether the rights let the user do it; asked of the server."""
    return client.call(model, "has_access", ids, operation)


@pytest.mark.parametrize("model", MATRIX)
def test_rights(office, samples, model):
    wrong = []
    for role in ROLES:
        client = getattr(office, role)
        rights = MATRIX[model].get(role, "")
        for letter, operation in OPERATIONS.items():
            ids = [] if letter == "c" or model not in OWN_ONLY else [samples[model]]
            if allowed(client, model, operation, ids) != (letter in rights):
                wrong.append(f"{role} {operation}: expected {letter in rights}")
    assert not wrong, wrong


@pytest.mark.parametrize("model", [m for m in MATRIX if m not in OWN_ONLY])
def test_who_may_nothing_is_refused(office, samples, ledger, model):
    """The same, tried: search, create, write and unlink."""
    record = samples.get(model) or newest(ledger, model) or 1
    before = count(ledger, model)
    attempts = {
        "r": lambda c: c.call(model, "search_read", [], ["id"]),
        "c": lambda c: c.create(model, {}),
        "w": lambda c: c.write(model, record, {"create_uid": c.uid}),
        "u": lambda c: c.unlink(model, record),
    }
    for role in ROLES:
        rights = MATRIX[model].get(role, "")
        for letter in set(attempts) - set(rights):
            with pytest.raises(Fault) as refused:
                attempts[letter](getattr(office, role))
            fault = refused.value
            by_rule = model in RULES_FIRST and fault.readable
            assert fault.access or by_rule, f"{role} {letter}: {fault}"
    assert count(ledger, model) == before


def test_another_firm_sees_nothing(office, samples):
    for role in ("rival", "spokesperson"):
        client = getattr(office, role)
        for model in OWN_ONLY:
            assert client.search(model, [("id", "=", samples[model])]) == []
            with pytest.raises(Fault) as refused:
                client.read(model, samples[model], "display_name")
            assert refused.value.access


def test_another_firm_writes_nothing(office, samples):
    """Neither on the order, nor in somebody's name, nor over a relation."""
    call_off, entry = samples[CALL_OFF], samples[ENTRY]
    own = office.make_call_off(5, office.make_contract(firm=office.rival_firm))
    rival, attempts = office.rival, []
    for vals in (
        {},
        {"partner_id": office.consultant.partner},
        {"user_id": office.consultant.uid},
    ):
        attempts.append(
            lambda vals=vals: rival.create(ENTRY, office.entry_vals(call_off, **vals))
        )
    attempts += [
        lambda: rival.write(ENTRY, entry, {"minutes": 1}),
        lambda: rival.write(CALL_OFF, own, {"time_entry_ids": [(4, entry)]}),
        lambda: rival.write(ENTRY, entry, {"call_off_id": own}),
        lambda: rival.do(ENTRY, entry, "action_submit"),
        lambda: rival.do(ENTRY, entry, "copy", {"call_off_id": own}),
        lambda: rival.create(
            ENTRY, office.entry_vals(own, partner_id=office.consultant.partner)
        ),
    ]
    for number, attempt in enumerate(attempts):
        with pytest.raises(Fault):
            attempt()
            pytest.fail(f"attempt {number} went through")


def test_a_draft_order_is_not_shown(office):
    draft = office.make_call_off(3, confirm=False)
    assert office.consultant.search(CALL_OFF, [("id", "=", draft)]) == []
    office.adviser.do(CALL_OFF, draft, "action_confirm")
    assert office.consultant.search(CALL_OFF, [("id", "=", draft)]) == [draft]


def test_an_ended_contract_stays_readable(office):
    contract = office.make_contract()
    call_off = office.make_call_off(3, contract)
    office.manager.do(CONTRACT, contract, "action_end")
    assert office.consultant.read(CALL_OFF, call_off, "hours")["hours"] == 3


@pytest.mark.parametrize(
    "name",
    ["advisory_id", "initiative_id", "selection_reason", "hours_request_ids"],
)
def test_office_fields_are_hidden_in_the_portal(office, samples, name):
    with pytest.raises(Fault) as refused:
        office.consultant.read(CALL_OFF, samples[CALL_OFF], name)
    assert refused.value.access
    with pytest.raises(Fault):
        office.consultant.search(CALL_OFF, [(f"{name}.id", ">", 0)])


@pytest.mark.parametrize("role", ["consultant", "steering", "accountant"])
def test_notes_of_advice_are_the_office_s(office, role):
    """Neither by a path over the order, nor by grouping, nor in its messages."""
    client = getattr(office, role)
    for attempt in (
        lambda: client.read(CASE, office.case, "note"),
        lambda: client.search(CALL_OFF, [("advisory_id.note", "ilike", "a")]),
        lambda: client.call(
            CALL_OFF, "formatted_read_group", [], ["advisory_id"], ["__count"]
        ),
        lambda: client.call(
            "mail.message",
            "search_read",
            [("model", "=", CASE), ("res_id", "=", office.case)],
            ["body"],
        ),
    ):
        try:
            assert not attempt()
        except Fault as fault:
            assert fault.readable, fault


#: what the network knows of persons, and what the other office's people may not see
PERSONAL = (
    "wohnkoord.consent",
    "wohnkoord.booking",
    "wohnkoord.feedback",
    "wohnkoord.group.message",
    "wohnkoord.search.profile",
    "wohnkoord.match",
    "wohnkoord.duplicate",
    "wohnkoord.contact.history",
    "wohnkoord.network.membership",
    "wohnkoord.working.group",
    "wohnkoord.working.group.member",
    "wohnkoord.project.draft",
    "wohnkoord.project.page",
    "wohnkoord.event.figure",
    "wohnkoord.initiative.document",
    "wohnkoord.initiative.message",
    "wohnkoord.department.enquiry",
    "wohnkoord.meeting.need",
    "wohnkoord.meeting.need.count",
    CASE,
)


@pytest.fixture(scope="module")
def elsewhere(office):
    """An adviser of a second office."""
    company = office.admin.create("res.company", {"name": office.name("Zweite Stelle")})
    return office.make_user(
        "elsewhere",
        ["wohnkoord_odoo.group_user"],
        company_id=company,
        company_ids=[(6, 0, [company])],
    )


@pytest.mark.parametrize("model", PERSONAL)
def test_another_office_sees_nothing(office, ledger, site, elsewhere, model):
    """Neither by searching, nor by number, nor by counting, nor by naming the office."""
    table = model.replace(".", "_")
    column = "company_id" if has_company(ledger, table) else None
    domain = [(column, "=", 1)] if column else []
    assert elsewhere.search(model, domain) == []
    assert elsewhere.call(model, "search_count", domain) == 0
    with pytest.raises(Fault) as refused:
        elsewhere.search(model, domain, context={"allowed_company_ids": [1]})
    assert refused.value.access
    record = newest(ledger, model)
    if not record:
        return
    for attempt in (
        lambda: elsewhere.read(model, record, "display_name"),
        lambda: elsewhere.write(model, record, {"create_uid": elsewhere.uid}),
        lambda: elsewhere.unlink(model, record),
    ):
        with pytest.raises(Fault) as refused:
            attempt()
        assert refused.value.readable


def has_company(ledger, table):
    return ledger.rows(
        "SELECT 1 FROM information_schema.columns"
        " WHERE table_name = %s AND column_name = 'company_id'",
        [table],
    )
