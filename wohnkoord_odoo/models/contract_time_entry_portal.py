# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.duration import format_minutes


class TimeEntry(models.Model):
    """What the consultant sees of time entries in the portal."""

    _inherit = "wohnkoord.time.entry"

    @api.model
    def _portal_domain(self, user):
        """The entries of ``user``'s firm, a colleague's too (invariant 9)."""
        return Domain(
            "commercial_partner_id", "=", user.partner_id.commercial_partner_id.id
        ) & Domain("call_off_id.state", "!=", "draft")

    def _portal_values(self):
        """Everything of these entries that a portal page may show, as plain values.

        :return list: one dict per entry, in the order of ``self``
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        # sudo: persons, initiative and contract are not readable in the portal
        return [entry._portal_value(labels) for entry in self.sudo()]

    def _portal_value(self, labels):
        call_off = self.call_off_id
        own = self._is_portal_editable()
        approved = self.approved_date and fields.Datetime.context_timestamp(
            self, self.approved_date
        )
        return {
            "id": self.id,
            "url": f"/my/call-offs/{call_off.id}/entries/{self.id}",
            "date": self.date,
            "date_label": format_date(self.env, self.date),
            "minutes": self.minutes,
            "duration": format_minutes(self.minutes),
            "description": self.description,
            "person": self.partner_id.name or "",
            "state": self.state,
            "state_label": labels[self.state],
            "refusal_reason": self.refusal_reason or "",
            "approved_label": format_date(self.env, approved) if approved else "",
            "is_correction": bool(self.reversal_of_id),
            "is_own": self.user_id == self.env.user,
            "can_edit": own,
            "can_delete": own and self.state == "draft",
            "call_off_id": call_off.id,
            "call_off": call_off.name,
            "call_off_url": f"/my/call-offs/{call_off.id}",
            "initiative": call_off.initiative_id.name or "",
        }

    def _is_portal_editable(self):
        """Whether the model will let the current user change this entry."""
        lock_date = self.contract_id.lock_date
        return (
            self.state in ("draft", "refused")
            and self.user_id == self.env.user
            and not self.reversal_of_id
            and self.call_off_id.state == "confirmed"
            and not (lock_date and self.date <= lock_date)
        )
