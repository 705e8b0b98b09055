# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Domain

#: what an actor is in the network; the words of the office's own list of actors
ROLES = [
    ("partner", "Network Partner"),
    ("carrier", "Carrier of the Office"),
    ("initiator", "Initiator"),
    ("steering", "Steering"),
    ("offer", "Offers Help"),
    ("owner", "Owner of Land"),
    ("exchange", "Exchange"),
]


class NetworkMembership(models.Model):
    """Who belongs to an office's network, as what, from when until when.

    Organisations have no office of their own and are shared by all offices of the
    database; each office has its own network, and its past stays on record.
    """

    _name = "wohnkoord.network.membership"
    _inherit = ["wohnkoord.period.mixin"]
    _description = "Membership in the Network"
    _order = "date_to desc, date_from desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        "Actor",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        default=lambda self: self.env.company,
    )
    role = fields.Selection(ROLES, required=True, default="partner", index=True)
    note = fields.Char("Role in Words")

    _period_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_from <= date_to)",
        "A membership ends after it began.",
    )
    _overlap_exclude = models.Constraint(
        "EXCLUDE USING gist (company_id WITH =, partner_id WITH =, role WITH =,"
        " daterange(date_from, date_to, '[]') WITH &&)",
        "This actor has this role in the network already in that period.",
    )
    _company_idx = models.Index("(company_id, partner_id)")

    @api.depends("partner_id.name", "role")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for membership in self:
            parts = (membership.partner_id.name, roles.get(membership.role))
            membership.display_name = ", ".join(part for part in parts if part)

    @api.model
    def _current_domain(self):
        """Members today of the networks of the offices that the user works in now."""
        own = Domain("company_id", "in", self.env.companies.ids)
        return own & super()._current_domain()
