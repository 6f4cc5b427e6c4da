"""A policy as it stands: its versions, what was said of them, what was concluded, and its clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sharewell.vocabulary.when import Period


class Kind(StrEnum):
    """What sort of document it is."""

    POLICY = "policy"
    PRINCIPLES = "principles"
    STANDING_ORDER = "standing_order"
    GUIDANCE = "guidance"

    @property
    def label(self) -> str:
        return {"principles": "Principles of operation"}.get(
            self.value, self.value.replace("_", " ").capitalize()
        )


class State(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    RETIRED = "retired"


class Conclusion(StrEnum):
    """What was concluded of a clause."""

    SUFFICIENT = "sufficient"
    WITH_GUIDANCE = "with_guidance"
    INSUFFICIENT = "insufficient"

    @property
    def label(self) -> str:
        return {
            "sufficient": "It is sufficient",
            "with_guidance": "It is sufficient, with guidance and training beside it",
            "insufficient": "It is not sufficient: the policy is to change",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a stakeholder said of a draft, and what they were answered. `stakeholder` is a post or a body."""

    number: int
    stakeholder: str
    text: str
    on: date
    reply: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version ("1.0") with its whole text. `author` and `approved_by` are people's ids."""

    number: str
    text: str
    author: str
    written_on: date
    state: State = State.DRAFT
    comments: tuple[Comment, ...] = ()
    approved_by: str = ""
    approved_on: date | None = None
    launched_on: date | None = None

    @property
    def unanswered(self) -> tuple[Comment, ...]:
        return tuple(each for each in self.comments if not each.reply)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseReview:
    """Does this clause cover sharing? The question, and what was concluded (WMFS 1.2)."""

    clause: str
    question: str
    conclusion: Conclusion
    reasons: str
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTask:
    """A review that was opened, why, and what came of it. `chased` counts the letters about it, the first included."""

    opened_on: date
    because: str
    due: date
    done_on: date | None = None
    outcome: str = ""
    chased: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One document with every version of it. `keeper` (a person's id) answers for its review.

    `read_with` are the titles of what it is to be read with. `revision` counts its changes.
    """

    reference: str
    title: str
    kind: Kind
    keeper: str
    review_every: Period
    audit_after: Period | None = None
    read_with: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    clauses: tuple[ClauseReview, ...] = ()
    tasks: tuple[ReviewTask, ...] = ()
    review_on: date | None = None
    audit_on: date | None = None
    revision: int = 1

    @property
    def in_force(self) -> Version | None:
        return next((each for each in self.versions if each.state is State.IN_FORCE), None)

    @property
    def draft(self) -> Version | None:
        """The version that is on its way: drafted or approved, and not yet launched."""
        return next((each for each in self.versions if each.state in (State.DRAFT, State.APPROVED)), None)

    @property
    def look_on(self) -> date | None:
        """The day by which somebody is to have looked at it again."""
        return self.task.due if self.task else self.review_on

    @property
    def task(self) -> ReviewTask | None:
        """The review that is open."""
        return next((each for each in self.tasks if each.done_on is None), None)
