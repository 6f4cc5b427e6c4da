"""The cell of a workbook as text: a number as a person would type it, a date in ISO 8601, a yes or no as true
or false.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element

from sharewell.engine.archive import Archive
from sharewell.engine.pieces import local
from sharewell.engine.shared_strings import SharedStrings, text_of, unescaped
from sharewell.engine.styles import Styles
from sharewell.engine.unusable import FileUnusable

_REFERENCE = re.compile(r"([A-Z]{1,3})\d+", re.ASCII)
_WHOLE_NUMBER = re.compile(r"-?\d+")


def column_index(reference: str | None, *, default: int) -> int:
    """The column (from 0) of a cell reference such as "AB12"; a cell without one follows the cell before."""
    match = _REFERENCE.fullmatch(reference) if reference else None
    return default if match is None else _numbered(match[1])


@lru_cache(maxsize=20_000)
def _numbered(letters: str) -> int:
    index = 0
    for letter in letters:
        index = 26 * index + ord(letter) - 64
    return index - 1


@dataclass(frozen=True, slots=True)
class Cells:
    """The shared strings and the styles of a workbook: what a cell's number may stand for."""

    strings: SharedStrings
    styles: Styles
    date1904: bool
    name: str

    @classmethod
    def read(cls, archive: Archive, work: Path, *, date1904: bool) -> Cells:
        return cls(SharedStrings.read(archive, work), Styles.read(archive), date1904, archive.name)

    def text(self, cell: Element) -> str | None:
        """The text of a `<c>` element; None for one without content."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return text_of(cell)
        value = next((part.text for part in cell if local(part) == "v"), None)
        if value is None:
            return None
        match kind:
            case "s":
                return self.strings.shown(value)
            case "b":
                return "true" if value.strip() == "1" else "false"
            case "n":
                return self._number(value.strip(), cell.get("s"))
        return unescaped(value)

    def _number(self, value: str, style: str | None) -> str:
        try:
            number = float(value)
        except ValueError:
            raise FileUnusable(f"{self.name}: a number cell holds something else") from None
        kind = self.styles.shows(style)
        if kind and 0 <= number < 2_958_466:  # 31 December 9999
            return self._date(number, kind)
        # The file has 17 digits (4.5999999999999996); the person who typed it had two (4.6).
        return value if _WHOLE_NUMBER.fullmatch(value) else _shortest(number)

    def _date(self, serial: float, kind: str) -> str:
        start = datetime(1904, 1, 1) if self.date1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a calendar day
        moment = start + timedelta(seconds=round(serial * 86_400))
        return moment.strftime({"d": "%Y-%m-%d", "t": "%H:%M:%S"}.get(kind, "%Y-%m-%dT%H:%M:%S"))


def _shortest(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
