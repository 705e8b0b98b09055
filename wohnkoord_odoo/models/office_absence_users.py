# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.fields import Domain


class ResUsers(models.Model):
    """Who does somebody's work on a day."""

    _inherit = "res.users"

    def _wohnkoord_on_duty(self, date=None, company=None):
        """Who does this user's work: the user, or whoever stands in on that day.

        The one place to ask before something is given to somebody.

        :param date date: the day the work falls on; default: today
        :param company: the office; default: any
        :return: one user; empty for nobody
        """
        return self._wohnkoord_duty(date, company)[0]

    def _wohnkoord_duty(self, date=None, company=None):
        """The same with the absence because of which it is somebody else.

        A deputy who is away is followed to the own deputy. Where nobody of the chain is
        there, the work stays where it belongs.

        :return: user, absence (with superuser rights; empty if the user is there)
        """
        none = self.env["wohnkoord.absence"].sudo()
        if not self:
            return self, none
        self.ensure_one()
        date = date or fields.Date.context_today(self)
        user, first, seen = self, none, self
        while absence := user._wohnkoord_absence(date, company):
            first = first or absence
            user = absence.deputy_id.with_env(self.env)
            if user in seen or not user.sudo().active:
                return self, none
            seen += user
        return user, first

    def _wohnkoord_absence(self, date, company=None):
        # sudo: whoever gives the work, also a visitor or a cron
        domain = (
            Domain("user_id", "=", self.id)
            & Domain("date_from", "<=", date)
            & Domain("date_to", ">=", date)
        )
        if company:
            domain &= Domain("company_id", "=", company.id)
        return self.env["wohnkoord.absence"].sudo().search(domain, limit=1)

    def _wohnkoord_duty_vals(self, date=None, company=None):
        """``user_id`` and ``absence_id`` of a case that comes in for this user."""
        user, absence = self._wohnkoord_duty(date, company)
        return {"user_id": user.id, "absence_id": absence.id}
