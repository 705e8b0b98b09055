# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .procedure_conflict_common import MARK, REFUSED
from .procedure_office_common import ProcedureOfficesCase

#: of these the city's steering reads what its own office has; of all others nothing
STEERED = {
    "wohnkoord.criterion",
    "wohnkoord.criterion.step",
    "wohnkoord.ocds.release",
    "wohnkoord.plot",
    "wohnkoord.plot.document",
    "wohnkoord.plot.parcel",
    "wohnkoord.plot.valuation",
    "wohnkoord.procedure",
    "wohnkoord.procedure.amendment",
    "wohnkoord.procedure.date",
    "wohnkoord.procedure.document",
    "wohnkoord.procedure.file",
    "wohnkoord.procedure.lot",
    "wohnkoord.procedure.version",
    "wohnkoord.requirement",
}
#: no user reads them, so they need no company
CLOSED = {
    "wohnkoord.procedure.counter",
    "wohnkoord.procedure.officer.key",
    "wohnkoord.procedure.seal",
    "wohnkoord.procedure.seal.pair",
}
#: written by the system for everybody, or one person's own
WITHOUT_COMPANY = CLOSED | {
    "wohnkoord.form.token",
    "wohnkoord.person.day",
    "wohnkoord.rate.limit",
}
#: Odoo asks its rules after the row is in the table, whose constraints may be first;
#: that the rules refuse it, too, is asked by ``has_access``
REFUSALS = (
    "AccessError",
    "UserError",
    "ValidationError",
    "CheckViolation",
    "UniqueViolation",
)
OPERATIONS = ("read", "write", "create", "unlink")


def searches(ids):
    """Ways to rows that nobody named."""
    named = [("id", "in", ids)]
    return {
        "search": lambda rows: rows.search(named).ids,
        "search all": lambda rows: sorted(set(rows.search([]).ids) & set(ids)),
        "search_read": lambda rows: rows.search_read(named, ["id"]),
        "count": lambda rows: rows.search_count(named) or [],
        "groups": lambda rows: rows.formatted_read_group(
            [*named, ("create_date", "!=", False)]
            if "create_date" in rows._fields
            else named,
            ["company_id"],
            ["__count"],
        ),
        "names": lambda rows: rows.name_search("", named),
    }


READS = {
    "read": lambda rows: rows.read(),
    "name": lambda rows: rows.read(["display_name"]),
    "export": lambda rows: rows.export_data(["id", "display_name"]),
    "web_read": lambda rows: rows.web_read({"display_name": {}}),
}


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureOffices(ProcedureOfficesCase):
    """Nothing of an office's procedures is another office's, in any model."""

    def _strangers(self):
        return {
            "head": self.env(user=self.elsewhere),
            "steering": self.env(user=self.steering_elsewhere),
            "both": self.env(
                user=self.both,
                context={"allowed_company_ids": self.second_office.ids},
            ),
        }

    def _answer(self, path, rows):
        """What comes back, or the name of the refusal."""
        try:
            with mute_logger("odoo.sql_db"), self.cr.savepoint(flush=False):
                return path(rows)
        except REFUSED as error:
            self.assertNotIn(MARK, str(error))
            return type(error).__name__

    def test_every_model_has_rows(self):
        """A new model gets a row in ``ProcedureOfficesCase``, or this fails."""
        self.assertGreater(len(self.rows), 50)
        self.assertFalse([model for model, rows in self.rows.items() if not rows])

    def test_nobody_finds_them(self):
        for name, env in self._strangers().items():
            for model, rows in self.rows.items():
                for way, path in searches(rows.ids).items():
                    with self.subTest(user=name, model=model, way=way):
                        found = self._answer(path, env[model])
                        self.assertIn(found, ([], "AccessError"))

    def test_nobody_reads_them(self):
        for name, env in self._strangers().items():
            for model, rows in self.rows.items():
                for way, path in READS.items():
                    with self.subTest(user=name, model=model, way=way):
                        found = self._answer(path, env[model].browse(rows.ids))
                        self.assertEqual(found, "AccessError")

    def test_nobody_changes_them(self):
        for name, env in self._strangers().items():
            for model, rows in self.rows.items():
                seen = env[model].browse(rows[:1].id)
                acts = {
                    "write": lambda row: row.write({"create_uid": row.env.uid}),
                    "unlink": lambda row: row.unlink(),
                    "copy": lambda row: row.copy(),
                }
                for act, path in acts.items():
                    with self.subTest(user=name, model=model, act=act):
                        self.assertIn(
                            self._answer(path, seen), ("AccessError", "UserError")
                        )
                for operation in OPERATIONS:
                    with self.subTest(user=name, model=model, operation=operation):
                        self.assertFalse(seen.has_access(operation))
        self.env.invalidate_all()
        for model, rows in self.rows.items():
            self.assertEqual(rows.sudo().exists(), rows.sudo(), model)

    def test_nobody_adds_to_them(self):
        """What a person of an office may make stays in that office."""
        for name, env in self._strangers().items():
            for model, rows in self.rows.items():
                row = rows[:1].sudo()
                vals = {
                    field.name: field.convert_to_write(row[field.name], row)
                    for field in row._fields.values()
                    if field.store and field.required and not field.related
                }
                # no second row of the same name, which would be refused for that
                vals |= {
                    name: f"{value} 2"
                    for name, value in vals.items()
                    if row._fields[name].type == "char"
                }
                before = row.search_count([])
                with self.subTest(user=name, model=model):
                    found = self._answer(
                        lambda rows, vals=vals: rows.create(vals), env[model]
                    )
                    self.assertIn(found, REFUSALS)
                    self.assertEqual(row.search_count([]), before)

    def test_own_office_finds_them(self):
        """The same ways do lead to them where they may: companies alone decide."""
        env = self.env(
            user=self.both,
            context={"allowed_company_ids": (self.second_office | self.company).ids},
        )
        for model, rows in self.rows.items():
            with self.subTest(model=model):
                if model in CLOSED:
                    self.assertFalse(env[model].has_access("read"))
                    continue
                for way, path in searches(rows.ids).items():
                    self.assertTrue(self._answer(path, env[model]), way)
                found = self._answer(READS["name"], env[model].browse(rows.ids))
                self.assertEqual(len(found), len(rows))

    def test_city_steering(self):
        """Of its own office it reads terms and what is public; no bid, no jury."""
        env = self.env(user=self.steering)
        for model, rows in self.rows.items():
            seen = env[model].browse(rows.ids)
            with self.subTest(model=model):
                self.assertEqual(seen.has_access("read"), model in STEERED)
                for operation in OPERATIONS[1:]:
                    self.assertFalse(env[model].has_access(operation))
                for way, path in searches(rows.ids).items():
                    found = self._answer(path, env[model])
                    self.assertEqual(found != "AccessError", model in STEERED, way)
        self.assertFalse(STEERED - set(self.rows))

    def test_city_steering_over_relations(self):
        """Nor do the models it reads hand it the rows of others."""
        env = self.env(user=self.steering)
        for model in STEERED:
            seen = env[model].browse(self.rows[model].ids)
            for name, field in seen._fields.items():
                target = field.comodel_name if field.relational else None
                if target not in self.rows or target in STEERED:
                    continue
                with self.subTest(model=model, field=name):
                    if name in seen.fields_get([name]):
                        found = self._answer(
                            lambda rows, name=name: rows.mapped(name).ids, seen
                        )
                        self.assertIn(found, ([], "AccessError"))

    def test_every_model_of_the_office_has_a_rule(self):
        """Whatever stores something stores whose it is, and a global rule asks for it."""
        rules = self.env["ir.rule"].sudo()
        rules = rules.search(
            [("groups", "=", False), ("domain_force", "like", "company_id")]
        )
        ruled = set(rules.model_id.mapped("model"))
        stored = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("wohnkoord.")
            and not (model._abstract or model._transient)
        }
        self.assertEqual(stored - ruled, WITHOUT_COMPANY)
        for name in WITHOUT_COMPANY:
            for user in (self.manager, self.adviser, self.steering, self.consultant):
                with self.assertRaises(AccessError):
                    self.env[name].with_user(user).check_access("read")
