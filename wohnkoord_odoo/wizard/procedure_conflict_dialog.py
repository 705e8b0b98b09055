# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.procedure_conflict import CONFLICT_KINDS


class ConflictDialog(models.TransientModel):
    """Everybody in the office declares for oneself; the head records for others."""

    _name = "wohnkoord.conflict.dialog"
    _description = "Declare a Conflict of Interest"

    procedure_id = fields.Many2one("wohnkoord.procedure", required=True, readonly=True)
    bidder_ids = fields.Many2many(
        "wohnkoord.initiative",
        string="Bidders",
        compute="_compute_choices",
        compute_sudo=True,
    )
    person_ids = fields.Many2many(
        "res.users", string="Persons", compute="_compute_choices", compute_sudo=True
    )
    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        default=lambda self: self.env.user,
        domain="[('id', 'in', person_ids)]",
    )
    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        "Bidder",
        required=True,
        domain="[('id', 'in', bidder_ids)]",
    )
    kind = fields.Selection(CONFLICT_KINDS, required=True)
    note = fields.Text("In Words")
    is_other = fields.Boolean(compute="_compute_choices", compute_sudo=True)
    hint = fields.Char(compute="_compute_hint")

    @api.depends("procedure_id", "user_id")
    @api.depends_context("uid")
    def _compute_choices(self):
        me = self.env.user
        for dialog in self:
            procedure = dialog.procedure_id
            seats = procedure.sudo().juror_ids
            dialog.bidder_ids = procedure._bidders()
            dialog.person_ids = seats.user_id | seats.deputy_id | me
            if not me.has_group("wohnkoord_odoo.group_manager"):
                dialog.person_ids = me
            dialog.is_other = dialog.user_id != me

    @api.depends("procedure_id", "user_id", "initiative_id")
    def _compute_hint(self):
        for dialog in self:
            found = {}
            if dialog.user_id == self.env.user and dialog.procedure_id:
                found = dialog.procedure_id._conflict_hints(dialog.user_id)
            dialog.hint = found.get(dialog.initiative_id.id, ("", ""))[1]

    def action_confirm(self):
        """Declare for oneself, or record for somebody else as the head of the office.

        :raise UserError: as ``_declare`` and ``_record_by_head``
        """
        self.ensure_one()
        procedure = self.procedure_id
        procedure.check_access("read")
        if not procedure._takes_declarations():
            raise UserError(self.env._("Declarations are not taken at the moment."))
        # sudo: the seat of the person, if there is one
        seat = procedure.sudo().juror_ids.filtered(
            lambda seat: self.user_id in seat.user_id | seat.deputy_id
        )[:1]
        seat = self.env["wohnkoord.juror"].browse(seat.id)
        conflicts = self.env["wohnkoord.conflict"]
        if self.user_id == self.env.user:
            conflicts._declare(
                seat, self.user_id, self.initiative_id, self.kind, self.note, procedure
            )
        elif (
            not seat
            and self.kind == "none"
            and not conflicts._is_conflicted(
                procedure, self.user_id, self.initiative_id
            )
        ):
            raise UserError(self.env._("There is no conflict to lift."))
        else:
            conflicts._record_by_head(
                procedure, seat, self.user_id, self.initiative_id, self.kind, self.note
            )
        return {"type": "ir.actions.client", "tag": "soft_reload"}
