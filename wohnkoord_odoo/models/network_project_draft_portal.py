# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models

from .network_project_content import (
    LINE_LENGTH,
    NAME_LENGTH,
    TEASER_LENGTH,
    TEXT_LENGTH,
)

#: one line each: field -> most characters
TEXTS = {
    "name": NAME_LENGTH,
    "teaser": TEASER_LENGTH,
    "text": TEXT_LENGTH,
    "common_rooms": LINE_LENGTH,
    "architect": LINE_LENGTH,
    "website": LINE_LENGTH,
}
FLAGS = ("show_people", "show_dwellings", "show_area", "show_building")
PICTURE_TEXTS = ("alt", "caption", "credit")


class ProjectDraft(models.Model):
    """The draft as the spokesperson's form shows it; called there with sudo."""

    _inherit = "wohnkoord.project.draft"

    @api.model
    def _portal_of(self, initiative):
        """The draft of an initiative, or one that is not saved yet."""
        return initiative.project_draft_ids[:1] or self.new(
            {"initiative_id": initiative.id}
        )

    def _portal_form_values(self):
        """The values of the form's fields, all of them texts."""
        values = {name: self[name] or "" for name in TEXTS}
        values.update({name: "1" if self[name] else "" for name in FLAGS})
        values.update(
            year=str(self.year or ""),
            precision=self.precision,
            latitude=f"{self.latitude:.6f}" if self._has_point() else "",
            longitude=f"{self.longitude:.6f}" if self._has_point() else "",
            contact=str(self.contact_id.id or ""),
        )
        for picture in self._origin.picture_ids:
            for name in PICTURE_TEXTS:
                values[f"{name}_{picture.id}"] = picture[name] or ""
        return values

    def _portal_draft_values(self):
        """What the form shows besides its fields."""
        initiative = self.initiative_id
        return {
            "state": self._origin.state or "none",
            "revision": str(self._origin.revision),
            "reason": self._origin.reason or "",
            "pictures": [
                {"id": picture.id, "alt": picture.alt}
                for picture in self._origin.picture_ids
            ],
            "contacts": [
                (str(person.id), person.name)
                for person in initiative._origin.spokesperson_ids
            ],
            "has_district": bool(initiative.district_ids),
        }

    def _preview_values(self):
        """The page as it would look, for the group and the office only."""
        self.ensure_one()
        draft = self._origin
        page = self.env["wohnkoord.project.page"].new(
            {**draft._released_vals(), "initiative_id": draft.initiative_id.id}
        )
        path = f"/my/initiatives/{draft.initiative_id.id}/page/picture"
        return {
            **page._public_values(),
            "pictures": [
                {
                    "url": f"{path}/{picture.id}",
                    "alt": picture.alt,
                    "caption": picture.caption or "",
                    "credit": picture.credit or "",
                }
                for picture in draft.picture_ids
            ],
        }
