"""A document as it is read, before anybody has printed it.

Rooms say what a letter, a report or an agreement holds, block by block; `engine.printing` makes the PDF or the Word
file of it, and a page may show it. So the words exist once, and none of them can depend on the format.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading below the title: level 1 opens a section, level 2 and 3 a part of one."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise PaperCannotBePrinted("a heading has level 1, 2 or 3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A paragraph. `strong` is for the one sentence that must not be missed."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Names and what they are: (("Recipient", "Northshire Council"), ...)."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list; `numbered` where people will refer to its entries."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its caption and a header for every column. A row is as long as `columns`."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if not self.columns or any(len(row) != len(self.columns) for row in self.rows):
            raise PaperCannotBePrinted(f"every row of the table {self.caption!r} has a cell for each column")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing (SVG) and what it says to somebody who cannot see it."""

    svg: str
    says: str

    def __post_init__(self) -> None:
        if not self.says.strip():
            raise PaperCannotBePrinted("a picture says in words what it shows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """A place to sign for each of `signatories` (a post and whose post it is, not a person's name)."""

    signatories: tuple[str, ...]


Block = Heading | Words | Facts | Listed | Table | Picture | Signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document. `on` is the day it is dated; the same Paper prints to the same bytes.

    `issuer` is the organisation that speaks, `reference` what both sides quote, `marking` the handling marking at the
    head of every page ("" for none).
    """

    title: str
    issuer: str
    on: date
    blocks: tuple[Block, ...]
    reference: str = ""
    marking: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.blocks:
            raise PaperCannotBePrinted("a paper has a title and says something")


class PaperCannotBePrinted(ValueError):
    """A document was put together wrongly; the text says which part."""
