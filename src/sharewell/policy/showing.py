"""Showing the record to somebody outside: in a pack that they take away, or by letting an auditor in to look.

a pack     one file about a case, an agreement or some days; that it was made, and its digest, is on the record
a visit    an auditor's account with a last day, which sees what it was let in for; every look is on the record
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sharewell.policy import rulebook
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.outcome import Outcome, Refusal, decide
from sharewell.vocabulary.people import Actor, Role

WHO = frozenset({Role.CHIEF_EXECUTIVE, Role.DPO, Role.AUDITOR, Role.REGISTER_KEEPER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is shown: records by reference, or what happened from the first day to the last, both included."""

    references: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None

    def document(self) -> dict[str, Any]:
        """The scope as JSON."""
        days = {"first": self.first, "last": self.last}
        return {"references": list(self.references)} | {
            name: day and day.isoformat() for name, day in days.items()
        }

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> Scope:
        """Read what `document` wrote."""
        first, last = (
            date.fromisoformat(day) if day else None for day in (document["first"], document["last"])
        )
        return cls(references=tuple(document["references"]), first=first, last=last)

    @property
    def says(self) -> str:
        """The scope in words."""
        days = [f"{day.day} {day:%B %Y}" for day in (self.first, self.last) if day]
        return " and ".join([*self.references, *([" to ".join(days)] if len(days) == 2 else [])])


def make_pack(
    reference: str, scope: Scope, *, manifest: str, files: int, by: Actor, visits: Scope | None, at: datetime
) -> Outcome:
    """Put on the record that a pack of this scope was made, with the SHA-256 of its manifest.

    `visits` is what an auditor from outside was let in for: they may take that away, and nothing else.
    """
    event = Event(
        kind="pack.made",
        about=reference,
        by=by.person,
        at=at,
        details={"shows": scope.says, "manifest": manifest, "files": files},
    )
    return decide([*_not_yours(scope, by, visits), *_of_nothing(scope)], event)


def look(reference: str, *, by: Actor, at: datetime) -> Event:
    """An auditor from outside looked at a record."""
    return Event(kind="audit.looked", about=reference, by=by.person, at=at)


def may_make_packs(by: Actor) -> bool:
    """Whether this person may; or the machine itself, as whoever runs its commands holds everything already."""
    return bool(by.roles & WHO) or by.person == "system"


def _not_yours(scope: Scope, by: Actor, visits: Scope | None) -> Iterator[Refusal]:
    if may_make_packs(by) or scope == visits:
        return
    posts = ", ".join(sorted(role.label for role in WHO))
    yield Refusal(
        rule=rulebook.NOT_YOUR_STEP,
        reason="Taking everything about a case out of the office does not belong to your post.",
        remedy=f"Ask one of these: {posts}.",
    )


def _of_nothing(scope: Scope) -> Iterator[Refusal]:
    if not scope.says:
        yield Refusal(
            rule=rulebook.SHOWN_FOR_A_REASON,
            reason="Nothing was chosen to be shown.",
            remedy="Enter a reference, or a first and a last day.",
        )
