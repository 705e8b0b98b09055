# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import math
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.tools import format_date, format_time
from odoo.tools.misc import hmac

from ..tools.ics import icalendar

PURPOSE = "booking"
#: reminders and anonymised appointments in one transaction
BATCH = 100


class Booking(models.Model):
    """What an appointment says to the person: mails, the link, a calendar file."""

    _inherit = "wohnkoord.booking"

    def _send(self, kind):
        """Queue a mail to the persons.

        :param str kind: confirmed, moved, cancelled, reminder or known
        """
        template = self.env.ref(f"wohnkoord_odoo.mail_template_booking_{kind}")
        for booking in self.filtered("email"):
            files = []
            if kind != "known":
                method = "CANCEL" if kind == "cancelled" else "PUBLISH"
                files = [
                    Command.create(
                        {
                            "name": booking.env._("appointment.ics"),
                            "datas": base64.b64encode(booking._ics(method)),
                            "mimetype": "text/calendar",
                        }
                    )
                ]
            # sudo: rendering reads the office's address and signs the link
            template.sudo().send_mail(
                booking.id, email_values={"attachment_ids": files}
            )
        if kind in ("confirmed", "moved"):
            self._write_guarded({"date_told": fields.Datetime.now()})
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    # -- the link ----------------------------------------------------------------------

    def _link(self):
        """The page on which the person sees, moves and cancels the appointment."""
        self.ensure_one()
        return f"{self.company_id._wohnkoord_base_url()}/booking/{self._link_token()}"

    def _link_token(self):
        seconds = (self.stop - fields.Datetime.now()).total_seconds()
        hours = max(math.ceil(seconds / 3600), 1)
        return self.env["wohnkoord.signed.link"]._token(PURPOSE, self, hours=hours)

    @api.model
    def _of_token(self, token, company):
        """The appointment that a visitor's link names, as long as it is not over.

        :return: with superuser rights; empty if forged, over or another office's
        """
        booking_sudo = self.env["wohnkoord.signed.link"]._record(
            PURPOSE, self._name, token
        )
        now = fields.Datetime.now()
        return booking_sudo.filtered(
            lambda b: b.company_id == company and b.stop > now and not b.date_anonymised
        )

    # -- in words ----------------------------------------------------------------------

    def _when(self):
        """Day and time in the office's time zone, in the language of the environment."""
        self.ensure_one()
        tz = self.type_id._tz()
        day = format_date(self.env, self._day(), date_format="full")
        clock = format_time(self.env, self.start, tz.zone, "short")
        return self.env._("%(day)s, %(time)s", day=day, time=clock)

    def _where(self):
        """How and where they meet."""
        self.ensure_one()
        kind = self.type_id
        if self.channel == "desk":
            place = kind._place() or self.company_id.name
            return self.env._("in the office: %(place)s", place=place)
        if self.channel == "video" and kind.video_url:
            return self.env._("by video: %(url)s", url=kind.video_url)
        if self.channel == "video":
            return self.env._("by video; we send you the address before")
        return self.env._("by phone; we call %(number)s", number=self.phone or "")

    def _public_values(self):
        """What the person's own page shows; called there with sudo."""
        self.ensure_one()
        now = fields.Datetime.now()
        return {
            "type": self.type_id.name,
            "type_id": self.type_id.id,
            "when": self._when(),
            "where": self._where(),
            "minutes": round((self.stop - self.start).total_seconds() / 60),
            "adviser": self.user_id.name,
            "state": self.state,
            "reason": self.cancelled_by == "office" and self.cancel_reason,
            "is_open": self.state == "booked" and self.start > now,
        }

    # -- calendar file -----------------------------------------------------------------

    def _ics(self, method="PUBLISH"):
        """The appointment for the person's own calendar.

        :return bytes: iCalendar
        """
        self.ensure_one()
        company = self.company_id
        entry = {
            "uid": self._uid(),
            "sequence": str(int(datetime.now().timestamp())),
            "dtstamp": fields.Datetime.now(),
            "dtstart": self.start,
            "dtend": self.stop,
            "summary": f"{self.type_id.name}, {company.name}",
            "location": self._where(),
            "description": self._link(),
            "status": "CANCELLED" if method == "CANCEL" else "CONFIRMED",
            "organizer": company.email and f"MAILTO:{company.email}",
        }
        return icalendar([entry], method=method)

    def _uid(self):
        return hmac(self.sudo().env, "wohnkoord booking uid", self.id)[:32]

    # -- by time -----------------------------------------------------------------------

    @api.model
    def _cron_remind(self):
        """Remind of appointments, once each: the mail and its date are one commit."""
        self._cron_by_office("wohnkoord_booking_remind_hours", "_remind_batch")

    @api.model
    def _cron_anonymise(self):
        """Forget who came, after the months that the office sets."""
        self._cron_by_office("wohnkoord_booking_keep_months", "_anonymise_batch")

    @api.model
    def _cron_by_office(self, setting, method):
        """Call ``method`` for each office that has ``setting``, until it finds none."""
        for company in self.env["res.company"].search([(setting, ">", 0)]):
            while done := getattr(self, method)(company):
                if not self.env["ir.cron"]._commit_progress(done, remaining=1):
                    return
        self.env["ir.cron"]._commit_progress(remaining=0)

    @api.model
    def _remind_batch(self, company):
        """Remind of the next appointments within the office's hours.

        Only who was told of it by mail is reminded by mail, and nobody right after the
        confirmation, which says the same.

        :return int: how many were looked at
        """
        now = fields.Datetime.now()
        ahead = timedelta(hours=company.wohnkoord_booking_remind_hours)
        domain = [
            ("company_id", "=", company.id),
            ("state", "=", "booked"),
            ("date_reminded", "=", False),
            ("needs_notice", "=", False),
            ("start", ">", now),
            ("start", "<=", now + ahead),
        ]
        due = self._locked(domain, "start, id")
        due._write_guarded({"date_reminded": now})
        due.filtered(lambda b: b.date_told and b.date_told < b.start - ahead)._send(
            "reminder"
        )
        return len(due)

    @api.model
    def _anonymise_batch(self, company):
        months = company.wohnkoord_booking_keep_months
        limit = fields.Datetime.now() - relativedelta(months=months)
        domain = [
            ("company_id", "=", company.id),
            ("date_anonymised", "=", False),
            ("stop", "<", limit),
        ]
        old = self._locked(domain, "stop, id")
        old._anonymise()
        return len(old)

    @api.model
    def _locked(self, domain, order):
        found = self.search(domain, order=order, limit=BATCH)
        return found.try_lock_for_update().filtered_domain(domain)

    def _anonymise(self):
        """Remove what names the person; day, type and adviser stay for the figures."""
        self._write_guarded(
            {
                "name": False,
                "email": False,
                "phone": False,
                "concern": False,
                "cancel_reason": False,
                "partner_id": False,
                "needs_notice": False,
                "date_anonymised": fields.Datetime.now(),
            }
        )
        # mails and remarks may name the person as well
        self.env["mail.message"].sudo().search(
            [("model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()
        self.env["ir.attachment"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()
