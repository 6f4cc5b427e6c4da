"""The record for programs: what happened to something, the last signed checkpoint, and evidence to take away."""

import json
from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema

from sharewell_office.ledger import services, store

router = Router(tags=["record"])


class EntryOut(Schema):
    number: int
    sentence: str
    who: str
    at: datetime


class CheckpointOut(Schema):
    size: int
    signed_at: datetime
    verifier_key: str
    note: str


@router.get("/record/checkpoint", response=CheckpointOut)
def checkpoint(request: HttpRequest) -> Any:
    """The last checkpoint we signed (C2SP signed note). Keep it: it is how an outsider finds a rewritten record."""
    row = store.last_checkpoint()
    if row is None:
        raise Http404
    return {name: getattr(row, name) for name in CheckpointOut.model_fields}


@router.get("/record/{reference}", response=list[EntryOut])
def story(
    request: HttpRequest, reference: str, before: Annotated[int | None, Query(ge=0, lt=2**63)] = None
) -> Any:
    """What happened to one record, newest first; `before` is an entry's number."""
    found = store.entries(about=reference, before=before)
    if not found and before is None:
        raise Http404
    return [{name: getattr(each, name) for name in EntryOut.model_fields} for each in found]


@router.get("/record/{reference}/evidence", response=dict[str, Any])
def evidence(request: HttpRequest, reference: str) -> Any:
    """The bundle that `sharewell verify` reads, byte for byte."""
    try:
        bundle = services.bundle_of(about=reference, at=timezone.now())
    except services.NothingOnTheRecord:
        raise Http404 from None
    assert json.loads(bundle)
    return HttpResponse(bundle, content_type="application/json")
