# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.freezing import thaw
from ..tools.procedure_diff import compare, flatten


class Procedure(models.Model):
    """Changing a published procedure: by an amendment, and in no other way."""

    _inherit = "wohnkoord.procedure"

    amendment_ids = fields.One2many(
        "wohnkoord.procedure.amendment", "procedure_id", "Changes", copy=False
    )
    is_amending = fields.Boolean(
        "Change in Preparation", compute="_compute_is_amending"
    )

    @api.depends("amendment_ids.state")
    def _compute_is_amending(self):
        for procedure in self:
            procedure.is_amending = bool(procedure._open_amendment())

    def _open_amendment(self):
        """The change that is being prepared, or none."""
        return self.amendment_ids.filtered(lambda a: a.state == "draft")

    def _may_edit(self):
        """Whether the rows that publication freezes may be edited now."""
        return super()._may_edit() or bool(self._open_amendment())

    def _amendment_days(self):
        """The days that the version in force promises between a change and the deadline."""
        return self._published_content().get("facts", {}).get("amendment_days", 0)

    def _published_tz(self):
        return self._published_content().get("timezone") or self.tz

    def _on_amended(self, amendment):
        """Called once a change is published; the areas tell who has to know."""

    def action_amend(self):
        """Open the change that is being prepared, or start one."""
        self.ensure_one()
        self.check_access("write")
        amendment = self._open_amendment() or self.amendment_ids.create(
            {"procedure_id": self.id}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change the Procedure"),
            "res_model": amendment._name,
            "res_id": amendment.id,
            "view_mode": "form",
        }

    # -- bringing back what was published ------------------------------------------------

    def _restore_published(self):
        """Bring the rows back to what the version in force says.

        Plots are facts of the world and stay as they are.

        :raise UserError: names what could not be brought back
        """
        self.ensure_one()
        content = self._published_content()
        self._restore_own(content)
        self._restore_dates(content["dates"])
        self.lot_ids._restore_rows(
            content["lots"], lambda row: {"procedure_id": self.id, **self._plot(row)}
        )
        self._restore_criteria(content["criteria"])
        self.requirement_ids._restore_rows(
            content["requirements"], lambda row: {"procedure_id": self.id}
        )
        self.document_ids._restore_rows(self, content["documents"])
        self.invalidate_recordset()
        left = [
            self._describe_change(change, self.tz)
            for change in compare(content, self._frozen_values())
            if change["area"] != "plot"
        ]
        if left:
            raise UserError(
                self.env._(
                    "These changes could not be undone by themselves. Please undo them"
                    " by hand first:\n%(changes)s",
                    changes="\n".join(left),
                )
            )

    def _plot(self, row):
        return {"plot_id": row["plot"]["id"]}

    def _restore_own(self, content):
        values = {
            **content["facts"],
            "name": content["name"],
            "date_deadline": content["deadline"],
            "date_questions_until": content["questions_until"],
        }
        now = self._frozen_values()
        is_now = {**now["facts"], "name": now["name"]}
        is_now |= {
            "date_deadline": now["deadline"],
            "date_questions_until": now["questions_until"],
        }
        changed = {name: v for name, v in values.items() if v != is_now.get(name)}
        if changed:
            self.write(thaw(self, changed))

    def _restore_dates(self, frozen_rows):
        known = {}
        for date, row in zip(self._public_dates(), self._frozen_dates(), strict=True):
            known[row["uuid"]] = date, row
        for frozen in frozen_rows:
            date, row = known.pop(frozen["uuid"], (None, None))
            if row == frozen:
                continue
            vals = {name: v for name, v in frozen.items() if name != "uuid"}
            vals = {**thaw(self.date_ids, vals), "is_public": True}
            if date:
                date.write(vals)
            else:
                self.date_ids.create([{**vals, "procedure_id": self.id}])
        for date, _row in known.values():
            date.unlink()

    def _restore_criteria(self, criteria):
        rows = flatten(criteria)
        # below first, as what is gone takes along what is below it
        wanted = {row["uuid"] for row in rows}
        self.criterion_ids.filtered(lambda c: c.uuid not in wanted).unlink()
        self.invalidate_recordset(["criterion_ids"])
        known = self.criterion_ids._restore_rows(
            rows, lambda row: {"procedure_id": self.id}
        )
        for row in rows:
            parent = known.get(row.get("parent"))
            known[row["uuid"]].parent_id = parent
            known[row["uuid"]]._restore_steps(row["steps"])
