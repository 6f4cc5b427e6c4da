"""How a table of teams is taken over: a row is a team, and the people in it are people of this office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sharewell.assurance.survey.roster import POSTS, Team, gaps
from sharewell.exchange.rows import Layout, RowRead, RowRefusal
from sharewell.exchange.teams_sheet import TEAMS
from sharewell.vocabulary.people import Actor
from sharewell_office.adapters import clock
from sharewell_office.assurance import models
from sharewell_office.assurance.survey import store
from sharewell_office.people import store as people
from sharewell_office.register.importing.driver import Change


class TeamsKind:
    """The `Kind` of `importing.driver` for teams. One for each file: it remembers whom the file has named."""

    name, key_column, prefix = TEAMS.kind, TEAMS.key, "TEAM"

    def __init__(self) -> None:
        self.here = people.here_on(clock.today())
        self.named: dict[str, str] = {}

    def layout(self, cells: Sequence[str], mapping: Mapping[str, str] | None) -> Layout:
        return TEAMS.layout(cells, mapping)

    def row(self, layout: Layout, cells: Sequence[str]) -> RowRead:
        return TEAMS.row(layout, cells)

    def key(self, entry: Mapping[str, Any]) -> str:
        return str(entry["team"])

    def known(self, entries: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
        self.named |= people.usernames_of(entry[post] for entry in entries for post in POSTS)
        return store.teams_named(self.key(entry) for entry in entries)

    def reference(self, row: models.Team) -> str:
        return row.reference

    def own_reference(self, entry: Mapping[str, Any]) -> str:
        return ""  # a team always takes one of ours

    def holds(self, row: models.Team, entry: Mapping[str, Any]) -> bool:
        return row.ended_on is None and store.to_team(row) == self._team(entry)

    def objection(self, row: models.Team | None, entry: Mapping[str, Any], by: Actor) -> RowRefusal | None:
        """Why nobody could be asked for this team: the first reason, with the person who is not known here."""
        for refusal in gaps([self._team(entry)], here=self.here):
            return RowRefusal(column="team", reason=refusal.reason, remedy=refusal.remedy)
        return None

    def event(self, change: Change) -> tuple[str, dict[str, Any]]:
        return "team.kept", {"team": change.entry["team"], "service": change.entry["service"] or ""}

    def write(self, changes: Sequence[Change]) -> None:
        store.keep_teams({each.reference: self._team(each.entry) for each in changes})

    def _team(self, entry: Mapping[str, Any]) -> Team:
        posts = {post: self.named.get(entry[post], "") for post in POSTS}
        return Team(name=entry["team"], service=entry["service"] or "", **posts)
