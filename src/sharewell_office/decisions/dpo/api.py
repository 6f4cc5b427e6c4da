"""Questions to the Data Protection Officer, for programs: asked by anybody, answered once."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from sharewell_office.decisions.dpo import forms, services, store
from sharewell_office.people.programs.asked import body_of, filled
from sharewell_office.people.programs.lists import Links, listed
from sharewell_office.people.programs.once import Done, done, once

router = Router(tags=["questions to the DPO"])
Question, Answer = body_of(forms.Ask), body_of(forms.GiveAnswer)


class QuestionToDpo(Schema):
    reference: str
    question: str
    about: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


class Questions(Schema):
    items: list[QuestionToDpo]
    links: Links


@router.get("/questions", response=Questions)
def questions(request: HttpRequest, words: str = "", before: str = "", after: str = "") -> Any:
    """Your questions; for the DPO, everyone's. Newest reference first."""
    found = store.matching(words=words)
    return listed(
        request, found, lambda row: {name: getattr(row, name) for name in QuestionToDpo.model_fields}
    )


@router.post("/questions", response={201: Done})
@once
def ask(request: HttpRequest, payload: Question) -> Any:
    """Ask, about a case or about none."""
    outcome = services.ask(**filled(forms.Ask, payload).cleaned_data, by=request.actor)  # type: ignore[attr-defined]
    return done(outcome, outcome.events[0].details["reference"] if outcome.permitted else "")


@router.post("/questions/{reference}/answer", response={201: Done})
@once
def answer(request: HttpRequest, reference: str, payload: Answer) -> Any:
    """The DPO's answer, which cannot be changed afterwards."""
    if store.question(reference) is None:
        raise Http404
    said = filled(forms.GiveAnswer, payload).cleaned_data
    return done(services.answer(reference, **said, by=request.actor), reference)  # type: ignore[attr-defined]
