# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.fields import NO_ACCESS


class ProcedureSealPair(models.Model):
    """The private key of a full seal, for two keys together. Nobody has access rights.

    It is encrypted for the second key, and the outcome for the first: each alone
    opens nothing.
    """

    _name = "wohnkoord.procedure.seal.pair"
    _description = "Seal of a Procedure for Two Officers"
    _log_access = False

    seal_id = fields.Many2one(
        "wohnkoord.procedure.seal", required=True, index=True, ondelete="restrict"
    )
    first_key_id = fields.Many2one(
        "wohnkoord.procedure.officer.key", required=True, ondelete="restrict"
    )
    second_key_id = fields.Many2one(
        "wohnkoord.procedure.officer.key", required=True, ondelete="restrict"
    )
    wrapped_private_key = fields.Binary(
        required=True, readonly=True, attachment=False, groups=NO_ACCESS
    )

    _pair_uniq = models.Constraint(
        "UNIQUE (seal_id, first_key_id, second_key_id)", "The pair has its key already."
    )
    _two_keys = models.Constraint(
        "CHECK (first_key_id < second_key_id)", "A pair is two different keys."
    )
