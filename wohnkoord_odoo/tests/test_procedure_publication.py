# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import json

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.canonical import digest
from .procedure_common import ProcedureCase

FIRST, SECOND = b"Formblatt, erste Fassung\n", b"Formblatt, zweite Fassung\n"


class PublicationCase(ProcedureCase):
    """``procedure`` has a document, ``form``, besides its plot and its criterion."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls._add_document("Formblatt", FIRST)

    @classmethod
    def _add_document(cls, name, content, procedure=None, **values):
        return cls.env["wohnkoord.procedure.document"].create(
            {
                "procedure_id": (procedure or cls.procedure).id,
                "name": name,
                "kind": "form",
                "file_name": "formblatt.txt",
                "file": base64.b64encode(content),
                **values,
            }
        )

    @classmethod
    def _amend(cls, procedure=None, **values):
        """A draft amendment with a reason."""
        procedure = procedure or cls.procedure
        return (
            cls.env["wohnkoord.procedure.amendment"]
            .with_user(cls.adviser)
            .create(
                {
                    "procedure_id": procedure.id,
                    "reason": "Ein Fehler im Plan.",
                    **values,
                }
            )
        )

    def _refused(self, query):
        """The statement fails in the database itself."""
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.cr.execute(query)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedurePublication(PublicationCase):
    def test_content(self):
        self._publish()
        content = json.loads(self.procedure.version_id.content)
        [lot], [criterion], [document] = (
            content["lots"],
            content["criteria"],
            content["documents"],
        )
        self.assertEqual(lot["uuid"], self.procedure_lot.uuid)
        self.assertEqual(lot["price_fixed"], "2.50")
        self.assertEqual(lot["lease_years"], 60)
        self.assertEqual(lot["plot"]["area"], "580.00")
        self.assertEqual(criterion["weight"], "100.00")
        self.assertEqual(
            [(step["points"], step["name"]) for step in criterion["steps"]],
            [("5.00", "überzeugt"), ("0.00", "fehlt")],
        )
        self.assertEqual(document["sha256"], digest(FIRST))
        self.assertEqual(document["size"], len(FIRST))
        self.assertEqual(content["timezone"], "Europe/Berlin")
        self.assertEqual(content["facts"]["amendment_days"], 14)
        self.assertNotIn(self.adviser.name, self.procedure.version_id.content)

    def test_hash_is_of_the_content(self):
        version = self._publish().version_id
        self.assertEqual(version.hash, digest(version.content.encode()))
        self.assertEqual(version.number, 1)
        self.assertEqual(self.procedure._last_material_version(), version)
        self.assertEqual(version.action_verify()["tag"], "display_notification")

    def test_same_for_every_language_and_user(self):
        self.env["res.lang"]._activate_lang("de_DE")
        first = self.procedure.with_context(lang="de_DE")._frozen_values()
        second = self.procedure.with_user(self.manager)._frozen_values()
        self.assertEqual(first, second)

    def test_rows_are_all_frozen(self):
        """Nothing that people fill in on a row is left out."""
        content = self.procedure._frozen_values()
        for model, row in (
            ("wohnkoord.procedure.lot", content["lots"][0]),
            ("wohnkoord.criterion", content["criteria"][0]),
        ):
            self.assertFalse(set(self.env[model]._frozen_names()) - set(row))
        self.assertIn("price_model", content["lots"][0])

    def test_nobody_changes_a_version(self):
        version = self._publish().version_id
        for query in (
            "UPDATE wohnkoord_procedure_version SET reason = 'x'",
            "UPDATE wohnkoord_procedure_version SET number = number",
            "DELETE FROM wohnkoord_procedure_version",
            "TRUNCATE wohnkoord_procedure_version CASCADE",
            "UPDATE wohnkoord_procedure_file SET name = 'x'",
            "DELETE FROM wohnkoord_procedure_file",
            "TRUNCATE wohnkoord_procedure_file CASCADE",
        ):
            self._refused(query)
        for user in (self.adviser, self.manager, self.steering):
            self.assertTrue(version.with_user(user).content)
            for attack in (
                lambda v: v.write({"content": "{}"}),
                lambda v: v.unlink(),
                lambda v: v.copy(),
            ):
                with self.assertRaises(AccessError):
                    attack(version.with_user(user))

    def test_publication_is_refused(self):
        self.procedure.date_deadline = False
        with self.assertRaises(UserError):
            self._publish()
        self.procedure.date_deadline = "2020-01-01 12:00:00"
        with self.assertRaises(UserError):
            self._publish()
        self.procedure.write(
            {
                "date_deadline": self.deadline,
                "date_questions_until": self.deadline.replace(year=2099),
            }
        )
        with self.assertRaises(UserError):
            self._publish()
        self.assertFalse(self.procedure.version_ids)

    def test_published_once(self):
        self._publish()
        with self.assertRaises(UserError):
            self._publish()

    def test_rights(self):
        for user in (self.steering, self.spokesperson):
            with self.assertRaises(AccessError):
                self.procedure.with_user(user).action_publish()

    def test_what_publication_gives_cannot_be_set(self):
        with self.assertRaises(UserError):
            self.procedure.with_user(self.manager).write({"published_kinds": "land"})
        made = self._make_procedure_with({"default_date_published": "2020-01-01"})
        self.assertFalse(made.date_published)

    def _make_procedure_with(self, context):
        return (
            self.env["wohnkoord.procedure"]
            .with_context(**context)
            .create({"name": "Andere"})
        )

    def test_identity_of_rows_stays(self):
        with self.assertRaises(UserError):
            self.procedure_lot.write({"uuid": "other"})
        criterion = self.procedure.criterion_ids
        with self.assertRaises(UserError):
            criterion.write({"uuid": "other"})
        made = criterion.create(
            {"procedure_id": self.procedure.id, "name": "x", "uuid": criterion.uuid}
        )
        self.assertNotEqual(made.uuid, criterion.uuid)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureDocument(PublicationCase):
    def test_file_is_checked(self):
        for name, content in (
            ("x.exe", b"MZ"),
            ("x.pdf", b"no pdf"),
            ("x.txt", b""),
            ("x.txt", b"\0"),
        ):
            with self.assertRaises(UserError):
                self._add_document("Falsch", content, file_name=name)
            with self.assertRaises(UserError):
                self.form.write({"file": base64.b64encode(content), "file_name": name})
        with self.assertRaises(UserError):
            self.form.write({"file_name": "x.pdf"})

    def test_facts_are_the_files(self):
        self.assertEqual(self.form.sha256, digest(FIRST))
        for vals in ({"sha256": "0" * 64}, {"size": 1}, {"mimetype": "text/html"}):
            with self.assertRaises(UserError):
                self.form.write(vals)
        made = self._add_document("Zwei", FIRST, file_name="../../böse\n.txt")
        self.assertNotIn("/", made.file_name)

    def test_numbers(self):
        self.form.file = base64.b64encode(SECOND)
        self.assertEqual(self.form.number, 1, "never published")
        self._publish()
        self.assertTrue(self.form.is_published)
        self._amend()
        self.form.file = base64.b64encode(FIRST)
        self.assertEqual(self.form.number, 2)
        self.assertFalse(self.form.is_published)

    def test_locked_once_published(self):
        self._publish()
        form = self.form.with_user(self.manager)
        for attack in (
            lambda: form.write({"name": "x"}),
            lambda: form.write({"file": base64.b64encode(SECOND)}),
            lambda: form.unlink(),
            lambda: self._add_document("Neu", SECOND),
            lambda: self.form.sudo().write({"name": "x"}),
        ):
            with self.assertRaises(UserError):
                attack()

    def test_not_moved_into_a_published_procedure(self):
        other = self._make_procedure(
            lot_ids=[], criterion_ids=[Command.create({"name": "x", "weight": 100})]
        )
        document = self._add_document("Fremd", SECOND, other)
        self._publish()
        with self.assertRaises(UserError):
            document.write({"procedure_id": self.procedure.id})

    def test_published_file_is_kept(self):
        self._publish()
        file = self.env["wohnkoord.procedure.file"].search(
            [("document", "=", self.form.uuid)]
        )
        self._amend()
        self.form.file = base64.b64encode(SECOND)
        self.form.unlink()
        self.env.invalidate_all()
        self.assertEqual(base64.b64decode(file.file), FIRST)
        self.assertFalse(self.procedure.version_id._defects())

    def test_attachment_is_protected(self):
        self._publish()
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "wohnkoord.procedure.file"),
                ("res_field", "=", "file"),
                ("res_id", "in", self._files().ids),
            ]
        )
        self.assertEqual(len(attachment), 1)
        for user in (self.manager, self.env.ref("base.user_root")):
            own = attachment.with_user(user)
            for attack in (
                lambda a: a.write({"raw": SECOND}),
                lambda a: a.write({"datas": base64.b64encode(SECOND)}),
                lambda a: a.write({"res_model": False}),
                lambda a: a.write({"store_fname": "aa/bb"}),
                lambda a: a.write({"public": True}),
                lambda a: a.unlink(),
            ):
                with self.assertRaises(UserError):
                    attack(own.sudo() if user.id == 1 else own)

    def _files(self):
        return self.env["wohnkoord.procedure.file"].search(
            [("procedure_id", "=", self.procedure.id)]
        )

    def test_damaged_file_shows(self):
        version = self._publish().version_id
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = NULL, db_datas = %s"
            " WHERE res_model = 'wohnkoord.procedure.file' AND res_id = ANY(%s)",
            [b"other", self._files().ids],
        )
        self.env.invalidate_all()
        with self.assertRaises(UserError):
            version.action_verify()

    def test_other_office(self):
        self._publish()
        other = self.env["res.company"].create({"name": "Andere Stelle"})
        stranger = self._make_user(
            "test_stranger",
            "wohnkoord_odoo.group_user",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        for record in (self.form, self._files(), self.procedure.version_id):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["company_id"])
        for user, allowed in ((self.steering, True), (self.spokesperson, False)):
            file = self._files().with_user(user)
            self.assertEqual(file.has_access("read"), allowed)
            self.assertFalse(file.has_access("write"))
