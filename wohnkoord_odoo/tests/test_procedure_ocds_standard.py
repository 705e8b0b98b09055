# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import json
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

from odoo.fields import Datetime
from odoo.tests import tagged

from ..tools.freezing import decimal_text
from ..tools.ocds import loads
from . import ocds_standard as standard
from .procedure_ocds_common import OcdsCase

#: lists that are open: the standard's own words, but for what no word is there
OPEN_WORDS = {
    "documentType": "tenderNotice biddingDocuments technicalSpecifications"
    " evaluationCriteria contractDraft cancellationDetails",
    "awardCriteria": "qualityOnly ratedCriteria",
    "submissionMethod": "electronicSubmission",
    "roles": "buyer procuringEntity tenderer supplier",
    "measure": "bids bidders validBids disqualifiedBids",
    "relationship": "unsuccessfulProcess",
}


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureOcdsStandard(OcdsCase):
    """Whole procedures: after each act, all is valid and merges to what Odoo shows."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checker = standard.Checker()
        cls.addClassCleanup(cls.checker.close)
        cls.company.wohnkoord_ocds_prefix = "ocds-a1b2c3"

    @contextmanager
    def _act(self, days=1):
        with super()._act(days):
            yield
        self._validate()

    def _validate(self):
        """Both packages by all checks; both ways of merging; and Odoo's own records."""
        self.env.invalidate_all()
        if not self._rows():
            return
        for kind in ("release", "record"):
            procedure = self.procedure.sudo()
            pieces = getattr(procedure, f"_ocds_{kind}_package")(
                "https://example.org/x"
            )
            text = "".join(pieces)
            self.assertEqual(standard.defects(text), [], kind)
            self.assertEqual(self.checker.findings(text), [], kind)
        releases = self._releases()
        self.merged = standard.merged(releases)
        record = loads(text)["records"][0]
        self.assertEqual(self.merged, record["compiledRelease"])
        self._check_open_words(self.merged)
        self._check_sealed()
        self._compare()

    def _check_open_words(self, node):
        if isinstance(node, list):
            for item in node:
                self._check_open_words(item)
        elif isinstance(node, dict):
            for name, value in node.items():
                if name in OPEN_WORDS and value and not isinstance(value, dict):
                    words = value if isinstance(value, list) else [value]
                    self.assertLessEqual(set(words), set(OPEN_WORDS[name].split()))
                self._check_open_words(value)

    # -- what Odoo shows -----------------------------------------------------------------

    def _compare(self):
        procedure = self.procedure.sudo()
        tender = self.merged["tender"]
        ends = {"published": "active"} | {s: s for s in ("cancelled", "unsuccessful")}
        self.assertEqual(tender["status"], ends.get(procedure.state, "complete"))
        self.assertEqual(
            tender["tenderPeriod"],
            {
                "startDate": self._time(procedure.date_published),
                "endDate": self._time(procedure.version_id.date_deadline),
            },
        )
        questions = procedure.question_ids.filtered("date_published")
        self.assertEqual(len(tender.get("enquiries", ())), len(questions))
        self.assertEqual(
            len(tender.get("amendments", ())), len(procedure.version_ids) - 1
        )
        self._compare_lots(procedure, tender)
        self._compare_bids(procedure)
        awards = procedure.award_ids.filtered(lambda award: award.state != "draft")
        self.assertEqual(
            self._by_id("awards"), {f"award-{a.id}": self._shown(a) for a in awards}
        )
        self._compare_contracts(awards)
        winners = awards.bid_id.initiative_id
        self.assertEqual(
            {party["name"] for party in self.merged["parties"]},
            {self.company.name, *winners.mapped("name")},
        )
        if procedure.end_reason:
            end = self.merged["tender"]["documents"][-1]
            self.assertEqual(end["description"], procedure.end_reason)

    def _compare_lots(self, procedure, tender):
        shown = {}
        for lot in procedure.lot_ids:
            awards = procedure.award_ids.filtered(
                lambda award, lot=lot: (
                    award.procedure_lot_id == lot and award.state != "draft"
                )
            )
            status = tender["status"]
            if awards and not awards.sorted("id")[-1].bid_id:
                status = "unsuccessful"
            shown[lot.uuid] = (status, lot.plot_id.name)
        self.assertEqual(
            {lot["id"]: (lot["status"], lot["title"][2:]) for lot in tender["lots"]},
            shown,
        )

    def _compare_bids(self, procedure):
        figures = self.merged.get("bids", {}).get("statistics", ())
        shown = {row["id"]: row["value"] for row in figures}
        bids = procedure.bid_ids
        opened = len(procedure.opening_ids) and len(bids)
        self.assertEqual(shown.get("bids", 0), opened)
        if procedure.award_ids.filtered(lambda award: award.state != "draft"):
            states = bids.mapped("state")
            self.assertEqual(shown["validBids"], states.count("admitted"))
            self.assertEqual(shown["disqualifiedBids"], states.count("excluded"))

    def _shown(self, award):
        """An award as its form shows it, in the standard's words."""
        words = {"reserved": "active", "contracted": "active", "lapsed": "cancelled"}
        status = words.get(award.state)
        if not status:
            last = self._rows()[-1].date
            status = "pending" if last < award.standstill_until else "active"
        row = {
            "lot": award.procedure_lot_id.uuid,
            "status": status if award.bid_id else "unsuccessful",
            "date": self._time(award.date_decided),
            "groups": award.bid_id.initiative_id.mapped("name"),
            "bid": award.bid_id and f"bid-{award.bid_id.number}",
            "value": award.procedure_lot_id.tenure == "sale"
            and award.bid_id
            and Decimal(decimal_text(award.bid_id.price)),
        }
        return {name: value for name, value in row.items() if value}

    def _by_id(self, name):
        found = {}
        for award in self.merged.get(name, ()):
            row = {
                "lot": award["relatedLots"][0],
                "status": award["status"],
                "date": award["date"],
                "groups": [group["name"] for group in award.get("suppliers", ())],
                "bid": award.get("relatedBid"),
                "value": award.get("value", {}).get("amount"),
            }
            found[award["id"]] = {name: value for name, value in row.items() if value}
        return found

    def _compare_contracts(self, awards):
        shown = {}
        for award in awards:
            contract = award.env["wohnkoord.procedure.contract"].search(
                [("award_id", "=", award.id), ("state", "!=", "draft")]
            )
            reservation = award.reservation_id
            if contract:
                amount = contract.price
                if contract.tenure == "leasehold":
                    amount = contract.ground_rent
                shown[f"award-{award.id}"] = (
                    "active",
                    self._time(contract.date_signed),
                    Decimal(decimal_text(amount)),
                    None
                    if contract.tenure == "sale"
                    else self._time(contract.date_end),
                    sorted(
                        {"due": "scheduled", "proven": "met", "breached": "notMet"}.get(
                            duty.duty_state, "scheduled"
                        )
                        for duty in award.bid_id.commitment_ids
                    ),
                )
            elif reservation:
                status = "cancelled" if reservation.state == "lapsed" else "pending"
                end = self._time(reservation.date_end)
                shown[f"award-{award.id}"] = (status, None, None, end, [])
        found = {}
        for contract in self.merged.get("contracts", ()):
            found[contract["awardID"]] = (
                contract["status"],
                contract.get("dateSigned"),
                contract.get("value", {}).get("amount"),
                contract.get("period", {}).get("endDate"),
                sorted(row["status"] for row in contract.get("milestones", ())),
            )
        self.assertEqual(found, shown)

    def _time(self, value):
        """A day or a moment (UTC) as the standard writes it."""
        return f"{Datetime.to_datetime(value).isoformat()}Z"

    # -- whole procedures ----------------------------------------------------------------

    def test_success(self):
        """Three plots: leased with a longer reservation, sold, and wanted by nobody."""
        self._second_lot()
        self._third_lot()
        self._start()
        with self._act():
            third = self._register(self.third_initiative)
        self._answer()
        self._amend()
        lots = self.procedure.lot_ids
        sold = self._submit(
            self.rival_party,
            statement="Geheim 3",
            lot=lots[1].uuid,
            price="250000.10",
        )
        weak = self._submit(third, statement="Geheim 4", lot=lots[1].uuid)
        self._close()
        self._open()
        award = self._award(excluded=weak)
        awards = self.procedure.award_ids
        second = awards.filtered(lambda award: award.procedure_lot_id == lots[1])
        self.assertEqual(second.bid_id, sold)
        reservation = self._reserve(award)
        self._extend(reservation)
        contract = self._sign(award)
        sale = self._sign(second, price=250000.1)
        with self._act():
            self._office(sale).action_make_duties()
        self._end_contract(contract)
        self.assertEqual(self.procedure.state, "done")
        tags = [",".join(release["tag"]) for release in self._releases()]
        self.assertEqual(
            tags,
            "tender tenderUpdate tenderAmendment tenderUpdate tenderUpdate award award"
            " award contract contractAmendment contractUpdate contract contractUpdate"
            " implementation implementationUpdate contractUpdate".split(),
        )
        values = {
            award.get("value", {}).get("amount") for award in self.merged["awards"]
        }
        self.assertIn(Decimal("250000.10"), values)

    def test_lapse_with_runner_up(self):
        self._start()
        self._close()
        self._open()
        first = self._award()
        self._lapse(self._reserve(first))
        second = self._award(self.rival_bid, previous=first)
        self._end_contract(self._sign(second))
        tags = [",".join(release["tag"]) for release in self._releases()]
        self.assertEqual(
            tags[3:],
            "award contract awardCancellation award contract contractUpdate"
            " implementation implementationUpdate contractUpdate".split(),
        )
        self.assertEqual(
            [award["status"] for award in self.merged["awards"]],
            ["cancelled", "active"],
        )

    def test_cancellation(self):
        self._start()
        self._answer()
        self._cancel()
        self.assertEqual(self.merged["tender"]["status"], "cancelled")
        self.assertNotIn("bids", self.merged)

    def test_cancellation_after_the_decision(self):
        self._start()
        self._close()
        self._open()
        award = self._award()
        self._reserve(award)
        self._cancel()
        self.assertEqual(self._releases()[-1]["tag"], ["tenderCancellation"])

    def test_unsuccessful_and_repeated(self):
        self._start()
        self._close(bids=False)
        self._fail()
        first = self.procedure
        again = self._make_procedure(
            name="Zweiter Anlauf",
            repeats_id=first.id,
            date_questions_until=self.deadline + timedelta(days=50),
            date_deadline=self.deadline + timedelta(days=90),
        )
        self._start(again)
        related = self.merged["relatedProcesses"][0]["identifier"]
        self.assertEqual(related, first._ocds_ocid())

    def test_all_procedures(self):
        """The package over all of them, whose releases are links."""
        self._start()
        procedures = self.env["wohnkoord.procedure"].sudo()
        url = "https://example.org/procedures/ocds.json"
        text = "".join(procedures._ocds_all_records(self.company, url))
        self.assertEqual(standard.defects(text), [])
        self.assertEqual(self.checker.findings(text), [])

    # -- the checks ----------------------------------------------------------------------

    def test_what_is_wrong_is_found(self):
        """Each check finds what it is there for."""
        self._start()
        self._close()
        self._open()
        self._reserve(self._award())
        good = json.loads(
            "".join(
                self.procedure.sudo()._ocds_release_package("https://example.org/x")
            )
        )

        def release(package):
            return package["releases"][-1]

        def lot(package):
            return release(package)["tender"]["lots"][0]

        def number(package):
            return lot(package)["awardCriteria"]["criteria"][0]["numbers"][0]

        for name, change in {
            "tag": lambda p: release(p).update(tag=["sold"]),
            "tender status": lambda p: release(p)["tender"].update(status="open"),
            "lot status": lambda p: lot(p).update(status="free"),
            "weight": lambda p: number(p).update(weight="percent"),
            "award status": lambda p: release(p)["awards"][0].update(status="won"),
            "date": lambda p: release(p).update(date="2026-01-01T10:00:00"),
            "contract": lambda p: release(p)["contracts"][0].pop("awardID"),
            "unknown field": lambda p: lot(p).update(deadline="x"),
            "ocid": lambda p: release(p).pop("ocid"),
        }.items():
            with self.subTest(name):
                bad = json.loads(json.dumps(good))
                change(bad)
                self.assertTrue(standard.defects(json.dumps(bad)))
                self.assertTrue(self.checker.findings(json.dumps(bad)))
        bad = {**good, "extensions": good["extensions"][1:]}
        self.assertTrue(
            self.checker.findings(json.dumps(bad)), "an undeclared extension"
        )
