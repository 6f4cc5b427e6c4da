"""Releases for programs: bring a file, read what the gate says and what would mend it, clear, release, withdraw."""

from collections.abc import Callable, Iterator
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, File, Form, Router, Schema
from ninja.files import UploadedFile

from sharewell.engine.unusable import FileUnusable
from sharewell.vocabulary.outcome import Outcome
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.lists import Links, described, listed, there
from sharewell_office.people.programs.once import Done, once, taken
from sharewell_office.people.programs.problems import CannotBeRead, Refused, changed_meanwhile
from sharewell_office.release import forms, models, services, store

router = Router(tags=["release"])
Accuracy = body_of(forms.AccuracyNote)


class ReleaseOut(Schema):
    reference: str
    status: str
    authority: str
    recipient_name: str
    data_set: str


class Releases(Schema):
    items: list[ReleaseOut]
    links: Links


class MendOut(Schema):
    """What can be done about one finding: `choice` is its number in what is offered."""

    finding: str
    choice: int
    what: str


class ReleaseWhole(ReleaseOut):
    report: dict[str, Any]
    manifest: dict[str, Any] | None
    mends: list[MendOut]


class Mending(Schema):
    finding: Annotated[str, Field(max_length=200)]
    choice: Annotated[int, Field(ge=0, le=999)]


class Unclearing(Schema):
    finding: Annotated[str, Field(max_length=200)]


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
    return _brief(row) | {"report": row.report, "manifest": row.manifest, "mends": list(_mends(row))}


def _mends(row: models.Release) -> Iterator[dict[str, Any]]:
    for finding, offered in services.mends_of(row).items():
        for choice, mend in enumerate(offered):
            yield {"finding": finding, "choice": choice, "what": mend.label}


@router.post("/releases", response={201: Done})
@once
def bring(request: HttpRequest, file: File[UploadedFile], authority: Form[str]) -> Any:
    """Bring a file (multipart) under an agreement or a decision; the gate examines it at once."""
    return _brought(
        lambda: services.bring(file, under=authority, by=request.actor),  # type: ignore[attr-defined]
        "release.examined",
    )


@router.post("/releases/{reference}/file", response={201: Done})
@once
def bring_again(request: HttpRequest, reference: str, file: File[UploadedFile]) -> Any:
    """Put a mended file (multipart) in the place of one that the gate did not pass."""
    return _brought(
        lambda: services.bring_again(file, reference=reference, by=request.actor),  # type: ignore[attr-defined]
        "release.examined",
    )


@router.post("/releases/{reference}/mends", response={201: Done})
@once
def mend(request: HttpRequest, reference: str, payload: Mending) -> Any:
    """Treat the file as the release offers beside that finding, and have the gate examine what comes of it."""
    return _brought(
        lambda: services.mend(reference, **payload.dict(), by=request.actor),  # type: ignore[attr-defined]
        "release.mended",
    )


@router.post("/releases/{reference}/mends/undo", response={201: Done})
@once
def undo(request: HttpRequest, reference: str) -> Any:
    """Take the last mend back: the file is as it was before."""
    return _taken(lambda: services.undo(reference, by=request.actor))  # type: ignore[attr-defined]


@router.post("/releases/{reference}/stop", response={201: Done})
@once
def stop(request: HttpRequest, reference: str) -> Any:
    """Stop an examination that goes on."""
    return _taken(lambda: services.cancel(reference, by=request.actor))  # type: ignore[attr-defined]


@router.post("/releases/{reference}/resume", response={201: Done})
@once
def resume(request: HttpRequest, reference: str) -> Any:
    """Let an examination that was stopped go on."""
    return _taken(lambda: services.resume(reference, by=request.actor))  # type: ignore[attr-defined]


@router.post("/releases/{reference}/accuracy", response={201: Done})
@once
def note_accuracy(request: HttpRequest, reference: str, payload: Accuracy) -> Any:
    """Say what goes with the file: how sure its data are, and whom they are about (DPA 2018 s.38)."""
    said = filled(forms.AccuracyNote, payload).cleaned_data
    return _taken(lambda: services.note_quality(reference, **said, by=request.actor))  # type: ignore[attr-defined]


@router.post("/releases/{reference}/clearances", response={201: Done})
@once
def clear(request: HttpRequest, reference: str, payload: Clearing) -> Any:
    """Clear a finding that is for review, with a reason. A block is cleared by nobody."""
    return _taken(lambda: services.clear(reference, **payload.dict(), by=request.actor))  # type: ignore[attr-defined]


@router.post("/releases/{reference}/clearances/undo", response={201: Done})
@once
def take_back(request: HttpRequest, reference: str, payload: Unclearing) -> Any:
    """Take a clearance back: the finding waits for a person again."""
    return _taken(lambda: services.take_back(reference, finding=payload.finding, by=request.actor))  # type: ignore[attr-defined]


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


def _brought(bring: Callable[[], services.Brought], event: str) -> dict[str, Any]:
    """The answer to what the gate has examined. Raises `Refused`, `CannotBeRead`, and `Http404`."""
    try:
        brought = bring()
    except FileUnusable as problem:
        raise CannotBeRead(str(problem), where="file") from None
    except services.NoSuchRelease:
        raise Http404 from None
    except store.SomebodyElseChangedIt:
        raise changed_meanwhile("this release") from None
    if brought.refusals:
        raise Refused(brought.refusals)
    return {"reference": brought.reference, "events": [event]}


def _taken(take: Callable[[], Outcome]) -> dict[str, Any]:
    return taken(take, unknown=services.NoSuchRelease, late=store.SomebodyElseChangedIt, what="this release")


def _brief(row: models.Release) -> dict[str, Any]:
    return described(row, ReleaseOut)
