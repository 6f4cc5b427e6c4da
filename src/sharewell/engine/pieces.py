"""An XML part as a stream of the pieces that somebody asked for: each whole, and forgotten when the next one comes.

    bytes --expat--> where does one of those asked for begin and end?  --> its own text --> whoever asked

One parser, expat, says of every byte of the part what it is; a piece is the text between two places that it names.
Most rows of a sheet are read from that text at once (`workbook`); of any other piece a tree is made, of it alone. A
sheet of a million rows is one row, a million times. No document type and so no entity is read, and a piece that never
ends is refused before it fills the memory.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import IO, Any, Protocol
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

CHUNK = 64 * 1024
LARGEST = 16 * 1024 * 1024  # bytes of one piece: a row of sixteen thousand cells is a tenth of it
LONGEST_TAG = 64 * 1024  # bytes; a row of a sheet has a dozen attributes
DEEPEST = 100  # elements inside one another; those of a workbook are a dozen
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_START_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")

Wanted = Callable[[str], bool]  # by the local name of an element


class Noticing(Protocol):
    """Whoever wants to know what stands besides the pieces. `at` is the byte of the part where it begins."""

    def remark(self, at: int, /) -> None: ...
    def namespace(self, uri: str, at: int, /) -> None: ...
    def element(self, name: str, attributes: dict[str, str], at: int, /) -> None: ...
    def text(self, name: str, text: str, at: int, /) -> None: ...


class PartIsHostile(Exception):
    """An XML part declares a document type, nests without end, or has a piece that nobody could hold."""


class Piece:
    """One element: its local name, its attributes, and its text in the part with both of its tags."""

    __slots__ = ("attributes", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str], text: str) -> None:
        self.name, self.attributes, self.text = name, attributes, text

    def tree(self) -> Element:
        """The element and all that is in it. Raises `expat.ExpatError` where it is inside another of its name."""
        builder = TreeBuilder()
        parser: Any = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
        parser.CharacterDataHandler = builder.data
        parser.Parse(self.text.encode(), True)
        return builder.close()


def pieces(part: IO[bytes], wanted: Wanted, beside: Noticing | None = None) -> Iterator[Piece]:
    """The elements that are wanted, in their order. None may be inside another of its name: none is, in a workbook.

    `beside` is told of what stands outside them, and of remarks wherever they stand.

    Raises `PartIsHostile`, and `expat.ExpatError` for what is no XML.
    """
    reading = _Reading(wanted, beside)
    for chunk in _utf8(part):
        yield from reading.take(chunk)
    yield from reading.take(b"", last=True)


def _utf8(part: IO[bytes]) -> Iterator[bytes]:
    """The part in UTF-8, one of the two encodings that a workbook may have."""
    chunk = part.read(CHUNK)
    if not chunk.startswith(_UTF_16):
        while chunk:
            yield chunk
            chunk = part.read(CHUNK)
        return
    decoder = codecs.getincrementaldecoder("utf-16")()
    try:
        while chunk:
            yield decoder.decode(chunk).encode()
            chunk = part.read(CHUNK)
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError:
        raise PartIsHostile("is not in the encoding that it claims") from None


class _Reading:
    """What expat tells, turned into the pieces that are whole by now.

    `held` is what may still belong to a piece, from the byte `base` of the part on.
    """

    def __init__(self, wanted: Wanted, beside: Noticing | None) -> None:
        self.wanted, self.beside = wanted, beside
        self.path: list[str] = []
        self.whole: list[Piece] = []
        self.held, self.base = b"", 0
        self.depth = 0
        # Of the piece that is being read: the byte where it begins, and its attributes.
        self.start = -1
        self.attributes: dict[str, str] = {}
        # Whatever a part says of itself, it is read as what it was turned into.
        self.parser: Any = expat.ParserCreate("utf-8", "}")
        self.parser.StartDoctypeDeclHandler = self._document_type
        self.parser.XmlDeclHandler = self._declared
        if beside is not None:
            self.parser.buffer_text = True
            self.parser.CommentHandler = self.parser.ProcessingInstructionHandler = self._remarked
            self.parser.StartNamespaceDeclHandler = self._named
        self._outside()

    def take(self, chunk: bytes, *, last: bool = False) -> list[Piece]:
        self.whole = []
        self.held += chunk
        self.parser.Parse(chunk, last)
        self._forget()
        return self.whole

    def _forget(self) -> None:
        """Keep a piece that is not whole yet; else so much as a tag that has begun may take."""
        unneeded = (self.start - self.base) if self.start >= 0 else len(self.held) - LONGEST_TAG
        if unneeded > 0:
            self.held, self.base = self.held[unneeded:], self.base + unneeded
        if len(self.held) > LARGEST + CHUNK:
            raise PartIsHostile("holds a single piece larger than any sheet has")

    # --- between pieces -------------------------------------------------------------------------------
    def _outside(self) -> None:
        self.start = -1
        self.parser.StartElementHandler = self._started
        self.parser.EndElementHandler = self._ended
        if self.beside is not None:
            self.parser.CharacterDataHandler = self._said

    def _started(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local_name(tag)
        if self.wanted(name):
            self.start, self.attributes = self.parser.CurrentByteIndex, attributes
            self.parser.StartElementHandler = None
            self.parser.CharacterDataHandler = None
            self.parser.EndElementHandler = self._end_of(tag)
            if self.start < self.base:
                raise PartIsHostile("holds a single tag larger than any sheet has")
            return
        if self.beside is not None:
            self.path.append(name)
            plain = {_local_name(key): value for key, value in attributes.items()}
            self.beside.element(name, plain, self.parser.CurrentByteIndex)
        self.depth += 1
        if self.depth > DEEPEST:
            raise PartIsHostile("nests without end")

    def _ended(self, tag: str) -> None:
        self.depth -= 1
        if self.path:
            self.path.pop()

    # --- besides pieces, where somebody wants to know -------------------------------------------------
    def _said(self, text: str) -> None:
        if self.beside is not None and text.strip() and self.path:
            self.beside.text(self.path[-1], text, self.parser.CurrentByteIndex)

    def _remarked(self, *_: str) -> None:
        if self.beside is not None:
            self.beside.remark(self.parser.CurrentByteIndex)

    def _named(self, _prefix: str | None, uri: str | None) -> None:
        if self.beside is not None:
            self.beside.namespace(uri or "", self.parser.CurrentByteIndex)

    # --- in a piece: only its end is looked for -------------------------------------------------------
    def _end_of(self, piece: str) -> Callable[[str], None]:
        def ended(tag: str) -> None:
            # Asked for every cell of a million rows, and mostly not so.
            if tag == piece:
                text = self._text(self.start - self.base, self.parser.CurrentByteIndex - self.base)
                self.whole.append(Piece(_local_name(tag), self.attributes, text))
                self._outside()

        return ended

    def _text(self, start: int, end: int) -> str:
        """From the place of its start tag to that of its end tag, and this one too."""
        if end == start or self.held[end - 2 : end] == b"/>":
            opened: Any = _START_TAG.match(self.held, start)
            if opened[0].endswith(b"/>"):  # one tag is all there is
                return str(opened[0], "utf-8")
        return str(self.held[start : self.held.index(b">", end) + 1], "utf-8")

    def _document_type(self, *_: object) -> None:
        raise PartIsHostile("declares a document type or entities, as an attack would")

    def _declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "utf-16", "us-ascii", "ascii"):
            raise PartIsHostile("is in an encoding that no workbook has")


def local(element: Element) -> str:
    """The name of an element without its namespace: strict and transitional workbooks differ only there."""
    return _local_name(element.tag)


@lru_cache(maxsize=512)
def _local_name(tag: str) -> str:
    # A sheet of a million cells has four million elements and a dozen names.
    return re.split("[}:]", tag)[-1]


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name (`r:id` is in one of two namespaces). What names a namespace is none."""
    found: Any = next(
        (
            value
            for key, value in element.attrib.items()
            if not key.startswith("xmlns") and _local_name(key) == name
        ),
        None,
    )
    return None if found is None else str(found)
