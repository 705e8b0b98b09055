# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class InitiativeMember(models.Model):
    """Who belongs to a group, in which role, from when until when.

    Ended memberships stay: fluctuation is a figure of the office's report.
    """

    _name = "wohnkoord.initiative.member"
    _description = "Member of an Initiative"
    _order = "date_to desc, role desc, date_from, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="initiative_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Person",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    email = fields.Char(related="partner_id.email", readonly=False)
    phone = fields.Char(related="partner_id.phone", readonly=False)
    role = fields.Selection(
        [("member", "Member"), ("spokesperson", "Spokesperson")],
        required=True,
        default="member",
        index=True,
        help="A spokesperson can get access to the group's portal.",
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: self._default_date_from()
    )
    date_to = fields.Date("Until", help="Last day; empty while the person belongs.")
    is_current = fields.Boolean(
        "Belongs Today", compute="_compute_is_current", search="_search_is_current"
    )
    has_portal_access = fields.Boolean(
        compute="_compute_has_portal_access", compute_sudo=True
    )

    _period_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)",
        "A membership ends after it began.",
    )
    _overlap_exclude = models.Constraint(
        "EXCLUDE USING gist (initiative_id WITH =, partner_id WITH =, role WITH =,"
        " daterange(date_from, date_to, '[]') WITH &&)",
        "This person has this role in the initiative already in that period.",
    )

    @api.model
    def _default_date_from(self):
        return fields.Date.context_today(self)

    @api.depends("date_from", "date_to")
    @api.depends_context("tz")
    def _compute_is_current(self):
        today = fields.Date.context_today(self)
        for member in self:
            member.is_current = (
                bool(member.date_from)
                and member.date_from <= today
                and (not member.date_to or member.date_to >= today)
            )

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        current = self._current_domain()
        return current if True in value else ~current

    @api.depends("partner_id.user_ids.active")
    def _compute_has_portal_access(self):
        for member in self:
            member.has_portal_access = bool(member.partner_id.user_ids)

    @api.depends("partner_id.name", "initiative_id.name")
    def _compute_display_name(self):
        for member in self:
            names = (member.partner_id.name, member.initiative_id.name)
            member.display_name = ", ".join(name for name in names if name)

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._open_company()
        return members

    def write(self, vals):
        result = super().write(vals)
        if {"partner_id", "initiative_id", "date_from", "date_to"} & set(vals):
            self._open_company()
        return result

    def action_leave(self):
        """End the memberships today.

        :raise UserError: one ended already or has not begun
        """
        for member in self:
            if not member.is_current:
                raise UserError(
                    self.env._(
                        "%(name)s does not belong today.", name=member.display_name
                    )
                )
        self.write({"date_to": fields.Date.context_today(self)})

    def action_grant_portal_access(self):
        """Invite the persons to the portal by core's portal wizard; sends the mail.

        :raise UserError: the membership is not current, the person has access
            already, or the address is missing or belongs to another user
        """
        self.check_access("write")
        for member in self:
            if not member.is_current:
                raise UserError(
                    self.env._(
                        "%(name)s does not belong today.", name=member.display_name
                    )
                )
        for member in self:
            member._grant_portal_access()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Invited to the portal: %(names)s",
                    names=", ".join(self.partner_id.mapped("name")),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _grant_portal_access(self):
        # sudo: the wizard is for those who manage all contacts and users; the office
        # may invite the members of its own initiatives, which is checked before
        wizard_sudo = (
            self.env["portal.wizard"]
            .sudo()
            .with_company(self.company_id)
            .with_context(default_partner_ids=[])
            .create({"partner_ids": [Command.set(self.partner_id.ids)]})
        )
        wizard_sudo.user_ids.action_grant_access()

    @api.model
    def _current_domain(self):
        """Memberships that hold today, in the user's time zone."""
        today = fields.Date.context_today(self)
        return Domain("date_from", "<=", today) & self._not_ended_domain()

    @api.model
    def _not_ended_domain(self):
        today = fields.Date.context_today(self)
        return Domain("date_to", "=", False) | Domain("date_to", ">=", today)

    def _open_company(self):
        """Let the members' portal users reach this office's records."""
        # sudo: office staff may not search users
        self.env["res.users"].sudo().search(
            [("partner_id", "in", self.partner_id.ids), ("share", "=", True)]
        )._wohnkoord_open_companies()
