"""The steps of a DPIA: writing it, the advice on it, the regulator where a high risk is left, and the signature.

Each step gives the assessment after it and the events to put on the record, or every reason why not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.register.dpia.lifecycle import TRANSITIONS, Action, no, refusals, starting
from sharewell.register.dpia.record import Advised, Consultation, Dpia, Measure, Risk
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor
from sharewell.vocabulary.when import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The outcome of a step, and the assessment after it (unchanged where it was refused)."""

    dpia: Dpia
    outcome: Outcome


def start(dpia: Dpia, *, by: Actor, at: datetime) -> Step:
    """Begin an assessment, of a sharing or of a data set. Only what is begun takes a number on the register."""
    stops = [*starting(dpia, by=by, at=at), *_words(dpia.title, "what it is about")]
    begun = replace(dpia, drafted_by=frozenset({by.person}))
    said: dict[str, JSON] = {"title": dpia.title, "about": [*dpia.about]}
    outcome = decide(stops, _event("dpia.started", dpia, by, at, said))
    return Step(dpia=begun if outcome.permitted else dpia, outcome=outcome)


def cover(dpia: Dpia, *, about: str, by: Actor, at: datetime, law: Law) -> Step:
    """Say that it covers another sharing of the same kind as well (UK GDPR Art 35(1))."""
    stops = refusals(dpia, Action.COVER, by=by, at=at, law=law)
    after = replace(dpia, about=tuple(dict.fromkeys((*dpia.about, about))))
    return _step(dpia, after, Action.COVER, _event("dpia.covers", dpia, by, at, {"about": about}), stops)


def give_up(dpia: Dpia, *, why: str, by: Actor, at: datetime, law: Law) -> Step:
    """Give up an assessment that nobody needs: what it was about is not shared, or another one covers it."""
    stops = (
        *refusals(dpia, Action.GIVE_UP, by=by, at=at, law=law),
        *_words(why, "why it is not needed"),
    )
    event = _event("dpia.given_up", dpia, by, at, {"why": why.strip()})
    return _step(dpia, dpia, Action.GIVE_UP, event, stops)


def write(
    dpia: Dpia,
    *,
    answers: Mapping[str, str] | None = None,
    risks: tuple[Risk, ...] | None = None,
    by: Actor,
    at: datetime,
    law: Law,
) -> Step:
    """Answer parts of it, and put its risks. Whoever writes has drafted it, and approves no measure nor does one."""
    known = {part.id for part in law.dpia}
    unknown = sorted(set(answers or {}) - known)
    stops = [*refusals(dpia, Action.WRITE, by=by, at=at, law=law), *_no_such_part(unknown)]
    after = replace(
        dpia,
        answers={**dpia.answers, **(answers or {})},
        risks=dpia.risks if risks is None else _as_written(risks, dpia.measures),
        drafted_by=dpia.drafted_by | {by.person},
    )
    said: dict[str, JSON] = {"parts": [*sorted(answers or {})], "risks": len(after.risks)}
    return _step(dpia, after, Action.WRITE, _event("dpia.written", dpia, by, at, said), stops)


def _as_written(risks: tuple[Risk, ...], before: tuple[Measure, ...]) -> tuple[Risk, ...]:
    """A measure that was done stays done while it stays the same measure; nothing is approved before the signature."""
    done = {(one.number, one.what): one.done for one in before}

    def written(one: Measure) -> Measure:
        return replace(one, approved=False, done=done.get((one.number, one.what)))

    return tuple(replace(risk, measures=tuple(written(one) for one in risk.measures)) for risk in risks)


def _no_such_part(names: Iterable[str]) -> Iterator[Refusal]:
    for name in names:
        yield no(
            rulebook.DPIA_COMPLETE,
            "A part was answered that the template does not have.",
            "Answer the parts of the template.",
            where=name[:40],
        )


def advise(dpia: Dpia, *, words: str, by: Actor, at: datetime, law: Law) -> Step:
    """The Data Protection Officer's advice on the whole of it (UK GDPR Art 35(2))."""
    stops = (*refusals(dpia, Action.ADVISE, by=by, at=at, law=law), *_words(words, "the advice"))
    after = replace(dpia, advice=Advised(by=by.person, at=at, words=words.strip()))
    return _step(dpia, after, Action.ADVISE, _event("dpia.advised", dpia, by, at, {}), stops)


def answer_advice(
    dpia: Dpia, *, accepted: bool, reasons: str = "", by: Actor, at: datetime, law: Law
) -> Step:
    """Accept the advice, or overrule it with reasons. A sharing whose advice was overruled is the Chief Executive's."""
    stops = [*refusals(dpia, Action.ANSWER_ADVICE, by=by, at=at, law=law)]
    if not accepted:
        stops += _words(reasons, "why the advice is overruled")
    answered = dpia.advice and replace(
        dpia.advice, accepted=accepted, answered_by=by.person, reasons=reasons.strip()
    )
    kind = "dpia.advice_accepted" if accepted else "dpia.advice_overruled"
    after = replace(dpia, advice=answered)
    return _step(dpia, after, Action.ANSWER_ADVICE, _event(kind, dpia, by, at, {}), stops)


def consult(dpia: Dpia, *, by: Actor, at: datetime, law: Law) -> Step:
    """Ask the regulator before anything begins (UK GDPR Art 36): a high risk is left."""
    stops = refusals(dpia, Action.CONSULT, by=by, at=at, law=law)
    asked = Consultation(asked=at.date())
    said: dict[str, JSON] = {"answer_due": asked.answer_due.isoformat()}
    event = _event("dpia.regulator_consulted", dpia, by, at, said)
    return _step(dpia, replace(dpia, consultation=asked), Action.CONSULT, event, stops)


def regulator_answered(dpia: Dpia, *, may_begin: bool, words: str, by: Actor, at: datetime, law: Law) -> Step:
    """What the regulator answered. Where it may not begin, the risk comes down or nothing is signed."""
    stops = (*refusals(dpia, Action.ANSWERED, by=by, at=at, law=law), *_words(words, "the answer"))
    asked = dpia.consultation or Consultation(asked=at.date())
    answered = replace(asked, answered=at.date(), may_begin=may_begin, words=words.strip())
    event = _event("dpia.regulator_answered", dpia, by, at, {"may_begin": may_begin})
    return _step(dpia, replace(dpia, consultation=answered), Action.ANSWERED, event, stops)


YEARLY = Period(years=1)


def sign(dpia: Dpia, *, by: Actor, at: datetime, law: Law, review_by: date | None = None) -> Step:
    """The owner of the data signs: the measures are approved, what is left is accepted, a review is set (a year)."""
    stops = refusals(dpia, Action.SIGN, by=by, at=at, law=law)
    review = review_by or YEARLY.after(at.date())
    approved: tuple[Risk, ...] = tuple(
        replace(risk, measures=tuple(replace(one, approved=True) for one in risk.measures))
        for risk in dpia.risks
    )
    after = replace(dpia, risks=approved, signed_by=by.person, signed_at=at, review_by=review)
    said: dict[str, JSON] = {
        "residual": dpia.residual.value,
        "measures": len(dpia.measures),
        "overruled": bool(dpia.advice and dpia.advice.accepted is False),
        "review_by": review.isoformat(),
    }
    return _step(dpia, after, Action.SIGN, _event("dpia.signed", dpia, by, at, said), stops)


def measure_done(dpia: Dpia, *, number: int, by: Actor, at: datetime, law: Law) -> Step:
    """Say that a measure is in place: what it held back may leave."""
    stops = [*refusals(dpia, Action.MEASURE_DONE, by=by, at=at, law=law)]
    if number not in {measure.number for measure in dpia.open_measures}:
        stops.append(
            no(
                rulebook.DPIA_MEASURE_DONE,
                "There is no open measure of that number.",
                "Choose one of the list.",
            )
        )
    risks = tuple(_with_done(risk, number, at.date()) for risk in dpia.risks)
    event = _event("dpia.measure_done", dpia, by, at, {"measure": number})
    return _step(dpia, replace(dpia, risks=risks), Action.MEASURE_DONE, event, stops)


def _with_done(risk: Risk, number: int, on: date) -> Risk:
    measures: tuple[Measure, ...] = tuple(
        replace(one, done=on) if one.number == number else one for one in risk.measures
    )
    return replace(risk, measures=measures)


def reopen(dpia: Dpia, *, why: str, by: Actor, at: datetime, law: Law) -> Step:
    """Look at it again: the risk changed, or its review is due (UK GDPR Art 35(11)). The signature no longer stands."""
    stops = (*refusals(dpia, Action.REOPEN, by=by, at=at, law=law), *_words(why, "what changed"))
    after = replace(dpia, advice=None, consultation=None, signed_by="", signed_at=None, review_by=None)
    return _step(
        dpia, after, Action.REOPEN, _event("dpia.reopened", dpia, by, at, {"why": why.strip()}), stops
    )


# --- the small print ------------------------------------------------------------------------------


def _step(before: Dpia, after: Dpia, action: Action, event: Event, stops: Iterable[Refusal]) -> Step:
    outcome = decide(stops, event)
    if not outcome.permitted:
        return Step(dpia=before, outcome=outcome)
    status = TRANSITIONS[before.status, action]
    return Step(dpia=replace(after, status=status, version=before.version + 1), outcome=outcome)


def _words(text: str, what: str) -> tuple[Refusal, ...]:
    if text.strip():
        return ()
    remedy = "Write it in a sentence or two, for somebody who reads it in a year."
    return (no(rulebook.REASONS_GIVEN, f"Nothing is written down: {what}.", remedy),)


def _event(kind: str, dpia: Dpia, by: Actor, at: datetime, details: Mapping[str, JSON]) -> Event:
    return Event(kind=kind, about=dpia.reference, by=by.person, at=at, details=details)
