# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models


class AnalyticAccount(models.Model):
    """One analytic account per office and level of advice carries the consultants' fees."""

    _inherit = "account.analytic.account"

    wohnkoord_level = fields.Selection(
        selection="_selection_wohnkoord_level",
        string="Level of Advice",
        copy=False,
        help="Bills for hours of this level are booked on this account.",
    )

    _wohnkoord_level_uniq = models.UniqueIndex(
        "(company_id, wohnkoord_level) WHERE wohnkoord_level IS NOT NULL",
        "There is one account per office and level of advice.",
    )

    @api.model
    def _selection_wohnkoord_level(self):
        return (
            self.env["wohnkoord.advisory"]
            ._fields["level"]
            ._description_selection(self.env)
        )

    @api.model
    def _wohnkoord_make_accounts(self, companies=None):
        """Make the missing accounts of the plan "Advice", one per company and level.

        Called at installation for every company, and for each new one.

        :param companies: the offices; all of them when not given
        :return: the new accounts
        """
        plan = self.env.ref("wohnkoord_odoo.analytic_plan_advice", False)
        if not plan:  # a company made while the addon is being installed
            return self.browse()
        if companies is None:
            companies = self.env["res.company"].search([("active", "=", True)])
        names = self._wohnkoord_account_names()
        existing = {
            (account.company_id, account.wohnkoord_level)
            for account in self.with_context(active_test=False).search(
                [
                    ("company_id", "in", companies.ids),
                    ("wohnkoord_level", "!=", False),
                ]
            )
        }
        accounts = self.with_context(lang=None).create(
            [
                {
                    "name": names["en_US"][level],
                    "plan_id": plan.id,
                    "company_id": company.id,
                    "wohnkoord_level": level,
                }
                for company in companies
                for level in names["en_US"]
                if (company, level) not in existing
            ]
        )
        for account in accounts:
            account.update_field_translations(
                "name",
                {lang: names[lang][account.wohnkoord_level] for lang in names},
            )
        return accounts

    @api.model
    def _wohnkoord_account_names(self):
        """The accounts' names per installed language and level."""
        names = {}
        for lang in {
            "en_US",
            *(code for code, _ in self.env["res.lang"].get_installed()),
        }:
            env = self.with_context(lang=lang).env
            names[lang] = {
                "orientation": env._("Orientation Advice"),
                "concept": env._("Concept Advice"),
                "specialist": env._("Specialist Advice"),
            }
        return names
