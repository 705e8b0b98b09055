# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.home import Home


class PublicHome(Home):
    """The bare address of an office's own host leads visitors to its pages."""

    @http.route()
    def index(self, *args, **kwargs):
        host = request.httprequest.host
        if (
            request.db
            and not request.session.uid
            and request.env["res.company"]._wohnkoord_names_host(host)
        ):
            return request.redirect("/advice", code=303)
        return super().index(*args, **kwargs)
