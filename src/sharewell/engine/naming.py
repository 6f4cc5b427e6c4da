"""The names that a workbook defines: those of a program's own, for a filter or for printing, and all others.

Excel and LibreOffice define a hidden name for every sheet that has a filter, one for what is printed and one for the
lines printed on each page (ECMA-376 part 1, 18.2.6). Such a name frames cells of the sheet that the gate reads anyhow,
and says nothing else. Any other name may: it points to another sheet or file, or holds a number, a text, a formula.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_FRAMES = frozenset({"_xlnm._FilterDatabase", "_xlnm.Print_Area", "_xlnm.Print_Titles"})
# What programs write beside such a name. A comment, a description or a macro of its own is something told.
_QUIET = frozenset({"name", "localSheetId", "hidden", "function", "vbProcedure"})
_FALSE = (None, "0", "false")
_CELL = r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}"
_RANGE = (
    rf"(?:{_CELL}(?::{_CELL})?|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\$?[1-9][0-9]{{0,6}}:\$?[1-9][0-9]{{0,6}})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A defined name: what it stands for, and what the book says of it (`name`, `localSheetId` …)."""

    text: str
    attributes: Mapping[str, str]

    def only_frames(self, sheet: str, place: str) -> bool:
        """Whether it is a program's own and stands for nothing but cells of that sheet, the `place`-th of the book."""
        said = self.attributes
        return (
            said.get("name") in _FRAMES
            and said.keys() <= _QUIET
            and said.get("localSheetId") == place
            and said.get("function") in _FALSE
            and said.get("vbProcedure") in _FALSE
            and _only_ranges(self.text, sheet)
        )


def _only_ranges(text: str, sheet: str) -> bool:
    """Whether it is a list of ranges of that sheet: `Returns!$A$1:$C$9`, `'East (1)'!$A:$B,'East (1)'!$1:$1`."""
    quoted = "'" + sheet.replace("'", "''") + "'"
    one = rf"(?:{re.escape(sheet)}|{re.escape(quoted)})!{_RANGE}"
    return re.fullmatch(rf"{one}(?:,{one})*", text, re.ASCII) is not None
