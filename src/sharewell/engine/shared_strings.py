"""The texts that the cells of a workbook share, on disk: a workbook may have millions, and memory holds none of them.

xl/sharedStrings.xml --one `si` at a time--> a file of texts, and where each begins (9 bytes of memory a text)
"""

from __future__ import annotations

import os
import re
from array import array
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from sharewell.engine.archive import Archive
from sharewell.engine.pieces import local
from sharewell.engine.unusable import FileUnusable

PART, FILE = "xl/sharedStrings.xml", "shared-strings"
MOST = 16 * 1024 * 1024  # texts: more than a sheet of a million rows has different ones in its columns
REMEMBERED, SHORT = 50_000, 256  # texts kept at hand, and the letters of the longest of them
AHEAD = 8 * 1024  # bytes read at once: texts are mostly numbered in the order in which cells show them
# One run of text and nothing else, as most are written.
_PLAIN = re.compile(r'<si><t(?: xml:space="preserve")?>([^<&\r]*)</t></si>')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SharedStrings:
    """`phonetic` is how many texts carry a reading aid (rPh) that is not shown."""

    def __init__(self, name: str, path: Path) -> None:
        self.name, self.phonetic = name, 0
        self._starts = array("Q", [0])
        self._used = bytearray()
        self._file = path.open("w+b")
        self._at_hand: dict[int, str] = {}
        self._block, self._block_at = b"", 0

    @classmethod
    def read(cls, archive: Archive, work: Path) -> SharedStrings:
        """Raises `FileUnusable` for more texts than a workbook has use for."""
        strings = cls(archive.name, work / FILE)
        if PART in archive:
            beside = archive.markup.part(PART)
            for place, piece in enumerate(archive.pieces(PART, "si".__eq__)):
                if plain := _PLAIN.fullmatch(piece.text):
                    strings._keep(unescaped(plain[1]))
                    continue
                item = archive.tree(PART, piece)
                strings._keep(text_of(item))
                strings.phonetic += any(local(part) == "rPh" for part in item)
                if _is_odd(item):
                    beside.odd(place)
            strings._file.flush()
        return strings

    def shown(self, number: str) -> str:
        """The text of that number, which a cell shows. Raises `FileUnusable` where there is none."""
        index = int(number) if number.isdecimal() or number.strip().isdecimal() else len(self._used)
        if index >= len(self._used):
            raise FileUnusable(f"{self.name}: a cell refers to a text that is not there")
        self._used[index] = 1
        text = self._at_hand.get(index)
        return self._read(index) if text is None else text

    @property
    def left_over(self) -> int:
        """How many of them hold text and no cell has shown so far."""
        return sum(1 for index, used in enumerate(self._used) if not used and self._length(index))

    def _keep(self, text: str) -> None:
        if len(self._used) == MOST:
            raise FileUnusable(f"{self.name}: more than {MOST} shared texts; save it as CSV")
        written = text.encode("utf-8", "surrogatepass")
        self._file.write(written)
        self._starts.append(self._starts[-1] + len(written))
        self._used.append(0)

    def _length(self, index: int) -> int:
        return self._starts[index + 1] - self._starts[index]

    def _read(self, index: int) -> str:
        start, end = self._starts[index] - self._block_at, self._starts[index + 1] - self._block_at
        if start < 0 or end > len(self._block):
            self._block_at += start
            start, end = 0, end - start
            self._block = os.pread(self._file.fileno(), max(end, AHEAD), self._block_at)
        text = self._block[start:end].decode("utf-8", "surrogatepass")
        if len(text) <= SHORT:
            if len(self._at_hand) == REMEMBERED:
                self._at_hand.clear()
            self._at_hand[index] = text
        return text


# --- the text of an `si` or an `is` -------------------------------------------------------------------
def text_of(element: Element) -> str:
    """Its runs one after the other, without their phonetic reading (rPh), which is not shown."""
    return unescaped("".join(_runs(element)))


_IN_A_TEXT = frozenset({"t", "r", "rPh", "phoneticPr", "extLst"})


def _is_odd(item: Element) -> bool:
    """Whether anything is in a text that is none of it, so that no cell shows it."""
    return bool((item.text or "").strip()) or any(
        local(part) not in _IN_A_TEXT or (part.tail or "").strip() for part in item
    )


def unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _runs(element: Element) -> Iterator[str]:
    for part in element:
        match local(part):
            case "t":
                yield part.text or ""
            case "r" | "is":
                yield from _runs(part)
