"""What lies beside files, for programs: lists that terms name, people withheld, and going on despite an incident."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, File, Router, Schema
from ninja.files import UploadedFile

from sharewell.engine.unusable import FileUnusable
from sharewell.register.authority import Authority
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.lists import there
from sharewell_office.people.programs.once import Done, done, once
from sharewell_office.people.programs.problems import CannotBeRead, Refused, changed_meanwhile
from sharewell_office.release import forms, services, store
from sharewell_office.release.models.lists import Because
from sharewell_office.release.services.lists import MAY_KEEP, MAY_WITHHOLD, your_step

router = Router(tags=["release"])
Advice, Despite = body_of(forms.IncidentAdvice), body_of(forms.DespiteIncident)
Words = Annotated[str, Field(min_length=1, max_length=500)]


class ListOut(Schema):
    """A list that terms name, and the digest of the one that is kept; empty while none is."""

    name: str
    sha256: str


class Withholding(Schema):
    """Why, and by what the person is known: fields of the data set, and what stands in them."""

    because: Because
    known_by: Annotated[dict[Annotated[str, Field(min_length=1, max_length=200)], Words], Field(max_length=6)]


class Withheld(Schema):
    """Under which reference somebody is withheld, and why; never who it is."""

    reference: str
    because: str


# --- lists that terms name --------------------------------------------------------------------------------------------
@router.get("/authorities/{reference}/lists", response=list[ListOut])
def lists(request: HttpRequest, reference: str) -> Any:
    """The lists that the terms of an agreement or a decision name."""
    _theirs(request, MAY_KEEP)
    kept = {each.name: each.sha256 for each in store.kept_lists(reference)}
    return [{"name": name, "sha256": kept.get(name, "")} for name in _authority(reference).terms.files]


@router.post("/authorities/{reference}/lists/{name}", response={201: Done})
@once
def keep_list(request: HttpRequest, reference: str, name: str, file: File[UploadedFile]) -> Any:
    """Keep a list (CSV, multipart), in the place of the one before."""
    try:
        outcome = services.keep_list(file, authority=_authority(reference), name=name, by=request.actor)  # type: ignore[attr-defined]
    except FileUnusable as problem:
        raise CannotBeRead(str(problem), where="file") from None
    return done(outcome)


def _theirs(request: HttpRequest, posts: frozenset[Role]) -> None:
    """Raises `Refused` for whoever holds none of these posts."""
    if refusals := your_step(request.actor, posts):  # type: ignore[attr-defined]
        raise Refused(refusals)


def _authority(reference: str) -> Authority:
    return there(services.authority(reference, clock.today()))


# --- people withheld --------------------------------------------------------------------------------------------------
@router.get("/data-sets/{data_set}/withheld", response=list[Withheld])
def withheld(request: HttpRequest, data_set: str) -> Any:
    """Under which references people are withheld from a data set."""
    _theirs(request, MAY_WITHHOLD)
    return [{"reference": each.reference, "because": each.because} for each in store.withheld(data_set)]


@router.post("/data-sets/{data_set}/withheld", response={201: Done})
@once
def withhold(request: HttpRequest, data_set: str, payload: Withholding) -> Any:
    """From now on nothing about this person leaves from this data set."""
    because, by = payload.because.value, request.actor  # type: ignore[attr-defined]
    return done(services.withhold(data_set, payload.known_by, because=because, by=by))


@router.post("/withheld/{reference}/lift", response={201: Done})
@once
def lift(request: HttpRequest, reference: str) -> Any:
    """Their data may leave again."""
    return done(services.lift(reference, by=request.actor))  # type: ignore[attr-defined]


# --- despite an open incident -----------------------------------------------------------------------------------------
@router.post("/incidents/{incident}/despite/{authority}/advice", response={201: Done})
@once
def advise(request: HttpRequest, incident: str, authority: str, payload: Advice) -> Any:
    """The DPO's advice on sending data despite an open incident."""
    said = filled(forms.IncidentAdvice, payload).cleaned_data
    return _decided(lambda: services.advise(incident, under=authority, by=request.actor, **said))  # type: ignore[attr-defined]


@router.post("/incidents/{incident}/despite/{authority}/decision", response={201: Done})
@once
def decide(request: HttpRequest, incident: str, authority: str, payload: Despite) -> Any:
    """The Chief Executive's decision to send despite it, with conditions and a last day."""
    said = filled(forms.DespiteIncident, payload).cleaned_data
    said["conditions"] = said["conditions"].splitlines()
    return _decided(lambda: services.decide_despite(incident, under=authority, by=request.actor, **said))  # type: ignore[attr-defined]


@router.post("/incidents/{incident}/despite/{authority}/take-back", response={201: Done})
@once
def take_back(request: HttpRequest, incident: str, authority: str) -> Any:
    """The decision holds no longer: the incident stops every file again."""
    return _decided(lambda: services.take_back_decision(incident, under=authority, by=request.actor))  # type: ignore[attr-defined]


def _decided(take: Callable[[], Outcome]) -> dict[str, Any]:
    try:
        return done(take())
    except store.SomebodyElseChangedIt:
        raise changed_meanwhile("this advice") from None
