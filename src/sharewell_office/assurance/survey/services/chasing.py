"""The chase. A job calls `chase`; it may run at any time, as often as it likes, in as many workers as there are.

Of each survey, in this order and in one transaction:
 (1) where a day off was proclaimed (or taken back) since it was launched, the day it is due moves
 (2) returns of people who have left are handed on, so that somebody hears of it
 (3) every open return is put on the rungs whose day has come, from the rung it was read at
 (4) each rung is on the record, with the teams it was taken for
 (5) each person who has to be told gets one message, of the highest rung that concerns them
A worker that is killed before the commit has done nothing, and one that is killed after it has done everything: no
message goes twice, and none is lost. Whoever signs while this runs makes it start again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime

from django.db import transaction

from sharewell.assurance.survey import returns as core
from sharewell.assurance.survey.ladder import LADDER, Chase, Rung, due_day, owed
from sharewell.assurance.survey.record import Return
from sharewell.vocabulary.event import JSON, Event
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.assurance.survey import store
from sharewell_office.assurance.survey.services.launching import invitation
from sharewell_office.ledger.services import Message, record
from sharewell_office.people import store as people
from sharewell_office.people.holidays.store import proclaimed

SYSTEM = Actor(person="system", name="System", roles=frozenset({Role.REGISTER_KEEPER}))
TRIES = 3
TEMPLATES = {
    Rung.RESPONDENT: "survey-reminder",
    Rung.DEPUTY: "survey-overdue",
    Rung.MANAGER: "survey-escalated",
    Rung.HEAD: "survey-escalated",
    Rung.DIRECTOR: "survey-not-answered",
}


def chase(at: datetime) -> str:
    """Take every rung whose day has come; says how many teams were chased."""
    teams = sum(_chase(survey.reference) for survey in store.running())
    return f"{teams} teams chased" if teams else "Nobody is to be chased"


def _chase(survey: str) -> int:
    for _ in range(TRIES):
        with suppress(store.SomebodyElseChangedIt), transaction.atomic():
            days_off = proclaimed()
            _keep_to_the_calendar(survey, days_off)
            _hand_on_what_leavers_had(survey)
            return _climb(survey, days_off)
    return 0  # somebody signs all the time: the next run finds the rest


def _keep_to_the_calendar(survey: str, days_off: frozenset[date]) -> None:
    """Move the survey's day, and with it every open return that was not given a day of its own."""
    row = store.survey(survey)
    assert row is not None  # it was read a moment ago, and surveys are not deleted
    due = due_day(row.launched_at.astimezone(clock.LONDON).date(), days_off)
    if due != row.due:
        told: dict[str, JSON] = {"from": row.due.isoformat(), "to": due.isoformat()}
        event = Event(kind="survey.due_moved", about=survey, by="system", at=clock.now(), details=told)
        record([event], save=lambda: store.move_due(survey, to=due))


def _hand_on_what_leavers_had(survey: str) -> None:
    here, now = people.here_on(clock.today()), clock.now()
    for was in store.gone(survey, here):
        outcome = core.hand_on(was, to="", why="The respondent has left.", here=here, by=SYSTEM, at=now)
        if outcome.permitted:
            after = core.apply(was, outcome.events[0])
            told = [invitation(survey, to=after.team.respondent, due=after.due)]
            record(outcome.events, save=lambda was=was, after=after: store.save(was, after), messages=told)


Climb = tuple[Return, tuple[Chase, ...]]  # a return, and the rungs it owes, lowest first


def _climb(survey: str, days_off: frozenset[date]) -> int:
    today = clock.today()
    owing = (
        (each, owed(due=each.due, rung=each.rung, on=today, proclaimed=days_off))
        for each in store.open_returns(survey)
    )
    climbing = [(each, steps) for each, steps in owing if steps]
    if climbing:
        record(
            list(_events(survey, climbing)),
            save=lambda: _put_on_rungs(climbing),
            messages=_messages(survey, climbing),
        )
    return len(climbing)


def _events(survey: str, climbing: Sequence[Climb]) -> Iterator[Event]:
    """One for each rung that was taken, with the teams it was taken for."""
    for step in LADDER:
        teams: list[JSON] = [each.team.name for each, steps in climbing if step in steps]
        if teams:
            yield Event(
                kind="survey.escalated" if step.escalates else "survey.reminded",
                about=survey,
                by="system",
                at=clock.now(),
                details={"level": step.code, "says": step.says, "teams": teams},
            )


def _put_on_rungs(climbing: Sequence[Climb]) -> None:
    for rung in {steps[-1].rung for _, steps in climbing}:
        from_where = {each.reference: each.rung for each, steps in climbing if steps[-1].rung == rung}
        store.chased(from_where, rung=rung)


def _messages(survey: str, climbing: Sequence[Climb]) -> list[Message]:
    """One for each person, of the highest rung that concerns them, with the earliest day of theirs that passed."""
    told: dict[str, tuple[Rung, date]] = {}
    executives = [user.username for user in people.with_role(Role.CHIEF_EXECUTIVE)]
    for each, steps in climbing:
        for step in steps:
            posts = [getattr(each.team, post) for post in step.tells]
            for person in [*posts, *(executives if step.rung is Rung.DIRECTOR else ())]:
                before = told.get(person, (step.rung, each.due))
                told[person] = (max(before[0], step.rung), min(before[1], each.due))
    return [_message(survey, person, rung, due) for person, (rung, due) in sorted(told.items())]


def _message(survey: str, to: str, rung: Rung, due: date) -> Message:
    page = "mine" if rung <= Rung.DEPUTY else "line" if rung < Rung.DIRECTOR else "silent"
    return Message(
        to=to, template=TEMPLATES[rung], about=survey, link=f"/assurance/surveys/{survey}/{page}/", due=due
    )
