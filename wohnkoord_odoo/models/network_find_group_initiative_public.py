# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.tools import format_date


class Initiative(models.Model):
    """What the board shows of a group that seeks members; called there with sudo.

    The pages get plain values from here and never a record: what is not named here
    cannot be shown.
    """

    _inherit = "wohnkoord.initiative"

    def _find_group_cards(self):
        """The cards of the board.

        :return: list of dicts, in the order of the records
        """
        reachable = self._wohnkoord_spokespersons()
        return [
            {
                "id": initiative.id,
                "name": initiative.name,
                "lines": initiative._find_group_lines(),
                "can_write": bool(reachable[initiative]),
            }
            for initiative in self
        ]

    def _find_group_lines(self):
        """Plain facts about a group, without a name or an address.

        :return: list of dicts with ``label`` and ``value``
        """
        self.ensure_one()
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

    @api.model
    def _find_group_choices(self, company):
        """What the filters and the search profile offer, by field.

        :return: dict of the field's name -> list of pairs (value as text, label)
        """
        catalogues = {
            "district": "wohnkoord.district",
            "target_group": "wohnkoord.target.group",
            "theme": "wohnkoord.theme",
            "legal_form": "wohnkoord.legal.form",
        }
        choices = {
            name: [
                (str(entry.id), entry.name)
                for entry in self.env[model].search(
                    [("company_id", "in", (False, company.id))]
                )
            ]
            for name, model in catalogues.items()
        }
        for name in ("building_type", "tenure"):
            choices[name] = self._fields[name]._description_selection(self.env)
        return choices
