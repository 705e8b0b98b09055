# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.fields import Domain

from .advisory import OPEN_STATES


class Initiative(models.Model):
    """Initiatives as recipients of mailings: the letters go to their persons."""

    _inherit = "wohnkoord.initiative"
    _mailing_enabled = True

    @api.model
    def _mailing_persons_domain(self, domain, role):
        """Partners who are written to for the initiatives in ``domain``.

        :param domain: of initiatives; archived ones are left out
        :param str role: contact, spokesperson, both or all (with members)
        """
        initiatives = domain & Domain("active", "=", True)
        Member = self.env["wohnkoord.initiative.member"]
        members = Member._current_domain() & Domain("initiative_id", "any", initiatives)
        if role != "all":
            members &= Domain("role", "=", "spokesperson")
        contacts = Domain("initiative_ids", "any", initiatives)
        persons = Domain("initiative_member_ids", "any", members)
        return {"contact": contacts, "spokesperson": persons}.get(
            role, contacts | persons
        )

    @api.model
    def _served_domain(self, company):
        """Initiatives for which something is going on in the office now."""
        return Domain("company_id", "=", company.id) & (
            Domain("advisory_ids.state", "in", OPEN_STATES)
            | self._in_procedure_domain()
        )

    @api.model
    def _in_procedure_domain(self):
        """Initiatives that take part in a running procedure.

        The area of procedures answers.
        """
        return Domain.FALSE
