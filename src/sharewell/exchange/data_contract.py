"""The field schedule as an Open Data Contract (ODCS v3.1), written and read back.

ODCS has its own names for types and limits; what Table Schema says beyond them travels in `customProperties`, so that
reading gives the same schedule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sharewell.register.agreement import Agreement
from sharewell.register.schedule import Schedule, ScheduledField
from sharewell.vocabulary.when import Period

API_VERSION = "v3.1.0"
# Table Schema → ODCS; several of ours may be one of theirs, and then `tableSchemaType` tells them apart.
_TYPES = {
    "string": "string",
    "number": "number",
    "integer": "integer",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "datetime": "timestamp",
    "object": "object",
    "array": "array",
}
_OPTIONS = ("minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_STATUS = {"active": "active", "draft": "draft", "recorded": "proposed", "suspended": "deprecated"}


def contract(agreement: Agreement) -> dict[str, Any]:
    """The data contract of an agreement."""
    return {
        "apiVersion": API_VERSION,
        "kind": "DataContract",
        "id": agreement.reference,
        "name": agreement.title,
        "version": f"{agreement.edition}.0.0",
        "status": _STATUS.get(agreement.status.value, "retired"),
        "description": {
            "purpose": agreement.purpose,
            "usage": agreement.benefits,
            "limitations": agreement.disclosed,
        },
        "schema": [_table(agreement)],
        "slaProperties": _service_levels(agreement),
        "customProperties": [
            {"property": "recipient", "value": agreement.recipient_name},
            {"property": "lawfulBasis", "value": agreement.lawful_basis},
            {"property": "legalPower", "value": agreement.legal_power},
            {"property": "agreementSha256", "value": agreement.digest()},
        ],
    }


def _table(agreement: Agreement) -> dict[str, Any]:
    key = agreement.schedule.primary_key
    return {
        "name": agreement.data_set or "data",
        "logicalType": "object",
        "properties": [_property(each, key) for each in agreement.schedule.fields],
    }


def _property(field: ScheduledField, key: tuple[str, ...]) -> dict[str, Any]:
    said = dict(field.constraints)
    written: dict[str, Any] = {
        "name": field.name,
        "logicalType": _TYPES.get(field.type, "string"),
        "required": said.pop("required", None),
        "unique": said.pop("unique", None),
        "primaryKey": True if field.name in key else None,
        "primaryKeyPosition": key.index(field.name) + 1 if field.name in key else None,
        "description": field.why or None,
        "classification": None if field.personal in (None, "none") else "personal",
        "logicalTypeOptions": {name: said.pop(name) for name in _OPTIONS if name in said} or None,
    }
    own = {
        "tableSchemaType": field.type,
        "tableSchemaFormat": field.format,
        "personal": field.personal,
        "constraints": said,
    }
    written["customProperties"] = [
        {"property": name, "value": value} for name, value in own.items() if value not in ("", None, {})
    ]
    return {name: value for name, value in written.items() if value is not None}


def _service_levels(agreement: Agreement) -> list[dict[str, Any]]:
    if not agreement.retention:
        return []
    period = Period.parse(agreement.retention)
    months = period.years * 12 + period.months
    amount, unit = (months, "m") if months and not period.days else (period.days + months * 30, "d")
    return [{"property": "retention", "value": amount, "unit": unit}]


def schedule(document: Mapping[str, Any]) -> Schedule:
    """The schedule of a data contract's first table. Raises `ValueError` where there is none."""
    tables = document.get("schema")
    if not isinstance(tables, list) or not tables or not isinstance(tables[0].get("properties"), list):
        raise ValueError("the contract has no table with properties")
    properties = tables[0]["properties"]
    keyed = [each for each in properties if each.get("primaryKey")]
    keyed.sort(key=lambda each: each.get("primaryKeyPosition", 0))
    return Schedule(
        fields=tuple(_field(each) for each in properties), primary_key=tuple(each["name"] for each in keyed)
    )


def _field(given: Mapping[str, Any]) -> ScheduledField:
    own = {each["property"]: each["value"] for each in given.get("customProperties", ())}
    theirs = {odcs: ours for ours, odcs in _TYPES.items()}
    constraints = {name: given[name] for name in ("required", "unique") if name in given}
    return ScheduledField(
        name=given["name"],
        type=own.get("tableSchemaType") or theirs.get(given.get("logicalType", "string"), "string"),
        format=own.get("tableSchemaFormat", ""),
        why=given.get("description", ""),
        personal=own.get("personal"),
        constraints=constraints
        | dict(given.get("logicalTypeOptions", {}))
        | dict(own.get("constraints", {})),
    )
