# Copyright 2026 wohnkoord_odoo contributors
# License AGPL-3.0-or-later (https://www.gnu.org/licenses/agpl)
"""What releases may say: OCDS 1.1 with its extensions, as far as we use it, and no more.

Stricter than the standard's own schema, which lets unknown fields and words pass. Closed
lists are the standard's.
"""

from decimal import Decimal

from jsonschema import Draft4Validator, FormatChecker
from jsonschema.validators import extend

TAGS = (
    "planning planningUpdate tender tenderAmendment tenderUpdate tenderCancellation award"
    " awardUpdate awardCancellation contract contractUpdate contractAmendment"
    " implementation implementationUpdate contractTermination compiled"
).split()
TENDER_STATUS = (
    "planning planned active cancelled unsuccessful complete withdrawn".split()
)
AWARD_STATUS = "pending active cancelled unsuccessful".split()
CONTRACT_STATUS = "pending active cancelled terminated".split()
MILESTONE_STATUS = "scheduled met notMet partiallyMet".split()
DOCUMENT_TYPES = (
    "tenderNotice biddingDocuments technicalSpecifications evaluationCriteria"
    " contractDraft cancellationDetails"
).split()

TEXT = {"type": ["string", "null"]}
NUMBER = {"type": ["number", "null"]}
COUNT = {"type": ["integer", "null"]}
DATE = {"type": ["string", "null"], "format": "date-time"}
URL = {"type": ["string", "null"], "pattern": "^https?://"}
ID = {"type": "string", "minLength": 1}
#: nothing, or something in which there is nothing
GONE = {"type": ["null", "object", "array"]}


def code(values):
    return {"enum": [*values, None]}


def thing(required=(), **properties):
    """An object that has these values and no others."""
    return {
        "type": ["object", "null"],
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def rows(*required, **properties):
    """A list; one with identifiers may hold elements that have lost all else."""
    if "id" in properties and required:
        full = thing(["id", *required], **properties)
        bare = thing(["id"], **dict.fromkeys(properties, GONE))
        bare["properties"] = {**bare["properties"], "id": ID}
        items = {**thing(["id"], **properties), "anyOf": [full, bare]}
    else:
        items = thing(["id"] if "id" in properties else required, **properties)
    return {"type": ["array", "null"], "minItems": 1, "items": items}


MONEY = thing(
    ["amount", "currency"], amount=NUMBER, currency=code(["EUR", "USD", "CHF"])
)
PERIOD = thing(startDate=DATE, endDate=DATE)
ORGANIZATION = thing(["id", "name"], id=ID, name=TEXT)
ORGANIZATIONS = rows("name", id=ID, name=TEXT)
DOCUMENTS = rows(
    "documentType",
    "url",
    id=ID,
    documentType=code(DOCUMENT_TYPES),
    title=TEXT,
    description=TEXT,
    url=URL,
    format=TEXT,
    datePublished=DATE,
)
MILESTONES = rows(
    "status",
    id=ID,
    title=TEXT,
    description=TEXT,
    type=TEXT,
    dueDate=DATE,
    dateMet=DATE,
    status=code(MILESTONE_STATUS),
)
AMENDMENTS = rows(
    "releaseID",
    id=ID,
    date=DATE,
    rationale=TEXT,
    description=TEXT,
    amendsReleaseID=TEXT,
    releaseID=TEXT,
)
CRITERIA = rows(
    "type",
    "name",
    type=code(["quality", "price", "cost"]),
    name=TEXT,
    description=TEXT,
    numbers=rows(
        "number",
        number=NUMBER,
        weight=code(["percentageExact", "pointsExact", "order"]),
        threshold=code(["minimumScore", "maximumBids"]),
    ),
)
LOTS = rows(
    "status",
    "title",
    id=ID,
    title=TEXT,
    description=TEXT,
    status=code(TENDER_STATUS),
    value=MONEY,
    awardCriteria=thing(criteria=CRITERIA),
    designContest=thing(
        bindingJuryDecision={"type": "boolean"}, hasPrizes={"type": "boolean"}
    ),
)
ITEMS = rows(
    "description",
    id=ID,
    description=TEXT,
    classification=thing(["scheme", "id"], scheme=TEXT, id=ID, description=TEXT),
    quantity=NUMBER,
    unit=thing(scheme=TEXT, id=TEXT, name=TEXT),
    relatedLot=TEXT,
    deliveryLocation=thing(
        geometry=thing(
            ["type", "coordinates"],
            type=code(["Point"]),
            coordinates={
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "items": {"type": "number"},
            },
        )
    ),
    deliveryAddress=thing(streetAddress=TEXT, locality=TEXT, postalCode=TEXT),
)
TENDER = thing(
    ["id", "title", "status", "tenderPeriod", "lots"],
    id=ID,
    title=TEXT,
    description=TEXT,
    status=code(TENDER_STATUS),
    procuringEntity=ORGANIZATION,
    procurementMethod=code(["open", "selective", "limited", "direct"]),
    procurementMethodDetails=TEXT,
    additionalProcurementCategories={
        "type": ["array", "null"],
        "items": code(["propertySale", "propertyLease"]),
    },
    awardCriteria=code(["qualityOnly", "ratedCriteria"]),
    awardCriteriaDetails=TEXT,
    eligibilityCriteria=TEXT,
    submissionMethod={"type": "array", "items": code(["electronicSubmission"])},
    submissionMethodDetails=TEXT,
    tenderPeriod=PERIOD,
    enquiryPeriod=PERIOD,
    hasEnquiries={"type": "boolean"},
    enquiries=rows(
        "answer", id=ID, date=DATE, description=TEXT, answer=TEXT, dateAnswered=DATE
    ),
    documents=DOCUMENTS,
    milestones=MILESTONES,
    amendments=AMENDMENTS,
    items=ITEMS,
    lots=LOTS,
    numberOfTenderers=COUNT,
    bidOpening=thing(["date"], date=DATE),
)
BIDS = thing(
    statistics=rows(
        "measure",
        "value",
        id=ID,
        measure=code(["bids", "bidders", "validBids", "disqualifiedBids"]),
        value=COUNT,
        date=DATE,
    ),
    details=rows(
        "status", id=ID, date=DATE, status=code(["valid"]), tenderers=ORGANIZATIONS
    ),
)
AWARDS = rows(
    "status",
    "relatedLots",
    id=ID,
    title=TEXT,
    description=TEXT,
    status=code(AWARD_STATUS),
    date=DATE,
    value=MONEY,
    suppliers=ORGANIZATIONS,
    relatedLots={"type": ["array", "null"], "items": {"type": "string"}},
    relatedBid=TEXT,
)
CONTRACTS = rows(
    "awardID",
    "status",
    id=ID,
    awardID=TEXT,
    title=TEXT,
    description=TEXT,
    status=code(CONTRACT_STATUS),
    period=PERIOD,
    value=MONEY,
    dateSigned=DATE,
    amendments=AMENDMENTS,
    milestones=MILESTONES,
)
RELEASE = {
    **thing(
        [
            "ocid",
            "id",
            "date",
            "tag",
            "initiationType",
            "language",
            "buyer",
            "parties",
            "tender",
        ],
        ocid=ID,
        # as in the standard's schema: whoever merges gives these two anew
        id={"type": "string", "pattern": "^[^#]+$", "omitWhenMerged": True},
        date={"type": "string", "format": "date-time"},
        tag={
            "type": "array",
            "minItems": 1,
            "items": {"enum": TAGS},
            "omitWhenMerged": True,
        },
        initiationType={"enum": ["tender"]},
        language=TEXT,
        buyer=ORGANIZATION,
        parties=rows(
            "name",
            "roles",
            id=ID,
            name=TEXT,
            roles={
                "type": ["array", "null"],
                "items": code(["buyer", "procuringEntity", "tenderer", "supplier"]),
            },
        ),
        tender=TENDER,
        bids=BIDS,
        awards=AWARDS,
        contracts=CONTRACTS,
        relatedProcesses=rows(
            "identifier",
            id=ID,
            relationship={"type": "array", "items": {"enum": ["unsuccessfulProcess"]}},
            title=TEXT,
            scheme={"enum": ["ocid"]},
            identifier=TEXT,
        ),
        withheldInformation=rows(
            "field",
            "rationale",
            id=ID,
            field=TEXT,
            name=TEXT,
            rationale=TEXT,
            availabilityDate=DATE,
        ),
    ),
    "type": "object",
}
_PACKAGE = {
    "uri": {"type": "string", "pattern": "^https?://"},
    "version": {"enum": ["1.1"]},
    "extensions": {"type": "array", "items": {"type": "string"}},
    "publishedDate": {"type": "string", "format": "date-time"},
    "publisher": thing(["name"], name=TEXT, uri=URL),
    "license": URL,
    "publicationPolicy": URL,
}
_HEAD = ["uri", "version", "publishedDate", "publisher"]
RELEASE_PACKAGE = thing(
    [*_HEAD, "releases"],
    **_PACKAGE,
    releases={"type": "array", "minItems": 1, "items": RELEASE},
)
LINK = thing(
    ["url", "date", "tag"],
    url={"type": "string", "pattern": "^https?://.*#"},
    date={"type": "string", "format": "date-time"},
    tag={"type": "array", "minItems": 1, "items": {"enum": TAGS}},
)
RECORD_PACKAGE = thing(
    [*_HEAD, "records"],
    **_PACKAGE,
    records={
        "type": "array",
        "minItems": 1,
        "items": thing(
            ["ocid", "releases"],
            ocid=ID,
            releases={
                "type": "array",
                "minItems": 1,
                "items": {"anyOf": [RELEASE, LINK]},
            },
            compiledRelease=RELEASE,
        ),
    },
)

_types = Draft4Validator.TYPE_CHECKER.redefine(
    "number",
    lambda _checker, value: (
        isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    ),
)
Validator = extend(Draft4Validator, type_checker=_types)


def defects(value, schema=None):
    """What is wrong with a release or a package, as sentences.

    :param dict schema: None: of a release
    """
    validator = Validator(
        schema or RELEASE, format_checker=FormatChecker(["date-time"])
    )
    return [
        f"{'/'.join(map(str, error.path))}: {error.message[:200]}"
        for error in validator.iter_errors(value)
    ]
