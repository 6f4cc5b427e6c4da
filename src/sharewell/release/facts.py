"""A file as it is: what the engine says of it, before anybody says what that means."""

from __future__ import annotations

from dataclasses import dataclass

from sharewell.release.personal import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """Something in a file that its reader does not see: what kind, how often, in which column or on which
    sheet.
    """

    kind: str
    count: int = 1
    column: int | None = None
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a file: how many cells hold something, and how many different things. `type` is inferred."""

    filled: int
    distinct: int
    type: str = "string"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A file as it is. `headers` are exactly those of the file and are not shown as they stand: see
    `headers.shown`.
    """

    name: str
    sha256: str
    rows: int
    headers: tuple[str, ...]
    columns: tuple[Column, ...]
    hidden: tuple[Hidden, ...] = ()
    seen: tuple[Seen, ...] = ()
