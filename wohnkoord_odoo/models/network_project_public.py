# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import re

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.slug import SLUG, fold
from .network_project_initiative import STATUS_OF_STAGE

#: orders of the overview
ORDERS = {"name": "sort_name, id", "new": "date_released desc, id desc"}
#: filter -> model of its choices
CATALOGUES = {
    "district": "wohnkoord.district",
    "legal_form": "wohnkoord.legal.form",
    "target_group": "wohnkoord.target.group",
    "theme": "wohnkoord.theme",
}
#: filter -> field of the initiative
SELECTIONS = {
    "status": "project_status",
    "building_type": "building_type",
    "tenure": "tenure",
}
#: most words of a search
MOST_WORDS = 6


class ProjectPage(models.Model):
    """What visitors read of the released pages; called with sudo, behind the one gate.

    Pages and data get plain values from here and never a record: what is not named here
    cannot be shown.
    """

    _inherit = "wohnkoord.project.page"

    @api.model
    def _public_choices(self, company):
        """What the filters offer.

        :return: dict of the filter's name -> list of pairs (value as text, label)
        """
        mine = [("company_id", "in", (False, company.id))]
        choices = {
            name: [
                (str(entry.id), entry.name)
                for entry in self.env[model].search_fetch(mine, ["name"])
            ]
            for name, model in CATALOGUES.items()
        }
        fields_ = self.env["wohnkoord.initiative"]._fields
        for name, field in SELECTIONS.items():
            choices[name] = fields_[field]._description_selection(self.env)
        return choices

    @api.model
    def _public_pages_domain(self, company, filters=None):
        """The pages that everybody may see now, narrowed by what a visitor chose.

        :param filters: dict with any of ``status``, ``district``, ``legal_form``,
            ``target_group``, ``theme``, ``building_type``, ``tenure``, ``accessible``,
            ``seeks`` and ``q``; a figure that a group hides finds it by no filter
        """
        filters = filters or {}
        initiatives = self.env["wohnkoord.initiative"]._public_domain(company)
        for field, name in (
            ("district_ids", "district"),
            ("legal_form_id", "legal_form"),
            ("target_group_ids", "target_group"),
            ("theme_ids", "theme"),
        ):
            if filters.get(name):
                initiatives &= Domain(field, "in", [filters[name]])
        if filters.get("seeks"):
            initiatives &= Domain("seeks_members", "=", True)
        if status := filters.get("status"):
            codes = [code for code, name in STATUS_OF_STAGE.items() if name == status]
            initiatives &= Domain("stage_id.code", "in", codes)
        shown = Domain.TRUE
        for name in ("building_type", "tenure"):
            if filters.get(name):
                initiatives &= Domain(name, "=", filters[name])
                shown &= Domain("show_building", "=", True)
        if filters.get("accessible"):
            initiatives &= Domain("dwelling_accessible_count", ">", 0)
            shown &= Domain("show_dwellings", "=", True)
        domain = (
            Domain("company_id", "=", company.id)
            & Domain("initiative_id", "any", initiatives)
            & shown
        )
        for word in (filters.get("q") or "").split()[:MOST_WORDS]:
            # a sign that SQL reads as "anything" is a sign like any other here
            word = re.sub(r"([\\%_])", r"\\\1", word)
            domain &= Domain("search_text", "like", fold(word)) | Domain(
                "initiative_id.district_ids.name", "ilike", word
            )
        return domain

    @api.model
    def _public_page(self, company, slug):
        """The page at an address, or an empty one if it is hidden or not there."""
        if not SLUG.fullmatch(slug):
            return self.browse()
        initiative = self.env["wohnkoord.initiative"].search(
            self.env["wohnkoord.initiative"]._public_domain(company)
            & Domain("slug", "=", slug)
        )
        return self.search([("initiative_id", "=", initiative.id)])

    def _public_status(self, initiative):
        labels = dict(
            initiative._fields["project_status"]._description_selection(self.env)
        )
        return labels.get(initiative.project_status, "")

    def _public_card_values(self):
        """The cards of the overview, in the order of the records."""
        return [
            {
                "url": page._public_url(),
                "name": page.name,
                "teaser": page.teaser or "",
                "status": page._public_status(page.initiative_id),
                "status_code": page.initiative_id.project_status,
                "districts": page.initiative_id.district_ids.mapped("name"),
                "legal_form": page.initiative_id.legal_form_id.name or "",
                "seeks_members": page.initiative_id.seeks_members,
                "picture": next(iter(page._public_pictures()), None),
            }
            for page in self
        ]

    def _public_url(self):
        return f"/projects/{self.initiative_id.slug}"

    def _public_pictures(self):
        return [
            {
                "url": f"{self._public_url()}/picture/{picture.id}",
                "alt": picture.alt,
                "caption": picture.caption or "",
                "credit": picture.credit or "",
            }
            for picture in self.picture_ids
        ]

    def _public_values(self):
        """Everything that the page of one project shows."""
        self.ensure_one()
        initiative = self.initiative_id._origin
        return {
            **self._public_card_values()[0],
            "paragraphs": self._paragraphs(self.text),
            "pictures": self._public_pictures(),
            "figures": self._public_figures(initiative),
            "target_groups": initiative.target_group_ids.mapped("name"),
            "themes": initiative.theme_ids.mapped("name"),
            "milestones": self._public_milestones(initiative),
            "website": self.website or "",
            "contact": self._public_contact(),
            "office": {
                "name": self.company_id.name,
                "email": self.company_id.email or "",
                "phone": self.company_id.phone or "",
            },
            "updated": self.date_released,
        }

    @api.model
    def _paragraphs(self, text):
        """A text as paragraphs, of which each is a list of lines."""
        blocks = (text or "").replace("\r\n", "\n").split("\n\n")
        return [block.strip().split("\n") for block in blocks if block.strip()]

    def _public_figures(self, initiative):
        """Figures that the group chose to show and that are known.

        :return: list of (label, value)
        """
        figures = []
        if self.show_building:
            figures += [
                (self.env._("Building"), initiative._selection_label("building_type")),
                (self.env._("Tenure"), initiative._selection_label("tenure")),
            ]
        if self.show_dwellings:
            figures += [
                (self.env._("Dwellings"), initiative.dwelling_count),
                (
                    self.env._("of these subsidised"),
                    initiative.dwelling_subsidised_count,
                ),
                (
                    self.env._("of these accessible"),
                    initiative.dwelling_accessible_count,
                ),
            ]
        if self.show_people:
            figures += [
                (self.env._("Households"), initiative.household_count),
                (self.env._("Adults"), initiative.adult_count),
                (self.env._("Children"), initiative.child_count),
            ]
        if self.show_area and initiative.floor_area:
            figures.append(
                (self.env._("Floor area"), f"{round(initiative.floor_area)} m²")
            )
        figures += [
            (self.env._("Common rooms"), self.common_rooms),
            (self.env._("Architects"), self.architect),
            (self.env._("Year of moving in"), self.year),
        ]
        return [(label, str(value)) for label, value in figures if value]

    def _public_milestones(self, initiative):
        """Reached milestones that the office marked for the public."""
        return [
            {"name": milestone.name, "date": milestone.date_done}
            for milestone in initiative.milestone_ids.sorted("date_done")
            if milestone.is_public and milestone.date_done
        ]

    def _public_contact(self):
        """Name and address of the contact person, while it agrees and belongs."""
        Consent = self.env["wohnkoord.consent"]
        Member = self.env["wohnkoord.initiative.member"]
        person = self.contact_id._origin
        if not person or not person.email:
            return None
        mine = Domain("partner_id", "=", person.id)
        agrees = Consent.search_count(
            mine & Consent._live_domain("contact_sharing", self.company_id), limit=1
        )
        belongs = Member.search_count(
            mine
            & Member._current_domain()
            & Domain("initiative_id", "=", self.initiative_id._origin.id),
            limit=1,
        )
        if not agrees or not belongs:
            return None
        return {"name": person.name, "email": person.email}

    # -- open data ---------------------------------------------------------------------

    def _public_data(self, base_url):
        """The records as rows of open data, with the point at its released precision."""
        rows = []
        for page in self:
            initiative = page.initiative_id
            rows.append(
                {
                    "id": initiative.slug,
                    "name": page.name,
                    "teaser": page.teaser or None,
                    "url": base_url + page._public_url(),
                    "status": initiative.project_status,
                    "districts": initiative.district_ids.mapped("name"),
                    "legal_form": initiative.legal_form_id.name or None,
                    "target_groups": initiative.target_group_ids.mapped("name"),
                    "themes": initiative.theme_ids.mapped("name"),
                    "seeks_members": initiative.seeks_members,
                    **page._public_data_figures(initiative),
                    "common_rooms": page.common_rooms or None,
                    "architect": page.architect or None,
                    "year": page.year or None,
                    "website": page.website or None,
                    "released": fields.Date.to_string(page.date_released.date()),
                    **page._public_data_point(),
                }
            )
        return rows

    def _public_data_figures(self, initiative):
        building, area = self.show_building, self.show_area
        dwellings, people = self.show_dwellings, self.show_people
        return {
            "building": building and initiative.building_type or None,
            "tenure": building and initiative.tenure or None,
            "dwellings": dwellings and initiative.dwelling_count or None,
            "dwellings_subsidised": dwellings
            and initiative.dwelling_subsidised_count
            or None,
            "dwellings_accessible": dwellings
            and initiative.dwelling_accessible_count
            or None,
            "households": people and initiative.household_count or None,
            "adults": people and initiative.adult_count or None,
            "children": people and initiative.child_count or None,
            "floor_area_m2": area and initiative.floor_area or None,
        }

    def _public_data_point(self):
        if not self._has_point():
            return {"latitude": None, "longitude": None, "precision": None}
        return {
            "latitude": round(self.latitude, 6),
            "longitude": round(self.longitude, 6),
            "precision": self.precision,
        }
