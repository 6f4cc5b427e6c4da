"""An XML part as a stream of the pieces that somebody asked for: each whole, and forgotten when the next one comes.

    bytes --expat--> is this one of those asked for?  --yes--> a tree of this one piece --> whoever asked
                                                      --no---> nothing is kept of it

A sheet of a million rows is a tree of one row, a million times. No document type and so no entity is read, and a
piece that never ends is refused before it fills the memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import IO, Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

CHUNK = 64 * 1024
LARGEST = 16 * 1024 * 1024  # bytes of one piece: a row of sixteen thousand cells is a tenth of it
DEEPEST = 100  # elements inside one another; those of a workbook are a dozen

Wanted = Callable[[str], bool]  # by the local name of an element


class PartIsHostile(Exception):
    """An XML part declares a document type, nests without end, or has a piece that nobody could hold."""


def pieces(part: IO[bytes], wanted: Wanted) -> Iterator[Element]:
    """The elements that are wanted, none inside another, in their order.

    Raises `PartIsHostile`, and `expat.ExpatError` for what is no XML.
    """
    reading = _Reading(wanted)
    while chunk := part.read(CHUNK):
        yield from reading.take(chunk)
    yield from reading.take(b"", last=True)


class _Reading:
    """What expat tells, turned into the pieces that are whole by now."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.whole: list[Element] = []
        self.piece: Element | None = None  # the one that is being built
        self.size = self.depth = 0
        self.builder = TreeBuilder()
        self.parser: Any = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._document_type
        self._outside()

    def take(self, chunk: bytes, *, last: bool = False) -> list[Element]:
        self.whole = []
        self.size += len(chunk)
        if self.piece is None:
            self.size = 0
        elif self.size > LARGEST:
            raise PartIsHostile("holds a single piece larger than any sheet has")
        self.parser.Parse(chunk, last)
        return self.whole

    # --- between pieces -------------------------------------------------------------------------------
    def _outside(self) -> None:
        self.piece, self.size = None, 0
        self.parser.StartElementHandler = self._started
        self.parser.EndElementHandler = self._ended
        self.parser.CharacterDataHandler = None

    def _started(self, tag: str, attributes: dict[str, str]) -> None:
        if self.wanted(_local_name(tag)):
            self._inside(tag, attributes)
            return
        self.depth += 1
        if self.depth > DEEPEST:
            raise PartIsHostile("nests without end")

    def _ended(self, tag: str) -> None:
        self.depth -= 1

    # --- in a piece: all but its end is the builder's -------------------------------------------------
    def _inside(self, tag: str, attributes: dict[str, str]) -> None:
        self.builder = TreeBuilder()
        self.piece = self.builder.start(tag, attributes)
        self.parser.StartElementHandler = self.builder.start
        self.parser.EndElementHandler = self._ended_inside
        self.parser.CharacterDataHandler = self.builder.data

    def _ended_inside(self, tag: str) -> None:
        if self.builder.end(tag) is self.piece:
            self.whole.append(self.piece)
            self._outside()

    def _document_type(self, *_: object) -> None:
        raise PartIsHostile("declares a document type or entities, as an attack would")


def local(element: Element) -> str:
    """The name of an element without its namespace: strict and transitional workbooks differ only there."""
    return _local_name(element.tag)


@lru_cache(maxsize=512)
def _local_name(tag: str) -> str:
    # A sheet of a million cells has four million elements and a dozen names.
    return tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name (`r:id` is in one of two namespaces)."""
    found: Any = next(
        (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None
    )
    return None if found is None else str(found)
