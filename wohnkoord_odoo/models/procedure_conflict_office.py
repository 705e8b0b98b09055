# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class Procedure(models.Model):
    """Conflicts as the office sees them: who has declared what, and who is reminded."""

    _inherit = "wohnkoord.procedure"

    conflict_page = fields.Html(
        "Who Declared What",
        compute="_compute_conflict_page",
        sanitize=False,
        groups="wohnkoord_odoo.group_user",
    )

    is_own_declaration_open = fields.Boolean(
        "Own Declaration Is Missing",
        compute="_compute_is_own_declaration_open",
        groups="wohnkoord_odoo.group_user",
    )

    @api.depends("state", "juror_ids.user_id", "juror_ids.deputy_id")
    @api.depends("juror_ids.conflict_ids")
    @api.depends_context("uid")
    def _compute_is_own_declaration_open(self):
        """Whoever has a seat reads no bid before declaring, officers included."""
        me = self.env.user
        for procedure in self:
            own = procedure._origin
            procedure.is_own_declaration_open = (
                bool(own)
                and own._takes_declarations()
                and bool(own._bidders())
                and me in own._seats_undeclared()
            )

    def action_declare_all(self):
        """Go to the page of the own seat, which asks about all bidders at once.

        :raise UserError: no seat
        """
        self.ensure_one()
        self.check_access("read")
        seats = self.env["wohnkoord.juror"].sudo()  # sudo: one's own seat
        own = seats._portal_domain(self.env.user)
        seat = seats.search([("procedure_id", "=", self.id), *own], limit=1)
        if not seat:
            raise UserError(self.env._("You have no seat in the jury."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/jury/{seat.id}",
            "target": "self",
        }

    @api.depends("juror_ids.user_id", "juror_ids.deputy_id", "juror_ids.conflict_ids")
    @api.depends_context("lang", "uid")
    def _compute_conflict_page(self):
        for procedure in self:
            bidders = procedure._origin._bidders().sorted("name")
            procedure.conflict_page = False
            if bidders:
                procedure.conflict_page = self.env["ir.qweb"]._render(
                    "wohnkoord_odoo.procedure_conflict_page",
                    {
                        "bidders": [bidder.name for bidder in bidders],
                        "rows": procedure._origin._conflict_rows(bidders),
                    },
                )

    def _conflict_rows(self, bidders):
        """Persons of seats, then those of the office who declared; plain values."""
        self.ensure_one()
        seats_sudo = self.sudo().juror_ids  # sudo: names of persons
        seat_names = {}
        for seat in seats_sudo:
            seat_names[seat.user_id] = seat.name
            if seat.deputy_id:
                text = self.env._("%(seat)s (deputy)", seat=seat.name)
                seat_names[seat.deputy_id] = text
        conflicts = self.env["wohnkoord.conflict"]
        conflicts.check_access("read")
        others = conflicts.search([("procedure_id", "=", self.id)]).user_id
        persons = list(seat_names) + list(
            others.sudo() - seats_sudo.user_id - seats_sudo.deputy_id
        )
        latest = self._latest_declarations(self.env["res.users"].union(*persons))
        return [
            {
                "person": person.name,
                "seat": seat_names.get(person, self.env._("Office")),
                "cells": [
                    self._conflict_cell(
                        latest.get((person.id, bidder.id)), person in seat_names
                    )
                    for bidder in bidders
                ],
            }
            for person in persons
        ]

    def _conflict_cell(self, declaration, has_seat):
        if declaration:
            return "none" if declaration.kind == "none" else "conflict"
        return "open" if has_seat else "unasked"

    def action_declare_conflict(self):
        """Open the dialog for an own declaration, or the head's record on somebody."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Declare a Conflict of Interest"),
            "res_model": "wohnkoord.conflict.dialog",
            "view_mode": "form",
            "target": "new",
            "context": {"default_procedure_id": self.id},
        }

    def action_remind_conflicts(self):
        """Mail everybody with a seat who has not declared on every bidder yet.

        :raise UserError: nobody is missing, or somebody has no address
        """
        self.ensure_one()
        self.check_access("write")
        late = self._seats_undeclared() if self._takes_declarations() else None
        if not late:
            raise UserError(self.env._("There is nobody to remind."))
        nowhere = late.filtered(lambda user: not user.partner_id.email)
        if nowhere:
            raise UserError(
                self.env._("%(user)s has no e-mail address.", user=nowhere[0].name)
            )
        template_sudo = self.env.ref("wohnkoord_odoo.conflict_reminder_mail").sudo()
        for seat in self.sudo().juror_ids:
            for user in (seat.user_id | seat.deputy_id) & late:
                template_sudo.send_mail(
                    seat.id, email_values={"email_to": user.email_formatted}
                )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Reminders sent: %(count)s.", count=len(late)),
            },
        }
