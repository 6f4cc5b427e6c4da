"""The teams of an organisation as a table: a row for each team, with who answers for it and who stands above it."""

from __future__ import annotations

from collections.abc import Iterator

from sharewell.assurance.survey.roster import POSTS, Team
from sharewell.exchange.rows import Column, Sheet

TEAMS = Sheet(
    kind="teams",
    key="team",
    columns=(
        Column(name="team", headings=("name", "team name", "unit", "station", "watch"), required=True),
        Column(name="service", headings=("department", "directorate", "area", "part of", "function")),
        Column(name="respondent", headings=("contact", "lead", "team leader", "answers"), required=True),
        Column(name="deputy", headings=("second contact", "cover"), required=True),
        Column(name="manager", headings=("middle manager", "line manager"), required=True),
        Column(name="head", headings=("head of service", "data owner", "smt"), required=True),
        Column(name="director", headings=("executive director",), required=True),
    ),
)


def cells_of(teams: Iterator[Team]) -> Iterator[list[str]]:
    """Teams in the sheet's columns: reading them back gives the same teams."""
    return ([each.name, each.service, *(getattr(each, post) for post in POSTS)] for each in teams)
