# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.match_key import group_key


class Initiative(models.Model):
    """Whether a group that asks may be one that the office advises already."""

    _inherit = "wohnkoord.initiative"

    name_key = fields.Char(
        "Name for Comparison",
        compute="_compute_name_key",
        store=True,
        index="btree_not_null",
    )

    @api.depends("name")
    def _compute_name_key(self):
        for initiative in self:
            initiative.name_key = group_key(initiative.name) or False

    def _possible_duplicates(self):
        """Initiatives of the same office that may be the same as these.

        Compared are the name, without what every group calls itself, and the contact's
        e-mail address; also with archived ones. One query, however many initiatives.

        :return: dict initiative -> list of (candidate, reason), the reason translated
        """
        emails = [
            email for email in self.partner_id.mapped("email_normalized") if email
        ]
        keys = [key for key in self.mapped("name_key") if key]
        candidates = self.with_context(active_test=False).search(
            Domain("company_id", "in", self.company_id.ids)
            & (
                Domain("name_key", "in", keys)
                | Domain("partner_id.email_normalized", "in", emails)
            )
        )
        return {
            initiative: [
                (candidate, reason)
                for candidate in candidates
                if (reason := initiative._alike_in(candidate))
            ]
            for initiative in self
        }

    def _alike_in(self, other):
        """In what ``other`` is like this initiative; None if it is another one."""
        if other == self or other.company_id != self.company_id:
            return None
        email = self.partner_id.email_normalized
        if email and email == other.partner_id.email_normalized:
            return self.env._("same e-mail address")
        if self.name_key and self.name_key == other.name_key:
            return self.env._("similar name")
        return None

    def _drop_unused(self):
        """Delete these initiatives, or archive them if something hangs on them.

        For initiatives that the public form made and that turned out to be known.
        """
        for initiative in self:
            partner = initiative.partner_id
            if initiative._is_used() or not initiative._delete_quietly():
                initiative.active = False
            else:
                partner._wohnkoord_drop_unused()

    def _is_used(self):
        """Whether the office made this initiative, or did anything with it since."""
        return bool(
            not self.sudo().create_uid.share
            or self.advisory_ids
            or self.milestone_ids
            or self.short_contact_ids
            or len(self.member_ids) > 1
        )

    def _delete_quietly(self):
        try:
            with self.env.cr.savepoint():
                # sudo: the adviser may not delete initiatives; see _is_used
                self.sudo().unlink()
        except (UserError, IntegrityError):
            return False
        return True
