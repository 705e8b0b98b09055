# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.invoice_file import InvoiceFileError, kind_of_file
from ..tools.upload import clean_name

OFFICE = "wohnkoord_odoo.group_user"
#: an invoice in these states stands; its number and its file are taken
STANDING = ("new", "incomplete", "differs", "billed")


class Invoice(models.Model):
    """An invoice that a consultant wrote, as it came in.

    The file is kept first, with its hash, in a transaction of its own; only then is it
    read (``contract_invoice_read.py``), compared with the approved hours and, where all
    of it agrees, turned into a draft bill (``contract_invoice_match.py``). A crash in
    between leaves it "not read yet"; reading it again makes no second bill.
    """

    _name = "wohnkoord.invoice"
    _inherit = [
        "wohnkoord.guarded.mixin",
        "wohnkoord.quiet.mixin",
        "mail.activity.mixin",
    ]
    _description = "Consultant's Invoice"
    _order = "date_received desc, id desc"
    _rec_names_search = ["number", "file_name", "partner_id.name"]
    _check_company_auto = True

    _initial_state = "new"
    _state_actions = {"withdrawn": "action_withdraw"}
    _reason_actions = ("action_return",)
    #: what a person types where a file holds no data that can be read
    _typed_fields = (
        "number",
        "invoice_date",
        "date_from",
        "date_to",
        "net",
        "tax_rate",
        "call_off_id",
    )
    #: given once, when the invoice comes in
    _given_fields = ("file", "file_name", "partner_id", "company_id")
    _guarded_fields = (
        "file_hash",
        "file_kind",
        "source",
        "uploaded_by_id",
        "date_received",
        "attempts",
        "problem",
        "number_key",
        "kind",
        "date_due",
        "tax",
        "gross",
        "buyer",
        "seller",
        "iban",
        "order_text",
        "preceding",
        "contract_id",
        "bill_id",
        "entry_ids",
        "differences",
        "read_facts",
        "return_reason",
        "returned_by_id",
        "date_returned",
    )

    # -- how it came in ------------------------------------------------------------------

    company_id = fields.Many2one(
        "res.company",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        "Consultant",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('parent_id', '=', False), ('wohnkoord_contract_ids', '!=', False)]",
    )
    file = fields.Binary(required=True, attachment=True, copy=False)
    file_name = fields.Char(required=True)
    file_hash = fields.Char(readonly=True, copy=False)
    file_kind = fields.Selection(
        [("xml", "XML"), ("pdf", "PDF"), ("zugferd", "PDF with data (ZUGFeRD)")],
        "Format",
        readonly=True,
        copy=False,
    )
    source = fields.Selection(
        [("office", "Office"), ("portal", "Portal"), ("mail", "Mail")],
        required=True,
        readonly=True,
        default="office",
    )
    uploaded_by_id = fields.Many2one(
        "res.partner", "Sent by", readonly=True, ondelete="restrict"
    )
    date_received = fields.Datetime(
        "Received on", required=True, readonly=True, default=fields.Datetime.now
    )
    attempts = fields.Integer(readonly=True, copy=False)
    problem = fields.Char("Problem (code)", readonly=True, copy=False)

    # -- what it says ------------------------------------------------------------------------

    kind = fields.Selection(
        [("invoice", "Invoice"), ("credit_note", "Credit Note")],
        required=True,
        readonly=True,
        default="invoice",
    )
    number = fields.Char("Invoice Number", copy=False, index="trigram")
    number_key = fields.Char(
        compute="_compute_number_key", store=True, copy=False, readonly=True
    )
    invoice_date = fields.Date(copy=False)
    date_due = fields.Date("Due Date", readonly=True, copy=False)
    date_from = fields.Date(
        "Hours from",
        copy=False,
        help="First day of the hours that the invoice is about.",
    )
    date_to = fields.Date(
        "Hours until",
        copy=False,
        help="Last day of the hours that the invoice is about.",
    )
    net = fields.Monetary(
        copy=False, help="Sum without VAT, as it stands on the invoice."
    )
    tax_rate = fields.Float(
        "Tax Rate (%)",
        copy=False,
        aggregator=None,
        help="0 for a small business (§ 19 UStG).",
    )
    tax = fields.Monetary(readonly=True, copy=False)
    gross = fields.Monetary(readonly=True, copy=False)
    buyer = fields.Char("Addressed to", readonly=True, copy=False)
    seller = fields.Char("Seller as on the Invoice", readonly=True, copy=False)
    iban = fields.Char(
        "Account as on the Invoice",
        readonly=True,
        copy=False,
        help="Taken over only if it is among the accounts of the consultant's contact.",
    )
    order_text = fields.Char("Order as on the Invoice", readonly=True, copy=False)
    preceding = fields.Char("Corrects the Invoice", readonly=True, copy=False)
    line_ids = fields.One2many("wohnkoord.invoice.line", "invoice_id", readonly=True)

    # -- what became of it --------------------------------------------------------------------

    state = fields.Selection(
        [
            ("new", "Not read yet"),
            ("incomplete", "Data missing"),
            ("differs", "Differences"),
            ("billed", "Bill made"),
            ("returned", "Returned"),
            ("withdrawn", "Taken Back"),
        ],
        required=True,
        default="new",
        index=True,
        copy=False,
        tracking=True,
    )
    contract_id = fields.Many2one(
        "wohnkoord.contract",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    call_off_id = fields.Many2one(
        "wohnkoord.call.off",
        "Order",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('commercial_partner_id', '=', partner_id), ('state', '!=', 'draft')]",
        help="Only where the file names none: the order that the hours belong to.",
    )
    entry_ids = fields.Many2many(
        "wohnkoord.time.entry",
        "wohnkoord_invoice_entry_rel",
        string="Chosen Hours",
        readonly=True,
        copy=False,
        groups=OFFICE,
        help="Chosen by hand, where the invoice itself does not lead to them.",
    )
    bill_id = fields.Many2one(
        "account.move",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    differences = fields.Json("Differences (codes)", readonly=True, copy=False)
    return_reason = fields.Text(
        readonly=True, copy=False, help="The consultant reads this in the portal."
    )
    returned_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    date_returned = fields.Datetime("Returned on", readonly=True, copy=False)

    _one_number = models.UniqueIndex(
        "(company_id, partner_id, number_key) WHERE number_key IS NOT NULL"
        " AND state IN ('new', 'incomplete', 'differs', 'billed')",
        "An invoice with this number of the same consultant is here already.",
    )
    _one_file = models.UniqueIndex(
        "(company_id, partner_id, file_hash)"
        " WHERE state IN ('new', 'incomplete', 'differs', 'billed')",
        "This file is here already.",
    )
    _one_bill = models.UniqueIndex(
        "(bill_id) WHERE bill_id IS NOT NULL", "A bill stands for one invoice."
    )
    _returned_check = models.Constraint(
        "CHECK (state != 'returned' OR return_reason IS NOT NULL)",
        "A returned invoice has a reason.",
    )
    _billed_check = models.Constraint(
        "CHECK (state = 'billed' OR bill_id IS NULL)",
        "Only an invoice that became a bill has one.",
    )

    @api.depends("number")
    def _compute_number_key(self):
        """The number without what people write differently: case and white space."""
        for invoice in self:
            key = "".join((invoice.number or "").split()).lower()
            invoice.number_key = key or False

    @api.depends("number", "file_name", "partner_id.name")
    def _compute_display_name(self):
        for invoice in self:
            parts = (invoice.number or invoice.file_name, invoice.partner_id.name)
            invoice.display_name = ", ".join(part for part in parts if part)

    @api.constrains("partner_id")
    def _check_consultant(self):
        for invoice in self:
            if not invoice._contracts():
                raise ValidationError(
                    self.env._(
                        "%(name)s has no contract with this office.",
                        name=invoice.partner_id.name,
                    )
                )

    @api.constrains("call_off_id", "partner_id")
    def _check_call_off(self):
        for invoice in self.filtered("call_off_id"):
            if invoice.call_off_id.sudo().commercial_partner_id != invoice.partner_id:
                raise ValidationError(
                    self.env._("This order is not one of the consultant's.")
                )

    @api.constrains("date_from", "date_to", "net", "tax_rate")
    def _check_typed(self):
        for invoice in self:
            if (
                invoice.date_from
                and invoice.date_to
                and invoice.date_from > invoice.date_to
            ):
                raise ValidationError(self.env._("The end is before the start."))
            if not 0 <= invoice.tax_rate <= 100:
                raise ValidationError(
                    self.env._("A tax rate lies between 0 and 100 per cent.")
                )

    # -- coming in -----------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            if set(vals) & set(self._typed_fields):
                raise UserError(
                    self.env._("The data of an invoice come after its file.")
                )
        invoices = super().create([self._clean_new(vals) for vals in vals_list])
        for invoice in invoices:
            invoice._keep_hash()
        invoices._read_after_commit()
        return invoices

    def write(self, vals):
        if set(vals) & set(self._given_fields):
            raise UserError(
                self.env._("File, consultant and office of an invoice are fixed.")
            )
        if not set(vals) & set(self._typed_fields):
            return super().write(vals)
        self._check_may_type()
        result = super().write(vals)
        for invoice in self:
            tax = invoice.currency_id.round(invoice.net * invoice.tax_rate / 100)
            invoice._write_guarded({"tax": tax, "gross": invoice.net + tax})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("An invoice that came in is evidence and is not deleted.")
        )

    @api.model
    def _receive(self, company, partner, name, raw, source, sender=None):
        """Keep a file; the way in for portal and mail.

        The same file twice is one invoice: while it stands, it is returned as it is, so
        that a request that is tried again makes no second one.

        :param company: the office
        :param partner: the consultant's firm, one of the office's contracts
        :param str name: as the sender's machine calls the file
        :param bytes raw: the whole file
        :param str source: ``portal`` or ``mail``
        :param sender: the person, a partner
        :return: the invoice, and whether it is new
        :raise InvoiceFileError: no PDF or XML, empty, or too large
        """
        kind_of_file(raw)
        known = self.search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "=", partner.id),
                ("file_hash", "=", hashlib.sha256(raw).hexdigest()),
                ("state", "in", STANDING),
            ],
            limit=1,
        )
        if known:
            return known, False
        invoice = self.with_company(company)._create_received(
            {
                "company_id": company.id,
                "partner_id": partner.id,
                "file": base64.b64encode(raw),
                "file_name": clean_name(name) or "invoice",
                "source": source,
                "uploaded_by_id": sender.id if sender else False,
            }
        )
        return invoice, True

    @api.model
    def _create_received(self, vals):
        invoice = self._create_guarded([{**vals, "state": "new"}])
        invoice._keep_hash()
        invoice._read_after_commit()
        return invoice

    @api.model
    def _clean_new(self, vals):
        return {**vals, "file_name": clean_name(vals.get("file_name")) or "invoice"}

    def _keep_hash(self):
        raw = self._raw()
        try:
            kind = kind_of_file(raw)
        except InvoiceFileError as error:
            raise UserError(self._explain_file(error.kind)) from error
        self._write_guarded(
            {"file_hash": hashlib.sha256(raw).hexdigest(), "file_kind": kind}
        )

    def _raw(self):
        """The file as it came in."""
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).file or b"")
