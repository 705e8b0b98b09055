# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from .network_common import NetworkCase


class FindGroupCase(NetworkCase):
    """A person with a search profile, and a published group that seeks members."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.district = cls.env["wohnkoord.district"].create(
            {"name": "Probeviertel", "company_id": cls.company.id}
        )
        cls.theme = cls.env["wohnkoord.theme"].create({"name": "Probethema Garten"})
        cls.initiative.write(
            {
                "seeks_members": True,
                "district_ids": cls.district.ids,
                "theme_ids": cls.theme.ids,
                "tenure": "rent",
            }
        )
        cls.speaker = cls.spokesperson.partner_id
        cls.publication = cls._give_consent(
            cls.speaker, "publication", initiative=cls.initiative
        )
        cls.initiative.with_user(cls.adviser).action_publish()
        cls.page = cls.initiative.project_page_ids
        cls.person = cls._make_person("Ada Beispiel")

    @classmethod
    def _make_profile(cls, partner=None, consent=True, **values):
        profile = (
            cls.env["wohnkoord.search.profile"]
            .with_user(cls.adviser)
            .create(
                {
                    "partner_id": (partner or cls.person).id,
                    "district_ids": cls.district.ids,
                    "theme_ids": cls.theme.ids,
                    **values,
                }
            )
        )
        if consent:
            cls._give_consent(profile.partner_id, "search_profile")
            profile.action_activate()
        return profile

    def _mails(self):
        """The mails that wait; forgotten afterwards."""
        mails = self.env["mail.mail"].search([("state", "=", "outgoing")])
        found = [(mail.email_to, mail.body_html) for mail in mails]
        mails.unlink()
        return dict(found)
