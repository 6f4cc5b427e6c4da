"""Cover for absence: who is away, from when to when, and who decides in their place.

    away, with cover        the cover decides, under a delegation that lasts as long as the absence
    away, without cover     from the next working day on the Chief Executive decides
    the DPO away            the cover is another Data Protection Officer; advice waits for no one else

Cover goes by person like everything else: whoever asked for a sharing, drafted it or advises on it does not decide it
in anybody's place (policy 5.1, 5.2; UK GDPR Art 38). The one who is away stays accountable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sharewell.decisions import delegating
from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Delegation, Role
from sharewell.vocabulary.working_days import working_days_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """One absence, both days included. `cover` is a person's id, or "" for nobody; `ended` the day it was ended early.

    `under` is the delegation that gives the cover its authority, where the one who is away owns data.
    """

    reference: str
    person: str
    starts: date
    ends: date
    cover: str = ""
    under: str = ""
    ended: date | None = None

    def away(self, on: date) -> bool:
        return self.starts <= on <= self.ends and (self.ended is None or on < self.ended)

    def falls_to_the_chief_executive(self, on: date, proclaimed: frozenset[date]) -> bool:
        """Whether what waits is not left waiting any longer: nobody covers, and a working day has gone by."""
        return self.away(on) and not self.cover and on >= working_days_after(self.starts, 1, proclaimed)


def nobody_covers(absences: Iterable[Absence], on: date, proclaimed: frozenset[date]) -> frozenset[str]:
    """Those whose decisions fall to the Chief Executive that day."""
    return frozenset(one.person for one in absences if one.falls_to_the_chief_executive(on, proclaimed))


def arrange(
    given: Absence,
    *,
    delegation: Delegation | None,
    away: Actor,
    cover: Actor | None,
    by: Actor,
    at: datetime,
) -> Outcome:
    """Put an absence on record, with its cover if there is one. `by` is whoever is away, or the Chief Executive.

    `delegation` is what the cover decides under: needed where the one who is away owns data.
    """
    refusals = [*_whose(away, by), *_for_how_long(given, at)]
    events = [_event("absence.arranged", given, by, at, _details(given))]
    if cover is not None:
        refusals += _deputy(away, cover)
    if cover is not None and delegation is not None:
        made = delegating.delegate(delegation, owner=away, to=cover, by=by, at=at)
        refusals += [one for one in made.refusals if one.rule != rulebook.DELEGATED_FOR_A_TIME]
        events += made.events or ()
    return decide(refusals, *events)


def end(given: Absence, *, by: Actor, at: datetime) -> Outcome:
    """Back earlier than planned: from today on they decide for themselves again."""
    refusals = [*_whose_reference(given, by)]
    if not given.away(at.date()) and given.starts <= at.date():
        refusals.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE,
                reason="That absence is over.",
                remedy="Nothing is to be done.",
            )
        )
    return decide(refusals, _event("absence.ended", given, by, at, {}))


def _whose(away: Actor, by: Actor) -> Iterator[Refusal]:
    if away.person != by.person and not by.has(Role.CHIEF_EXECUTIVE):
        yield _not_theirs()


def _whose_reference(given: Absence, by: Actor) -> Iterator[Refusal]:
    if given.person != by.person and not by.has(Role.CHIEF_EXECUTIVE):
        yield _not_theirs()


def _not_theirs() -> Refusal:
    return Refusal(
        rule=rulebook.DELEGATED_BY_ITS_OWNER,
        reason="An absence is arranged by whoever is away, or by the Chief Executive in their place.",
        remedy="Ask one of them.",
    )


def _for_how_long(given: Absence, at: datetime) -> Iterator[Refusal]:
    if given.ends < given.starts or given.ends < at.date():
        yield Refusal(
            rule=rulebook.DELEGATED_FOR_A_TIME,
            reason="An absence has a first and a last day, and is not over yet.",
            remedy="Choose a last day from today on, and not before the first.",
        )
    elif given.ends > delegating.LONGEST.after(given.starts):
        yield Refusal(
            rule=rulebook.DELEGATED_FOR_A_TIME,
            reason="An absence longer than twelve months takes another owner, not cover.",
            remedy="Have the data set given to another owner in the register.",
        )


def _deputy(away: Actor, cover: Actor) -> Iterator[Refusal]:
    if away.has(Role.DPO) and (not cover.has(Role.DPO) or cover.accounts & away.accounts):
        yield Refusal(
            rule=rulebook.DELEGATED_TO_AN_EQUAL,
            reason="The Data Protection Officer is covered by another Data Protection Officer, deputy or contracted.",
            remedy="Choose one, or leave it empty: advice then waits, except in an emergency.",
        )
    elif not away.owns and cover.accounts & away.accounts:  # an owner's cover is held to it by the delegation
        yield Refusal(
            rule=rulebook.DELEGATED_TO_AN_EQUAL,
            reason="Nobody covers for themselves, under whichever account.",
            remedy="Choose somebody else, or leave it empty.",
        )


def _details(given: Absence) -> dict[str, JSON]:
    return {
        "person": given.person,
        "cover": given.cover,
        "starts": given.starts.isoformat(),
        "ends": given.ends.isoformat(),
    }


def _event(kind: str, given: Absence, by: Actor, at: datetime, details: dict[str, JSON]) -> Event:
    return Event(kind=kind, about=given.reference, by=by.person, at=at, details=details)
