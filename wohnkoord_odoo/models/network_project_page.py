# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.slug import fold


class ProjectPage(models.Model):
    """The page of a project as it was released: what the public reads.

    Nobody writes it: a release copies the draft. It holds nothing that is not public,
    with one exception that has its own rule, the contact person. Whether it is shown
    at all is asked at every request (``wohnkoord.initiative._public_domain``).
    """

    _name = "wohnkoord.project.page"
    _inherit = ["wohnkoord.project.content"]
    _description = "Public Page of a Project"
    _order = "sort_name, id"

    initiative_id = fields.Many2one(
        "wohnkoord.initiative",
        required=True,
        index=True,
        ondelete="cascade",
        groups="wohnkoord_odoo.group_user",
    )
    company_id = fields.Many2one(
        related="initiative_id.company_id", store=True, index=True
    )
    picture_ids = fields.One2many("wohnkoord.project.picture", "page_id", "Pictures")
    date_released = fields.Datetime("Released on", readonly=True, index=True)
    sort_name = fields.Char(compute="_compute_search_values", store=True)
    search_text = fields.Text(
        compute="_compute_search_values", store=True, index="trigram"
    )
    is_public = fields.Boolean(
        "Public now", compute="_compute_is_public", search="_search_is_public"
    )
    # sudo: city steering reads what everybody reads, and no initiatives
    status = fields.Selection(related="initiative_id.project_status")
    slug = fields.Char("Part of the Address", related="initiative_id.slug")
    legal_form = fields.Char("Legal Form", related="initiative_id.legal_form_id.name")
    districts = fields.Char(compute="_compute_districts", compute_sudo=True)
    seeks_members = fields.Boolean(related="initiative_id.seeks_members")

    _initiative_uniq = models.Constraint(
        "UNIQUE (initiative_id)", "An initiative has one public page."
    )
    _list_idx = models.Index("(company_id, sort_name, id)")

    @api.depends("name", "teaser", "text", "common_rooms", "architect")
    def _compute_search_values(self):
        for page in self:
            page.sort_name = fold(page.name)
            page.search_text = fold(
                "\n".join(
                    text or ""
                    for text in (
                        page.name,
                        page.teaser,
                        page.text,
                        page.common_rooms,
                        page.architect,
                    )
                )
            )

    @api.depends("initiative_id.district_ids.name")
    @api.depends_context("lang")
    def _compute_districts(self):
        for page in self:
            names = page.initiative_id.district_ids.mapped("name")
            page.districts = ", ".join(names)

    @api.depends(
        "initiative_id.is_published",
        "initiative_id.active",
        "initiative_id.stage_id.code",
        "initiative_id.consent_ids.is_live",
        "initiative_id.consent_ids.date_expires",
    )
    @api.depends_context("allowed_company_ids")
    def _compute_is_public(self):
        mine = Domain("id", "in", self.ids)
        public = self.sudo().search(mine & self._search_is_public("in", [True]))
        for page in self:
            page.is_public = page.id in public._ids

    def _search_is_public(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: city steering asks as well, and reads neither initiatives nor consents
        initiatives_sudo = self.env["wohnkoord.initiative"].sudo()
        shown = Domain.OR(
            initiatives_sudo._public_domain(company) for company in self.env.companies
        )
        query = self.sudo()._search(Domain("initiative_id", "any", shown))
        return Domain("id", "in" if True in value else "not in", query)

    def action_open_public(self):
        """Open the page as the public sees it."""
        self.ensure_one()
        # sudo: the address of a page that the user may read
        page_sudo = self.sudo()
        base_url = page_sudo.company_id._wohnkoord_base_url()
        return {
            "type": "ir.actions.act_url",
            "url": base_url + page_sudo._public_url(),
            "target": "new",
        }
