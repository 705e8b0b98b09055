# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import UserError

BUILDING_TYPES = [
    ("new", "New Building"),
    ("existing", "Existing Building"),
    ("mixed", "New and Existing"),
]
TENURES = [
    ("sale", "Purchase"),
    ("leasehold", "Leasehold"),
    ("rent", "Rent"),
]


class Initiative(models.Model):
    """A housing group, from the first idea to the house it lives in."""

    _name = "wohnkoord.initiative"
    _inherit = [
        "mail.tracking.duration.mixin",
        "wohnkoord.quiet.mixin",
        "mail.activity.mixin",
    ]
    _description = "Housing Initiative"
    _order = "priority desc, name, id"
    _rec_names_search = ["name", "partner_id.name", "partner_id.email"]
    _check_company_auto = True
    _track_duration_field = "stage_id"

    name = fields.Char(required=True, tracking=True, index="trigram")
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        required=True,
        index=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
        help="The group in the address book; made with the initiative if empty.",
    )
    email = fields.Char(related="partner_id.email", readonly=False)
    phone = fields.Char(related="partner_id.phone", readonly=False)
    user_id = fields.Many2one(
        "res.users",
        "Adviser",
        index=True,
        tracking=True,
        check_company=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    stage_id = fields.Many2one(
        "wohnkoord.initiative.stage",
        required=True,
        index=True,
        tracking=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_stage_id(),
        group_expand="_group_expand_stages",
    )
    stage_code = fields.Selection(related="stage_id.code", string="Meaning of Stage")
    date_last_stage_update = fields.Datetime(
        "In this Stage since", compute="_compute_date_last_stage_update", store=True
    )
    days_in_stage = fields.Integer(compute="_compute_days_in_stage")
    priority = fields.Selection([("0", "Normal"), ("1", "Important")], default="0")
    color = fields.Integer()
    description = fields.Html(help="For the office; not shown in the portal.")
    legal_form_id = fields.Many2one(
        "wohnkoord.legal.form",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    building_type = fields.Selection(BUILDING_TYPES, "Building", tracking=True)
    tenure = fields.Selection(TENURES, tracking=True)
    target_group_ids = fields.Many2many(
        "wohnkoord.target.group", string="Target Groups", check_company=True
    )
    theme_ids = fields.Many2many("wohnkoord.theme", string="Themes", check_company=True)
    district_ids = fields.Many2many(
        "wohnkoord.district", string="Districts", check_company=True
    )
    obstacle_ids = fields.Many2many(
        "wohnkoord.obstacle", string="Obstacles", check_company=True
    )
    household_count = fields.Integer("Households")
    adult_count = fields.Integer("Adults")
    child_count = fields.Integer("Children")
    dwelling_count = fields.Integer("Dwellings")
    dwelling_subsidised_count = fields.Integer(
        "Subsidised Dwellings",
        help="Part of the dwellings, not beside them.",
    )
    dwelling_accessible_count = fields.Integer(
        "Accessible Dwellings",
        help="Part of the dwellings, not beside them.",
    )
    floor_area = fields.Float("Floor Area (m²)", digits=(12, 2))
    seeks_members = fields.Boolean(
        tracking=True,
        help="Where the group agreed to its public page, it stands among the "
        "groups that look for people.",
    )
    is_lighthouse = fields.Boolean("Lighthouse Project", tracking=True)
    move_in_date = fields.Date(
        "Moves in",
        tracking=True,
        help="Planned or done. Where the group agreed to its public page, month "
        "and year are shown there.",
    )
    date_last_contact = fields.Date(
        "Last Contact",
        index=True,
        copy=False,
        help="Moved forward by cases, meetings and short contacts.",
    )
    member_ids = fields.One2many(
        "wohnkoord.initiative.member", "initiative_id", "Members"
    )
    member_count = fields.Integer("Members today", compute="_compute_member_figures")
    spokesperson_ids = fields.Many2many(
        "res.partner", string="Spokespersons", compute="_compute_member_figures"
    )
    can_grant_portal = fields.Boolean(compute="_compute_can_grant_portal")
    milestone_ids = fields.One2many("wohnkoord.milestone", "initiative_id", "Plan")
    milestone_count = fields.Integer("Milestones", compute="_compute_milestone_figures")
    milestone_done_count = fields.Integer(
        "Milestones done", compute="_compute_milestone_figures"
    )
    milestone_overdue_count = fields.Integer(
        "Milestones overdue", compute="_compute_milestone_figures"
    )
    date_next_milestone = fields.Date(
        "Next Milestone", compute="_compute_milestone_figures"
    )
    plan_progress = fields.Integer(
        "Plan (%)", compute="_compute_milestone_figures", aggregator=None
    )

    _partner_uniq = models.Constraint(
        "UNIQUE (partner_id, company_id)",
        "Another initiative of this office has this contact already.",
    )
    _counts_check = models.Constraint(
        "CHECK (LEAST(household_count, adult_count, child_count, dwelling_count,"
        " dwelling_subsidised_count, dwelling_accessible_count, 0) >= 0"
        " AND COALESCE(floor_area, 0) >= 0)",
        "Numbers of people and dwellings and the floor area are not negative.",
    )
    _dwellings_check = models.Constraint(
        "CHECK (COALESCE(dwelling_count, 0) = 0 OR dwelling_count >="
        " GREATEST(dwelling_subsidised_count, dwelling_accessible_count, 0))",
        "There are more subsidised or accessible dwellings than dwellings.",
    )

    @api.model
    def _default_stage_id(self):
        return self.env["wohnkoord.initiative.stage"].search(
            [("company_id", "in", (False, self.env.company.id))], limit=1
        )

    @api.model
    def _group_expand_stages(self, stages, domain):
        """Every stage of the offices at hand is a column, also an empty one."""
        return stages | stages.search(
            [("company_id", "in", [False, *self.env.companies.ids])]
        )

    @api.depends("stage_id")
    def _compute_date_last_stage_update(self):
        self.date_last_stage_update = fields.Datetime.now()

    @api.depends("date_last_stage_update")
    def _compute_days_in_stage(self):
        now = fields.Datetime.now()
        for initiative in self:
            since = initiative.date_last_stage_update or now
            initiative.days_in_stage = (now - since).days

    @api.depends("member_ids.date_from", "member_ids.date_to", "member_ids.role")
    def _compute_member_figures(self):
        Member = self.env["wohnkoord.initiative.member"]
        domain = Member._current_domain() & fields.Domain(
            "initiative_id", "in", self.ids
        )
        counts = dict(
            Member._read_group(domain, ["initiative_id"], ["partner_id:count_distinct"])
        )
        spokespersons = dict(
            Member._read_group(
                domain & fields.Domain("role", "=", "spokesperson"),
                ["initiative_id"],
                ["partner_id:recordset"],
            )
        )
        for initiative in self:
            saved = initiative._origin
            initiative.member_count = counts.get(saved, 0)
            initiative.spokesperson_ids = spokespersons.get(saved, False)

    @api.depends("spokesperson_ids")
    def _compute_can_grant_portal(self):
        for initiative in self:
            # sudo: whether a person has a user, not which
            initiative.can_grant_portal = any(
                not partner_sudo.user_ids
                for partner_sudo in initiative.sudo().spokesperson_ids
            )

    @api.depends("milestone_ids.date_due", "milestone_ids.date_done")
    def _compute_milestone_figures(self):
        Milestone = self.env["wohnkoord.milestone"]
        mine = fields.Domain("initiative_id", "in", self.ids)
        totals = {
            initiative: figures
            for initiative, *figures in Milestone._read_group(
                mine, ["initiative_id"], ["__count", "date_done:count"]
            )
        }
        next_dates = dict(
            Milestone._read_group(
                mine & fields.Domain("date_done", "=", False),
                ["initiative_id"],
                ["date_due:min"],
            )
        )
        overdue = dict(
            Milestone._read_group(
                mine & Milestone._overdue_domain(), ["initiative_id"], ["__count"]
            )
        )
        for initiative in self:
            saved = initiative._origin
            total, done = totals.get(saved, (0, 0))
            initiative.milestone_count = total
            initiative.milestone_done_count = done
            initiative.milestone_overdue_count = overdue.get(saved, 0)
            initiative.date_next_milestone = next_dates.get(saved, False)
            initiative.plan_progress = round(100 * done / total) if total else 0

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self._add_partners(vals_list))

    def write(self, vals):
        company_id = vals.get("company_id")
        if company_id and self.filtered(lambda i: i.company_id.id != company_id):
            raise UserError(
                self.env._("An initiative stays with the office that advises it.")
            )
        followers = self._contacts_with_same_name() if vals.get("name") else None
        handed_over = self._milestones_of_adviser() if "user_id" in vals else None
        result = super().write(vals)
        if followers:
            followers.write({"name": vals["name"]})
        if handed_over:
            handed_over.write({"user_id": vals["user_id"]})
        return result

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for initiative, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%(name)s (copy)", name=initiative.name)
        return vals_list

    @api.model
    def _add_partners(self, vals_list):
        """Make the contacts that are missing in ``vals_list``, in one go."""
        vals_list = [dict(vals) for vals in vals_list]
        defaults = self.default_get(["name", "company_id", "partner_id"])
        lacking = [
            vals
            for vals in vals_list
            if not vals.get("partner_id", defaults.get("partner_id"))
            and vals.get("name", defaults.get("name"))
        ]
        partners = self.env["res.partner"].create(
            [self._prepare_partner_vals({**defaults, **vals}) for vals in lacking]
        )
        for vals, partner in zip(lacking, partners, strict=True):
            vals["partner_id"] = partner.id
        return vals_list

    @api.model
    def _prepare_partner_vals(self, vals):
        return {
            "name": vals["name"],
            "is_company": True,
            "company_id": vals.get("company_id"),
            "email": vals.get("email"),
            "phone": vals.get("phone"),
        }

    def _contacts_with_same_name(self):
        """The contacts that bear the group's own name and follow when it changes."""
        return self.filtered(lambda i: i.partner_id.name == i.name).partner_id

    def _milestones_of_adviser(self):
        """The open milestones that the adviser looks after and hands over."""
        return self.milestone_ids.filtered(
            lambda m: not m.date_done and m.user_id == m.initiative_id.user_id
        )
