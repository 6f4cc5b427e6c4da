"""The cell of a workbook as text: a number as a person would type it, a date in ISO 8601, a yes or no as true
or false.
"""

from __future__ import annotations

import re
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
REMEMBERED = 20_000  # numbers, as they were written and as they are shown
_WHOLE_NUMBER = re.compile(r"-?\d+")


def column_index(reference: str | None, *, default: int) -> int:
    """The column (from 0) of a cell reference such as "AB12"; a cell without one follows the cell before."""
    match = _REFERENCE.fullmatch(reference) if reference else None
    return default if match is None else numbered(match[1])


@lru_cache(maxsize=20_000)
def numbered(letters: str) -> int:
    """The column (from 0) that those letters name."""
    index = 0
    for letter in letters:
        index = 26 * index + ord(letter) - 64
    return index - 1


class Cells:
    """The shared strings and the styles of a workbook: what a cell's number may stand for."""

    def __init__(self, strings: SharedStrings, styles: Styles, *, date1904: bool, name: str) -> None:
        self.strings, self.styles, self.name = strings, styles, name
        self.begins = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a calendar day
        # A column of dates or of ages has a few different ones.
        self.number = lru_cache(maxsize=REMEMBERED)(self._number)

    @classmethod
    def read(cls, archive: Archive, work: Path, *, date1904: bool) -> Cells:
        strings, styles = SharedStrings.read(archive, work), Styles.read(archive)
        return cls(strings, styles, date1904=date1904, name=archive.name)

    def text(self, cell: Element) -> str | None:
        """The text of a `<c>` element; None for one without content."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return text_of(cell)
        value = next((part.text for part in cell if local(part) == "v"), None)
        return self.shown(kind, value, cell.get("s"))

    def shown(self, kind: str, value: str | None, style: str | None) -> str | None:
        """What a cell of that type and style shows for what is written in it; None where nothing is."""
        if value is None:
            return None
        if kind == "s":
            return self.strings.shown(value)
        if kind in ("", "n"):
            return self.number(value, style)
        return ("true" if value.strip() == "1" else "false") if kind == "b" else unescaped(value)

    def _number(self, written: str, style: str | None) -> str:
        value = written.strip()
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
        moment = self.begins + timedelta(seconds=round(serial * 86_400))
        return moment.strftime({"d": "%Y-%m-%d", "t": "%H:%M:%S"}.get(kind, "%Y-%m-%dT%H:%M:%S"))


def _shortest(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
