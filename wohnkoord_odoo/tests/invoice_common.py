# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import io
from datetime import timedelta

from odoo import Command
from odoo.tools.pdf import OdooPdfFileWriter

from .bill_common import BillMixin
from .common import WohnkoordCase

VAT = "DE257486969"
IBAN = "DE48500105176424548921"


class InvoiceMixin:
    """Invoices that a consultant writes, made by Odoo's own builders.

    The consultant's bookkeeping is a company that is thrown away after the test; its
    sales invoices become UBL (XRechnung), CII and ZUGFeRD.
    """

    vat, iban = VAT, IBAN

    @classmethod
    def _set_up_invoices(cls):
        cls.contract.self_billing = False
        cls.firm.write({"vat": VAT, "street": "Probeweg 1", "city": "Probestadt"})
        cls.firm.zip = "01234"
        cls.env["res.partner.bank"].create(
            {"acc_number": IBAN, "partner_id": cls.firm.id}
        )
        cls.seller = cls._make_books()

    @classmethod
    def _make_books(cls):
        """A company with the firm's name that writes sales invoices."""
        germany = cls.env.ref("base.de")
        company = cls.env["res.company"].create(
            {
                "name": cls.firm.name,
                "country_id": germany.id,
                "currency_id": cls.euro.id,
                "vat": cls.vat,
                "street": "Probeweg 1",
                "zip": "01234",
                "city": "Probestadt",
                "email": "firm@example.org",
                "phone": "+49 351 1234567",
            }
        )
        env = cls.env(context={**cls.env.context, "allowed_company_ids": company.ids})
        Account = env["account.account"]
        accounts = {
            kind: Account.create({"code": code, "name": kind, "account_type": kind})
            for code, kind in (("8400", "income"), ("1400", "asset_receivable"))
        }
        group = env["account.tax.group"].create(
            {"name": "Probe", "company_id": company.id, "country_id": germany.id}
        )
        cls.sales_taxes = {
            rate: env["account.tax"].create(
                {
                    "name": f"{rate} %",
                    "amount": rate,
                    "type_tax_use": "sale",
                    "country_id": germany.id,
                    "company_id": company.id,
                    "tax_group_id": group.id,
                    "ubl_cii_tax_category_code": "S" if rate else "E",
                    "ubl_cii_tax_exemption_reason_code": False
                    if rate
                    else "VATEX-EU-132",
                }
            )
            for rate in (0, 7, 19)
        }
        env["account.journal"].create(
            {
                "name": "Ausgang",
                "code": "AR",
                "type": "sale",
                "company_id": company.id,
                "default_account_id": accounts["income"].id,
            }
        )
        cls.receivable = accounts["asset_receivable"]
        bank = env["res.partner.bank"].create(
            {"acc_number": cls.iban, "partner_id": company.partner_id.id}
        )
        cls.sales_bank = bank
        return company

    @classmethod
    def _sell(
        cls, *lines, kind="out_invoice", origin=None, tax=19, number=None, **values
    ):
        """A posted sales invoice of the firm to the office.

        :param lines: text, hours and rate of each line
        """
        env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.seller.ids}
        )
        buyer = env["res.partner"].create(
            {
                "name": values.pop("buyer", cls.company.name),
                "is_company": True,
                "street": "Amtsweg 1",
                "zip": "01067",
                "city": "Probestadt",
                "country_id": env.ref("base.de").id,
                "email": "office@example.org",
                "property_account_receivable_id": cls.receivable.id,
            }
        )
        move = env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": buyer.id,
                "invoice_date": cls.today,
                "delivery_date": cls.today,
                "partner_bank_id": cls.sales_bank.id,
                "ref": origin or cls.call_off.name,
                "name": number or "/",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": text,
                            "quantity": hours,
                            "price_unit": rate,
                            "product_uom_id": env.ref("uom.product_uom_hour").id,
                            "tax_ids": [Command.set(cls.sales_taxes[tax].ids)],
                        }
                    )
                    for text, hours, rate in lines
                ],
                **values,
            }
        )
        move.action_post()
        return move

    @classmethod
    def _ubl(cls, *lines, **values):
        """The bytes of an XRechnung over these lines."""
        move = cls._sell(*lines, **values)
        return move.env["account.edi.xml.ubl_de"]._export_invoice(move)[0]

    @classmethod
    def _cii(cls, *lines, **values):
        move = cls._sell(*lines, **values)
        return move.env["account.edi.xml.cii"]._export_invoice(move)[0]

    @classmethod
    def _pdf(cls, xml=None, name="factur-x.xml"):
        """A PDF of one empty page, with the XML in it where given."""
        writer = OdooPdfFileWriter()
        writer.add_blank_page(200, 200)
        if xml:
            writer.addAttachment(name, xml, subtype="text/xml")
        buffer = io.BytesIO()
        writer.write(buffer)
        return buffer.getvalue()

    @classmethod
    def _zugferd(cls, *lines, **values):
        return cls._pdf(cls._cii(*lines, **values))

    @classmethod
    def _receive(cls, raw, name="invoice.xml", read=True, **values):
        """Keep a file as the portal does, and read it.

        :return: the invoice as superuser
        """
        invoice, _is_new = cls.env["wohnkoord.invoice"]._receive(
            cls.company,
            values.get("partner", cls.firm),
            name,
            raw,
            "portal",
            cls.consultant.partner_id,
        )
        if read:
            invoice._read()
        return invoice

    def assertCodes(self, invoice, *codes):
        """Exactly these differences keep the invoice from becoming a bill."""
        rows = [row for row in invoice.differences or [] if row.get("blocks", True)]
        self.assertEqual(sorted(row["code"] for row in rows), sorted(codes), rows)
        self.assertEqual(len(invoice._difference_texts()), len(codes))


class InvoiceCase(InvoiceMixin, BillMixin, WohnkoordCase):
    """See ``InvoiceMixin``; ``call_off`` has 20 hours at 95 euros."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_bills()
        cls._set_up_invoices()
        cls.period_start = cls.today - timedelta(days=60)

    def tearDown(self):
        self.assertBalanced()
        super().tearDown()
