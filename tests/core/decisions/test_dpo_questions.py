"""Asking the Data Protection Officer: anyone may, only the DPO answers, and what was said stays."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sharewell.decisions.dpo_questions import DpoQuestion, answer, ask
from sharewell.vocabulary.people import Actor, Role

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def a_question(**changes) -> DpoQuestion:
    usual = {
        "reference": "DPQ-2026-0001",
        "question": "May I read out the address?",
        "asked_by": "h3",
        "asked_at": NOON,
    }
    return DpoQuestion(**usual | changes)


def somebody(role: Role, person: str = "p1") -> Actor:
    return Actor(person=person, name="Somebody", roles=frozenset({role}))


@pytest.mark.requirement("OPCC-5.3a")
@pytest.mark.parametrize("about", ["", "DSR-2026-0004"])
def test_a_question_goes_on_the_record_with_its_case_or_without_one(about):
    outcome = ask(a_question(about=about))

    (event,) = outcome.events
    assert (event.kind, event.about, event.by) == ("dpo.asked", about or "DPQ-2026-0001", "h3")
    assert event.details["reference"] == "DPQ-2026-0001"


def test_the_record_shows_which_words_were_said_and_does_not_repeat_them():
    asked, other = (ask(a_question(question=words)).events[0] for words in ("May I?", "Must I?"))

    assert asked.details["question_sha256"] == hashlib.sha256(b"May I?").hexdigest()
    assert asked.details["question_sha256"] != other.details["question_sha256"]
    assert "May I?" not in str(asked.payload())


@pytest.mark.parametrize("question", ["", "  \n "])
def test_an_empty_question_is_none(question):
    outcome = ask(a_question(question=question))

    assert [refusal.rule.code for refusal in outcome.refusals] == ["DE_REASONS"]


def test_the_dpo_answers_and_the_answer_has_its_time():
    later = NOON + timedelta(hours=2)

    outcome = answer(a_question(), text=" Yes, to that desk. ", by=somebody(Role.DPO, "d1"), at=later)

    (event,) = outcome.events
    assert (event.kind, event.by, event.at) == ("dpo.answered", "d1", later)
    assert event.details["answer_sha256"] == hashlib.sha256(b"Yes, to that desk.").hexdigest()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DPO])
def test_nobody_else_answers(role):
    outcome = answer(a_question(), text="Yes.", by=somebody(role), at=NOON)

    assert [refusal.rule.code for refusal in outcome.refusals] == ["ST_NOT_YOURS"]


def test_an_answer_is_never_changed_and_every_reason_is_told_at_once():
    answered = replace(a_question(), answer="Yes.", answered_by="d1", answered_at=NOON)

    outcome = answer(answered, text="", by=somebody(Role.HANDLER), at=NOON)

    assert [one.rule.code for one in outcome.refusals] == ["ST_NOT_YOURS", "ST_NOT_NOW", "DE_REASONS"]
