# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from odoo.addons.account.models.account_document_import_mixin import (
    extract_pdf_embedded_files,
)

from ..tools.invoice_file import InvoiceFileError, parse_invoice, read_facts
from ..tools.upload import clean_name

_logger = logging.getLogger(__name__)

#: a file that stopped the server this often is not opened again by itself
MOST_ATTEMPTS = 3
CRON = "wohnkoord_odoo.ir_cron_read_invoices"


class Invoice(models.Model):
    """Reading the file: Odoo's own reader, on a bill that is rolled back.

    Its import commits in the middle of the transaction and makes partners and bank
    accounts that it does not know. So its decoder runs here without the import around
    it, on a draft inside a savepoint that never stays; what it read is kept as plain
    values. The partner is always the contract's.
    """

    _inherit = "wohnkoord.invoice"

    read_facts = fields.Json(readonly=True, copy=False)

    def _has_data(self):
        """Whether the file holds data that are read, not typed."""
        return self.file_kind in ("xml", "zugferd")

    # -- when -------------------------------------------------------------------------------

    def _read_after_commit(self):
        """Read once the files are safely kept; the cron reads what is left over."""
        cron = self.env.ref(CRON, raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()
        registry, invoice_ids, lang = self.env.registry, self.ids, self.env.lang

        def read():
            self._read_apart(registry, invoice_ids, lang)

        self.env.cr.postcommit.add(read)

    @api.model
    def _read_apart(self, registry, invoice_ids, lang=None):
        """Read in transactions of their own; a failure leaves "not read yet"."""
        for invoice_id in invoice_ids:
            try:
                for step in ("_count_attempt", "_read"):
                    with registry.cursor() as cr:
                        env = api.Environment(cr, SUPERUSER_ID, {"lang": lang})
                        getattr(env[self._name].browse(invoice_id), step)()
            except Exception:
                _logger.exception("Reading the invoice %s failed", invoice_id)

    @api.model
    def _cron_read(self):
        """Read what a crash or a lost race left over."""
        waiting = self.search(
            [("state", "=", "new"), ("attempts", "<", MOST_ATTEMPTS)], order="id"
        )
        self._read_apart(self.env.registry, waiting.ids, self.env.lang)
        given_up = self.search(
            [("state", "=", "new"), ("attempts", ">=", MOST_ATTEMPTS)]
        )
        for invoice in given_up:
            invoice._set_unreadable("crash")

    def _count_attempt(self):
        """Count before the file is opened: a file may stop the whole server."""
        for invoice in self.exists():
            if invoice.state == "new":
                invoice._write_guarded({"attempts": invoice.attempts + 1})

    # -- what ---------------------------------------------------------------------------------

    def _read(self):
        """Read each file, then compare what it says with the approved hours."""
        for invoice in self.exists():
            if not invoice.try_lock_for_update():
                continue  # another process is reading it
            if invoice.state != "new" and not (
                invoice.state == "incomplete" and invoice.problem
            ):
                continue
            invoice.with_company(invoice.company_id)._read_one()

    def _read_one(self):
        raw = self._raw()
        try:
            name, content = self._find_xml(raw)
            tree = parse_invoice(content) if content else None
            facts = read_facts(tree) if content else None
        except InvoiceFileError as error:
            self._set_unreadable(error.kind)
            return
        if tree is None:
            self._write_guarded({"state": "incomplete", "problem": False})
            return
        document = self._decode(name, content, tree)
        if document is None:
            self._set_unreadable("format")
            return
        if self._duplicates(document["number"]):
            self._return_duplicate(document["number"])
            self._keep_read(document, facts)
            self._mail_return()
            return
        self._keep_read(document, facts)
        self._compare()

    def _return_duplicate(self, number):
        """Send a second invoice with the same number back before its data are kept."""
        self._write_guarded(
            {
                "state": "returned",
                "date_returned": fields.Datetime.now(),
                "return_reason": self.with_context(
                    lang=self.partner_id.lang or self.env.lang
                )._words_duplicate({"number": number}),
            }
        )
        self.flush_recordset()  # its number is not taken from here on

    def _find_xml(self, raw):
        """The XML of the invoice: the file itself, or inside the PDF.

        :return: name and content; the content of a PDF without data is empty
        """
        if self.file_kind == "xml":
            return self.file_name, raw
        embedded = extract_pdf_embedded_files(self.file_name, raw)
        invoices = []
        for name, content in embedded:
            if not str(name).lower().endswith(".xml"):
                continue
            try:
                parse_invoice(content)
            except InvoiceFileError as error:
                if error.kind != "no_invoice":
                    raise
            else:
                invoices.append((clean_name(str(name)), content))
        if not invoices:
            return self.file_name, b""
        if len(invoices) > 1:
            raise InvoiceFileError("several")
        if self.file_kind != "zugferd":
            self._write_guarded({"file_kind": "zugferd"})
        return invoices[0]

    def _decode(self, name, content, tree):
        """What Odoo's decoder makes of the invoice; nothing of it stays.

        :return: plain values, or None where it is no format that Odoo reads
        """
        savepoint = self.env.cr.savepoint()
        try:
            move = self._draft_for_reading()
            file_data = {
                "name": name,
                "raw": content,
                "mimetype": "application/xml",
                "attachment": None,
                "origin_attachment": self.env["ir.attachment"],
                "xml_tree": tree,
            }
            file_data["import_file_type"] = move._get_import_file_type(file_data)
            decoder = move._get_edi_decoder(file_data, new=True)
            if not decoder or decoder["decoder"](move, file_data, True):
                return None
            self.env.flush_all()
            return self._decoded(move)
        except (ConcurrencyError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            raise
        except Exception as error:
            _logger.info("Invoice %s is not read: %s", self.id, error)
            return None
        finally:
            savepoint.close(rollback=True)

    def _draft_for_reading(self):
        contract = self._contracts()[:1]
        return (
            self.env["account.move"]
            .with_context(
                mail_create_nosubscribe=True,
                mail_create_nolog=True,
                tracking_disable=True,
                skip_is_manually_modified=True,
                disable_attachment_import=True,
            )
            .create(
                {
                    "move_type": "in_invoice",
                    "journal_id": contract._bill_journal().id,
                    "company_id": self.company_id.id,
                }
            )
        )

    def _decoded(self, move):
        """Plain values of the bill that the decoder filled."""
        return {
            "kind": "credit_note" if move.move_type == "in_refund" else "invoice",
            "number": (move.ref or "").strip(),
            "invoice_date": move.invoice_date,
            "date_due": move.invoice_date_due,
            "origin": move.invoice_origin or "",
            "currency": move.currency_id.id,
            "net": move.amount_untaxed,
            "tax": move.amount_tax,
            "gross": move.amount_total,
            "lines": [
                {
                    "name": " ".join((line.name or "").split()),
                    "quantity": line.quantity,
                    "price_unit": line.price_unit * (1 - line.discount / 100),
                    "amount": line.price_subtotal,
                    "tax_rate": sum(line.tax_ids.mapped("amount")),
                    "unit": line.product_uom_id.id,
                }
                for line in move.invoice_line_ids
                if line.display_type == "product"
            ],
        }

    def _keep_read(self, document, facts):
        """Store what was read; numbers of the file itself come before computed ones."""
        date_from, date_to = _period_of_work(facts, document["invoice_date"])
        self._write_guarded(
            {
                "kind": document["kind"],
                "problem": False,
                "number": document["number"] or False,
                "invoice_date": document["invoice_date"],
                "date_due": document["date_due"],
                "date_from": date_from,
                "date_to": date_to,
                "order_text": " ".join(
                    dict.fromkeys([document["origin"], *facts["orders"]])
                )[:500],
                "buyer": facts["buyer"],
                "seller": facts["seller"],
                "iban": facts["iban"],
                "preceding": facts["preceding"],
                "net": _given(facts["net"], document["net"]),
                "tax": _given(facts["tax"], document["tax"]),
                "gross": _given(facts["gross"], document["gross"]),
                "read_facts": {
                    "currency": document["currency"],
                    "payable": facts["payable"],
                    "buyer_vat": facts["buyer_vat"],
                    "buyer_reference": facts["buyer_reference"],
                    "seller_vat": facts["seller_vat"],
                },
            }
        )
        self.line_ids.unlink()
        self.env["wohnkoord.invoice.line"].create(self._prepare_lines(document, facts))

    def _prepare_lines(self, document, facts):
        """Lines of the decoder with the texts of the file, where they go together."""
        hour = self.env.ref("uom.product_uom_hour").id
        texts = facts["lines"]
        if len(texts) != len(document["lines"]):  # charges have lines of their own
            texts = [{}] * len(document["lines"])
        return [
            {
                "invoice_id": self.id,
                "sequence": number,
                "name": line["name"][:200],
                "reference": f"{line['name']} {text.get('text', '')}"[:500],
                "quantity": line["quantity"],
                "in_hours": text.get("unit") == "HUR" or line["unit"] == hour,
                "price_unit": line["price_unit"],
                "amount": line["amount"],
                "tax_rate": _given(text.get("tax_rate"), line["tax_rate"]),
            }
            for number, (line, text) in enumerate(
                zip(document["lines"], texts, strict=True), start=1
            )
        ]

    def _set_unreadable(self, kind):
        self._write_guarded({"state": "incomplete", "problem": kind})


def _period_of_work(facts, invoice_date):
    """First and last day as the invoice says it, or nothing.

    Work is billed after it is done: Odoo itself writes the days from the invoice to
    its due date as "period", which are none of work.
    """
    first = facts["date_from"] or facts["date_to"]
    last = facts["date_to"] or facts["date_from"]
    if not first or first > last or (invoice_date and first >= invoice_date):
        return False, False
    return first, last


def _given(value, otherwise):
    return otherwise if value is None else value
