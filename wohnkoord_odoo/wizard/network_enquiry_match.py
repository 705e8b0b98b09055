# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, api, fields, models


class EnquiryMatch(models.TransientModel):
    """Shows whom an enquiry may be from, and lets a person decide."""

    _name = "wohnkoord.enquiry.match"
    _description = "Is It Somebody We Know?"

    advisory_id = fields.Many2one(
        "wohnkoord.advisory", "Case", required=True, readonly=True, ondelete="cascade"
    )
    line_ids = fields.One2many("wohnkoord.enquiry.match.line", "match_id")

    @api.model
    def _of_case(self, case):
        """A dialog with the proposals of this moment."""
        matches = case._possible_identities().get(case, [])
        return self.create(
            {
                "advisory_id": case.id,
                "line_ids": [
                    Command.create(self._prepare_line_vals(*match)) for match in matches
                ],
            }
        )

    @api.model
    def _prepare_line_vals(self, fresh, known, reason):
        if known._name == "res.partner":
            return {
                "fresh_partner_id": fresh.id,
                "partner_id": known.id,
                "reason": reason,
            }
        return {
            "fresh_initiative_id": fresh.id,
            "initiative_id": known.id,
            "reason": reason,
        }

    def action_new(self):
        """It is none of them."""
        self.ensure_one()
        self.advisory_id.action_new_identity()
        return {"type": "ir.actions.act_window_close"}
