# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Domain

OFFICE = "wohnkoord_odoo.group_user"


class Initiative(models.Model):
    """A group that seeks members: on the board, and among the suggestions."""

    _inherit = "wohnkoord.initiative"

    match_ids = fields.One2many("wohnkoord.match", "initiative_id", "Suggested Persons")
    publication_consent_ids = fields.One2many(
        "wohnkoord.consent",
        "initiative_id",
        "Consents to Publication",
        domain=[("purpose", "=", "publication")],
        groups=OFFICE,
    )
    match_count = fields.Integer(
        "Number of Suggested Persons", compute="_compute_match_count"
    )

    _seeking_idx = models.Index("(company_id) WHERE seeks_members AND active")

    @api.depends("match_ids.state")
    def _compute_match_count(self):
        counts = dict(
            self.env["wohnkoord.match"]._read_group(
                [("initiative_id", "in", self.ids), ("state", "!=", "declined")],
                ["initiative_id"],
                ["__count"],
            )
        )
        for initiative in self:
            initiative.match_count = counts.get(initiative._origin, 0)

    def action_view_matches(self):
        """Open the persons whom these initiatives may suit."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.match_action"
        )
        return {
            **action,
            "domain": [("initiative_id", "in", self.ids)],
            "context": {"search_default_open": 1},
        }

    @api.model
    def _wohnkoord_seeking_domain(self, company):
        """The groups on the board of ``company``.

        They seek members, and somebody who speaks for them consented to their
        publication.
        """
        live = self.env["wohnkoord.consent"]._live_domain("publication", company)
        return (
            Domain("active", "=", True)
            & Domain("company_id", "=", company.id)
            & Domain("seeks_members", "=", True)
            & Domain("stage_id.code", "not in", ("dormant", "dissolved"))
            & Domain("publication_consent_ids", "any", live)
        )

    def _wohnkoord_spokespersons(self):
        """Who is written to for each initiative: its spokespersons of today with an
        address, else its contact.

        :return: dict initiative -> partners
        """
        reachable = {}
        for initiative in self:
            speaking = initiative.spokesperson_ids.filtered("email_normalized")
            reachable[initiative] = speaking or initiative.partner_id.filtered(
                "email_normalized"
            )
        return reachable

    def _wohnkoord_public_label(self):
        """The name, if the initiative may be published; else what it is."""
        self.ensure_one()
        live = self.env["wohnkoord.consent"]._live_domain(
            "publication", self.company_id
        )
        # sudo: whether there is a consent
        published = (
            self.env["wohnkoord.consent"]
            .sudo()
            .search_count(live & Domain("initiative_id", "=", self.id), limit=1)
        )
        return self.name if published else self.env._("A housing group")
