# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, api, fields, models
from odoo.fields import Domain


class WorkingGroup(models.Model):
    """A circle of actors that meets for one purpose, such as "AG Wohnen"."""

    _name = "wohnkoord.working.group"
    _inherit = ["wohnkoord.quiet.mixin", "mail.activity.mixin"]
    _description = "Working Group"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users",
        "Looked after by",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    purpose = fields.Text(help="What the group works on, in a few sentences.")
    topic_ids = fields.Many2many("wohnkoord.topic", string="Topics", check_company=True)
    member_ids = fields.One2many(
        "wohnkoord.working.group.member", "group_id", "Members"
    )
    member_count = fields.Integer("Members today", compute="_compute_member_count")
    meeting_ids = fields.One2many("calendar.event", "working_group_id", "Meetings")
    meeting_count = fields.Integer(
        "Number of Meetings", compute="_compute_meeting_figures"
    )
    date_next_meeting = fields.Datetime(
        "Next Meeting", compute="_compute_meeting_figures"
    )
    date_last_meeting = fields.Datetime(
        "Last Meeting", compute="_compute_meeting_figures"
    )

    @api.depends("member_ids.date_from", "member_ids.date_to")
    def _compute_member_count(self):
        Member = self.env["wohnkoord.working.group.member"]
        counts = dict(
            Member._read_group(
                Member._current_domain() & Domain("group_id", "in", self.ids),
                ["group_id"],
                ["partner_id:count_distinct"],
            )
        )
        for group in self:
            group.member_count = counts.get(group._origin, 0)

    @api.depends("meeting_ids.start", "meeting_ids.active")
    def _compute_meeting_figures(self):
        now = fields.Datetime.now()
        Event = self.env["calendar.event"]
        mine = Domain("working_group_id", "in", self.ids)
        counts = dict(Event._read_group(mine, ["working_group_id"], ["__count"]))
        coming = dict(
            Event._read_group(
                mine & Domain("start", ">=", now), ["working_group_id"], ["start:min"]
            )
        )
        past = dict(
            Event._read_group(
                mine & Domain("start", "<", now), ["working_group_id"], ["start:max"]
            )
        )
        for group in self:
            saved = group._origin
            group.meeting_count = counts.get(saved, 0)
            group.date_next_meeting = coming.get(saved, False)
            group.date_last_meeting = past.get(saved, False)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for group, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%(name)s (copy)", name=group.name)
        return vals_list

    def action_view_meetings(self):
        """Open the group's meetings; a new one has its members of today."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "calendar.action_calendar_event"
        )
        return {
            **action,
            "domain": [("working_group_id", "=", self.id)],
            "context": self._meeting_context(),
        }

    def action_plan_meeting(self):
        """Open a new meeting with the members of today; nobody is written to yet."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan a Meeting"),
            "res_model": "calendar.event",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": self._meeting_context(),
        }

    def _meeting_context(self):
        partners = self._current_members() | self.env.user.partner_id
        return {
            "default_name": self.name,
            "default_working_group_id": self.id,
            "default_partner_ids": [Command.set(partners.ids)],
        }

    def _current_members(self):
        Member = self.env["wohnkoord.working.group.member"]
        members = Member.search(
            Member._current_domain() & Domain("group_id", "in", self.ids)
        )
        return members.partner_id
