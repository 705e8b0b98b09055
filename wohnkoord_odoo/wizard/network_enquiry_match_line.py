# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class EnquiryMatchLine(models.TransientModel):
    """One contact or group that may be behind an enquiry."""

    _name = "wohnkoord.enquiry.match.line"
    _description = "Possibly Known"

    match_id = fields.Many2one(
        "wohnkoord.enquiry.match", required=True, index=True, ondelete="cascade"
    )
    fresh_partner_id = fields.Many2one(
        "res.partner", "Fresh Contact", ondelete="cascade"
    )
    partner_id = fields.Many2one("res.partner", "Contact", ondelete="cascade")
    fresh_initiative_id = fields.Many2one("wohnkoord.initiative", ondelete="cascade")
    initiative_id = fields.Many2one("wohnkoord.initiative", ondelete="cascade")
    reason = fields.Char("Why")
    name = fields.Char(compute="_compute_known")
    email = fields.Char(compute="_compute_known")
    phone = fields.Char(compute="_compute_known")
    case_count = fields.Integer("Cases", compute="_compute_case_count")

    @api.depends("partner_id", "initiative_id")
    def _compute_known(self):
        for line in self:
            contact = line.partner_id or line.initiative_id.partner_id
            line.name = line.initiative_id.name or contact.display_name
            line.email = contact.email
            line.phone = contact.phone

    @api.depends("partner_id", "initiative_id")
    def _compute_case_count(self):
        Case = self.env["wohnkoord.advisory"]
        counts = {
            name: dict(
                Case._read_group([(name, "in", self[name].ids)], [name], ["__count"])
            )
            for name in ("partner_id", "initiative_id")
        }
        for line in self:
            line.case_count = counts["partner_id"].get(line.partner_id, 0) or counts[
                "initiative_id"
            ].get(line.initiative_id, 0)

    def action_choose(self):
        """It is this person, or this group."""
        self.ensure_one()
        case = self.match_id.advisory_id
        if self.partner_id:
            case._take_known_person(self.fresh_partner_id, self.partner_id)
        else:
            case._take_known_group(self.fresh_initiative_id, self.initiative_id)
        if case._possible_identities().get(case):
            return case.action_compare()  # the person is decided, the group is not
        case.action_new_identity()
        return {"type": "ir.actions.act_window_close"}
