# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.exceptions import UserError


class ProcedurePartMixin(models.AbstractModel):
    """What belongs to a procedure and is frozen with it.

    Rows are prepared freely; from the publication on they change only while
    ``wohnkoord.procedure._may_edit`` says so. That holds for every way in, the superuser's
    too. A row stays in its procedure.
    """

    _name = "wohnkoord.procedure.part.mixin"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Part of a Procedure"

    _guarded_fields = ("company_id",)
    #: the many2one that leads to the procedure
    _part_of = "procedure_id"

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._refuse_frozen()
        return parts

    def write(self, vals):
        self.check_access("write")
        self._refuse_frozen()
        self._refuse_move(vals)
        return super().write(vals)

    def unlink(self):
        self.check_access("unlink")
        self._refuse_frozen()
        return super().unlink()

    def _part_procedures(self):
        """The procedures these rows belong to."""
        return self[self._part_of]

    def _refuse_frozen(self):
        for procedure in self._part_procedures():
            if not procedure._may_edit():
                raise UserError(
                    self.env._(
                        '"%(procedure)s" is published. What was published changes by an'
                        " amendment only.",
                        procedure=procedure.name,
                    )
                )

    def _refuse_move(self, vals):
        target = vals.get(self._part_of, False)
        if self._part_of in vals and any(
            part[self._part_of].id != target for part in self
        ):
            raise UserError(self.env._("This row stays where it was made."))
