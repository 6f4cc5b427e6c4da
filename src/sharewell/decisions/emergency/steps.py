"""The steps of an emergency: who may take each, what stops one, and what is only found.

Training, post, advice and authority stop nobody from opening, telling or recording: they are *findings*, and go on the
record (E1, E8). What does stop the telling, until it has happened: an enactment that forbids it, writing instead of
speaking, and not having tried to make sure who is listening. Once it has happened nothing stops its recording.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sharewell.decisions.assessment import Assessment, Result, assess
from sharewell.decisions.emergency.clocks import clocks, was_late
from sharewell.decisions.emergency.lifecycle import TRANSITIONS, Action, findings, refusals
from sharewell.decisions.emergency.record import (
    Channel,
    Disclosure,
    Emergency,
    Review,
    Reviewed,
)
from sharewell.decisions.request import Advice, AdviceKind
from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.policy.tables import Severity
from sharewell.policy.truth import Value
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, Rule, decide
from sharewell.vocabulary.people import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The outcome of a step, and the emergency after it (unchanged where it was refused)."""

    emergency: Emergency
    outcome: Outcome


# --- opening and telling --------------------------------------------------------------------------


def open_emergency(emergency: Emergency, *, by: Actor, at: datetime) -> Outcome:
    """Put an emergency on record. Nobody is kept from it: what is amiss with who opens it is a finding."""
    found = findings(Action.RECORD, by=by, at=at)
    details: dict[str, JSON] = {"recipient": emergency.recipient_name, "findings": _codes(found)}
    return decide((), _event("emergency.opened", emergency, by, at, details), flags=found)


def disclose(
    emergency: Emergency, disclosure: Disclosure, *, by: Actor, at: datetime, proclaimed: frozenset[date]
) -> Step:
    """Put on record what was told by word of mouth, or stop the telling while there is still time.

    Where `disclosure.at` lies before `at` it has been told already: whatever stood against it is a finding now.
    """
    against = tuple(_against(emergency, disclosure))
    told_already = disclosure.at < at
    found = (*findings(Action.DISCLOSE, by=by, at=at), *(against if told_already else ()))
    stops = (*refusals(emergency, Action.DISCLOSE, by=by, at=at), *(() if told_already else against))
    due = clocks(disclosure.at, proclaimed)
    details: dict[str, JSON] = {
        "told": list(disclosure.told),
        "channel": disclosure.channel,
        "identity": disclosure.identity,
        "terms_said": disclosure.terms_said,
        "record_due": due.record_due.isoformat(),
        "review_due": due.review_due.isoformat(),
        "findings": _codes(found),
    }
    after = _found(replace(emergency, disclosure=disclosure), found)
    return _step(
        emergency,
        after,
        Action.DISCLOSE,
        _event("disclosure.oral", emergency, by, disclosure.at, details),
        stops,
        found,
    )


def _against(emergency: Emergency, disclosure: Disclosure) -> Iterator[Refusal]:
    """What an emergency never lifts: a statutory bar, speaking only, and the attempt to know who is listening (E8)."""
    if emergency.facts.get("statutory_bar", "none") != "none" and not disclosure.exception.strip():
        yield _no(
            rulebook.BARRED_BY_STATUTE,
            "An enactment forbids this disclosure, in an emergency too.",
            "Do not tell it. Where the Act itself makes room for it, write down the words that do.",
        )
    if disclosure.channel not in tuple(Channel):
        yield _no(
            rulebook.EMERGENCY_IS_ORAL,
            "In an emergency only word of mouth goes out; anything written passes the gate.",
            "Tell it by telephone, and make an ordinary request for the file.",
        )
    if not disclosure.identity.strip():
        yield _no(
            rulebook.EMERGENCY_IDENTITY,
            "Nothing says what was done to make sure who is listening.",
            "Ring back on a published number. If there was no time, say what you tried.",
        )
    if not disclosure.told:
        yield _no(
            rulebook.EMERGENCY_RECORDED,
            "Nothing says what was told.",
            "Name the kinds of information (name, location, threat), not the information.",
        )


def stand_down(emergency: Emergency, *, words: str, by: Actor, at: datetime) -> Step:
    """End an emergency in which nothing had to be told."""
    stops = (*refusals(emergency, Action.STAND_DOWN, by=by, at=at), *_words(words, "why nothing was told"))
    event = _event("emergency.stood_down", emergency, by, at, {"words": words.strip()})
    return _step(emergency, emergency, Action.STAND_DOWN, event, stops)


# --- afterwards -----------------------------------------------------------------------------------


def complete(
    emergency: Emergency,
    *,
    why_urgent: str,
    withheld: tuple[str, ...],
    facts: Mapping[str, Value],
    answers: Mapping[str, Value],
    by: Actor,
    at: datetime,
    law: Law,
) -> Step:
    """Complete the record (E4): why it could not wait, on what basis, and what was held back. Late is a finding."""
    after = replace(
        emergency,
        why_urgent=why_urgent.strip(),
        withheld=withheld,
        facts={**emergency.facts, **facts},
        answers={**emergency.answers, **answers},
        recorded_at=emergency.recorded_at or at,
        recorded_by=emergency.recorded_by or by.person,
    )
    found = (*findings(Action.RECORD, by=by, at=at), *_late(after), *_not_kept(after, at, law))
    codes: list[JSON] = [*_codes(found)]
    late = was_late(after)
    details: dict[str, JSON] = {"late": late, "findings": codes, "withheld": list(withheld)}
    stops = (
        *refusals(emergency, Action.RECORD, by=by, at=at),
        *_words(why_urgent, "why it could not wait"),
    )
    event = _event("emergency.recorded", emergency, by, at, details)
    told = (*found, *_to_answer(after, at, law))
    return _step(emergency, _found(after, found), Action.RECORD, event, stops, told)


def _late(emergency: Emergency) -> Iterator[Refusal]:
    if was_late(emergency):
        yield _no(
            rulebook.EMERGENCY_RECORDED,
            "It came on the record later than 24 hours after it was told.",
            "The finding stays; the review says what follows from it.",
        )


def _not_kept(emergency: Emergency, at: datetime, law: Law) -> Iterator[Refusal]:
    """The rules of the law that were not kept: findings, to be put right afterwards."""
    for reason in assessment(emergency, at, law).reasons:
        if reason.severity in (Severity.FINDING, Severity.REFUSE):
            yield reason.as_refusal()


def _to_answer(emergency: Emergency, at: datetime, law: Law) -> Iterator[Refusal]:
    """What the law wants answered in writing, and is not yet."""
    for reason in assessment(emergency, at, law).reasons:
        if reason.severity is Severity.REQUIRE and not reason.answered:
            yield reason.as_refusal()


def advise(emergency: Emergency, *, kind: AdviceKind, text: str, by: Actor, at: datetime) -> Step:
    """The Data Protection Officer has been told, and says what they think of it (E5)."""
    advice = Advice(kind=kind, text=text.strip(), by=by.person, at=at)
    stops = (*refusals(emergency, Action.ADVISE, by=by, at=at), *_words(text, "the advice"))
    event = _event("dpo.informed", emergency, by, at, {"advice": kind.value})
    return _step(
        emergency, replace(emergency, advice=(*emergency.advice, advice)), Action.ADVISE, event, stops
    )


def review(
    emergency: Emergency, *, says: Review, words: str, by: Actor, at: datetime, proclaimed: frozenset[date]
) -> Step:
    """The owner of the data reviews what was told: justified, or criticised, in words."""
    reviewed = Reviewed(by=by.person, at=at, says=says, words=words.strip())
    stops = (*refusals(emergency, Action.REVIEW, by=by, at=at), *_words(words, "what you make of it"))
    told = emergency.disclosed
    late = told is not None and at.date() > clocks(told, proclaimed).review_due
    event = _event("emergency.reviewed", emergency, by, at, {"says": says.value, "late": late})
    return _step(emergency, replace(emergency, review=reviewed), Action.REVIEW, event, stops)


def send_terms(emergency: Emergency, *, version: str, by: Actor, at: datetime) -> Step:
    """The written standard terms follow (E6). They are sent like every document, past the gate."""
    stops = refusals(emergency, Action.SEND_TERMS, by=by, at=at)
    event = _event("terms.sent", emergency, by, at, {"terms": version})
    return _step(emergency, replace(emergency, terms_sent=at), Action.SEND_TERMS, event, stops)


# --- what is left to do ---------------------------------------------------------------------------


def assessment(emergency: Emergency, at: datetime, law: Law) -> Assessment:
    """What the policy says of it under the law of the day it was told."""
    return assess(emergency.case(), law=law, on=(emergency.disclosed or at).date())


def stages_deferred(emergency: Emergency, at: datetime, law: Law) -> tuple[str, ...]:
    """The stages that an emergency did not wait for; they are answered afterwards."""
    judged = assessment(emergency, at, law)
    # What was done to know who is listening stands for S1 in an emergency (E2).
    tried = emergency.disclosure is not None and bool(emergency.disclosure.identity.strip())
    waiting = [one.stage for one in judged.stages if one.result is Result.DEFERRED]
    return (*(stage for stage in waiting if not (tried and stage == "S1")), "S12", "S13", "S14")


# --- the small print ------------------------------------------------------------------------------


def _step(
    before: Emergency,
    after: Emergency,
    action: Action,
    event: Event,
    stops: Iterable[Refusal],
    found: Iterable[Refusal] = (),
) -> Step:
    outcome = decide(stops, event, flags=found)
    if not outcome.permitted:
        return Step(emergency=before, outcome=outcome)
    status = TRANSITIONS[before.status, action]
    return Step(emergency=replace(after, status=status, version=before.version + 1), outcome=outcome)


def _found(emergency: Emergency, found: Iterable[Refusal]) -> Emergency:
    codes = dict.fromkeys((*emergency.findings, *(one.rule.code for one in found)))
    return replace(emergency, findings=tuple(codes))


def _codes(found: Iterable[Refusal]) -> list[JSON]:
    return [*dict.fromkeys(one.rule.code for one in found)]


def _no(rule: Rule, reason: str, remedy: str) -> Refusal:
    return Refusal(rule=rule, reason=reason, remedy=remedy)


def _words(text: str, what: str) -> tuple[Refusal, ...]:
    if text.strip():
        return ()
    return (
        _no(
            rulebook.REASONS_GIVEN,
            f"Nothing is written down: {what}.",
            "Write it in a sentence or two, for somebody who reads it in a year.",
        ),
    )


def _event(kind: str, emergency: Emergency, by: Actor, at: datetime, details: Mapping[str, JSON]) -> Event:
    return Event(kind=kind, about=emergency.reference, by=by.person, at=at, details=details)
