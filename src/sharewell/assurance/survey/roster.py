"""Who answers for each team, and who stands above them: the organisation as the survey asks it (WMFS 2.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sharewell.policy import rulebook
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor, Role

KEEPERS = frozenset({Role.REGISTER_KEEPER, Role.DPO})
# In the order in which they are asked and told: the team's own two, then the line above it.
POSTS = ("respondent", "deputy", "manager", "head", "director")


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """One team. The five are people's ids; one person may hold several posts, but nobody is their own deputy.

    `service` is the part of the organisation that it stands in, as the report gathers teams.
    """

    name: str
    respondent: str
    deputy: str
    manager: str
    head: str
    director: str
    service: str = ""

    @property
    def people(self) -> frozenset[str]:
        return frozenset(getattr(self, post) for post in POSTS) - {""}


def may_run(by: Actor) -> Iterator[Refusal]:
    """Why this person may not run a survey, if they may not."""
    if not by.roles & KEEPERS:
        yield Refusal(
            rule=rulebook.NOT_YOUR_STEP,
            reason="A survey is run by the register keeper or the Data Protection Officer.",
            remedy="Ask one of them.",
        )


def gaps(teams: Sequence[Team], *, here: frozenset[str]) -> Iterator[Refusal]:
    """Everything that keeps these teams from being asked. `here` are the people who may act today.

    A team without somebody to answer, a deputy and a line could be silent and nobody would hear of it.
    """
    if not teams:
        yield _gap("There is no team to ask.", "Take over the teams from a sheet, or add them on screen.", "")
    for name, times in Counter(team.name for team in teams).items():
        if times > 1:
            yield _gap(f"{name} is there {times} times.", "Keep one of them.", name)
    for team in teams:
        yield from _of_team(team, here)


def _of_team(team: Team, here: frozenset[str]) -> Iterator[Refusal]:
    missing = [post for post in POSTS if getattr(team, post) not in here]
    if missing:
        yield _gap(
            f"{team.name} has nobody here as its {_listed(missing)}.",
            "Name somebody who works here now. One person may hold several of these posts.",
            team.name,
        )
    if team.respondent and team.respondent == team.deputy:
        yield _gap(
            f"{team.name} has one person as respondent and deputy.",
            "Name somebody else as deputy: the deputy answers when the respondent cannot.",
            team.name,
        )


def _gap(reason: str, remedy: str, where: str) -> Refusal:
    return Refusal(rule=rulebook.ROSTER_WHOLE, reason=reason, remedy=remedy, where=where)


def _listed(posts: Iterable[str]) -> str:
    words = {"manager": "middle manager", "head": "head of service"}
    return ", ".join(words.get(post, post) for post in posts)
