# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from .network_consent import ADDRESS_PURPOSES, LINK, OPEN_STATES

BATCH_SIZE = 200


class Consent(models.Model):
    """How a consent is given, ends, and makes room for a newer one."""

    _inherit = "wohnkoord.consent"

    # -- given -------------------------------------------------------------------------

    def _confirm(self):
        """Put the consents in force from now; an older one for the same is replaced.

        Never called by staff for a link in a mail: its reader does, by the link. What is
        answered already, or was sent to an address the person no longer has, stays.
        """
        for consent in self:
            if consent._is_answerable():
                consent._confirm_one()

    def _is_answerable(self):
        """Whether the question may still be answered, at the address it was sent to."""
        self.ensure_one()
        if self.state != "requested":
            return False
        if self.way != LINK:
            return True
        return (
            self.date_answer_until > fields.Datetime.now()
            and self.email == self.partner_id.email_normalized
        )

    def _confirm_one(self):
        now = fields.Datetime.now()
        months = self.text_id.months
        expires = months and self._given_at() + relativedelta(months=months)
        if self.way != LINK:
            self._check_recorded(expires)
        older = self._others(OPEN_STATES)
        try:
            with self.env.cr.savepoint():
                older._write_guarded({"state": "replaced"})
                self.env.flush_all()  # the index allows one at a time
                self._write_guarded(
                    {
                        "state": "confirmed",
                        "date_given": self.date_given
                        or fields.Date.context_today(self),
                        "date_confirmed": now,
                        "date_expires": expires,
                    }
                )
        except UniqueViolation as error:
            # the same person said yes twice at this moment: look again and replace
            raise ConcurrencyError(str(error)) from error

    def _check_recorded(self, expires):
        """Refuse a signed or spoken consent that cannot count.

        :raise UserError: its day is not past, or something newer stands against it
        """
        if self.date_given > fields.Date.context_today(self):
            raise UserError(
                self.env._("The day on which the consent was given is in the future.")
            )
        if expires and expires <= fields.Datetime.now():
            raise UserError(
                self.env._(
                    "With this wording a consent of %(date)s ended on %(end)s. Please"
                    " ask the person anew.",
                    date=format_date(self.env, self.date_given),
                    end=format_date(self.env, expires),
                )
            )
        withdrawn = self._others(["withdrawn"]).filtered(
            lambda c: (
                fields.Datetime.context_timestamp(c, c.date_withdrawn).date()
                > self.date_given
            )
        )
        if withdrawn:
            raise UserError(
                self.env._(
                    "%(name)s withdrew this on %(date)s. A consent from before that day"
                    " does not count any more.",
                    name=self.partner_id.name,
                    date=format_date(self.env, max(withdrawn.mapped("date_withdrawn"))),
                )
            )
        newer = self._others(["confirmed"]).filtered(
            lambda c: not c._is_over() and c._given_at().date() > self.date_given
        )
        if newer:
            raise UserError(
                self.env._(
                    "A newer consent is in force already, given on %(date)s.",
                    date=format_date(self.env, newer[0]._given_at()),
                )
            )

    # -- ended -------------------------------------------------------------------------

    def action_withdraw(self):
        """Withdraw, from now, everywhere; also a request that was not answered yet.

        Consents to mails end for every contact of the office with the same address, so
        that a doubled contact does not keep the mails coming.
        """
        self.check_access("write")
        return self._withdraw(self._with_same_address())

    def _withdraw(self, doubles=None):
        """Withdraw, together with ``doubles`` and what is still asked for the same."""
        given = self.filtered(lambda c: c.state == "confirmed") | (
            doubles or self.browse()
        )
        asked = given._others(["requested"])
        ending = (self | given | asked).filtered(lambda c: c.state in OPEN_STATES)
        ended = ending.filtered(lambda c: c.state == "confirmed")
        ending._write_guarded(
            {"state": "withdrawn", "date_withdrawn": fields.Datetime.now()}
        )
        ended._on_ended()
        return True

    def _with_same_address(self):
        """Open consents to mails that reach the same address, of doubled contacts."""
        given = self.filtered(
            lambda c: c.state == "confirmed" and c.purpose in ADDRESS_PURPOSES
        )
        wanted = {key for consent in given for key in consent._address_keys()}
        emails = [email for _company, _purpose, email in wanted]
        if not emails:
            return self.browse()
        found = self.search(
            Domain("company_id", "in", given.company_id.ids)
            & Domain("purpose", "in", ADDRESS_PURPOSES)
            & Domain("state", "in", OPEN_STATES)
            & (
                Domain("email", "in", emails)
                | Domain("way", "!=", LINK)
                & Domain("partner_id.email_normalized", "in", emails)
            )
        )
        return found.filtered(lambda c: wanted & c._address_keys())

    def _address_keys(self):
        self.ensure_one()
        emails = {self.email}
        if self.way != LINK:
            emails.add(self.partner_id.email_normalized)
        return {(self.company_id, self.purpose, email) for email in emails if email}

    def _on_ended(self):
        """Called with consents that were in force and are not any more; a hook.

        Runs in the transaction that withdraws or expires them. Replacing a consent by a
        newer one ends nothing and is not reported.
        """

    def _expire(self):
        self._write_guarded({"state": "expired"})
        self._on_ended()

    @api.model
    def _cron_expire(self, batch_size=BATCH_SIZE):
        """Note the end of consents whose time is up."""
        self._in_batches(
            Domain("state", "=", "confirmed")
            & Domain("date_expires", "<=", fields.Datetime.now()),
            lambda consents: consents._expire(),
            batch_size,
        )

    @api.model
    def _in_batches(self, domain, job, batch_size):
        """Run ``job`` on all of ``domain``, each batch in a transaction of its own.

        What is done leaves the domain, so a run after a kill goes on where it stopped;
        what another worker holds is left to the next run.
        """
        last = 0
        cron = self.env["ir.cron"]
        while batch := self.search(
            domain & Domain("id", ">", last), order="id", limit=batch_size
        ):
            last = batch.ids[-1]
            job(batch.try_lock_for_update().filtered_domain(domain))
            left = self.search_count(domain & Domain("id", ">", last))
            if not cron._commit_progress(len(batch), remaining=left):
                break
