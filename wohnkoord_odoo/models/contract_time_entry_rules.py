# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class TimeEntry(models.Model):
    """What an entry must meet, and who may change or decide it (invariant 4)."""

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

    @api.constrains("partner_id", "call_off_id")
    def _check_partner(self):
        """The work is the firm's own; a portal user enters only the own work."""
        own = self.env.user.partner_id
        for entry in self:
            if (
                entry.partner_id.sudo().commercial_partner_id
                != entry.commercial_partner_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(person)s does not belong to the firm that was ordered.",
                        person=entry.partner_id.sudo().name,
                    )
                )
            if (
                self.env.user.share
                and entry.user_id == self.env.user
                and entry.partner_id != own
            ):
                raise ValidationError(
                    self.env._("Please enter your own work, not a colleague's.")
                )

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

    def _is_office(self):
        return self.env.user.has_group("wohnkoord_odoo.group_user")

    def _check_office(self):
        if not self._is_office():
            raise AccessError(self.env._("Only the office may do this."))
        self.check_access("write")

    def _check_may_change(self):
        """Entries change only in draft or refused, by their author or the office."""
        for entry in self:
            if entry.state not in ("draft", "refused") or entry.reversal_of_id:
                raise UserError(
                    self.env._(
                        'The entry "%(text)s" is %(state)s and no longer changed.',
                        text=entry.description,
                        state=self._state_label(entry.state),
                    )
                )
            if entry.user_id != self.env.user and not self._is_office():
                raise AccessError(
                    self.env._("Only the author or the office changes an entry.")
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda entry: entry.state != "draft"):
            raise UserError(
                self.env._("Only drafts are deleted; other entries are evidence.")
            )
        self._check_may_change()
        for entry in self:
            entry._refuse_locked(entry.date)

    def _check_may_decide(self):
        """Four eyes: the head decides, never on the own work or the own firm's."""
        if not self.env.user.has_group("wohnkoord_odoo.group_manager"):
            raise AccessError(
                self.env._("Only the head of the office approves or refuses hours.")
            )
        self.check_access("write")
        own = self.env.user.partner_id
        for entry in self:
            if entry.state != "submitted":
                raise UserError(
                    self.env._(
                        'The entry "%(text)s" is not submitted.',
                        text=entry.description,
                    )
                )
            if (
                entry.user_id == self.env.user
                or entry.partner_id == own
                or entry.commercial_partner_id == own.commercial_partner_id
            ):
                raise AccessError(
                    self.env._(
                        "Nobody approves or refuses an entry of their own or of their"
                        " own firm."
                    )
                )

    def _refuse_locked(self, date):
        lock_date = self.contract_id.sudo().lock_date
        if lock_date and date <= lock_date:
            raise UserError(
                self.env._(
                    "The period up to %(date)s is locked; only a counter-entry by the"
                    " office is possible.",
                    date=fields.Date.to_string(lock_date),
                )
            )
