# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import logging
import re

from werkzeug.exceptions import RequestEntityTooLarge

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import Response, request
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

#: addresses in the portal that name a registration
REGISTRATION = re.compile(
    r"^(?:/[a-z]{2}(?:_[A-Z]{2})?)?/my/procedures/(\d{1,9})(?:/|$)"
)
MEGABYTE = 1024**2


class IrHttp(models.AbstractModel):
    """What a visitor reads whose upload is larger than the server takes.

    Odoo refuses such a body before any controller sees it, in English and without words
    on what to do, or with an error of its own.
    """

    _inherit = "ir.http"

    @classmethod
    def _handle_error(cls, exception):
        if not isinstance(exception, RequestEntityTooLarge):
            return super()._handle_error(exception)
        # without the address, which may name the party that uploads
        _logger.info("Upload refused as too large.")
        cls._wohnkoord_log_refused_upload()
        if request.dispatcher.routing_type != "http":
            return super()._handle_error(UserError(cls._wohnkoord_too_large()))
        if not getattr(request, "is_frontend", False):
            # the web client shows its own words for this status
            return cls._wohnkoord_plain(exception)
        try:
            return cls._wohnkoord_too_large_page()
        except Exception:
            _logger.exception("The page about an upload that is too large failed.")
            return cls._wohnkoord_plain(exception)

    @classmethod
    def _wohnkoord_plain(cls, exception):
        exception.description = cls._wohnkoord_too_large()
        return exception

    @classmethod
    def _wohnkoord_too_large(cls):
        """What the limit is and what to do, in the user's language."""
        env = request.env
        limit = request.httprequest.max_content_length
        length = request.httprequest.content_length or 0
        if limit and length <= limit:
            # not the files: one text in the form is longer than any book
            return env._(
                "One of the texts in the form is too long. Nothing was saved. Please"
                " shorten it, or send it as a file."
            )
        return env._(
            "What you sent is larger than %(megabytes)s MB, the most that can be sent at"
            " once. Nothing was saved. Please send the files one by one, or make them"
            " smaller: a PDF gets much smaller when its pictures are saved in a lower"
            " resolution.",
            megabytes=(limit or 0) // MEGABYTE,
        )

    @classmethod
    def _wohnkoord_too_large_page(cls):
        """The page in the office's frame, with the way back; the status is 413."""
        if not request.env.uid:
            cls._auth_method_public()
        cls._frontend_pre_dispatch()
        request.params = {}  # the body cannot be read
        host = request.httprequest.host
        # sudo: visitors see the office's public data
        office = request.env["res.company"].sudo()._wohnkoord_of_host(host).sudo()
        title = request.env._("That was too large")
        html = request.env["ir.ui.view"]._render_template(
            "wohnkoord_odoo.public_error_413",
            {
                "res_company": office,
                "public_office": office,
                "page_title": title,
                "title": f"{title} | {office.name}",
                "noindex": True,
                "message": cls._wohnkoord_too_large(),
                # the form stands at the address it is sent to, or the portal leads on
                "back_url": request.httprequest.path,
            },
        )
        response = Response(html, status=413, content_type="text/html;charset=utf-8")
        cls._post_dispatch(response)
        return response

    @classmethod
    def _wohnkoord_log_refused_upload(cls):
        """Note it in the log of the procedure that the address names, without a name.

        In a transaction of its own: the request's is rolled back. Whoever may not act
        there, and whoever does it all the time, leaves no entry.
        """
        found = REGISTRATION.match(request.httprequest.path)
        if not found or not request.session.uid:
            return
        env = request.env
        try:
            with env.registry.cursor() as cr:
                registrations_sudo = env(cr=cr, su=True)["wohnkoord.registration"]
                user = registrations_sudo.env["res.users"].browse(request.session.uid)
                registration_sudo = registrations_sudo.search(
                    registrations_sudo._portal_domain(user)
                    & Domain("id", "=", int(found[1]))
                )
                if registration_sudo:
                    registration_sudo._log_refused_upload(
                        {
                            "limit": request.httprequest.max_content_length or 0,
                            "bytes": request.httprequest.content_length or 0,
                        }
                    )
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            # a note that is lost must not turn the answer into an error
            _logger.info("The refused upload was not noted.", exc_info=True)
