# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.exceptions import UserError


class Procedure(models.Model):
    """The office's buttons around what is public."""

    _inherit = "wohnkoord.procedure"

    def action_open_public_page(self):
        """Open the page as visitors see it.

        :raise UserError: not published yet
        """
        self.ensure_one()
        if not self.version_id:
            raise UserError(self.env._("The procedure is not published yet."))
        return {
            "type": "ir.actions.act_url",
            "url": self.company_id._wohnkoord_base_url() + self._public_url(),
            "target": "new",
        }

    def action_tell_network(self):
        """Open the dialog that starts a plot notice about this procedure.

        :raise UserError: bids are not possible
        """
        self.ensure_one()
        if self.state != "published":
            raise UserError(
                self.env._("People are told of procedures in which bids are possible.")
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.mailing_new_action_plot_notice"
        )
        return {
            **action,
            "context": {
                "default_kind": "plot_notice",
                "default_procedure_id": self.id,
                "default_company_id": self.company_id.id,
            },
        }

    def _notice_values(self):
        """What a plot notice says of the procedure, from the version in force."""
        self.ensure_one()
        content = self._published_content()
        lots = self._public_lots(content)
        questions = self._public_moment(content["questions_until"], content)
        return {
            "name": content["name"],
            "lots": [
                {
                    "name": ", ".join(filter(None, [lot["name"], lot["address"]])),
                    "facts": "; ".join(f"{k}: {v}" for k, v in lot["facts"][:3]),
                }
                for lot in lots
            ],
            "deadline": self._public_moment(content["deadline"], content)["text"],
            "questions": questions["text"] if questions else "",
            "url": self.company_id._wohnkoord_base_url() + self._public_url(),
        }
