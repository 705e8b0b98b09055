# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Parallel writers against every cap: overshoot 0, and words instead of tracebacks.

Words are German: the writers' users are.
"""

import pytest
from support.burst import burst
from support.office import day

CALL_OFF, ENTRY = "wohnkoord.call.off", "wohnkoord.time.entry"
WRITERS = (2, 10, 40)
#: 24 attempts at least, so that the cap is met with every number of writers
ATTEMPTS = {2: 24, 10: 30, 40: 40}


def assert_held(outcomes, allowed, writers):
    """Exactly ``allowed`` got through; the others read why.

    Up to 10 writers nobody may lose a race, so the cap is also reached.
    """
    outcomes.assert_readable()
    assert len(outcomes.accepted) <= allowed, "the cap was exceeded"
    if writers <= 10:
        assert not outcomes.lost_races, "somebody was refused for concurrency"
        assert len(outcomes.accepted) == allowed
    else:
        room = allowed - len(outcomes.accepted)
        assert room <= len(outcomes.lost_races), "refused, though hours were left"


@pytest.mark.parametrize("writers", WRITERS)
def test_saving_on_one_call_off(office, balanced, writers):
    """Entries of 30 minutes on an order of 6 hours: 12 of them, never 13."""
    call_off = office.make_call_off(6)
    people = [office.consultant, office.colleague]

    def save(number):
        vals = office.entry_vals(call_off, 30, offset=-1 - number % 40)
        return people[number % 2], lambda client: client.create(ENTRY, vals)

    outcomes = burst([save(n) for n in range(ATTEMPTS[writers])], writers)
    assert_held(outcomes, 12, writers)
    outcomes.assert_refused_with("Stunden", "hours")
    worked = office.adviser.read(CALL_OFF, call_off, "minutes_worked")
    assert worked["minutes_worked"] == 30 * len(outcomes.accepted)


@pytest.mark.parametrize("writers", WRITERS)
def test_ordering_from_one_contract(office, balanced, writers):
    """Orders of 1 hour on a contract with 12 hours left."""
    contract = office.make_contract(max_hours=12)
    call_offs = office.make_call_offs(ATTEMPTS[writers], 1, contract, confirm=False)
    outcomes = confirm_all(office, call_offs, writers)
    assert_held(outcomes, 12, writers)
    row = office.adviser.read("wohnkoord.contract", contract, "hours_called_off")
    assert row["hours_called_off"] == len(outcomes.accepted)


@pytest.mark.parametrize("writers", WRITERS)
@pytest.mark.parametrize(
    "cap", [{"max_amount": 2000.0}, {"max_hours": 20.0}], ids=["money", "hours"]
)
def test_ordering_from_one_framework(office, balanced, cap, writers):
    """50 orders of 1 hour over five contracts, 20 of which the framework allows."""
    framework, lot = office.make_framework(**cap)
    contracts = [office.make_contract(lot, hourly_rate=100.0) for _n in range(5)]
    call_offs = [
        call_off
        for contract in contracts
        for call_off in office.make_call_offs(10, 1, contract, confirm=False)
    ]
    outcomes = confirm_all(office, call_offs, writers)
    assert_held(outcomes, 20, writers)
    row = office.adviser.read(
        "wohnkoord.framework", framework, "hours_called_off", "amount_called_off"
    )
    assert row["hours_called_off"] == len(outcomes.accepted)
    assert row["amount_called_off"] == 100.0 * len(outcomes.accepted)


def confirm_all(office, call_offs, writers):
    people = [office.adviser, office.manager]
    return burst(
        [
            (
                people[number % 2],
                lambda client, call_off=call_off: client.do(
                    CALL_OFF, call_off, "action_confirm"
                ),
            )
            for number, call_off in enumerate(call_offs)
        ],
        writers,
    )


def test_saving_on_fifty_call_offs_of_one_framework(office, balanced):
    """Entries on different orders do not meet in a row: nobody loses at 40 writers."""
    _framework, lot = office.make_framework()
    call_offs = office.make_call_offs(50, 1, office.make_contract(lot))
    outcomes = burst(
        [
            (
                office.consultant if number % 2 else office.colleague,
                lambda client, call_off=call_off, number=number: client.create(
                    ENTRY, office.entry_vals(call_off, 60, offset=-1 - number)
                ),
            )
            for number, call_off in enumerate(call_offs)
        ],
        writers=40,
    )
    assert len(outcomes.accepted) == 50, [str(o.fault) for o in outcomes.refused]


@pytest.mark.parametrize("writers", [10, 40])
def test_a_day_has_24_hours(office, balanced, writers):
    """Entries of 3 hours by one person on one day, spread over 5 orders: 8 of them."""
    client = office.make_portal_user(f"fleissig{writers}", office.firm)
    call_offs = office.make_call_offs(5, 100)
    outcomes = burst(
        [
            (
                client,
                lambda client, number=number: client.create(
                    ENTRY, office.entry_vals(call_offs[number % 5], 180, offset=-3)
                ),
            )
            for number in range(max(writers, 16))
        ],
        writers,
    )
    assert_held(outcomes, 8, writers)
    outcomes.assert_refused_with("24")


def test_a_lost_race_reads_save_again(office, balanced, ledger):
    """Whoever loses five times in a row reads what to do, in German; no entry is made."""
    call_off = office.make_call_off(5)
    vals = office.entry_vals(call_off, 60)
    with ledger.connect() as holder, holder.cursor() as cursor:
        outcomes = burst(
            [
                (office.consultant, lambda client: client.create(ENTRY, vals)),
                (office.adviser, lambda _client: hold_row(holder, cursor, call_off)),
            ],
            writers=2,
        )
    holder.close()
    outcomes.assert_readable()
    assert len(outcomes.lost_races) == 1, [str(o.fault) for o in outcomes.refused]
    message = outcomes.lost_races[0].fault.message
    assert "speichern" in message and "could not serialize" not in message
    row = office.adviser.read(CALL_OFF, call_off, "minutes_worked", "time_entry_ids")
    assert row["minutes_worked"] == 0 and not row["time_entry_ids"]


def hold_row(connection, cursor, call_off):
    """Change the order's row again and again, each time somebody waits for it.

    Ends when five waiting saves were beaten.
    """
    beaten = 0
    while beaten < 5:
        cursor.execute(
            "UPDATE wohnkoord_call_off SET write_date = now() WHERE id = %s", [call_off]
        )
        for _moment in range(2000):
            cursor.execute(
                "SELECT count(*) FROM pg_locks"
                " WHERE NOT granted AND pid != pg_backend_pid()"
                " AND transactionid = pg_current_xact_id()::text::xid"
            )
            if cursor.fetchone()[0]:
                beaten += 1
                break
            cursor.execute("SELECT pg_sleep(0.01)")
        else:
            raise AssertionError(f"only {beaten} tries were made")
        connection.commit()


@pytest.mark.parametrize("_round", range(3))
def test_closing_races_saving(office, balanced, _round):
    """Either the order closes first and nothing is saved, or the entry keeps it open."""
    call_off = office.make_call_off(20)
    office.make_entry(call_off, 60, state="approved")
    office.adviser.write(CALL_OFF, call_off, {"result": "Fertig gerechnet."})

    def close(client):
        return client.do(CALL_OFF, call_off, "action_close")

    def save(number):
        vals = office.entry_vals(call_off, 15, offset=-2 - number)
        return office.consultant, lambda client: client.create(ENTRY, vals)

    jobs = [save(n) for n in range(4)]
    jobs.insert(2, (office.adviser, close))
    outcomes = burst(jobs, writers=5)
    outcomes.assert_readable()
    assert not outcomes.lost_races
    saved = sum(1 for outcome in outcomes.accepted if isinstance(outcome.result, int))
    state = office.adviser.read(CALL_OFF, call_off, "state")["state"]
    assert state == ("confirmed" if saved else "closed")


@pytest.mark.parametrize("_round", range(3))
def test_approving_races_editing(office, balanced, ledger, _round):
    """What is approved is what was submitted, whoever else writes meanwhile."""
    call_off = office.make_call_off(20)
    entry = office.make_entry(call_off, 60, state="submitted")
    outcomes = burst(
        [
            (office.manager, lambda c: c.do(ENTRY, entry, "action_approve")),
            (office.manager, lambda c: c.do(ENTRY, entry, "action_approve")),
            (office.manager, lambda c: c.do(ENTRY, entry, "action_refuse", "Nein.")),
            (office.consultant, lambda c: c.write(ENTRY, entry, {"minutes": 600})),
            (office.consultant, lambda c: c.do(ENTRY, entry, "action_submit")),
            (office.adviser, lambda c: c.write(ENTRY, entry, {"minutes": 300})),
        ],
        writers=6,
    )
    outcomes.assert_readable()
    state, minutes, approver = ledger.rows(
        "SELECT state, minutes, approved_by_id FROM wohnkoord_time_entry WHERE id = %s",
        [entry],
    )[0]
    if state == "approved":
        assert approver == office.manager.uid
    row = office.adviser.read(CALL_OFF, call_off, "minutes_worked", "minutes_approved")
    assert row["minutes_approved"] == (minutes if state == "approved" else 0)
    assert row["minutes_worked"] == (0 if state == "refused" else minutes)


def test_amending_races_saving(office, balanced):
    """An order is not made smaller than what is worked in the same moment."""
    call_off = office.make_call_off(10)
    jobs = [
        (
            office.consultant,
            lambda c, n=n: c.create(ENTRY, office.entry_vals(call_off, 60, -2 - n)),
        )
        for n in range(8)
    ]
    jobs.insert(
        4, (office.adviser, lambda c: c.do(CALL_OFF, call_off, "action_amend", 4, "?"))
    )
    outcomes = burst(jobs, writers=9)
    outcomes.assert_readable()
    row = office.adviser.read(CALL_OFF, call_off, "hours", "hours_worked")
    assert row["hours_worked"] <= row["hours"]


def test_cancelling_races_saving(office, balanced):
    """No entry stands on a cancelled order."""
    for call_off in office.make_call_offs(3, 5):
        outcomes = burst(
            [
                (
                    office.consultant,
                    lambda c, x=call_off: c.create(ENTRY, office.entry_vals(x, 60, -4)),
                ),
                (
                    office.adviser,
                    lambda c, x=call_off: c.do(CALL_OFF, x, "action_cancel"),
                ),
            ],
            writers=2,
        )
        outcomes.assert_readable()
        row = office.adviser.read(CALL_OFF, call_off, "state", "minutes_worked")
        assert row["state"] == ("confirmed" if row["minutes_worked"] else "cancelled")


def test_confirming_twice_at_once(office, balanced):
    """Two clicks on the same button order once."""
    contract = office.make_contract(max_hours=50)
    call_off = office.make_call_off(5, contract, confirm=False)
    outcomes = burst(
        [
            (client, lambda c: c.do(CALL_OFF, call_off, "action_confirm"))
            for client in (office.adviser, office.manager, office.adviser)
        ],
        writers=3,
    )
    outcomes.assert_readable()
    assert len(outcomes.accepted) == 1
    row = office.adviser.read("wohnkoord.contract", contract, "hours_called_off")
    assert row["hours_called_off"] == 5


def test_two_bill_runs_at_once(office, balanced, ledger):
    """Every approved minute is billed once, whoever runs the bills."""
    contract = office.make_contract(self_billing=True)
    call_offs = office.make_call_offs(4, 10, contract)
    for number, call_off in enumerate(call_offs):
        office.make_entry(call_off, 90 + number, state="approved", date=day(-5))

    def run(client):
        wizard = client.create(
            "wohnkoord.bill.run", {"contract_ids": [(6, 0, [contract])]}
        )
        return client.do("wohnkoord.bill.run", wizard, "action_run")

    outcomes = burst([(office.manager, run)] * 3, writers=3)
    outcomes.assert_readable()
    assert outcomes.accepted
    lines = ledger.rows(
        "SELECT l.wohnkoord_call_off_id, SUM(l.quantity) FROM account_move_line l"
        " JOIN account_move m ON m.id = l.move_id AND m.state != 'cancel'"
        " WHERE l.wohnkoord_call_off_id = ANY(%s) GROUP BY 1",
        [call_offs],
    )
    assert {call_off: float(hours) for call_off, hours in lines} == {
        call_off: round((90 + number) / 60 + 1e-9, 2)
        for number, call_off in enumerate(call_offs)
    }


def test_a_killed_worker_leaves_nothing_half(office, balanced, ledger, server):
    """A worker dies in the midst of a burst: what was answered is there, no more."""
    call_offs = office.make_call_offs(4, 20)
    people = [office.consultant, office.colleague]

    def save(number):
        vals = office.entry_vals(call_offs[number % 4], 15, offset=-1 - number % 40)
        return people[number % 2], lambda client: client.create(ENTRY, vals)

    jobs = [save(n) for n in range(60)]
    jobs.insert(20, (office.consultant, lambda _client: kill_a_worker(server)))
    outcomes = burst(jobs, writers=12)
    assert not [o for o in outcomes if o.fault], "only a broken connection is expected"
    made = {o.result for o in outcomes.accepted if isinstance(o.result, int)}
    there = {
        row[0]
        for row in ledger.rows(
            "SELECT id FROM wohnkoord_time_entry WHERE call_off_id = ANY(%s)",
            [call_offs],
        )
    }
    assert made <= there
    lost = [outcome for outcome in outcomes if outcome.lost]
    assert len(there) <= len(made) + len(lost)
    # and the office goes on
    assert office.consultant.create(ENTRY, office.entry_vals(call_offs[0], 15, -50))


def kill_a_worker(server):
    workers = [
        process for process in server.children() if "gevent" not in process.cmdline()
    ]
    assert workers, "the test server has no workers"
    # the busiest one, so that it dies in the midst of a request
    max(workers, key=lambda process: process.cpu_times().user).kill()


def test_the_addon_finds_no_drift_either(office, server_log, ledger):
    """The nightly recount of the addon itself, after all that."""
    cron = office.xml_id("wohnkoord_odoo.ir_cron_check_balances")
    office.admin.do("ir.cron", cron, "method_direct_trigger")
    assert "Balance drifted" not in server_log()
    # ... and it would find one: the proof is no proof if it cannot fail
    call_off = office.make_call_off(1)
    with ledger.connect() as connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE wohnkoord_call_off SET minutes_approved = 7 WHERE id = %s",
            [call_off],
        )
    connection.close()
    assert ledger.drift()
    with ledger.connect() as connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE wohnkoord_call_off SET minutes_approved = 0 WHERE id = %s",
            [call_off],
        )
    connection.close()
    ledger.assert_balanced()
