"""Close an action with what settles it: a decision, a clause review, a practice taken up. All of it, or nothing.

also = closing.of("REV-2026-0001/2.1", text=…, evidence="GDN-2026-0001", by=actor)
return closing.together(outcome, also, save=…)      # one transaction, every refusal of both
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sharewell.assurance import actions as core
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.assurance.actions import store
from sharewell_office.ledger.services import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The closing of one action, judged and not yet done."""

    review: core.Review
    outcome: Outcome

    def save(self) -> None:
        """Raises `store.SomebodyElseChangedIt`."""
        store.save(self.review, core.apply(self.review, self.outcome.events[0]))


def of(which: str, *, text: str, evidence: str, by: Actor) -> Closing | None:
    """The closing of an action ("REV-2026-0001/2.1") with what was settled; None where no action is named."""
    reference, _, number = which.partition("/")
    review = store.review(reference) if number else None
    if review is None:
        return None
    outcome = core.take_step(
        review, number, step=core.Step.CLOSE, text=text, evidence=evidence, by=by, at=clock.now()
    )
    return Closing(review=review, outcome=outcome)


def together(outcome: Outcome, also: Closing | None, *, save: Callable[[], object]) -> Outcome:
    """Record both in one transaction; where either is refused nothing happens, and every refusal is told."""
    refusals = (*outcome.refusals, *(also.outcome.refusals if also else ()))
    if refusals:
        return Outcome(refusals=refusals)
    events = (*outcome.events, *(also.outcome.events if also else ()))

    def both() -> None:
        save()
        if also:
            also.save()

    record(events, save=both)
    return Outcome(events=events)
