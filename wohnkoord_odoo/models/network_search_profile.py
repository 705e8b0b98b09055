# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .initiative import BUILDING_TYPES, TENURES

#: how long a profile that was typed on the public page waits for its confirmation
CONFIRM_DAYS = 7


class SearchProfile(models.Model):
    """What a person looks for who wants to join a group.

    It is compared with groups only while a consent to that is in force; when the
    consent ends, the profile is deleted.
    """

    _name = "wohnkoord.search.profile"
    _inherit = ["wohnkoord.guarded.mixin"]
    _description = "Search Profile"
    _order = "create_date desc, id desc"
    _rec_name = "contact_name"
    _rec_names_search = ["partner_id.name", "contact_name", "email"]
    _check_company_auto = True

    _initial_state = "draft"
    _state_actions = {
        "requested": "action_request",
        "active": "action_activate",
        "paused": "action_pause",
        "ended": "action_end",
    }
    _guarded_fields = ("date_confirmed", "lang", "email")

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
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Made when the person confirms, if the office does not know the address.",
    )
    contact_name = fields.Char(
        "Name", compute="_compute_contact_name", store=True, readonly=False
    )
    email = fields.Char("Address", readonly=True, help="To which the question went.")
    lang = fields.Char("Language", readonly=True)
    adult_count = fields.Integer("Adults", default=1)
    child_count = fields.Integer("Children")
    district_ids = fields.Many2many(
        "wohnkoord.district",
        "wohnkoord_search_profile_district_rel",
        string="Districts",
        check_company=True,
    )
    target_group_ids = fields.Many2many(
        "wohnkoord.target.group",
        "wohnkoord_search_profile_target_group_rel",
        string="Target Groups",
        check_company=True,
    )
    theme_ids = fields.Many2many(
        "wohnkoord.theme",
        "wohnkoord_search_profile_theme_rel",
        string="Themes",
        check_company=True,
    )
    legal_form_ids = fields.Many2many(
        "wohnkoord.legal.form",
        "wohnkoord_search_profile_legal_form_rel",
        string="Legal Forms",
        check_company=True,
    )
    building_type = fields.Selection(BUILDING_TYPES, "Building")
    tenure = fields.Selection(TENURES)
    needs_accessible = fields.Boolean("Needs an Accessible Dwelling")
    needs_subsidised = fields.Boolean("Needs a Subsidised Dwelling")
    date_move_in = fields.Date("Moves in at the latest")
    text = fields.Text("In own Words", help="For the office; no group reads it.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("requested", "Waits for Confirmation"),
            ("active", "Active"),
            ("paused", "Paused"),
            ("ended", "Ended"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        group_expand=True,
    )
    date_confirmed = fields.Datetime("Active since", readonly=True, copy=False)
    has_consent = fields.Boolean("Consent in Force", compute="_compute_consent")
    date_expires = fields.Datetime("Consent until", compute="_compute_consent")
    match_ids = fields.One2many("wohnkoord.match", "profile_id", "Suggestions")
    match_count = fields.Integer(
        "Number of Suggestions", compute="_compute_match_count"
    )

    _active_uniq = models.UniqueIndex(
        "(company_id, partner_id) WHERE state = 'active'",
        "This person has an active search profile already.",
    )
    _counts_check = models.Constraint(
        "CHECK (adult_count >= 0 AND child_count >= 0)",
        "Numbers of people are not negative.",
    )
    _person_check = models.Constraint(
        "CHECK (partner_id IS NOT NULL OR state IN ('draft', 'requested'))",
        "A search profile without a person is not used.",
    )

    @api.depends("partner_id.name")
    def _compute_contact_name(self):
        for profile in self:
            profile.contact_name = profile.partner_id.name or profile.contact_name

    @api.depends("state", "partner_id.consent_ids.is_live", "company_id")
    def _compute_consent(self):
        Consent = self.env["wohnkoord.consent"]
        live = {}
        for company in self.company_id:
            domain = Consent._live_domain("search_profile", company) & Domain(
                "partner_id", "in", self.partner_id.ids
            )
            for consent in Consent.search(domain):
                live[company, consent.partner_id] = consent
        for profile in self:
            consent = live.get((profile.company_id, profile.partner_id))
            profile.has_consent = bool(consent)
            profile.date_expires = consent and consent.date_expires

    @api.depends("match_ids.state")
    def _compute_match_count(self):
        counts = dict(
            self.env["wohnkoord.match"]._read_group(
                [("profile_id", "in", self.ids), ("state", "!=", "declined")],
                ["profile_id"],
                ["__count"],
            )
        )
        for profile in self:
            profile.match_count = counts.get(profile._origin, 0)

    # -- steps -------------------------------------------------------------------------

    def action_request(self):
        """Ask the persons by mail whether their profile may be used.

        :raise UserError: a person or an address is missing
        """
        self.check_access("write")
        for profile in self:
            if profile.state not in ("draft", "ended"):
                raise UserError(self.env._("There is nothing left to ask for."))
            email = profile.partner_id.email_normalized
            if not email:
                raise UserError(
                    self.env._("Please choose a person with an e-mail address.")
                )
            profile._write_guarded(
                {
                    "state": "requested",
                    "email": email,
                    "lang": profile.partner_id.lang or self.env.lang,
                }
            )
        self._send("mail_template_search_profile_confirm")
        return True

    def action_activate(self):
        """Use the profile; the consent must be in force, by link, paper or word.

        :raise UserError: it is not
        """
        self.check_access("write")
        self.invalidate_recordset(["has_consent"])
        for profile in self:
            if not profile.has_consent:
                raise UserError(
                    self.env._(
                        "%(name)s has not consented to that. Please ask by mail, or"
                        " record the consent first.",
                        name=profile.contact_name or self.env._("This person"),
                    )
                )
        self._activate()
        return True

    def action_pause(self):
        """Keep the profile, but suggest nothing until further notice."""
        self.check_access("write")
        active = self.filtered(lambda profile: profile.state == "active")
        active._write_guarded({"state": "paused"})
        active.match_ids._expire()
        return True

    def action_end(self):
        """The person looks no longer."""
        self.check_access("write")
        self._write_guarded({"state": "ended"})
        self.match_ids._expire()
        return True

    def action_suggest(self):
        """Look for groups that fit, now, and show them."""
        self.check_access("write")
        self.env["wohnkoord.match"]._suggest(Domain("profile_id", "in", self.ids))
        return self.action_view_matches()

    def action_view_matches(self):
        """Open the suggestions for these profiles."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.match_action"
        )
        return {
            **action,
            "domain": [("profile_id", "in", self.ids)],
            "context": {"search_default_open": 1},
        }

    def _activate(self):
        others = self.search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("state", "in", ("requested", "active", "paused")),
                ("id", "not in", self.ids),
            ]
        )
        others.filtered(
            lambda other: any(
                (other.partner_id, other.company_id)
                == (profile.partner_id, profile.company_id)
                for profile in self
            )
        ).action_end()
        self.env.flush_all()
        self._write_guarded(
            {"state": "active", "date_confirmed": fields.Datetime.now()}
        )
        self.env["wohnkoord.match"]._suggest(Domain("profile_id", "in", self.ids))

    # -- asked and confirmed on the public page; called with superuser rights ------------

    def _confirm_by_link(self):
        """The owner of the address says yes: record the consent and use the profile.

        :return bool: False if there was nothing to confirm, as for a replayed link
        """
        self.ensure_one()
        if self.state != "requested" or self._is_stale():
            return False
        if not self.partner_id or self.partner_id.email_normalized != self.email:
            self.partner_id = self.env["res.partner"]._wohnkoord_of_address(
                self.email, self.company_id, self.contact_name
            )
        consent = self.env["wohnkoord.consent"]._request(
            self.partner_id, "search_profile", self.company_id, send=False
        )
        consent._confirm()
        self._activate()
        return True

    def _withdraw_by_link(self):
        """The person withdraws: the consent ends, and with it the profile."""
        self.ensure_one()
        consents = self.env["wohnkoord.consent"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("purpose", "=", "search_profile"),
                ("state", "in", ("requested", "confirmed")),
            ]
        )
        consents.action_withdraw()
        self.exists().unlink()

    def _is_stale(self):
        return self.write_date < fields.Datetime.now() - timedelta(days=CONFIRM_DAYS)

    def _consent_text(self):
        """The words that are agreed to by confirming, in the reader's language."""
        text = (
            self.env["wohnkoord.consent.text"]
            .sudo()
            ._current("search_profile", self.company_id)
        )
        return text.text

    def _link(self):
        """The address at which the person confirms, pauses or deletes the profile."""
        self.ensure_one()
        token = self.env["wohnkoord.signed.link"]._token("search profile", self)
        return f"{self.company_id._wohnkoord_base_url()}/find-a-group/profile/{token}"

    def _send(self, template):
        # sudo: rendering reads the office's address and host
        template_sudo = self.env.ref(f"wohnkoord_odoo.{template}").sudo()
        for profile in self:
            template_sudo.send_mail(profile.id)

    @api.autovacuum
    def _gc_unconfirmed(self):
        limit = fields.Datetime.now() - timedelta(days=CONFIRM_DAYS)
        self.search(
            [("state", "=", "requested"), ("write_date", "<", limit)], limit=1000
        ).unlink()
