# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .network_consent import ADDRESS_PURPOSES, LINK, OPEN_STATES

#: what is shown of the consents to one purpose: the first of these states
STATE_ORDER = ("confirmed", "requested", "withdrawn", "expired", "replaced")


class Consent(models.Model):
    """The link in a mail, and what the person's own pages show; called with sudo."""

    _inherit = "wohnkoord.consent"

    def _link(self):
        """The address at which the person gives or withdraws this consent.

        It works for good, also in an old mail: to withdraw, and to see the state. A
        question is answered until ``date_answer_until`` only, whatever the link's age.
        Show it to nobody but the person, by a mail to the address.
        """
        self.ensure_one()
        base_url = self.company_id._wohnkoord_base_url()
        return f"{base_url}/consent/{self._link_token()}"

    def _link_one_click(self):
        """Where a mail program posts to withdraw (RFC 8058, ``List-Unsubscribe``)."""
        return f"{self._link()}/unsubscribe"

    def _link_token(self):
        return self.env["wohnkoord.signed.link"]._token("consent", self)

    def _of_holder(self):
        """The consents that whoever holds this consent's link may see and change.

        The link was sent to ``email``. While that is the person's address, its reader is
        the person, and sees all consents at this office; an old address shows this
        consent only. Doubled contacts show through consents to mails to the address.

        :return: what counts today, for each person and purpose; this purpose first
        """
        self.ensure_one()
        if not self.email or self.email != self.partner_id.email_normalized:
            return self
        found = self.search(
            Domain("company_id", "=", self.company_id.id)
            & (
                Domain("partner_id", "=", self.partner_id.id)
                | Domain("purpose", "in", ADDRESS_PURPOSES)
                & Domain("email", "=", self.email)
            )
        )
        current = (self | found)._current()
        return current.sorted(lambda consent: consent._key() != self._key())

    def _current(self):
        """Of each person and purpose what counts now, and what is asked beside it."""
        best = {}
        for consent in self.sorted(lambda c: (STATE_ORDER.index(c.state), -c.id)):
            best.setdefault(consent._key(), consent)
        asked = self.filtered(lambda consent: consent._is_answerable())
        return self.filtered(lambda c: c in asked or best[c._key()] == c)

    def _is_resendable(self):
        """Whether the mail with the question may be sent once more."""
        return bool(self.email and self._is_answerable()) if self else False

    def _renewed_until(self):
        """When the older consent ends that this question is to follow; for its mail."""
        self.ensure_one()
        older = self._others(["confirmed"])[:1]
        return self._public_day(older.date_expires) if older.date_expires else ""

    def _answer_until(self):
        """The day by which the mail asks for an answer."""
        return self._public_day(self.date_answer_until)

    def _public_values(self, by_link=True):
        """What a person's own page shows of one consent.

        :param bool by_link: the page was opened by a link in a mail to the address; only
            then a question may be answered there
        :return dict: plain values; ``actions`` is a list of (action, button)
        """
        self.ensure_one()
        return {
            "id": self.id,
            "purpose": self._purpose_label(),
            "initiative": self.initiative_id.name or "",
            "office": self.company_id.name,
            "text": self.text,
            "lang": (self.lang or "de_DE").replace("_", "-"),
            "status": self._public_status(),
            "is_open": self.state in OPEN_STATES,
            "actions": self._public_actions(by_link),
        }

    def _public_status(self):
        if self.state == "requested":
            return self._public_question()
        if self.state == "confirmed" and not self._is_over():
            return self._public_given()
        if self.state == "withdrawn":
            return self.env._(
                "Withdrawn on %(date)s.", date=self._public_day(self.date_withdrawn)
            )
        if self.state == "replaced":
            return self.env._("A newer question or answer has taken its place.")
        if not self.date_confirmed:
            return self.env._("This question was not answered in time.")
        return self.env._(
            "Your consent ended on %(date)s.", date=self._public_day(self.date_expires)
        )

    def _public_question(self):
        if self._is_answerable():
            return self.env._(
                "You have not agreed yet. Please answer by %(date)s.",
                date=self._public_day(self.date_answer_until),
            )
        if self.email != self.partner_id.email_normalized:
            return self.env._("This question was sent to an address no longer in use.")
        return self.env._("This question was not answered in time.")

    def _public_given(self):
        given = self._public_day(
            self.date_confirmed if self.way == LINK else self.date_given
        )
        if self.date_expires:
            return self.env._(
                "You agreed on %(date)s. Your consent is valid until %(end)s.",
                date=given,
                end=self._public_day(self.date_expires),
            )
        return self.env._("You agreed on %(date)s.", date=given)

    def _public_day(self, value):
        if isinstance(value, datetime):
            value = fields.Datetime.context_timestamp(self, value)
        return format_date(self.env, value, date_format="long")

    def _public_actions(self, by_link):
        if self.state == "confirmed":
            return [("withdraw", self.env._("Withdraw"))]
        if self.state != "requested" or not self._is_answerable():
            return []
        if by_link:
            return [
                ("confirm", self.env._("Yes, I agree")),
                ("withdraw", self.env._("No, I do not agree")),
            ]
        return [
            ("resend", self.env._("Send the mail again")),
            ("withdraw", self.env._("No, I do not agree")),
        ]

    def _public_address(self):
        """The address as its owner recognises it and nobody else learns it."""
        self.ensure_one()
        if not self.email or self.way != LINK:
            return ""
        name, domain = self.email.split("@", 1)
        return f"{name[0]}…@{domain}"
