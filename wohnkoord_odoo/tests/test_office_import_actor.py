# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.tests import tagged

from .import_common import ImportCase

#: lines of the networks' own list: public facts
ACTORS = """Name;Rechtsform;Ort;Kategorie;Rolle;Themen
Amt für Wohnungsbau und Stadterneuerung;Stadt;Leipzig;Verwaltung;Steuerung, Controlling;
Alternative Wohngenossenschaft Connewitz;eG;Leipzig;Genossenschaft;Netzwerkpartnerin;Konzept, Selbstverwaltung
Mietshäuser Syndikat;GmbH;Leipzig;Probebund;Netzwerkpartner;Rechtsform, Finanzierung
"""
ORGANISATIONS = {"default_is_company": True}
CREATE = {
    "name_create_enabled_fields": {"actor_topic_ids": True, "actor_category_ids": True}
}


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestOfficeImportActor(ImportCase):
    """Lists of actors: who is known is completed, nobody is doubled."""

    def _actors(self, text, user=None, **kwargs):
        return self._imported(
            "res.partner", text, user, context=ORGANISATIONS, **CREATE, **kwargs
        )

    def test_networks_own_list(self):
        result = self._import("res.partner", ACTORS, context=ORGANISATIONS, **CREATE)
        self.assertFalse(result["messages"], result["messages"])
        self.assertNotIn(None, result["matches"].values())
        office, coop, _union = result["records"]
        self.assertTrue(all(result["records"].mapped("is_company")))
        self.assertEqual(
            office.actor_category_ids,
            self.env.ref("wohnkoord_odoo.actor_category_administration"),
        )
        self.assertEqual(
            set(coop.actor_topic_ids.mapped("name")), {"Konzept", "Selbstverwaltung"}
        )
        self.assertEqual(coop.city, "Leipzig")
        self.assertEqual(coop.actor_legal_form, "eG")

    def test_again_changes_nothing(self):
        made = self._actors(ACTORS)
        self.env["wohnkoord.topic"].create({"name": "Bleibt"})
        made[0].actor_topic_ids = self.env["wohnkoord.topic"].search(
            [("name", "=", "Bleibt")]
        )
        made[0].phone = "0341 1"
        again = self._actors(ACTORS, self.adviser)
        self.assertEqual(again, made)
        self.assertEqual(made[0].actor_topic_ids.name, "Bleibt")
        self.assertEqual(made[0].phone, "0341 1")

    def test_known_organisation_is_completed(self):
        self.firm.write({"city": "Leipzig", "phone": "0341 5"})
        name = self.firm.name.upper()
        made = self._actors(f"Name;Ort;Telefon;Rechtsform\n{name};Leipzig;;GmbH\n")
        self.assertEqual(made, self.firm)
        self.assertEqual(made.actor_legal_form, "GmbH")
        self.assertEqual(made.phone, "0341 5")

    def test_same_name_in_another_town_is_another(self):
        self.firm.city = "Leipzig"
        made = self._actors(f"Name;Ort\n{self.firm.name};Dresden\n")
        self.assertNotEqual(made, self.firm)

    def test_ambiguous_name_is_refused(self):
        self.env["res.partner"].create(
            [{"name": "Zweimal", "is_company": True} for _i in range(2)]
        )
        [(row, text)] = self._refused(
            "res.partner", "Name\nAnders\nZweimal\n", context=ORGANISATIONS
        )
        self.assertEqual(row, 3)
        self.assertIn("Zweimal", text)

    def test_person_is_known_by_name_and_address_only(self):
        person = self.env["res.partner"].create(
            {"name": "Kim Probe", "email": "kim@example.org"}
        )
        heads = "Name;E-Mail;Ist ein Unternehmen;Ort\n"
        same = self._actors(f"{heads}Kim Probe;KIM@example.org;nein;Leipzig\n")
        self.assertEqual(same, person)
        self.assertEqual(person.city, "Leipzig")
        for line in ("Kim Probe;;nein;", "Kim Probe;k2@example.org;nein;"):
            self.assertNotEqual(self._actors(f"{heads}{line}\n"), person)

    def test_staff_and_offices_are_never_touched(self):
        partner = self.manager.partner_id
        partner.is_company = True
        made = self._actors(f"Name;Ort\n{partner.name};Leipzig\n")
        self.assertNotEqual(made, partner)
        company = self.company.partner_id
        made = self._actors(f"Name;Ort\n{company.name};Leipzig\n")
        self.assertNotEqual(made, company)

    def test_one_that_stands_twice_in_the_file(self):
        made = self._actors("Name;Ort;Telefon\nNeu;Leipzig;\nneu;;0341 7\n")
        self.assertEqual(len(set(made.ids)), 1)
        self.assertEqual(made[0].phone, "0341 7")
        self.assertEqual(made[0].city, "Leipzig")

    def test_steering_and_accounting_match_nobody(self):
        accountant = self._make_user(
            "test_contact_clerk", "base.group_user,base.group_partner_manager"
        )
        made = self._imported(
            "res.partner",
            f"Name\n{self.firm.name}\n",
            accountant,
            context=ORGANISATIONS,
        )
        self.assertNotEqual(made, self.firm)
