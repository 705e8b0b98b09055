# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .network_consent_text import PURPOSES

OFFICE = "wohnkoord_odoo.group_user"
#: how long the link in the mail that asks for a consent works
REQUEST_HOURS = 7 * 24
#: purposes for which only the owner of the address can say yes, by a link in a mail
DOUBLE_OPT_IN = ("newsletter",)


class Consent(models.Model):
    """One person's consent to one purpose: asked, given, withdrawn; never overwritten.

    GDPR Art. 7: provable (1), withdrawn as easily as given (3). Nothing is sent or shown
    without the consent it needs; ``is_live`` is the one thing to ask, by ``_live_domain``.
    """

    _name = "wohnkoord.consent"
    _inherit = ["wohnkoord.guarded.mixin", "mail.thread"]
    _description = "Consent"
    _order = "date_requested desc, id desc"
    _rec_names_search = ["partner_id.name", "email"]
    _check_company_auto = True

    _initial_state = "requested"
    _state_actions = {"withdrawn": "action_withdraw"}
    _guarded_fields = (
        "text",
        "version",
        "lang",
        "email",
        "date_confirmed",
        "date_withdrawn",
        "date_expires",
        "recorded_by_id",
    )

    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Person",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The initiative that the person speaks for, for its publication.",
    )
    purpose = fields.Selection(PURPOSES, required=True, index=True)
    text_id = fields.Many2one(
        "wohnkoord.consent.text",
        "Wording",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_text_id",
        store=True,
        readonly=True,
        precompute=True,
    )
    text = fields.Text("Exact Text", readonly=True, copy=False)
    version = fields.Integer(readonly=True, copy=False, aggregator=None)
    lang = fields.Char("Language", readonly=True, copy=False)
    way = fields.Selection(
        [
            ("double_opt_in", "Link in a Mail"),
            ("signed", "Signed"),
            ("oral", "Oral"),
        ],
        required=True,
        default="double_opt_in",
    )
    email = fields.Char(
        "Address", readonly=True, copy=False, help="For which address it was given."
    )
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("confirmed", "Given"),
            ("withdrawn", "Withdrawn"),
            ("expired", "Expired"),
            ("replaced", "Replaced"),
        ],
        required=True,
        default="requested",
        index=True,
        copy=False,
        tracking=True,
    )
    is_live = fields.Boolean(
        "In Force",
        compute="_compute_is_live",
        store=True,
        help="Given, not withdrawn or expired, and for the address of today.",
    )
    date_requested = fields.Datetime(
        "Requested on", required=True, default=fields.Datetime.now, copy=False
    )
    date_confirmed = fields.Datetime("Given on", readonly=True, copy=False)
    date_withdrawn = fields.Datetime("Withdrawn on", readonly=True, copy=False)
    date_expires = fields.Datetime("Valid until", readonly=True, copy=False, index=True)
    recorded_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    note = fields.Text(help="Where a signed paper lies, or who was present.")

    _live_uniq = models.UniqueIndex(
        "(company_id, partner_id, purpose, COALESCE(initiative_id, 0))"
        " WHERE state = 'confirmed'",
        "This consent is in force already.",
    )
    _live_idx = models.Index("(purpose, company_id, partner_id) WHERE is_live")

    @api.depends("purpose", "company_id")
    def _compute_text_id(self):
        for consent in self:
            if consent.purpose and not consent.text_id:
                consent.text_id = consent.env["wohnkoord.consent.text"]._current(
                    consent.purpose, consent.company_id
                )

    @api.depends("state", "way", "email", "partner_id.email_normalized")
    def _compute_is_live(self):
        for consent in self:
            consent.is_live = consent.state == "confirmed" and (
                consent.way != "double_opt_in"
                or consent.email == consent.partner_id.email_normalized
            )

    @api.depends("partner_id.name", "purpose")
    def _compute_display_name(self):
        purposes = dict(self._fields["purpose"]._description_selection(self.env))
        for consent in self:
            parts = (purposes.get(consent.purpose), consent.partner_id.name)
            consent.display_name = ", ".join(part for part in parts if part)

    @api.constrains("purpose", "way")
    def _check_way(self):
        for consent in self:
            if consent.purpose in DOUBLE_OPT_IN and consent.way != "double_opt_in":
                raise ValidationError(
                    self.env._("This consent is only given by a link in a mail.")
                )

    @api.constrains("purpose", "initiative_id")
    def _check_initiative(self):
        for consent in self:
            if consent.purpose == "publication" and not consent.initiative_id:
                raise ValidationError(
                    self.env._("Which initiative may be published? Please choose it.")
                )

    # -- asking and recording ----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Ask for a consent, or record one that was signed or spoken.

        What staff record is in force at once; a link in a mail is sent by
        ``action_send_request`` and confirmed by its reader only.
        """
        consents = super().create(vals_list)
        for consent in consents:
            consent._freeze_text()
        consents.filtered(lambda c: c.way != "double_opt_in")._confirm()
        return consents

    def write(self, vals):
        if set(vals) - {"note", "state"} - self._chatter_fields():
            raise UserError(
                self.env._("A consent is not changed. Please withdraw it, or ask anew.")
            )
        return super().write(vals)

    @api.model
    def _chatter_fields(self):
        return {
            name for name in self._fields if name.startswith(("message_", "activity_"))
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_unanswered(self):
        if self.filtered(lambda consent: consent.state != "requested"):
            raise UserError(
                self.env._("A consent is kept as a proof. Please withdraw it instead.")
            )

    def _freeze_text(self):
        """Keep what the person reads: words, version, language and address."""
        lang = self.partner_id.lang or self.env.lang or "de_DE"
        self._write_guarded(
            {
                "text": self.text_id.with_context(lang=lang).text,
                "version": self.text_id.version,
                "lang": lang,
                "email": self.partner_id.email_normalized,
                "recorded_by_id": False if self.env.user._is_public() else self.env.uid,
            }
        )

    @api.model
    def _request(self, partner, purpose, company, initiative=None, send=True):
        """Ask ``partner`` for a consent by a link in a mail.

        An open request is asked again, not doubled; nothing is asked that was given.

        :return: the consent, ``requested`` or already ``confirmed``
        """
        consents_sudo = self.sudo()
        domain = [
            ("partner_id", "=", partner.id),
            ("purpose", "=", purpose),
            ("company_id", "=", company.id),
            ("initiative_id", "=", initiative.id if initiative else False),
            ("way", "=", "double_opt_in"),
            ("email", "=", partner.email_normalized),
        ]
        given = consents_sudo.search([*domain, ("is_live", "=", True)], limit=1)
        if given:
            return given
        current = self.env["wohnkoord.consent.text"].sudo()._current(purpose, company)
        consent = consents_sudo.search(
            [*domain, ("state", "=", "requested"), ("text_id", "=", current.id)],
            limit=1,
        )
        if not consent:
            consent = consents_sudo.create(
                {
                    "partner_id": partner.id,
                    "purpose": purpose,
                    "company_id": company.id,
                    "initiative_id": initiative.id if initiative else False,
                    "way": "double_opt_in",
                }
            )
        if send:
            consent.action_send_request()
        return consent

    def action_send_request(self):
        """Send the mail that asks; it has no advertising, only the question.

        :raise UserError: given, withdrawn or expired already, or no address is known
        """
        self.check_access("write")
        template = self.env.ref("wohnkoord_odoo.mail_template_consent_request")
        for consent in self:
            if consent.state != "requested" or consent.way != "double_opt_in":
                raise UserError(self.env._("There is nothing left to ask for."))
            if not consent.email:
                raise UserError(
                    self.env._("%(name)s has no address.", name=consent.partner_id.name)
                )
            # sudo: rendering reads the office's address and host
            template.sudo().send_mail(consent.id)
        return True

    # -- given, withdrawn, expired -----------------------------------------------------

    def _confirm(self):
        """Put the consents in force from now; an older one for the same is replaced."""
        now = fields.Datetime.now()
        for consent in self:
            if consent.state != "requested":
                continue
            consent._older()._write_guarded({"state": "replaced"})
            consent.env.flush_all()
            months = consent.text_id.months
            consent._write_guarded(
                {
                    "state": "confirmed",
                    "date_confirmed": now,
                    "date_expires": months and now + relativedelta(months=months),
                }
            )

    def _older(self):
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("purpose", "=", self.purpose),
                ("initiative_id", "=", self.initiative_id.id),
                ("state", "=", "confirmed"),
                ("id", "!=", self.id),
            ]
        )

    def action_withdraw(self):
        """Withdraw, from now; also a request that was not answered yet."""
        self.check_access("write")
        open_ones = self.filtered(lambda c: c.state in ("requested", "confirmed"))
        open_ones._write_guarded(
            {"state": "withdrawn", "date_withdrawn": fields.Datetime.now()}
        )
        open_ones._on_ended()
        return True

    def _on_ended(self):
        """What a withdrawn or expired consent carried ends; the areas do their part."""

    # -- who has given it --------------------------------------------------------------

    @api.model
    def _live_domain(self, purpose, company):
        """Consents to ``purpose`` that ``company`` may rely on at this moment.

        For partners: ``Domain("consent_ids", "any", Consent._live_domain(...))``.
        """
        now = fields.Datetime.now()
        return (
            Domain("purpose", "=", purpose)
            & Domain("company_id", "=", company.id)
            & Domain("is_live", "=", True)
            & (Domain("date_expires", "=", False) | Domain("date_expires", ">", now))
        )

    def _link(self):
        """The address at which the person gives or withdraws this consent."""
        self.ensure_one()
        return f"{self.company_id._wohnkoord_base_url()}/consent/{self._link_token()}"

    def _link_token(self):
        hours = REQUEST_HOURS if self.state == "requested" else None
        return self.env["wohnkoord.signed.link"]._token("consent", self, hours=hours)

    # -- what the page and the mail say ------------------------------------------------

    def _purpose_label(self):
        purposes = dict(self._fields["purpose"]._description_selection(self.env))
        return purposes[self.purpose]

    def _public_values(self):
        """What the person's own page shows; called there with sudo.

        :return dict: ``text``, ``status`` and the next ``action`` with its ``button``
        """
        self.ensure_one()
        action = {"requested": "confirm", "confirmed": "withdraw"}.get(self.state)
        return {
            "text": self.text,
            "status": {
                "requested": self.env._("Not given yet."),
                "confirmed": self.env._("You agreed. Thank you."),
                "withdrawn": self.env._("You withdrew this. It takes effect at once."),
                "expired": self.env._("This has expired."),
                "replaced": self.env._("You agreed anew since."),
            }[self.state],
            "action": action,
            "button": {
                "confirm": self.env._("Yes, I agree"),
                "withdraw": self.env._("Withdraw"),
            }.get(action),
        }
