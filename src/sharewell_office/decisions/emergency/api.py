"""Emergencies for programs: opened and told at one stroke, recorded, advised on, reviewed."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from sharewell.decisions.emergency.record import Emergency
from sharewell.vocabulary.outcome import Outcome
from sharewell_office.decisions.emergency import forms, services, store
from sharewell_office.decisions.law.services import in_force
from sharewell_office.decisions.services import now
from sharewell_office.people.programs.asked import QuestionAsked, body_of, filled, questions, refilled
from sharewell_office.people.programs.lists import Links, listed
from sharewell_office.people.programs.once import Done, done, once
from sharewell_office.register import store as register

router = Router(tags=["emergencies"])
Told, Advised, Judged, StoodDown, Sent = (
    body_of(each) for each in (forms.Tell, forms.Advise, forms.Judge, forms.StandDown, forms.SendTerms)
)
Line = Annotated[str, Field(max_length=200)]


class Opened(Schema):
    """What is known while the telephone rings. Nothing of it must be."""

    danger: Line = ""
    recipient_name: Line = ""
    data_set: Line = ""


class EmergencyBrief(Schema):
    reference: str
    status: str
    opened: datetime
    danger: str
    recipient_name: str
    data_set: str


class EmergencyWhole(EmergencyBrief):
    told: list[str]
    told_at: datetime | None
    why_urgent: str
    recorded_at: datetime | None
    terms_sent: datetime | None
    findings: list[str]
    version: int


class Record(Schema):
    questions: list[QuestionAsked]


class RecordIn(Schema):
    """Answers by name; what is left out stays as it stands."""

    answers: dict[str, Any]
    version: int | None = None


class Emergencies(Schema):
    items: list[EmergencyBrief]
    links: Links


@router.get("/emergencies", response=Emergencies)
def emergencies(
    request: HttpRequest, words: str = "", status: str = "", before: str = "", after: str = ""
) -> Any:
    """Every emergency, newest reference first."""
    found = store.matching(words=words, status=status)
    return listed(
        request, found, lambda row: {name: getattr(row, name) for name in EmergencyBrief.model_fields}
    )


@router.get("/emergencies/{reference}", response=EmergencyWhole)
def one(request: HttpRequest, reference: str) -> Any:
    """One emergency, as it stands."""
    found = _read(reference)
    said = found.disclosure
    return {
        name: getattr(found, name) for name in ("reference", "opened", "danger", "recipient_name", "data_set")
    } | {
        "status": found.status.value,
        "told": list(said.told) if said else [],
        "told_at": found.disclosed,
        **{name: getattr(found, name) for name in ("why_urgent", "recorded_at", "terms_sent", "version")},
        "findings": list(found.findings),
    }


@router.post("/emergencies", response={201: Done})
@once
def open_one(request: HttpRequest, payload: Opened) -> Any:
    """Open one. No training, post, advice or authority is asked for."""
    return done(services.open_one(**payload.dict(), by=request.actor))  # type: ignore[attr-defined]


@router.post("/emergencies/{reference}/disclosure", response={201: Done})
@once
def tell(request: HttpRequest, reference: str, payload: Told) -> Any:
    """What was told, by word of mouth. A law that forbids it even now is a stop."""
    data_sets = [(each.data_set, each.title) for each in register.assets()]
    form = filled(forms.Tell, payload, law=in_force(now().date()), data_sets=data_sets, now=now())
    actor = request.actor  # type: ignore[attr-defined]
    version = form.cleaned_data["version"]
    return _taken(
        reference, lambda: services.tell(reference, **form.telling(actor.person), version=version, by=actor)
    )


@router.get("/emergencies/{reference}/record", response=Record)
def record(request: HttpRequest, reference: str) -> Any:
    """What the record within 24 hours asks, and what stands there now."""
    form = _record(_read(reference))
    return {"questions": [one for one in questions(form) if one["name"] != "version"]}


@router.put("/emergencies/{reference}/record", response={201: Done})
@once
def complete(request: HttpRequest, reference: str, payload: RecordIn) -> Any:
    """Complete the record. No training, post, advice or authority is asked for; late is a finding."""
    found = _read(reference)
    form = refilled(_record(found), payload.answers, **_asked_of(found))
    said = {**form.words(), "version": payload.version}
    return _taken(reference, lambda: services.complete(reference, **said, by=request.actor))  # type: ignore[attr-defined]


def _record(found: Emergency) -> forms.Complete:
    return forms.Complete(**_asked_of(found))


def _asked_of(found: Emergency) -> dict[str, Any]:
    data_sets = [(each.data_set, each.title) for each in register.assets()]
    return {"emergency": found, "law": services.law_for(found), "data_sets": data_sets}


@router.post("/emergencies/{reference}/advice", response={201: Done})
@once
def advise(request: HttpRequest, reference: str, payload: Advised) -> Any:
    """What the DPO makes of it."""
    return _step(request, reference, services.advise, filled(forms.Advise, payload))


@router.post("/emergencies/{reference}/review", response={201: Done})
@once
def review(request: HttpRequest, reference: str, payload: Judged) -> Any:
    """Whether it was justified, as the owner of the data sees it."""
    return _step(request, reference, services.review, filled(forms.Judge, payload))


@router.post("/emergencies/{reference}/standing-down", response={201: Done})
@once
def stand_down(request: HttpRequest, reference: str, payload: StoodDown) -> Any:
    """Nothing had to be told."""
    return _step(request, reference, services.stand_down, filled(forms.StandDown, payload))


@router.post("/emergencies/{reference}/terms", response={201: Done})
@once
def send_terms(request: HttpRequest, reference: str, payload: Sent) -> Any:
    """The written terms were sent."""
    return _step(request, reference, services.send_terms, filled(forms.SendTerms, payload))


def _step(request: HttpRequest, reference: str, take: Callable[..., Outcome], form: Any) -> dict[str, Any]:
    said = {**form.words(), "version": form.cleaned_data["version"]}
    return _taken(reference, lambda: take(reference, **said, by=request.actor))  # type: ignore[attr-defined]


def _taken(reference: str, take: Callable[[], Outcome]) -> dict[str, Any]:
    _read(reference)
    return done(take(), reference)


def _read(reference: str) -> Emergency:
    try:
        return services.read(reference)
    except services.NoSuchEmergency:
        raise Http404 from None
