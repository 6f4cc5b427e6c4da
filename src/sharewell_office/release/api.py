"""Releases for programs: bring a file, read what the gate says, mend, clear, release, withdraw."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, File, Form, Router, Schema
from ninja.files import UploadedFile

from sharewell.engine.unusable import FileUnusable
from sharewell.vocabulary.outcome import Outcome
from sharewell_office.people.programs.lists import Links, described, listed, there
from sharewell_office.people.programs.once import Done, once, taken
from sharewell_office.people.programs.problems import CannotBeRead, Refused
from sharewell_office.release import models, services, store

router = Router(tags=["release"])


class ReleaseOut(Schema):
    reference: str
    status: str
    authority: str
    recipient_name: str
    data_set: str


class Releases(Schema):
    items: list[ReleaseOut]
    links: Links


class ReleaseWhole(ReleaseOut):
    report: dict[str, Any]
    manifest: dict[str, Any] | None


class Clearing(Schema):
    finding: str
    reason: Annotated[str, Field(min_length=1, max_length=5000)]


@router.get("/releases", response=Releases)
def releases(
    request: HttpRequest, words: str = "", status: str = "", before: str = "", after: str = ""
) -> Any:
    """Every release, newest reference first."""
    return listed(request, store.matching(words=words, status=status), _brief)


@router.get("/releases/{reference}", response=ReleaseWhole)
def one(request: HttpRequest, reference: str) -> Any:
    """One release, with the gate's report and, once it is sealed, the manifest."""
    row = there(store.row(reference))
    return _brief(row) | {"report": row.report, "manifest": row.manifest}


@router.post("/releases", response={201: Done})
@once
def bring(request: HttpRequest, file: File[UploadedFile], authority: Form[str]) -> Any:
    """Bring a file (multipart) under an agreement or a decision; the gate examines it at once."""
    try:
        brought = services.bring(file, under=authority, by=request.actor)  # type: ignore[attr-defined]
    except FileUnusable as problem:
        raise CannotBeRead(str(problem), where="file") from None
    if brought.refusals:
        raise Refused(brought.refusals)
    return {"reference": brought.reference, "events": ["release.examined"]}


@router.post("/releases/{reference}/clearances", response={201: Done})
@once
def clear(request: HttpRequest, reference: str, payload: Clearing) -> Any:
    """Clear a finding that is for review, with a reason. A block is cleared by nobody."""
    return _taken(lambda: services.clear(reference, **payload.dict(), by=request.actor))  # type: ignore[attr-defined]


@router.post("/releases/{reference}/release", response={201: Done})
@once
def let_go(request: HttpRequest, reference: str) -> Any:
    """Release and seal."""
    return _taken(lambda: services.release(reference, by=request.actor))  # type: ignore[attr-defined]


@router.post("/releases/{reference}/seal", response={201: Done})
@once
def seal(request: HttpRequest, reference: str) -> Any:
    """Seal what was permitted to go, where something came in between."""
    return _taken(lambda: services.seal(reference, by=request.actor))  # type: ignore[attr-defined]


@router.post("/releases/{reference}/withdrawal", response={201: Done})
@once
def withdraw(request: HttpRequest, reference: str) -> Any:
    """Give a release up and destroy its file, until the recipient has collected it."""
    return _taken(lambda: services.withdraw(reference, by=request.actor))  # type: ignore[attr-defined]


def _taken(take: Callable[[], Outcome]) -> dict[str, Any]:
    return taken(take, unknown=services.NoSuchRelease, late=store.SomebodyElseChangedIt, what="this release")


def _brief(row: models.Release) -> dict[str, Any]:
    return described(row, ReleaseOut)
