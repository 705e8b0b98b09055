# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from odoo import models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.http import request
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

LOST_RACE = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)
CONTROL = re.compile(r"[\x00-\x1f]")


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _handle_error(cls, exception):
        """Turn a lost race into words.

        Odoo repeats a request five times when others write the same rows. Whoever still
        loses would read a database error; nothing is lost, saving again is enough.
        """
        if isinstance(exception, LOST_RACE):
            exception = UserError(
                request.env._(
                    "Several people are saving here at the same moment. Nothing was"
                    " lost and nothing was saved: please save again."
                )
            )
        return super()._handle_error(exception)

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """What scripts say on our portal pages is said in the visitor's language."""
        return [*super()._get_translation_frontend_modules_name(), "wohnkoord_odoo"]

    @classmethod
    def _serve_fallback(cls):
        """An address with a NUL character is no file's; the database refuses to look."""
        if "\0" in request.httprequest.path:
            return None
        return super()._serve_fallback()

    @classmethod
    def _redirect(cls, location, code=303):
        """Control characters are dropped later, and what they kept apart is joined.

        ``/<tab>/elsewhere.example`` would become ``//elsewhere.example``: another host.
        """
        clean = CONTROL.sub("", location)
        if clean != location and location.startswith("/"):
            clean = "/" + clean.lstrip("/\\")
        return super()._redirect(clean, code)
