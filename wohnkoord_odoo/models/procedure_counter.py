# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools import SQL


class ProcedureCounter(models.Model):
    """The last number given in a procedure: one row per kind, updated in place.

    Two parallel acts cannot get the same number: the second waits for the first and is
    then repeated by Odoo. Nobody has access rights.
    """

    _name = "wohnkoord.procedure.counter"
    _description = "Counter of a Procedure"
    _log_access = False

    procedure_id = fields.Many2one(
        "wohnkoord.procedure", required=True, ondelete="cascade"
    )
    kind = fields.Char(required=True)
    value = fields.Integer(required=True)

    _kind_uniq = models.Constraint(
        "UNIQUE (procedure_id, kind)", "There is a counter of this kind already."
    )

    @api.model
    def _next(self, procedure, kind):
        """The next number, from 1 without gaps.

        :param str kind: what is numbered, e.g. ``event`` or ``bid``
        """
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO wohnkoord_procedure_counter (procedure_id, kind, value)
                VALUES (%s, %s, 1)
                ON CONFLICT (procedure_id, kind)
                DO UPDATE SET value = wohnkoord_procedure_counter.value + 1
                RETURNING value
                """,
                procedure.id,
                kind,
            )
        )
        self.invalidate_model(["value"])
        return rows[0][0]
