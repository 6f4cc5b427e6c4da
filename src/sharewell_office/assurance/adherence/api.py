"""Adherence audits for programs: scheduled by a launch; moved, rested on a sample and evidence, concluded."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from sharewell.vocabulary.outcome import Outcome
from sharewell_office.assurance import models
from sharewell_office.assurance.adherence import forms, services, store
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.lists import Links, listed, there
from sharewell_office.people.programs.once import Done, done, once
from sharewell_office.people.programs.problems import changed_meanwhile

router = Router(tags=["adherence audits"])
Sample, Evidence, Moved, Concluded = (
    body_of(each) for each in (forms.NameSample, forms.AddEvidence, forms.Move, forms.Conclude)
)


class EvidenceOut(Schema):
    on: date
    by: str
    text: str
    where: str
    team: str


class AuditOut(Schema):
    """`first_due` stays, however often the day is moved; `attested` of `asked` people are those of its conclusion."""

    reference: str
    title: str
    policy: str
    version: str
    keeper: str
    launched_on: date
    due: date
    first_due: date
    sample: str
    evidence: list[EvidenceOut]
    verdict: str
    words: str
    attested: int
    asked: int
    concluded_on: date | None


class Audits(Schema):
    items: list[AuditOut]
    links: Links


@router.get("/audits", response=Audits)
def audits(request: HttpRequest, before: str = "", after: str = "") -> Any:
    """Adherence audits, newest first."""
    return listed(request, store.audits(), _out)


@router.get("/audits/{reference}", response=AuditOut)
def audit(request: HttpRequest, reference: str) -> Any:
    """One audit: when it is due, and what it rests on."""
    return _out(_row(reference))


@router.post("/audits/{reference}/sample", response={201: Done})
@once
def name_sample(request: HttpRequest, reference: str, payload: Sample) -> Any:
    """Rest it on a dip sample that was drawn since the launch, and concluded."""
    form = filled(forms.NameSample, payload, samples=services.samples_for(_row(reference)))
    return _step(request, reference, services.name_sample, form)


@router.post("/audits/{reference}/evidence", response={201: Done})
@once
def add_evidence(request: HttpRequest, reference: str, payload: Evidence) -> Any:
    """What was seen, where what shows it is kept, and in which team ("": the organisation as a whole)."""
    return _step(
        request, reference, services.add_evidence, filled(forms.AddEvidence, payload, teams=services.teams())
    )


@router.post("/audits/{reference}/day", response={201: Done})
@once
def move(request: HttpRequest, reference: str, payload: Moved) -> Any:
    """Move the day, and say why."""
    return _step(request, reference, services.move, filled(forms.Move, payload))


@router.post("/audits/{reference}/conclusion", response={201: Done})
@once
def conclude(request: HttpRequest, reference: str, payload: Concluded) -> Any:
    """Is it followed? What is not opens an action for who answers for the policy."""
    return _step(request, reference, services.conclude, filled(forms.Conclude, payload))


def _step(request: HttpRequest, reference: str, step: Callable[..., Outcome], form: Any) -> dict[str, Any]:
    try:
        return done(step(reference, **form.cleaned_data, by=request.actor), reference)  # type: ignore[attr-defined]
    except services.NoSuchAudit:
        raise Http404 from None
    except store.SomebodyElseChangedIt:
        raise changed_meanwhile("this audit") from None


def _row(reference: str) -> models.AdherenceAudit:
    return there(store.row(reference))


def _out(row: models.AdherenceAudit) -> dict[str, Any]:
    return {name: getattr(row, name) for name in AuditOut.model_fields}
