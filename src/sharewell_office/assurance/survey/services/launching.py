"""Launch a survey, keep the teams it asks, and close it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sharewell.assurance.survey import returns as core
from sharewell.assurance.survey.ladder import due_day
from sharewell.assurance.survey.record import Return
from sharewell.assurance.survey.roster import Team, gaps, may_run
from sharewell.policy import rulebook
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.adapters.acting import acts
from sharewell_office.assurance.survey import store
from sharewell_office.assurance.survey.importing import TeamsKind
from sharewell_office.ledger.services import Message, next_reference, next_references, record
from sharewell_office.people import store as people
from sharewell_office.people.holidays.store import proclaimed
from sharewell_office.register.importing.driver import ImportReport, take_over


class NoSuchSurvey(LookupError):
    """There is no survey of that reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a launch would do today: whom it asks, by when, and everything that keeps it from being launched."""

    teams: Sequence[Team]
    due: date
    refusals: tuple[Refusal, ...]


def planned(*, by: Actor) -> Plan:
    """A survey as it would be launched now."""
    teams, today = store.standing_teams(), clock.today()
    here = people.here_on(today)
    return Plan(
        teams=teams,
        due=due_day(today, proclaimed()),
        refusals=(*may_run(by), *_one_at_a_time(), *gaps(teams, here=here)),
    )


def _one_at_a_time() -> list[Refusal]:
    running = store.running()
    return [
        Refusal(
            rule=rulebook.NOT_IN_THIS_STATE,
            reason=f"{each.reference} is still running.",
            remedy="Close it first: nobody should be asked the same twice at once.",
        )
        for each in running
    ]


@acts
def launch(*, title: str, by: Actor) -> Outcome:
    """Ask every team: returns, the record and the invitations are there together, or nothing is."""
    plan, now = planned(by=by), clock.now()
    if plan.refusals:
        return Outcome(refusals=plan.refusals)
    reference = next_reference("SUR", clock.today().year)
    numbers = next_references("RET", clock.today().year, len(plan.teams))
    returns = [
        Return(reference=number, survey=reference, team=team, due=plan.due, first_due=plan.due)
        for number, team in zip(numbers, plan.teams, strict=True)
    ]
    event = _event(
        "survey.launched", reference, by, teams=len(returns), due=plan.due.isoformat(), title=title
    )
    record(
        [event],
        save=lambda: store.add_survey(
            reference, title=title, by=by.person, at=now, due=plan.due, returns=returns
        ),
        messages=[
            invitation(reference, to=person, due=plan.due)
            for person in sorted({each.team.respondent for each in returns})
        ],
    )
    return Outcome(events=(event,))


def invitation(survey: str, *, to: str, due: date) -> Message:
    return Message(
        to=to, template="survey-asked", about=survey, link=f"/assurance/surveys/{survey}/mine/", due=due
    )


@acts
def close(reference: str, *, by: Actor) -> Outcome:
    """End a survey: nobody is chased any more, and who did not answer stands in the report as not having answered."""
    found = store.survey(reference)
    if found is None:
        raise NoSuchSurvey(reference)
    refusals = [*may_run(by)]
    if found.closed_at:
        refusals.append(
            Refusal(
                rule=rulebook.NOT_IN_THIS_STATE, reason="It is closed.", remedy="Nothing needs to be done."
            )
        )
    silent = len(store.open_returns(reference))
    outcome = decide(refusals, _event("survey.closed", reference, by, silent=silent))
    if outcome.permitted:
        record(outcome.events, save=lambda: store.close_survey(reference, at=clock.now()))
    return outcome


# --- the teams --------------------------------------------------------------------------------------------------------
@acts
def take_over_teams(
    path: Path, *, name: str, by: Actor, dry_run: bool, say: Callable[[int, int], None] | None = None
) -> ImportReport:
    """Take over a table of teams. Raises `FileUnusable`, and then nothing was written."""
    return take_over(path, kind=TeamsKind(), name=name, by=by, dry_run=dry_run, say=say)


@acts
def keep_team(team: Team, *, reference: str = "", by: Actor) -> Outcome:
    """A new team, or a change to one; where a survey runs, a new team is asked as well."""
    known = store.teams_named([team.name]).get(team.name)
    here = people.here_on(clock.today())
    refusals = [*may_run(by), *gaps([team], here=here)]
    if known and known.reference != reference and known.ended_on is None:
        refusals.append(
            Refusal(
                rule=rulebook.ROSTER_WHOLE,
                reason="There is a team of that name.",
                remedy="Change that one, or give this one another name.",
                where="name",
            )
        )
    if refusals:
        return Outcome(refusals=tuple(refusals))
    kept = reference or (known.reference if known else next_reference("TEAM", clock.today().year))
    event = _event("team.kept", kept, by, team=team.name, service=team.service)
    late = _late_returns(team) if not reference else []
    record(
        [event],
        save=lambda: _keep(team, kept, late),
        messages=[invitation(each.survey, to=team.respondent, due=each.due) for each in late],
    )
    return Outcome(events=(event,))


def _late_returns(team: Team) -> list[Return]:
    """What a team that came to be during a survey is asked: it has ten working days at the least."""
    year, today, days_off = clock.today().year, clock.today(), proclaimed()
    return [
        Return(
            reference=next_reference("RET", year),
            survey=survey.reference,
            team=team,
            due=core.late_due(survey.due, on=today, proclaimed=days_off),
            first_due=core.late_due(survey.due, on=today, proclaimed=days_off),
        )
        for survey in store.running()
        if team.name not in store.asked_teams(survey.reference)
    ]


def _keep(team: Team, reference: str, late: Sequence[Return]) -> None:
    store.keep_teams({reference: team})
    for each in late:
        store.add_return(each.survey, each)


@acts
def end_team(reference: str, *, by: Actor) -> Outcome:
    """The team no longer exists. Its return in a running survey stays open until it is answered or merged."""
    found = store.team_row(reference)
    if found is None:
        raise NoSuchSurvey(reference)
    outcome = decide([*may_run(by)], _event("team.ended", reference, by, team=found.name))
    if outcome.permitted:
        record(outcome.events, save=lambda: store.end_team(reference, on=clock.today()))
    return outcome


def _event(kind: str, about: str, by: Actor, **details: JSON) -> Event:
    return Event(kind=kind, about=about, by=by.person, at=clock.now(), details=details)
