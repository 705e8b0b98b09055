# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TimeEntry(models.Model):
    """What an entry must meet (invariant 4); who decides is in the claim mixin."""

    _inherit = "wohnkoord.time.entry"

    @api.constrains("date", "call_off_id")
    def _check_date(self):
        today = fields.Date.context_today(self)
        for entry in self:
            call_off_sudo = entry.call_off_id.sudo()
            if entry.date > today:
                raise ValidationError(
                    self.env._("Work is entered once it is done, not in advance.")
                )
            if not call_off_sudo.date_start <= entry.date <= call_off_sudo.date_end:
                raise ValidationError(
                    self.env._(
                        "%(date)s lies outside the order's term, %(start)s to %(end)s.",
                        date=fields.Date.to_string(entry.date),
                        start=fields.Date.to_string(call_off_sudo.date_start),
                        end=fields.Date.to_string(call_off_sudo.date_end),
                    )
                )

    @api.constrains("date", "call_off_id")
    def _check_not_locked(self):
        for entry in self.filtered(lambda entry: not entry.reversal_of_id):
            entry._refuse_locked(entry.date)

    @api.constrains("topic_id")
    def _check_topic(self):
        for entry in self.filtered("topic_id"):
            topics = entry.call_off_id.sudo().advisory_id.topic_ids
            if topics and entry.topic_id not in topics:
                raise ValidationError(
                    self.env._(
                        "The topic %(topic)s is not one of the order's case.",
                        topic=entry.topic_id.sudo().name,
                    )
                )

    def _is_changeable(self):
        return super()._is_changeable() and not self.reversal_of_id
