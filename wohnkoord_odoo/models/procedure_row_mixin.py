# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError

from .procedure_freezing import freeze, frozen_names, thaw


class ProcedureRowMixin(models.AbstractModel):
    """A row of a procedure that publication freezes: the same one in all versions.

    Its identity is given once and neither copied nor changed, so that a version, a bid
    and the next version mean the same row.
    """

    _name = "wohnkoord.procedure.row.mixin"
    _description = "Row of a Procedure with an Identity"

    #: fields that are frozen elsewhere, or are no terms
    _not_frozen = ("procedure_id", "company_id", "parent_id", "sequence", "uuid")

    uuid = fields.Char(
        "Identifier",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: str(uuid.uuid4()),
    )

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        # whatever is passed, or stands in the context or in ir.default
        return self._create_row(
            [{**vals, "uuid": str(uuid.uuid4())} for vals in vals_list]
        )

    @api.model
    def _create_row(self, vals_list):
        """Create with an identity that a version knows; for restoring only."""
        return super().create(vals_list)  # pylint: disable=super-method-mismatch

    def write(self, vals):
        if "uuid" in vals and any(row.uuid != vals["uuid"] for row in self):
            self._refuse_identity()
        return super().write(vals)

    def _refuse_identity(self):
        raise UserError(
            self.env._("The identity of a row is given by the system and stays.")
        )

    @api.model
    def _frozen_names(self):
        """What publication freezes of a row: all that people fill in."""
        return frozen_names(self, self._not_frozen)

    def _frozen_row(self):
        """The row's frozen values, with its identity."""
        self.ensure_one()
        return {"uuid": self.uuid, **freeze(self, self._frozen_names())}

    def _restore_rows(self, frozen_rows, extra):
        """Bring the rows back to what a version says; rows are taken away, made, changed.

        :param frozen_rows: dicts as of ``_frozen_row``
        :param extra: function of such a dict that gives further values
        :return dict: identity -> row
        """
        known = {row.uuid: row for row in self}
        wanted = {frozen["uuid"] for frozen in frozen_rows}
        self.filtered(lambda row: row.uuid not in wanted).unlink()
        for position, frozen in enumerate(frozen_rows):
            names = set(self._frozen_names()) & set(frozen)
            vals = thaw(self, {name: frozen[name] for name in names})
            vals |= {"sequence": 10 * (position + 1), **extra(frozen)}
            if row := known.get(frozen["uuid"]):
                row.write(vals)
            else:
                known[frozen["uuid"]] = self._create_row(
                    [{**vals, "uuid": frozen["uuid"]}]
                )
        return known
