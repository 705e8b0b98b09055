# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.fields import Domain

#: what a sealed bid has below it, and nobody may even count
SEALED_LISTS = ("document_ids", "commitment_ids")


class Bid(models.Model):
    """Questions about a sealed bid that rights and rules alone would answer."""

    _inherit = "wohnkoord.bid"
    _rec_name = "number"

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Let "has documents" hold for those documents only that the user may see.

        Odoo asks the table and not the rules whether a list is empty.
        """
        if not self.env.su:
            domain = Domain(domain).map_conditions(self._seen_lists_only)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _seen_lists_only(self, condition):
        name, operator = condition.field_expr, condition.operator
        if name not in SEALED_LISTS or operator not in ("=", "!=", "in", "not in"):
            return condition
        values = condition.value
        if isinstance(values, (str, int)) or not values:
            values = [values]
        records = self.env[self._fields[name].comodel_name]
        ids = [value for value in values if value and value is not True]
        # named by id: those of them that are seen; named by nothing: whether any is seen
        seen = Domain(
            name, "any", Domain("id", "in", records.search([("id", "in", ids)]).ids)
        )
        some = Domain(name, "any", Domain("id", "in", records._search([])))
        found = seen if ids else Domain.FALSE
        if not all(values):
            found |= ~some
        if any(value is True for value in values):
            found |= some
        return found if operator in ("=", "in") else ~found
