# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models

from ..tools.append_only import make_append_only

PAPER_KINDS = [("public", "Public Part"), ("non_public", "Non-Public Part")]


class CouncilPaper(models.Model):
    """A paper for the deciding body, as it was made; it is edited outside.

    Each one that was made is kept, with its hash. Only the non-public part names bidders.
    """

    _name = "wohnkoord.council.paper"
    _description = "Council Paper"
    _order = "date desc, id desc"
    _log_access = False

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", "Office", required=True, readonly=True, index=True
    )
    kind = fields.Selection(PAPER_KINDS, required=True, readonly=True)
    name = fields.Char("File Name", required=True, readonly=True)
    # in the row itself, which the database protects
    file = fields.Binary("Paper", attachment=False, required=True, readonly=True)
    hash = fields.Char("SHA-256", required=True, readonly=True)
    date = fields.Datetime("Made on", required=True, readonly=True)

    def init(self):
        make_append_only(self.env.cr, self._table)
