# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models
from odoo.tools import format_date


class SearchProfile(models.Model):
    """What a profile says on its own page, in mails and to groups: plain words."""

    _inherit = "wohnkoord.search.profile"

    def _public_values(self):
        """What the person's own page shows; called there with superuser rights.

        :return dict: ``state``, ``status``, ``consent`` (words agreed to) and ``lines``
        """
        self.ensure_one()
        return {
            "state": self.state,
            "status": {
                "requested": self.env._("Not confirmed yet: nothing is compared."),
                "active": self.env._("Your profile is compared with groups."),
                "paused": self.env._("Your profile pauses: nothing is compared."),
            }.get(self.state, self.env._("Your profile is not used any more.")),
            "consent": self._consent_text(),
            "lines": self._criteria() + self._own_words(),
        }

    def _household(self):
        """Who moves in, without a name; called with superuser rights."""
        return self.env._(
            "%(adults)s adults, %(children)s children",
            adults=self.adult_count,
            children=self.child_count,
        )

    def _criteria(self):
        """What is looked for, without anything that tells who looks.

        :return: list of dicts with ``label`` and ``value``
        """
        selections = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("building_type", "tenure")
        }
        needs = [
            (self.needs_accessible, self.env._("accessible")),
            (self.needs_subsidised, self.env._("subsidised")),
        ]
        lines = [
            (self.env._("Household"), self._household()),
            (self.env._("Districts"), self._names("district_ids")),
            (self.env._("Target groups"), self._names("target_group_ids")),
            (self.env._("Themes"), self._names("theme_ids")),
            (self.env._("Legal forms"), self._names("legal_form_ids")),
            (
                self.env._("Building"),
                selections["building_type"].get(self.building_type),
            ),
            (self.env._("Tenure"), selections["tenure"].get(self.tenure)),
            (
                self.env._("The dwelling must be"),
                ", ".join(word for is_needed, word in needs if is_needed),
            ),
            (
                self.env._("Moving in at the latest"),
                self.date_move_in and format_date(self.env, self.date_move_in),
            ),
        ]
        return [{"label": label, "value": value} for label, value in lines if value]

    def _own_words(self):
        if not self.text:
            return []
        return [{"label": self.env._("In your own words"), "value": self.text}]

    def _names(self, name):
        return ", ".join(self[name].mapped("name"))
