# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.fields import NO_ACCESS


class ProcedureSeal(models.Model):
    """The keys of a procedure: the public one seals, the private one opens.

    Standard seal: the private key is encrypted under the server's key file. Full seal:
    for every pair of officers, so that no server and no single person can open it.
    Nobody has access rights.
    """

    _name = "wohnkoord.procedure.seal"
    _description = "Seal of a Procedure"
    _log_access = False

    procedure_id = fields.Many2one(
        "wohnkoord.procedure", required=True, readonly=True, ondelete="restrict"
    )
    mode = fields.Selection(
        [("standard", "Standard"), ("full", "Full")], required=True, readonly=True
    )
    key_file = fields.Char("Fingerprint of the Key File", required=True, readonly=True)
    public_key = fields.Binary(
        required=True, readonly=True, attachment=False, groups=NO_ACCESS
    )
    wrapped_private_key = fields.Binary(
        readonly=True, attachment=False, groups=NO_ACCESS
    )
    pair_ids = fields.One2many("wohnkoord.procedure.seal.pair", "seal_id")

    _procedure_uniq = models.Constraint(
        "UNIQUE (procedure_id)", "The procedure has its seal already."
    )
    _full_seal_is_for_pairs = models.Constraint(
        "CHECK ((mode = 'full') = (wrapped_private_key IS NULL))",
        "The server's key file opens the standard seal only.",
    )
