"""Who we are, and who follows us: by law the office's duties go over to another legal entity, and everything with them.

    today --hand over, by an instrument, from a day on--> the successor, from that day on
                                     --call off, before that day--> as if nothing had been said

Nothing is signed again: an Act, order or scheme puts the successor in our place, and what we agreed binds it as it
bound us. (Where a *party* is succeeded it signs for itself: see `lifecycle`.) So no agreement changes by a word, its
history and its yeses stand, and from that day on whatever the office says is said under the successor's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sharewell.policy import rulebook
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

DECIDES = Role.CHIEF_EXECUTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """One legal entity follows another: under which Act, order or scheme, and from which day on (that day included)."""

    predecessor: str
    successor: str
    instrument: str
    takes_effect: date


def name_on(day: date, *, first: str, successions: Iterable[Succession]) -> str:
    """What the office is called on that day; `first` is what it was called before anybody followed."""
    begun = [each for each in successions if each.takes_effect <= day]
    return max(begun, key=lambda each: each.takes_effect).successor if begun else first


def followed(day: date, *, successions: Iterable[Succession], since: date | None = None) -> tuple[str, ...]:
    """How it came to be called so: a sentence for each succession that took effect (after `since`), newest first."""
    begun = [each for each in successions if (since or date.min) < each.takes_effect <= day]
    return tuple(
        f"{each.successor} followed {each.predecessor} on {each.takes_effect:%-d %B %Y} ({each.instrument})."
        for each in sorted(begun, key=lambda each: each.takes_effect, reverse=True)
    )


def hand_over(
    wanted: Succession,
    *,
    known: Sequence[Succession],
    agreements: Sequence[str],
    by: Actor,
    at: datetime,
    on: date,
) -> Outcome:
    """Say whether our duties may be put down as going over so, with every reason if not.

    `agreements` are those that run: each is told of in its own story. `about` of the event is the successor's name.
    """
    refusals = (*_not_theirs(by), *_unfit(wanted, known, on))
    if refusals:
        return Outcome(refusals=refusals)
    day = wanted.takes_effect.isoformat()
    handed = Event(
        kind="organisation.succeeded",
        about=OFFICE,
        by=by.person,
        at=at,
        details={
            "from_name": wanted.predecessor,
            "to_name": wanted.successor,
            "instrument": wanted.instrument,
            "takes_effect": day,
            "agreements": len(agreements),
        },
    )
    return decide((), handed, *(_novated(each, wanted, by, at) for each in agreements))


OFFICE = "OFFICE"  # what the record calls us, whatever our name


def _novated(agreement: str, by_law: Succession, by: Actor, at: datetime) -> Event:
    return Event(
        kind="isa.novated",
        about=agreement,
        by=by.person,
        at=at,
        details={
            "to_name": by_law.successor,
            "takes_effect": by_law.takes_effect.isoformat(),
            "instrument": by_law.instrument,
        },
    )


def call_off(coming: Succession, *, reason: str, by: Actor, at: datetime, on: date) -> Outcome:
    """Say whether a succession that has not taken effect may be called off: what the law did, nobody here undoes."""
    refusals = [*_not_theirs(by)]
    if coming.takes_effect <= on:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason=f"{coming.successor} follows us since {coming.takes_effect:%-d %B %Y}.",
                remedy="Where the law was changed again, put down who follows now, and from which day on.",
            )
        )
    if not reason.strip():
        refusals.append(_no_reason("Why it is called off is not said.", "Say why."))
    return decide(
        tuple(refusals),
        Event(
            kind="organisation.succession_called_off",
            about=OFFICE,
            by=by.person,
            at=at,
            details={"to_name": coming.successor, "reason": reason.strip()},
        ),
    )


def _not_theirs(by: Actor) -> Iterator[Refusal]:
    if not by.has(DECIDES):
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="Who follows the office is put down by the Chief Executive.",
            remedy="Ask the Chief Executive.",
        )


def _unfit(wanted: Succession, known: Sequence[Succession], on: date) -> Iterator[Refusal]:
    if not wanted.instrument.strip():
        yield _no_reason(
            "Under which Act, order or scheme the duties go over is not said.",
            "Name it with its section or article: it is what binds the partners.",
        )
    if not wanted.successor.strip() or wanted.successor.strip() == wanted.predecessor:
        yield _no_reason("Who follows us is not said.", "Give the legal name of the body that follows.")
    if coming := [each for each in known if each.takes_effect > on]:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"{coming[0].successor} is put down to follow on {coming[0].takes_effect:%-d %B %Y} already.",
            remedy="Call that off first, if it is wrong.",
        )
    if late := [each for each in known if wanted.takes_effect <= each.takes_effect <= on]:
        yield Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"On {late[0].takes_effect:%-d %B %Y} {late[0].successor} followed, which is not before that day.",
            remedy="Give a day after it.",
        )


def _no_reason(reason: str, remedy: str) -> Refusal:
    return Refusal(rule=rulebook.REASONS_GIVEN, reason=reason, remedy=remedy)
