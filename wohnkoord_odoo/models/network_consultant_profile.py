# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ConsultantProfile(models.Model):
    """What an office knows about a consultant before it orders advice.

    One per firm and office: a firm works for several offices in one database, and none
    of them reads what another noted.
    """

    _name = "wohnkoord.consultant.profile"
    _description = "Profile of a Consultant"
    _order = "partner_name, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_name"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        "Consultant",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('parent_id', '=', False)]",
        help="The firm or the self-employed person, not an employee of it.",
    )
    partner_name = fields.Char(related="partner_id.name", store=True, string="Name")
    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.phone")
    website = fields.Char(related="partner_id.website")
    city = fields.Char(related="partner_id.city")
    avatar_128 = fields.Image(related="partner_id.avatar_128")
    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)
    presentation = fields.Text(
        "In a Few Sentences", help="What the consultant is good at."
    )
    language_ids = fields.Many2many(
        "wohnkoord.language",
        string="Languages",
        check_company=True,
        help="In which advice can be given, sign language and plain language as well.",
    )
    topic_ids = fields.Many2many(
        "wohnkoord.topic", string="Fields of Advice", check_company=True
    )
    qualification = fields.Char(
        "Qualifications", help="E.g. lawyer, architect, mediator; with the chamber."
    )
    licensed_topic_ids = fields.Many2many(
        "wohnkoord.topic",
        "wohnkoord_consultant_profile_licensed_topic_rel",
        string="Licensed for",
        domain=[("licensed_only", "=", True)],
        check_company=True,
        help="Law and tax: the office has seen the licence. Ordering such a topic from"
        " somebody else shows a warning.",
    )
    availability = fields.Selection(
        [
            ("available", "Available"),
            ("limited", "Limited"),
            ("unavailable", "Not Available"),
        ],
        required=True,
        default="available",
        index=True,
    )
    availability_note = fields.Char(help="E.g. from September on, evenings only.")
    reference_ids = fields.One2many(
        "wohnkoord.consultant.reference", "profile_id", string="References"
    )
    reference_count = fields.Integer(
        "Number of References", compute="_compute_reference_count"
    )
    active_contract_count = fields.Integer(
        "Active Contracts", compute="_compute_active_contract_count"
    )

    _partner_uniq = models.UniqueIndex(
        "(partner_id, company_id)", "This consultant has a profile already."
    )

    @api.depends("reference_ids")
    def _compute_reference_count(self):
        counts = dict(
            self.env["wohnkoord.consultant.reference"]._read_group(
                [("profile_id", "in", self.ids)], ["profile_id"], ["__count"]
            )
        )
        for profile in self:
            profile.reference_count = counts.get(profile._origin, 0)

    def _compute_active_contract_count(self):
        counts = {
            (partner, company): count
            for partner, company, count in self.env["wohnkoord.contract"]._read_group(
                [("partner_id", "in", self.partner_id.ids), ("state", "=", "active")],
                ["partner_id", "company_id"],
                ["__count"],
            )
        }
        for profile in self:
            key = (profile.partner_id, profile.company_id)
            profile.active_contract_count = counts.get(key, 0)

    @api.constrains("partner_id")
    def _check_commercial_partner(self):
        for profile in self:
            if profile.partner_id.commercial_partner_id != profile.partner_id:
                raise ValidationError(
                    self.env._(
                        "The profile is one of %(firm)s, not of %(person)s.",
                        firm=profile.partner_id.commercial_partner_id.name,
                        person=profile.partner_id.name,
                    )
                )

    @api.constrains("licensed_topic_ids")
    def _check_licensed_topics(self):
        for profile in self:
            if free := profile.licensed_topic_ids.filtered(
                lambda topic: not topic.licensed_only
            ):
                raise ValidationError(
                    self.env._(
                        "%(topics)s needs no licence; please name it under fields of"
                        " advice.",
                        topics=", ".join(free.mapped("name")),
                    )
                )

    def action_view_contracts(self):
        """Open this consultant's contracts with the office."""
        self.ensure_one()
        action = self.partner_id.action_view_wohnkoord_contracts()
        domain = [
            ("partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
        ]
        return {**action, "domain": domain}

    @api.model
    def _of(self, pairs):
        """Profiles by firm and office, also archived ones.

        :param pairs: iterable of (partner, company)
        :return: dict of (partner, company) -> profile; who has none is not in it
        """
        pairs = list(pairs)
        profiles = self.with_context(active_test=False).search(
            [
                ("partner_id", "in", [partner.id for partner, _company in pairs]),
                ("company_id", "in", [company.id for _partner, company in pairs]),
            ]
        )
        return {
            (profile.partner_id, profile.company_id): profile for profile in profiles
        }

    @api.model
    def _make_for(self, contracts):
        """Give every firm among these contracts a profile, so that no list misses one."""
        pairs = dict.fromkeys(
            (contract.partner_id, contract.company_id) for contract in contracts
        )
        there = self._of(pairs)
        return self.create(
            [
                {"partner_id": partner.id, "company_id": company.id}
                for partner, company in pairs
                if (partner, company) not in there
            ]
        )
