# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ..tools.slug import SLUG, free_slug, slugify

OFFICE = "wohnkoord_odoo.group_user"
#: what the overview calls the stages; groups that sleep or have parted are not shown
STATUS_OF_STAGE = {
    "idea": "initiative",
    "group": "initiative",
    "concept": "initiative",
    "plot": "initiative",
    "planning": "planning",
    "construction": "construction",
    "occupied": "occupied",
}


class Initiative(models.Model):
    """An initiative on the public project overview: released, and with consent."""

    _inherit = "wohnkoord.initiative"

    is_published = fields.Boolean(
        "Released for the Project Overview",
        index=True,
        copy=False,
        tracking=True,
        help="The office's release. The public sees the page only while the group"
        " consents as well.",
    )
    slug = fields.Char(
        "Address of the Public Page",
        copy=False,
        help="Last part of the page's address; made from its name at the first release."
        " Links to the page break when it is changed.",
    )
    project_status = fields.Selection(
        [
            ("initiative", "Initiative"),
            ("planning", "In Planning"),
            ("construction", "In Construction"),
            ("occupied", "Occupied"),
        ],
        "Status on the Overview",
        compute="_compute_project_status",
    )
    consent_ids = fields.One2many("wohnkoord.consent", "initiative_id", "Consents")
    project_page_ids = fields.One2many(
        "wohnkoord.project.page", "initiative_id", "Released Page"
    )
    project_draft_ids = fields.One2many(
        "wohnkoord.project.draft", "initiative_id", "Draft of the Public Page"
    )
    has_publication_consent = fields.Boolean(
        "Consent to Publication",
        compute="_compute_has_publication_consent",
        search="_search_has_publication_consent",
    )

    _slug_uniq = models.UniqueIndex(
        "(company_id, slug) WHERE slug IS NOT NULL",
        "Another initiative has this address already.",
    )

    @api.depends("stage_id.code")
    def _compute_project_status(self):
        for initiative in self:
            code = initiative.stage_id.code
            initiative.project_status = STATUS_OF_STAGE.get(code, False)

    @api.depends("consent_ids.is_live")
    def _compute_has_publication_consent(self):
        live = self._publication_consents(self.company_id)
        found = self.env["wohnkoord.consent"].search(
            live & Domain("initiative_id", "in", self.ids)
        )
        for initiative in self:
            initiative.has_publication_consent = (
                initiative._origin in found.initiative_id
            )

    def _search_has_publication_consent(self, operator, value):
        if operator != "in":
            return NotImplemented
        live = self._publication_consents(self.env.companies)
        given = Domain("consent_ids", "any", live)
        return given if True in value else ~given

    @api.model
    def _publication_consents(self, companies):
        Consent = self.env["wohnkoord.consent"]
        return Domain.OR(
            Consent._live_domain("publication", company) for company in companies
        )

    @api.constrains("slug")
    def _check_slug(self):
        for initiative in self:
            if initiative.slug and not SLUG.fullmatch(initiative.slug):
                raise ValidationError(
                    self.env._("An address has small letters, digits and hyphens only.")
                )

    # -- the one gate ------------------------------------------------------------------

    @api.model
    def _public_domain(self, company):
        """The initiatives that everybody may see at this moment: the one gate to them.

        Released by the office, and with a consent in force. Ask it at every request, for
        pages, pictures and data alike: a withdrawal takes effect at once.

        :param company: the office on whose pages they are shown
        """
        live = self.env["wohnkoord.consent"]._live_domain("publication", company)
        return (
            Domain("company_id", "=", company.id)
            & Domain("is_published", "=", True)
            & Domain("active", "=", True)
            & Domain("stage_id.code", "in", list(STATUS_OF_STAGE))
            & Domain("consent_ids", "any", live)
        )

    # -- release -----------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        # a release has a page: it is an act of its own, whatever the context says
        released = [bool(vals.get("is_published")) for vals in vals_list]
        initiatives = super().create(
            [{**vals, "is_published": False} for vals in vals_list]
        )
        for initiative, release in zip(initiatives, released, strict=True):
            if release:
                initiative.action_publish()
        return initiatives

    def write(self, vals):
        if "is_published" not in vals:
            return super().write(vals)
        vals = dict(vals)
        release = bool(vals.pop("is_published"))
        result = self.write(vals) if vals else True
        changing = self.filtered(lambda i: i.is_published != release)
        if changing and release:
            changing.action_publish()
        elif changing:
            changing.action_unpublish()
        return result

    def action_publish(self):
        """Put the page online: the last released one, else the draft as it stands."""
        self._check_releases()
        for initiative in self:
            # sudo: whether there is a page; its content is not read
            if initiative.sudo().project_page_ids:
                initiative._set_published(True)
            else:
                initiative._ensure_project_draft().action_release()
        return True

    def action_unpublish(self):
        """Take the page offline at once; text and pictures stay for later."""
        self._check_releases()
        self._set_published(False)
        return True

    def _check_releases(self):
        self.check_access("write")
        if not self.env.user.has_group(OFFICE):
            raise AccessError(self.env._("The office releases the pages."))

    def _set_published(self, published):
        """Write the release itself; an address is made once and stays."""
        for initiative in self:
            vals = {"is_published": published}
            if published and not initiative.slug:
                vals["slug"] = initiative._free_slug()
            initiative._write_release(vals)

    def _write_release(self, vals):
        return super().write(vals)  # pylint: disable=super-method-mismatch

    def _free_slug(self):
        # sudo: whether there is a page; only its public name is read
        name = self.sudo().project_page_ids.name or self.name
        return free_slug(self, self.company_id, slugify(name) or "projekt")

    def _ensure_project_draft(self):
        """The draft of the page; made if there is none."""
        self.ensure_one()
        drafts = self.env["wohnkoord.project.draft"]
        draft = drafts.search([("initiative_id", "=", self.id)])
        return draft or drafts.create({"initiative_id": self.id})
