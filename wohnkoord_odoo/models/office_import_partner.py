# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from .office_import_base import BatchRefused
from .office_import_mixin import ImportColumn

OFFICE = "wohnkoord_odoo.group_user"


class ResPartner(models.Model):
    """Import of actors: who is in the address book already is completed, not doubled."""

    _name = "res.partner"
    _inherit = ["res.partner", "wohnkoord.import.mixin"]

    @api.model
    def get_import_templates(self):
        # Odoo's own template for contacts stands before the mixin's method
        templates = super().get_import_templates()
        return templates + [t for t in self._import_templates() if t not in templates]

    @api.model
    def _import_title(self):
        return self.env._("Template for Actors of the Network")

    @api.model
    def _import_columns(self):
        if not self.env.user.has_group(OFFICE):
            return []
        several = self.env._("Several are separated by commas.")
        category = self.env["wohnkoord.actor.category"].search([], limit=1)
        return [
            ImportColumn(
                "name",
                self.env._("Example Cooperative"),
                self.env._(
                    "An organisation of this name, or a contact with this name and"
                    " e-mail address, is completed; empty cells change nothing."
                ),
            ),
            ImportColumn(
                "is_company",
                self.env._("yes"),
                self.env._("yes: an organisation; no: a person."),
            ),
            ImportColumn(
                "actor_legal_form", "eG", self.env._("As the actor writes it.")
            ),
            ImportColumn("actor_category_ids", category.name or "", several),
            ImportColumn("actor_topic_ids", "", several),
            ImportColumn("actor_district_ids", "", several),
            ImportColumn("email", "genossenschaft@example.org", ""),
            ImportColumn("phone", "0341 00000", ""),
            ImportColumn("website", "https://www.example.org", ""),
            ImportColumn("street", self.env._("Example Street 1"), ""),
            ImportColumn("zip", "04109", ""),
            ImportColumn("city", "Leipzig", ""),
            ImportColumn(
                "is_network_member",
                self.env._("yes"),
                self.env._("yes or no; x counts as yes."),
            ),
            ImportColumn("comment", "", self.env._("Notes for the office.")),
        ]

    @api.model
    def _import_matches(self, name):
        """By e-mail address, else by name, in any case exactly one or a refusal."""
        office = Domain(self._import_domain())
        if email := "@" in name and email_normalize(name):
            return self.search(office & Domain("email_normalized", "=", email), limit=3)
        like = self._like_exactly(name)
        named = Domain("complete_name", "=ilike", like) | Domain("name", "=ilike", like)
        return self.search(office & named, limit=3)

    @api.model
    def _import_prepare(self, data_list):
        data_list = super()._import_prepare(data_list)
        if self.env.user.has_group(OFFICE):
            data_list = self._import_find_known(data_list)
        return data_list

    @api.model
    def _import_find_known(self, data_list):
        """Give rows without an ID the one of the contact that they mean.

        :raise UserError: the row may mean several contacts
        """
        new = [
            data
            for data in data_list
            if not data.get("xml_id") and not data["values"].get("id")
        ]
        keys = {key for data in new for key in self._import_keys(data["values"])}
        if len(data_list) > 1 and len(keys) < sum(
            len(self._import_keys(data["values"])) for data in new
        ):
            raise BatchRefused  # row by row, the second of two completes the first
        known = self._import_known(new)
        return [self._import_complete(data, known) for data in data_list]

    @api.model
    def _import_keys(self, values):
        """By what a row is recognised: an organisation's name, a person's with address."""
        name = (values.get("name") or "").strip().casefold()
        defaults = self.default_get(["is_company", "company_type"])
        kind = values.get("company_type")
        is_company = values.get("is_company", defaults.get("is_company"))
        if kind:
            is_company = kind == "company"
        if is_company:
            return [("name", name)] if name else []
        email = email_normalize(values.get("email") or "")
        return [("person", name, email)] if name and email else []

    @api.model
    def _import_known(self, data_list):
        """Contacts of the office, no staff, by the keys of ``_import_keys``."""
        names = [(data["values"].get("name") or "").strip() for data in data_list]
        partners = self.search(
            Domain(self._import_domain())
            & Domain("partner_share", "=", True)
            & Domain("ref_company_ids", "=", False)
            & Domain.OR(
                Domain("name", "=ilike", self._like_exactly(name))
                for name in set(filter(None, names))
            )
        )
        known = {}
        for partner in partners:
            name = (partner.name or "").casefold()
            key = ("person", name, partner.email_normalized)
            if partner.is_company:
                key = ("name", name)
            known[key] = known.get(key, self.browse()) | partner
        return known

    @api.model
    def _import_complete(self, data, known):
        values = data["values"]
        if data.get("xml_id") or values.get("id"):
            return data
        found = self.browse()
        for key in self._import_keys(values):
            found |= known.get(key, found)
        city = (values.get("city") or "").casefold()
        if city:
            found = found.filtered(lambda p: (p.city or city).casefold() == city)
        if len(found) > 1:
            raise UserError(
                self.env._(
                    'Several contacts are called "%(name)s". Please give the external ID'
                    " of the right one.",
                    name=values["name"],
                )
            )
        if not found:
            return data
        filled = {name: value for name, value in values.items() if value}
        for name, value in filled.items():
            if self._fields[name].type == "many2many" and value[0][0] == Command.SET:
                filled[name] = [Command.link(entry) for entry in value[0][2]]
        return {**data, "values": {**filled, "id": found.id}}
