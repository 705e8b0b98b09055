# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import date

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from .office_import_mixin import ImportColumn


class Initiative(models.Model):
    """Import of initiatives; the contact of a group is found or made."""

    _name = "wohnkoord.initiative"
    _inherit = ["wohnkoord.initiative", "wohnkoord.import.mixin"]

    _import_twin_fields = ("name",)
    _import_optional_fields = ("partner_id",)

    @api.model
    def _import_title(self):
        return self.env._("Template for Initiatives")

    @api.model
    def _import_columns(self):
        several = self.env._("Several are separated by commas.")
        stage = self.env["wohnkoord.initiative.stage"].search([], limit=1)
        return [
            ImportColumn(
                "name", self.env._("Example Group"), self.env._("Each name once.")
            ),
            ImportColumn(
                "partner_id",
                "",
                self.env._(
                    "E-mail address or name of a contact that is there. Empty: the"
                    " contact of the same name, or a new one."
                ),
            ),
            ImportColumn(
                "email",
                "gruppe@example.org",
                self.env._("Becomes the contact's address."),
            ),
            ImportColumn("phone", "0341 00000", ""),
            ImportColumn(
                "stage_id", stage.name or "", self.env._("Empty: the first stage.")
            ),
            ImportColumn(
                "user_id",
                self.env.user.name,
                self.env._("Name of the adviser; empty: you."),
            ),
            ImportColumn("legal_form_id", "", ""),
            ImportColumn("building_type", "", ""),
            ImportColumn("tenure", "", ""),
            ImportColumn("district_ids", "", several),
            ImportColumn("theme_ids", "", several),
            ImportColumn("target_group_ids", "", several),
            ImportColumn("household_count", 8, self.env._("A whole number.")),
            ImportColumn("adult_count", 12, self.env._("A whole number.")),
            ImportColumn("child_count", 4, self.env._("A whole number.")),
            ImportColumn("dwelling_count", 9, self.env._("A whole number.")),
            ImportColumn(
                "floor_area", 670.5, self.env._("With a decimal comma: 670,5.")
            ),
            ImportColumn(
                "seeks_members",
                self.env._("yes"),
                self.env._("yes or no; x counts as yes."),
            ),
            ImportColumn(
                "is_lighthouse",
                self.env._("no"),
                self.env._("yes or no; x counts as yes."),
            ),
            ImportColumn(
                "move_in_date",
                date(2028, 6, 30),
                self.env._("Day, month, year: 30.06.2028."),
            ),
            ImportColumn("description", "", self.env._("Notes for the office.")),
        ]

    @api.model
    def _import_matches(self, name):
        """By the group's own name first, then as a search finds it."""
        own = self.search(
            [*self._import_domain(), ("name", "=ilike", self._like_exactly(name))],
            limit=3,
        )
        return own or super()._import_matches(name)

    def _load_records_create(self, vals_list):
        if self.env.context.get("import_file"):
            vals_list = self._import_find_contacts(vals_list)
        return super()._load_records_create(vals_list)

    @api.model
    def _import_find_contacts(self, vals_list):
        """Take the organisation that is in the address book already as contact.

        :raise UserError: several contacts bear the group's name
        """
        lacking = [v for v in vals_list if v.get("name") and not v.get("partner_id")]
        found = self._import_contacts(lacking)
        result = []
        for vals in vals_list:
            if vals in lacking:
                email = email_normalize(vals.get("email") or "")
                partners = found.get(email) or found.get(vals["name"].casefold())
                if partners and len(partners) > 1:
                    raise UserError(
                        self.env._(
                            'Several contacts are called "%(name)s". Please write the'
                            ' e-mail address of the right one into the column "%(column)s"'
                            ".",
                            name=vals["name"],
                            column=self._fields["partner_id"].get_description(self.env)[
                                "string"
                            ],
                        )
                    )
                if partners:
                    vals = {**vals, "partner_id": partners.id}
            result.append(vals)
        return result

    @api.model
    def _import_contacts(self, vals_list):
        """Organisations that are no initiative's contact yet, by address and by name.

        :return dict: normalised address or folded name -> partners
        """
        Partner = self.env["res.partner"]
        emails = {email_normalize(vals.get("email") or "") for vals in vals_list}
        free = Domain("initiative_ids", "=", False) & Domain("is_company", "=", True)
        partners = Partner.search(
            free
            & Domain("company_id", "in", (False, self.env.company.id))
            & (
                Domain("email_normalized", "in", list(filter(None, emails)))
                | Domain("name", "in", [vals["name"] for vals in vals_list])
            )
        )
        found = {}
        for partner in partners:
            for key in {partner.email_normalized, (partner.name or "").casefold()}:
                if key:
                    found[key] = found.get(key, Partner) | partner
        return found
