# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.tests import TransactionCase, tagged

from ..tools.formal_check import evaluate


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestRequirementEvaluation(TransactionCase):
    """What the data say to each kind of requirement, at its limits."""

    def _say(self, kind, content, files=(), **terms):
        return evaluate({"kind": kind, **terms}, content, files)

    def test_household_count_at_its_limit(self):
        for count, proposal in ((8, "met"), (7, "not_met"), (9, "met"), (0, "not_met")):
            content = {"group": {"household_count": count}}
            said = self._say("group_size", content, threshold="8.00")
            self.assertEqual(said, (proposal, str(count)), count)

    def test_shares_are_compared_as_decimals(self):
        cases = (("70.00", "met"), ("69.99", "not_met"), ("70.01", "met"))
        for value, proposal in cases:
            content = {
                "group": {"complete_share": value},
                "commitments": {
                    "self_use_share": {"value": value, "text": ""},
                    "subsidised_share": {"value": value, "text": ""},
                },
            }
            for kind in ("complete_share", "self_use", "subsidised"):
                said = self._say(kind, content, threshold="70.00")
                self.assertEqual(said, (proposal, value), (kind, value))

    def test_what_is_missing_or_no_figure_is_unclear(self):
        odd = (None, "", "viele", "NaN", "Infinity", True, {"a": 1}, [8])
        for value in odd:
            content = {"group": {"household_count": value}}
            said = self._say("group_size", content, threshold="8.00")
            self.assertEqual(said[0], "unclear", value)
        for content in ({}, {"group": None}, {"group": "x"}, {"commitments": []}):
            for kind in ("group_size", "self_use"):
                said = self._say(kind, content, threshold="8.00")
                self.assertEqual(said, ("unclear", ""), content)
        content = {"group": {"household_count": 8}}
        self.assertEqual(self._say("group_size", content)[0], "unclear")

    def test_legal_form(self):
        allowed = [{"id": 5, "name": "eG"}]
        cases = (
            ({"legal_form_id": 5, "legal_form": "eG"}, "met"),
            ({"legal_form_id": 6, "legal_form": "e.V."}, "not_met"),
            ({"legal_form": "eG"}, "met"),
            ({"legal_form": "GmbH"}, "not_met"),
            ({}, "unclear"),
        )
        for group, proposal in cases:
            said = self._say("legal_form", {"group": group}, legal_form_ids=allowed)
            self.assertEqual(said[0], proposal, group)
        said = self._say("legal_form", {"group": {"legal_form_id": 5}})
        self.assertEqual(said[0], "unclear")

    def test_document(self):
        plan = ("financing", "Plan.pdf", True)
        cases = (
            ({"schema": 1}, [plan], "met"),
            ({"schema": 1}, [("concept", "Konzept.pdf", True)], "not_met"),
            ({"schema": 1}, [], "not_met"),
            ({}, [], "unclear"),
            ({"schema": 1}, [("financing", "Plan.pdf", False)], "unclear"),
            ({"schema": 1}, [("financing", "Kaputt.pdf", False), plan], "met"),
            ({"envelope": {"sender": "A"}}, [], "unclear"),
        )
        for content, files, proposal in cases:
            said = self._say("document", content, files, document_kind="financing")
            self.assertEqual(said[0], proposal, files)

    def test_other_is_for_a_person(self):
        self.assertEqual(self._say("other", {}), ("unclear", ""))
