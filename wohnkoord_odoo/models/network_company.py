# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


class ResCompany(models.Model):
    """An office and its public side: which host it answers on, and the legal pages."""

    _inherit = "res.company"

    wohnkoord_host = fields.Char(
        "Host of the Public Pages",
        index="btree_not_null",
        help="For example wohnen.stadt.example. The public pages opened on this host are"
        " this office's. Hosts that no office names show the main office.",
    )
    wohnkoord_imprint_url = fields.Char(
        "Imprint", help="Address of the city's or the office's imprint."
    )
    wohnkoord_privacy_url = fields.Char(
        "Privacy Notice", help="Address of the privacy notice of the public pages."
    )

    _wohnkoord_host_uniq = models.UniqueIndex(
        "(wohnkoord_host) WHERE wohnkoord_host IS NOT NULL",
        "Another office has this host already.",
    )

    @api.constrains("wohnkoord_host")
    def _check_wohnkoord_host(self):
        for company in self:
            host = company.wohnkoord_host
            if host and not HOST.fullmatch(host):
                raise ValidationError(
                    self.env._(
                        "%(host)s is no host name: leave out https:// and the port.",
                        host=host,
                    )
                )

    @api.constrains("wohnkoord_imprint_url", "wohnkoord_privacy_url")
    def _check_wohnkoord_urls(self):
        for company in self:
            for url in (company.wohnkoord_imprint_url, company.wohnkoord_privacy_url):
                if url and not re.match(r"https?://\S+$", url):
                    raise ValidationError(
                        self.env._("%(url)s must start with https://", url=url)
                    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create([self._clean_host(vals) for vals in vals_list])
        if any(vals.get("wohnkoord_host") for vals in vals_list):
            self.env.registry.clear_cache()
        return companies

    def write(self, vals):
        result = super().write(self._clean_host(vals))
        if {"wohnkoord_host", "active"} & set(vals):
            self.env.registry.clear_cache()
        return result

    @api.model
    def _clean_host(self, vals):
        if "wohnkoord_host" not in vals:
            return vals
        host = (vals["wohnkoord_host"] or "").strip().lower() or False
        return {**vals, "wohnkoord_host": host}

    @api.model
    def _wohnkoord_of_host(self, host):
        """The office whose public pages answer on ``host``; else the main office.

        :param str host: as the browser sends it, with or without a port
        """
        name = (host or "").rsplit(":", 1)[0].lower()
        return self.browse(self._wohnkoord_id_of_host(name))

    @api.model
    @tools.ormcache("host")
    def _wohnkoord_id_of_host(self, host):
        # sudo: the public user reads no companies
        companies_sudo = self.sudo()
        company_sudo = companies_sudo.search(
            [("wohnkoord_host", "!=", False), ("wohnkoord_host", "=", host)], limit=1
        )
        return company_sudo.id or companies_sudo.env.ref("base.main_company").id

    def _wohnkoord_base_url(self):
        """Where the office's public pages are reached, for links in mails."""
        self.ensure_one()
        base_url = self.get_base_url()
        if not self.wohnkoord_host:
            return base_url
        scheme = base_url.split("://", 1)[0]
        return f"{scheme}://{self.wohnkoord_host}"

    def _wohnkoord_public_menu(self):
        """The office's public pages; the areas add theirs.

        :return: list of dicts with ``url``, ``label`` (translated) and ``sequence``
        """
        self.ensure_one()
        return []

    def _wohnkoord_sorted_menu(self):
        """The menu of the public pages, in its order."""
        return sorted(self._wohnkoord_public_menu(), key=lambda e: e["sequence"])

    def _wohnkoord_sitemap_urls(self):
        """The addresses that search engines may know; the areas add theirs.

        :return: list of dicts with ``url`` (a path) and ``lastmod`` (date or None)
        """
        self.ensure_one()
        return [
            {"url": entry["url"], "lastmod": None}
            for entry in self._wohnkoord_sorted_menu()
        ]

    def _wohnkoord_legal_menu(self):
        """What the law wants at the foot of every page.

        :return: list of dicts with ``url`` and ``label`` (translated)
        """
        self.ensure_one()
        pages = [
            (self.wohnkoord_imprint_url, self.env._("Imprint")),
            (self.wohnkoord_privacy_url, self.env._("Privacy notice")),
        ]
        return [{"url": url, "label": label} for url, label in pages if url]
