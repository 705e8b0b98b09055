# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import fields, models
from odoo.exceptions import UserError

from .advisory import OPEN_STATES

OFFICE = "wohnkoord_odoo.group_user"
#: who may ask in the public form
ENQUIRERS = [
    ("group", "Group"),
    ("person", "Person"),
    ("owner", "Owner"),
    ("organisation", "Organisation"),
    ("other", "Other"),
]
ACTIVITY = "wohnkoord_odoo.activity_type_enquiry"
#: what arrives with nobody to look after it; a booked appointment has its adviser
ENQUIRIES = ("form", "mail")


class Advisory(models.Model):
    """A case that began with an enquiry: where it came from, and what is done with it."""

    _inherit = "wohnkoord.advisory"

    origin = fields.Selection(
        [
            ("office", "Office"),
            ("form", "Web Form"),
            ("booking", "Booking"),
            ("mail", "Mail"),
        ],
        "Came by",
        required=True,
        default="office",
        copy=False,
    )
    enquirer = fields.Selection(ENQUIRERS, "Who Asks", copy=False)
    enquiry_email = fields.Char(
        "Address in the Enquiry", readonly=True, copy=False, groups=OFFICE
    )
    is_email_confirmed = fields.Boolean(
        "Address Confirmed",
        readonly=True,
        copy=False,
        help="The owner of the address clicked the link in the confirmation.",
    )
    answer = fields.Text(
        "Answer to the Enquiry",
        copy=False,
        help="Stands on the page behind the enquiry's status link, also for those who"
        " ask without a name; sent by mail with the button.",
    )
    date_answer_sent = fields.Datetime("Answer Sent on", readonly=True, copy=False)

    _enquiry_idx = models.Index(
        "(company_id, date_requested) WHERE origin IN ('form', 'mail') AND state = 'requested'"
    )

    # -- what the office does with an enquiry ------------------------------------------

    def action_take(self):
        """Become the adviser of these cases."""
        self.check_access("write")
        self.write({"user_id": self.env.uid})
        self._end_enquiry_activity()
        return True

    def action_start(self):
        """Begin; whoever begins a case that nobody has becomes its adviser."""
        result = super().action_start()
        enquiries = self.filtered(lambda case: case.origin in ENQUIRIES)
        enquiries.filtered(lambda case: not case.user_id).write(
            {"user_id": self.env.uid}
        )
        self._end_enquiry_activity()
        return result

    def action_ask_decline(self):
        """Open the dialog that rejects an enquiry with a friendly answer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decline the Enquiry"),
            "res_model": "wohnkoord.enquiry.decline",
            "view_mode": "form",
            "target": "new",
            "context": {"default_advisory_id": self.id},
        }

    def action_send_answer(self):
        """Send the answer to the address in the enquiry.

        :raise UserError: there is no answer yet, or no address
        """
        self.check_access("write")
        template = self.env.ref("wohnkoord_odoo.mail_template_enquiry_answer")
        for case in self:
            if not (case.answer or "").strip():
                raise UserError(self.env._("Please write the answer first."))
            if not case._enquiry_address():
                raise UserError(
                    self.env._(
                        "%(case)s has no e-mail address. The answer stands on the page"
                        " behind the status link.",
                        case=case.display_name,
                    )
                )
            # sudo: rendering reads the office's address and host
            template.sudo().send_mail(case.id)
        self.write({"date_answer_sent": fields.Datetime.now()})
        return True

    def _end_with_reason(self, state, reason):
        result = super()._end_with_reason(state, reason)
        self._end_enquiry_activity()
        return result

    def _end_enquiry_activity(self):
        """Somebody looks after the case: the hint at the new enquiry is done."""
        # sudo: the activity may be a colleague's
        self.sudo().activity_unlink([ACTIVITY])

    def _attention_reasons(self):
        reasons = super()._attention_reasons()
        for case, words in reasons.items():
            if case.origin in ENQUIRIES and case.state == "requested":
                words.insert(0, self.env._("new enquiry"))
        return reasons

    # -- when it arrives ---------------------------------------------------------------

    def _note_arrival(self):
        """Tell the office's person for enquiries, inside Odoo only."""
        for case in self:
            user = case.company_id.wohnkoord_enquiry_user_id
            if user.active and case.company_id in user.company_ids:
                # no mail: the activity itself is the message
                words = {}
                if case.origin == "mail":
                    office = case.with_context(lang=user.lang)
                    words["summary"] = office.env._("New enquiry by mail")
                case.with_context(mail_activity_quick_update=True).activity_schedule(
                    ACTIVITY, user_id=user.id, **words
                )

    def _enquiry_address(self):
        """Where an answer goes: the contact's address, else the typed one."""
        self.ensure_one()
        return self.partner_id.email_normalized or self.sudo().enquiry_email

    # -- what the visitor's pages and mails show ---------------------------------------

    def _enquiry_link(self, purpose, hours=None):
        """The whole address of a page about this enquiry, for mails."""
        return self.company_id._wohnkoord_base_url() + self._enquiry_path(
            purpose, hours
        )

    def _enquiry_path(self, purpose, hours=None):
        """The path of a page about this enquiry.

        :param str purpose: ``status``, ``address`` (confirm it) or ``booking``
        """
        self.ensure_one()
        path, scope = {
            "status": ("/advice/status/", "enquiry status"),
            "address": ("/advice/address/", "enquiry address"),
            "booking": ("/booking?case=", "advisory"),
        }[purpose]
        token = self.env["wohnkoord.signed.link"]._token(scope, self, hours=hours)
        return path + token

    def _status_values(self):
        """What the page behind the status link shows; called there with sudo.

        Neither the concern nor the person: the link may be seen by others.
        """
        self.ensure_one()
        return {
            "reference": self.name,
            "date": self.date_requested,
            "status": self._status_text(),
            "answer": self.answer or "",
            "booking_path": self.state in OPEN_STATES
            and self._enquiry_path("booking", hours=24),
        }

    def _status_text(self):
        waiting = self.env._("Your enquiry is here. We get in touch with you.")
        working = self.env._("We are working on your enquiry.")
        ended = self.env._("This enquiry is closed.")
        return {"requested": waiting, "approved": working, "running": working}.get(
            self.state, ended
        )
