# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Files of invoices: what they are, and what Odoo's own reader leaves out of them.

Both syntaxes of the European standard EN 16931 are read: UBL and CII (ZUGFeRD and
Factur-X are CII inside a PDF). The names in comments (BT-13 ...) are the standard's.
"""

from datetime import date

from lxml import etree

#: most bytes of a file, and of the XML in it
MAX_BYTES = 10 * 1024 * 1024
MAX_XML_BYTES = 5 * 1024 * 1024
#: more lines than any list of hours has; each costs time to read
MAX_LINES = 500

CII_ROOT = "CrossIndustryInvoice"
UBL_ROOTS = ("Invoice", "CreditNote")


class InvoiceFileError(ValueError):
    """A file that is not taken; ``kind``: ``empty``, ``size``, ``type``, ``broken``,
    ``doctype``, ``no_invoice`` or ``lines``."""

    def __init__(self, kind):
        super().__init__(kind)
        self.kind = kind


def kind_of_file(raw):
    """``pdf`` or ``xml``, by the content.

    :param bytes raw: the whole file
    :raise InvoiceFileError: empty, too large, or something else
    """
    if not raw:
        raise InvoiceFileError("empty")
    if len(raw) > MAX_BYTES:
        raise InvoiceFileError("size")
    if raw[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if _text_start(raw).startswith("<"):
        if len(raw) > MAX_XML_BYTES:
            raise InvoiceFileError("size")
        return "xml"
    raise InvoiceFileError("type")


def parse_invoice(raw):
    """The tree of an invoice in XML.

    Nothing outside the file is read and no entity is expanded: an invoice needs no
    document type, so one that has it is refused.

    :param bytes raw: the whole XML
    :raise InvoiceFileError: too large, broken, with a document type, no invoice
    """
    if len(raw) > MAX_XML_BYTES:
        raise InvoiceFileError("size")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        tree = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InvoiceFileError("broken") from error
    if tree.getroottree().docinfo.doctype:
        raise InvoiceFileError("doctype")
    if etree.QName(tree).localname not in (CII_ROOT, *UBL_ROOTS):
        raise InvoiceFileError("no_invoice")
    return tree


def read_facts(tree):
    """What an invoice says beside its lines' money.

    :param tree: what ``parse_invoice`` found
    :return dict: ``orders`` (texts that may name orders), ``buyer``, ``buyer_vat``,
        ``buyer_reference``, ``seller``, ``seller_vat``, ``iban``, ``preceding``
        (number of the invoice that is credited), ``date_from``, ``date_to``, ``net``,
        ``tax``, ``gross``, ``payable`` (floats or None), ``lines``: one dict per line
        with ``text`` and ``tax_rate``
    """
    read = _read_cii if etree.QName(tree).localname == CII_ROOT else _read_ubl
    facts = read(tree)
    if len(facts["lines"]) > MAX_LINES:
        raise InvoiceFileError("lines")
    days = [day for line in facts["lines"] for day in line.pop("days") if day]
    if days and not facts["date_from"]:
        facts["date_from"] = min(days)
    if days and not facts["date_to"]:
        facts["date_to"] = max(days)
    return facts


def _text_start(raw):
    """The first characters, whatever their encoding."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw[:200].decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    return raw[:200].decode("utf-8", "ignore").lstrip("\ufeff \t\r\n")


def _first(tree, *paths):
    """The first text found, without white space around it."""
    for path in paths:
        for text in tree.xpath(_any_namespace(path)):
            content = (text if isinstance(text, str) else text.text or "").strip()
            if content:
                return content
    return ""


def _all(tree, *paths):
    found = [
        (node.text or "").strip()
        for path in paths
        for node in tree.xpath(_any_namespace(path))
    ]
    return [text for text in found if text]


def _any_namespace(path):
    """An XPath that asks for local names only: ``A/B`` from the node down."""
    prefix = "." if path.startswith("//") else "./"
    steps = [f"*[local-name()='{step}']" if step else "" for step in path.split("/")]
    return prefix + "/".join(steps)


def _amount(text):
    """A number as the standard writes it, or None."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < 1e12 else None  # neither nan nor inf


def _day(text):
    """A day as UBL (2026-11-25) or CII (20261125) writes it, or None."""
    digits = text.replace("-", "")[:8]
    if len(digits) != 8 or not digits.isdigit():
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _read_ubl(tree):
    supplier = "AccountingSupplierParty/Party"
    customer = "AccountingCustomerParty/Party"
    total = "LegalMonetaryTotal"
    lines = tree.xpath(
        "./*[local-name()='InvoiceLine' or local-name()='CreditNoteLine']"
    )
    return {
        "orders": _all(
            tree,
            "OrderReference/ID",
            "OrderReference/SalesOrderID",
            "AdditionalDocumentReference/ID",
            "Note",
        ),
        "buyer": _first(
            tree,
            f"{customer}/PartyLegalEntity/RegistrationName",
            f"{customer}/PartyName/Name",
        ),
        "buyer_vat": _first(tree, f"{customer}/PartyTaxScheme/CompanyID"),
        "buyer_reference": _first(tree, "BuyerReference"),
        "seller": _first(
            tree,
            f"{supplier}/PartyLegalEntity/RegistrationName",
            f"{supplier}/PartyName/Name",
        ),
        "seller_vat": _first(tree, f"{supplier}/PartyTaxScheme/CompanyID"),
        "iban": _first(tree, "PaymentMeans/PayeeFinancialAccount/ID"),
        "preceding": _first(tree, "BillingReference/InvoiceDocumentReference/ID"),
        "date_from": _day(_first(tree, "InvoicePeriod/StartDate")),
        "date_to": _day(_first(tree, "InvoicePeriod/EndDate")),
        "net": _amount(_first(tree, f"{total}/TaxExclusiveAmount")),
        "tax": _amount(_first(tree, "TaxTotal/TaxAmount")),
        "gross": _amount(_first(tree, f"{total}/TaxInclusiveAmount")),
        "payable": _amount(_first(tree, f"{total}/PayableAmount")),
        "lines": [
            {
                "text": " ".join(
                    _all(
                        line,
                        "Note",
                        "Item/Name",
                        "Item/Description",
                        "OrderLineReference/OrderReference/ID",
                        "OrderLineReference/LineID",
                        "DocumentReference/ID",
                        "AccountingCost",
                        "Item/SellersItemIdentification/ID",
                    )
                ),
                "tax_rate": _amount(_first(line, "Item/ClassifiedTaxCategory/Percent")),
                "unit": _first_attribute(
                    line, ("InvoicedQuantity", "CreditedQuantity"), "unitCode"
                ),
                "days": [
                    _day(_first(line, "InvoicePeriod/StartDate")),
                    _day(_first(line, "InvoicePeriod/EndDate")),
                ],
            }
            for line in lines
        ],
    }


def _read_cii(tree):
    trade = "SupplyChainTradeTransaction"
    agreement = f"{trade}/ApplicableHeaderTradeAgreement"
    settlement = f"{trade}/ApplicableHeaderTradeSettlement"
    total = f"{settlement}/SpecifiedTradeSettlementHeaderMonetarySummation"
    period = f"{settlement}/BillingSpecifiedPeriod"
    line_period = "SpecifiedLineTradeSettlement/BillingSpecifiedPeriod"
    return {
        "orders": _all(
            tree,
            f"{agreement}/BuyerOrderReferencedDocument/IssuerAssignedID",
            f"{agreement}/SellerOrderReferencedDocument/IssuerAssignedID",
            f"{agreement}/AdditionalReferencedDocument/IssuerAssignedID",
            "ExchangedDocument/IncludedNote/Content",
        ),
        "buyer": _first(tree, f"{agreement}/BuyerTradeParty/Name"),
        "buyer_vat": _first(
            tree, f"{agreement}/BuyerTradeParty/SpecifiedTaxRegistration/ID"
        ),
        "buyer_reference": _first(tree, f"{agreement}/BuyerReference"),
        "seller": _first(tree, f"{agreement}/SellerTradeParty/Name"),
        "seller_vat": _cii_vat(tree, f"{agreement}/SellerTradeParty"),
        "iban": _first(
            tree,
            f"{settlement}/SpecifiedTradeSettlementPaymentMeans"
            "/PayeePartyCreditorFinancialAccount/IBANID",
        ),
        "preceding": _first(
            tree, f"{settlement}/InvoiceReferencedDocument/IssuerAssignedID"
        ),
        "date_from": _day(_first(tree, f"{period}/StartDateTime/DateTimeString")),
        "date_to": _day(_first(tree, f"{period}/EndDateTime/DateTimeString")),
        "net": _amount(_first(tree, f"{total}/TaxBasisTotalAmount")),
        "tax": _amount(_first(tree, f"{total}/TaxTotalAmount")),
        "gross": _amount(_first(tree, f"{total}/GrandTotalAmount")),
        "payable": _amount(_first(tree, f"{total}/DuePayableAmount")),
        "lines": [
            {
                "text": " ".join(
                    _all(
                        line,
                        "AssociatedDocumentLineDocument/IncludedNote/Content",
                        "SpecifiedTradeProduct/Name",
                        "SpecifiedTradeProduct/Description",
                        "SpecifiedTradeProduct/SellerAssignedID",
                        "SpecifiedLineTradeAgreement/BuyerOrderReferencedDocument"
                        "/IssuerAssignedID",
                        "SpecifiedLineTradeAgreement/BuyerOrderReferencedDocument"
                        "/LineID",
                        "SpecifiedLineTradeSettlement/AdditionalReferencedDocument"
                        "/IssuerAssignedID",
                    )
                ),
                "tax_rate": _amount(
                    _first(
                        line,
                        "SpecifiedLineTradeSettlement/ApplicableTradeTax"
                        "/RateApplicablePercent",
                    )
                ),
                "unit": _first_attribute(
                    line, ("SpecifiedLineTradeDelivery/BilledQuantity",), "unitCode"
                ),
                "days": [
                    _day(_first(line, f"{line_period}/StartDateTime/DateTimeString")),
                    _day(_first(line, f"{line_period}/EndDateTime/DateTimeString")),
                ],
            }
            for line in tree.xpath(
                _any_namespace(f"{trade}/IncludedSupplyChainTradeLineItem")
            )
        ],
    }


def _cii_vat(tree, party):
    """The VAT number (scheme VA), never the tax number (FC)."""
    for node in tree.xpath(_any_namespace(f"{party}/SpecifiedTaxRegistration/ID")):
        if node.get("schemeID") == "VA":
            return (node.text or "").strip()
    return ""


def _first_attribute(tree, paths, name):
    for path in paths:
        for node in tree.xpath(_any_namespace(path)):
            return node.get(name) or ""
    return ""
