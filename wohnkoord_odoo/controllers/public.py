# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from urllib.parse import quote

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

#: the office's day and opening hours, for visitors without a time zone of their own
DEFAULT_TZ = "Europe/Berlin"


class PublicPages(http.Controller):
    """What all pages without a login have in common: the office, by host, and its frame.

    The areas' controllers inherit from this class. Odoo joins them into one: names of
    methods are unique over all of them.
    """

    def _office(self):
        """The office whose pages the visitor reads, with superuser rights."""
        host = request.httprequest.host
        return request.env["res.company"].sudo()._wohnkoord_of_host(host).sudo()

    def _office_env(self):
        """The office's environment with superuser rights, in the visitor's language.

        Pages render plain values made from it and never its records: what is not named
        there cannot be shown.
        """
        office = self._office()
        context = {
            **request.env.context,
            "allowed_company_ids": office.ids,
            "tz": office.partner_id.tz or DEFAULT_TZ,
        }
        return request.env(su=True, context=context)

    def _render_public(self, template, title, status=200, **values):
        """A page in the office's frame.

        :param str template: name without the module
        :param str title: of the page, translated; the office's name follows
        :param values: ``description`` for search engines, ``noindex``, ``image`` (the
            address of a picture) and what the template itself needs
        """
        office = self._office()
        response = request.render(
            f"wohnkoord_odoo.{template}",
            {
                "res_company": office,
                "public_office": office,
                "page_title": title,
                "title": f"{title} | {office.name}",
                "canonical": office._wohnkoord_base_url() + self._path_in_language(),
                **values,
            },
        )
        response.status_code = status
        return response

    def _path_in_language(self):
        # the path as it is sent, decoded, may hold any character
        path = quote(request.httprequest.path)
        lang = request.env.context.get("lang")
        default = request.env["ir.http"]._get_default_lang()
        if lang and lang != default.code and not path.startswith(f"/{lang[:2]}/"):
            code = request.env["res.lang"]._get_data(code=lang).url_code
            return f"/{code}{path}"
        return path

    def _not_found(self):
        """One answer for what is missing, hidden, forged or another office's."""
        return NotFound()
