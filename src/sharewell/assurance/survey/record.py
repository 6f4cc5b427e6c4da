"""A team's return as it stands: where it stands, who answers it and who is above, and the flows written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sharewell.assurance.survey.ladder import Rung
from sharewell.assurance.survey.questions import QUESTIONS
from sharewell.assurance.survey.roster import Team
from sharewell.vocabulary.event import JSON


class Standing(StrEnum):
    """Where a return stands."""

    SILENT = "silent"
    BEGUN = "begun"
    ANSWERED = "answered"
    NIL = "nil"
    MERGED = "merged"

    @property
    def open(self) -> bool:
        return self in (Standing.SILENT, Standing.BEGUN)

    @property
    def responded(self) -> bool:
        return self in (Standing.ANSWERED, Standing.NIL)

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Standing.SILENT: "No answer",
    Standing.BEGUN: "Begun, not signed",
    Standing.ANSWERED: "Answered",
    Standing.NIL: "Nil return, signed",
    Standing.MERGED: "Merged into another team",
}


class Step(StrEnum):
    """What is done to a return. The value is the second half of the event's kind."""

    SAVE = "saved"
    SIGN = "answered"
    DELEGATE = "delegated"
    HAND_ON = "handed_on"
    EXTEND = "extended"
    MERGE = "merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One team's return to one survey. `flows` are what the team wrote down: answers by the name of the question."""

    reference: str
    survey: str
    team: Team
    due: date
    first_due: date
    standing: Standing = Standing.SILENT
    rung: Rung = Rung.INVITED
    delegates: frozenset[str] = frozenset()
    flows: tuple[Mapping[str, JSON], ...] = ()
    signed_by: str = ""
    signed_at: datetime | None = None
    into: str = ""
    version: int = 1

    @property
    def answerers(self) -> frozenset[str]:
        """Who may fill it in and sign it."""
        return frozenset({self.team.respondent, self.team.deputy, *self.delegates}) - {""}

    @property
    def line(self) -> frozenset[str]:
        """Who stands above the team."""
        return frozenset({self.team.manager, self.team.head, self.team.director}) - {""}


def gaps_in(flow: Mapping[str, JSON]) -> tuple[str, ...]:
    """The names of the questions about this flow that must be answered and are not."""
    return tuple(each.name for each in QUESTIONS if each.required and not _said(flow.get(each.name)))


def _said(answer: JSON) -> bool:
    """A blank is no answer; nought is one."""
    return bool(answer.strip()) if isinstance(answer, str) else answer is not None
