"""The teams of the organisation, as they are today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from sharewell.assurance.survey.roster import POSTS, Team
from sharewell_office.assurance.models import Team as Row
from sharewell_office.assurance.survey.store.surveys import AT_ONCE


def standing_teams() -> list[Team]:
    """Every team that exists, by name: whom a survey asks."""
    return [to_team(row) for row in Row.objects.filter(ended_on__isnull=True)]


def matching_teams(words: str = "") -> QuerySet[Row]:
    """Teams that exist, whose name or service holds the words."""
    found = Row.objects.filter(ended_on__isnull=True)
    return found.filter(Q(name__icontains=words) | Q(service__icontains=words)) if words else found


def teams_named(names: Iterable[str]) -> dict[str, Row]:
    return {row.name: row for row in Row.objects.filter(name__in=set(names))}


def team_row(reference: str) -> Row | None:
    return Row.objects.filter(reference=reference).first()


def to_team(row: Row) -> Team:
    return Team(name=row.name, service=row.service, **{post: getattr(row, post) for post in POSTS})


def keep_teams(teams: Mapping[str, Team]) -> None:
    """New teams, by their references, and what is said of those that are there (again): one statement."""
    said = ("name", "service", *POSTS)
    Row.objects.bulk_create(
        [
            Row(reference=reference, **{name: getattr(team, name) for name in said})
            for reference, team in teams.items()
        ],
        update_conflicts=True,
        unique_fields=["reference"],
        update_fields=[*said, "ended_on"],
        batch_size=AT_ONCE,
    )


def end_team(reference: str, *, on: date) -> None:
    Row.objects.filter(reference=reference).update(ended_on=on)
