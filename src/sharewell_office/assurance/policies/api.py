"""Policies for programs: read with what was said of them, written, commented on, approved, launched and attested to."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.http import Http404, HttpRequest
from ninja import Router, Schema

from sharewell.assurance.policies import steps
from sharewell.assurance.policies.record import Version
from sharewell.vocabulary.outcome import Outcome
from sharewell_office.assurance.actions import store as actions
from sharewell_office.assurance.policies import forms, services, store
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.lists import Links, listed
from sharewell_office.people.programs.once import Done, done, once
from sharewell_office.people.programs.problems import changed_meanwhile

router = Router(tags=["policies"])
New, Next, Said, Answered, Launched, Asked, Reviewed = (
    body_of(each)
    for each in (
        forms.NewPolicy, forms.NextVersion, forms.Comment, forms.Answer, forms.Launch, forms.Clause, forms.Outcome,
    )
)  # fmt: skip


class PolicyOut(Schema):
    """`version` is the one in force, "" where none was launched; `attested` counts who attested to it."""

    reference: str
    title: str
    kind: str
    keeper: str
    version: str
    launched_on: date | None
    review_on: date | None
    audit_on: date | None
    attested: int


class Policies(Schema):
    items: list[PolicyOut]
    links: Links


class CommentOut(Schema):
    number: int
    stakeholder: str
    text: str
    reply: str


class VersionOut(Schema):
    number: str
    state: str
    author: str
    approved_by: str
    approved_on: date | None
    launched_on: date | None
    text: str
    comments: list[CommentOut]


class ClauseOut(Schema):
    clause: str
    question: str
    conclusion: str
    reasons: str


class PolicyWhole(PolicyOut):
    read_with: list[str]
    versions: list[VersionOut]
    clauses: list[ClauseOut]


@router.get("/policies", response=Policies)
def policies(request: HttpRequest, before: str = "", after: str = "") -> Any:
    """Policies and standing orders, newest reference first."""
    return listed(request, store.policies(), _brief)


@router.get("/policies/{reference}", response=PolicyWhole)
def policy(request: HttpRequest, reference: str) -> Any:
    """A policy with every version, what stakeholders said of it, and what was concluded of its clauses."""
    row, found = store.policies().filter(reference=reference).first(), store.policy(reference)
    if row is None or found is None:
        raise Http404
    return _brief(row) | {
        "read_with": list(found.read_with),
        "versions": [_version(each) for each in found.versions],
        "clauses": [
            {name: getattr(each, name) for name in ("clause", "question", "reasons")}
            | {"conclusion": each.conclusion.value}
            for each in found.clauses
        ],
    }


@router.post("/policies", response={201: Done})
@once
def write(request: HttpRequest, payload: New) -> Any:
    """A new policy, with its first draft; whoever writes it answers for its review."""
    first = filled(forms.NewPolicy, payload).first()
    return done(services.write_first(**first, by=request.actor))  # type: ignore[attr-defined]


@router.post("/policies/{reference}/versions", response={201: Done})
@once
def next_version(request: HttpRequest, reference: str, payload: Next) -> Any:
    """The next draft, or the draft in other words."""
    return _step(request, reference, steps.write, filled(forms.NextVersion, payload))


@router.post("/policies/{reference}/comments", response={201: Done})
@once
def comment(request: HttpRequest, reference: str, payload: Said) -> Any:
    """What a stakeholder says of the draft."""
    return _step(request, reference, steps.comment, filled(forms.Comment, payload))


@router.post("/policies/{reference}/answers", response={201: Done})
@once
def answer(request: HttpRequest, reference: str, payload: Answered) -> Any:
    """What a comment, by its number, is answered."""
    return _step(request, reference, steps.answer, filled(forms.Answer, payload))


@router.post("/policies/{reference}/approval", response={201: Done})
@once
def approve(request: HttpRequest, reference: str) -> Any:
    """Senior management approves the draft, and not its author."""
    return _taken(reference, lambda: services.take(reference, steps.approve, by=request.actor))  # type: ignore[attr-defined]


@router.post("/policies/{reference}/launch", response={201: Done})
@once
def launch(request: HttpRequest, reference: str, payload: Launched) -> Any:
    """Launch the approved version: its review and its audit are counted from that day."""
    return _step(request, reference, steps.publish, filled(forms.Launch, payload))


@router.post("/policies/{reference}/attestation", response={201: Done})
@once
def attest(request: HttpRequest, reference: str) -> Any:
    """I have read the version in force, and will follow it."""
    return _taken(reference, lambda: services.attest(reference, by=request.actor))  # type: ignore[attr-defined]


@router.post("/policies/{reference}/clauses", response={201: Done})
@once
def judge_clause(request: HttpRequest, reference: str, payload: Asked) -> Any:
    """Conclude whether a clause is sufficient; `closes` ("REV-2026-0001/1.2") is the action that asked."""
    said = filled(forms.Clause, payload, actions=actions.open_choices()).cleaned_data
    return _taken(reference, lambda: services.judge_clause(reference, **said, by=request.actor))  # type: ignore[attr-defined]


@router.post("/policies/{reference}/review", response={201: Done})
@once
def reviewed(request: HttpRequest, reference: str, payload: Reviewed) -> Any:
    """Finish the review that is open."""
    return _step(request, reference, steps.finish_review, filled(forms.Outcome, payload))


def _step(request: HttpRequest, reference: str, step: Callable[..., Outcome], form: Any) -> dict[str, Any]:
    by = request.actor  # type: ignore[attr-defined]
    return _taken(reference, lambda: services.take(reference, step, by=by, **form.cleaned_data))


def _taken(reference: str, take: Callable[[], Outcome]) -> dict[str, Any]:
    try:
        return done(take(), reference)
    except services.NoSuchPolicy:
        raise Http404 from None
    except (store.SomebodyElseChangedIt, IntegrityError):
        raise changed_meanwhile("this policy") from None


def _brief(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in PolicyOut.model_fields}


def _version(version: Version) -> dict[str, Any]:
    same = {
        name: getattr(version, name) for name in VersionOut.model_fields if name not in ("state", "comments")
    }
    comments = [{name: getattr(each, name) for name in CommentOut.model_fields} for each in version.comments]
    return same | {"state": version.state.value, "comments": comments}
