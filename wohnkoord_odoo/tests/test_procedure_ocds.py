# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import copy
from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.ocds import carry, compiled, dumps, loads
from .ocds_schema import defects
from .procedure_ocds_common import OcdsCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureOcds(OcdsCase):
    maxDiff = None

    def _kinds(self):
        return self._rows().mapped("kind")

    # -- three whole procedures ----------------------------------------------------------

    def test_success(self):
        self._second_lot()
        self._start()
        self._check()
        self._answer()
        self._amend()
        self._check()
        self._close()
        self._check()
        self._open()
        _all, merged = self._check()
        self.assertEqual(merged["tender"]["numberOfTenderers"], 2)
        self.assertNotIn("details", merged["bids"])
        award = self._award()
        _all, merged = self._check()
        self.assertEqual(merged["awards"][0]["status"], "pending")
        reservation = self._reserve(award)
        self._check()
        self._extend(reservation)
        self._check()
        contract = self._sign(award)
        _all, merged = self._check()
        self._end_contract(contract)
        releases, merged = self._check()
        self.assertEqual(
            [release["tag"] for release in releases],
            [
                ["tender"],
                ["tenderUpdate"],
                ["tenderAmendment"],
                ["tenderUpdate"],
                ["tenderUpdate"],
                ["award"],
                ["award"],
                ["contract"],
                ["contractAmendment"],
                ["contractUpdate"],
                ["implementation"],
                ["implementationUpdate"],
                ["contractUpdate"],
            ],
        )
        self.assertEqual(merged["tender"]["status"], "complete")
        self.assertEqual(merged["awards"][0]["status"], "active")
        self.assertEqual(
            merged["awards"][0]["suppliers"],
            [{"id": "party-1", "name": self.initiative.name}],
        )
        own = merged["contracts"][0]
        self.assertEqual(own["status"], "active", "for 60 years")
        self.assertEqual(
            own["value"], {"amount": Decimal("1234.50"), "currency": "EUR"}
        )
        self.assertEqual(len(own["amendments"]), 1)
        self.assertEqual(own["milestones"][0]["description"], "12")
        self.assertEqual(len(merged["tender"]["enquiries"]), 1)
        amendment = merged["tender"]["amendments"][0]
        self.assertEqual(amendment["releaseID"], releases[2]["id"])
        self.assertEqual(amendment["amendsReleaseID"], releases[1]["id"])
        sale = merged["tender"]["lots"][1]
        self.assertEqual(sale["value"]["amount"], Decimal("250000.10"))

    def test_lapse_with_runner_up(self):
        self._start()
        self._close()
        self._open()
        first = self._award()
        self._lapse(self._reserve(first))
        second = self._award(self.rival_bid, previous=first)
        self._reserve(second)
        self._sign(second)
        releases, merged = self._check()
        self.assertEqual(
            [release["tag"] for release in releases][-5:],
            [["contract"], ["awardCancellation"], ["award"], ["contract"]]
            + [["contractUpdate"]],
        )
        self.assertEqual(
            [award["status"] for award in merged["awards"]], ["cancelled", "active"]
        )
        self.assertEqual(
            [contract["status"] for contract in merged["contracts"]],
            ["cancelled", "active"],
        )
        self.assertEqual(
            merged["awards"][1]["suppliers"][0]["name"], self.rival_initiative.name
        )

    def test_lapse_and_next_award_in_one_act(self):
        self._start()
        self._close()
        self._open()
        first = self._award()
        reservation = self._reserve(first)
        Procedure = self.env.registry["wohnkoord.procedure"]
        with patch.object(Procedure, "_ocds_release", lambda *_args: None):
            self._lapse(reservation)
            self._award(self.rival_bid, previous=first)
        with self._act(30):
            self._tell("reservation_lapsed", reservation)
        releases, _merged = self._check()
        self.assertEqual(releases[-1]["tag"], ["awardCancellation", "award"])

    def test_contract_that_ended(self):
        self._start()
        self._close()
        self._open()
        contract = self._sign(self._award())
        contract.sudo()._write_guarded({"state": "ended"})
        with self._act():
            self._tell("terminated", self.procedure)
        releases, merged = self._check()
        self.assertEqual(releases[-1]["tag"], ["contractTermination"])
        self.assertEqual(merged["contracts"][0]["status"], "terminated")
        self.assertEqual(merged["tender"]["status"], "complete")

    def test_dropped_promise_is_no_milestone(self):
        self._start()
        self._close()
        self._open()
        contract = self._sign(self._award())
        promises = self._office(contract.bid_id.commitment_ids)
        self.assertEqual(len(promises), 2)
        with self._act():
            promises[0].action_drop("Nicht in den Vertrag übernommen")
            self._office(contract).action_make_duties()
        self._control(promises[1], "met")
        _releases, merged = self._check()
        gone, kept = sorted(merged["contracts"][0]["milestones"], key=len)
        self.assertEqual(gone, {"id": f"commitment-{promises[0].id}"})
        self.assertEqual(kept["status"], "met")

    def test_cancellation(self):
        self._start()
        self._answer()
        with self._act():
            self.procedure.with_user(self.manager).action_cancel("Altlasten gefunden")
        releases, merged = self._check()
        self.assertEqual(releases[-1]["tag"], ["tenderCancellation"])
        self.assertEqual(merged["tender"]["status"], "cancelled")
        self.assertEqual(merged["tender"]["lots"][0]["status"], "cancelled")
        end = merged["tender"]["documents"][-1]
        self.assertEqual(end["description"], "Altlasten gefunden")
        self.assertNotIn("bids", merged)

    def test_unsuccessful_and_repeated(self):
        self._start()
        self._close(bids=False)
        self._fail()
        _releases, merged = self._check()
        self.assertEqual(merged["tender"]["status"], "unsuccessful")
        first = self.procedure
        again = self._make_procedure(
            name="Zweiter Anlauf",
            repeats_id=first.id,
            date_questions_until=self.deadline + timedelta(days=50),
            date_deadline=self.deadline + timedelta(days=90),
        )
        self._start(again)
        _releases, merged = self._check()
        self.assertNotEqual(merged["ocid"], first._ocds_ocid())
        self.assertEqual(
            merged["relatedProcesses"][0]["identifier"], first._ocds_ocid()
        )

    # -- what a checker must find ----------------------------------------------------------

    def test_negative_samples(self):
        self._start()
        self._close()
        self._open()
        self._reserve(self._award())
        good = self._releases()[-1]
        self.assertEqual(defects(good), [])

        def wrong(change):
            bad = copy.deepcopy(good)
            change(bad)
            return defects(bad)

        for name, change in {
            "tag": lambda r: r.update(tag=["sold"]),
            "tender status": lambda r: r["tender"].update(status="open"),
            "lot status": lambda r: r["tender"]["lots"][0].update(status="free"),
            "initiation": lambda r: r.update(initiationType="sale"),
            "date": lambda r: r.update(date="2026-01-01T10:00:00"),
            "day": lambda r: r["awards"][0].update(date="2026-13-01T10:00:00Z"),
            "contract without award": lambda r: r["contracts"][0].pop("awardID"),
            "amount": lambda r: r["awards"][0].update(
                value={"amount": "1", "currency": "EUR"}
            ),
            "unknown field": lambda r: r["tender"].update(deadline="x"),
            "number as id": lambda r: r["awards"][0].update(id=1),
            "id": lambda r: r.update(id="a#b"),
            "ocid": lambda r: r.pop("ocid"),
        }.items():
            with self.subTest(name):
                self.assertTrue(wrong(change))

    # -- rows ----------------------------------------------------------------------------

    def test_append_only(self):
        self._start()
        row = self._rows()
        for query in (
            "UPDATE wohnkoord_ocds_release SET content = '{}'",
            "DELETE FROM wohnkoord_ocds_release",
            "TRUNCATE wohnkoord_ocds_release CASCADE",
        ):
            with (
                self.subTest(query),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query)
        for user in (self.adviser, self.manager):
            for vals in ({"content": "{}"}, {"tags": "x"}):
                with self.assertRaises(AccessError):
                    row.with_user(user).write(vals)
            with self.assertRaises(AccessError):
                row.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.env["wohnkoord.ocds.release"].with_user(user).create(
                    {"procedure_id": self.procedure.id, "number": 99}
                )
            self.assertTrue(row.with_user(user).content)

    def test_two_acts_in_one_second(self):
        self._start()
        with self._at(self.clock):
            self.procedure._ocds_release("answered")
        first, second = self._rows()
        self.assertLess(first.date, second.date)
        self.assertNotEqual(first.release_id, second.release_id)

    def test_nothing_before_publication(self):
        self.assertFalse(self.procedure._ocds_release("published"))
        with self._act():
            self.procedure.with_user(self.manager).action_cancel("Doch nicht")
        self.assertFalse(self._rows())

    def test_draft_award_stays_unknown(self):
        self._start()
        self._close()
        self._open()
        self.bid._write_guarded({"state": "admitted"})
        award = self.env["wohnkoord.award"].create(
            {
                "procedure_id": self.procedure.id,
                "procedure_lot_id": self.procedure.lot_ids[0].id,
                "bid_id": self.bid.id,
            }
        )
        self._tell("award", award)
        content = self._rows()[-1].content
        self.assertNotIn(self.initiative.name, content)
        self.assertNotIn('"awards"', content)

    # -- settings ------------------------------------------------------------------------

    def test_prefix(self):
        for prefix in ("ocds-ABCDEF", "ocds-12345", "abcdef", "ocds-abc12é"):
            with self.subTest(prefix), self.assertRaises(ValidationError):
                self.company.wohnkoord_ocds_prefix = prefix
        self._start()
        package = self._package()
        self.assertTrue(package["records"][0]["ocid"].startswith("test-"))
        self.assertIn("test", package["publisher"]["name"])
        self.company.wohnkoord_ocds_prefix = "ocds-a1b2c3"
        package = self._package()
        self.assertEqual(
            package["records"][0]["ocid"], f"ocds-a1b2c3-{self.procedure.uuid}"
        )
        self.assertEqual(package["publisher"]["name"], self.company.name)
        for prefix in ("ocds-z1b2c3", False):
            with self.assertRaises(ValidationError):
                self.company.wohnkoord_ocds_prefix = prefix

    def test_all_bidders_by_setting(self):
        self.company.wohnkoord_ocds_bidders = "all"
        self._start()
        self._close()
        self._open()
        self.assertNotIn(self.rival_initiative.name, self._rows()[-1].content)
        self._award()
        _releases, merged = self._check()
        self.assertEqual(
            [p["name"] for p in merged["parties"][1:]],
            [self.initiative.name, self.rival_initiative.name],
        )
        self.assertEqual(len(merged["bids"]["details"]), 2)

    def test_losers_are_not_named(self):
        self._start()
        self._close()
        self._open()
        self._award()
        for row in self._rows():
            self.assertNotIn(self.rival_initiative.name, row.content)

    # -- text ------------------------------------------------------------------------------

    def test_numbers_keep_their_digits(self):
        text = dumps({"a": Decimal("250000.10"), "b": [1, True, None, 'ü"']})
        self.assertEqual(text, '{"a":250000.10,"b":[1,true,null,"ü\\""]}')
        self.assertEqual(loads(text)["a"], Decimal("250000.10"))
        with self.assertRaises(TypeError):
            dumps({"a": 0.1})

    def test_what_is_gone(self):
        before = {
            "period": {"startDate": "x", "endDate": "y"},
            "list": [{"id": "1", "value": {"amount": 1}, "words": ["a"]}, {"id": "2"}],
            "words": ["a"],
            "kept": {"id": "z", "unit": {"id": "MTK"}},
        }
        after = {"list": [{"id": "2"}], "kept": {"id": "z"}}
        text = carry(before, after)
        self.assertEqual(
            text,
            {
                "period": {"startDate": None, "endDate": None},
                "list": [
                    {"id": "1", "value": {"amount": None}, "words": None},
                    {"id": "2"},
                ],
                "words": None,
                "kept": {"id": "z", "unit": {"id": None}},
            },
        )
        self.assertEqual(
            compiled(text),
            {
                "period": {},
                "list": [{"id": "1", "value": {}}, {"id": "2"}],
                "kept": {"id": "z", "unit": {}},
            },
        )
        self.assertEqual(carry(text, after), text, "said again, ever after")
        self.assertEqual(
            carry(before, {})["list"],
            [{"id": "1", "value": {"amount": None}, "words": None}, {"id": "2"}],
        )

    def test_hash_and_compiled(self):
        self._start()
        row = self._rows()
        self.assertEqual(compiled(row._content()), row._compiled())
        self.assertEqual(row.content, dumps(loads(row.content)))
