# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.exceptions import ValidationError

from .advisory_meeting_need import PURPOSE


class Consent(models.Model):
    """Needs at meetings are deleted with the consent to note them."""

    _inherit = "wohnkoord.consent"

    @api.constrains("way", "purpose", "initiative_id")
    def _check_needs_way(self):
        for consent in self:
            if consent.way == "form" and (
                consent.purpose != PURPOSE or consent.recorded_by_id
            ):
                raise ValidationError(
                    self.env._("Only the person itself fills in the form.")
                )
            if consent.purpose == PURPOSE and consent.initiative_id:
                raise ValidationError(
                    self.env._("What people need is no matter of an initiative.")
                )

    def _on_ended(self):
        result = super()._on_ended()
        # sudo: whoever withdraws, also in the portal, reads no needs
        needs_sudo = self.env["wohnkoord.meeting.need"].sudo()
        for consent in self.filtered(lambda consent: consent.purpose == PURPOSE):
            needs_sudo.search(
                [
                    ("company_id", "=", consent.company_id.id),
                    ("partner_id", "=", consent.partner_id.id),
                ]
            ).unlink()
        return result
