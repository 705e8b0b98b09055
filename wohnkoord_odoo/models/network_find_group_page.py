# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models


class ProjectPage(models.Model):
    """A released page on the board of groups that seek members; called with sudo.

    The board shows what the overview shows: nothing that the group did not release.
    """

    _inherit = "wohnkoord.project.page"

    def _find_group_cards(self):
        """The cards of the board.

        :return: list of dicts, in the order of the records
        """
        reachable = self.initiative_id._wohnkoord_spokespersons()
        return [
            {
                **card,
                "id": page.initiative_id.id,
                "lines": page._find_group_lines(),
                "can_write": bool(reachable[page.initiative_id]),
            }
            for page, card in zip(self, self._public_card_values(), strict=True)
        ]

    def _find_group_lines(self):
        """The released facts.

        :return: list of dicts with ``label`` and ``value``
        """
        self.ensure_one()
        initiative = self.initiative_id
        lines = [
            (
                self.env._("Districts"),
                ", ".join(initiative.district_ids.mapped("name")),
            ),
            (
                self.env._("Target groups"),
                ", ".join(initiative.target_group_ids.mapped("name")),
            ),
            (self.env._("Themes"), ", ".join(initiative.theme_ids.mapped("name"))),
            (self.env._("Legal form"), initiative.legal_form_id.name),
            *self._public_figures(initiative),
        ]
        return [{"label": label, "value": value} for label, value in lines if value]
