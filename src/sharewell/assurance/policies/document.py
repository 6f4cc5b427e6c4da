"""A policy's nested parts as plain JSON, and back: what the office keeps beside the columns it lists by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sharewell.assurance.policies.record import (
    ClauseReview,
    Comment,
    Conclusion,
    Policy,
    ReviewTask,
    State,
    Version,
)

PARTS = ("read_with", "versions", "clauses", "tasks")


def document(policy: Policy) -> dict[str, Any]:
    """The versions, clause reviews and review tasks, dates as ISO 8601."""
    whole = asdict(policy)
    return {name: _plain(whole[name]) for name in PARTS}


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case _:
            return value


def parse(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The same parts as records, to be handed to `Policy`."""
    return {
        "read_with": tuple(kept["read_with"]),
        "versions": tuple(map(_version, kept["versions"])),
        "clauses": tuple(map(_clause, kept["clauses"])),
        "tasks": tuple(ReviewTask(**_dated(each, "opened_on", "due", "done_on")) for each in kept["tasks"]),
    }


def _version(kept: Mapping[str, Any]) -> Version:
    given = _dated(kept, "written_on", "approved_on", "launched_on")
    comments = tuple(Comment(**_dated(each, "on")) for each in kept["comments"])
    return Version(**(given | {"state": State(kept["state"]), "comments": comments}))


def _clause(kept: Mapping[str, Any]) -> ClauseReview:
    return ClauseReview(**(_dated(kept, "on") | {"conclusion": Conclusion(kept["conclusion"])}))


def _dated(kept: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return dict(kept) | {name: date.fromisoformat(kept[name]) if kept[name] else None for name in names}
