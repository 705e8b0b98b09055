# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.exceptions import UserError


class ProcedureLot(models.Model):
    """A plot on offer in the published versions."""

    _name = "wohnkoord.procedure.lot"
    _inherit = ["wohnkoord.procedure.lot", "wohnkoord.procedure.row.mixin"]

    _not_frozen = (
        "procedure_id",
        "company_id",
        "sequence",
        "uuid",
        "plot_id",
    )

    def write(self, vals):
        if "plot_id" in vals:
            self.filtered(
                lambda lot: lot.plot_id.id != vals["plot_id"]
            )._refuse_published()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self._refuse_published()

    def _refuse_published(self):
        """What bids may name is there, and the same plot, as long as the procedure."""
        for lot in self:
            if lot.procedure_id._was_published("lots", lot.uuid):
                raise UserError(
                    self.env._(
                        "%(lot)s was published: bids may name it. It can neither be"
                        " removed nor become another plot.",
                        lot=lot.display_name,
                    )
                )

    def _frozen_row(self):
        return {**super()._frozen_row(), "plot": self.plot_id._frozen_facts()}
