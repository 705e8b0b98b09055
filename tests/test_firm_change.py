# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A person who moves to another firm takes no rights along, on any worker."""

import pytest
from support.client import Fault

CALL_OFF, ENTRY = "wohnkoord.call.off", "wohnkoord.time.entry"
#: more requests than the server has workers, so that each of them is asked
ASKED = 12


@pytest.fixture
def move(office):
    """A person of the firm with an order, an entry and a draft; then of the rival's."""
    person = office.make_portal_user("wechsel", office.firm)
    old = office.make_call_off(10)
    entry = office.make_entry(old, 60, person, state="approved")
    draft = office.make_entry(old, 30, person)
    contract = office.make_contract(firm=office.rival_firm)
    new = office.make_call_off(10, contract)
    for _request in range(ASKED):  # every worker has the rules in its cache
        assert person.search(CALL_OFF, [("id", "in", [old, new])]) == [old]
    office.admin.write("res.partner", person.partner, {"parent_id": office.rival_firm})
    return person, old, new, entry, draft


def test_sees_the_new_firm_only(move):
    person, old, new, entry, draft = move
    for _request in range(ASKED):
        assert person.search(CALL_OFF, [("id", "in", [old, new])]) == [new]
        assert person.search(ENTRY, [("id", "in", [entry, draft])]) == []
        with pytest.raises(Fault) as refused:
            person.read(CALL_OFF, old, "hours")
        assert refused.value.access


def test_changes_nothing_of_the_old_firm(move, office, balanced):
    person, old, _new, _entry, draft = move
    attempts = (
        lambda: person.write(ENTRY, draft, {"minutes": 45}),
        lambda: person.do(ENTRY, draft, "action_submit"),
        lambda: person.unlink(ENTRY, draft),
        lambda: person.create(ENTRY, office.entry_vals(old, 15)),
        lambda: person.create(
            ENTRY, office.entry_vals(old, 15, partner_id=office.consultant.partner)
        ),
    )
    for attempt in attempts:
        with pytest.raises(Fault):
            attempt()
    row = office.adviser.read(ENTRY, draft, "minutes", "state")
    assert (row["minutes"], row["state"]) == (30, "draft")


def test_works_for_the_new_firm(move, office, balanced):
    person, _old, new, _entry, _draft = move
    entry = person.create(ENTRY, office.entry_vals(new, 15))
    row = office.adviser.read(ENTRY, entry, "commercial_partner_id")
    assert row["commercial_partner_id"] == office.rival_firm


def test_the_old_work_stays_with_the_old_firm(move, office):
    _person, old, _new, entry, _draft = move
    row = office.adviser.read(ENTRY, entry, "commercial_partner_id", "call_off_id")
    assert (row["commercial_partner_id"], row["call_off_id"]) == (office.firm, old)
    assert office.colleague.read(ENTRY, entry, "minutes")["minutes"] == 60
    office.adviser.write("wohnkoord.call.off", old, {"result": "Abgegeben."})
