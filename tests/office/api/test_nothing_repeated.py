"""What the API says of a wrong answer never repeats the answer: it may be personal data, and problems are logged."""

from __future__ import annotations

import json
from typing import Any

import pytest

from builders.every_address import SAMPLES, one_of_each_kind

pytestmark = pytest.mark.django_db

SENT = "Quillon-7301"


def bodies(schema: dict[str, Any], of: dict[str, Any]) -> list[dict[str, Any]]:
    """What a careless program sends: the same words for everything; and where texts are asked, in those alone."""
    fields = schema.get("properties", {})
    right = {name: _right(each, of) for name, each in fields.items()}
    texts = [name for name, each in fields.items() if each.get("type") == "string" and "enum" not in each]
    alone = [right | {name: SENT} for name in texts]
    return [dict.fromkeys(fields, SENT), right | dict.fromkeys(texts, SENT), *alone]


def _right(field: dict[str, Any], of: dict[str, Any]) -> Any:
    """A value of the right kind, and of no more than that."""
    field = of[field["$ref"].rpartition("/")[2]] if "$ref" in field else field
    if "anyOf" in field:
        return _right(field["anyOf"][0], of)
    if "enum" in field:
        return field["enum"][0]
    if field.get("format") == "date":
        return "2026-03-02"
    if field.get("format") == "time":
        return "09:00"
    kinds = {"boolean": True, "integer": 1, "number": 1, "array": [SENT], "object": {SENT: SENT}}
    return kinds.get(field.get("type", ""), "x")


def writes(description: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Every write that takes JSON: its method, its path and the schema of its body."""
    schemas, found = description["components"]["schemas"], []
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            asked = (
                operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            )
            if asked:
                found.append(
                    (method, path, schemas[asked["$ref"].rpartition("/")[2]] if "$ref" in asked else asked)
                )
    return found


def addressed(path: str, references: dict[str, str]) -> str:
    """The path with something in each hole that fits its room."""
    room = path.removeprefix("/api/v1/").partition("/")[0]
    kind = {
        "agreements": "ISA",
        "requests": "DSR",
        "releases": "REL",
        "copies": "REL",
        "incidents": "INC",
    }.get(room)
    while "{" in path:
        before, _, rest = path.partition("{")
        name, _, after = rest.partition("}")
        path = before + str(SAMPLES.get(name, (references.get(kind or "", "1"),))[0]) + after
    return path


@pytest.mark.slow
def test_no_refusal_of_a_wrong_answer_repeats_what_was_sent(program):
    caller = program("h1")
    description = caller.get("/openapi.json").json()
    references = {each.partition("-")[0]: each for each in one_of_each_kind()}
    refused, repeated = 0, []

    for method, path, schema in writes(description):
        for body in bodies(schema, description["components"]["schemas"]):
            where = addressed(path, references)
            answer = getattr(caller.client, method)(
                where, json.dumps(body), content_type="application/json",
                headers={"Authorization": f"Bearer {caller.key}"},
            )  # fmt: skip
            refused += answer.status_code == 422
            if answer.status_code >= 400 and SENT in answer.content.decode():
                repeated.append((method, path, answer.content.decode()))

    assert repeated == []
    assert refused > 60, "it was worth asking"
