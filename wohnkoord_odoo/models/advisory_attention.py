# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Domain

from .advisory import OPEN_STATES


class Advisory(models.Model):
    """Why a case needs somebody now: the Monday list."""

    _inherit = "wohnkoord.advisory"

    attention = fields.Char(
        "Why Now",
        compute="_compute_attention",
        help="What makes this case one for Monday morning.",
    )
    needs_attention = fields.Boolean(
        compute="_compute_attention", search="_search_needs_attention"
    )

    @api.depends("state", "is_urgent", "date_deadline", "date_first_contact")
    def _compute_attention(self):
        reasons = self._attention_reasons()
        for case in self:
            case.attention = ", ".join(reasons.get(case, []))
            case.needs_attention = bool(case.attention)

    def _search_needs_attention(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("state", "in", OPEN_STATES) & Domain.OR(
            self._attention_domains().values()
        )
        return domain if True in value else ~domain

    @api.model
    def _attention_domains(self):
        """What makes an open case one for the Monday list; later areas add theirs."""
        today = fields.Date.context_today(self)
        return {
            "overdue": Domain("date_deadline", "<", today),
            "urgent": Domain("is_urgent", "=", True),
            "waiting": Domain("date_first_contact", "=", False),
            "decide": Domain("state", "=", "requested")
            & Domain("level", "!=", "orientation"),
        }

    def _attention_reasons(self):
        """Words for the Monday list; later areas add theirs.

        :return: {case: [reason, ...]} for the cases that need attention
        """
        today = fields.Date.context_today(self)
        reasons = {}
        for case in self.filtered(lambda case: case.state in OPEN_STATES):
            words = reasons.setdefault(case, [])
            if case.date_deadline and case.date_deadline < today:
                late = (today - case.date_deadline).days
                words.append(self.env._("overdue by %(days)s days", days=late))
            if case.is_urgent:
                words.append(self.env._("urgent"))
            if not case.date_first_contact:
                words.append(
                    self.env._("waiting for %(days)s days", days=case.waiting_days)
                )
            if case.state == "requested" and case.level != "orientation":
                words.append(self.env._("to be granted"))
        return reasons
