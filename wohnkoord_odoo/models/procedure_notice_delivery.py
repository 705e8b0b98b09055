# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

TEMPLATE = "wohnkoord_odoo.mail_template_procedure_notice"


class ProcedureDelivery(models.Model):
    """The proof that one person of one party was told: address, mail, read in the portal.

    The mail is a plain one of its own per person. A mass mailing is the wrong tool here:
    it leaves out who is blacklisted or did not consent to letters, and a party of a
    procedure must be told whatever letters it wants. The ground is the participation.
    """

    _name = "wohnkoord.procedure.delivery"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Delivery of a Notice"
    _order = "notice_id desc, registration_id, id"
    _rec_name = "partner_id"

    _reason_actions = ("action_told_otherwise",)

    notice_id = fields.Many2one(
        "wohnkoord.procedure.notice",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    procedure_id = fields.Many2one(
        related="notice_id.procedure_id", store=True, index=True
    )
    company_id = fields.Many2one(related="notice_id.company_id", store=True, index=True)
    registration_id = fields.Many2one(
        "wohnkoord.registration",
        "Party",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    initiative_id = fields.Many2one(related="registration_id.initiative_id")
    partner_id = fields.Many2one(
        "res.partner", "Person", readonly=True, index=True, ondelete="restrict"
    )
    email = fields.Char("To", readonly=True, help="The address at that time.")
    date = fields.Datetime(related="notice_id.date", string="In the Portal since")
    state = fields.Selection(
        [("queued", "Queued"), ("sent", "Sent"), ("failed", "Failed")],
        "Mail",
        required=True,
        readonly=True,
        index=True,
        default="queued",
    )
    date_sent = fields.Datetime("Sent on", readonly=True)
    error = fields.Text(readonly=True)
    told_otherwise = fields.Char(readonly=True, help="E.g. by letter, with its date.")
    date_read = fields.Datetime("Read in the Portal", readonly=True)
    mail_id = fields.Many2one(
        "mail.mail",
        "Mail in the Queue",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    _once = models.UniqueIndex(
        "(notice_id, registration_id, partner_id)",
        "This person was told of this notice already.",
    )
    _unread_idx = models.Index("(partner_id) WHERE date_read IS NULL")

    # -- made by procedure._tell_parties alone -------------------------------------------------

    @api.model
    def _deliver(self, notice, registrations):
        """Make the deliveries of a notice and queue their mails; with sudo.

        Who speaks for the group today is told; a group without such a person by its own
        contact. Where nobody has an address the delivery fails at once and says so.
        """
        vals_list = []
        for registration in registrations:
            people = registration.spokesperson_ids
            contact = registration.initiative_id.partner_id
            for partner in people or contact:
                vals_list.append(
                    {
                        "notice_id": notice.id,
                        "registration_id": registration.id,
                        "partner_id": partner.id,
                    }
                )
            if not people and not contact:
                vals_list.append(
                    {"notice_id": notice.id, "registration_id": registration.id}
                )
        deliveries = self.create(vals_list)
        deliveries._queue_mails()
        return deliveries

    def _queue_mails(self):
        """Queue a mail for each, in one batch; called with sudo."""
        office = self[:1].notice_id.procedure_id._in_party_words()
        for delivery in self:
            email = delivery.partner_id.email_formatted if delivery.partner_id else ""
            has_address = bool(delivery.partner_id.email_normalized)
            delivery.write(
                {
                    "email": delivery.partner_id.email_normalized
                    if has_address
                    else email and delivery.partner_id.email,
                    "state": "queued" if has_address else "failed",
                    "date_sent": False,
                    "error": False
                    if has_address
                    else office.env._(
                        "No valid e-mail address: please tell this party by letter."
                    ),
                }
            )
        queued = self.filtered(lambda delivery: delivery.state == "queued")
        if queued:
            mails = self.env.ref(TEMPLATE).send_mail_batch(queued.ids)
            for delivery, mail in zip(queued, mails, strict=True):
                delivery.mail_id = mail
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    # -- what became of the mail ----------------------------------------------------------------

    def _note_sent(self):
        self.write(
            {"state": "sent", "date_sent": fields.Datetime.now(), "error": False}
        )

    def _note_failed(self, reason):
        self.write({"state": "failed", "error": reason})

    def _mark_read(self):
        """Note that the current user read in the portal; called with sudo."""
        mine = self.filtered(
            lambda d: d.partner_id == self.env.user.partner_id and not d.date_read
        )
        mine.write({"date_read": fields.Datetime.now()})

    # -- buttons of the office ------------------------------------------------------------------

    def action_retry(self):
        """Queue the mails that failed once more, to today's addresses.

        :raise UserError: one did not fail
        """
        self._check_failed()
        # sudo: nobody may write deliveries; the old mail is of no use any more
        deliveries_sudo = self.sudo()
        old_mails = deliveries_sudo.mail_id
        deliveries_sudo.mail_id = False
        old_mails.unlink()
        deliveries_sudo._queue_mails()

    def action_told_otherwise(self, reason=None):
        """Note that a party was told in another way, where a mail could not arrive.

        :param str reason: how and when, e.g. "letter of 3 May"
        :raise UserError: nothing said, or the mail did not fail
        """
        self._check_failed()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please say how and when the party was told."))
        # sudo: nobody may write deliveries
        self.sudo().write(
            {
                "state": "sent",
                "told_otherwise": reason,
                "date_sent": fields.Datetime.now(),
            }
        )
        for delivery in self:
            delivery.procedure_id._log(
                "told_otherwise",
                {"party": delivery.registration_id.number, "how": reason},
            )

    def action_ask_told_otherwise(self):
        """Ask how the party was told, then note it."""
        return self._ask_reason(
            "action_told_otherwise", self.env._("How and When Was the Party Told?")
        )

    def _check_failed(self):
        # reading is all that the office may do; it works on its own parties
        self.check_access("read")
        self.env["wohnkoord.registration"].check_access("write")
        if self.filtered(lambda delivery: delivery.state != "failed"):
            raise UserError(self.env._("This mail did not fail."))
