# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from odoo import api, models
from odoo.exceptions import UserError

from ..tools.plain_text import plain_text

#: what the templates leave to be filled in, e.g. [First topic]
HINT = re.compile(r"\[[^\W\d][^\]]{4,}\]")


class Mailing(models.Model):
    """Buttons of a mailing, and the addresses at which its readers say no."""

    _inherit = "mailing.mailing"

    def action_dry_run(self):
        """List who would get it now, and who is left out and why. Nothing is sent."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.mailing_recipient_action"
        )
        return {
            **action,
            "name": self.env._("Dry run: %(subject)s", subject=self.subject),
            "context": {"mailing_id": self.id, "search_default_by_reason": 1},
        }

    def action_put_in_queue(self):
        """Send as soon as possible, or at the date that was set.

        :raise UserError: nobody would get it, or it is empty
        """
        self.check_access("write")
        for mailing in self:
            if mailing.is_body_empty:
                raise UserError(self.env._("The mailing has no text yet."))
            if hints := HINT.findall(plain_text(mailing.body_html)):
                raise UserError(
                    self.env._(
                        "A hint of the template is still there: %(hint)s", hint=hints[0]
                    )
                )
            if not mailing.schedule_date and not mailing._get_remaining_recipients():
                raise UserError(
                    self.env._("Nobody would get this mailing. The dry run tells why.")
                )
        return super().action_put_in_queue()

    def action_retry_failed(self):
        self.check_access("write")  # core removes letters before it writes
        return super().action_retry_failed()

    def _action_send_mail(self, res_ids=None):
        if res_ids is not None:
            self.check_access("write")
        result = super()._action_send_mail(res_ids)
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return result

    def _action_send_statistics(self):
        """No figures about readers where none are measured, and no mail about them."""
        measured = self.filtered("measures_readers")
        (self - measured).kpi_mail_required = False
        if not measured:
            return self.env["mail.mail"].sudo()
        return super(Mailing, measured)._action_send_statistics()

    # -- reader tracking ---------------------------------------------------------------

    def _get_mass_mailing_context(self):
        context = super()._get_mass_mailing_context()
        if not self.measures_readers:
            context.pop("post_convert_links", None)
        return context

    def convert_links(self):
        measured = self.filtered("measures_readers")
        return {
            **super(Mailing, measured).convert_links(),
            **{m.id: m.body_html or "" for m in self - measured},
        }

    # -- saying no ---------------------------------------------------------------------

    def _get_unsubscribe_url(self, email_to, res_id):
        """Where the reader withdraws: the page of the consent the letter rests on."""
        consent_sudo = self._withdrawal(res_id)
        if consent_sudo:
            return consent_sudo._link()
        return self.company_id.sudo()._wohnkoord_base_url()

    def _get_unsubscribe_oneclick_url(self, email_to, res_id):
        """Where the reader's mail program withdraws (RFC 8058)."""
        consent_sudo = self._withdrawal(res_id)
        if not consent_sudo:
            return self.company_id.sudo()._wohnkoord_base_url()
        token = self.env["wohnkoord.signed.link"]._token("withdraw", consent_sudo)
        return (
            f"{self.company_id.sudo()._wohnkoord_base_url()}/mailing/withdraw/{token}"
        )

    @api.model
    def _withdraw_for(self, email, company=None, purpose=None):
        """Withdraw what was agreed to for an address.

        :param company: of this office only; None: of all
        :param str purpose: this one only; None: whatever lets mailings be sent
        """
        domain = [
            "|",
            ("email", "=", email),
            ("partner_id.email_normalized", "=", email),
            ("state", "in", ("requested", "confirmed")),
            ("purpose", "in", [purpose] if purpose else ["newsletter", "plot_notice"]),
        ]
        if company:
            domain.append(("company_id", "=", company.id))
        # sudo: the owner of the address acts, without a login
        self.env["wohnkoord.consent"].sudo().search(domain).action_withdraw()
