# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from ast import literal_eval

from odoo import Command
from odoo.tests import Form, tagged

from .mailing_common import MailingCase


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestMailingSegment(MailingCase):
    """Segments in words."""

    def _segment(self, **values):
        return (
            self.env["mailing.filter"]
            .with_user(self.adviser)
            .create({"name": "Probe", **values})
        )

    def _emails(self, segment, purpose="newsletter"):
        mailing = self._make_mailing(
            mailing_model_id=segment.mailing_model_id.id,
            mailing_filter_id=segment.id,
            mailing_domain=segment.mailing_domain,
            consent_purpose=purpose,
        )
        return self._to(self._send_now(mailing))

    def test_actors(self):
        category = self.env["wohnkoord.actor.category"].create({"name": "Presse"})
        district = self.env["wohnkoord.district"].create({"name": "Nord"})
        self.reader.write(
            {
                "actor_category_ids": [Command.link(category.id)],
                "actor_district_ids": [Command.link(district.id)],
                "actor_topic_ids": [Command.link(self.topic.id)],
                "is_network_member": True,
                "lang": "en_US",
            }
        )
        segment = self._segment(
            actor_category_ids=category.ids,
            district_ids=district.ids,
            topic_ids=self.topic.ids,
            only_network=True,
        )
        self.assertEqual(segment.match_count, 1)
        self.assertEqual(self._emails(segment), ["ada.leserin@example.org"])
        self.reader.is_network_member = False
        segment.invalidate_recordset()
        self.assertEqual(segment.match_count, 0)

    def test_initiatives_resolve_to_persons(self):
        theme = self.env["wohnkoord.theme"].create({"name": "Holzbau"})
        self.initiative.theme_ids = theme
        self.initiative.partner_id.email = "gruppe@example.org"
        member = self._make_person("Ein Mitglied")
        self.env["wohnkoord.initiative.member"].create(
            {"initiative_id": self.initiative.id, "partner_id": member.id}
        )
        people = self.initiative.partner_id | self.spokesperson.partner_id | member
        for person in people:
            self._give_consent(person, "newsletter")
        expected = {
            "contact": ["gruppe@example.org"],
            "spokesperson": ["test_spokesperson@example.org"],
            "both": ["gruppe@example.org", "test_spokesperson@example.org"],
            "all": [
                "ein.mitglied@example.org",
                "gruppe@example.org",
                "test_spokesperson@example.org",
            ],
        }
        segment = self._segment(
            target="wohnkoord.initiative",
            theme_ids=theme.ids,
            stage_ids=self.initiative.stage_id.ids,
            topic_ids=self.topic.ids,
        )
        self.assertEqual(segment.match_count, 1)
        for role, emails in expected.items():
            segment.recipient_role = role
            self.assertEqual(self._emails(segment), emails, role)
        segment.stage_ids = self.stage_planning
        segment.invalidate_recordset()
        self.assertEqual(segment.match_count, 0)

    def test_another_offices_initiatives_are_not_meant(self):
        theirs = self.env["wohnkoord.initiative"].create(
            {
                "name": "Dort",
                "company_id": self.other_company.id,
                "stage_id": self.stage_idea.id,
                "user_id": self.other_adviser.id,
            }
        )
        self.env["wohnkoord.initiative.member"].create(
            {
                "initiative_id": theirs.id,
                "partner_id": self.shared.id,
                "role": "spokesperson",
            }
        )
        segment = self._segment(target="wohnkoord.initiative", name="Alle Gruppen")
        mailing = self._make_mailing(
            mailing_model_id=segment.mailing_model_id.id,
            mailing_domain=segment.mailing_domain,
        )
        self.assertNotIn(self.shared.id, mailing.sudo()._get_recipients())

    def test_a_draft_follows_its_segment(self):
        segment = self._segment(only_network=True)
        draft = self._make_mailing(
            mailing_filter_id=segment.id, mailing_domain=segment.mailing_domain
        )
        segment.only_network = False
        self.assertEqual(literal_eval(draft.mailing_domain), [])
        draft.action_launch()
        segment.only_network = True
        self.assertEqual(literal_eval(draft.mailing_domain), [], "on its way")

    def test_further_condition(self):
        segment = self._segment(condition="[('name', 'ilike', 'Ada')]")
        self.assertEqual(self._emails(segment), ["ada.leserin@example.org"])
        for condition in ("[('nothing', '=', 1)]", "kein Python ("):
            with self.assertRefused():
                self._segment(name="Kaputt", condition=condition)

    def test_what_cores_widget_saves(self):
        segment = (
            self.env["mailing.filter"]
            .with_user(self.adviser)
            .create(
                {
                    "name": "Aus dem Formular",
                    "mailing_model_id": self.env["ir.model"]._get_id(
                        "wohnkoord.initiative"
                    ),
                    "mailing_domain": "[('seeks_members', '=', True)]",
                }
            )
        )
        self.assertEqual(segment.target, "wohnkoord.initiative")
        self.assertEqual(
            literal_eval(segment.mailing_domain), [("seeks_members", "=", True)]
        )

    def test_form(self):
        with Form(
            self.env["mailing.filter"].with_user(self.adviser),
            "wohnkoord_odoo.mailing_filter_view_form",
        ) as form:
            form.name = "Im Formular"
            form.target = "wohnkoord.initiative"
            form.seeks_members = True
        segment = form.record
        self.assertEqual(segment.mailing_model_id.model, "wohnkoord.initiative")
        action = segment.action_new_mailing()
        self.assertEqual(action["context"], {"default_segment_id": segment.id})
