# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import hashlib
import json

from odoo import fields, models

from .account_move_sign_off import ACTIVITIES, OFFICE


class AccountMove(models.Model):
    """What a sign-off is about, and who is asked for one."""

    _inherit = "account.move"

    def _wohnkoord_digest(self):
        """A fingerprint of what a sign-off is about."""
        self.ensure_one()
        lines = self.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        content = [
            self.partner_id.id,
            self.partner_bank_id.id,
            self.currency_id.name,
            (self.ref or "").strip(),
            fields.Date.to_string(self.invoice_date) or "",
            *(
                f"{value:.2f}"
                for value in (self.amount_untaxed, self.amount_tax, self.amount_total)
            ),
            sorted(
                [
                    f"{line.quantity:.4f}",
                    f"{line.price_unit:.4f}",
                    f"{line.discount:.4f}",
                    f"{line.price_subtotal:.2f}",
                    sorted(line.tax_ids.ids),
                ]
                for line in lines
            ),
        ]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def _wohnkoord_check_digest(self):
        """Withdraw sign-offs of what does not stand there any more."""
        for move_sudo in self.sudo().filtered("wohnkoord_contract_id"):
            digest = move_sudo.wohnkoord_signed_digest
            if digest and digest != move_sudo._wohnkoord_digest():
                move_sudo._wohnkoord_withdraw(
                    self.env._(
                        "The bill was changed after it was signed: both sign-offs are"
                        " withdrawn."
                    )
                )

    def _wohnkoord_withdraw(self, text):
        self._wohnkoord_write(dict.fromkeys(self._wohnkoord_sign_off_fields, False))
        self._message_log(body=text)
        self._wohnkoord_ask_sign_offs()

    def _wohnkoord_ask_sign_offs(self):
        """Put what is missing among the activities of those who are to sign."""
        for move in self:
            orders = move.line_ids.wohnkoord_call_off_id
            adviser = orders.user_id.filtered(lambda user: user.has_group(OFFICE))[:1]
            accountant = move.company_id.wohnkoord_arithmetic_user_id
            for kind, user, signed in (
                ("factual", adviser, move.wohnkoord_factual_user_id),
                ("arithmetic", accountant, move.wohnkoord_arithmetic_user_id),
            ):
                if not user or signed or move.state != "draft":
                    continue
                waiting = move.activity_search([ACTIVITIES[kind]])
                if not waiting and not (
                    kind == "arithmetic" and not move.wohnkoord_factual_user_id
                ):
                    move.activity_schedule(ACTIVITIES[kind], user_id=user.id)
