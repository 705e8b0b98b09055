# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import uuid

from odoo import fields, models
from odoo.fields import NO_ACCESS

BID_STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted, Sealed"),
    ("withdrawn", "Withdrawn"),
    ("late", "Late, Unopened"),
    ("opened", "Opened"),
    ("excluded", "Excluded"),
    ("admitted", "Admitted"),
]
#: a bid that nobody may read, whoever it is
SEALED_STATES = ("draft", "submitted", "withdrawn", "late")


class Bid(models.Model):
    """A concept for one plot on offer.

    Before the opening the row holds a number, a time, ciphertext and hashes, and nothing
    that names the bidder: not even who wrote it (no log of access). What follows under
    "filled at the opening" is empty until then.
    """

    _name = "wohnkoord.bid"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Bid"
    _order = "procedure_id, number, id"
    _log_access = False

    _initial_state = "draft"

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    state = fields.Selection(
        BID_STATES, required=True, index=True, readonly=True, default="draft"
    )
    uuid = fields.Char(
        "Identifier",
        required=True,
        readonly=True,
        default=lambda self: str(uuid.uuid4()),
    )
    number = fields.Integer(readonly=True, help="In the order of arrival.")
    channel = fields.Selection(
        [("portal", "Portal"), ("paper", "Paper"), ("mail", "E-Mail")],
        required=True,
        readonly=True,
        default="portal",
    )
    date_submitted = fields.Datetime("Arrived on", readonly=True)
    receipt_hash = fields.Char("Hash of the Receipt", readonly=True)
    version_id = fields.Many2one(
        "wohnkoord.procedure.version",
        "Version Bid on",
        readonly=True,
        ondelete="restrict",
    )
    replaced_by_id = fields.Many2one(
        "wohnkoord.bid", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    document_ids = fields.One2many("wohnkoord.bid.document", "bid_id", "Documents")

    # keyed hashes and ciphertext: nobody reads them but the model's own methods
    bidder_key = fields.Char(readonly=True, index=True, groups=NO_ACCESS)
    slot_key = fields.Char(readonly=True, groups=NO_ACCESS)
    draft_cipher = fields.Binary(readonly=True, attachment=False, groups=NO_ACCESS)
    wrapped_key = fields.Binary(readonly=True, attachment=False, groups=NO_ACCESS)
    cipher = fields.Binary(readonly=True, attachment=False, groups=NO_ACCESS)

    # -- filled at the opening -----------------------------------------------------------
    registration_id = fields.Many2one(
        "wohnkoord.registration",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    procedure_lot_id = fields.Many2one(
        "wohnkoord.procedure.lot",
        "Plot",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    priority = fields.Integer(readonly=True, help="1: the bidder's first choice.")
    price = fields.Float(readonly=True, digits=(16, 2))
    commitment_ids = fields.One2many("wohnkoord.commitment", "bid_id", "Commitments")
    content = fields.Text(
        readonly=True, help="The whole bid in canonical form, as it was sealed."
    )
    defect = fields.Text(readonly=True, help="What the opening found wrong.")

    _uuid_uniq = models.Constraint("UNIQUE (uuid)", "The identifier is taken.")
    _number_uniq = models.UniqueIndex(
        "(procedure_id, number) WHERE number > 0", "The number is given already."
    )
    _sealed_is_empty = models.Constraint(
        """CHECK (
            state NOT IN ('draft', 'submitted', 'withdrawn', 'late')
            OR (initiative_id IS NULL AND registration_id IS NULL
                AND procedure_lot_id IS NULL AND content IS NULL
                AND COALESCE(price, 0) = 0 AND COALESCE(priority, 0) = 0)
        )""",
        "A sealed bid names nobody and nothing.",
    )
