# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.mail import email_normalize

from .network_consent_text import PURPOSES

#: purposes for which people agree to get mails
MAILING_PURPOSES = ("newsletter", "plot_notice")
#: letters that a running case or a booked event brings with it: no consent is needed
SERVICE = "service"
#: who may be written to; nobody's consent is known for anything else
TARGETS = ("res.partner", "wohnkoord.initiative", "event.registration")
#: what stays as it was when the mailing was put into the queue ...
FROZEN = (
    "company_id",
    "consent_purpose",
    "mailing_model_id",
    "mailing_domain",
    "mailing_filter_id",
    "recipient_role",
)
#: ... and when the first letter left
FROZEN_TEXT = ("subject", "preview", "body_arch", "body_html", "email_from", "reply_to")
#: fields in which Odoo evaluates placeholders
RENDERED = ("subject", "preview", "email_from", "reply_to")


class Mailing(models.Model):
    """A mailing of one office, for one purpose that its readers agreed to.

    Core sends in a scheduled job as superuser, where no record rule holds: whom a
    mailing reaches is decided in ``network_mailing_audience.py``.
    """

    _inherit = "mailing.mailing"

    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    consent_purpose = fields.Selection(
        [
            *(purpose for purpose in PURPOSES if purpose[0] in MAILING_PURPOSES),
            (SERVICE, "Service Letter (needs no consent)"),
        ],
        "Purpose",
        required=True,
        default=MAILING_PURPOSES[0],
        help="Only people who agreed to this purpose get the mailing. A service letter"
        " reaches people with a running case only, or those registered for an event.",
    )
    recipient_role = fields.Selection(
        [
            ("both", "Contact and Spokespersons"),
            ("contact", "Contact"),
            ("spokesperson", "Spokespersons"),
            ("all", "Contact and all Members"),
        ],
        "To whom in an Initiative",
        compute="_compute_recipient_role",
        store=True,
        readonly=False,
    )
    measures_readers = fields.Boolean(related="company_id.wohnkoord_reader_tracking")
    mailing_model_id = fields.Many2one(
        domain=[("model", "in", TARGETS)],
        default=lambda self: self._default_mailing_model_id(),
    )
    mailing_filter_id = fields.Many2one(
        domain="[('mailing_model_id', '=', mailing_model_id),"
        " ('company_id', '=', company_id)]"
    )

    @api.model
    def _default_mailing_model_id(self):
        # sudo: advisers do not read the list of models
        return self.env["ir.model"].sudo()._get_id("res.partner")

    @api.depends("mailing_filter_id")
    def _compute_recipient_role(self):
        for mailing in self:
            mailing.recipient_role = (
                mailing.mailing_filter_id.recipient_role
                or mailing.recipient_role
                or "both"
            )

    @api.depends("mailing_filter_id.mailing_domain")
    def _compute_mailing_domain(self):
        queued = self.filtered(
            lambda mailing: mailing.state != "draft" and mailing.mailing_domain
        )
        for mailing in queued:
            mailing.mailing_domain = mailing.mailing_domain
        return super(Mailing, self - queued)._compute_mailing_domain()

    @api.depends("mailing_model_id")
    def _compute_mailing_model_real(self):
        """Mails to initiatives go to persons: each gives and withdraws an own consent."""
        result = super()._compute_mailing_model_real()
        for mailing in self:
            if mailing.mailing_model_real == "wohnkoord.initiative":
                mailing.mailing_model_real = "res.partner"
        return result

    @api.depends("company_id")
    def _compute_email_from(self):
        """Mails come from the office, not from whoever typed them."""
        result = super()._compute_email_from()
        for mailing in self.filtered("company_id.email"):
            mailing.email_from = mailing.company_id.email_formatted
        return result

    @api.depends("mailing_model_id")
    def _compute_reply_to_mode(self):
        result = super()._compute_reply_to_mode()
        for mailing in self:
            mailing.reply_to_mode = "new"
        return result

    @api.depends("company_id")
    def _compute_reply_to(self):
        result = super()._compute_reply_to()
        for mailing in self.filtered("company_id.email"):
            mailing.reply_to = mailing.company_id.email_formatted
        return result

    # -- what a mailing may be ---------------------------------------------------------

    @api.constrains("mailing_model_id", "mailing_type", "consent_purpose")
    def _check_target(self):
        for mailing in self:
            # sudo: advisers do not read the list of models
            target = mailing.mailing_model_id.sudo().model
            if target not in TARGETS or mailing.mailing_type != "mail":
                raise ValidationError(
                    self.env._(
                        "The office writes to persons, initiatives and people registered"
                        " for an event, because their consent is known. Mailing lists and"
                        " other records have none."
                    )
                )
            if target == "event.registration" and mailing.consent_purpose != SERVICE:
                raise ValidationError(
                    self.env._(
                        "People who registered for an event only get letters about that"
                        ' event. Please choose the purpose "service letter", or write'
                        " to persons who agreed."
                    )
                )

    @api.constrains("mailing_domain", "mailing_model_id")
    def _check_mailing_domain(self):
        for mailing in self:
            model = mailing.mailing_model_id.sudo().model
            if model not in TARGETS:
                continue  # refused above
            target = self.env[model]
            try:
                domain = Domain(literal_eval(mailing.mailing_domain or "[]"))
                domain.validate(target)
            except (ValueError, SyntaxError, TypeError, KeyError) as error:
                raise ValidationError(
                    self.env._("The condition for recipients is not valid.")
                ) from error

    @api.constrains("email_from", "reply_to", "company_id")
    def _check_sender(self):
        for mailing in self:
            # sudo: advisers may not search users
            own = set(
                mailing.env["res.users"]
                .sudo()
                .search(
                    [
                        ("company_ids", "in", mailing.company_id.id),
                        ("share", "=", False),
                    ]
                )
                .mapped("email_normalized")
            )
            own.add(email_normalize(mailing.company_id.sudo().email))
            for address in (mailing.email_from, mailing.reply_to):
                if address and email_normalize(address) not in own:
                    raise ValidationError(
                        self.env._(
                            "%(address)s is neither the office's address nor one of its"
                            " staff.",
                            address=address,
                        )
                    )

    @api.constrains("mailing_filter_id", "company_id")
    def _check_filter_office(self):
        for mailing in self:
            # sudo: another office's segment is not readable
            owner = mailing.mailing_filter_id.sudo().company_id
            if owner and owner != mailing.company_id:
                raise ValidationError(
                    self.env._("This segment belongs to another office.")
                )

    # -- what stays as it is -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        mailings = super().create(vals_list)
        mailings._refuse_secrets()
        return mailings

    def write(self, vals):
        self._refuse_frozen(vals)
        names = set(vals)
        result = super().write(dict(vals))
        if names & {"mailing_domain", "mailing_model_id", "mailing_filter_id"}:
            self._refuse_secrets()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if self.filtered(lambda mailing: mailing.state != "draft"):
            raise UserError(
                self.env._(
                    "Mailings that were sent stay, as a record of who got what. Please"
                    " archive them."
                )
            )

    def _refuse_frozen(self, vals):
        for mailing in self.filtered(lambda mailing: mailing.state != "draft"):
            frozen = FROZEN
            if mailing.state != "in_queue":
                frozen += FROZEN_TEXT
                if vals.get("state") == "draft":
                    raise UserError(
                        self.env._("Letters left already. Please make a copy.")
                    )
            changed = [name for name in frozen if mailing._changes(name, vals)]
            if changed:
                labels = self.fields_get(changed, ["string"])
                raise UserError(
                    self.env._(
                        "The mailing is on its way, so this stays as it is: %(fields)s."
                        " Please cancel the mailing first, or make a copy.",
                        fields=", ".join(
                            labels.get(name, {}).get("string", name) for name in changed
                        ),
                    )
                )

    def _changes(self, name, vals):
        if name not in vals:
            return False
        field = self._fields[name]
        return (vals[name] or False) != (
            field.convert_to_write(self[name], self) or False
        )

    def _refuse_secrets(self):
        """A condition asks nothing that its author may not read.

        :raise AccessError: the job that sends would answer, with all rights
        """
        for mailing in self:
            domain = mailing._parse_mailing_domain()
            model = mailing.sudo().mailing_model_id.model
            self.env[model].search_count(domain, limit=1)

    # -- no code -----------------------------------------------------------------------

    def _check_access_right_dynamic_template(self):
        """No expressions: the job that sends evaluates them with all rights.

        Core asks here after every change, and trusts editors of templates; but an office
        has no right to see the others'.

        :raise AccessError: unless the author manages the whole database
        """
        if self.env.su or self.env.user.has_group("base.group_system"):
            return
        if self._has_unsafe_expression():
            raise AccessError(
                self.env._(
                    "A mailing may name its reader, as {{ object.name }} does. It"
                    " contains no other code."
                )
            )

    def _has_unsafe_expression(self):
        """Look at what is rendered; core reads every field, and counts recipients."""
        return any(
            mailing._has_unsafe_expression_template_qweb(
                mailing.body_html, mailing.mailing_model_real
            )
            or any(
                mailing._has_unsafe_expression_template_inline_template(
                    mailing[name], mailing.mailing_model_real
                )
                for name in RENDERED
            )
            for mailing in self.sudo()
        )
