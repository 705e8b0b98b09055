# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..models.network_consent import DOUBLE_OPT_IN, LINK
from ..models.network_consent_text import PURPOSES


class ConsentRecord(models.TransientModel):
    """Record a consent that was signed or spoken, or ask for one by mail.

    The dialog shows the words exactly as they will be kept.
    """

    _name = "wohnkoord.consent.record"
    _description = "Record or Ask for a Consent"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner", "Person", required=True, check_company=True, ondelete="cascade"
    )
    purpose = fields.Selection(PURPOSES, required=True, default="newsletter")
    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        compute="_compute_initiative_id",
        store=True,
        readonly=False,
        check_company=True,
        ondelete="cascade",
    )
    way = fields.Selection(
        [(LINK, "Ask by mail"), ("signed", "Was signed"), ("oral", "Was said")],
        compute="_compute_way",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    is_link_only = fields.Boolean(compute="_compute_is_link_only")
    lang = fields.Selection(
        lambda self: self.env["res.lang"].get_installed(),
        "Language",
        compute="_compute_lang",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="In which the person read or heard the words.",
    )
    text_id = fields.Many2one(
        "wohnkoord.consent.text",
        "Wording",
        compute="_compute_text_id",
        store=True,
        readonly=False,
        domain="[('purpose', '=', purpose), ('company_id', 'in', (False, company_id))]",
        context={"active_test": False},
        ondelete="cascade",
        help="A paper may have been signed in an older version.",
    )
    text = fields.Text("Exact Text", compute="_compute_text")
    date_given = fields.Date(
        "Given on", default=lambda self: fields.Date.context_today(self)
    )
    note = fields.Text(help="Where a signed paper lies, or who was present.")
    attachment_ids = fields.Many2many("ir.attachment", string="Scan")
    email = fields.Char(related="partner_id.email_normalized", string="Address")
    hint = fields.Text(compute="_compute_hint")

    @api.depends("purpose", "partner_id")
    def _compute_initiative_id(self):
        for record in self:
            initiatives = record._initiatives()
            if record.purpose != "publication":
                record.initiative_id = False
            elif record.initiative_id not in initiatives:
                record.initiative_id = len(initiatives) == 1 and initiatives

    @api.depends("purpose")
    def _compute_is_link_only(self):
        for record in self:
            record.is_link_only = record.purpose in DOUBLE_OPT_IN

    @api.depends("purpose")
    def _compute_way(self):
        for record in self:
            is_link = record.purpose in DOUBLE_OPT_IN or not record.way
            record.way = LINK if is_link else record.way

    @api.depends("partner_id")
    def _compute_lang(self):
        for record in self:
            record.lang = record.partner_id.lang or self.env.lang

    @api.depends("purpose", "company_id", "way")
    def _compute_text_id(self):
        Text = self.env["wohnkoord.consent.text"]
        for record in self:
            record.text_id = Text._find_current(record.purpose, record.company_id)

    @api.depends("text_id", "lang")
    def _compute_text(self):
        for record in self:
            record.text = record.text_id.with_context(lang=record.lang).text

    @api.depends("partner_id", "purpose", "initiative_id", "company_id")
    def _compute_hint(self):
        for record in self:
            record.hint = record._hint_of(record._live())

    def _hint_of(self, live):
        if not live:
            return False
        if live.date_expires:
            return self.env._(
                "In force already: given on %(date)s, valid until %(end)s.",
                date=format_date(self.env, live._given_at()),
                end=format_date(self.env, live.date_expires),
            )
        return self.env._(
            "In force already: given on %(date)s.",
            date=format_date(self.env, live._given_at()),
        )

    def action_record(self):
        """Keep the consent as it was signed or spoken; it is in force at once."""
        self.ensure_one()
        self._check_target()
        if self.way == LINK:
            raise UserError(
                self.env._("Only the person can give this, by the link in a mail.")
            )
        if self.text_id.purpose != self.purpose:
            raise UserError(self.env._("This wording is for another purpose."))
        consent = self.env["wohnkoord.consent"]._create_frozen(
            [
                {
                    "company_id": self.company_id.id,
                    "partner_id": self.partner_id.id,
                    "purpose": self.purpose,
                    "initiative_id": self.initiative_id.id,
                    "way": self.way,
                    "date_given": self.date_given,
                    "note": self.note,
                }
            ],
            text=self.text_id,
            lang=self.lang,
        )
        self._attach_scan(consent)
        return self._open(consent)

    def action_ask(self):
        """Send the person a mail with the question."""
        self.ensure_one()
        self._check_target()
        if not self.email:
            raise UserError(
                self.env._("%(name)s has no address.", name=self.partner_id.name)
            )
        live = self._live()
        if live:
            raise UserError(self._hint_of(live))
        consent = self.env["wohnkoord.consent"]._request(
            self.partner_id,
            self.purpose,
            self.company_id,
            self.initiative_id,
            lang=self.lang,
        )
        return self._open(consent.sudo(False))

    def _check_target(self):
        """Refuse what makes no sense, and other offices' persons."""
        self.env["wohnkoord.consent"].check_access("create")
        self.partner_id.check_access("read")
        if self.company_id not in self.env.user.company_ids:
            raise UserError(self.env._("This is not your office."))
        self._check_company()
        if not self.text_id:
            raise UserError(
                self.env._("There is no text yet for which people could be asked.")
            )
        if self.purpose != "publication":
            return
        if not self.initiative_id:
            raise UserError(
                self.env._("Which initiative may be published? Please choose it.")
            )
        if self.initiative_id not in self._initiatives():
            raise UserError(
                self.env._(
                    "%(name)s neither is a member of %(initiative)s nor its contact.",
                    name=self.partner_id.name,
                    initiative=self.initiative_id.name,
                )
            )

    def _initiatives(self):
        """The initiatives that the person can speak for today."""
        partner = self.partner_id
        members = partner.initiative_member_ids.filtered("is_current")
        return partner.initiative_ids | members.initiative_id

    def _live(self):
        Consent = self.env["wohnkoord.consent"]
        if not (self.partner_id and self.purpose):
            return Consent
        return Consent.search(
            Consent._live_domain(self.purpose, self.company_id)
            & fields.Domain("partner_id", "=", self.partner_id.id)
            & fields.Domain("initiative_id", "=", self.initiative_id.id),
            limit=1,
        )

    def _attach_scan(self, consent):
        for file in self.attachment_ids:
            file.copy({"res_model": consent._name, "res_id": consent.id})
        self.attachment_ids = [Command.clear()]

    def _open(self, consent):
        return {
            "type": "ir.actions.act_window",
            "res_model": consent._name,
            "res_id": consent.id,
            "views": [(False, "form")],
        }
