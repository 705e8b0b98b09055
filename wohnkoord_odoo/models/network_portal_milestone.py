# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError


class Milestone(models.Model):
    """Milestones that the group ticks off itself, in its portal."""

    _name = "wohnkoord.milestone"
    _inherit = ["wohnkoord.guarded.mixin", "wohnkoord.milestone"]

    _guarded_fields = ("group_done_by_id", "group_note")

    group_done_by_id = fields.Many2one(
        "res.partner",
        "Ticked off by",
        index="btree_not_null",
        copy=False,
        readonly=True,
        ondelete="restrict",
        help="The spokesperson who ticked it off in the portal.",
    )
    group_note = fields.Char("Note of the Group", copy=False, readonly=True)

    def write(self, vals):
        if "date_done" not in vals:
            return super().write(vals)
        # what the office decides is no longer the group's tick
        self._refuse_guarded(vals)
        ticked = self.filtered("group_done_by_id")
        result = super().write(vals)
        ticked._write_guarded({"group_done_by_id": False, "group_note": False})
        return result

    def _group_tick(self, note=""):
        """Tick the milestone off as the current user, a spokesperson in the portal.

        :param str note: a line for the office, may be empty
        :raise UserError: not the group's to tick, or done already
        """
        self.ensure_one()
        self.initiative_id._check_portal_act()
        if not self.is_group_task:
            raise UserError(self.env._("The office ticks this milestone off."))
        if self.date_done:
            raise UserError(self.env._("This milestone is done already."))
        partner = self.env.user.partner_id
        self._write_guarded(
            {
                "date_done": fields.Date.context_today(self),
                "group_done_by_id": partner.id,
                "group_note": note or False,
            }
        )
        self._log_for_office("tick", partner, note)

    def _group_untick(self):
        """Take back a tick of the group, as a spokesperson in the portal.

        :raise UserError: the office ticked it off, or nobody did
        """
        self.ensure_one()
        self.initiative_id._check_portal_act()
        if not self.group_done_by_id or not self.is_group_task:
            raise UserError(
                self.env._("Only what the group ticked off itself can be taken back.")
            )
        self._write_guarded(
            {
                "date_done": False,
                "group_done_by_id": False,
                "group_note": False,
            }
        )
        self._log_for_office("untick", self.env.user.partner_id)

    def _log_for_office(self, what, partner, note=""):
        """A line in the initiative's log; nobody is written to."""
        office = self.initiative_id._in_office_language().env
        text = {
            "tick": office._("The group ticked off: %(name)s", name=self.name),
            "untick": office._("The group took back: %(name)s", name=self.name),
        }[what]
        body = Markup("%s<br/>%s") % (text, note) if note else text
        self.initiative_id._message_log(body=body, author_id=partner.id)

    def _portal_values(self):
        return {
            **super()._portal_values(),
            "id": self.id,
            "is_group_task": self.is_group_task,
            "can_tick": self.is_group_task and not self.date_done,
            "can_untick": self.is_group_task and bool(self.group_done_by_id),
            "done_by": self.group_done_by_id.name or "",
            "note": self.group_note or "",
        }
