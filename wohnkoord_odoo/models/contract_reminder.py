# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import logging
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import float_compare, format_date
from odoo.tools.misc import format_amount, formatLang

_logger = logging.getLogger(__name__)

KINDS = {
    "limit_step_hours": "wohnkoord_odoo.activity_type_limit_hours",
    "limit_step_amount": "wohnkoord_odoo.activity_type_limit_amount",
}
TERM = "wohnkoord_odoo.activity_type_term_end"
ALL_KINDS = (*KINDS.values(), TERM)
#: what the models that inherit the mixin guard
GUARDED = (*KINDS, "date_end_reminded")
#: an activity is to be looked at within so many days
LOOK_DAYS = 7


class Reminder(models.AbstractModel):
    """Tells once that a maximum is nearly used or used up, and that a term ends.

    The step that was told stands on the record's own row. Every booking updates that row
    first, so of two parallel bookings one is repeated and sees what the other told. An
    extension, or less use, takes the step back: the next crossing is told again.
    """

    _name = "wohnkoord.reminder.mixin"
    _description = "Reminders of Limits and Terms"

    limit_step_hours = fields.Integer(
        "Limit of Hours Told",
        default=0,
        required=True,
        copy=False,
        readonly=True,
        aggregator=None,
        help="1: the office's first limit is reached; 2: the second.",
    )
    limit_step_amount = fields.Integer(
        "Limit of Money Told",
        default=0,
        required=True,
        copy=False,
        readonly=True,
        aggregator=None,
    )
    date_end_reminded = fields.Date("Reminded of the End on", copy=False, readonly=True)

    def write(self, vals):
        result = super().write(vals)
        if {"max_hours", "max_amount"} & set(vals):
            self._note_limits()
        if "date_end" in vals:
            self._forget_end()
        return result

    # -- what the levels say of themselves -----------------------------------------------

    def _is_watched(self):
        """Whether limits and terms of this record still matter."""
        return self.state == "active"

    def _limits(self):
        """What is limited here.

        :return: list of (field of the step, used, maximum); a maximum of 0 is none
        """
        limits = [
            (
                "limit_step_hours",
                self.minutes_called_off / 60,
                round(self.max_hours * 60) / 60,
            )
        ]
        if "max_amount" in self._fields:
            limits.append(
                ("limit_step_amount", self.amount_called_off, self.max_amount)
            )
        return limits

    def _limit_text(self, step_field, used, maximum):
        """What is reached, in words; called in the reader's language."""
        if step_field == "limit_step_amount":
            return self.env._(
                "%(name)s: %(used)s of %(maximum)s are called off.",
                name=self.display_name,
                used=format_amount(self.env, used, self.currency_id),
                maximum=format_amount(self.env, maximum, self.currency_id),
            )
        return self.env._(
            "%(name)s: %(used)s of %(maximum)s hours are called off.",
            name=self.display_name,
            used=formatLang(self.env, used),
            maximum=formatLang(self.env, maximum),
        )

    def _end_text(self):
        """That it ends, in words; called in the reader's language."""
        return self.env._(
            "%(name)s ends on %(date)s.",
            name=self.display_name,
            date=format_date(self.env, self.date_end),
        )

    def _end_days(self):
        """So many days ahead the office wants to know of the end; 0: not at all."""
        return self.company_id.wohnkoord_term_days

    def _reminded_user(self):
        """Whose matter it is."""
        return self.company_id._wohnkoord_head()

    def _tell_outside(self, step_field, step):
        """Tell others than the office; here nobody."""

    # -- limits --------------------------------------------------------------------------

    def _note_limits(self):
        """Compare what is used with the office's limits, and tell what was crossed."""
        # OdooBot: whoever books, also in the portal, has no rights on any of it
        for record in self.with_user(SUPERUSER_ID):
            if not record._is_watched():
                record._drop_reminders()
                continue
            for step_field, used, maximum in record._limits():
                step = record._limit_step(used, maximum)
                told = record[step_field]
                if step == told:
                    continue
                record._write_guarded({step_field: step})
                record._drop_reminders([KINDS[step_field]])
                if step > told:
                    record._remind(
                        KINDS[step_field], "_limit_text", step_field, used, maximum
                    )
                    record._tell_outside(step_field, step)

    def _limit_step(self, used, maximum):
        """0, 1 or 2: how many of the office's limits are reached."""
        if not maximum:
            return 0
        company = self.company_id
        return sum(
            float_compare(used * 100, maximum * percent, precision_digits=4) >= 0
            for percent in (
                company.wohnkoord_limit_first,
                company.wohnkoord_limit_second,
            )
        )

    # -- ends ----------------------------------------------------------------------------

    def _is_end_due(self):
        days = self._end_days()
        today = fields.Date.context_today(self)
        return bool(
            days
            and not self.date_end_reminded
            and self.date_end
            and self.date_end <= today + timedelta(days=days)
        )

    def _note_end(self):
        """Tell that the term ends soon; once, until it is changed."""
        for record in self.with_user(SUPERUSER_ID):
            if record._is_watched() and record._is_end_due():
                record._write_guarded(
                    {"date_end_reminded": fields.Date.context_today(record)}
                )
                record._remind(TERM, "_end_text")

    def _forget_end(self):
        """Another end is told anew."""
        told = self.with_user(SUPERUSER_ID).filtered("date_end_reminded")
        told._write_guarded({"date_end_reminded": False})
        told._drop_reminders([TERM])

    # -- activities ----------------------------------------------------------------------

    def _remind(self, kind, text_method, *args):
        """One activity for whoever it concerns, or who stands in; no mail.

        :param str text_method: says what it is about, in the reader's language
        """
        self.ensure_one()
        user = self._reminded_user()
        if not user:
            return
        reader = self.with_context(lang=user.lang, mail_activity_quick_update=True)
        today = fields.Date.context_today(self)
        reader.activity_schedule(
            kind,
            today + timedelta(days=LOOK_DAYS),
            summary=getattr(reader, text_method)(*args),
            user_id=user.id,
        )

    def _drop_reminders(self, kinds=ALL_KINDS):
        """Take back hints that hold no longer."""
        self.with_user(SUPERUSER_ID).activity_unlink(list(kinds))

    # -- every day -----------------------------------------------------------------------

    @api.model
    def _cron_remind(self):
        """Look at everything that runs: ends, and limits that an office changed.

        One broken record is named in the log and does not stop the others.
        """
        for model in (
            "wohnkoord.framework",
            "wohnkoord.framework.lot",
            "wohnkoord.contract",
            "wohnkoord.call.off",
        ):
            for record in self.env[model].search(self.env[model]._watched_domain()):
                self._remind_safely(record, "_remind_daily")

    @api.model
    def _remind_safely(self, record, method):
        """Do one record's part; commit it, or log what is wrong with it."""
        try:
            with self.env.cr.savepoint():
                if not getattr(record, method)():
                    return
        except Exception:
            _logger.exception("No reminder for %s", record)
            return
        self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _watched_domain(self):
        return [("state", "=", "active")]

    def _remind_daily(self):
        """:return bool: whether there was anything to tell"""
        record = self.with_user(SUPERUSER_ID)
        is_new = record._is_end_due() or any(
            record._limit_step(used, maximum) != record[step_field]
            for step_field, used, maximum in record._limits()
        )
        if is_new:
            record._note_limits()
            record._note_end()
        return is_new
