# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from urllib.parse import quote, urlencode

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

#: the office's day and opening hours, for visitors without a time zone of their own
DEFAULT_TZ = "Europe/Berlin"


def calendar_response(content, name):
    """The answer with an iCalendar file, which nobody keeps but the visitor."""
    return request.make_response(
        content,
        [
            ("Content-Type", "text/calendar; charset=utf-8"),
            ("Content-Length", len(content)),
            ("Content-Disposition", http.content_disposition(name)),
            ("Cache-Control", "private, no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )


def download_response(document_sudo):
    """The answer with a document's file: a download, which no browser or proxy keeps.

    :param document_sudo: a record with ``file``, ``name`` and ``mimetype`` that the
        visitor may have
    """
    stream = request.env["ir.binary"]._get_stream_from(
        document_sudo,
        "file",
        filename=document_sudo.name,
        mimetype=document_sudo.mimetype,
    )
    response = stream.get_response(as_attachment=True, immutable=False)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def reads(_controller, _rule, _args):
    """For ``readonly=`` of a route with a page and its form: only opening it reads.

    Odoo asks this before it chooses between the replica and the primary database.
    """
    return request.httprequest.method in ("GET", "HEAD")


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

    def _public_pager(self, path, page, total, per_page, query):
        """Which rows a page of a list shows, and the addresses of the pages around.

        For the template ``public_pager``; needs no JavaScript.

        :param page: the number as the visitor's address has it, of any kind
        :param dict query: the filters, which all addresses keep
        """
        count = max(-(-total // per_page), 1)
        try:
            number = min(max(int(str(page or 1)[:9]), 1), count)
        except ValueError:
            number = 1

        def url(wanted):
            pairs = urlencode({**query, **({"page": wanted} if wanted > 1 else {})})
            return f"{path}?{pairs}" if pairs else path

        around = range(max(number - 2, 1), min(number + 2, count) + 1)
        return {
            "number": number,
            "count": count,
            "offset": (number - 1) * per_page,
            "previous": url(number - 1) if number > 1 else None,
            "next": url(number + 1) if number < count else None,
            "pages": [
                {"number": wanted, "url": url(wanted)}
                for wanted in sorted({1, *around, count})
            ],
        }

    def _not_found(self):
        """One answer for what is missing, hidden, forged or another office's."""
        return NotFound()
