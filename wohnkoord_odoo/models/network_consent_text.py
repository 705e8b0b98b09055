# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

#: what a consent may be for; each is asked for, given and withdrawn on its own
PURPOSES = [
    ("newsletter", "Newsletter"),
    ("plot_notice", "Plot Notices"),
    ("publication", "Publication on the Project Overview"),
    ("contact_sharing", "Sharing of Contact Details"),
    ("search_profile", "Search Profile"),
    ("meeting_needs", "Needs at Meetings"),
]


class ConsentText(models.Model):
    """What people agree to, word for word, in versions.

    A version that somebody was asked with is frozen (GDPR, Art. 7 (1): the consent must
    be provable); a changed wording is a new version.
    """

    _name = "wohnkoord.consent.text"
    _description = "Text of a Consent"
    _order = "purpose, version desc, id desc"

    purpose = fields.Selection(PURPOSES, required=True, index=True)
    company_id = fields.Many2one(
        "res.company",
        "Office",
        index="btree_not_null",
        default=lambda self: self.env.company,
        help="Empty: every office in this database uses it that has no own text.",
    )
    version = fields.Integer(
        required=True, readonly=True, copy=False, default=0, aggregator=None
    )
    text = fields.Text(required=True, translate=True)
    active = fields.Boolean(
        "In Use", default=True, help="New consents take the newest version in use."
    )
    months = fields.Integer(
        "Valid for (months)",
        aggregator=None,
        help="After that time the office asks again, or the consent ends. 0: as long as"
        " it is not withdrawn.",
    )
    consent_ids = fields.One2many("wohnkoord.consent", "text_id", "Consents")
    is_used = fields.Boolean("Frozen", compute="_compute_is_used")
    is_current = fields.Boolean(
        "Current",
        compute="_compute_is_current",
        help="With this wording your office asks now.",
    )

    _version_uniq = models.UniqueIndex(
        "(purpose, COALESCE(company_id, 0), version)", "This version exists already."
    )
    _months_check = models.Constraint(
        "CHECK (months >= 0)", "The number of months is not negative."
    )

    @api.depends("purpose", "version")
    def _compute_display_name(self):
        purposes = dict(self._fields["purpose"]._description_selection(self.env))
        for text in self:
            text.display_name = self.env._(
                "%(purpose)s, version %(version)s",
                purpose=purposes.get(text.purpose, ""),
                version=text.version,
            )

    @api.depends("consent_ids")
    def _compute_is_used(self):
        # sudo: another office's use of a shared text freezes it as well
        used = dict(
            self.env["wohnkoord.consent"]
            .sudo()
            ._read_group([("text_id", "in", self.ids)], ["text_id"], ["__count"])
        )
        used_ids = {text.id for text in used}
        for text in self:
            text.is_used = text._origin.id in used_ids

    @api.depends("purpose", "version", "active", "company_id")
    @api.depends_context("company")
    def _compute_is_current(self):
        company = self.env.company
        current = {
            purpose: self._find_current(purpose, company)
            for purpose in set(self.mapped("purpose"))
            if purpose
        }
        for text in self:
            text.is_current = text._origin == current.get(text.purpose) and bool(
                text._origin
            )

    @api.model_create_multi
    def create(self, vals_list):
        texts = self.browse()
        for vals in vals_list:  # one by one: each takes the number after the last one
            texts |= super().create([{**vals, "version": self._next_version(vals)}])
        return texts

    def write(self, vals):
        if {"text", "purpose", "company_id", "version", "months"} & set(vals):
            self._refuse_used()
        if "version" in vals:
            raise UserError(self.env._("Versions are numbered by the system."))
        return super().write(vals)

    def update_field_translations(self, field_name, translations, source_lang=""):
        self._refuse_used()
        return super().update_field_translations(
            field_name, translations, source_lang=source_lang
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._refuse_used()

    def action_new_version(self):
        """Open a copy of this text, to be changed and then taken into use.

        It is the own office's, also if the text is shared: other offices keep theirs.
        """
        self.ensure_one()
        new = self.copy({"company_id": self.env.company.id, "active": False})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": new.id,
            "views": [(False, "form")],
        }

    def action_use(self):
        """Ask with this version from now on; the one before it is not used any more."""
        self.ensure_one()
        self.search(
            [
                ("purpose", "=", self.purpose),
                ("company_id", "=", self.company_id.id),
                ("id", "!=", self.id),
            ]
        ).action_archive()
        self.action_unarchive()
        return True

    def _refuse_used(self):
        if self.filtered("is_used"):
            raise UserError(
                self.env._(
                    "People have been asked with this wording, so it stays as it is."
                    " Please make a new version."
                )
            )

    @api.model
    def _next_version(self, vals):
        """The number after the last one of the purpose and office of a new text."""
        names = ["purpose", "company_id"]
        vals = {**self.default_get(names), **vals}
        last = self.with_context(active_test=False).search(
            [(name, "=", vals.get(name)) for name in names],
            order="version desc",
            limit=1,
        )
        return last.version + 1

    @api.model
    def _find_current(self, purpose, company):
        return self.search(
            [
                ("purpose", "=", purpose),
                ("company_id", "in", (False, company.id)),
                ("active", "=", True),
            ],
            order="company_id, version desc",  # NULLs last: the own one first
            limit=1,
        )

    @api.model
    def _current(self, purpose, company):
        """The wording with which ``company`` asks now: its own, else the shared one.

        :raise UserError: there is none
        """
        text = self._find_current(purpose, company)
        if not text:
            raise UserError(
                self.env._("There is no text yet for which people could be asked.")
            )
        return text
