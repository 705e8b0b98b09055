# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.append_only import make_append_only
from ..tools.canonical import canonical, digest

#: an entry follows the one before it, or it does not get in
_FOLLOWS = """
    CREATE OR REPLACE FUNCTION wohnkoord_procedure_event_follows() RETURNS trigger AS $$
    BEGIN
        IF NEW.number = 1 AND NEW.previous_hash = '' THEN
            RETURN NEW;
        END IF;
        PERFORM 1 FROM wohnkoord_procedure_event
            WHERE procedure_id = NEW.procedure_id AND number = NEW.number - 1
              AND hash = NEW.previous_hash AND date <= NEW.date;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'Entry %% does not follow the log of procedure %%.',
                NEW.number, NEW.procedure_id
                USING ERRCODE = 'check_violation',
                    TABLE = 'wohnkoord_procedure_event';
        END IF;
        RETURN NEW;
    END
    $$ LANGUAGE plpgsql
"""


class ProcedureEvent(models.Model):
    """One procedural act in the log of a procedure: appended, never changed.

    Each entry holds the hash of the one before, so that nothing can be changed, left out
    or slipped in afterwards without showing. The database itself refuses to change or
    remove an entry, and takes only one that follows the last.
    """

    _name = "wohnkoord.procedure.event"
    _description = "Entry in the Log of a Procedure"
    # as appended, which in each procedure is by number: read off an index, however long
    _order = "id desc"
    _log_access = False

    procedure_id = fields.Many2one(
        "wohnkoord.procedure", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    date = fields.Datetime(required=True, readonly=True)
    kind = fields.Char(required=True, readonly=True)
    actor = fields.Char(
        required=True,
        readonly=True,
        help="An officer by name; a party by its number only.",
    )
    content = fields.Text(readonly=True, help="The act's data in canonical form.")
    previous_hash = fields.Char("Hash before", required=True, readonly=True)
    hash = fields.Char("SHA-256", required=True, readonly=True)

    _number_uniq = models.Constraint(
        "UNIQUE (procedure_id, number)", "The log has an entry of this number."
    )
    _previous_uniq = models.Constraint(
        "UNIQUE (procedure_id, previous_hash)", "The log goes on from there already."
    )

    def init(self):
        make_append_only(self.env.cr, self._table)
        self.env.cr.execute(SQL(_FOLLOWS))
        self.env.cr.execute(
            SQL(
                "CREATE OR REPLACE TRIGGER wohnkoord_procedure_event_follows"
                " BEFORE INSERT ON %s FOR EACH ROW"
                " EXECUTE FUNCTION wohnkoord_procedure_event_follows()",
                SQL.identifier(self._table),
            )
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
            # a log does not go back in time, whatever moment the act is given
            "date": max(date, previous.date) if previous else date,
            "kind": kind,
            "actor": actor,
            "content": canonical(data or {}).decode(),
            "previous_hash": previous.hash or "",
        }
        vals["hash"] = self._hash(procedure, vals)
        event = self.create(
            {
                **vals,
                "procedure_id": procedure.id,
                "company_id": procedure.company_id.id,
            }
        )
        # the list of a procedure read before is otherwise one short
        procedure.invalidate_recordset(["event_ids"])
        return event

    @api.model
    def _hash(self, procedure, vals):
        """The hash of an entry, over everything in it and the hash before."""
        entry = {
            name: vals[name]
            for name in ("number", "kind", "actor", "content", "previous_hash")
        }
        date = fields.Datetime.to_string(vals["date"])
        return digest({**entry, "date": date, "procedure": procedure.uuid})
