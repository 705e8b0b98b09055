# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
import mimetypes
from decimal import Decimal

from odoo import models
from odoo.fields import Datetime

#: kinds of documents in the standard's words
DOCUMENT_TYPES = {
    "plan": "technicalSpecifications",
    "criteria": "evaluationCriteria",
    "contract": "contractDraft",
}
MILESTONE_TYPES = {"jury": "assessment", "council": "approval", "opening": "assessment"}
CATEGORIES = {"sale": "propertySale", "leasehold": "propertyLease"}
TENDER_STATUS = {
    "published": "active",
    "cancelled": "cancelled",
    "unsuccessful": "unsuccessful",
}


class Procedure(models.Model):
    """What is on offer, and by which rules, as open data: the version in force."""

    _inherit = "wohnkoord.procedure"

    def _ocds_buyer(self):
        """The city: in a sale it is the seller, for which the standard has no word."""
        return {
            "id": f"office-{self.company_id.id}",
            "name": self.company_id.name,
        }

    def _ocds_tender(self, content, act):
        facts, office = content.get("facts", {}), self._ocds_buyer()
        url = self.company_id._wohnkoord_base_url()
        lots = content["lots"]
        enquiries = self._ocds_enquiries()
        tenures = sorted({lot["tenure"] for lot in lots})
        is_fixed = all(lot["price_model"] == "fixed" for lot in lots)
        tender = {
            "id": facts.get("reference") or self._ocds_number(),
            "title": content["name"],
            "description": "\n\n".join(
                filter(None, [facts.get("aim"), facts.get("description")])
            ),
            "status": TENDER_STATUS.get(self.state, "complete"),
            "procuringEntity": office,
            "procurementMethod": "open",
            "procurementMethodDetails": self._ocds_method(tenures),
            "additionalProcurementCategories": [CATEGORIES[t] for t in tenures],
            "awardCriteria": "qualityOnly" if is_fixed else "ratedCriteria",
            "awardCriteriaDetails": self._public_resolution(facts),
            "eligibilityCriteria": "\n".join(
                r["name"] for r in content["requirements"]
            ),
            "submissionMethod": ["electronicSubmission"],
            "submissionMethodDetails": f"{url}/my/procedures",
            "tenderPeriod": {
                "startDate": self._ocds_date(self.date_published),
                "endDate": self._ocds_date(content["deadline"]),
            },
            "hasEnquiries": bool(enquiries),
            "enquiries": enquiries,
            "documents": self._ocds_documents(url, act),
            "milestones": self._ocds_milestones(content, act),
            "amendments": self._ocds_amendments(act),
            "items": [self._ocds_item(lot) for lot in lots],
            "lots": [self._ocds_lot(lot, content) for lot in lots],
        }
        if content["questions_until"]:
            tender["enquiryPeriod"] = {
                "startDate": self._ocds_date(self.date_published),
                "endDate": self._ocds_date(content["questions_until"]),
            }
        if act["is_opened"]:
            tender |= self._ocds_opening(act)
        return tender

    def _ocds_method(self, tenures):
        names = {
            "sale": self.env._("Concept award, sale by the city"),
            "leasehold": self.env._("Concept award, leasehold granted by the city"),
        }
        return "; ".join(names[tenure] for tenure in tenures)

    def _ocds_opening(self, act):
        """When the bids were opened, and how many there were: known from then on."""
        date = act["before"].get("tender", {}).get("bidOpening", {}).get("date")
        opened = self.opening_ids[:1].date or act["moment"]
        return {
            "numberOfTenderers": len(self._ocds_counted_bids().initiative_id),
            "bidOpening": {"date": date or self._ocds_date(opened)},
        }

    # -- parts ---------------------------------------------------------------------------

    def _ocds_enquiries(self):
        """Questions and answers; who asked is nobody's business."""
        return [
            {
                "id": str(question["number"]),
                "date": self._ocds_date(question["date"]),
                "description": question["text"],
                "answer": question["answer"],
                "dateAnswered": self._ocds_date(question["date"]),
            }
            for question in self._published_questions()
        ]

    def _ocds_documents(self, url, act):
        """The page itself, and each file that ever was published: all can be read on."""
        page = url + self._public_url()
        found = {
            "page": {
                "id": "page",
                "documentType": "tenderNotice",
                "title": self._published_content()["name"],
                "url": page,
                "format": "text/html",
                "datePublished": self._ocds_date(self.date_published),
            }
        }
        for version in self.version_ids.sorted("number"):
            for row in version._content()["documents"]:
                if not row["file"]:
                    continue
                key = f"file-{row['file']}"
                kind = mimetypes.guess_type(row["file_name"] or "")[0]
                found.setdefault(
                    key,
                    {
                        "id": key,
                        "documentType": DOCUMENT_TYPES.get(
                            row["kind"], "biddingDocuments"
                        ),
                        "title": row["name"],
                        "url": f"{page}/documents/{row['file']}",
                        "format": kind or row.get("mimetype"),
                        "datePublished": self._ocds_date(version.date),
                    },
                )
        if self.end_reason:
            found["end"] = {
                "id": "end",
                "documentType": "cancellationDetails",
                "title": self._state_label(self.state),
                "description": self.end_reason,
                "url": page,
                "format": "text/html",
                "datePublished": self._ocds_date(self.date_ended),
            }
        return list(found.values())

    def _ocds_milestones(self, content, act):
        return [
            {
                "id": row["uuid"],
                "title": row["name"],
                "type": MILESTONE_TYPES.get(row["kind"], "engagement"),
                "dueDate": self._ocds_date(row["date"]),
                "status": "met"
                if Datetime.to_datetime(row["date"]) <= act["moment"]
                else "scheduled",
            }
            for row in content["dates"]
        ]

    def _ocds_amendments(self, act):
        """Each version after the first; which release brought it is kept from then on."""
        known = {
            a["id"]: a for a in act["before"].get("tender", {}).get("amendments", ())
        }
        rows = []
        for version in self.version_ids.sorted("number")[1:]:
            key = f"version-{version.number}"
            rows.append(
                known.get(key)
                or {
                    "id": key,
                    "date": self._ocds_date(version.date),
                    "rationale": version.reason,
                    "description": "\n".join(version._diff_lines()),
                    "amendsReleaseID": act["previous_id"],
                    "releaseID": act["id"],
                }
            )
        return rows

    def _ocds_item(self, lot):
        plot = lot["plot"]
        area = Decimal(plot.get("area") or 0)
        latitude, longitude = (
            Decimal(plot.get(name) or 0) for name in ("latitude", "longitude")
        )
        return {
            "id": lot["uuid"],
            "description": plot["name"],
            "classification": {
                "scheme": "CPV",
                "id": "70000000",
                "description": "Real estate services",
            },
            "quantity": area or None,
            "unit": area and {"scheme": "UNCEFACT", "id": "MTK", "name": "m²"} or None,
            "relatedLot": lot["uuid"],
            "deliveryLocation": (latitude or longitude)
            and {"geometry": {"type": "Point", "coordinates": [longitude, latitude]}}
            or None,
            "deliveryAddress": {
                "streetAddress": plot.get("street"),
                "locality": plot.get("city"),
                "postalCode": plot.get("zip"),
            },
        }

    def _ocds_lot(self, lot, content):
        offer = [f"{label}: {text}" for label, text in self._public_offer(lot)]
        texts = ["\n".join(offer), lot["plot"].get("description")]
        row = {
            "id": lot["uuid"],
            "title": f"{lot['number']} {lot['plot']['name']}",
            "description": "\n\n".join(filter(None, texts)),
            "status": self._ocds_lot_status(lot),
            "awardCriteria": {"criteria": self._ocds_criteria(lot, content)},
            "designContest": {
                # the deciding body has the last word, and there are no prizes
                "bindingJuryDecision": False,
                "hasPrizes": False,
            },
        }
        if lot["tenure"] == "sale" and lot["price_model"] == "fixed":
            row["value"] = self._ocds_money(lot["price_fixed"])
        return row

    def _ocds_lot_status(self, lot):
        awards = self.award_ids.filtered(
            lambda award: award.procedure_lot_id.uuid == lot["uuid"]
        )
        live = awards.filtered(lambda award: award.state not in ("draft", "lapsed"))
        if live and not live.bid_id:
            return "unsuccessful"
        return TENDER_STATUS.get(self.state, "complete")

    def _ocds_money(self, amount):
        return {
            "amount": Decimal(amount),
            "currency": self.company_id.currency_id.name,
        }

    # -- criteria ------------------------------------------------------------------------

    def _ocds_criteria(self, lot, content):
        """Each leaf with its share of the whole, as far as weights are per cent."""
        price = Decimal(lot.get("price_weight") or 0)
        model = content.get("facts", {}).get("weight_model") or "percent"
        rows = []
        for node, path, share in _leaves(content["criteria"]):
            numbers = []
            if model == "percent":
                weight = share * (100 - price) / 100
                numbers.append(_number(weight.quantize(Decimal("0.01"))))
            elif model == "points" and node["steps"]:
                most = max(Decimal(step["points"]) for step in node["steps"])
                numbers.append(_number(most, weight="pointsExact"))
            elif model == "priority" and node.get("priority"):
                numbers.append(_number(Decimal(node["priority"]), weight="order"))
            least = Decimal(node.get("points_min") or 0)
            if least:
                numbers.append(
                    {"number": least, "threshold": "minimumScore"},
                )
            rows.append(
                {
                    "type": "quality",
                    "name": " › ".join(path),
                    "description": node.get("description"),
                    "numbers": numbers,
                }
            )
        if price:
            rows.append(
                {
                    "type": "price",
                    "name": self.env._("Price"),
                    "numbers": [_number(price)],
                }
            )
        return rows


def _number(number, weight="percentageExact"):
    return {"number": number, "weight": weight}


def _leaves(criteria, path=(), share=Decimal(100)):
    """Scored criteria with the names above them and their share in per cent."""
    for node in criteria:
        names = (*path, node["name"])
        own = share * Decimal(node.get("weight") or 0) / 100
        if node["children"]:
            yield from _leaves(node["children"], names, own)
        else:
            yield node, names, own
