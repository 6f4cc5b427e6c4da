"""Open a course, write down who completed it, and write to those whose training runs out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.urls import reverse

from sharewell.policy import training as core
from sharewell.policy.training import Course
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome
from sharewell.vocabulary.people import Actor, Role
from sharewell.vocabulary.when import Period
from sharewell_office.adapters import clock
from sharewell_office.ledger.services import Message, next_reference, record
from sharewell_office.people import store as people
from sharewell_office.people.models import User
from sharewell_office.people.training import store


class NoSuchCourse(LookupError):
    """There is no course of that reference."""


def open_course(*, title: str, valid_for: Period, needed_from: date | None, by: Actor) -> Outcome:
    """Put a course on the list."""
    course = Course(reference="TRC", title=title, valid_for=valid_for, needed_from=needed_from)
    tried = core.open_course(course, by=by, at=clock.now())
    if not tried.permitted:
        return tried
    course = replace(course, reference=next_reference("TRC", clock.today().year))
    outcome = core.open_course(course, by=by, at=clock.now())
    record(outcome.events, save=lambda: store.add_course(course))
    return outcome


def complete(reference: str, *, who: list[User], on: date, evidence: str, by: Actor) -> Outcome:
    """Write down that these people completed a course. Raises `NoSuchCourse`."""
    row = store.course(reference)
    if row is None:
        raise NoSuchCourse(reference)
    names = [user.username for user in who]
    outcome = core.complete(store.to_core(row), people=names, on=on, by=by, at=clock.now())
    if outcome.permitted:
        record(
            outcome.events,
            save=lambda: store.add_completions(
                row, who, on=on, evidence=evidence, by=by.person, today=clock.today()
            ),
        )
    return outcome


# --- what goes on by itself -------------------------------------------------------------------------------------------
def keep_current(at: datetime) -> str:
    """Set anew until when everybody is trained, and write to those whose training runs out; each letter once."""
    everybody = list(store.staff())
    changed = _told_anew(everybody, at)
    waiting = [
        user
        for user in everybody
        if core.letters_due(user.trained_until, clock.today()) > user.training_letters
    ]
    if waiting:
        _write_to(waiting, at)
    return f"Training set anew for {changed}, {len(waiting)} written to"


def _told_anew(everybody: list[User], at: datetime) -> int:
    changed = store.anew(everybody, clock.today())
    if changed:
        told = _event("training.set_anew", at, people=[user.username for user in changed])
        record([told], save=lambda: store.keep(changed))
    return len(changed)


def _write_to(waiting: list[User], at: datetime) -> None:
    keepers = [person.username for person in people.with_role(Role.REGISTER_KEEPER)]
    link, letters = reverse("training"), []
    for user in waiting:
        user.training_letters = core.letters_due(user.trained_until, clock.today())
        _, up = core.LADDER[user.training_letters - 1]
        for to in dict.fromkeys([user.username, *(keepers if up else [])]):
            letters.append(
                Message(
                    to=to, template="training-ends", about=user.username, link=link, due=user.trained_until
                )
            )
    told = _event("training.chased", at, people=[user.username for user in waiting])
    record([told], save=lambda: store.keep(waiting), messages=letters)


def _event(kind: str, at: datetime, *, people: list[str]) -> Event:
    return Event(kind=kind, about="training", by="system", at=at, details={"people": list(people)})
