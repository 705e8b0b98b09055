# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
from odoo import api, models
from odoo.tools import split_every

from .procedure_ocds_package import BATCH

#: tables of one procedure and their columns; documented, so they stay
COLUMNS = {
    "procedures": "ocid number title status method published questions_until deadline"
    " lots bids valid_bids awards contracts url",
    "lots": "ocid lot title status address postal_code city area_m2 latitude longitude"
    " price currency description",
    "criteria": "ocid lot type name weight weight_kind points_min description",
    "bids": "ocid measure value date",
    "awards": "ocid award lot status date group_name amount currency description",
    "contracts": "ocid contract award title status signed from until amount currency",
}


class Procedure(models.Model):
    """The same open data as tables: made from the releases, so there is one gate."""

    _inherit = "wohnkoord.procedure"

    @api.model
    def _ocds_csv_columns(self, table):
        return COLUMNS[table].split()

    @api.model
    def _ocds_csv_all(self, office):
        """One row per procedure, newest first, read in batches."""
        ids = self.search(self._ocds_public_domain(office), order="id desc").ids
        base_url = office._wohnkoord_base_url()
        for batch in split_every(BATCH, ids):
            for procedure, releases in self._ocds_batch(batch):
                data = procedure._ocds_compiled(releases[-1])
                yield _procedure_row(data, base_url + procedure._public_url())
            self.env.invalidate_all(flush=False)

    def _ocds_compiled(self, release):
        return {"ocid": self._ocds_ocid(), **release._compiled()}

    def _ocds_csv_table(self, table):
        """The rows of one table of one procedure, as dicts."""
        last = self.ocds_release_ids.sorted("number")[-1]
        data = self._ocds_compiled(last)
        rows = _TABLES[table](data)
        return [{"ocid": data["ocid"], **row} for row in rows]


def _procedure_row(data, url):
    tender = data["tender"]
    figures = {s["id"]: s["value"] for s in data.get("bids", {}).get("statistics", ())}
    return {
        "ocid": data["ocid"],
        "number": tender["id"],
        "title": tender["title"],
        "status": tender["status"],
        "method": tender.get("procurementMethodDetails"),
        "published": tender["tenderPeriod"].get("startDate"),
        "questions_until": tender.get("enquiryPeriod", {}).get("endDate"),
        "deadline": tender["tenderPeriod"].get("endDate"),
        "lots": len(tender.get("lots", ())),
        "bids": figures.get("bids"),
        "valid_bids": figures.get("validBids"),
        "awards": sum(a["status"] == "active" for a in data.get("awards", ())),
        "contracts": sum(c["status"] == "active" for c in data.get("contracts", ())),
        "url": url,
    }


def _lot_rows(data):
    items = {item.get("relatedLot"): item for item in data["tender"].get("items", ())}
    for lot in data["tender"].get("lots", ()):
        item = items.get(lot["id"], {})
        address = item.get("deliveryAddress", {})
        place = item.get("deliveryLocation", {}).get("geometry", {})
        longitude, latitude = place.get("coordinates", (None, None))
        yield {
            "lot": lot["id"],
            "title": lot.get("title"),
            "status": lot.get("status"),
            "address": address.get("streetAddress"),
            "postal_code": address.get("postalCode"),
            "city": address.get("locality"),
            "area_m2": item.get("quantity"),
            "latitude": latitude,
            "longitude": longitude,
            **_money(lot.get("value"), "price"),
            "description": lot.get("description"),
        }


def _criterion_rows(data):
    for lot in data["tender"].get("lots", ()):
        for criterion in lot.get("awardCriteria", {}).get("criteria", ()):
            numbers = criterion.get("numbers", ())
            weight = next((n for n in numbers if "weight" in n), {})
            least = next((n for n in numbers if "threshold" in n), {})
            yield {
                "lot": lot["id"],
                "type": criterion.get("type"),
                "name": criterion.get("name"),
                "weight": weight.get("number"),
                "weight_kind": weight.get("weight"),
                "points_min": least.get("number"),
                "description": criterion.get("description"),
            }


def _bid_rows(data):
    for row in data.get("bids", {}).get("statistics", ()):
        yield {name: row.get(name) for name in ("measure", "value", "date")}


def _award_rows(data):
    for award in data.get("awards", ()):
        yield {
            "award": award["id"],
            "lot": next(iter(award.get("relatedLots", ())), None),
            "status": award["status"],
            "date": award.get("date"),
            "group_name": next((s["name"] for s in award.get("suppliers", ())), None),
            **_money(award.get("value")),
            "description": award.get("description"),
        }


def _contract_rows(data):
    for contract in data.get("contracts", ()):
        yield {
            "contract": contract["id"],
            "award": contract["awardID"],
            "title": contract.get("title"),
            "status": contract["status"],
            "signed": contract.get("dateSigned"),
            "from": contract.get("period", {}).get("startDate"),
            "until": contract.get("period", {}).get("endDate"),
            **_money(contract.get("value")),
        }


def _money(value, name="amount"):
    value = value or {}
    return {name: value.get("amount"), "currency": value.get("currency")}


_TABLES = {
    "lots": _lot_rows,
    "criteria": _criterion_rows,
    "bids": _bid_rows,
    "awards": _award_rows,
    "contracts": _contract_rows,
}
