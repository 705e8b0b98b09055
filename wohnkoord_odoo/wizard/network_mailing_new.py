# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.tools.misc import format_date, format_time


class MailingNew(models.TransientModel):
    """Start a mailing: what it is, who gets it; the text comes from a template."""

    _name = "wohnkoord.mailing.new"
    _description = "New Mailing"
    _check_company_auto = True

    kind = fields.Selection(
        [
            ("newsletter", "Newsletter"),
            ("plot_notice", "Plot Notice"),
            ("event", "Event Invitation"),
            ("service", "Service Letter"),
        ],
        required=True,
        default="newsletter",
    )
    company_id = fields.Many2one(
        "res.company", "Office", required=True, default=lambda self: self.env.company
    )
    segment_id = fields.Many2one(
        "mailing.filter",
        check_company=True,
        domain="[('company_id', '=', company_id)]",
        help="Empty: everybody who agreed.",
    )
    event_id = fields.Many2one(
        "event.event",
        check_company=True,
        domain="[('company_id', 'in', (company_id, False)), ('date_end', '>=', 'now')]",
    )
    subject = fields.Char(
        compute="_compute_subject",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        default=lambda self: self.env.company.partner_id.lang or self.env.lang,
        help="Of the template. Readers get the foot of the letter in their own.",
    )

    @api.depends("kind", "company_id", "event_id", "lang")
    def _compute_subject(self):
        for new in self:
            new.subject = new.with_context(lang=new.lang)._default_subject()

    def _default_subject(self):
        office = self.company_id.name
        if self.kind == "event" and self.event_id:
            return self.env._("Invitation: %(event)s", event=self.event_id.name)
        return {
            "newsletter": self.env._("News from %(office)s", office=office),
            "plot_notice": self.env._("Plot for housing groups"),
            "event": self.env._("Invitation"),
            "service": self.env._("About your request"),
        }.get(self.kind)

    def action_start(self):
        """Make the mailing and open it.

        :return: action that shows it
        """
        self.ensure_one()
        mailing = self.env["mailing.mailing"].create(self._prepare_mailing_vals())
        return {
            "type": "ir.actions.act_window",
            "res_model": "mailing.mailing",
            "res_id": mailing.id,
            "view_mode": "form",
        }

    def _prepare_mailing_vals(self):
        body = self._render_body()
        segment = self.segment_id
        vals = {
            "subject": self.subject,
            "company_id": self.company_id.id,
            "consent_purpose": "newsletter" if self.kind == "event" else self.kind,
            "body_arch": body,
            "body_html": body,
        }
        if segment:
            vals.update(
                mailing_model_id=segment.mailing_model_id.id,
                mailing_filter_id=segment.id,
                mailing_domain=segment.mailing_domain,
            )
        return vals

    def _render_body(self):
        event = self.event_id if self.kind == "event" else self.env["event.event"]
        return self.env["ir.qweb"]._render(
            f"wohnkoord_odoo.mailing_letter_{self.kind}",
            {
                "office": self.company_id.name,
                "lang": self.lang.replace("_", "-"),
                "event": self._event_values(event) if event else None,
            },
            lang=self.lang,
            minimal_qcontext=True,
        )

    def _event_values(self, event):
        """What the invitation says of the event; the area of events adds its page."""
        begin = fields.Datetime.context_timestamp(
            self.with_context(tz=event.date_tz), event.date_begin
        )
        day = format_date(self.env, begin.date(), self.lang, "full")
        time = format_time(self.env, begin.time(), False, "short", self.lang)
        return {
            "name": event.name,
            "date": f"{day}, {time}",
            "place": event.address_inline,
            "url": None,
        }
