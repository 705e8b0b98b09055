# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.upload import upload_type

PROOF_STATES = [
    ("to_check", "To Check"),
    ("accepted", "Accepted"),
    ("returned", "Returned"),
    ("replaced", "Replaced"),
]
#: proofs that a group may hand in for one milestone or duty
MAX_PROOFS = 50
#: what stands where a name has to stand
ERASED = "–"


class AwardProof(models.Model):
    """A file by which a group shows that a milestone or a duty is met.

    The group hands it in, the office accepts it or returns it with a reason. Whatever was
    handed in stays on record, also when a later file replaces it.
    """

    _name = "wohnkoord.award.proof"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Proof of a Group"
    _order = "date desc, id desc"
    _check_company_auto = True

    _initial_state = "to_check"
    _reason_actions = ("action_return",)

    bid_id = fields.Many2one(
        "wohnkoord.bid", required=True, readonly=True, index=True, ondelete="restrict"
    )
    procedure_id = fields.Many2one(
        related="bid_id.procedure_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(
        related="bid_id.company_id", store=True, precompute=True, index=True
    )
    # not stored: every opening of a bid would look for its proofs
    initiative_id = fields.Many2one(related="bid_id.initiative_id")
    milestone_id = fields.Many2one(
        "wohnkoord.reservation.milestone",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    reservation_id = fields.Many2one(
        related="milestone_id.reservation_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    commitment_id = fields.Many2one(
        "wohnkoord.commitment",
        "Duty",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    wanted = fields.Char("Proof of", compute="_compute_wanted")
    name = fields.Char("File Name", required=True, readonly=True)
    file = fields.Binary(attachment=True, readonly=True)
    mimetype = fields.Char("Kind", readonly=True)
    size = fields.Integer("Bytes", readonly=True)
    sha256 = fields.Char("SHA-256", required=True, readonly=True)
    note = fields.Text("Note of the Group", readonly=True)
    date = fields.Datetime("Arrived on", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Handed in by", required=True, readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        PROOF_STATES, required=True, readonly=True, index=True, copy=False
    )
    return_reason = fields.Text("Returned because", readonly=True)
    date_checked = fields.Datetime("Checked on", readonly=True)
    checked_by_id = fields.Many2one(
        "res.users",
        "Checked by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_erased = fields.Datetime("Deleted on", readonly=True)

    _one_thing = models.Constraint(
        "CHECK ((milestone_id IS NULL) != (commitment_id IS NULL))",
        "A proof is for one milestone or one duty.",
    )
    _checked = models.Constraint(
        "CHECK (state NOT IN ('accepted', 'returned')"
        " OR (date_checked IS NOT NULL AND checked_by_id IS NOT NULL))",
        "A proof that was checked has its person and moment.",
    )
    _returned = models.Constraint(
        "CHECK (state != 'returned' OR COALESCE(TRIM(return_reason), '') <> '')",
        "A proof is returned with a reason.",
    )
    _milestone_uniq = models.UniqueIndex(
        "(milestone_id) WHERE state = 'to_check'",
        "A proof of this is being checked already.",
    )
    _duty_uniq = models.UniqueIndex(
        "(commitment_id) WHERE state = 'to_check'",
        "A proof of this is being checked already.",
    )

    def init(self):
        """What was handed in and checked stays; the database itself sees to it."""
        self.env.cr.execute(_TRIGGER)

    @api.depends("milestone_id.name", "commitment_id.kind")
    @api.depends_context("lang")
    def _compute_wanted(self):
        for proof in self:
            proof.wanted = proof._wanted_by().display_name

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """:raise UserError: always; proofs come from the group's portal"""
        self.check_access("create")
        raise UserError(self.env._("Proofs are handed in by the group in its portal."))

    def write(self, vals):  # pylint: disable=method-required-super
        self.check_access("write")
        raise UserError(self.env._("A proof stays as it was handed in."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        if self:
            raise UserError(self.env._("A proof stays on record."))

    def _wanted_by(self):
        """The milestone or the duty that this proof is for."""
        return self.milestone_id or self.commitment_id

    # -- handing in ------------------------------------------------------------------------

    @api.model
    def _hand_in(self, wanted, name, content, note, moment):
        """Keep a file that was looked at; called with sudo, by ``wanted`` alone.

        One that waits to be checked is replaced, and stays on record.

        :param wanted: a milestone or a duty
        :param datetime moment: from the procedure's ``_now``
        :return: the proof
        """
        waiting = wanted.proof_ids.filtered(lambda proof: proof.state == "to_check")
        waiting._write_guarded({"state": "replaced"})
        waiting.flush_recordset()  # one at a time waits
        is_duty = wanted._name == "wohnkoord.commitment"
        [proof] = self._create_guarded(
            [
                {
                    "bid_id": wanted.bid_id.id,
                    "commitment_id" if is_duty else "milestone_id": wanted.id,
                    "name": name,
                    "file": base64.b64encode(content),
                    "mimetype": upload_type(name),
                    "size": len(content),
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "note": note,
                    "date": moment,
                    "user_id": self.env.uid,
                    "state": "to_check",
                }
            ]
        )
        proof._log_proof(
            "proof_received",
            actor=f"party {proof.bid_id.registration_id.number}",
            moment=moment,
        )
        return proof

    # -- checking --------------------------------------------------------------------------

    def action_accept(self):
        """The proof is good: its milestone is met; a duty is still controlled.

        :raise UserError: it was checked, or replaced, already
        """
        for proof in self:
            moment = proof._begin_check()
            proof._end_check("accepted", moment)
            proof._wanted_by()._proof_accepted(moment)
            proof._mail_result()
        return True

    def action_ask_return(self):
        """Ask why, then return the proof to the group."""
        return self._ask_reason("action_return", self.env._("Return the Proof"))

    def action_return(self, reason):
        """The proof is not enough; the group reads why, and hands in another one.

        :param str reason: told to the group
        :raise UserError: no reason, or it was checked, or replaced, already
        """
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(
                self.env._("Please say what is missing; the group reads it.")
            )
        for proof in self:
            moment = proof._begin_check()
            proof._end_check("returned", moment, return_reason=reason)
            proof._mail_result()
        return True

    def _begin_check(self):
        """:return datetime: the procedure's time, to the second"""
        self.ensure_one()
        # nobody may write proofs: who works on the milestone or the duty checks them
        self.check_access("read")
        self._wanted_by().check_access("write")
        self.sudo().lock_for_update()
        if self.state != "to_check":
            raise UserError(self.env._("This proof was checked or replaced already."))
        return self.procedure_id._now().replace(microsecond=0)

    def _end_check(self, state, moment, **vals):
        vals |= {
            "state": state,
            "date_checked": moment,
            "checked_by_id": self.env.uid,
        }
        proof_sudo = self.sudo()  # sudo: nobody may write proofs but by this act
        proof_sudo._write_guarded(vals)
        reason = vals.get("return_reason")
        self._log_proof(
            "proof_accepted" if state == "accepted" else "proof_returned",
            moment=moment,
            **({"reason": reason} if reason else {}),
        )
        proof_sudo._wanted_by()._close_proof_activity()

    def _log_proof(self, kind, moment, actor=None, **data):
        bid_sudo = self.sudo().bid_id
        self.procedure_id._log(
            kind,
            {
                "bid": bid_sudo.number,
                "for": self._wanted_by().kind,
                "sha256": self.sha256,
                **data,
            },
            actor=actor,
            moment=moment,
        )

    def _mail_result(self):
        """Tell the group, in the office's words, what became of its proof."""
        party_sudo = self.sudo().bid_id.registration_id
        party_sudo._mail_party("wohnkoord_odoo.award_proof_checked_mail", self)

    # -- retention -------------------------------------------------------------------------

    def _erase(self, moment):
        """Delete files and words; hash and moments stay. For the retention, with sudo."""
        self._write_guarded(
            {"file": False, "name": ERASED, "note": False, "date_erased": moment}
        )


_TRIGGER = SQL(
    """
    CREATE OR REPLACE FUNCTION wohnkoord_award_proof_is_kept() RETURNS trigger AS $$
    BEGIN
        IF TG_OP = 'DELETE'
        OR (NEW.bid_id, NEW.milestone_id, NEW.commitment_id, NEW.sha256, NEW.size,
            NEW.mimetype, NEW.date, NEW.user_id)
            IS DISTINCT FROM
           (OLD.bid_id, OLD.milestone_id, OLD.commitment_id, OLD.sha256, OLD.size,
            OLD.mimetype, OLD.date, OLD.user_id)
        OR (OLD.state != 'to_check'
            AND (NEW.state, NEW.return_reason, NEW.date_checked, NEW.checked_by_id)
                IS DISTINCT FROM
                (OLD.state, OLD.return_reason, OLD.date_checked, OLD.checked_by_id))
        OR (NEW.date_erased IS NULL
            AND (NEW.name, NEW.note) IS DISTINCT FROM (OLD.name, OLD.note))
        THEN
            RAISE EXCEPTION 'A proof that was handed in: no %%', TG_OP
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END
    $$ LANGUAGE plpgsql;
    CREATE OR REPLACE TRIGGER wohnkoord_award_proof_is_kept
        BEFORE UPDATE OR DELETE ON wohnkoord_award_proof
        FOR EACH ROW EXECUTE FUNCTION wohnkoord_award_proof_is_kept();
    """
)
