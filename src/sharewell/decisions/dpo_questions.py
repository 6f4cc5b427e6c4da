"""A question put to the Data Protection Officer, with or without a case, and the answer: both kept, with their times.

    asked --answer--> answered

Anyone may ask: no post, no training and no authority is looked at (5.3; UK GDPR Article 38(4), 39(1)(a)). Only the
Data Protection Officer answers. What was said is never changed: who wants to know more asks again.

A question may be asked in confidence (Article 38(5)). So its words lie with the question, where the asker, the DPO
and the readers of its case see them, and the record holds their SHA-256: it shows that these were the words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class DpoQuestion:
    """What somebody asked the DPO. `about` is the reference of a case, or empty; `page` is where it came to mind."""

    reference: str
    question: str
    asked_by: str
    asked_at: datetime
    about: str = ""
    page: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None

    @property
    def answered(self) -> bool:
        return self.answered_at is not None


def ask(question: DpoQuestion) -> Outcome:
    """Put a question to the DPO. An empty one is the only kind that is refused."""
    details: dict[str, JSON] = {
        "reference": question.reference,
        "question_sha256": _digest(question.question),
    }
    return decide(
        _said(question.question, "the question"),
        _event("dpo.asked", question, question.asked_by, question.asked_at, details),
    )


def answer(question: DpoQuestion, *, text: str, by: Actor, at: datetime) -> Outcome:
    """Answer it: once, and only by the DPO."""
    details: dict[str, JSON] = {"reference": question.reference, "answer_sha256": _digest(text.strip())}
    refusals = [*_by_the_dpo(by), *_still_open(question), *_said(text, "the answer")]
    return decide(refusals, _event("dpo.answered", question, by.person, at, details))


def _by_the_dpo(by: Actor) -> Iterator[Refusal]:
    if not by.has(Role.DPO):
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Only the Data Protection Officer answers a question put to them.",
            remedy="Wait for the answer; if it is urgent, ring the Data Protection Officer and record what was said.",
        )


def _still_open(question: DpoQuestion) -> Iterator[Refusal]:
    if question.answered:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"{question.reference} is answered already, and what was said is never changed.",
            remedy="Ask, or have them ask, a further question: both stand on the record.",
        )


def _said(text: str, what: str) -> Iterator[Refusal]:
    if not text.strip():
        yield Refusal(
            rule=rulebook.REASONS_GIVEN,
            reason=f"Nothing is written down: {what}.",
            remedy="Write it in a sentence or two.",
        )


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _event(kind: str, question: DpoQuestion, by: str, at: datetime, details: dict[str, JSON]) -> Event:
    """It lies with its case where it has one, under that case's key; otherwise on its own."""
    return Event(kind=kind, about=question.about or question.reference, by=by, at=at, details=details)
