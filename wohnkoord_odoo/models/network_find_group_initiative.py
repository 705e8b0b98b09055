# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Domain


class Initiative(models.Model):
    """A group that seeks members: on the board, and among the suggestions."""

    _inherit = "wohnkoord.initiative"

    match_ids = fields.One2many("wohnkoord.match", "initiative_id", "Suggested Persons")
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

        They seek members, and their page is released with a consent in force.
        """
        return self._public_domain(company) & Domain("seeks_members", "=", True)

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

    def _find_group_released(self):
        """The page, with superuser rights, if everybody may see it now."""
        self.ensure_one()
        # sudo: whether it is public, and then what the public reads
        pages_sudo = self.env["wohnkoord.project.page"].sudo()
        return pages_sudo.search(
            pages_sudo._public_pages_domain(self.company_id)
            & Domain("initiative_id", "=", self.id)
        )

    def _wohnkoord_public_label(self):
        """The released name, if the page is public; else what it is."""
        return self._find_group_released().name or self.env._("A housing group")
