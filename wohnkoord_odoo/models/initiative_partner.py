# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models

OFFICE = "wohnkoord_odoo.group_user"


class ResPartner(models.Model):
    _inherit = "res.partner"

    initiative_ids = fields.One2many(
        "wohnkoord.initiative", "partner_id", string="Is Contact of", groups=OFFICE
    )
    initiative_member_ids = fields.One2many(
        "wohnkoord.initiative.member",
        "partner_id",
        string="Memberships in Initiatives",
        groups=OFFICE,
    )
    initiative_count = fields.Integer(
        "Initiatives", compute="_compute_initiative_count", groups=OFFICE
    )

    @api.depends("initiative_ids", "initiative_member_ids")
    def _compute_initiative_count(self):
        for partner, initiatives in self._wohnkoord_initiatives().items():
            partner.initiative_count = len(initiatives)

    def action_view_initiatives(self):
        """Open the initiatives these partners belong or belonged to."""
        initiatives = self.env["wohnkoord.initiative"].union(
            *self._wohnkoord_initiatives().values()
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.initiative_action"
        )
        return {
            **action,
            "view_mode": "list,kanban,form",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("id", "in", initiatives.ids)],
            "context": {"active_test": False},
        }

    def _wohnkoord_initiatives(self):
        """The initiatives of each partner: as contact, or as member at any time.

        :return: dict partner -> initiatives
        """
        Initiative = self.env["wohnkoord.initiative"].with_context(active_test=False)
        as_contact = dict(
            Initiative._read_group(
                [("partner_id", "in", self.ids)], ["partner_id"], ["id:recordset"]
            )
        )
        as_member = dict(
            self.env["wohnkoord.initiative.member"]._read_group(
                [("partner_id", "in", self.ids)],
                ["partner_id"],
                ["initiative_id:recordset"],
            )
        )
        return {
            partner: as_contact.get(partner._origin, Initiative)
            | as_member.get(partner._origin, Initiative)
            for partner in self
        }

    def _wohnkoord_companies(self):
        Member = self.env["wohnkoord.initiative.member"]
        members = Member.search(
            Member._not_ended_domain() & fields.Domain("partner_id", "=", self.id)
        )
        return super()._wohnkoord_companies() | members.company_id
