"""What a view hands to the tags of the `govuk` library: a row, a task, a step of a story, a crumb.

Each may also be written as a plain tuple in the order of its fields. Text is escaped; pass a safe string for markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Action:
    """A link beside a row: what it does, where it leads, and what it is about (read out, not shown)."""

    text: str
    href: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a summary list: a key, its value, and what may be done about it."""

    key: str
    value: Any
    actions: Sequence[Action | tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a task list. Without `href` it cannot be started yet. Without `colour` the status is plain text."""

    title: str
    href: str = ""
    status: str = ""
    colour: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened, as a timeline shows it: newest first is the caller's choice."""

    title: str
    at: datetime
    by: str = ""
    text: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step on the way to this page. The page itself has no `href`."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a table's column. Numbers are set to the right, so that their digits line up."""

    text: str
    numeric: bool = False


def each(kind: type[T], items: Iterable[Any]) -> list[T]:
    """The items as records of that kind: records stay, tuples are spread over the fields, text is the first field."""
    return [_as(kind, item) for item in items]


def _as(kind: type[T], item: Any) -> T:
    if isinstance(item, kind):
        return item
    return kind(*item) if isinstance(item, (tuple, list)) else kind(item)
