"""Put good practice in the library, and say what is made of it."""

from __future__ import annotations

from sharewell.assurance import practices as core
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.assurance.actions import closing
from sharewell_office.assurance.practices import store
from sharewell_office.ledger.services import next_reference, record


class NoSuchPractice(LookupError):
    """There is no practice of that reference."""


def note(*, title: str, source: str, told: str, by: Actor) -> Outcome:
    """Put a practice in the library."""
    practice = core.Practice(
        reference=next_reference("GP", clock.today().year), title=title, source=source, told=told
    )
    outcome = core.note(practice, by=by, at=clock.now())
    if outcome.permitted:
        record(outcome.events, save=lambda: store.add(practice, by=by.person, on=clock.today()))
    return outcome


def weigh(
    reference: str, *, verdict: core.Verdict, reason: str, change: str, closes: str, by: Actor
) -> Outcome:
    """Adopt, adapt or reject; `closes` is the action that asked to consider it. Raises `NoSuchPractice`."""
    row = store.row(reference)
    if row is None:
        raise NoSuchPractice(reference)
    outcome = core.weigh(
        store.to_core(row), verdict=verdict, reason=reason, change=change, by=by, at=clock.now()
    )
    also = closing.of(closes, text=f"{row.title}: {verdict.value}. {reason}", evidence=reference, by=by)
    return closing.together(
        outcome,
        also,
        save=lambda: store.weigh(
            reference,
            verdict=verdict,
            reason=reason.strip(),
            change=change.strip(),
            by=by.person,
            on=clock.today(),
        ),
    )
