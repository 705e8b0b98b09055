# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.match_key import name_key, phone_key, words_key

OFFICE = "wohnkoord_odoo.group_user"
#: more candidates than anybody looks at
MOST_CANDIDATES = 1000


class ResPartner(models.Model):
    """By what two contacts are recognised as one; for enquiries, appointments and the
    list of duplicates alike. Nothing is merged here.
    """

    _inherit = "res.partner"

    match_name_key = fields.Char(
        "Name for Comparison",
        compute="_compute_match_name_key",
        store=True,
        index="btree_not_null",
        groups=OFFICE,
        export_string_translation=False,
    )
    match_phone_key = fields.Char(
        "Phone for Comparison",
        compute="_compute_match_phone_key",
        store=True,
        index="btree_not_null",
        groups=OFFICE,
        export_string_translation=False,
    )

    _wohnkoord_email_idx = models.Index(
        "(email_normalized) WHERE email_normalized IS NOT NULL"
    )

    @api.depends("name", "is_company")
    def _compute_match_name_key(self):
        for partner in self:
            partner.match_name_key = name_key(partner.name, partner.is_company)

    @api.depends("phone")
    def _compute_match_phone_key(self):
        for partner in self:
            partner.match_phone_key = phone_key(partner.phone)

    @api.model
    def _wohnkoord_match_reasons(self):
        """What is compared, the surest first.

        :return: dict field of the contact -> what two have in common, translated
        """
        return {
            "email_normalized": self.env._("same e-mail address"),
            "match_phone_key": self.env._("same phone number"),
            "match_name_key": self.env._("same name"),
        }

    def _wohnkoord_possible_duplicates(self):
        """Contacts that may be the same as these, in their own office or shared.

        Compared are the normalised e-mail address, the phone number and the name (with
        the town, where both are known). One query, however many partners; what the user
        must not read is left out. The partners may be new records, of what a visitor
        typed.

        :return: dict partner -> list of (candidate, reason), the reason translated
        """
        reasons = self._wohnkoord_match_reasons()
        candidates = self.browse()
        if domain := self._wohnkoord_match_domain(reasons):
            names = [*reasons, "name", "city", "company_id", "parent_id", "is_company"]
            candidates = self.search_fetch(domain, names, limit=MOST_CANDIDATES)
        by_value = {name: candidates.grouped(name) for name in reasons}
        result = {}
        for partner in self:
            found = {}
            for name in reasons:
                value = partner[name]
                for candidate in (value and by_value[name].get(value)) or ():
                    if partner._wohnkoord_may_be(candidate, name):
                        found.setdefault(candidate, []).append(name)
            result[partner] = [
                (candidate, ", ".join(reasons[name] for name in names))
                for candidate, names in found.items()
                if not partner._wohnkoord_is_kin(candidate, names)
            ]
        return result

    def _wohnkoord_match_domain(self, names):
        values = {
            name: [value for value in self.mapped(name) if value] for name in names
        }
        if not any(values.values()):
            return None
        alike = Domain.OR(
            Domain(name, "in", found) for name, found in values.items() if found
        )
        if not all(partner.company_id for partner in self):
            return alike  # shared contacts; the record rules say what is readable
        return alike & Domain("company_id", "in", [False, *self.company_id.ids])

    def _wohnkoord_may_be(self, candidate, name):
        """Whether ``candidate``, alike in the field ``name``, may be this contact."""
        if candidate == self:
            return False
        if self.company_id and candidate.company_id not in (
            self.company_id,
            self.company_id.browse(),
        ):
            return False
        if name == "match_name_key" and self.city and candidate.city:
            return words_key(self.city) == words_key(candidate.city)
        return True

    def _wohnkoord_is_kin(self, other, names):
        """An organisation and its people, or colleagues with one phone or mailbox.

        :param names: the fields in which they are alike
        """
        if self.parent_id == other or other.parent_id == self:
            return True
        same_parent = self.parent_id and self.parent_id == other.parent_id
        return bool(same_parent and "match_name_key" not in names)
