# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.canonical import canonical, digest


class Procedure(models.Model):
    """Publication: what was prepared becomes a version that nobody can change."""

    _inherit = "wohnkoord.procedure"

    def action_publish(self):
        """Freeze and publish the procedure.

        :raise UserError: not in preparation, or no deadline
        """
        for procedure in self:
            procedure.check_access("write")
            if procedure.state != "preparation":
                raise UserError(self.env._("The procedure is published already."))
            if not procedure.date_deadline:
                raise UserError(self.env._("Please set until when bids may come."))
            procedure._prepare_seal()
            version = procedure._freeze()
            procedure._write_guarded({"state": "published"})
            procedure._log(
                "published", {"version": version.number, "sha256": version.hash}
            )

    def _freeze(self, reason="", is_material=False):
        """Make the next version from what is prepared now.

        :return: the version
        """
        self.ensure_one()
        content = self._frozen_values()
        # sudo: nobody may write versions
        version_sudo = self.env["wohnkoord.procedure.version"].sudo()
        version_sudo = version_sudo.create(
            {
                "procedure_id": self.id,
                "number": len(self.version_ids) + 1,
                "date": fields.Datetime.now(),
                "date_questions_until": self.date_questions_until,
                "date_deadline": self.date_deadline,
                "content": canonical(content).decode(),
                "hash": digest(content),
                "reason": reason,
                "is_material": is_material,
            }
        )
        self._write_guarded({"version_id": version_sudo.id})
        return version_sudo

    def _frozen_values(self):
        """All that publication freezes, in values that have a canonical form."""
        return {
            "procedure": self.uuid,
            "name": self.name,
            "deadline": fields.Datetime.to_string(self.date_deadline),
        }
