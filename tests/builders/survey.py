"""Teams and returns of a survey, right by default: a test changes only what it is about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from builders.working_days import NONE
from sharewell.assurance.survey.ladder import due_day
from sharewell.assurance.survey.record import Return
from sharewell.assurance.survey.roster import Team
from sharewell.vocabulary.people import Actor, Role

LAUNCHED = date(2026, 6, 1)
NOON = datetime(2026, 6, 2, 12, tzinfo=UTC)
HERE = frozenset({"rita", "dev", "mona", "hal", "dora", "zoe", "k1"})

# Answers to every question of a flow that a careful respondent gives.
A_FLOW: dict[str, Any] = {
    "data": "Absence records", "subjects": "Our own staff", "people": 400, "direction": "to", "where": "outside",
    "other": "Northshire Mutual Insurance", "purpose": "The insurer pays for long absences.", "how_often": "monthly",
    "how_sent": "email", "agreed": "no", "agreement": "", "lawful_basis": "", "retention": "", "reviewed": "",
}  # fmt: skip


def a_flow(**changed: Any) -> dict[str, Any]:
    return A_FLOW | changed


def a_team(name: str = "HR", **changed: Any) -> Team:
    given = {
        "name": name, "service": "Corporate", "respondent": "rita", "deputy": "dev", "manager": "mona",
        "head": "hal", "director": "dora",
    }  # fmt: skip
    return Team(**(given | changed))


def a_return(**changed: Any) -> Return:
    due = due_day(LAUNCHED, proclaimed=NONE)
    given = {
        "reference": "RET-2026-0001", "survey": "SUR-2026-0001", "team": a_team(), "due": due, "first_due": due,
    }  # fmt: skip
    return Return(**(given | changed))


def somebody(person: str, *roles: Role) -> Actor:
    return Actor(person=person, name=person.title(), roles=frozenset(roles))


def a_keeper() -> Actor:
    return somebody("k1", Role.REGISTER_KEEPER)
