# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models


class Award(models.Model):
    """What keeps an award from being reserved."""

    _inherit = "wohnkoord.award"

    objection_ids = fields.One2many(
        "wohnkoord.award.objection", "award_id", "Objections"
    )

    def _reservation_blockers(self):
        """Why the plot cannot be reserved for the winner yet.

        :return: list of sentences; empty: nothing stands against it
        """
        self.ensure_one()
        procedure, found = self.procedure_id, []
        if self.standstill_until and procedure._now() < self.standstill_until:
            found.append(
                self.env._(
                    "The stand-still lasts until %(moment)s.",
                    moment=procedure._date_label(self.standstill_until),
                )
            )
        # sudo: that an objection is open binds everybody; its text is not told
        if self.sudo().objection_ids.filtered(lambda row: not row.date_answered):
            found.append(self.env._("An objection is not answered yet."))
        return found
