# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What is told, made or locked once, when many do it at the same moment."""

import uuid

import pytest
from support.burst import burst
from support.office import day

CALL_OFF, CASE, CONTRACT = (
    "wohnkoord.call.off",
    "wohnkoord.advisory",
    "wohnkoord.contract",
)
ENTRY, ABSENCE = "wohnkoord.time.entry", "wohnkoord.absence"
REPORT_DATE = "wohnkoord.report.date"


def hints(office, model, record, kind):
    """Open activities of a type on a record."""
    [kind_id] = office.admin.call(
        "ir.model.data",
        "search_read",
        [["module", "=", "wohnkoord_odoo"], ["name", "=", kind]],
        ["res_id"],
    )
    return office.admin.call(
        "mail.activity",
        "search_count",
        [
            ["res_model", "=", model],
            ["res_id", "=", record],
            ["activity_type_id", "=", kind_id["res_id"]],
        ],
    )


def mails(office, call_off):
    return office.admin.call(
        "mail.mail",
        "search_count",
        [["model", "=", CALL_OFF], ["res_id", "=", call_off]],
    )


@pytest.mark.parametrize("writers", [2, 10])
def test_a_limit_is_told_once(office, balanced, writers):
    """16 entries of half an hour on 10 hours: the last of them crosses 80 %."""
    call_off = office.make_call_off(10)
    people = [office.consultant, office.colleague]

    def save(number):
        vals = office.entry_vals(call_off, 30, offset=-1 - number % 40)
        return people[number % 2], lambda client: client.create(ENTRY, vals)

    outcomes = burst([save(number) for number in range(18)], writers)
    outcomes.assert_readable()
    assert len(outcomes.accepted) == 18
    assert hints(office, CALL_OFF, call_off, "activity_type_limit_hours") == 1
    assert mails(office, call_off) == 1


@pytest.mark.parametrize("writers", [2, 10])
def test_no_entry_slips_into_a_period_that_is_being_locked(office, balanced, writers):
    contract = office.make_contract()
    call_off = office.make_call_off(100, contract)
    people = [office.consultant, office.colleague]

    def save(number):
        vals = office.entry_vals(call_off, 30, offset=-1 - number % 40)
        return people[number % 2], lambda client: client.create(ENTRY, vals)

    def lock(client):
        client.call(CONTRACT, "action_lock", [contract], day(0))
        return client.call(ENTRY, "search_count", [["contract_id", "=", contract]])

    jobs = [save(number) for number in range(20)]
    jobs.insert(8, (office.manager, lock))
    outcomes = burst(jobs, writers)
    outcomes.assert_readable()
    [locked] = [outcome for outcome in outcomes if isinstance(outcome.result, int)][
        :1
    ] or [None]
    saved = office.admin.call(ENTRY, "search", [["contract_id", "=", contract]])
    log = office.admin.call(
        "mail.message",
        "search_read",
        [["model", "=", CONTRACT], ["res_id", "=", contract]],
        ["date"],
    )
    assert log
    row = office.admin.read(CONTRACT, contract, "lock_date")
    assert row["lock_date"] == day(0)
    # whoever was refused read that it is locked; the rest came before the lock
    for outcome in outcomes.refused:
        assert "locked" in str(outcome.fault) or "gesperrt" in str(outcome.fault)
    assert len(saved) == len(outcomes.accepted) - 1
    assert locked is not None


def test_two_absences_make_no_circle(office):
    first = office.make_user("fort1", ["wohnkoord_odoo.group_user"])
    second = office.make_user("fort2", ["wohnkoord_odoo.group_user"])

    def away(client, deputy):
        vals = {"deputy_id": deputy.uid, "date_from": day(0), "date_to": day(5)}
        return client, lambda own: own.create(ABSENCE, {**vals, "user_id": own.uid})

    outcomes = burst([away(first, second), away(second, first)], 2)
    outcomes.assert_readable()
    assert len(outcomes.accepted) == 1


def test_one_next_report_date(office):
    row = office.adviser.create(
        REPORT_DATE,
        {"name": "Bericht", "date_due": day(0), "recurrence": "yearly"},
    )

    def done(client):
        return client.call(REPORT_DATE, "action_done", [row])

    people = [office.adviser, office.manager]
    outcomes = burst([(people[number % 2], done) for number in range(10)], 10)
    outcomes.assert_readable()
    following = office.admin.call(
        REPORT_DATE, "search_count", [["previous_id", "=", row]]
    )
    assert following == 1


def test_two_mails_of_a_new_sender_make_one_contact(office):
    sender = f"neu.{uuid.uuid4().hex[:8]}@example.org"

    def mail(number):
        raw = (
            f"From: Neue Person <{sender}>\r\nTo: niemand@example.org\r\n"
            f"Subject: Frage {number}\r\nMessage-ID: <{uuid.uuid4()}@example.org>\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n\r\nGuten Tag\r\n"
        )
        return office.admin, lambda client: client.call(
            "mail.thread", "message_process", CASE, raw
        )

    outcomes = burst([mail(number) for number in range(4)], 4)
    outcomes.assert_readable()
    assert len(outcomes.accepted) == 4, [str(o.fault) for o in outcomes.refused]
    found = office.admin.call("res.partner", "search_count", [["email", "=", sender]])
    assert found == 1
    cases = office.admin.call(
        CASE, "search_count", [["enquiry_email", "=", sender], ["origin", "=", "mail"]]
    )
    assert cases == 4
