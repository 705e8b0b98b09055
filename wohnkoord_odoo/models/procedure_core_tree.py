# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from collections import defaultdict

from odoo import models


class Procedure(models.Model):
    """The tree of criteria: its order, its weights and its copy."""

    _inherit = "wohnkoord.procedure"

    def _outline(self):
        """The criteria in reading order, each with its number as a list, e.g. [1, 2].

        What hangs in a circle (refused when saved) is left out.
        """
        self.ensure_one()
        return list(
            self._walk(self._children_of(), self.env["wohnkoord.criterion"], [])
        )

    def _walk(self, children, parent, numbers):
        for number, criterion in enumerate(children.get(parent, ()), 1):
            yield criterion, [*numbers, number]
            yield from self._walk(children, criterion._saved(), [*numbers, number])

    def _children_of(self):
        """Criterion (none: the top), as saved -> its sub-criteria in their order."""
        children = defaultdict(list)
        for criterion in self.criterion_ids:
            children[criterion.parent_id._saved()].append(criterion)
        for siblings in children.values():
            # a row that is not saved yet has no number; it comes last
            siblings.sort(key=lambda row: (row.sequence, row._origin.id or 10**9))
        return dict(children)

    def _criterion_figures(self):
        """Criterion, as saved -> whether it is scored, its most points, its weight (%).

        ``percent``: product of the weights on the way from the top. ``points``: its most
        points of all points. Otherwise nothing weighs.
        """
        self.ensure_one()
        children, figures = self._children_of(), {}
        top = children.get(self.env["wohnkoord.criterion"], ())
        total = sum(self._add_points(children, row, figures) for row in top)
        for row in top:
            self._add_weights(children, row, figures, 1.0, total)
        return figures

    def _add_points(self, children, criterion, figures):
        parts = children.get(criterion._saved(), ())
        if parts:
            points = sum(self._add_points(children, row, figures) for row in parts)
        else:
            points = max(criterion.step_ids.mapped("points"), default=0)
        figures[criterion._saved()] = {"is_leaf": not parts, "points_max": points}
        return points

    def _add_weights(self, children, criterion, figures, share, total):
        figure = figures[criterion._saved()]
        if self.weight_model == "percent":
            share *= criterion.weight / 100
            weight = share * 100
        elif self.weight_model == "points" and total:
            weight = figure["points_max"] / total * 100
        else:
            weight = 0
        figure["effective_weight"] = round(weight, 2)
        for row in children.get(criterion._saved(), ()):
            self._add_weights(children, row, figures, share, total)

    def _copy_criteria_to(self, procedure):
        """Copy the tree with its scales: one insert per level."""
        self.ensure_one()
        children = self._children_of()
        top = self.env["wohnkoord.criterion"]
        copies, level = {top: top}, children.get(top, [])
        while level:
            vals_list = []
            for criterion in level:
                (vals,) = criterion.copy_data({"procedure_id": procedure.id})
                parent = copies[criterion.parent_id]
                vals_list.append({**vals, "parent_id": parent.id})
            new = top.create(vals_list)
            copies.update(zip(level, new, strict=True))
            level = [row for above in level for row in children.get(above, ())]
