# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from odoo import api, models
from odoo.tools.misc import hash_sign, verify_hash_signed

#: what a token is made of; decoding would pass over anything else
TOKEN = re.compile(r"[A-Za-z0-9_-]+")


class SignedLink(models.AbstractModel):
    """Links in mails that let a person without a login act on one record.

    A token names its purpose, a record and an expiry, and is signed with the database's
    secret: it cannot be guessed, changed or used for another purpose. What has been done
    already is up to the record's own state, so a replayed link changes nothing.
    """

    _name = "wohnkoord.signed.link"
    _description = "Signed Link"

    @api.model
    def _token(self, purpose, record, hours=None):
        """A token for ``record``.

        :param str purpose: what the link is for, e.g. ``consent``
        :param int hours: after how many hours it expires; None: never
        """
        record.ensure_one()
        return hash_sign(
            self.sudo().env,
            f"wohnkoord {purpose}",
            [record._name, record.id],
            expiration_hours=hours,
        )

    @api.model
    def _record(self, purpose, model, token):
        """The record that a visitor's token names.

        :return: the record with superuser rights, or an empty one if the token is
            forged, expired, of another purpose, or the record is gone
        """
        records_sudo = self.env[model].sudo()
        if not TOKEN.fullmatch(token or ""):
            return records_sudo
        try:
            values = verify_hash_signed(records_sudo.env, f"wohnkoord {purpose}", token)
        except (ValueError, IndexError, UnicodeError):  # also what is no base64
            return records_sudo
        if not values or values[0] != model:
            return records_sudo
        return records_sudo.browse(values[1]).exists()
