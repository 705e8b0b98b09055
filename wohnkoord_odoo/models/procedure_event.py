# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

from ..tools.canonical import canonical, digest


class ProcedureEvent(models.Model):
    """One procedural act in the log of a procedure: appended, never changed.

    Each entry holds the hash of the one before, so that nothing can be changed, left out
    or slipped in afterwards without showing.
    """

    _name = "wohnkoord.procedure.event"
    _description = "Entry in the Log of a Procedure"
    _order = "procedure_id, number desc"
    _log_access = False

    procedure_id = fields.Many2one(
        "wohnkoord.procedure", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", "Office", required=True, readonly=True, index=True
    )
    number = fields.Integer(required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    kind = fields.Char(required=True, readonly=True)
    actor = fields.Char(
        required=True,
        readonly=True,
        help="An officer by name; a party by its number only.",
    )
    content = fields.Text(readonly=True, help="The act's data in canonical form.")
    previous_hash = fields.Char(readonly=True)
    hash = fields.Char(required=True, readonly=True)

    _number_uniq = models.Constraint(
        "UNIQUE (procedure_id, number)", "The log has an entry of this number."
    )

    @api.model
    def _append(self, procedure, kind, data, actor, date):
        """Add an entry; called by ``wohnkoord.procedure._log`` alone.

        :param dict data: canonical values (tools/canonical.py)
        """
        number = self.env["wohnkoord.procedure.counter"]._next(procedure, "event")
        previous = self.search(
            [("procedure_id", "=", procedure.id), ("number", "=", number - 1)]
        )
        vals = {
            "number": number,
            "date": date,
            "kind": kind,
            "actor": actor,
            "content": canonical(data or {}).decode(),
            "previous_hash": previous.hash or "",
        }
        vals["hash"] = self._hash(procedure, vals)
        return self.create(
            {
                **vals,
                "procedure_id": procedure.id,
                "company_id": procedure.company_id.id,
            }
        )

    @api.model
    def _hash(self, procedure, vals):
        """The hash of an entry, over everything in it and the hash before."""
        entry = {
            name: vals[name]
            for name in ("number", "kind", "actor", "content", "previous_hash")
        }
        date = fields.Datetime.to_string(vals["date"])
        return digest({**entry, "date": date, "procedure": procedure.uuid})
