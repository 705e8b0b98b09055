# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.fields import Domain


class Consent(models.Model):
    """What ends with a consent in finding a group: at once, everywhere."""

    _inherit = "wohnkoord.consent"

    def _on_ended(self):
        result = super()._on_ended()
        # sudo: what is deleted belongs to the person, not to the one who clicked
        ended_sudo = self.sudo()
        for consent in ended_sudo.filtered(lambda c: c.purpose == "search_profile"):
            consent._delete_search_profiles()
        for consent in ended_sudo.filtered(lambda c: c.purpose == "contact_sharing"):
            consent._stop_contact_sharing()
        return result

    def _delete_search_profiles(self):
        """Delete the person's profiles, unless another consent to them is in force."""
        domain = self._live_domain("search_profile", self.company_id)
        if self.search_count(
            domain & Domain("partner_id", "=", self.partner_id.id), limit=1
        ):
            return
        profiles = self.env["wohnkoord.search.profile"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
            ]
        )
        profiles.match_ids._stop_sharing()
        profiles.unlink()

    def _stop_contact_sharing(self):
        matches = self.env["wohnkoord.match"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "in", ("person_agreed", "initiative_agreed", "both"))
            & (
                Domain("partner_id", "=", self.partner_id.id)
                | Domain("contact_id", "=", self.partner_id.id)
            )
        )
        if self.initiative_id:
            matches = matches.filtered(lambda m: m.initiative_id == self.initiative_id)
        matches._stop_sharing()
