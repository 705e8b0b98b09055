# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re
import secrets
from datetime import datetime, timedelta

from odoo.http import request
from odoo.tools.mail import email_normalize
from odoo.tools.misc import hash_sign, verify_hash_signed

from .form import FormError, FormPosts
from .public import PublicPages

#: nobody fills in a form faster than this
LEAST_SECONDS = 2
#: a form that lies open longer has to be sent once more
MOST_HOURS = 12
#: posts from one address within an hour; a family or an office may share an address
POSTS_PER_HOUR = 20
#: a field that people do not see and machines fill in
TRAP = "homepage"
ONE_EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")


class PublicForms(FormPosts, PublicPages):
    """Forms that anybody may send, without a third party that tells people from machines.

    Three things keep machines out: a field that people do not see, the time that filling
    in takes, and a limit per sender.
    """

    def _form_start(self, purpose):
        """Values of a fresh form for the template ``public_form_guard``."""
        return {
            "form_token": secrets.token_urlsafe(24),
            "form_opened": hash_sign(
                request.env(su=True),
                f"wohnkoord form {purpose}",
                int(datetime.now().timestamp()),
                expiration=timedelta(hours=MOST_HOURS),
            ),
            "form_trap": TRAP,
        }

    def _post_public(self, purpose, post, job, limit=POSTS_PER_HOUR):
        """Run ``job`` once for this form, unless a machine seems to have sent it.

        A machine that fills in the trap is told that all went well.

        :param str purpose: as in ``_form_start``
        :param job: callable without arguments; may raise ``FormError``
        :return dict: field (or ``form``) -> message, empty when all is well
        """
        if self._text(post, TRAP):
            return {}
        if message := self._post_is_odd(purpose, post):
            return {"form": message}
        sender = request.httprequest.remote_addr
        if not request.env["wohnkoord.rate.limit"]._allow(purpose, sender, limit):
            return {
                "form": request.env._(
                    "This form was sent very often from your connection. Please try"
                    " again in an hour, or write or phone us."
                )
            }
        return self._post_once(post, job)

    def _post_is_odd(self, purpose, post):
        """What is wrong with the time the form was open, or None."""
        try:
            opened = verify_hash_signed(
                request.env(su=True),
                f"wohnkoord form {purpose}",
                self._text(post, "form_opened"),
            )
        except (ValueError, IndexError, UnicodeError):
            opened = None
        if not opened:
            return request.env._(
                "The form was open for too long. Nothing is lost: please send it again."
            )
        if datetime.now().timestamp() - opened < LEAST_SECONDS:
            return request.env._(
                "That was very fast. Nothing is lost: please send the form again."
            )
        return None

    def _typed_public(self, post, names, errors):
        """A refused form: what was typed stays, next to what is wrong.

        :param names: of fields; one that ends with ``[]`` is a list of choices
        """
        values = {}
        for name in names:
            if name.endswith("[]"):
                values[name[:-2]] = request.httprequest.form.getlist(name[:-2])
            else:
                values[name] = self._text(post, name)
        return {"values": values, "errors": errors}

    def _read_email(self, post, name="email", required=True):
        """A posted e-mail address.

        :raise FormError: it is missing or none
        :return str: normalised, or empty
        """
        text = self._text(post, name)
        if not text and not required:
            return ""
        # a look of our own first: Odoo reads "a@b@c" as "@c", "a b@c.de" as "b@c.de"
        is_one = len(text) <= 254 and ONE_EMAIL.fullmatch(text)
        email = is_one and email_normalize(text)
        if not email:
            raise FormError(
                {
                    name: request.env._(
                        "Please enter an e-mail address like name@example.org."
                    )
                }
            )
        return email
