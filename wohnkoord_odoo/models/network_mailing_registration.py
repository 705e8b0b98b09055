# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.mail import email_normalize

from .network_mailing_audience import blacklisted_domain

#: so long after an event its visitors still get letters about it
AFTER_DAYS = 30


class EventRegistration(models.Model):
    """People registered for an event: letters about that event only."""

    _inherit = "event.registration"

    @api.model
    def _mailing_left_out(self, mailing):
        """See ``mailing.mailing._left_out_reasons``."""
        return [
            ("other_office", Domain("company_id", "!=", mailing.company_id.id)),
            ("archived", Domain("active", "=", False)),
            ("no_address", Domain("email", "in", (False, ""))),
            ("blacklisted", blacklisted_domain()),
            ("cancelled", Domain("state", "not in", ("open", "done"))),
            ("event_over", Domain("event_id.date_end", "<", f"-{AFTER_DAYS}d")),
        ]

    def _mailing_email(self):
        """The one address that is written to."""
        self.ensure_one()
        return email_normalize(self.email, strict=False)

    @api.model
    def _mailing_address(self, alias):
        return SQL("LOWER(TRIM(%s))", SQL.identifier(alias, "email"))
