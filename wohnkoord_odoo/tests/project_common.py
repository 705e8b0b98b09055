# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import io

from lxml import html
from PIL import Image

from .network_common import NetworkCase, PublicCase


def picture(color=(40, 90, 140), size=(80, 60), kind="JPEG", **options):
    """A picture as bytes."""
    file = io.BytesIO()
    mode = "RGBA" if len(color) == 4 else "RGB"
    Image.new(mode, size, color).save(file, kind, **options)
    return file.getvalue()


def encoded(data):
    """Bytes as a binary field takes them."""
    return base64.b64encode(data)


class ProjectCase(NetworkCase):
    """Adds a project that is public: released, and with the spokesperson's consent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.speaker = cls.spokesperson.partner_id
        cls.district = cls.env["wohnkoord.district"].create(
            {"name": "Probeviertel", "latitude": 51.3333, "longitude": 12.3777}
        )
        cls.initiative.write(
            {
                "name": "Haus Übermut",
                "district_ids": [(6, 0, cls.district.ids)],
                "dwelling_count": 9,
                "household_count": 7,
                "seeks_members": True,
                "user_id": cls.adviser.id,
            }
        )
        cls.draft = cls._make_draft(cls.initiative)
        cls.consent = cls._consent_to_publication(cls.initiative)
        cls.draft.with_user(cls.adviser).action_release()
        cls.page = cls.initiative.project_page_ids

    @classmethod
    def _make_draft(cls, initiative, **values):
        return (
            cls.env["wohnkoord.project.draft"]
            .with_user(cls.adviser)
            .create(
                {
                    "initiative_id": initiative.id,
                    "teaser": "Neun Wohnungen in Gemeinschaft.",
                    "text": "Erster Absatz.\n\nZweiter Absatz.",
                    **values,
                }
            )
        )

    @classmethod
    def _consent_to_publication(cls, initiative, partner=None):
        return cls.env["wohnkoord.consent"].create(
            {
                "partner_id": (partner or cls.speaker).id,
                "purpose": "publication",
                "way": "signed",
                "initiative_id": initiative.id,
                "company_id": initiative.company_id.id,
            }
        )

    @classmethod
    def _make_public(cls, name, **values):
        """Another public project, of nobody's in particular."""
        initiative = cls._make_initiative(name, **values)
        cls._make_draft(initiative).action_release()
        cls._consent_to_publication(initiative)
        return initiative

    def _add_picture(self, draft=None, **values):
        return self.env["wohnkoord.project.draft.picture"].create(
            {
                "draft_id": (draft or self.draft).id,
                "image": encoded(picture()),
                "alt": "Ein Haus",
                **values,
            }
        )

    def _is_public(self, initiative=None, company=None):
        self.env.flush_all()
        initiative = initiative or self.initiative
        domain = initiative._public_domain(company or initiative.company_id)
        return initiative in initiative.search(domain)


class PublicProjectCase(ProjectCase, PublicCase):
    path = "/projects/haus-uebermut"

    def _names(self, path="/projects", **params):
        """The names on the cards, in their order."""
        self.env.flush_all()
        response = self.url_open(path, params=params)
        self.assertEqual(response.status_code, 200, params)
        page = html.fromstring(response.text)
        return [e.text_content().strip() for e in page.xpath("//main//article//h3")]

    def _features(self, **params):
        self.env.flush_all()
        response = self.url_open("/projects.geojson", params=params)
        self.assertEqual(response.status_code, 200)
        return response.json()["features"]
