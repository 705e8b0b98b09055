# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import logging

from psycopg2 import OperationalError

from odoo import models

_logger = logging.getLogger(__name__)


class EventMail(models.Model):
    """Mails of an event's schedule."""

    _inherit = "event.mail"

    def _confirm_registrations(self, registrations):
        """Queue what follows a registration; as Odoo does, but without its commits.

        A template that cannot be rendered does not refuse the registration: the event's
        responsible person reads about it.
        """
        self.ensure_one()
        # what the registrations themselves violate is no fault of a template
        self.env.flush_all()
        done = registrations.mail_registration_ids.filtered(
            lambda mail: mail.scheduler_id == self
        )
        missing = registrations - done.registration_id
        if not missing:
            return
        try:
            with self.env.cr.savepoint():
                mails = self._create_missing_mail_registrations(missing)
                due = mails.filtered_domain(mails._get_skip_domain())
                due._execute_on_registrations()
                self._refresh_mail_count_done()
        except OperationalError:  # somebody else writes the same: the server repeats
            raise
        except Exception as error:  # pylint: disable=broad-except
            _logger.exception("Mail schedule %s could not be sent", self.id)
            self._warn_error(error)
