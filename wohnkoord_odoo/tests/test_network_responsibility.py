# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import WohnkoordCase

MODEL = "wohnkoord.responsibility"


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestNetworkResponsibility(WohnkoordCase):
    """Cases and initiatives say whom to call in the administration."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env[MODEL].search([]).active = False
        District = cls.env["wohnkoord.district"]
        cls.district = District.create({"name": "Probestadt"})
        cls.other_district = District.create({"name": "Musterstadt"})
        cls.other_topic = cls.env["wohnkoord.topic"].create({"name": "Anderes"})
        cls.initiative.district_ids = cls.district
        cls.everything = cls._make("Alles")
        cls.by_district = cls._make("Stadtteil", districts=cls.district)
        cls.by_topic = cls._make("Thema", topics=cls.topic)
        cls.by_both = cls._make("Beides", topics=cls.topic, districts=cls.district)
        cls.mine = cls.case.with_user(cls.adviser)

    @classmethod
    def _make(cls, name, topics=None, districts=None, **values):
        partner = cls.env["res.partner"].create(
            {"name": name, "email": f"{name}@example.org", "phone": "+49 351 000"}
        )
        return cls.env[MODEL].create(
            {
                "partner_id": partner.id,
                "topic_ids": [Command.set(topics.ids if topics else [])],
                "district_ids": [Command.set(districts.ids if districts else [])],
                "company_id": cls.company.id,
                **values,
            }
        )

    def _found(self, record=None):
        record = (record or self.mine).with_user(self.adviser)
        record.invalidate_recordset(["responsibility_ids", "responsibility_id"])
        return record.responsibility_ids

    def test_most_specific_first(self):
        expected = self.by_both + self.by_topic + self.by_district + self.everything
        self.assertEqual(list(self._found()), list(expected))
        self.assertEqual(self.mine.responsibility_id, self.by_both)
        self.assertEqual(self.mine.responsibility_phone, "+49 351 000")
        self.assertEqual(expected.mapped("specificity"), [3, 2, 1, 0])
        self.by_both.topic_ids = self.other_topic
        self.assertEqual(self._found()[:1], self.by_topic)

    def test_what_does_not_fit(self):
        self._make("Anderes Thema", topics=self.other_topic)
        self._make("Anderer Ort", topics=self.topic, districts=self.other_district)
        self.assertEqual(len(self._found()), 4)
        # without a group nobody knows the district
        caller = self._make_case("orientation", initiative_id=False)
        self.assertEqual(list(self._found(caller)), [*self.by_topic, *self.everything])
        caller.topic_ids = False
        self.assertEqual(self._found(caller), self.everything)

    def test_term(self):
        yesterday = self.today - timedelta(days=1)
        tomorrow = self.today + timedelta(days=1)
        for values, counts in (
            ({"date_to": yesterday}, False),
            ({"date_from": tomorrow, "date_to": False}, False),
            ({"date_from": self.today, "date_to": self.today}, True),
            ({"date_from": yesterday, "date_to": tomorrow}, True),
        ):
            self.by_both.write(values)
            with self.subTest(values=values):
                self.assertEqual(self.by_both in self._found(), counts)
        self.by_both.active = False
        self.assertNotIn(self.by_both, self._found())
        with self.assertRefused("term_check"):
            self.by_topic.write({"date_from": tomorrow, "date_to": yesterday})

    def test_an_archived_topic_makes_nobody_responsible_for_everything(self):
        case = self._make_case("orientation", topic_ids=False, initiative_id=False)
        self.topic.active = False
        self.district.active = False
        self.env.invalidate_all()
        self.assertEqual(self._found(case), self.everything)
        self.assertEqual(self.by_both.specificity, 3)
        self.other_topic.active = True
        self._make("Anderes", topics=self.other_topic)
        with self.assertRefused():
            self.other_topic.unlink()

    def test_initiative(self):
        found = self._found(self.initiative)
        self.assertEqual(
            list(found),
            list(self.by_both + self.by_topic + self.by_district + self.everything),
        )
        other = self._make("Anderes Thema", topics=self.other_topic)
        self.assertNotIn(other, self._found(self.initiative))
        fresh = self._make_initiative("Ohne Vorgang")
        self.assertEqual(
            set(self._found(fresh)),
            set(self.by_topic + other + self.everything),
            "before the first case any topic counts",
        )

    def test_hint_follows_the_form(self):
        form = Form(
            self.env["wohnkoord.advisory"]
            .with_user(self.adviser)
            .with_context(default_level="orientation")
        )
        self.assertEqual(form.responsibility_id, self.everything)
        form.topic_ids.add(self.topic)
        self.assertEqual(form.responsibility_id, self.by_topic)
        form.initiative_id = self.initiative
        self.assertEqual(form.responsibility_id, self.by_both)

    def test_mail_from_the_case(self):
        entry = self.by_both.with_user(self.adviser)
        context = {
            "wohnkoord_about_model": "wohnkoord.advisory",
            "wohnkoord_about_id": self.case.id,
        }
        action = entry.with_context(**context).action_write_mail()
        composer = (
            self.env[action["res_model"]]
            .with_user(self.adviser)
            .with_context(**action["context"])
            .create({"body": "<p>Bitte um Auskunft</p>"})
        )
        composer._action_send_mail()
        message = self.mine.message_ids[0]
        self.assertEqual(message.partner_ids, self.by_both.partner_id)
        self.assertEqual(message.subject, self.case.name, "a number, no name")
        for foreign in (
            {"wohnkoord_about_model": "res.users"},
            {"wohnkoord_about_id": "1"},
            {},
        ):
            values = {**context, **foreign} if foreign else {}
            action = entry.with_context(**values).action_write_mail()
            self.assertEqual(action["context"]["default_model"], "res.partner")
        self.by_both.partner_id.email = False
        with self.assertRefused("has no e-mail address"):
            entry.action_write_mail()

    def test_access(self):
        entry = self.by_both
        for user in (
            self.steering,
            self.accountant,
            self.consultant,
            self.spokesperson,
            self.env.ref("base.public_user"),
        ):
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(user=user.login, operation=operation):
                    self.assertFalse(entry.with_user(user).has_access(operation))
            with self.assertRaises(AccessError):
                entry.with_user(user).action_write_mail()
        mine = entry.with_user(self.adviser)
        mine.note = "Dienstags"
        self.assertFalse(mine.has_access("unlink"))
        entry.with_user(self.manager).check_access("unlink")
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        stranger = self._make_user(
            "responsibility_stranger",
            "wohnkoord_odoo.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        foreign = entry.with_user(stranger)
        self.assertFalse(foreign.search([]))
        for method, args in (
            ("read", [["note"]]),
            ("write", [{"note": "X"}]),
            ("unlink", []),
            ("action_write_mail", []),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(foreign, method)(*args)
        own = foreign.create(
            {"partner_id": self.env["res.partner"].create({"name": "Amt"}).id}
        )
        self.assertEqual(own.company_id, other)
        self.assertNotIn(own, self._found())
        with self.assertRaises(AccessError):
            own.with_context(
                wohnkoord_about_model="wohnkoord.advisory",
                wohnkoord_about_id=self.case.id,
            )._about()
        # an adviser of two offices finds those of the case's office only
        self.adviser.company_ids |= other
        both = self.mine.with_context(allowed_company_ids=(self.company | other).ids)
        self.assertNotIn(own, both.responsibility_ids)

    def test_queries(self):
        def count():
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.mine.web_read(
                {
                    "responsibility_id": {"fields": {"display_name": {}}},
                    "responsibility_phone": {},
                    "responsibility_ids": {
                        "fields": {
                            "partner_id": {"fields": {"display_name": {}}},
                            "phone": {},
                            "email": {},
                            "topic_ids": {"fields": {"display_name": {}}},
                            "district_ids": {"fields": {"display_name": {}}},
                        }
                    },
                }
            )
            return self.env.cr.sql_log_count - start

        count()
        few = count()
        for number in range(30):
            self._make(f"Amt {number}", self.topic, self.district)
        self.env.flush_all()
        self.assertLessEqual(count(), few + 1)
        self.assertEqual(len(self._found()), 34)
