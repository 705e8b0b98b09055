# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.http import request


class FormError(Exception):
    """What is wrong with a form: a dict of field name (or ``form``) to message."""

    def __init__(self, errors):
        super().__init__(errors)
        self.errors = errors


class FormPosts:
    """Mixin of controllers: posted forms, in the portal and on public pages."""

    def _post_once(self, post, job):
        """Run ``job`` in a savepoint, unless this very form was posted before.

        :return dict: field (or ``form``) -> message, empty when all is well
        """
        token = self._text(post, "form_token")
        if not token:
            return {"form": request.env._("Please send the form once more.")}
        # sudo: nobody has rights on tokens
        tokens_sudo = request.env["wohnkoord.form.token"].sudo()
        try:
            with request.env.cr.savepoint():
                if tokens_sudo._take(token, request.httprequest.path):
                    job()
        except FormError as error:
            return error.errors
        except UserError as error:  # also AccessError and ValidationError
            return {"form": error.args[0]}
        except IntegrityError as error:
            return {"form": self._integrity_message(error)}
        return {}

    def _integrity_message(self, error):
        """The constraint's own words."""
        table = error.diag.table_name
        model = next(
            (
                request.env[name]
                for name, model in request.env.registry.items()
                if model._table == table and not model._abstract
            ),
            request.env["base"],
        )
        return model._sql_error_to_message(error)

    def _text(self, post, name):
        """A posted text; a file or a NUL character is none."""
        value = post.get(name)
        if not isinstance(value, str):
            return ""
        # browsers send each line break as two characters
        return value.replace("\0", "").replace("\r\n", "\n").strip()

    def _text_error(self, text, length):
        """What is wrong with a text that must not be empty, or None."""
        if not text:
            return request.env._("Please fill in this field.")
        if len(text) > length:
            return request.env._(
                "Please write at most %(length)s characters.", length=length
            )
        return None

    def _read_date(self, text):
        """A day as browsers send it, or as Germans type it; None if it is neither."""
        for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"):
            try:
                return datetime.strptime(text, pattern).date()
            except ValueError:
                continue
        return None
