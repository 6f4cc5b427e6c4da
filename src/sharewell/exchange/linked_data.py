"""An agreement as linked data: W3C DPV 2 and ODRL 2.2 in JSON-LD, written and read back.

What those vocabularies have a word for is said in it; what they have none for is said in our own namespace (`uk:`),
declared in the document. Terms are those of reference vocabularies only: a reader never meets one nobody defined.
Reading takes any framing of the same graph, and fetches nothing: a context that is an address is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rdflib import RDF, Graph, Namespace, URIRef

from sharewell.register.agreement import Agreement, AgreementStatus
from sharewell.register.particulars import Particulars
from sharewell.register.schedule import Schedule
from sharewell.vocabulary.canonical import canonical

DPV = Namespace("https://w3id.org/dpv#")
DCT = Namespace("http://purl.org/dc/terms/")
UK = Namespace("https://example.org/ns/uk-isp#")
BASE = "https://isp.example.org/"
CONTEXT: Mapping[str, str] = {
    "dpv": str(DPV),
    "gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "gb": "https://w3id.org/dpv/legal/gb#",
    "loc": "https://w3id.org/dpv/loc#",
    "pd": "https://w3id.org/dpv/pd#",
    "risk": "https://w3id.org/dpv/risk#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "dct": str(DCT),
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "uk": str(UK),
    "ex": BASE,
}
# The kinds of personal data that DPV has a class of its own for; the rest are personal data.
_PERSONAL = {
    "name": "pd:Name",
    "address": "pd:PhysicalAddress",
    "postcode": "pd:PhysicalAddress",
    "phone": "pd:TelephoneNumber",
}
_TEXTS = ("benefits", "legal_power", "lawful_basis", "disclosed", "method", "retention")
_BASES = {f"6(1)({letter})": f"gdpr:A6-1-{letter}" for letter in "abcdef"}


class NotAnAgreement(ValueError):
    """The document is no JSON-LD of an agreement; the text says why."""


def document(agreements: Iterable[Agreement]) -> dict[str, Any]:
    """The graph of these agreements, with the class they are of."""
    graph: list[dict[str, Any]] = [_CLASS]
    for agreement in agreements:
        graph += _nodes(agreement)
    return {"@context": dict(CONTEXT), "@graph": graph}


_CLASS = {
    "@id": "uk:InformationSharingAgreement",
    "@type": "rdfs:Class",
    "rdfs:subClassOf": [{"@id": "dpv:ThirdPartyAgreement"}, {"@id": "odrl:Agreement"}],
    "skos:prefLabel": "Information sharing agreement (controller to controller)",
}


def _nodes(agreement: Agreement) -> list[dict[str, Any]]:
    parties = [
        {
            "@id": f"ex:org/{each.reference}",
            "@type": ["dpv:DataController", "dpv:Recipient"],
            "dct:title": each.name,
        }
        for each in agreement.parties
    ]
    us = {"@id": "ex:org/us", "@type": "dpv:DataController"}
    purpose = {"@id": f"{_id(agreement)}/purpose", "@type": "dpv:Purpose", "dct:title": agreement.purpose}
    return [us, *parties, purpose, _schema(agreement), _agreement(agreement)]


def _id(agreement: Agreement) -> str:
    return f"ex:isa/{agreement.reference}"


def _schema(agreement: Agreement) -> dict[str, Any]:
    kinds = {_PERSONAL.get(each.personal or "", "") for each in agreement.schedule.fields} - {""}
    return {
        "@id": f"{_id(agreement)}/schema",
        "@type": ["dpv:PersonalData", "odrl:AssetCollection"],
        "dct:title": agreement.disclosed or agreement.title,
        "dpv:hasPersonalData": [{"@id": kind} for kind in sorted(kinds)],
        "uk:tableSchema": _json(agreement.schedule.table_schema()),
    }


def _agreement(agreement: Agreement) -> dict[str, Any]:
    node: dict[str, Any] = {
        "@id": _id(agreement),
        "@type": ["uk:InformationSharingAgreement", "odrl:Agreement"],
        "odrl:uid": {"@id": _id(agreement)},
        "dct:identifier": agreement.reference,
        "dct:title": agreement.title,
        "dpv:hasDataController": [
            {"@id": "ex:org/us"},
            *({"@id": f"ex:org/{p.reference}"} for p in agreement.parties),
        ],
        "dpv:hasPurpose": {"@id": f"{_id(agreement)}/purpose"},
        "dpv:hasProcessing": [{"@id": "dpv:Share"}, {"@id": "dpv:DiscloseByTransmission"}],
        "dpv:hasPersonalData": {"@id": f"{_id(agreement)}/schema"},
        "dpv:hasLegalBasis": [
            {"@id": iri} for words, iri in _BASES.items() if words in agreement.lawful_basis
        ],
        "dpv:hasApplicableLaw": [{"@id": "gb:law-GDPR"}, {"@id": "gb:law-DPA"}],
        "dpv:hasJurisdiction": {"@id": "loc:GB"},
        "dpv:hasTechnicalMeasure": [{"@id": "dpv:EndToEndEncryption"}],
        "uk:status": agreement.status.value,
        "uk:dataSet": agreement.data_set,
        "uk:edition": agreement.edition,
        "uk:varies": agreement.varies,
        "uk:maxRows": agreement.max_rows,
        "uk:handling": _json(dict(agreement.handling)),
        "uk:particulars": _json(agreement.particulars.document()),
        "uk:digest": agreement.digest(),
        **{f"uk:{name}": getattr(agreement, name) for name in _TEXTS},
        **_days(agreement),
        **_rules(agreement),
    }
    if agreement.recipient:
        node["dpv:hasRecipientDataController"] = {"@id": f"ex:org/{agreement.recipient}"}
    return {key: value for key, value in node.items() if value not in (None, "", [])}


def _days(agreement: Agreement) -> dict[str, Any]:
    days = {"uk:starts": agreement.starts, "uk:ends": agreement.ends, "uk:reviewOn": agreement.review_on}
    said: dict[str, Any] = {name: _date(day) for name, day in days.items() if day}
    if agreement.retention:
        duration = {"@value": agreement.retention, "@type": "xsd:duration"}
        said["dpv:hasStorageCondition"] = {"@type": "dpv:StorageDuration", "dpv:hasDuration": duration}
    return said


def _date(day: date) -> dict[str, str]:
    return {"@value": day.isoformat(), "@type": "xsd:date"}


def _rules(agreement: Agreement) -> dict[str, Any]:
    """What the recipient may, must and must not do, in ODRL."""
    if not agreement.recipient:
        return {}
    who = {
        "odrl:target": {"@id": f"{_id(agreement)}/schema"},
        "odrl:assigner": {"@id": "ex:org/us"},
        "odrl:assignee": {"@id": f"ex:org/{agreement.recipient}"},
    }
    constraints = [_constraint("purpose", "eq", {"@id": f"{_id(agreement)}/purpose"})]
    if agreement.ends:
        constraints.append(_constraint("dateTime", "lteq", _date(agreement.ends)))
    duties: list[dict[str, Any]] = []
    if agreement.retention:
        after = {"@value": agreement.retention, "@type": "xsd:duration"}
        duties.append(
            {
                "odrl:action": {"@id": "odrl:delete"},
                "odrl:constraint": [_constraint("elapsedTime", "lteq", after)],
            }
        )
    duties.append(
        {
            "odrl:action": {"@id": "odrl:inform"},
            "odrl:informedParty": {"@id": "ex:org/us"},
            "odrl:constraint": [
                _constraint("event", "eq", {"@id": "risk:Incident"}),
                _constraint("delayPeriod", "lteq", {"@value": "PT24H", "@type": "xsd:duration"}),
            ],
        }
    )
    permission = who | {
        "odrl:action": {"@id": "odrl:use"},
        "odrl:constraint": constraints,
        "odrl:duty": duties,
    }
    forbidden = [
        who | {"odrl:action": {"@id": f"odrl:{action}"}} for action in ("distribute", "secondaryUse")
    ]
    return {"odrl:permission": [permission], "odrl:prohibition": forbidden}


def _constraint(left: str, operator: str, right: Any) -> dict[str, Any]:
    return {
        "odrl:leftOperand": {"@id": f"odrl:{left}"},
        "odrl:operator": {"@id": f"odrl:{operator}"},
        "odrl:rightOperand": right,
    }


def _json(value: Any) -> str:
    return canonical(value).decode()


# --- reading ----------------------------------------------------------------------------------------------------------
def read(given: Mapping[str, Any]) -> list[Agreement]:
    """The agreements of a JSON-LD document, in the order of their references. Raises `NotAnAgreement`."""
    if not _says_its_own_context(given):
        raise NotAnAgreement("its context is an address; write the context into the document")
    graph = Graph()
    try:
        graph.parse(data=json.dumps(given), format="json-ld")
    except (ValueError, TypeError, KeyError, AttributeError, AssertionError):
        raise NotAnAgreement("it cannot be read as JSON-LD") from None
    nodes = sorted(graph.subjects(RDF.type, UK.InformationSharingAgreement), key=str)
    if not nodes:
        raise NotAnAgreement("no information sharing agreement is in it")
    return [_read_one(graph, URIRef(str(node))) for node in nodes]


def _says_its_own_context(value: Any) -> bool:
    """Nothing is fetched: a context is a mapping, wherever it stands."""
    if isinstance(value, Mapping):
        context = value.get("@context")
        inline = context is None or isinstance(context, Mapping)
        return inline and all(_says_its_own_context(each) for key, each in value.items() if key != "@context")
    return not isinstance(value, list) or all(map(_says_its_own_context, value))


def _read_one(graph: Graph, node: URIRef) -> Agreement:
    def text(predicate: URIRef, of: Any = node) -> str:
        found = graph.value(of, predicate)
        return "" if found is None else str(found)

    def day(predicate: URIRef) -> date | None:
        return date.fromisoformat(text(predicate)) if text(predicate) else None

    recipient = graph.value(node, DPV.hasRecipientDataController)
    storage = graph.value(node, DPV.hasStorageCondition)
    schema = graph.value(node, DPV.hasPersonalData)
    try:
        return Agreement(
            reference=text(DCT.identifier) or str(node).rpartition("/")[2],
            title=text(DCT.title),
            status=AgreementStatus(text(UK.status) or "recorded"),
            data_set=text(UK.dataSet),
            recipient=str(recipient).rpartition("/")[2] if recipient else "",
            recipient_name=text(DCT.title, recipient) if recipient else "",
            purpose=text(DCT.title, graph.value(node, DPV.hasPurpose)),
            # A duration is normalised on the way (P24M reads P2Y); our own word for it is as it was agreed.
            retention=text(UK.retention) or (text(DPV.hasDuration, storage) if storage else ""),
            starts=day(UK.starts),
            ends=day(UK.ends),
            review_on=day(UK.reviewOn),
            schedule=Schedule.from_table_schema(_parsed(text(UK.tableSchema, schema))),
            max_rows=int(text(UK.maxRows)) if text(UK.maxRows) else None,
            handling=_parsed(text(UK.handling)),
            particulars=Particulars.parse(_parsed(text(UK.particulars))),
            edition=int(text(UK.edition) or 1),
            varies=text(UK.varies),
            benefits=text(UK.benefits),
            legal_power=text(UK.legal_power),
            lawful_basis=text(UK.lawful_basis),
            disclosed=text(UK.disclosed),
            method=text(UK.method),
        )
    except (ValueError, KeyError, TypeError):
        raise NotAnAgreement("a date, a number or a schema in it cannot be read") from None


def _parsed(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text) if text else {}
    return found
