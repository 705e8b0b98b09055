# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

#: criteria of a segment: name of the field, path on the model that is written to
CRITERIA = {
    "res.partner": {
        "actor_category_ids": "actor_category_ids",
        "topic_ids": "actor_topic_ids",
        "district_ids": "actor_district_ids",
    },
    "wohnkoord.initiative": {
        "stage_ids": "stage_id",
        "district_ids": "district_ids",
        "target_group_ids": "target_group_ids",
        "theme_ids": "theme_ids",
        "topic_ids": "advisory_ids.topic_ids",
    },
}


class MailingFilter(models.Model):
    """A segment: who is written to, in words; kept and used again.

    Core keeps a bare domain. Here it is made of criteria that an adviser understands; a
    further condition is possible, also the one that core's widget saves.
    """

    _inherit = "mailing.filter"
    _order = "name, id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)
    target = fields.Selection(
        [
            ("res.partner", "Persons and Organisations"),
            ("wohnkoord.initiative", "Initiatives"),
            ("event.registration", "People Registered for Events"),
        ],
        "Written to",
        required=True,
        default="res.partner",
    )
    mailing_model_id = fields.Many2one(
        compute="_compute_mailing_model_id",
        store=True,
        precompute=True,
        compute_sudo=True,
    )
    mailing_domain = fields.Char(
        compute="_compute_mailing_domain", store=True, precompute=True
    )
    condition = fields.Char(
        "Further Condition", default="[]", help="For what the criteria cannot say."
    )
    recipient_role = fields.Selection(
        [
            ("both", "Contact and Spokespersons"),
            ("contact", "Contact"),
            ("spokesperson", "Spokespersons"),
            ("all", "Contact and all Members"),
        ],
        "To whom in an Initiative",
        required=True,
        default="both",
    )
    only_network = fields.Boolean("Members of the Network only")
    lang_ids = fields.Many2many(
        "res.lang",
        string="Languages",
        help="Of the persons. Empty: all. Write one mailing for each language.",
    )
    actor_category_ids = fields.Many2many(
        "wohnkoord.actor.category", string="Actor Categories", check_company=True
    )
    topic_ids = fields.Many2many("wohnkoord.topic", string="Topics", check_company=True)
    district_ids = fields.Many2many(
        "wohnkoord.district", string="Districts", check_company=True
    )
    stage_ids = fields.Many2many(
        "wohnkoord.initiative.stage", string="Stages", check_company=True
    )
    target_group_ids = fields.Many2many(
        "wohnkoord.target.group", string="Target Groups", check_company=True
    )
    theme_ids = fields.Many2many("wohnkoord.theme", string="Themes", check_company=True)
    seeks_members = fields.Boolean("Looking for Members only")
    match_count = fields.Integer("Matches", compute="_compute_match_count")

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE active", "A segment of this name exists already."
    )

    @api.depends("target")
    def _compute_mailing_model_id(self):
        for segment in self:
            segment.mailing_model_id = self.env["ir.model"]._get_id(
                segment.target or "res.partner"
            )

    @api.depends(
        "target",
        "condition",
        "only_network",
        "seeks_members",
        "lang_ids",
        *(name for criteria in CRITERIA.values() for name in criteria),
    )
    def _compute_mailing_domain(self):
        for segment in self:
            segment.mailing_domain = repr(segment._criteria_domain())

    @api.depends("mailing_domain", "company_id")
    def _compute_match_count(self):
        for segment in self:
            segment.match_count = (
                self.env[segment.target].search_count(segment._match_domain())
                if segment.target and segment.company_id
                else 0
            )

    @api.model_create_multi
    def create(self, vals_list):
        segments = super().create([self._as_condition(vals) for vals in vals_list])
        segments._refuse_secrets()
        return segments

    def write(self, vals):
        vals = self._as_condition(vals)
        result = super().write(vals)
        if {"condition", "target"} & set(vals):
            self._refuse_secrets()
        return result

    @api.constrains("condition")
    def _check_condition(self):
        for segment in self:
            try:
                Domain(literal_eval(segment.condition or "[]"))
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(
                    self.env._("The condition for recipients is not valid.")
                ) from error

    def _refuse_secrets(self):
        """A condition asks nothing that its author may not read."""
        for segment in self:
            self.env[segment.target].search_count(
                literal_eval(segment.mailing_domain), limit=1
            )

    @api.model
    def _as_condition(self, vals):
        """What core's widget saves: a bare domain for a model."""
        vals = dict(vals)
        if "mailing_domain" in vals:
            vals.setdefault("condition", vals.pop("mailing_domain"))
        if "mailing_model_id" in vals:
            # sudo: advisers do not read the list of models
            model_sudo = (
                self.env["ir.model"].sudo().browse(vals.pop("mailing_model_id"))
            )
            vals.setdefault("target", model_sudo.model)
        return vals

    def action_view_matches(self):
        """Open those who match today, before anybody's consent is asked for."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self.target,
            "view_mode": "list,form",
            "domain": self._match_domain(),
        }

    def action_new_mailing(self):
        """Start a mailing to this segment."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "wohnkoord_odoo.mailing_new_action"
        )
        return {**action, "context": {"default_segment_id": self.id}}

    def _match_domain(self):
        companies = [self.company_id.id]
        if self.target == "res.partner":
            companies.append(False)
        return [("company_id", "in", companies), *literal_eval(self.mailing_domain)]

    def _criteria_domain(self):
        """The domain that the criteria and the further condition make.

        :return: a plain list, readable by ``literal_eval``
        """
        try:
            domain = list(literal_eval(self.condition or "[]"))
        except (ValueError, SyntaxError, TypeError):
            return [("id", "in", [])]  # refused when it is saved
        terms = [
            (path, "in", ids)
            for name, path in CRITERIA.get(self.target, {}).items()
            if (ids := self[name]._origin.ids)
        ]
        if self.target == "res.partner":
            if self.only_network:
                terms.append(("is_network_member", "=", True))
            if codes := self.lang_ids.mapped("code"):
                terms.append(("lang", "in", codes))
        elif self.target == "wohnkoord.initiative" and self.seeks_members:
            terms.append(("seeks_members", "=", True))
        return [*terms, *domain]
