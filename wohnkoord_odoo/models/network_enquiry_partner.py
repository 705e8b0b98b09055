# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from psycopg2 import IntegrityError

from odoo import models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    """Contacts that the public form made and that turned out to be known."""

    _inherit = "res.partner"

    def _wohnkoord_drop_unused(self):
        """Delete these contacts if a visitor made them and nothing hangs on them.

        What the office itself entered stays.

        :return bool: whether they are gone
        """
        # sudo: the adviser may not delete contacts; that nothing hangs on them is
        # checked here and by the database
        partners_sudo = self.sudo()
        if partners_sudo._wohnkoord_is_used():
            return False
        try:
            with self.env.cr.savepoint():
                partners_sudo.unlink()
        except (UserError, IntegrityError):
            return False
        return True

    def _wohnkoord_is_used(self):
        """Whether deleting these contacts would take something with it.

        Called with superuser rights.
        """
        if any(not partner.create_uid.share for partner in self):
            return True
        if self.user_ids or self.child_ids or self.consent_ids:
            return True
        return any(
            self.env[model].search_count([(name, "in", self.ids)], limit=1)
            for model, name in (
                ("wohnkoord.advisory", "partner_id"),
                ("wohnkoord.initiative.member", "partner_id"),
                ("wohnkoord.initiative", "partner_id"),
                ("calendar.event", "partner_ids"),
                ("event.registration", "partner_id"),
            )
        )
