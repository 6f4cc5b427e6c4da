"""Asking the DPO, and answering: ask the core, put it on the record."""

from __future__ import annotations

from dataclasses import replace

from sharewell.decisions import dpo_questions
from sharewell.decisions.dpo_questions import DpoQuestion
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters.acting import acts
from sharewell_office.decisions.dpo import store
from sharewell_office.decisions.services import now
from sharewell_office.ledger.services import Message, next_reference, record
from sharewell_office.people import store as people


class NoSuchQuestion(LookupError):
    """There is no question of that reference."""


@acts
def ask(*, question: str, about: str = "", page: str = "", by: Actor) -> Outcome:
    """Put a question on record. The outcome's event names its reference among its details."""
    at = now()
    asked = DpoQuestion(
        reference="", question=question.strip(), about=about, page=page, asked_by=by.person, asked_at=at
    )
    outcome = dpo_questions.ask(asked)
    if not outcome.permitted:
        return outcome
    numbered = replace(asked, reference=next_reference("DPQ", at.year))
    outcome = dpo_questions.ask(numbered)
    dpos = [one.username for one in people.with_role(Role.DPO)]
    told = [_message(to, "dpo-asked", numbered.reference) for to in dpos]
    record(outcome.events, save=lambda: store.add(numbered), messages=told)
    return outcome


@acts
def answer(reference: str, *, text: str, by: Actor) -> Outcome:
    """Answer a question, once. Raises `NoSuchQuestion`."""
    asked, at = _read(reference), now()
    outcome = dpo_questions.answer(asked, text=text, by=by, at=at)
    if not outcome.permitted:
        return outcome
    try:
        record(
            outcome.events,
            save=lambda: store.answer(reference, text=text.strip(), by=by.person, at=at),
            messages=[_message(asked.asked_by, "dpo-answered", reference)],
        )
    except store.SomebodyAnsweredIt:
        return dpo_questions.answer(_read(reference), text=text, by=by, at=at)
    return outcome


def _message(to: str, template: str, reference: str) -> Message:
    return Message(to=to, template=template, about=reference, link=f"/requests/dpo/{reference}/")


def _read(reference: str) -> DpoQuestion:
    question = store.question(reference)
    if question is None:
        raise NoSuchQuestion(reference)
    return question
