# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.tools import format_date


class Initiative(models.Model):
    """What a suggestion says of a group; called with sudo.

    Pages and mails get plain values from here and never a record: what is not named here
    cannot be shown.
    """

    _inherit = "wohnkoord.initiative"

    def _find_group_lines(self):
        """Plain facts about a group, without a name or an address.

        Of a public group what it released; of others what the office knows, because
        nobody learns which group it is.

        :return: list of dicts with ``label`` and ``value``
        """
        self.ensure_one()
        if page := self._find_group_released():
            return page._find_group_lines()
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("building_type", "tenure")
        }
        lines = [
            (self.env._("Stage"), self.stage_id.name),
            (self.env._("Districts"), ", ".join(self.district_ids.mapped("name"))),
            (
                self.env._("Target groups"),
                ", ".join(self.target_group_ids.mapped("name")),
            ),
            (self.env._("Themes"), ", ".join(self.theme_ids.mapped("name"))),
            (self.env._("Legal form"), self.legal_form_id.name),
            (self.env._("Building"), labels["building_type"].get(self.building_type)),
            (self.env._("Tenure"), labels["tenure"].get(self.tenure)),
            (self.env._("Dwellings"), self._find_group_dwellings()),
            (
                self.env._("Moving in"),
                self.move_in_date
                and format_date(self.env, self.move_in_date, date_format="MMMM yyyy"),
            ),
        ]
        return [{"label": label, "value": value} for label, value in lines if value]

    def _find_group_dwellings(self):
        parts = [str(self.dwelling_count)] if self.dwelling_count else []
        if self.dwelling_accessible_count:
            parts.append(
                self.env._("%(count)s accessible", count=self.dwelling_accessible_count)
            )
        if self.dwelling_subsidised_count:
            parts.append(
                self.env._("%(count)s subsidised", count=self.dwelling_subsidised_count)
            )
        return ", ".join(parts)
