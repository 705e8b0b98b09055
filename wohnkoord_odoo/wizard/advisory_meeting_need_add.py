# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.advisory_meeting_need import PURPOSE

#: fields of the dialog -> kinds
FIELDS = {
    "needs_interpreter": "interpreter",
    "needs_sign_language": "sign_language",
    "needs_plain_language": "plain_language",
    "needs_step_free": "step_free",
}


class MeetingNeedAdd(models.TransientModel):
    """Note what somebody needs at a meeting, and the consent, in one dialog."""

    _name = "wohnkoord.meeting.need.add"
    _description = "Note Needs at a Meeting"

    event_id = fields.Many2one(
        "calendar.event",
        "Meeting of the Case",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="event_id.advisory_id.company_id")
    partner_id = fields.Many2one(
        "res.partner",
        "Person",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        domain="[('company_id', 'in', (False, company_id))]",
        ondelete="cascade",
        help="Empty: whoever comes, without a name.",
    )
    needs_interpreter = fields.Boolean("Interpreter")
    language = fields.Char(size=60)
    needs_sign_language = fields.Boolean("Sign Language")
    needs_plain_language = fields.Boolean("Plain Language")
    needs_step_free = fields.Boolean("Step-free Room")
    text = fields.Text("Exact Text", compute="_compute_text")
    has_consent = fields.Boolean("Has Agreed Already", compute="_compute_has_consent")
    way = fields.Selection(
        [("oral", "Was said"), ("signed", "Was signed")],
        "How They Agreed",
        help="Read the words to the person, or have them signed.",
    )

    @api.depends("event_id")
    def _compute_partner_id(self):
        for dialog in self:
            event = dialog.event_id
            dialog.partner_id = (
                event.booking_ids.partner_id[:1] or event.advisory_id.partner_id
            )

    @api.depends("partner_id", "event_id")
    def _compute_text(self):
        texts = self.env["wohnkoord.consent.text"]
        for dialog in self:
            text = texts._find_current(PURPOSE, dialog.company_id)
            lang = dialog.partner_id.lang or self.env.lang
            dialog.text = text.with_context(lang=lang).text

    @api.depends("partner_id", "event_id")
    def _compute_has_consent(self):
        consents = self.env["wohnkoord.consent"]
        for dialog in self:
            dialog.has_consent = bool(dialog.partner_id) and bool(
                consents.search_count(
                    consents._live_domain(PURPOSE, dialog.company_id)
                    & Domain("partner_id", "=", dialog.partner_id.id),
                    limit=1,
                )
            )

    def action_note(self):
        """Note the needs; the consent is in force from now.

        :raise UserError: nothing is chosen, or nobody agreed
        """
        self.ensure_one()
        needs = self.env["wohnkoord.meeting.need"]
        needs.check_access("create")
        self.event_id.check_access("read")
        chosen = [
            (kind, self.language if kind == "interpreter" else False)
            for name, kind in FIELDS.items()
            if self[name]
        ]
        if not chosen:
            raise UserError(self.env._("What is needed? Please choose something."))
        if self.needs_interpreter and not (self.language or "").strip():
            raise UserError(self.env._("Into which language is to be interpreted?"))
        needs._note(
            self.event_id,
            chosen,
            partner=self.partner_id,
            way=not self.has_consent and self.way,
            lang=self.partner_id.lang,
        )
        # sudo: the dialog itself would keep it until the night
        self.sudo().unlink()
        return {"type": "ir.actions.act_window_close"}
