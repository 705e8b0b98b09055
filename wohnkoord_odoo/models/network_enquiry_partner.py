# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.matching import words_key

#: more candidates than anybody looks at
MOST_CANDIDATES = 1000


class ResPartner(models.Model):
    """Whether a contact may be somebody whom the office knows already."""

    _inherit = "res.partner"

    wohnkoord_name_key = fields.Char(
        "Name for Comparison",
        compute="_compute_wohnkoord_name_key",
        store=True,
        index="btree_not_null",
        groups="wohnkoord_odoo.group_user",
    )

    _wohnkoord_email_idx = models.Index(
        "(email_normalized) WHERE email_normalized IS NOT NULL"
    )

    @api.depends("name")
    def _compute_wohnkoord_name_key(self):
        for partner in self:
            partner.wohnkoord_name_key = words_key(partner.name) or False

    def _wohnkoord_possible_duplicates(self):
        """Contacts that may be the same as these, in their own office or shared.

        Compared are the normalised e-mail address, the phone number and the name (with
        the town, where both are known). One query, however many partners; what the user
        must not read is left out. Nothing is merged here.

        :return: dict partner -> list of (candidate, reason), the reason translated
        """
        candidates = self.search_fetch(
            self._wohnkoord_duplicate_domain(),
            self._wohnkoord_duplicate_fields(),
            limit=MOST_CANDIDATES,
        )
        by_value = {
            name: candidates.grouped(name)
            for name in ("email_normalized", "match_phone_key", "wohnkoord_name_key")
        }
        none = self.browse()
        result = {}
        for partner in self:
            found = {}
            for name, reason in self._wohnkoord_duplicate_reasons().items():
                value = partner[name]
                for candidate in (value and by_value[name].get(value)) or none:
                    if partner._wohnkoord_may_be(candidate, name):
                        found.setdefault(candidate, []).append(reason)
            result[partner] = [
                (candidate, ", ".join(reasons)) for candidate, reasons in found.items()
            ]
        return result

    def _wohnkoord_duplicate_domain(self):
        names = self._wohnkoord_duplicate_reasons()
        values = {name: [v for v in self.mapped(name) if v] for name in names}
        alike = Domain.OR(
            Domain(name, "in", found) for name, found in values.items() if found
        )
        companies = self.company_id
        if len(self.filtered("company_id")) < len(self):
            return alike  # shared contacts; the record rules say what is readable
        return alike & Domain("company_id", "in", [False, *companies.ids])

    @api.model
    def _wohnkoord_duplicate_fields(self):
        names = list(self._wohnkoord_duplicate_reasons())
        return [*names, "name", "city", "company_id", "parent_id", "is_company"]

    @api.model
    def _wohnkoord_duplicate_reasons(self):
        """What is compared, the surest first."""
        return {
            "email_normalized": self.env._("same e-mail address"),
            "match_phone_key": self.env._("same phone number"),
            "wohnkoord_name_key": self.env._("same name"),
        }

    def _wohnkoord_may_be(self, candidate, name):
        """Whether ``candidate``, alike in the field ``name``, may be this contact."""
        family = candidate | candidate.parent_id
        if candidate == self or self in family or candidate == self.parent_id:
            return False
        if self.company_id and candidate.company_id not in (
            self.company_id,
            self.company_id.browse(),
        ):
            return False
        if name != "wohnkoord_name_key":
            return True
        if self.city and candidate.city:
            return words_key(self.city) == words_key(candidate.city)
        # a first name alone says nothing
        return self.is_company or " " in self.wohnkoord_name_key

    def _wohnkoord_drop_unused(self):
        """Delete these contacts if a visitor made them and nothing hangs on them.

        For contacts that the public form made and that turned out to be known. What the
        office itself entered stays.

        :return bool: whether they are gone
        """
        # sudo: the adviser may not delete contacts; that nothing hangs on them is
        # checked here and by the database
        partners_sudo = self.sudo()
        if partners_sudo._wohnkoord_is_used():
            return False
        try:
            with self.env.cr.savepoint():
                partners_sudo.unlink()
        except (UserError, IntegrityError):
            return False
        return True

    def _wohnkoord_is_used(self):
        """Whether deleting these contacts would take something with it.

        Called with superuser rights.
        """
        if any(not partner.create_uid.share for partner in self):
            return True
        if self.user_ids or self.child_ids or self.consent_ids:
            return True
        return any(
            self.env[model].search_count([(name, "in", self.ids)], limit=1)
            for model, name in (
                ("wohnkoord.advisory", "partner_id"),
                ("wohnkoord.initiative.member", "partner_id"),
                ("wohnkoord.initiative", "partner_id"),
                ("calendar.event", "partner_ids"),
                ("event.registration", "partner_id"),
            )
        )
