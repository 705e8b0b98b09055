# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""A month's end: a ZUGFeRD invoice that agrees, and an XRechnung over one hour more.

The third consultant is billed by the office (``demo/contract_bill_demo.xml``).
"""

import io
from datetime import timedelta
from xml.sax.saxutils import escape

from reportlab.pdfgen.canvas import Canvas

from odoo import fields
from odoo.tools.pdf import OdooPdfFileReader, OdooPdfFileWriter

TAX = 19
UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0</cbc:CustomizationID>
<cbc:ID>{number}</cbc:ID><cbc:IssueDate>{day}</cbc:IssueDate><cbc:DueDate>{due}</cbc:DueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:OrderReference><cbc:ID>{order}</cbc:ID></cac:OrderReference>
<cac:AccountingSupplierParty><cac:Party><cac:PartyLegalEntity>
<cbc:RegistrationName>{seller}</cbc:RegistrationName>
</cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity>
<cbc:RegistrationName>{buyer}</cbc:RegistrationName>
</cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{tax}</cbc:TaxAmount></cac:TaxTotal>
<cac:LegalMonetaryTotal>
<cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount currencyID="EUR">{net}</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="EUR">{gross}</cbc:TaxInclusiveAmount>
<cbc:PayableAmount currencyID="EUR">{gross}</cbc:PayableAmount>
</cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID>
<cbc:InvoicedQuantity unitCode="HUR">{hours}</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>
<cac:Item><cbc:Name>Beratung zu {order}</cbc:Name><cac:ClassifiedTaxCategory>
<cbc:ID>S</cbc:ID><cbc:Percent>{rate_of_tax}</cbc:Percent>
</cac:ClassifiedTaxCategory></cac:Item>
<cac:Price><cbc:PriceAmount currencyID="EUR">{rate}</cbc:PriceAmount></cac:Price>
</cac:InvoiceLine></Invoice>"""
CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice
 xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocument><ram:ID>{number}</ram:ID><ram:TypeCode>380</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">{day:%Y%m%d}</udt:DateTimeString></ram:IssueDateTime>
</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
<ram:IncludedSupplyChainTradeLineItem>
<ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
<ram:SpecifiedTradeProduct><ram:Name>Beratung zu {order}</ram:Name></ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>
<ram:ChargeAmount>{rate}</ram:ChargeAmount>
</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="HUR">{hours}</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode>
<ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>{rate_of_tax}</ram:RateApplicablePercent>
</ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLineMonetarySummation>
<ram:LineTotalAmount>{net}</ram:LineTotalAmount>
</ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem>
<ram:ApplicableHeaderTradeAgreement>
<ram:SellerTradeParty><ram:Name>{seller}</ram:Name></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>{buyer}</ram:Name></ram:BuyerTradeParty>
<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>{order}</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>
</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery/>
<ram:ApplicableHeaderTradeSettlement>
<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>
<udt:DateTimeString format="102">{due:%Y%m%d}</udt:DateTimeString>
</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation>
<ram:LineTotalAmount>{net}</ram:LineTotalAmount>
<ram:TaxBasisTotalAmount>{net}</ram:TaxBasisTotalAmount>
<ram:TaxTotalAmount currencyID="EUR">{tax}</ram:TaxTotalAmount>
<ram:GrandTotalAmount>{gross}</ram:GrandTotalAmount>
<ram:DuePayableAmount>{gross}</ram:DuePayableAmount>
</ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""


def play(stage):
    """Send both invoices and read them, as the portal does."""
    agrees = stage.ref("call_off_closed_demo")
    facts = _facts(agrees, "AP-2026-041", 0)
    pdf = _pdf(facts, CII.format(**facts).encode())
    _send(agrees, "AP-2026-041.pdf", pdf)
    differs = stage.ref("call_off_full_demo")
    xml = UBL.format(**_facts(differs, "FW-118", 60))
    _send(differs, "FW-118_xrechnung.xml", xml.encode())


def _facts(order, number, more):
    """What an invoice over the approved hours says.

    :param int more: minutes too many
    """
    day = fields.Date.context_today(order)
    hours = (order.minutes_approved - order.minutes_billed + more) / 60
    net = round(hours * order.hourly_rate, 2)
    tax = round(net * TAX / 100, 2)
    return {
        "number": number,
        "day": day,
        "due": day + timedelta(days=30),
        "order": order.name,
        "seller": escape(order.commercial_partner_id.name),
        "buyer": escape(order.company_id._wohnkoord_recipients()[0]),
        "hours": f"{hours:.2f}",
        "rate": f"{order.hourly_rate:.2f}",
        "rate_of_tax": TAX,
        "net": f"{net:.2f}",
        "tax": f"{tax:.2f}",
        "gross": f"{net + tax:.2f}",
    }


def _pdf(facts, xml):
    """One page to read, with the data in it."""
    page = io.BytesIO()
    canvas = Canvas(page)
    text = canvas.beginText(72, 760)
    for line in (
        facts["seller"],
        f"Rechnung {facts['number']} vom {facts['day']:%d.%m.%Y}",
        f"An: {facts['buyer']}",
        f"Beratung zu {facts['order']}: {facts['hours']} Std. zu {facts['rate']} EUR",
        f"Netto {facts['net']} EUR, {TAX} % USt {facts['tax']} EUR",
        f"Gesamt {facts['gross']} EUR",
    ):
        text.textLine(line)
    canvas.drawText(text)
    canvas.save()
    writer = OdooPdfFileWriter()
    writer.cloneReaderDocumentRoot(OdooPdfFileReader(page, strict=False))
    writer.addAttachment("factur-x.xml", xml, subtype="text/xml")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _send(order, name, raw):
    firm = order.commercial_partner_id
    invoice, _is_new = order.env["wohnkoord.invoice"]._receive(
        order.company_id, firm, name, raw, "portal", firm.child_ids[:1]
    )
    invoice._read()
