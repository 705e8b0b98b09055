# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.exceptions import AccessDenied
from odoo.http import request


class ResUsers(models.Model):
    """Asking a person for the own password again, for an act of weight."""

    _inherit = "res.users"

    def _check_present(self, password, code=None, ask_code=False):
        """Whether this person is there: password, and the second factor if there is one.

        Failures count for Odoo's pause after too many of them.

        :param str password: kept nowhere
        :param str code: of the authenticator app
        :param bool ask_code: ask for the second factor too, as at a login
        :return str: what is wrong, or None
        """
        self.ensure_one()
        user = self.with_user(self)
        token = request.session.session_token if request else None
        try:
            with self._assert_can_auth(user=self.sudo().login):
                credential = {
                    "type": "password",
                    "login": user.login,
                    "password": password or "",
                }
                user._check_credentials(credential, {"interactive": True})
        except AccessDenied:
            return self.env._(
                "The password of %(user)s is wrong, or there were too many attempts.",
                user=self.sudo().name,
            )
        finally:
            if request:
                # core renews the token for whom it checks: it is not whose session it is
                request.session.session_token = token
        return user._check_second_factor(code) if ask_code else None

    def _check_second_factor(self, code):
        kind = self._mfa_type()
        if not kind:
            return None
        if kind != "totp":
            return self.env._(
                "%(user)s needs a two-factor authentication by app for this.",
                user=self.name,
            )
        digits = "".join((code or "").split())
        try:
            if not digits.isdecimal():
                raise AccessDenied()
            credential = {"type": "totp", "token": int(digits)}
            self._check_credentials(credential, {"interactive": True})
        except AccessDenied:
            return self.env._(
                "The code of %(user)s from the authenticator app is wrong or used.",
                user=self.name,
            )
        return None
