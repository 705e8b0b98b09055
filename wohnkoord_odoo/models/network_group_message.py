# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

#: what was not confirmed within these days goes; the office keeps no diary of strangers
CONFIRM_DAYS = 7
#: an answer is possible for so long, and the message is deleted afterwards
KEEP_DAYS = 90


class GroupMessage(models.Model):
    """A message from the board to a group: both addresses stay hidden.

    The writer confirms by a link first, so that nobody writes in another's name. Then
    those who speak for the group get the text, and answer through the office. Names and
    addresses are exchanged only if both ticked that.
    """

    _name = "wohnkoord.group.message"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Message to a Group"
    _order = "create_date desc, id desc"
    _initial_state = "requested"
    _guarded_fields = (
        "company_id",
        "initiative_id",
        "name",
        "email",
        "text",
        "lang",
        "is_sharing",
        "answered_by_id",
        "date_sent",
        "date_answered",
    )

    company_id = fields.Many2one("res.company", "Office", required=True, index=True)
    initiative_id = fields.Many2one(
        "wohnkoord.initiative", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True)
    email = fields.Char("Address", required=True)
    text = fields.Text("Message", required=True)
    lang = fields.Char("Language")
    is_sharing = fields.Boolean(
        "Shares the Address", help="If the group answers, it may have the address."
    )
    state = fields.Selection(
        [
            ("requested", "Waits for Confirmation"),
            ("sent", "Passed on"),
            ("answered", "Answered"),
        ],
        required=True,
        default="requested",
        index=True,
    )
    date_sent = fields.Datetime("Passed on on", readonly=True)
    date_answered = fields.Datetime("Answered on", readonly=True)
    answered_by_id = fields.Many2one(
        "res.partner", "Answered by", index="btree_not_null", ondelete="set null"
    )

    # -- all called with superuser rights, behind a signed link --------------------------

    def _confirm(self):
        """The owner of the address wants it: pass the text on to the group.

        :return bool: False if there is nothing to pass on any more
        """
        self.ensure_one()
        recipients = self._recipients()
        if self.state != "requested" or not self._is_seeking() or not recipients:
            return False
        self._write_guarded({"state": "sent", "date_sent": fields.Datetime.now()})
        if self.is_sharing:
            partner = self.env["res.partner"]._wohnkoord_of_address(
                self.email, self.company_id, self.name
            )
            self._record_sharing(partner)
        for recipient in recipients:
            self._send("mail_template_group_message", recipient)
        return True

    def _answer(self, recipient, text, is_sharing):
        """Pass the group's answer on; once.

        :param recipient: who answers, one of ``_recipients``
        :param bool is_sharing: whether the writer may have the recipient's address
        :return bool: False if there is nothing to answer any more
        """
        self.ensure_one()
        if not self._is_open_for(recipient):
            return False
        if is_sharing:
            self._record_sharing(recipient)
        self._write_guarded(
            {
                "state": "answered",
                "date_answered": fields.Datetime.now(),
                "answered_by_id": recipient.id,
            }
        )
        shared = is_sharing and self._sharing_partner()
        self._send(
            "mail_template_group_message_answer",
            recipient,
            answer=text,
            shared=bool(shared),
        )
        if shared:
            self._send("mail_template_group_message_contact", recipient)
        return True

    def _is_open_for(self, recipient):
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        return (
            self.state == "sent"
            and self.date_sent >= limit
            and recipient in self._recipients()
        )

    def _is_seeking(self):
        Initiative = self.env["wohnkoord.initiative"]
        domain = Initiative._wohnkoord_seeking_domain(self.company_id)
        return bool(
            Initiative.search_count(domain & Domain("id", "=", self.initiative_id.id))
        )

    def _recipients(self):
        return self.initiative_id._wohnkoord_spokespersons()[self.initiative_id]

    def _record_sharing(self, partner):
        consent = self.env["wohnkoord.consent"]._request(
            partner, "contact_sharing", self.company_id, self.initiative_id, send=False
        )
        consent._confirm()

    def _sharing_partner(self):
        """The writer, if the consent to share name and address is in force now."""
        Consent = self.env["wohnkoord.consent"]
        return self.is_sharing and Consent.search(
            Consent._live_domain("contact_sharing", self.company_id)
            & Domain("initiative_id", "=", self.initiative_id.id)
            & Domain("email", "=", self.email),
            limit=1,
        )

    def _confirm_link(self):
        """The address at which the writer confirms."""
        self.ensure_one()
        token = self.env["wohnkoord.signed.link"]._token(
            "group message", self, hours=24 * CONFIRM_DAYS
        )
        return f"{self.company_id._wohnkoord_base_url()}/find-a-group/message/{token}"

    def _answer_link(self, recipient):
        """The address at which ``recipient`` answers."""
        self.ensure_one()
        token = self.env["wohnkoord.signed.link"]._token(
            f"group answer {recipient.id}", self, hours=24 * KEEP_DAYS
        )
        base_url = self.company_id._wohnkoord_base_url()
        return f"{base_url}/find-a-group/answer/{recipient.id}/{token}"

    def _send(self, template, recipient=None, **context):
        # sudo: rendering reads the office's address and host
        template_sudo = (
            self.env.ref(f"wohnkoord_odoo.{template}")
            .sudo()
            .with_context(recipient=recipient, **context)
        )
        template_sudo.send_mail(self.id)

    @api.autovacuum
    def _gc_messages(self):
        now = fields.Datetime.now()
        old = Domain("create_date", "<", now - timedelta(days=KEEP_DAYS))
        unconfirmed = Domain("state", "=", "requested") & Domain(
            "create_date", "<", now - timedelta(days=CONFIRM_DAYS)
        )
        self.search(old | unconfirmed, limit=1000).unlink()
