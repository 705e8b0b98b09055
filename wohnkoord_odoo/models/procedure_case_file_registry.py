# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from odoo import api, models
from odoo.fields import NO_ACCESS
from odoo.models import MAGIC_COLUMNS
from odoo.tools import LazyTranslate

from ..tools.freezing import decimal_text

_lt = LazyTranslate(__name__)

PROCEDURE = "wohnkoord.procedure"
#: code of a section -> its title, in the order of the case file
SECTIONS = {
    "procedure": _lt("Procedure"),
    "publication": _lt("Publication"),
    "parties": _lt("Parties"),
    "questions": _lt("Questions and Notices"),
    "opening": _lt("Opening"),
    "bids": _lt("Bids"),
    "checks": _lt("Formal Check"),
    "jury": _lt("Jury"),
    "scores": _lt("Scores and Ranking"),
    "decision": _lt("Decision"),
    "contract": _lt("Reservation and Contract"),
    "opendata": _lt("Open Data"),
    "log": _lt("Log"),
    "further": _lt("Further Records"),
}
#: model -> section of the case file; a model without a decision is exported as a further
#: record, is never shown in a file inspection, and fails a test
INCLUDED = {
    "wohnkoord.procedure": "procedure",
    "wohnkoord.procedure.lot": "procedure",
    "wohnkoord.criterion": "procedure",
    "wohnkoord.criterion.step": "procedure",
    "wohnkoord.requirement": "procedure",
    "wohnkoord.procedure.date": "procedure",
    "wohnkoord.procedure.document": "procedure",
    "wohnkoord.procedure.version": "publication",
    "wohnkoord.procedure.file": "publication",
    "wohnkoord.procedure.amendment": "publication",
    "wohnkoord.registration": "parties",
    "wohnkoord.question": "questions",
    "wohnkoord.procedure.notice": "questions",
    "wohnkoord.procedure.delivery": "questions",
    "wohnkoord.procedure.opening": "opening",
    "wohnkoord.bid": "bids",
    "wohnkoord.bid.document": "bids",
    "wohnkoord.commitment": "bids",
    "wohnkoord.bid.check": "checks",
    "wohnkoord.cure.request": "checks",
    "wohnkoord.cure.line": "checks",
    "wohnkoord.cure.document": "checks",
    "wohnkoord.juror": "jury",
    "wohnkoord.conflict": "jury",
    "wohnkoord.jury.session": "jury",
    "wohnkoord.jury.attendance": "jury",
    "wohnkoord.score": "scores",
    "wohnkoord.score.change": "scores",
    "wohnkoord.score.exception": "scores",
    "wohnkoord.ranking": "scores",
    "wohnkoord.ranking.line": "scores",
    "wohnkoord.draw": "scores",
    "wohnkoord.allocation": "decision",
    "wohnkoord.award": "decision",
    "wohnkoord.award.objection": "decision",
    "wohnkoord.award.letter": "decision",
    "wohnkoord.council.paper": "decision",
    "wohnkoord.reservation.milestone": "decision",
    "wohnkoord.reservation.extension": "decision",
    "wohnkoord.minutes": "decision",
    "wohnkoord.reservation": "contract",
    "wohnkoord.procedure.contract": "contract",
    "wohnkoord.award.proof": "contract",
    "wohnkoord.commitment.control": "contract",
    "wohnkoord.ocds.release": "opendata",
}
#: model -> why it is not part of a case file
EXCLUDED = {
    "wohnkoord.procedure.counter": "A counter of the system.",
    "wohnkoord.procedure.seal": "Keys.",
    "wohnkoord.procedure.seal.pair": "Keys.",
    "wohnkoord.procedure.officer.key": "Keys.",
    "wohnkoord.procedure.event": "The log is exported whole, with its verifier.",
    "wohnkoord.case.file.release": "What was released is listed in each redacted file.",
}
#: model -> fields that stand in the case file in another way, or not at all
LEFT_OUT = {
    "wohnkoord.procedure": ("is_robustness_shown",),
    "wohnkoord.procedure.version": ("content",),
    "wohnkoord.procedure.opening": ("content",),
    "wohnkoord.bid": ("content",),
    # by seat and kind; who and why stays with the declaration
    "wohnkoord.conflict": ("user_id", "note"),
}
#: fields that end like a key and are none
PLAIN_KEYS = ("criterion_key", "requirement_key")
_SECRET = re.compile(
    r"cipher|password|passphrase|passwd|token|secret|wrapped|private|salt|_key(?:s|_ids?)?$"
)
_MAGIC = set(MAGIC_COLUMNS) - {"id", "create_date"}
#: types that stand in a table; files and lists have places of their own
_TYPES = (
    "boolean",
    "char",
    "date",
    "datetime",
    "float",
    "html",
    "integer",
    "json",
    "many2many",
    "many2one",
    "many2one_reference",
    "monetary",
    "selection",
    "text",
)


class Procedure(models.Model):
    """What belongs to a procedure, wherever it is kept: asked from the models themselves."""

    _inherit = "wohnkoord.procedure"

    @api.model
    def _case_file_paths(self):
        """All models whose rows belong to a procedure, found by their stored relations.

        A model belongs if it points to a procedure, or is a required part of one that
        belongs. Models of other parts of the system are found as well.

        :return dict: name of the model -> the path from its rows to the procedure
        """
        paths = {PROCEDURE: "id"}
        models = [
            self.env[name]
            for name in sorted(self.env.registry.models)
            if name.startswith("wohnkoord.") and self.env.registry[name]._auto
        ]
        models = [m for m in models if not m._abstract and not m._transient]
        found = True
        while found:
            found = {
                model._name: path
                for model in models
                if model._name not in paths and (path := _path_of(model, paths))
            }
            paths.update(found)
        return paths

    @api.model
    def _case_file_undecided(self):
        """Models that belong to a procedure and are neither included nor excluded.

        :return list: names
        """
        return [m for m in self._case_file_paths() if m not in {**INCLUDED, **EXCLUDED}]

    @api.model
    def _case_file_models(self):
        """The models of a case file in the order of its sections.

        :return: list of (section, model, path)
        """
        order = list(SECTIONS)
        known = list(INCLUDED)
        rows = [
            (INCLUDED.get(name, "further"), self.env[name], path)
            for name, path in self._case_file_paths().items()
            if name not in EXCLUDED
        ]
        return sorted(
            rows,
            key=lambda row: (
                order.index(row[0]),
                known.index(row[1]._name) if row[1]._name in known else len(known),
                row[1]._name,
            ),
        )

    @api.model
    def _case_file_fields(self, model):
        """The fields of a model that may leave: stored values, and nothing secret.

        :return list: names, in the order in which the model has them
        """
        return [
            name
            for name, field in model._fields.items()
            if field.store
            and field.type in _TYPES
            and name not in _MAGIC
            and name not in LEFT_OUT.get(model._name, ())
            and not self._case_file_is_secret(model, field)
        ]

    @api.model
    def _case_file_is_secret(self, model, field):
        """Keys, ciphertext, tokens, and what this user may not read."""
        if field.name in PLAIN_KEYS:
            return False
        return (
            field.groups == NO_ACCESS
            or bool(_SECRET.search(field.name))
            or not model._has_field_access(field, "read")
        )

    @api.model
    def _case_file_value(self, record, name):
        """A value as the case file has it: no floats, a record by id and name."""
        field = record._fields[name]
        value = record[name]
        if field.type in ("float", "monetary"):
            digits = field.type == "float" and field.get_digits(record.env)
            return decimal_text(value or 0, digits[1] if digits else 2)
        if field.type in ("date", "datetime"):
            return field.to_string(value) or None
        if field.type in ("many2one", "many2many"):
            # sudo: names of what the record itself names
            rows = [{"id": r.id, "name": r.display_name} for r in value.sudo()]
            return rows if field.type == "many2many" else (rows or [None])[0]
        if field.type in ("boolean", "integer", "json"):
            return value
        return str(value) if value else None


def _path_of(model, paths):
    """The shortest way from a model to the procedure, by one of its relations."""
    ways = [
        name
        if field.comodel_name == PROCEDURE
        else f"{name}.{paths[field.comodel_name]}"
        for name, field in model._fields.items()
        if field.type == "many2one"
        and field.store
        and field.comodel_name in paths
        and (field.comodel_name == PROCEDURE or field.required or field.related)
    ]
    return min(ways, key=lambda path: (path.count("."), path), default=None)
