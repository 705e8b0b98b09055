# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import threading
import time
from contextlib import closing
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

from ..models.procedure_log import ANCHORS
from ..tools.canonical import canonical
from ..tools.procedure_log import TEXTS, entry_hash
from ..tools.procedure_log import canonical as verifier_canonical
from .procedure_common import ProcedureCase

EVENTS = "wohnkoord_procedure_event"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureLog(ProcedureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._publish()
        cls.procedure._log("registered", {"party": 1}, actor="Party 1")
        cls.procedure._log("bid received", {"number": 1}, actor="bidder")
        cls.env.flush_all()
        cls.events = cls.procedure.event_ids.sorted("number")

    def _tamper(self, query, *values):
        """Change the log as only the owner of the tables could, who takes the triggers off."""
        self.env.flush_all()
        for word in ("DISABLE", "ENABLE"):
            for table in (EVENTS, "wohnkoord_procedure_version"):
                self.cr.execute(
                    SQL(
                        "ALTER TABLE %s %s TRIGGER USER",
                        SQL.identifier(table),
                        SQL(word),
                    )
                )
            if word == "DISABLE":
                self.cr.execute(SQL(query, *values))
        self.env.invalidate_all()

    # -- nobody changes it -----------------------------------------------------------

    def test_database_refuses_changes(self):
        """Raw SQL as the owner of the table, in every operation."""
        for query in (
            "UPDATE wohnkoord_procedure_event SET kind = 'x'",
            "UPDATE wohnkoord_procedure_event SET date = date",
            "DELETE FROM wohnkoord_procedure_event",
            "TRUNCATE wohnkoord_procedure_event",
            "TRUNCATE wohnkoord_procedure_event CASCADE",
        ):
            with self.subTest(query), self.assertRefused("append-only", IntegrityError):
                self.cr.execute(SQL(query))

    def test_orm_refuses_changes(self):
        event = self.events[:1]
        for user in (self.adviser, self.manager, self.env.ref("base.user_admin")):
            for name, attempt in {
                "write": lambda e: e.write({"kind": "x"}),
                "unlink": lambda e: e.unlink(),
                "create": lambda e: e.create({"kind": "x"}),
            }.items():
                with self.subTest(user=user.login, name=name):
                    with self.assertRaises(AccessError):
                        attempt(event.with_user(user))
        for attempt in (event.sudo().unlink, lambda: event.sudo().write({"kind": "x"})):
            with self.assertRefused(exception=(IntegrityError, UserError)):
                attempt()

    def test_procedure_with_a_log_stays(self):
        with self.assertRefused():
            self.procedure.with_user(self.manager).unlink()

    def test_database_takes_only_what_follows(self):
        last = self.events[-1:]
        columns = "procedure_id, company_id, number, date, kind, actor, content"
        for title, number, previous, days in (
            ("a gap", last.number + 2, last.hash, 1),
            ("a fork", last.number, last.previous_hash, 1),
            ("another hash", last.number + 1, "0" * 64, 1),
            ("a second beginning", 1, "", 1),
            ("back in time", last.number + 1, last.hash, -1),
        ):
            with self.subTest(title), self.assertRefused(exception=IntegrityError):
                self.cr.execute(
                    SQL(
                        "INSERT INTO wohnkoord_procedure_event (%s, previous_hash,"
                        " hash) VALUES (%s, %s, %s, %s, 'x', 'x', '{}', %s, %s)",
                        SQL(columns),
                        self.procedure.id,
                        self.company.id,
                        number,
                        last.date + timedelta(days=days),
                        previous,
                        "1" * 64,
                    )
                )

    def test_protection_is_made_again(self):
        """After an update of the module, and after somebody took it away."""
        self.cr.execute(
            SQL(
                "DROP TRIGGER %s ON %s",
                *map(SQL.identifier, (f"{EVENTS}_rows", EVENTS)),
            )
        )
        self.env["wohnkoord.procedure.event"].init()
        with self.assertRefused("append-only", IntegrityError):
            self.cr.execute(SQL("DELETE FROM wohnkoord_procedure_event"))

    # -- the chain -------------------------------------------------------------------

    def test_entries_count_and_chain(self):
        self.assertEqual(
            self.events.mapped("number"), [*range(1, len(self.events) + 1)]
        )
        self.assertEqual(
            self.events[1:].mapped("previous_hash"), self.events[:-1].mapped("hash")
        )
        self.assertEqual(self.procedure._verify_log(), [])
        for entry in self.procedure._log_entries():
            self.assertEqual(entry_hash(self.procedure.uuid, entry), entry["hash"])

    def test_an_act_before_the_last_is_dated_after_it(self):
        last = self.events[-1:]
        event = self.procedure._log("probe", moment=last.date - timedelta(days=1))
        self.assertEqual(event.date, last.date)
        self.assertEqual(self.procedure._verify_log(), [])

    def test_two_procedures_have_two_chains(self):
        other = self._publish(self._make_procedure(name="Noch eines"))
        self.assertEqual(other.event_ids[-1:].number, 1)
        self.assertEqual(other._verify_log(), [])

    def test_refuses_what_has_no_single_spelling(self):
        for data in ({"x": 1.5}, {"x": self.deadline}, {1: "x"}):
            with self.assertRaises(TypeError):
                self.procedure._log("probe", data)

    def test_verifier_spells_as_the_log_does(self):
        for value in ({"b": 1, "a": 'ä\u2028"\\\n'}, [None, True, -5, "\x7f"], {}):
            self.assertEqual(canonical(value), verifier_canonical(value))

    def test_says_what_is_wrong_and_where(self):
        second, third = self.events[1:3]
        for title, query, values, expected in (
            (
                "text",
                "UPDATE %s SET content = '{}' WHERE id = %s",
                second,
                ("changed", 2),
            ),
            (
                "actor",
                "UPDATE %s SET actor = 'x' WHERE id = %s",
                second,
                ("changed", 2),
            ),
            ("gone", "DELETE FROM %s WHERE id = %s", second, ("number", 3)),
            ("hash", "UPDATE %s SET hash = 'x' WHERE id = %s", second, ("previous", 3)),
            ("end", "DELETE FROM %s WHERE id = %s", third, None),
        ):
            with self.subTest(title):
                savepoint = self.cr.savepoint()
                self._tamper(query, SQL.identifier(EVENTS), values.id)
                problems = self.procedure._verify_log()
                if expected:
                    self.assertIn(expected, problems)
                    action = self.procedure.with_user(self.adviser).action_verify_log()
                    self.assertEqual(action["params"]["type"], "danger")
                    self.assertIn(str(expected[1]), action["params"]["message"])
                else:
                    # the end is missed by whoever knows a later hash only
                    self.assertEqual(problems, [])
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_no_log_yet_is_no_damage(self):
        draft = self._make_procedure(name="Entwurf")
        action = draft.with_user(self.adviser).action_verify_log()
        self.assertEqual(action["params"]["type"], "info")

    def test_changed_version_shows(self):
        version = self.procedure.version_id
        self._tamper(
            "UPDATE wohnkoord_procedure_version SET content = '{}' WHERE id = %s",
            version.id,
        )
        self.assertIn(("version_changed", 1), self.procedure._verify_log())

    def test_every_problem_has_words(self):
        for code in TEXTS:
            self.assertTrue(self.procedure._log_problem_text(code, 3))

    def test_whole_log_is_told_as_whole(self):
        action = self.procedure.with_user(self.adviser).action_verify_log()
        self.assertEqual(action["params"]["type"], "success")
        self.assertIn("3 entries", action["params"]["message"])

    # -- who reads it ----------------------------------------------------------------

    def test_rights(self):
        for user in (self.adviser, self.manager):
            self.assertEqual(len(self.events.with_user(user).read(["label"])), 3)
            self.assertEqual(self.procedure.with_user(user).log_count, 3)
        for user in (
            self.steering,
            self.accountant,
            self.consultant,
            self.spokesperson,
            self.env.ref("base.public_user"),
        ):
            with self.subTest(user=user.login):
                for attempt in (
                    lambda user=user: self.events.with_user(user).read(["kind"]),
                    lambda user=user: self.events.with_user(user).search([]),
                    lambda user=user: self.procedure.with_user(user).action_open_log(),
                    lambda user=user: self.procedure.with_user(
                        user
                    ).action_verify_log(),
                    lambda user=user: self.procedure.with_user(
                        user
                    ).action_export_log(),
                ):
                    with self.assertRaises(AccessError):
                        attempt()

    def test_other_office_reads_nothing(self):
        other = self.env["res.company"].create({"name": "Anderes Büro"})
        stranger = self._make_user(
            "test_stranger",
            "wohnkoord_odoo.group_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        events = self.env["wohnkoord.procedure.event"].with_user(stranger)
        self.assertFalse(events.search([("procedure_id", "=", self.procedure.id)]))
        with self.assertRaises(AccessError):
            self.events.with_user(stranger).read(["kind"])
        with self.assertRaises(AccessError):
            self.procedure.with_user(stranger).action_verify_log()

    def test_steering_opens_the_procedure(self):
        """The form of the steering holds no part of the log."""
        view = self.env["wohnkoord.procedure"].with_user(self.steering)
        arch = view.get_view(view_type="form")["arch"]
        self.assertNotIn("event_ids", arch)
        self.assertNotIn("log_count", arch)
        office = self.env["wohnkoord.procedure"].with_user(self.adviser)
        self.assertIn("log_count", office.get_view(view_type="form")["arch"])

    # -- in words --------------------------------------------------------------------

    def test_words(self):
        event = self.procedure._log(
            "published",
            {
                "version": 2,
                "bids": [{"number": 1, "state": "x"}],
                "unknown": [],
                "y": True,
            },
        )
        self.assertEqual(event.label, "Procedure published")
        self.assertIn("Version: 2", event.details)
        self.assertIn("Number: 1, State: x", event.details)
        self.assertIn("unknown: –", event.details)
        self.assertEqual(self.procedure._log("something new").label, "something new")

    # -- the public hash -------------------------------------------------------------

    def test_public_hash_says_nothing_about_bids(self):
        before = self.procedure._log_head()
        self.assertEqual(before["hash"], self.events[:1].hash)
        self.procedure._log("bid received", {"number": 2}, actor="bidder")
        self.assertEqual(self.procedure._log_head(), before)
        self.assertNotIn("bid received", ANCHORS)
        with self.enter_registry_test_mode():
            self.env.ref(
                "wohnkoord_odoo.cron_procedure_anchor_log"
            ).method_direct_trigger()
        self.env.invalidate_all()
        after = self.procedure._log_head()
        self.assertNotEqual(after["hash"], before["hash"])
        self.assertEqual(
            after["hash"], self.procedure.event_ids.sorted("number")[-1:].hash
        )
        self.assertEqual(self.procedure._verify_log(), [])

    def test_no_hash_before_publication(self):
        self.assertIsNone(self._make_procedure()._log_head())


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureLogParallel(TransactionCase):
    """Acts at the same moment: really committed, by threads with their own cursors."""

    def _connect(self):
        cr = self.env.registry._db.cursor()
        # whatever goes wrong, no test waits for another for ever
        cr.execute(SQL("SET lock_timeout = '20s'"))
        return api.Environment(cr, SUPERUSER_ID, {})

    def _act(self, env, number, count, failures):
        end, done = time.monotonic() + 60, 0
        while done < count and time.monotonic() < end:
            try:
                env["wohnkoord.procedure"].browse(number)._log("probe", {"act": done})
                env.flush_all()
                env.cr.commit()
                done += 1
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                env.cr.rollback()
        if done < count:
            failures.append(env)

    def test_parallel_acts_make_one_chain(self):
        writers, each, failures = 4, 5, []
        env = self._connect()
        with closing(env.cr):
            number = env["wohnkoord.procedure"].create({"name": "Parallel"}).id
            env.cr.commit()
        self.addCleanup(self._remove, number)
        with mute_logger("odoo.sql_db"):
            # made here: the registry is locked for other threads while tests run
            envs = [self._connect() for _n in range(writers)]
            threads = [
                threading.Thread(target=self._act, args=(env, number, each, failures))
                for env in envs
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        for env in envs:
            env.cr.close()
        self.assertFalse(failures)
        env = self._connect()
        with closing(env.cr):
            procedure = env["wohnkoord.procedure"].browse(number)
            entries = list(procedure._log_entries())
            self.assertEqual(
                [entry["number"] for entry in entries], [*range(1, writers * each + 1)]
            )
            self.assertEqual(procedure._verify_log(), [])

    def _remove(self, number):
        """Leave the database as it was, which takes the triggers off for a moment."""
        env = self._connect()
        with closing(env.cr):
            env.cr.execute(SQL("ALTER TABLE %s DISABLE TRIGGER USER", self._events))
            env.cr.execute(
                SQL("DELETE FROM %s WHERE procedure_id = %s", self._events, number)
            )
            env.cr.execute(SQL("ALTER TABLE %s ENABLE TRIGGER USER", self._events))
            env["wohnkoord.procedure"].browse(number).unlink()
            env.cr.commit()

    _events = SQL.identifier(EVENTS)
