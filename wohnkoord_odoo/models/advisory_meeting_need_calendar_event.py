# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError

OFFICE = "wohnkoord_odoo.group_user"


class CalendarEvent(models.Model):
    """Meetings and what people need there; nothing of it stands in the entry itself."""

    _inherit = "calendar.event"

    need_ids = fields.One2many(
        "wohnkoord.meeting.need", "event_id", "Needs", copy=False, groups=OFFICE
    )

    @api.constrains("recurrency")
    def _check_needs(self):
        for event in self.sudo():
            if event.recurrency and event.need_ids:
                raise ValidationError(
                    self.env._("A meeting at which somebody needs something stays one.")
                )

    @api.depends("need_ids.kind", "meeting_mode")
    def _compute_room_hint(self):
        return super()._compute_room_hint()

    def _room_hints(self):
        hints = super()._room_hints()
        event_sudo = self.sudo()
        is_elsewhere = self.meeting_mode in ("phone", "video")
        if "step_free" in event_sudo.need_ids.mapped("kind") and not is_elsewhere:
            if not event_sudo.room_id:
                hints.append(self.env._("Somebody needs a step-free room."))
            elif not event_sudo.room_id.is_step_free:
                hints.append(
                    self.env._("Somebody needs a step-free room; this one is not.")
                )
        return hints

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            self._forget_needs()
        return result

    def unlink(self):
        # sudo: whoever may delete the meeting need not be allowed to read needs
        self.sudo().with_context(active_test=False).need_ids.unlink()
        return super().unlink()

    def _forget_needs(self):
        """A meeting that is cancelled needs nothing; one that is handed over still does."""
        needs_sudo = self.sudo().with_context(active_test=False).need_ids
        needs_sudo.filtered(lambda need: need.booking_id.state != "booked").unlink()

    def action_note_needs(self):
        """Open the dialog in which needs are noted with a consent."""
        self.ensure_one()
        title = self.env._("Note Needs")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "wohnkoord.meeting.need.add",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_event_id": self.id},
        }

    def action_tell_needs(self):
        """Write to whoever arranges rooms and interpreters."""
        return self.need_ids.action_tell()
