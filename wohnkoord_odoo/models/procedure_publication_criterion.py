# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import models

from ..tools.freezing import freeze, frozen_names, thaw

#: fields of a step that are no terms
STEP_SKIPPED = ("criterion_id", "company_id", "sequence", "uuid")


class Criterion(models.Model):
    """A criterion in the published versions, with its scale and what is below it."""

    _name = "wohnkoord.criterion"
    _inherit = ["wohnkoord.criterion", "wohnkoord.procedure.row.mixin"]

    def _frozen_row(self):
        steps = self.step_ids.sorted(lambda step: (-step.points, step.id))
        names = frozen_names(self.step_ids, STEP_SKIPPED)
        children = self.child_ids.sorted(lambda child: (child.sequence, child.id))
        return {
            **super()._frozen_row(),
            "steps": [freeze(step, names) for step in steps],
            "children": [child._frozen_row() for child in children],
        }

    def _restore_steps(self, frozen_steps):
        """Bring the scale back to what a version says."""
        self.ensure_one()
        names = frozen_names(self.step_ids, STEP_SKIPPED)
        if [freeze(step, names) for step in self.step_ids] == frozen_steps:
            return
        self.step_ids.unlink()
        self.step_ids.create(
            [
                {**thaw(self.step_ids, step), "criterion_id": self.id}
                for step in frozen_steps
            ]
        )
