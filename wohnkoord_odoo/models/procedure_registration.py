# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Domain


class Registration(models.Model):
    """An initiative that takes part in a procedure: it asks, is told, may bid.

    To others it is a number; whether it bids is known at the opening.
    """

    _name = "wohnkoord.registration"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Registered Party"
    _order = "procedure_id, number"
    _check_company_auto = True

    _guarded_fields = ("number", "date", "date_withdrawn")

    procedure_id = fields.Many2one(
        "wohnkoord.procedure",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="procedure_id.company_id", store=True, index=True
    )
    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    number = fields.Integer(readonly=True, copy=False)
    date = fields.Datetime(
        "Registered on", readonly=True, copy=False, default=fields.Datetime.now
    )
    date_withdrawn = fields.Datetime("Withdrawn on", readonly=True, copy=False)

    _initiative_uniq = models.Constraint(
        "UNIQUE (procedure_id, initiative_id)",
        "This initiative is registered already.",
    )

    @api.depends("number")
    def _compute_display_name(self):
        for registration in self:
            registration.display_name = registration._party_label()

    def _party_label(self):
        """What the log and others call the party."""
        return self.env._("Party %(number)s", number=self.number)

    @api.model
    def _active_domain(self):
        """Parties that take part."""
        return Domain("date_withdrawn", "=", False)

    @api.model
    def _portal_domain(self, user):
        """The registrations that ``user`` may act for: the one gate to them."""
        Initiative = self.env["wohnkoord.initiative"]
        return Domain("initiative_id", "any", Initiative._portal_domain(user))
