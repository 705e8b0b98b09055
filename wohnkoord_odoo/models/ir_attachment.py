# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models

#: models whose files, as their log, are for those only who may write the record
OFFICE_FILES = ("wohnkoord.call.off", "wohnkoord.plot")


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        """Whoever may only read an order reads none of the files of its log."""
        own = {m: ids for m, ids in model_and_ids.items() if m in OFFICE_FILES}
        rest = {m: ids for m, ids in model_and_ids.items() if m not in OFFICE_FILES}
        yield from super()._inaccessible_comodel_records(rest, operation)
        yield from super()._inaccessible_comodel_records(own, "write")
