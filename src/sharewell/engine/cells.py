"""The cell of a workbook as text: a number as a person would type it, a date in ISO 8601, a yes or no as true
or false.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element

from sharewell.engine.archive import Archive, local
from sharewell.engine.styles import Styles
from sharewell.engine.unusable import FileUnusable

_REFERENCE = re.compile(r"([A-Z]{1,3})\d+", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
MOST_TEXT = 512 * 1024 * 1024


def column_index(reference: str | None, *, default: int) -> int:
    """The column (from 0) of a cell reference such as "AB12"; a cell without one follows the cell before."""
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return default
    index = 0
    for letter in match[1]:
        index = 26 * index + ord(letter) - 64
    return index - 1


@dataclass(frozen=True, slots=True)
class Cells:
    """The shared strings and the styles of a workbook: what a cell's number may stand for.

    `phonetic` is how many shared strings carry a reading aid (rPh) that is not shown. `used` remembers which shared
    strings a cell has shown.
    """

    strings: tuple[str, ...]
    styles: Styles
    date1904: bool
    name: str
    phonetic: int = 0
    used: bytearray = field(default_factory=bytearray)

    @classmethod
    def read(cls, archive: Archive, *, date1904: bool) -> Cells:
        strings, phonetic = _strings(archive)
        styles = Styles.read(archive)
        return cls(tuple(strings), styles, date1904, archive.name, phonetic, bytearray(len(strings)))

    @property
    def left_over(self) -> int:
        """Shared strings that hold text and that no cell read so far has shown."""
        return sum(1 for text, used in zip(self.strings, self.used, strict=True) if text and not used)

    def text(self, cell: Element) -> str | None:
        """The text of a `<c>` element; None for one without content."""
        if cell.get("t") == "inlineStr":
            return _unescaped("".join(_texts(cell)))
        value = next((part.text for part in cell if local(part) == "v"), None)
        if value is None:
            return None
        match cell.get("t", "n"):
            case "s":
                return self._shared(value)
            case "b":
                return "true" if value.strip() == "1" else "false"
            case "n":
                return self._number(value.strip(), cell.get("s"))
        return _unescaped(value)

    def _shared(self, value: str) -> str:
        try:
            self.used[int(value)] = 1
            return self.strings[int(value)]
        except (ValueError, IndexError):
            raise FileUnusable(f"{self.name}: a cell refers to a text that is not there") from None

    def _number(self, value: str, style: str | None) -> str:
        try:
            number = float(value)
        except ValueError:
            raise FileUnusable(f"{self.name}: a number cell holds something else") from None
        kind = self.styles.shows(style)
        if kind and 0 <= number < 2_958_466:  # 31 December 9999
            return self._date(number, kind)
        # The file has 17 digits (4.5999999999999996); the person who typed it had two (4.6).
        return value if re.fullmatch(r"-?\d+", value) else _shortest(number)

    def _date(self, serial: float, kind: str) -> str:
        start = datetime(1904, 1, 1) if self.date1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a calendar day
        moment = start + timedelta(seconds=round(serial * 86_400))
        return moment.strftime({"d": "%Y-%m-%d", "t": "%H:%M:%S"}.get(kind, "%Y-%m-%dT%H:%M:%S"))


def _shortest(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _strings(archive: Archive) -> tuple[list[str], int]:
    """The shared strings, and how many of them carry a reading aid."""
    if "xl/sharedStrings.xml" not in archive:
        return [], 0
    strings: list[str] = []
    size = phonetic = 0
    parents: list[Element] = []
    for event, element in archive.elements("xl/sharedStrings.xml"):
        if event == "start":
            parents.append(element)
            continue
        parents.pop()
        if local(element) == "si":
            strings.append(_unescaped("".join(_texts(element))))
            phonetic += any(local(part) == "rPh" for part in element)
            size += len(strings[-1])
            if size > MOST_TEXT:
                raise FileUnusable(f"{archive.name}: more text than is read from one workbook")
            element.clear()
            parents[-1].remove(element)
    return strings, phonetic


def _texts(element: Element) -> list[str]:
    """The runs of a text, without its phonetic reading (rPh), which is not shown."""
    found: list[str] = []
    for part in element:
        match local(part):
            case "t":
                found.append(part.text or "")
            case "r" | "is":
                found += _texts(part)
    return found


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
