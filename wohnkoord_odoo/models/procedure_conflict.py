# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ..tools.append_only import make_append_only

CONFLICT_KINDS = [
    ("none", "None"),
    ("own", "Own Interest"),
    ("relative", "Relative"),
    ("employment", "Employment"),
    ("membership", "Membership"),
    ("adviser", "Adviser of the Bidder"),
    ("other", "Another Reason"),
]


class Conflict(models.Model):
    """What a person declared about one bidder, before any bid may be seen.

    The newest declaration of a person on a bidder counts; none yet means: no access.
    """

    _name = "wohnkoord.conflict"
    _description = "Declaration on a Conflict of Interest"
    _order = "procedure_id, id desc"
    _check_company_auto = True

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        # known at the insertion: rows are never updated
        related="procedure_id.company_id",
        store=True,
        precompute=True,
        index=True,
    )
    juror_id = fields.Many2one(
        "wohnkoord.juror",
        "Seat",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        help="Empty: a person of the office without a seat.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        "Bidder",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    kind = fields.Selection(CONFLICT_KINDS, required=True, readonly=True)
    note = fields.Text("In Words", readonly=True)
    date = fields.Datetime("Declared on", required=True, readonly=True)
    recorded_by_id = fields.Many2one(
        "res.users",
        "Recorded by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The head of the office, where the person did not declare it alone.",
    )

    _note_check = models.Constraint(
        "CHECK (kind <> 'other' OR note <> '')", "Please say in words what it is."
    )

    def init(self):
        make_append_only(self.env.cr, self._table)

    # -- declaring -----------------------------------------------------------------------

    @api.model
    def _declare(self, seat, user, initiative, kind, note="", procedure=None):
        """A person declares whether it has a conflict of interest with one bidder.

        :param seat: in the jury; empty: a person of the office, of ``procedure``
        :param str kind: one of ``CONFLICT_KINDS``
        :raise UserError: somebody else's declaration, no bidder of this procedure, or a
            conflict that the person wants to take back alone
        """
        procedure = seat.procedure_id or procedure
        if user != self.env.user and self.env.uid != SUPERUSER_ID:
            raise UserError(self.env._("Everybody declares for oneself."))
        if seat and user not in seat.sudo().user_id | seat.sudo().deputy_id:
            raise UserError(self.env._("This is another person's seat."))
        if kind == "none" and self._is_conflicted(procedure, user, initiative):
            raise UserError(
                self.env._(
                    "A declared conflict is not taken back alone. If it was a mistake,"
                    " please tell the office: the jury decides."
                )
            )
        return self._record(procedure, seat, user, initiative, kind, note)

    @api.model
    def _record_by_head(self, procedure, seat, user, initiative, kind, note):
        """The head of the office records a conflict, or that the jury found none.

        :param str note: why, or the jury's resolution
        :raise UserError: not the head of the office, of oneself, or no reason
        """
        if not self.env.user.has_group("wohnkoord_odoo.group_manager"):
            raise UserError(self.env._("Only the head of the office records this."))
        if user == self.env.user and kind == "none":
            raise UserError(
                self.env._("Nobody lifts a conflict of one's own. Please ask a deputy.")
            )
        if not (note or "").strip():
            raise UserError(self.env._("Please give a reason; it is kept on record."))
        return self._record(
            procedure, seat, user, initiative, kind, note, self.env.user
        )

    @api.model
    def _record(self, procedure, seat, user, initiative, kind, note, head=None):
        if kind not in dict(CONFLICT_KINDS):
            raise UserError(self.env._("Please choose one of the answers."))
        note = (note or "").strip()
        if kind == "other" and not note:
            raise UserError(self.env._("Please say in words what it is."))
        # sudo: whether it is a bidder is asked by people who may see no bid
        procedure_sudo = procedure.sudo()
        if initiative not in procedure_sudo._bidders():
            raise UserError(self.env._("This group has no bid in this procedure."))
        moment = procedure_sudo._now().replace(microsecond=0)
        declaration_sudo = self.sudo().create(
            {
                "procedure_id": procedure.id,
                "juror_id": seat.id,
                "user_id": user.id,
                "initiative_id": initiative.id,
                "kind": kind,
                "note": note or False,
                "date": moment,
                "recorded_by_id": head.id if head else False,
            }
        )
        # which kind it is stays with the declaration
        data = {
            "seat": seat.sudo().name or "office",
            "bidder": procedure_sudo._bidder_number(initiative),
            "conflict": kind != "none",
            "by_head": bool(head),
        }
        actor = head.name if head else data["seat"]
        procedure_sudo._log("conflict_declared", data, actor=actor, moment=moment)
        procedure_sudo._sync_blocked()
        return declaration_sudo

    @api.model
    def _is_conflicted(self, procedure, user, initiative):
        """Whether the newest declaration names a conflict."""
        # sudo: asked about one person and one bidder
        last_sudo = self.sudo().search(
            [
                ("procedure_id", "=", procedure.id),
                ("user_id", "=", user.id),
                ("initiative_id", "=", initiative.id),
            ],
            order="id desc",
            limit=1,
        )
        return bool(last_sudo) and last_sudo.kind != "none"
