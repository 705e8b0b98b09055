# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import escape_psql
from odoo.tools.mail import email_normalize

from ..models.procedure_juror import SEAT_KINDS
from ..models.procedure_jury_seat import OPEN_STATES


class JurorPerson(models.TransientModel):
    """Name a person for a seat who has no login yet: contact, portal access, seat."""

    _name = "wohnkoord.juror.person"
    _description = "New Person in a Jury"

    procedure_id = fields.Many2one("wohnkoord.procedure", required=True)
    seat_id = fields.Many2one(
        "wohnkoord.juror",
        "Deputy of",
        domain="[('procedure_id', '=', procedure_id), ('deputy_id', '=', False)]",
        help="Empty: the person gets a seat of its own.",
    )
    person = fields.Char("Name", required=True)
    email = fields.Char("E-mail", required=True)
    name = fields.Char("Seat", help="E.g. City council, group A.")
    kind = fields.Selection(SEAT_KINDS, default="expert", required=True)
    has_vote = fields.Boolean("Votes", default=True)
    is_working = fields.Boolean(compute="_compute_is_working")
    reason = fields.Text(help="Asked for once the jury works; it stands in the log.")

    @api.depends("procedure_id")
    def _compute_is_working(self):
        for dialog in self:
            state = dialog.procedure_id.state
            dialog.is_working = bool(state) and state not in OPEN_STATES

    def action_confirm(self):
        """Make the contact and the access, with core's invitation, and name the seat.

        :raise UserError: no address, no rights on the procedure, or no seat's name
        """
        self.ensure_one()
        self.procedure_id.check_access("write")
        email = email_normalize(self.email)
        if not email:
            raise UserError(
                self.env._("Please enter an e-mail address like name@example.org.")
            )
        if not self.seat_id and not (self.name or "").strip():
            raise UserError(self.env._("Please name the seat."))
        seats = self.env["wohnkoord.juror"]
        if self.is_working:
            seats._check_late_change(self.reason)
        user = self._find_user(email) or self._make_user(email)
        if self.seat_id:
            if self.is_working:
                self.seat_id._change({"deputy_id": user.id}, self.reason)
            else:
                self.seat_id.deputy_id = user
            return {"type": "ir.actions.act_window_close"}
        vals = {
            "procedure_id": self.procedure_id.id,
            "name": self.name,
            "kind": self.kind,
            "has_vote": self.has_vote,
            "user_id": user.id,
        }
        if self.is_working:
            seats._add_late(vals, self.reason)
        else:
            seats.create(vals)
        return {"type": "ir.actions.act_window_close"}

    def _find_user(self, email):
        # sudo: office staff may not search users
        users_sudo = self.env["res.users"].sudo()
        return users_sudo.search(
            # an underscore in an address is no placeholder for another letter
            [
                "|",
                ("login", "=ilike", escape_psql(email)),
                ("email_normalized", "=", email),
            ],
            limit=1,
        )

    def _make_user(self, email):
        company = self.procedure_id.company_id
        partner = self.env["res.partner"].create(
            {"name": self.person.strip(), "email": email, "company_id": company.id}
        )
        # sudo: core's wizard is for those who manage users; the office may name its jury
        wizard_sudo = (
            self.env["portal.wizard"]
            .sudo()
            .with_company(company)
            .with_context(default_partner_ids=[])
            .create({"partner_ids": [Command.set(partner.ids)]})
        )
        wizard_sudo.user_ids.action_grant_access()
        return partner.sudo().user_ids[:1]
