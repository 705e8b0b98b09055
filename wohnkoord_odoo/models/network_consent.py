# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .network_consent_text import PURPOSES

OFFICE = "wohnkoord_odoo.group_user"
#: how long a question may be answered by the link in its mail
REQUEST_HOURS = 7 * 24
LINK = "double_opt_in"
#: purposes for which only the owner of the address can say yes, by a link in a mail
DOUBLE_OPT_IN = ("newsletter",)
#: purposes that are about mails to an address; a new address needs a new link
ADDRESS_PURPOSES = ("newsletter", "plot_notice", "search_profile")
OPEN_STATES = ("requested", "confirmed")


class Consent(models.Model):
    """One person's consent to one purpose: asked, given, withdrawn; never overwritten.

    GDPR Art. 7: provable (1), withdrawn as easily as given (3). Nothing is sent or shown
    without the consent it needs; ``is_live`` is the one thing to ask, by ``_live_domain``.
    What was asked, by whom, when and in which words is the system's and set at creation.
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
        "text_id",
        "text",
        "version",
        "lang",
        "email",
        "date_requested",
        "date_sent",
        "message_ref",
        "date_answer_until",
        "date_confirmed",
        "date_withdrawn",
        "date_expires",
        "date_asked_again",
        "recorded_by_id",
        "is_partner_new",
        "is_live",
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
        readonly=True,
        index=True,
        ondelete="restrict",
        copy=False,
    )
    text = fields.Text("Exact Text", readonly=True, copy=False)
    version = fields.Integer(readonly=True, copy=False, aggregator=None)
    lang = fields.Char("Language", readonly=True, copy=False)
    way = fields.Selection(
        [
            (LINK, "Link in a Mail"),
            ("signed", "Signed"),
            ("oral", "Oral"),
            ("form", "Ticked in a Form"),
        ],
        required=True,
        default=LINK,
    )
    email = fields.Char(
        "Address",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="For which address it was asked or given.",
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
        "Requested on",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
        copy=False,
    )
    date_sent = fields.Datetime("Mail Sent on", readonly=True, copy=False)
    message_ref = fields.Char(
        "Message-Id of the Mail",
        readonly=True,
        copy=False,
        help="Names the mail with the question in the log of the mail server.",
    )
    date_answer_until = fields.Datetime(
        "To be Answered until", readonly=True, copy=False
    )
    date_given = fields.Date(
        "Given on",
        copy=False,
        index=True,
        help="The day on which the person signed, spoke or followed the link.",
    )
    date_confirmed = fields.Datetime("In Force since", readonly=True, copy=False)
    date_withdrawn = fields.Datetime("Withdrawn on", readonly=True, copy=False)
    date_expires = fields.Datetime("Valid until", readonly=True, copy=False, index=True)
    date_asked_again = fields.Datetime("Asked again on", readonly=True, copy=False)
    recorded_by_id = fields.Many2one(
        "res.users",
        "Asked or Recorded by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Empty: the person asked for it, on a public page or in the portal.",
    )
    is_partner_new = fields.Boolean(
        "Contact Made by this Request", readonly=True, copy=False
    )
    note = fields.Text(
        tracking=True, help="Where a signed paper lies, or who was present."
    )

    _live_uniq = models.UniqueIndex(
        "(company_id, partner_id, purpose, COALESCE(initiative_id, 0))"
        " WHERE state = 'confirmed'",
        "This consent is in force already.",
    )
    _live_idx = models.Index("(purpose, company_id, partner_id) WHERE is_live")
    _order_idx = models.Index("(date_requested DESC, id DESC)")
    _never_given_idx = models.Index("(date_answer_until) WHERE date_confirmed IS NULL")

    # an adviser's mistake in the address must not reach a stranger for good, so a link
    # counts for the address it was sent to; other purposes are the person's
    @api.depends("state", "way", "purpose", "email", "partner_id.email_normalized")
    def _compute_is_live(self):
        for consent in self:
            address = consent.partner_id.email_normalized
            consent.is_live = consent.state == "confirmed" and (
                consent.way != LINK
                or consent.purpose not in ADDRESS_PURPOSES
                or bool(address and consent.email == address)
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
            if consent.purpose in DOUBLE_OPT_IN and consent.way != LINK:
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
            if consent.purpose in ADDRESS_PURPOSES and consent.initiative_id:
                raise ValidationError(
                    self.env._("Mails go to a person, not to an initiative.")
                )

    # -- asking and recording ----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        """Ask for a consent, or record one that was signed or spoken.

        What staff record is in force at once; a link in a mail is sent by
        ``action_send_request`` and confirmed by its reader only.
        """
        return self._create_frozen(vals_list)

    @api.model
    def _create_frozen(self, vals_list, text=None, lang=None):
        """Create with the words, version, language and address of this moment.

        :param text: the wording that was signed or spoken, if not the current one
        :param str lang: in which the person reads, if not the contact's language
        """
        consents = self._create_guarded(
            [
                self._freeze_vals(self._guard_new_vals(vals), text, lang)
                for vals in vals_list
            ]
        )
        consents.filtered(lambda consent: consent.way != LINK)._confirm()
        return consents

    @api.model
    def _freeze_vals(self, vals, text, lang):
        vals = self._add_missing_default_values(vals)
        partner = self.env["res.partner"].browse(vals.get("partner_id"))
        company = self.env["res.company"].browse(vals.get("company_id"))
        is_link = vals.get("way") == LINK
        if is_link and vals.get("date_given"):
            raise UserError(
                self.env._("The day of a consent by mail is the day of the click.")
            )
        if not text:
            text = self.env["wohnkoord.consent.text"]._current(
                vals.get("purpose"), company
            )
        lang = lang or partner.lang or self.env.lang or "de_DE"
        now = fields.Datetime.now()
        return {
            **vals,
            "text_id": text.id,
            "text": text.with_context(lang=lang).text,
            "version": text.version,
            "lang": lang,
            "email": partner.email_normalized,
            "recorded_by_id": self.env.user._is_internal() and self.env.uid,
            "date_answer_until": is_link and now + timedelta(hours=REQUEST_HOURS),
            "date_given": not is_link
            and (vals.get("date_given") or fields.Date.context_today(self)),
            "is_live": False,  # whatever a default says; computed from now on
        }

    def write(self, vals):
        if set(vals) - {"note", "state"} - self._chatter_fields():
            raise UserError(
                self.env._("A consent is not changed. Please withdraw it, or ask anew.")
            )
        return super().write(vals)

    @api.model
    def _chatter_fields(self):
        return {name for name in self._fields if name.startswith("message_")} - {
            "message_ref"
        }

    def copy(self, default=None):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("A consent cannot be copied. Please record it, or ask anew.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_unanswered(self):
        # superuser: the vacuum removes what a stranger was asked and never gave
        if self.filtered(
            lambda consent: (
                consent.date_confirmed
                or (consent.state != "requested" and not self.env.su)
            )
        ):
            raise UserError(
                self.env._("A consent is kept as a proof. Please withdraw it instead.")
            )

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

    def _key(self):
        """What there is at most one consent in force for."""
        self.ensure_one()
        return self.company_id, self.partner_id, self.purpose, self.initiative_id

    def _others(self, states):
        """Other consents of the same persons to the same purposes in ``states``."""
        keys = {consent._key() for consent in self}
        found = self.search(
            [
                ("company_id", "in", self.company_id.ids),
                ("partner_id", "in", self.partner_id.ids),
                ("purpose", "in", list({key[2] for key in keys})),
                ("state", "in", states),
                ("id", "not in", self.ids),
            ]
        )
        return found.filtered(lambda consent: consent._key() in keys)

    def _is_over(self):
        """Whether its time is up, also before the nightly run has noted it."""
        self.ensure_one()
        return bool(self.date_expires and self.date_expires <= fields.Datetime.now())

    def _given_at(self):
        """The moment at which the person agreed, for the term and for an order."""
        self.ensure_one()
        if self.way != LINK:
            return datetime.combine(self.date_given, time.min)
        return self.date_confirmed or fields.Datetime.now()

    def _purpose_label(self):
        purposes = dict(self._fields["purpose"]._description_selection(self.env))
        return purposes[self.purpose]
