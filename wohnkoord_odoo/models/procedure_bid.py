# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import NO_ACCESS
from odoo.tools import SQL

BID_STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted, Sealed"),
    ("withdrawn", "Taken Back"),
    ("late", "Late, Unopened"),
    ("opened", "Opened"),
    ("excluded", "Excluded"),
    ("admitted", "Admitted"),
]
#: a bid that nobody may read, whoever it is
SEALED_STATES = ("draft", "submitted", "withdrawn", "late")
#: states of a procedure in which bids are taken, in time or late
TAKING_STATES = ("published", "closed")


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
    _guarded_fields = (
        "procedure_id",
        "uuid",
        "number",
        "channel",
        "date_submitted",
        "receipt_hash",
        "version_id",
        "confirmed_version_id",
        "replaced_by_id",
        "bidder_key",
        "slot_key",
        "draft_cipher",
        "facts_cipher",
        "wrapped_key",
        "cipher",
        "registration_id",
        "initiative_id",
        "procedure_lot_id",
        "priority",
        "price",
        "content",
    )

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
    number = fields.Integer(
        readonly=True, aggregator=None, help="In the order of arrival."
    )
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
    confirmed_version_id = fields.Many2one(
        "wohnkoord.procedure.version",
        "Version Confirmed",
        readonly=True,
        ondelete="restrict",
        help="The bidder kept the bid as it is after a material change.",
    )
    is_confirmed = fields.Boolean(
        "Confirmed",
        compute="_compute_is_confirmed",
        help="Made or confirmed after the last material change of the procedure.",
    )
    replaced_by_id = fields.Many2one(
        "wohnkoord.bid", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    document_ids = fields.One2many("wohnkoord.bid.document", "bid_id", "Documents")

    # keyed hashes and ciphertext: nobody reads them but the model's own methods
    bidder_key = fields.Char(readonly=True, index=True, groups=NO_ACCESS)
    slot_key = fields.Char(readonly=True, groups=NO_ACCESS)
    draft_cipher = fields.Binary(readonly=True, attachment=False, groups=NO_ACCESS)
    facts_cipher = fields.Binary(
        readonly=True,
        attachment=False,
        groups=NO_ACCESS,
        help="Plot and priority, for the bidder's own list.",
    )
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
    priority = fields.Integer(
        readonly=True, aggregator=None, help="1: the bidder's first choice."
    )
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
    _live_slot_uniq = models.UniqueIndex(
        "(slot_key) WHERE state = 'submitted'",
        "Your group has a bid on this plot already. Reload the page to see it.",
    )
    _draft_slot_uniq = models.UniqueIndex(
        "(slot_key) WHERE state = 'draft'",
        "Your group has a draft for this plot already. Reload the page to see it.",
    )

    def init(self):
        """What was submitted stays as it is; the database itself sees to it."""
        self.env.cr.execute(_TRIGGER)

    @api.depends("version_id", "confirmed_version_id", "procedure_id.version_ids")
    def _compute_is_confirmed(self):
        for bid in self:
            material = bid.procedure_id._bid_material_version()
            known = (bid.confirmed_version_id or bid.version_id).number
            bid.is_confirmed = known >= material.number

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        if any(bid.state != "draft" for bid in self):
            raise UserError(self.env._("A bid that was submitted is never deleted."))


#: numbers, times, hashes and ciphertext of a submitted bid are final; ciphertext may go
_TRIGGER = SQL(
    """
    CREATE OR REPLACE FUNCTION wohnkoord_bid_is_final() RETURNS trigger AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.state != 'draft' THEN
                RAISE EXCEPTION 'A bid that was submitted is never deleted.';
            END IF;
            RETURN OLD;
        END IF;
        IF OLD.state != 'draft' AND (
            (NEW.procedure_id, NEW.uuid, NEW.number, NEW.channel, NEW.date_submitted,
             NEW.receipt_hash, NEW.version_id, NEW.bidder_key, NEW.slot_key)
            IS DISTINCT FROM
            (OLD.procedure_id, OLD.uuid, OLD.number, OLD.channel, OLD.date_submitted,
             OLD.receipt_hash, OLD.version_id, OLD.bidder_key, OLD.slot_key)
            OR (NEW.cipher IS NOT NULL AND NEW.cipher IS DISTINCT FROM OLD.cipher)
            OR (NEW.wrapped_key IS NOT NULL
                AND NEW.wrapped_key IS DISTINCT FROM OLD.wrapped_key)
        ) THEN
            RAISE EXCEPTION 'A bid that was submitted is never changed.';
        END IF;
        IF NEW.state != OLD.state AND (
            NEW.state = 'draft'
            OR OLD.state = 'withdrawn'
            OR (OLD.state = 'draft' AND NEW.state NOT IN ('submitted', 'late'))
            OR (NEW.state = 'submitted' AND OLD.state != 'draft')
            OR (NEW.state = 'withdrawn' AND OLD.state != 'submitted')
            -- a late bid may be excluded and taken back, and is never opened
            OR (OLD.state = 'late' AND (
                NEW.state != 'excluded' OR NEW.excluded_from IS DISTINCT FROM 'late'))
            OR (OLD.state = 'excluded' AND OLD.excluded_from = 'late'
                AND NEW.state != 'late')
            OR (NEW.state = 'late' AND OLD.state != 'draft'
                AND OLD.excluded_from IS DISTINCT FROM 'late')
        ) THEN
            RAISE EXCEPTION 'A bid does not go back.';
        END IF;
        RETURN NEW;
    END
    $$ LANGUAGE plpgsql;
    DROP TRIGGER IF EXISTS wohnkoord_bid_is_final ON wohnkoord_bid;
    CREATE TRIGGER wohnkoord_bid_is_final BEFORE UPDATE OR DELETE ON wohnkoord_bid
        FOR EACH ROW EXECUTE FUNCTION wohnkoord_bid_is_final();
    """
)
