# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import UserError


class Procedure(models.Model):
    """Cure requests as a procedure shows them."""

    _inherit = "wohnkoord.procedure"

    cure_days = fields.Integer(
        "Days to Hand in Missing Things",
        default=7,
        help="The least time that a cure request gives.",
    )
    cure_ids = fields.One2many(
        "wohnkoord.cure.request",
        "procedure_id",
        "Cure Requests",
        copy=False,
        groups="wohnkoord_odoo.group_user",
    )
    cure_count = fields.Integer(
        "Number of Cure Requests",
        compute="_compute_cure_count",
        groups="wohnkoord_odoo.group_user",
    )

    _cure_days_check = models.Constraint(
        "CHECK (cure_days >= 1)", "Please give the parties at least one day."
    )

    def _compute_cure_count(self):
        self._count_rows({"cure_count": "wohnkoord.cure.request"})

    def action_new_cure(self):
        """Open the cure request in preparation, with what the checks say is missing.

        :raise UserError: the bids are not opened, or nothing is missing
        """
        self.ensure_one()
        Cure = self.env["wohnkoord.cure.request"]
        Cure.check_access("create")
        if self.state != "opened":
            raise UserError(
                self.env._("Missing things are asked for between opening and jury.")
            )
        if not self.check_ids.filtered(lambda check: check.result == "cure"):
            raise UserError(
                self.env._(
                    'No check is marked as "Ask for It". Please decide the checks first.'
                )
            )
        cure = Cure.search(
            [("procedure_id", "=", self.id), ("state", "=", "draft")]
        ) or Cure.create({"procedure_id": self.id})
        cure._fill_lines()
        return {
            "type": "ir.actions.act_window",
            "res_model": cure._name,
            "res_id": cure.id,
            "view_mode": "form",
        }

    def action_view_cures(self):
        """Show the procedure's cure requests."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.cure_request_action"
        )
        return {
            **action,
            "domain": [("procedure_id", "=", self.id)],
            "context": {"default_procedure_id": self.id},
        }
