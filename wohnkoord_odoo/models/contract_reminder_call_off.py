# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from .contract_reminder import GUARDED

MAIL = "wohnkoord_odoo.mail_template_limit_call_off"


class CallOff(models.Model):
    """The adviser and the consultant are told when the ordered hours are worked."""

    _name = "wohnkoord.call.off"
    _inherit = ["wohnkoord.call.off", "wohnkoord.reminder.mixin"]

    @property
    def _guarded_fields(self):
        return (*super()._guarded_fields, *GUARDED)

    is_ending = fields.Boolean(
        "Ends Soon", compute="_compute_is_ending", search="_search_is_ending"
    )

    @api.depends("state", "date_end", "company_id")
    def _compute_is_ending(self):
        ending = self.filtered_domain(self._ending_domain())
        for call_off in self:
            call_off.is_ending = call_off in ending

    def _search_is_ending(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._ending_domain()
        return domain if True in value else ~domain

    @api.model
    def _ending_domain(self):
        """Running orders that end within the days that their office set."""
        # sudo: settings of the offices
        companies_sudo = (
            self.env["res.company"].sudo().search([("wohnkoord_call_off_days", ">", 0)])
        )
        today = fields.Date.context_today(self)
        return fields.Domain("state", "=", "confirmed") & fields.Domain.OR(
            fields.Domain("company_id", "in", companies.ids)
            & fields.Domain("date_end", "<=", fields.Date.add(today, days=days))
            for days, companies in companies_sudo.grouped(
                "wohnkoord_call_off_days"
            ).items()
        )

    def _is_watched(self):
        return self.state == "confirmed"

    @api.model
    def _watched_domain(self):
        return [("state", "=", "confirmed")]

    @contextmanager
    def _committing(self):
        with super()._committing():
            yield
        self._note_limits()

    def _limits(self):
        ordered = round(self.hours * 60)
        return [("limit_step_hours", self.minutes_worked / 60, ordered / 60)]

    def _limit_text(self, step_field, used, maximum):
        return self.env._(
            "%(name)s: %(used)s of %(maximum)s hours are worked.",
            name=self.display_name,
            used=formatLang(self.env, used),
            maximum=formatLang(self.env, maximum),
        )

    def _end_text(self):
        return self.env._(
            "%(name)s ends on %(date)s; %(hours)s hours are left.",
            name=self.display_name,
            date=format_date(self.env, self.date_end),
            hours=formatLang(self.env, self.hours_left),
        )

    def _end_days(self):
        return self.company_id.wohnkoord_call_off_days

    def _reminded_user(self):
        return self.user_id.filtered("active") or super()._reminded_user()

    def _tell_outside(self, step_field, step):
        """A mail to the consultant, in the consultant's language."""
        template = self.env.ref(MAIL, raise_if_not_found=False)
        recipient = self._consultant_to_tell()
        if template and recipient:
            template.with_context(recipient=recipient, is_used_up=step > 1).send_mail(
                self.id
            )

    def _consultant_to_tell(self):
        """The firm; where it has no address, whoever worked on the order."""
        people = self.commercial_partner_id | self.time_entry_ids.partner_id
        return people.filtered("email_normalized")[:1]
