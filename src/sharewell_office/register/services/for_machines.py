"""Agreements and schedules that other programs wrote: read, and put on the register as drafts or proposed as fields."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from sharewell.exchange import data_contract, linked_data
from sharewell.register.agreement import Agreement, AgreementStatus
from sharewell.register.schedule import Schedule
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.tables import FileUnusable
from sharewell_office.ledger.services import next_reference
from sharewell_office.register import store
from sharewell_office.register.services.drafting import create

LARGEST = 2_000_000  # bytes
SCHEMA_SUFFIXES = (".json", ".yaml", ".yml")


def schedule_in(content: bytes, name: str) -> Schedule:
    """The schedule of a Table Schema or of an ODCS data contract. Raises `FileUnusable` in one line."""
    document = _document(content, name)
    try:
        found = (
            Schedule.from_table_schema(document)
            if isinstance(document.get("fields"), list)
            else data_contract.schedule(document)
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise FileUnusable(f"{name}: neither a Table Schema nor an ODCS data contract with a table") from None
    if not found.fields:
        raise FileUnusable(f"{name}: no field is in it")
    return found


def bring_in(content: bytes, name: str, *, by: Actor) -> list[str]:
    """Put every agreement of a JSON-LD document on the register as a draft; their references. Raises `FileUnusable`.

    A draft, whatever the document says of its status: what others reviewed or signed was not said yes to here. A
    body or a data set that is not on the register is left open, for whoever drafts to choose.
    """
    try:
        found = linked_data.read(_document(content, name))
    except linked_data.NotAnAgreement as problem:
        raise FileUnusable(f"{name}: {problem}") from None
    brought = []
    for each in found:
        draft = replace(_known_here(each), reference=next_reference("ISA", clock.today().year))
        create(draft, by=by)
        brought.append(draft.reference)
    return brought


def _known_here(found: Agreement) -> Agreement:
    party = store.party(found.recipient) if found.recipient else None
    return replace(
        found,
        status=AgreementStatus.DRAFT,
        recipient=party.reference if party else "",
        recipient_name=party.name if party else "",
        data_set=found.data_set if store.asset(found.data_set) else "",
        edition=1,
        varies="",
        review_on=None,
    )


def _document(content: bytes, name: str) -> Mapping[str, Any]:
    if len(content) > LARGEST:
        raise FileUnusable(f"{name}: more than {LARGEST // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
        document = (
            YAML(typ="safe", pure=True).load(io.StringIO(text))
            if name.lower().endswith((".yaml", ".yml"))
            else json.loads(text)
        )
    except (ValueError, YAMLError, RecursionError):
        raise FileUnusable(f"{name}: it cannot be read as JSON or YAML") from None
    if not isinstance(document, Mapping):
        raise FileUnusable(f"{name}: there is no document in it")
    return document
