# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""Invoices that come in and are read at the same moment: one bill, each minute once."""

import base64

import pytest
from support.burst import burst
from support.office import day

INVOICE, ENTRY, MOVE = "wohnkoord.invoice", "wohnkoord.time.entry", "account.move"
UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
<cbc:ID>{number}</cbc:ID><cbc:IssueDate>{day}</cbc:IssueDate>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:OrderReference><cbc:ID>{order}</cbc:ID></cac:OrderReference>
<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount>95.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount>113.05</cbc:TaxInclusiveAmount>
<cbc:PayableAmount>113.05</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:TaxTotal><cbc:TaxAmount>18.05</cbc:TaxAmount></cac:TaxTotal>
<cac:InvoiceLine><cbc:InvoicedQuantity unitCode="HUR">1</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount>95.00</cbc:LineExtensionAmount>
<cac:Item><cbc:Name>Beratung</cbc:Name><cac:ClassifiedTaxCategory>
<cbc:Percent>19</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
<cac:Price><cbc:PriceAmount>95.00</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
</Invoice>"""


@pytest.fixture
def order(office):
    """An order with one approved hour at 95 euros; the consultant writes the bill."""
    contract = office.make_contract(hourly_rate=95.0, self_billing=False)
    call_off = office.make_call_off(5, contract)
    # not yesterday, whose 24 hours other tests need
    office.make_entry(call_off, 60, state="approved", offset=-12)
    return call_off


def upload(office, order, number):
    """What the office does with a file that came by post."""
    call_off = office.adviser.read("wohnkoord.call.off", order, "name", "contract_id")
    contract = office.adviser.read(
        "wohnkoord.contract", call_off["contract_id"], "partner_id"
    )
    xml = UBL.format(number=number, day=day(0), order=call_off["name"])
    vals = {
        "file": base64.b64encode(xml.encode()).decode(),
        "file_name": f"{number}.xml",
        "partner_id": contract["partner_id"],
    }
    return lambda client: client.create(INVOICE, vals)


def read_the_rest(office, invoices):
    """Whoever lost a race is read again, as the hourly job does."""
    for _try in range(10):
        left = office.adviser.search(
            INVOICE, [("id", "in", invoices), ("state", "=", "new")]
        )
        if not left:
            return
        for invoice in left:
            office.adviser.do(INVOICE, [invoice], "action_read")


@pytest.mark.parametrize("writers", [2, 10])
def test_same_file_at_once(office, order, balanced, writers):
    job = upload(office, order, office.name("R"))
    outcomes = burst([(office.adviser, job)] * writers, writers)
    outcomes.assert_readable()
    assert len(outcomes.accepted) == 1


@pytest.mark.parametrize("writers", [2, 10])
def test_many_invoices_over_one_hour(office, order, balanced, writers):
    jobs = [
        (office.adviser, upload(office, order, f"{office.name('R')}-{number}"))
        for number in range(writers)
    ]
    outcomes = burst(jobs, writers)
    outcomes.assert_readable()
    invoices = office.adviser.search(INVOICE, [("call_off_id", "=", False)])
    read_the_rest(office, invoices)
    billed = office.adviser.read("wohnkoord.call.off", order, "minutes_billed")
    assert billed["minutes_billed"] == 60
    bills = office.adviser.search(
        MOVE, [("line_ids.wohnkoord_call_off_id", "=", order)]
    )
    assert len(bills) == 1
