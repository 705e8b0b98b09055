# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class Registration(models.Model):
    """Mails about single records to those who speak for a party."""

    _inherit = "wohnkoord.registration"

    def _mail_party(self, template, record):
        """Mail each person who speaks for this party; without one, the group's contact.

        Unlike a notice this stays between the office and the party. Called with sudo.

        :param str template: id of a mail template for ``record``
        """
        self.ensure_one()
        people = self.spokesperson_ids or self.initiative_id.partner_id
        template_sudo = self.env.ref(template).sudo()
        for partner in people.filtered("email_normalized"):
            template_sudo.send_mail(
                record.id,
                email_values={
                    "email_to": partner.email_formatted,
                    # the office writes, whoever's click it was
                    "author_id": self.company_id.partner_id.id,
                },
            )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
