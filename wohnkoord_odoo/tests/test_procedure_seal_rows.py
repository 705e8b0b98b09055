# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from psycopg2 import Error

from odoo.exceptions import AccessError, UserError
from odoo.fields import NO_ACCESS
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.procedure_closing import GRACE
from .procedure_matrix_common import ROW_STATES, SECRETS, STATES, MatrixCase

#: what stands in rows but is for no user: it ties bids of one bidder together
KEYS = (
    "bidder_key",
    "slot_key",
    "draft_cipher",
    "facts_cipher",
    "wrapped_key",
    "cipher",
)
DOCUMENT_KEYS = (
    "wrapped_key",
    "facts_cipher",
    "cipher",
    "cipher_sha256",
    "content_key",
)
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
    "confirmed_version_id",
    "is_confirmed",
    "replaced_by_id",
    "sealed_hint",
    "check_progress",
    "check_status",
}


@tagged("post_install", "-at_install", "wohnkoord_quick")
class TestProcedureSealRows(MatrixCase):
    """What of a sealed bid's rows is seen, changed, searched and dumped."""

    # -- who sees that there is a bid at all ---------------------------------------------

    def test_only_the_office_sees_number_and_time(self):
        for state, bid, role, user in self._walk():
            with self.subTest(state=state, role=role):
                seen = bid.with_user(user)
                if role in self.office and state != "draft":
                    rows = seen.read()
                    self.assertEqual(rows[0]["number"], bid.sudo().number)
                    self.assertEqual(rows[0]["state"], ROW_STATES[state])
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

    def test_the_same_once_closed(self):
        with self._at(self.deadline + GRACE):
            self.procedure._close_due()
        self.test_only_the_office_sees_number_and_time()
        self.test_counts_leave_drafts_out()

    def test_counts_leave_drafts_out(self):
        for role in self.office:
            bids = self.env["wohnkoord.bid"].with_user(self.roles[role])
            domain = [("procedure_id", "=", self.procedure.id)]
            self.assertEqual(bids.search_count(domain), 6)
            groups = bids.formatted_read_group(domain, ["state"], ["__count"])
            self.assertEqual(
                {group["state"]: group["__count"] for group in groups},
                {"submitted": 3, "withdrawn": 2, "late": 1},
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
        for state, bid in self.matrix.items():
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
        self.assertSomewhere([self.matrix["submitted"].uuid])

    def test_no_message_of_any_bid(self):
        """Chatter, mails and notices since the first bid: none is about one."""
        messages = self.env["mail.message"].sudo()
        messages = messages.search([("id", ">", self.first_message)])
        about = set(messages.mapped("model"))
        self.assertFalse(about & {"wohnkoord.bid", "wohnkoord.bid.document"}, about)
        bodies = self.env["mail.mail"].sudo().search([("id", ">", self.first_mail)])
        self.assertFalse(bodies, "a receipt leaves no mail behind")
        for model in ("mail.followers", "mail.activity"):
            found = self.env[model].sudo().search([("res_model", "=", "wohnkoord.bid")])
            self.assertFalse(found, model)

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
        bids = self.env["wohnkoord.bid"].browse(
            [bid.id for bid in self.matrix.values()]
        )
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
        bids = [self.matrix[state].sudo() for state in STATES[1:]]
        for name in ("cipher", "wrapped_key", "draft_cipher", "receipt_hash"):
            found = [bid[name] for bid in bids if bid.channel == "portal"]
            self.assertTrue(all(found), name)
            self.assertEqual(len(set(found)), len(found), name)
