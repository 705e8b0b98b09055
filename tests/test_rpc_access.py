# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Who may do what, asked over RPC: a readonly field or a hidden button stops nobody."""

import pytest
from support.client import Fault
from support.matrix import MATRIX
from support.names import CALL_OFF, CASE, CONTRACT, ENTRY
from support.office import ROLES

#: model -> role -> what it may: r(ead) c(reate) w(rite) u(nlink). A role that is not
#: named may nothing. The portal's rights hold for the firm's own records.
OFFICE_ALL = {"adviser": "rcwu", "manager": "rcwu"}
NO_DELETION = {"adviser": "rcw", "manager": "rcwu"}
CATALOGUE = {"adviser": "r", "manager": "rcwu"}
STEERED = {**OFFICE_ALL, "steering": "r"}
READ_ONLY = {"adviser": "r", "manager": "r"}
DIALOG = {"adviser": "rcw", "manager": "rcw"}
BILL_RUN = {"manager": "rcwu", "accountant": "rcwu"}
MATRIX = {
    "wohnkoord.initiative": NO_DELETION,
    "wohnkoord.initiative.member": NO_DELETION,
    "wohnkoord.initiative.message": {"adviser": "rc", "manager": "rcu"},
    "wohnkoord.initiative.document": NO_DELETION,
    "wohnkoord.initiative.stage": CATALOGUE,
    "wohnkoord.milestone": OFFICE_ALL,
    "wohnkoord.milestone.template": CATALOGUE,
    "wohnkoord.milestone.template.line": CATALOGUE,
    "wohnkoord.legal.form": {**CATALOGUE, "steering": "r"},
    "wohnkoord.target.group": CATALOGUE,
    "wohnkoord.theme": CATALOGUE,
    "wohnkoord.district": CATALOGUE,
    "wohnkoord.obstacle": CATALOGUE,
    "wohnkoord.topic": {**CATALOGUE, "steering": "r"},
    "wohnkoord.offer": NO_DELETION,
    CASE: OFFICE_ALL,
    "wohnkoord.referral": OFFICE_ALL,
    "wohnkoord.short.contact": OFFICE_ALL,
    FRAMEWORK: STEERED,
    LOT: STEERED,
    CONTRACT: STEERED,
    CALL_OFF: {**STEERED, "consultant": "r", "colleague": "r"},
    # whoever is in the portal may make entries, on the own firm's orders: see below
    ENTRY: {
        **OFFICE_ALL,
        "consultant": "rcwu",
        "colleague": "rc",
        "rival": "c",
        "spokesperson": "c",
    },
    REQUEST: {"adviser": "rcw", "manager": "rcw"},
    # the network and the public side: persons and consents are the office's alone
    "wohnkoord.actor.category": CATALOGUE,
    "wohnkoord.booking": DIALOG,
    "wohnkoord.booking.type": CATALOGUE,
    "wohnkoord.consent": OFFICE_ALL,
    "wohnkoord.consent.record": OFFICE_ALL,
    "wohnkoord.consent.text": CATALOGUE,
    "wohnkoord.contact.history": READ_ONLY,
    "wohnkoord.duplicate": {"adviser": "rw", "manager": "rw"},
    "wohnkoord.enquiry.decline": DIALOG,
    "wohnkoord.enquiry.match": DIALOG,
    "wohnkoord.enquiry.match.line": DIALOG,
    "wohnkoord.enquiry.upload": {},
    "wohnkoord.event.figure": READ_ONLY,
    "wohnkoord.event.series": OFFICE_ALL,
    "wohnkoord.feedback": NO_DELETION,
    "wohnkoord.group.message": {"adviser": "r", "manager": "ru"},
    "wohnkoord.mailing.new": DIALOG,
    "wohnkoord.mailing.recipient": READ_ONLY,
    "wohnkoord.match": {"adviser": "rw", "manager": "rw"},
    "wohnkoord.match.candidate": {},
    "wohnkoord.network.membership": OFFICE_ALL,
    "wohnkoord.project.draft": NO_DELETION,
    "wohnkoord.project.draft.picture": OFFICE_ALL,
    "wohnkoord.project.page": {"adviser": "r", "steering": "r", "manager": "r"},
    "wohnkoord.project.picture": {"adviser": "r", "steering": "r", "manager": "r"},
    # concept-award procedures
    "wohnkoord.plot": {**NO_DELETION, "steering": "r"},
    "wohnkoord.procedure": {**NO_DELETION, "steering": "r"},
    "wohnkoord.procedure.lot": STEERED,
    "wohnkoord.procedure.counter": {},
    "wohnkoord.procedure.document": STEERED,
    "wohnkoord.procedure.event": READ_ONLY,
    "wohnkoord.procedure.seal": {},
    "wohnkoord.procedure.version": {**READ_ONLY, "steering": "r"},
    "wohnkoord.criterion": STEERED,
    "wohnkoord.criterion.step": STEERED,
    "wohnkoord.requirement": STEERED,
    "wohnkoord.registration": {"adviser": "rcw", "manager": "rcw"},
    "wohnkoord.question": {"adviser": "rcw", "manager": "rcw"},
    "wohnkoord.bid": READ_ONLY,
    "wohnkoord.bid.document": READ_ONLY,
    "wohnkoord.commitment": READ_ONLY,
    "wohnkoord.plot.document": {**NO_DELETION, "steering": "r"},
    "wohnkoord.plot.parcel": STEERED,
    "wohnkoord.plot.valuation": {**NO_DELETION, "steering": "r"},
    "wohnkoord.procedure.date": STEERED,
    "wohnkoord.procedure.new": DIALOG,
    "wohnkoord.procedure.file": {**READ_ONLY, "steering": "r"},
    "wohnkoord.procedure.amendment": {
        "adviser": "rcw",
        "manager": "rcw",
        "steering": "r",
    },
    "wohnkoord.procedure.notice": READ_ONLY,
    "wohnkoord.procedure.delivery": READ_ONLY,
    "wohnkoord.procedure.tell": {"adviser": "rcw", "manager": "rcw"},
    "wohnkoord.procedure.matter": {"adviser": "rcw", "manager": "rcw"},
    "wohnkoord.bid.intake": DIALOG,
    "wohnkoord.bid.intake.file": OFFICE_ALL,
    "wohnkoord.procedure.officer.key": {},
    "wohnkoord.procedure.opening": READ_ONLY,
    "wohnkoord.procedure.opening.paper": DIALOG,
    "wohnkoord.procedure.opening.paper.line": OFFICE_ALL,
    "wohnkoord.procedure.opening.passphrase": DIALOG,
    "wohnkoord.procedure.opening.wizard": DIALOG,
    "wohnkoord.procedure.seal.pair": {},
    "wohnkoord.bid.check": {"adviser": "rw", "manager": "rw"},
    "wohnkoord.bid.decision": DIALOG,
    "wohnkoord.juror": OFFICE_ALL,
    "wohnkoord.conflict": READ_ONLY,
    "wohnkoord.score": READ_ONLY,
    "wohnkoord.ranking": READ_ONLY,
    "wohnkoord.ranking.line": READ_ONLY,
    "wohnkoord.award": NO_DELETION,
    "wohnkoord.reservation": {"adviser": "rw", "manager": "rw"},
    "wohnkoord.procedure.contract": NO_DELETION,
    "wohnkoord.jury.session": OFFICE_ALL,
    "wohnkoord.juror.person": DIALOG,
    "wohnkoord.jury.attendance": {"adviser": "rcw", "manager": "rcw"},
    "wohnkoord.score.change": READ_ONLY,
    "wohnkoord.score.exception": {"adviser": "rc", "manager": "rc"},
    "wohnkoord.score.joint": DIALOG,
    "wohnkoord.score.joint.line": OFFICE_ALL,
    "wohnkoord.minutes": {"adviser": "rw", "manager": "rw"},
    "wohnkoord.award.objection": {"adviser": "rcw", "manager": "rcw"},
    "wohnkoord.award.letter": {"adviser": "rw", "manager": "rw"},
    "wohnkoord.council.paper": READ_ONLY,
    "wohnkoord.ocds.release": {**READ_ONLY, "steering": "r"},
    "wohnkoord.case.file.export": {"manager": "rcw"},
    "wohnkoord.case.file.release": {"manager": "rw"},
    "wohnkoord.procedure.retention": {"manager": "rcw"},
    "wohnkoord.cure.document": READ_ONLY,
    "wohnkoord.cure.line": {"adviser": "rw", "manager": "rw"},
    "wohnkoord.cure.request": OFFICE_ALL,
    "wohnkoord.exclusion.reason": CATALOGUE,
    "wohnkoord.rate.limit": {},
    "wohnkoord.search.profile": OFFICE_ALL,
    "wohnkoord.working.group": NO_DELETION,
    "wohnkoord.working.group.member": OFFICE_ALL,
    "wohnkoord.person.day": {},
    "wohnkoord.form.token": {},
    # dialogs: each user sees the own ones only, which is asked of them all below
    "wohnkoord.reason": {"adviser": "rcw", "manager": "rcw"},
    "wohnkoord.initiative.plan": {"adviser": "rcw", "manager": "rcw"},
    "wohnkoord.call.off.amend": {"adviser": "rcw", "manager": "rcw"},
    "wohnkoord.choose.consultant": {"adviser": "rcw", "manager": "rcw"},
    "wohnkoord.quick.order": {"adviser": "rcw", "manager": "rcw"},
    "wohnkoord.bill.run": BILL_RUN,
    "wohnkoord.bill.run.line": BILL_RUN,
}
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
