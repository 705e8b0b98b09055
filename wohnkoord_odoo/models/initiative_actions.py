# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError


class Initiative(models.Model):
    """Buttons of an initiative, and the questions that other areas answer."""

    _inherit = "wohnkoord.initiative"

    def action_grant_portal_access(self):
        """Invite the current spokespersons without access to the portal.

        :raise UserError: nobody speaks for the initiative, or all have access
        """
        self.check_access("write")
        Member = self.env["wohnkoord.initiative.member"]
        members = Member.search(
            Member._current_domain()
            & fields.Domain("initiative_id", "in", self.ids)
            & fields.Domain("role", "=", "spokesperson")
        )
        without_spokesperson = self - members.initiative_id
        if without_spokesperson:
            raise UserError(
                self.env._(
                    "Nobody speaks for %(names)s today: name a spokesperson first.",
                    names=", ".join(without_spokesperson.mapped("name")),
                )
            )
        invited = members.filtered(lambda member: not member.has_portal_access)
        if not invited:
            raise UserError(self.env._("Every spokesperson has portal access already."))
        return invited.action_grant_portal_access()

    def action_view_milestones(self):
        """Open the staged plan as a list, calendar and so on."""
        self.ensure_one()
        return self._open_related("milestone_action")

    def action_view_members(self):
        """Open the members, also those who left."""
        self.ensure_one()
        return self._open_related("initiative_member_action")

    def action_fill_plan(self):
        """Open the dialog that fills the staged plan from a template."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Fill the Staged Plan"),
            "res_model": "wohnkoord.initiative.plan",
            "view_mode": "form",
            "target": "new",
            "context": {"default_initiative_id": self.id},
        }

    def _open_related(self, xml_id):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"wohnkoord_odoo.{xml_id}"
        )
        return {
            **action,
            "domain": [("initiative_id", "=", self.id)],
            "context": {"default_initiative_id": self.id, "active_test": False},
        }

    @api.model
    def _portal_domain(self, user):
        """The initiatives that ``user`` may see in the portal: the one gate to them.

        :param user: a user, usually of the portal
        :return: domain of the initiatives of which the user's partner is a member
            today, in any role
        """
        Member = self.env["wohnkoord.initiative.member"]
        mine = Member._current_domain() & fields.Domain(
            "partner_id", "=", user.partner_id.id
        )
        return fields.Domain("member_ids", "any", mine) & fields.Domain(
            "active", "=", True
        )

    def _portal_meetings(self):
        """Meetings for the portal; the area of advice answers.

        :return: list of dicts with ``date`` (UTC) and ``title``, soonest first
        """
        self.ensure_one()
        return []

    def _running_procedures(self):
        """The award procedures in which these initiatives take part now.

        The area of procedures answers.
        """
        return []
