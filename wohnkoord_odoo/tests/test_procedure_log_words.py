# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import ast
import json
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from ..models.procedure_log_words import CODES, KINDS, NAMES

FOLDERS = ("models", "wizard", "controllers")
#: functions that put an act, or what they are given of it, into the log
LOGGING = (
    "_log",
    "_log_act",
    "_log_duty",
    "_log_exclusion",
    "_log_party",
    "_log_proof",
    "_log_refused_upload",
    "_end",
)
#: functions whose result is a part of an act's data
DATA = ("_log_values", "_log_row", "_concept_counts", "_concept_rows")


def _functions():
    root = Path(__file__).parent.parent
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    yield f"{path.stem}.{node.name}", node


def _constants(node):
    """Texts that an expression may be: itself, or either end of a condition."""
    if isinstance(node, ast.IfExp):
        return _constants(node.body) + _constants(node.orelse)
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return [node.value] if is_text else []


def _keys(node):
    """Keys of all dicts written in an expression, however deep; not what is hashed."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "digest":
        return []
    keys = node.keys if isinstance(node, ast.Dict) else []
    return [key.value for key in keys if isinstance(key, ast.Constant)] + [
        key for part in ast.iter_child_nodes(node) for key in _keys(part)
    ]


def _given(function, node):
    """An argument, or whatever the function assigned to the name that stands there."""
    if not isinstance(node, ast.Name):
        return [node]
    return [
        part.value
        for part in ast.walk(function)
        if isinstance(part, (ast.Assign, ast.AugAssign))
        and any(
            isinstance(target, ast.Name) and target.id == node.id
            for target in getattr(part, "targets", None) or [part.target]
        )
    ]


def _logged():
    """All (place, kinds, keys) that the addon's code puts into logs."""
    for place, function in _functions():
        if function.name in DATA:
            yield place, [], _keys(function)
        for call in ast.walk(function):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr in LOGGING
            ):
                parts = [call.args[:1], call.args[1:2]]
                if call.func.attr == "_log_refused_upload":
                    parts.reverse()
                kinds, data = (
                    [given for arg in part for given in _given(function, arg)]
                    for part in parts
                )
                yield (
                    place,
                    [kind for node in kinds for kind in _constants(node)],
                    [key for node in data for key in _keys(node)],
                )


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureLogWords(TransactionCase):
    """People read the log in words: no act and no name in it lacks them."""

    def test_every_act_has_words(self):
        found = {kind: place for place, kinds, _keys in _logged() for kind in kinds}
        self.assertGreater(len(found), 50)
        missing = {k: p for k, p in found.items() if k.replace("_", " ") not in KINDS}
        self.assertFalse(missing)

    def test_every_name_has_words(self):
        found = {key: place for place, _kinds, keys in _logged() for key in keys}
        self.assertGreater(len(found), 60)
        self.assertFalse({key: p for key, p in found.items() if key not in NAMES})

    def test_no_words_for_nothing(self):
        """An act that nobody logs any more has no words left behind."""
        found = {
            kind.replace("_", " ")
            for _place, kinds, _keys in _logged()
            for kind in kinds
        }
        self.assertFalse(set(KINDS) - found)

    def test_codes_are_those_of_their_fields(self):
        for name, (model, field) in CODES.items():
            with self.subTest(name):
                act, _space, key = name.rpartition(" ")
                self.assertIn(key, NAMES)
                self.assertTrue(not act or act in KINDS)
                self.assertEqual(self.env[model]._fields[field].type, "selection")

    def _details(self, kind, data):
        event = self.env["wohnkoord.procedure.event"].new(
            {"kind": kind, "content": json.dumps(data)}
        )
        return event.label, event.details

    def test_values_have_words(self):
        rows = [{"seat": "Stadtrat", "presence": "deputy"}]
        label, details = self._details(
            "session_held", {"kind": "jury", "present": rows}
        )
        self.assertEqual(label, "Session held")
        self.assertIn("Kind: Jury", details)
        self.assertIn("Seat: Stadtrat, Presence: Deputy", details)
        _label, details = self._details("letters_sent", {"kind": "runner_up"})
        self.assertEqual(details, "Kind: Next in Line")
        _label, details = self._details("duties_made", {"commitments": ["energy"]})
        self.assertEqual(details, "Promises:\n    energy")

    def test_promises_have_words(self):
        _label, details = self._details(
            "paper typed in", {"commitments": {"self_use_share": "65.00"}}
        )
        labels = self.env["wohnkoord.commitment"]._fields["kind"]
        label = dict(labels._description_selection(self.env))["self_use_share"]
        self.assertEqual(details, f"Promises:\n    {label}: 65.00")
