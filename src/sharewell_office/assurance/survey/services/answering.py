"""What a team does with its return; and once it is signed, what the register says of each flow in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from sharewell.assurance.survey import returns as core
from sharewell.assurance.survey.cases import TIME_TO_SETTLE
from sharewell.assurance.survey.matching import Match, match
from sharewell.assurance.survey.record import Return
from sharewell.assurance.survey.roster import KEEPERS
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.assurance.actions.services import opening
from sharewell_office.assurance.survey import store
from sharewell_office.assurance.survey.services import known
from sharewell_office.assurance.survey.services.launching import invitation
from sharewell_office.ledger.services import Message, next_reference, record
from sharewell_office.people import store as people
from sharewell_office.people.holidays.store import proclaimed

AREA = "Sharing that nobody agreed to"


class NoSuchReturn(LookupError):
    """There is no return of that reference."""


def found(reference: str) -> Return:
    there = store.return_of(reference)
    if there is None:
        raise NoSuchReturn(reference)
    return there


# --- writing it down --------------------------------------------------------------------------------------------------
@acts
def begin_flow(reference: str, *, by: Actor) -> tuple[Outcome, int]:
    """A flow to be filled in; its number, or 0 where it is refused."""
    was = found(reference)
    outcome = core.save(was, by=by, at=clock.now())
    if not outcome.permitted:
        return outcome, 0
    number = record(outcome.events, save=lambda: _saved(was, outcome, lambda: store.new_flow(reference)))
    return outcome, number


@acts
def write(reference: str, number: int, answers: Mapping[str, Any], *, by: Actor) -> Outcome:
    """Keep what one page asked."""
    return _save(reference, lambda: store.write_flow(reference, number, answers), by=by)


@acts
def drop(reference: str, number: int, *, by: Actor) -> Outcome:
    """Take a flow out again."""
    return _save(reference, lambda: store.drop_flow(reference, number), by=by)


def _save(reference: str, keep: Callable[[], None], *, by: Actor) -> Outcome:
    was = found(reference)
    outcome = core.save(was, by=by, at=clock.now())
    if outcome.permitted:
        record(outcome.events, save=lambda: _saved(was, outcome, keep))
    return outcome


def _saved(was: Return, outcome: Outcome, keep: Callable[[], Any]) -> Any:
    store.save(was, core.apply(was, outcome.events[0]))
    return keep()


# --- signing it -------------------------------------------------------------------------------------------------------
@acts
@transaction.atomic
def sign(reference: str, *, nil: bool, confirmed: bool, by: Actor) -> Outcome:
    """Sign the return. Every flow in it is held against the register at once; what nobody agreed to opens a case."""
    was = found(reference)
    outcome = core.sign(was, nil=nil, confirmed=confirmed, by=by, at=clock.now())
    if not outcome.permitted:
        return outcome
    after = core.apply(was, outcome.events[0])
    record(outcome.events, save=lambda: store.save(was, after))
    flows = store.flows_in(reference) if was.flows else []
    flags = [each for flow in flows if (each := _judge(after, flow, by))]
    return Outcome(events=outcome.events, flags=tuple(flags))


def _judge(signed: Return, flow: Any, by: Actor) -> Any:
    """What the register says of one flow; where it may not go on, a case with an action, and the refusal."""
    today = clock.today()
    judged = match(flow.answers, known.known_about(flow.answers, on=today), on=today)
    store.match_flow(flow, judged)
    if judged.finding.opens_case:
        _open_case(signed, flow, judged, by)
    return judged.refusal()


def _open_case(signed: Return, flow: Any, judged: Match, by: Actor) -> None:
    """The case, its action in the tracker, and both on the record: together with the signature, or not at all."""
    reference = next_reference("FLW", clock.today().year)
    review = review_of(signed.survey)
    action = opening(
        review=review,
        area=AREA,
        text=f"{reference}: {flow.answers.get('data', '')}, {signed.team.name}. Stop it, agree it, or have it decided.",
        officers=sorted({signed.team.respondent, signed.team.manager}),
        due=clock.today() + TIME_TO_SETTLE,
        by="system",
        because=reference,
    )
    rule = judged.finding.rule
    event = Event(
        kind="flow.stale" if judged.reference else "flow.unregistered",
        about=reference,
        by=by.person,
        at=clock.now(),
        details={
            "team": signed.team.name,
            "finding": judged.finding.value,
            "code": rule.code if rule else "",
            "return": signed.reference,
        },
    )

    def save() -> None:
        action.save()
        store.add_case(reference, flow=flow, on=clock.today(), review=review, action=action.number)

    record([event, action.event], save=save, messages=_to_keepers(reference))


def review_of(survey: str) -> str:
    """The tracker's review that holds what a survey found."""
    return f"Survey of sharing {survey}"


def _to_keepers(about: str) -> list[Message]:
    return [
        Message(to=each, template="flow-unregistered", about=about, link=f"/assurance/flows/{about}/")
        for each in sorted(people.holders(*KEEPERS))
    ]


# --- who answers, and by when -----------------------------------------------------------------------------------------
@acts
def delegate(reference: str, *, to: str, by: Actor) -> Outcome:
    """Let somebody else fill it in and sign it too."""
    was, who = found(reference), people.username_of(to)
    outcome = core.delegate(was, to=who, here=people.here_on(clock.today()), by=by, at=clock.now())
    return _step(was, outcome, [invitation(was.survey, to=who, due=was.due)])


@acts
def hand_on(reference: str, *, to: str, why: str, by: Actor) -> Outcome:
    """ "I am not the right person": to whom it is said to belong, else to the deputy or up the line."""
    was, who = found(reference), people.username_of(to)
    if to and not who:
        who = to  # nobody of that name: the core says so
    outcome = core.hand_on(was, to=who, why=why, here=people.here_on(clock.today()), by=by, at=clock.now())
    given = str(outcome.events[0].details["to"]) if outcome.permitted else ""
    return _step(was, outcome, [invitation(was.survey, to=given, due=was.due)])


@acts
def extend(reference: str, *, to: date, why: str, by: Actor) -> Outcome:
    """Give it more time."""
    was = found(reference)
    return _step(was, core.extend(was, to=to, why=why, by=by, at=clock.now(), proclaimed=proclaimed()))


@acts
def merge(reference: str, *, into: str, by: Actor) -> Outcome:
    """Another team answers in its place."""
    was = found(reference)
    return _step(
        was, core.merge(was, into=into, open_teams=store.open_teams(was.survey), by=by, at=clock.now())
    )


def _step(was: Return, outcome: Outcome, messages: list[Message] | None = None) -> Outcome:
    if outcome.permitted:
        after = core.apply(was, outcome.events[0])
        record(outcome.events, save=lambda: store.save(was, after), messages=messages or ())
    return outcome
