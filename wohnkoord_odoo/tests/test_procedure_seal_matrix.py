# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
from datetime import timedelta

from psycopg2 import Error

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.fields import NO_ACCESS
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..tools.canonical import canonical, digest
from .procedure_common import ProcedureCase
from .procedure_seal_common import SealSearch

#: what stands in the bids and nowhere else
SECRETS = {
    "name": "Quittenhof-Siegelprobe",
    "price": "314159.27",
    "statement": "Mirabellenkonzept-Siegelprobe",
    "commitment": "Passivhaus-Siegelprobe",
    "file": "Lageplan-Siegelprobe.pdf",
    "content": "Dateiinhalt-Siegelprobe",
    "legal_form": "Kommune-Siegelprobe",
}
#: what stands in rows but is for no user: it ties bids of one bidder together
KEYS = ("bidder_key", "slot_key", "draft_cipher", "wrapped_key", "cipher")
DOCUMENT_KEYS = (
    "wrapped_key",
    "facts_cipher",
    "cipher",
    "cipher_sha256",
    "content_key",
)
STATES = ("draft", "submitted", "withdrawn", "late")
#: what the office may see of a sealed bid
VISIBLE = {
    "id",
    "display_name",
    "procedure_id",
    "company_id",
    "state",
    "uuid",
    "number",
    "channel",
    "date_submitted",
    "receipt_hash",
    "version_id",
    "replaced_by_id",
}
REFUSED = (AccessError, MissingError, UserError, ValueError, Error)


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureSealMatrix(SealSearch, ProcedureCase):
    """Every way to read x every role x every state: nothing leaks before the opening."""

    def setUp(self):
        super().setUp()
        self._publish()
        self._register()
        self.bids = {state: self._make_sealed_bid(state) for state in STATES}
        self.env.flush_all()
        self.env.invalidate_all()
        self.roles = {
            "adviser": self.adviser,
            "head": self.manager,
            "administrator": self.env.ref("base.user_admin"),
            "steering": self.steering,
            "accountant": self.accountant,
            "other bidder": self.rival_spokesperson,
            "own member": self.spokesperson,
            "consultant": self.consultant,
            "public": self.env.ref("base.public_user"),
        }
        office = "wohnkoord_odoo.group_user"
        self.office = {n for n, user in self.roles.items() if user.has_group(office)}

    def _make_sealed_bid(self, state):
        """A bid with all secrets in it, made as the portal makes it.

        The one place that knows how a bid comes into the database.
        """
        procedure = self.procedure
        bid = self.env["wohnkoord.bid"]._create_guarded(
            [{"procedure_id": procedure.id, "state": "draft"}]
        )
        number = STATES.index(state)
        document = self.env["wohnkoord.bid.document"].create({"bid_id": bid.id})
        context = f"document {document.uuid}"
        wrapped, cipher = procedure._seal_content(SECRETS["content"].encode(), context)
        facts = procedure._draft_encrypt(
            canonical({"name": SECRETS["file"], "size": 23}), context
        )
        document.write(
            {
                "wrapped_key": base64.b64encode(wrapped),
                "cipher": base64.b64encode(cipher),
                "facts_cipher": base64.b64encode(facts),
                "cipher_sha256": digest(cipher),
            }
        )
        content = {
            "schema": 1,
            "bid": bid.uuid,
            "lot": self.procedure_lot.uuid,
            "initiative": self.initiative.id,
            "name": SECRETS["name"],
            "price": SECRETS["price"],
            "group": {"legal_form": SECRETS["legal_form"]},
            "commitments": {"energy_standard": {"text": SECRETS["commitment"]}},
            "statement": SECRETS["statement"],
            "files": [{"name": SECRETS["file"]}],
            "salt": "5a" * 16,
        }
        wrapped, cipher = procedure._seal_content(canonical(content), f"bid {bid.uuid}")
        draft = procedure._draft_encrypt(canonical(content), f"bid {bid.uuid}")
        bid._write_guarded(
            {
                "state": state,
                "number": number,
                "bidder_key": procedure._bidder_key(self.initiative),
                "slot_key": procedure._bidder_key(self.initiative, self.procedure_lot)
                + str(number),
                "draft_cipher": base64.b64encode(draft),
                **(
                    {
                        "date_submitted": self.deadline - timedelta(days=number),
                        "receipt_hash": digest(content),
                        "wrapped_key": base64.b64encode(wrapped),
                        "cipher": base64.b64encode(cipher),
                    }
                    if number
                    else {}
                ),
            }
        )
        if number:
            procedure._log("bid received", {"number": number}, actor="bidder")
        return bid

    # -- the ways to read --------------------------------------------------------------

    def _paths(self, bid):
        """name -> callable on the bid as a user sees it; all that RPC offers."""
        document = bid.document_ids
        return {
            "read": lambda b: b.read(),
            "web_read": lambda b: b.web_read(dict.fromkeys(b.fields_get(), {})),
            "search_read": lambda b: b.search_read([("id", "=", b.id)]),
            "web_search_read": lambda b: b.web_search_read(
                [("id", "=", b.id)], dict.fromkeys(b.fields_get(), {})
            ),
            "name_search": lambda b: b.name_search(SECRETS["name"][:6]),
            "export": lambda b: b.export_data(
                [*b.fields_get(), "document_ids/name", "commitment_ids/text"]
            ),
            "fields_get": lambda b: b.fields_get(),
            "groups": lambda b: [
                b.formatted_read_group([("id", "=", b.id)], [name], ["__count"])
                for name, info in b.fields_get().items()
                if info.get("groupable")
            ],
            "copy": lambda b: b.copy().read(),
            "documents": lambda b: b.document_ids.read(),
            "document": lambda b: b.env[document._name].browse(document.ids).read(),
            "document list": lambda b: b.env[document._name].search_read([]),
            "commitments": lambda b: b.env["wohnkoord.commitment"].search_read([]),
            "attachments": lambda b: b.env["ir.attachment"].search_read(
                [
                    ("res_model", "in", [b._name, document._name]),
                    ("res_field", "!=", False),
                ]
            ),
            "messages": lambda b: b.env["mail.message"].search_read(
                [("model", "in", [b._name, document._name, "wohnkoord.procedure"])]
            ),
            "mails": lambda b: b.env["mail.mail"].search_read([], ["body_html"]),
            "tracking": lambda b: b.env["mail.tracking.value"].search_read([]),
            "activities": lambda b: b.env["mail.activity"].search_read([]),
            "log": lambda b: b.env["wohnkoord.procedure.event"].search_read([]),
            "procedure": lambda b: b.env["wohnkoord.procedure"].search_read([]),
            "view": lambda b: b.get_view(view_type="form"),
        }

    def _text(self, bid, user, path):
        """What a user gets to read: the result, or the words of the refusal."""
        try:
            with mute_logger("odoo.sql_db"), self.cr.savepoint() as savepoint:
                text = repr(path(bid.with_user(user)))
                savepoint.rollback()
        except REFUSED as error:
            text = f"{type(error).__name__} {error}"
        return text

    def assertSealed(self, text, bid):
        for name, word in SECRETS.items():
            self.assertNotIn(word, text, name)
        for key in filter(None, (bid.sudo().bidder_key, bid.sudo().slot_key)):
            self.assertNotIn(key, text)

    def _walk(self):
        for state, bid in self.bids.items():
            for role, user in self.roles.items():
                yield state, bid, role, user

    def test_every_path_by_every_role_in_every_state(self):
        for state, bid, role, user in self._walk():
            for name, path in self._paths(bid).items():
                with self.subTest(state=state, role=role, path=name):
                    self.assertSealed(self._text(bid, user, path), bid)

    def test_closed_before_the_opening(self):
        with self._at(self.deadline + timedelta(seconds=1)):
            self.procedure._close_due()
        self.assertEqual(self.procedure.state, "closed")
        self.test_every_path_by_every_role_in_every_state()

    def test_superuser_finds_ciphertext_only(self):
        for state, bid in self.bids.items():
            for name, path in self._paths(bid).items():
                with self.subTest(state=state, path=name):
                    text = self._text(bid, self.env.ref("base.user_root"), path)
                    for word in SECRETS.values():
                        self.assertNotIn(word, text)

    # -- who sees that there is a bid at all ---------------------------------------------

    def test_only_the_office_sees_number_and_time(self):
        for state, bid, role, user in self._walk():
            with self.subTest(state=state, role=role):
                seen = bid.with_user(user)
                if role in self.office and state != "draft":
                    rows = seen.read()
                    self.assertEqual(rows[0]["number"], bid.number)
                    filled = {name for name, value in rows[0].items() if value}
                    self.assertLessEqual(filled, VISIBLE)
                    self.assertFalse(seen.document_ids, "not even how many files")
                    continue
                with self.assertRaises(AccessError):
                    seen.read(["number"])
                if role in self.office:
                    self.assertFalse(seen.search([("id", "=", bid.id)]))
                    self.assertEqual(seen.search_count([("id", "=", bid.id)]), 0)
                    continue
                for attempt in (
                    lambda s=seen: s.search([]),
                    lambda s=seen: s.search_count([]),
                    lambda s=seen: s.name_search(""),
                    lambda s=seen: s.formatted_read_group([], [], ["__count"]),
                    lambda s=seen: s.document_ids.search([]),
                ):
                    with self.assertRaises(AccessError):
                        attempt()

    def test_counts_leave_drafts_out(self):
        for role in self.office:
            bids = self.env["wohnkoord.bid"].with_user(self.roles[role])
            domain = [("procedure_id", "=", self.procedure.id)]
            self.assertEqual(bids.search_count(domain), 3)
            groups = bids.formatted_read_group(domain, ["state"], ["__count"])
            self.assertEqual(
                {group["state"]: group["__count"] for group in groups},
                {"submitted": 1, "withdrawn": 1, "late": 1},
            )
            files = [("document_ids", "!=", False)]
            self.assertEqual(bids.search_count(domain + files), 0)
            self.assertEqual(
                self.procedure.with_user(self.roles[role]).bid_ids, bids.search(domain)
            )

    # -- sealed fields as a key to the rest ----------------------------------------------

    def test_sealed_fields_serve_no_question(self):
        """Not read, not as filter, order, group or sum; not over a relation either."""
        for user in (self.roles[role] for role in sorted(self.office)):
            for model, names in (
                ("wohnkoord.bid", KEYS),
                ("wohnkoord.bid.document", DOCUMENT_KEYS),
            ):
                records = self.env[model].with_user(user)
                for name in names:
                    self.assertEqual(records._fields[name].groups, NO_ACCESS, name)
                    self.assertNotIn(name, records.fields_get())
                    for attempt in (
                        lambda r=records, n=name: r.search([(n, "!=", False)]),
                        lambda r=records, n=name: r.search_count([(n, "=", False)]),
                        lambda r=records, n=name: r.search([], order=f"{n} desc"),
                        lambda r=records, n=name: r.search_read([], [n]),
                        lambda r=records, n=name: r._read_group([], [n], ["__count"]),
                        lambda r=records, n=name: r._read_group(
                            [], [], [f"{n}:count_distinct"]
                        ),
                        lambda r=records, n=name: r.search([], limit=1).read([n]),
                    ):
                        with self.subTest(user=user.login, model=model, field=name):
                            with self.assertRaisesRegex((AccessError, ValueError), ""):
                                attempt()
            procedures = self.env["wohnkoord.procedure"].with_user(user)
            for way in ("bid_ids.bidder_key", "bid_ids.document_ids.cipher_sha256"):
                with self.assertRaises(AccessError):
                    procedures.search([(way, "!=", False)])

    def test_attachments_of_sealed_files(self):
        """The ciphertext's row: not found, not read, not served, no size."""
        for state, bid in self.bids.items():
            sudo = self.env["ir.attachment"].sudo()
            attachment = sudo.search(
                [
                    ("res_model", "=", "wohnkoord.bid.document"),
                    ("res_id", "in", bid.sudo().document_ids.ids),
                    ("res_field", "!=", False),
                ]
            )
            self.assertEqual(len(attachment), 1)
            self.assertFalse(attachment.index_content)
            self.assertFalse(attachment.access_token)
            self.assertEqual(attachment.create_uid.id, 1)
            for role, user in self.roles.items():
                with self.subTest(state=state, role=role):
                    seen = attachment.with_user(user)
                    try:
                        found = seen.search(
                            [("id", "=", attachment.id), ("res_field", "!=", False)]
                        )
                    except AccessError:
                        found = seen.browse()
                    self.assertFalse(found)
                    for names in (["datas"], ["file_size"], ["create_date"], ["name"]):
                        with self.assertRaises(AccessError):
                            seen.read(names)

    def test_nobody_changes_or_copies(self):
        for state, bid, role, user in self._walk():
            with self.subTest(state=state, role=role):
                seen = bid.with_user(user)
                for attempt in (
                    lambda s=seen: s.write({"state": "opened"}),
                    lambda s=seen: s.write({"number": 99}),
                    lambda s=seen: s.unlink(),
                    lambda s=seen: s.copy(),
                    lambda s=seen: s.create({"procedure_id": self.procedure.id}),
                    lambda s=seen: s.document_ids.create({"bid_id": s.id}),
                ):
                    with self.assertRefused(exception=(UserError, Error)):
                        attempt()

    # -- a dump --------------------------------------------------------------------------

    def test_dump_and_files_hold_no_word(self):
        self.assertNowhere(list(SECRETS.values()))
        self.assertSomewhere([self.bids["submitted"].uuid])

    def test_dump_ties_no_bid_to_a_bidder(self):
        """No key of a row leads from a bid to a person, a user or a group."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
                  FROM pg_constraint c
                  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                 WHERE c.contype = 'f'
                   AND c.conrelid::regclass::text
                       IN ('wohnkoord_bid', 'wohnkoord_bid_document', 'ir_attachment')
                   AND c.confrelid::regclass::text
                       IN ('res_users', 'res_partner', 'wohnkoord_initiative',
                           'wohnkoord_registration', 'wohnkoord_procedure_lot')
                """
            )
        )
        self.assertGreaterEqual(len(rows), 4)
        bids = self.env["wohnkoord.bid"].browse([bid.id for bid in self.bids.values()])
        documents = bids.sudo().document_ids
        conditions = {
            "wohnkoord_bid": SQL("id IN %s", tuple(bids.ids)),
            "wohnkoord_bid_document": SQL("id IN %s", tuple(documents.ids)),
            "ir_attachment": SQL(
                "res_model = 'wohnkoord.bid.document' AND res_id IN %s",
                tuple(documents.ids),
            ),
        }
        for table, column, target in rows:
            found = self.env.execute_query(
                SQL(
                    "SELECT DISTINCT %s FROM %s WHERE %s AND %s IS NOT NULL",
                    SQL.identifier(column),
                    SQL.identifier(table),
                    conditions[table],
                    SQL.identifier(column),
                )
            )
            allowed = [(1,)] if target == "res_users" else []
            self.assertIn(found, ([], allowed), f"{table}.{column}")

    def test_same_bid_looks_different(self):
        """Nobody tells from the ciphertext that two bids say the same."""
        bids = [self.bids[state].sudo() for state in STATES[1:]]
        for name in ("cipher", "wrapped_key", "draft_cipher", "receipt_hash"):
            self.assertEqual(len({bid[name] for bid in bids}), len(bids), name)
