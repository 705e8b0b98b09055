# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.procedure_closing import GRACE
from .procedure_matrix_common import SECRETS, MatrixCase

#: where Odoo itself keeps what happened to records
TRACES = (
    "mail.message",
    "mail.mail",
    "mail.notification",
    "mail.tracking.value",
    "mail.activity",
    "mail.followers",
    "ir.attachment",
    "ir.logging",
    "ir.config_parameter",
    "bus.bus",
    "res.users.log",
)
#: methods that know a content; nobody calls them from outside
SECRET_METHODS = (
    ("wohnkoord.bid", "_draft_data"),
    ("wohnkoord.bid", "_facts"),
    ("wohnkoord.bid", "_facts_list"),
    ("wohnkoord.bid", "_content_bytes"),
    ("wohnkoord.bid", "_receipt_values"),
    ("wohnkoord.bid", "_portal_files"),
    ("wohnkoord.bid.document", "_file_facts"),
    ("wohnkoord.procedure", "_private_key"),
    ("wohnkoord.procedure", "_seal_sudo"),
    ("wohnkoord.key.file", "_current"),
    ("wohnkoord.key.file", "_folder"),
)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureSealMatrix(MatrixCase):
    """Every way to read x every role x every state: nothing leaks before the opening."""

    # -- the ways to read --------------------------------------------------------------

    def _paths(self):
        """name -> callable on a bid as a user sees it; all that RPC offers on it."""
        return {
            "read": lambda b: b.read(),
            "web_read": lambda b: b.web_read(dict.fromkeys(b.fields_get(), {})),
            "search_read": lambda b: b.search_read([("id", "=", b.id)]),
            "web_search_read": lambda b: b.web_search_read(
                [("id", "=", b.id)], dict.fromkeys(b.fields_get(), {})
            ),
            "name": lambda b: (b.display_name, b.name_search(str(b.sudo().number))),
            "export": lambda b: b.export_data(
                [*b.fields_get(), "document_ids/name", "commitment_ids/text"]
            ),
            "export keys": lambda b: b.export_data(["bidder_key", "cipher"]),
            "groups": lambda b: [
                b.formatted_read_group([("id", "=", b.id)], [name], ["__count"])
                for name, info in b.fields_get().items()
                if info.get("groupable")
            ],
            "sums": lambda b: b.formatted_read_group(
                [("id", "=", b.id)], [], ["price:sum", "priority:max", "__count"]
            ),
            "sort order": lambda b: [
                b.search([("id", "=", b.id)], order=name).ids
                for name, info in b.fields_get().items()
                if info.get("sortable")
            ],
            "onchange": lambda b: b.onchange({}, [], dict.fromkeys(b.fields_get(), {})),
            "copy": lambda b: b.copy().read(),
            "copy_data": lambda b: b.copy_data(),
            "metadata": lambda b: b.get_metadata(),
            "documents": lambda b: b.document_ids.read(),
            "document": lambda b: (
                b.env["wohnkoord.bid.document"].browse(b.sudo().document_ids.ids).read()
            ),
            "reports": lambda b: [
                b.env["ir.actions.report"]._render_qweb_html(report.report_name, b.ids)
                for report in b.env["ir.actions.report"]
                .sudo()
                .search([("model", "=", b._name)])
            ],
            "external ids": lambda b: b.get_external_id(),
            "errors": lambda b: b.write({"slot_key": SECRETS["file"][:3]}),
        }

    def _wide_paths(self):
        """name -> callable on anything as a user sees it: ways to many records."""
        seals = ("wohnkoord.bid", "wohnkoord.bid.document")
        files = [("res_model", "in", seals), ("res_field", "!=", False)]

        def by_word(records, word):
            return [
                (model, records.env[model].name_search(word))
                for model in (*seals, "ir.attachment")
            ]

        return {
            "name search": lambda b: [by_word(b, w[:9]) for w in SECRETS.values()],
            "fields_get": lambda b: b.fields_get(),
            "views": lambda b: b.get_views(
                [(False, kind) for kind in ("list", "form")]
            ),
            "attachments": lambda b: b.env["ir.attachment"].search_read(files),
            "attachment words": lambda b: b.env["ir.attachment"].search_count(
                [("index_content", "ilike", SECRETS["content"])]
            ),
            "attachment tokens": lambda b: (
                b.env["ir.attachment"]
                .browse(b.env["ir.attachment"].sudo().search(files).ids)
                .generate_access_token()
            ),
        }

    def _models(self):
        """Every model of the addon with a table, and where messages and traces stand."""
        groups = (
            self.env["ir.model.data"]
            .sudo()
            ._read_group(
                [("model", "=", "ir.model"), ("module", "=", "wohnkoord_odoo")],
                [],
                ["res_id:array_agg"],
            )
        )
        own = self.env["ir.model"].sudo().browse(groups[0][0]).mapped("model")
        return [
            name
            for name in sorted({*own, *TRACES})
            if self.env[name]._auto and not self.env[name]._abstract
        ]

    def _rows(self, records):
        """All rows that this test made or changed, with all that may be read of them."""
        now = [("write_date", ">=", self.cr.now())] if records._log_access else []
        return records.search_read(now)

    def test_every_path_by_every_role_in_every_state(self):
        paths = self._paths()
        for state, bid, role, user in self._walk():
            for name, path in paths.items():
                with self.subTest(state=state, role=role, path=name):
                    self.assertSealed(self._text(bid, user, path))

    def test_every_wide_path_by_every_role(self):
        bids = self.env["wohnkoord.bid"]
        for role, user in self.roles.items():
            for name, path in self._wide_paths().items():
                with self.subTest(role=role, path=name):
                    text = self._text(bids, user, path)
                    # what a user searches for stands in no answer
                    self.assertSealed(text)
                    if name == "attachments":
                        self.assertIn(text, ("[]", self._refusal_of(text)))

    def _refusal_of(self, text):
        return text if text.startswith("AccessError") else None

    def test_every_model_by_every_role(self):
        """Whatever a role may read anywhere: chatter, mails, activities, log and all."""
        names = self._models()
        for expected in ("wohnkoord.procedure.event", "wohnkoord.form.token", *TRACES):
            self.assertIn(expected, names)
        for role, user in self.roles.items():
            if user == self.intake.create_uid:
                continue  # reads the own dialog, which is still open
            for name in names:
                with self.subTest(role=role, model=name):
                    self.assertSealed(self._text(self.env[name], user, self._rows))

    def test_superuser_finds_ciphertext_only(self):
        root = self.env.ref("base.user_root")
        everything = {"active_test": False, "bin_size": False}
        for state, bid in self.matrix.items():
            for name, path in self._paths().items():
                with self.subTest(state=state, path=name):
                    self.assertSealed(self._text(bid, root, path), keys=False)
        for name in self._models():
            with self.subTest(model=name):
                records = self.env[name].with_context(**everything)
                text = self._text(records, root, self._rows)
                self.assertSealed(text, keys=False)
        # it does read rows: the test would see a word if there were one
        rows = self.matrix["submitted"].with_user(root).read(["cipher"])
        self.assertTrue(rows[0]["cipher"])

    def test_own_dialog_is_the_officers_alone(self):
        self.assertEqual(self.intake.sender, SECRETS["sender"])
        for user in (self.manager, self.env.ref("base.user_root")):
            seen = self.intake.with_user(user)
            self.assertFalse(seen.sender or seen.note)
            self.assertFalse(any(seen.file_ids.mapped("file")))
        self.assertEqual(self.intake.with_user(self.adviser).note, SECRETS["note"])

    def test_closed_before_the_opening(self):
        with self._at(self.deadline + GRACE):
            self.procedure._close_due()
        self.assertEqual(self.procedure.state, "closed")
        self.test_every_path_by_every_role_in_every_state()
        self.test_superuser_finds_ciphertext_only()
        self.assertNowhere(list(SECRETS.values()))

    # -- code that an administrator writes -------------------------------------------------

    def test_server_action_cannot_decrypt(self):
        """What an administrator may write in Odoo reads no more than the screen shows."""
        bid = f"env['wohnkoord.bid'].sudo().browse({self.matrix['submitted'].id})"
        for expression in (
            f"{bid}._content_bytes()",
            f"{bid}._receipt_values()",
            f"{bid}.document_ids._file_facts()",
            f"{bid}.mapped(lambda b: b._draft_data())",
            f"env['wohnkoord.bid.intake'].browse({self.intake.id})"
            f".with_user({self.adviser.id}).sender",
        ):
            action = self.env["ir.actions.server"].create(
                {
                    "name": "Probe",
                    "model_id": self.env["ir.model"]._get_id("res.partner"),
                    "state": "code",
                    "code": f"raise UserError(repr({expression}))",
                }
            )
            with (
                self.subTest(code=expression),
                mute_logger("odoo.addons.base.models.ir_actions"),
                self.assertRaisesRegex(Exception, "kept in the database"),
            ):
                action.with_user(self.env.ref("base.user_admin")).run()

    def test_secret_methods_are_not_public(self):
        """RPC refuses every method whose name starts with a line."""
        for model, name in SECRET_METHODS:
            self.assertTrue(hasattr(self.env.registry[model], name), name)
            with self.subTest(method=name), self.assertRaises(AccessError):
                get_public_method(self.env[model], name)
