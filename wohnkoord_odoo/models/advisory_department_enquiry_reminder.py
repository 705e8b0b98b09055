# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

ACTIVITY = "wohnkoord_odoo.activity_type_department"


class DepartmentEnquiry(models.Model):
    """Whoever asked is told once that the answer is overdue."""

    _inherit = "wohnkoord.department.enquiry"

    @api.model
    def _late_domain(self):
        """Overdue, and nobody was told yet."""
        return self._overdue_domain() & Domain("date_reminded", "=", False)

    def _remind_daily(self):
        """One activity for whoever asked, or who stands in; once per due date.

        :return bool: always True, for there was something to tell
        """
        for enquiry in self.with_user(SUPERUSER_ID):
            user = enquiry.user_id.filtered("active")
            user = user or enquiry.company_id._wohnkoord_head()
            enquiry._write_guarded(
                {"date_reminded": fields.Date.context_today(enquiry)}
            )
            if user:
                reader = enquiry.with_context(
                    lang=user.lang, mail_activity_quick_update=True
                )
                reader.activity_schedule(
                    ACTIVITY,
                    fields.Date.context_today(enquiry),
                    summary=reader.env._(
                        "%(department)s owes an answer since %(date)s",
                        department=enquiry.partner_id.display_name,
                        date=format_date(reader.env, enquiry.date_due),
                    ),
                    user_id=user.id,
                )
        return True

    def _forget_reminder(self):
        """Another due date is told anew."""
        told = self.filtered("date_reminded")
        told._write_guarded({"date_reminded": False})
        # sudo: the hint may be a colleague's
        told.sudo().activity_unlink([ACTIVITY])

    def _end_reminder(self):
        # sudo: the hint may be a colleague's
        self.sudo().activity_feedback([ACTIVITY])
