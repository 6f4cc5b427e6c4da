"""What people do with an assessment: read it, ask the core, put the answer on the record.

Each function gives the core's `Outcome`. Whoever acts on an older version than the one that stands is told so, and
changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sharewell.policy import rulebook
from sharewell.policy.law import law_on
from sharewell.policy.law.record import Law
from sharewell.register.dpia import lifecycle, steps
from sharewell.register.dpia.lifecycle import Action
from sharewell.register.dpia.record import Dpia, Measure, Risk
from sharewell.register.dpia.steps import Step
from sharewell.vocabulary.outcome import Outcome, Refusal
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock, ourselves
from sharewell_office.adapters.acting import acts
from sharewell_office.ledger.services import next_reference, record
from sharewell_office.register.store import assessments as store

Take = Callable[[Dpia, datetime, Law], Step]


class NoSuchAssessment(LookupError):
    """No assessment of that reference is carried out here."""


def now() -> datetime:
    """This moment in Europe/London."""
    return clock.now().astimezone(clock.LONDON)


def read(reference: str) -> Dpia:
    """Raises `NoSuchAssessment`."""
    found = store.dpia(reference)
    if found is None:
        raise NoSuchAssessment(reference)
    return found


def options(dpia: Dpia, *, by: Actor) -> Mapping[Action, tuple[Refusal, ...]]:
    """For each step, every reason why this person may not take it now; none is a yes."""
    at = now()
    law = law_on(at.date())
    return {action: lifecycle.refusals(dpia, action, by=by, at=at, law=law) for action in Action}


@acts
def start(*, title: str, data_set: str, about: str = "", by: Actor) -> Outcome:
    """Begin an assessment. The outcome's event names its reference."""
    at = now()
    dpia = Dpia(
        reference="",
        title=title.strip(),
        controller=ourselves.name(),
        data_set=data_set,
        about=(about,) if about else (),
    )
    if not (tried := steps.start(dpia, by=by, at=at)).outcome.permitted:
        return tried.outcome
    # Only what comes on the record takes a number.
    begun = steps.start(replace(dpia, reference=next_reference("DPIA", at.year)), by=by, at=at)
    record(begun.outcome.events, save=lambda: store.add(begun.dpia, law_on(at.date())))
    return begun.outcome


def take(reference: str, *, version: int | None, step: Take) -> Outcome:
    """Read, ask, record. `version` is the one on the screen; `None` where nothing was shown."""
    dpia, at = read(reference), now()
    law = law_on(at.date())
    if version not in (None, dpia.version):
        return Outcome(refusals=(_changed_meanwhile(dpia),))
    taken = step(dpia, at, law)
    if taken.outcome.permitted:
        try:
            record(taken.outcome.events, save=lambda: store.save(dpia, taken.dpia, law))
        except store.SomebodyElseChangedIt:
            return Outcome(refusals=(_changed_meanwhile(dpia),))
    return taken.outcome


def _changed_meanwhile(dpia: Dpia) -> Refusal:
    return Refusal(
        rule=rulebook.DECIDED_MEANWHILE,
        reason=f"Somebody else changed {dpia.reference} while you had it open.",
        remedy="Look at it as it stands now, and write yours again where it is still needed.",
    )


# --- writing it -------------------------------------------------------------------------------------------------------


@acts
def answer(reference: str, *, part: str, words: str, version: int | None, by: Actor) -> Outcome:
    """Answer one part of the template."""
    return _write(reference, version, by, lambda dpia: {"answers": {part: words.strip()}})


@acts
def put_risk(reference: str, risk: Risk, *, version: int | None, by: Actor) -> Outcome:
    """A new risk (number 0), or another reading of one that is there; its measures stay."""

    def written(dpia: Dpia) -> Mapping[str, object]:
        kept = {one.number: one.measures for one in dpia.risks}
        number = risk.number or max(kept, default=0) + 1
        row = replace(risk, number=number, measures=kept.get(number, ()))
        others = [one for one in dpia.risks if one.number != number]
        return {"risks": tuple(sorted((*others, row), key=lambda one: one.number))}

    return _write(reference, version, by, written)


@acts
def drop_risk(reference: str, number: int, *, version: int | None, by: Actor) -> Outcome:
    """Take a risk off, with its measures."""
    return _write(
        reference,
        version,
        by,
        lambda dpia: {"risks": tuple(one for one in dpia.risks if one.number != number)},
    )


@acts
def put_measure(reference: str, risk: int, measure: Measure, *, version: int | None, by: Actor) -> Outcome:
    """A measure against a risk: a new one (number 0), or other words for one that is there."""

    def written(dpia: Dpia) -> Mapping[str, object]:
        number = measure.number or max((one.number for one in dpia.measures), default=0) + 1
        put = replace(measure, number=number)
        return {"risks": tuple(_with_measure(one, put) if one.number == risk else one for one in dpia.risks)}

    return _write(reference, version, by, written)


@acts
def drop_measure(reference: str, number: int, *, version: int | None, by: Actor) -> Outcome:
    """Take a measure off."""
    return _write(
        reference, version, by, lambda dpia: {"risks": tuple(_without(one, number) for one in dpia.risks)}
    )


def _with_measure(risk: Risk, measure: Measure) -> Risk:
    others = _without(risk, measure.number).measures
    return replace(risk, measures=tuple(sorted((*others, measure), key=lambda one: one.number)))


def _without(risk: Risk, number: int) -> Risk:
    return replace(risk, measures=tuple(one for one in risk.measures if one.number != number))


def _write(
    reference: str, version: int | None, by: Actor, written: Callable[[Dpia], Mapping[str, object]]
) -> Outcome:
    def step(dpia: Dpia, at: datetime, law: Law) -> Step:
        return steps.write(dpia, **written(dpia), by=by, at=at, law=law)  # type: ignore[arg-type]

    return take(reference, version=version, step=step)


# --- what follows -----------------------------------------------------------------------------------------------------


@acts
def take_step(
    reference: str, taken: Callable[..., Step], *, version: int | None = None, by: Actor, **said: Any
) -> Outcome:
    """Advise, sign, reopen …: one of the steps of `sharewell.register.dpia.steps`, with what it asks for."""
    return take(
        reference, version=version, step=lambda dpia, at, law: taken(dpia, by=by, at=at, law=law, **said)
    )
