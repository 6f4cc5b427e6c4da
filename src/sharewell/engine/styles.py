"""The styles of a workbook: which show a number as a date, and which show nothing at all.

A cell in white on white, of a size nobody reads, or of a number format without a sign in it (`;;;`) holds what its
reader does not see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from sharewell.engine.archive import Archive
from sharewell.engine.pieces import local

# Built-in number formats that show a date (d), a time (t) or both (dt): ECMA-376 part 1, 18.8.30.
_BUILT_IN = {
    **dict.fromkeys([14, 15, 16, 17, *range(27, 37), *range(50, 59)], "d"),
    **dict.fromkeys([18, 19, 20, 21, 45, 46, 47], "t"),
    22: "dt",
}
_NOT_CODE = re.compile(r'"[^"]*"|\[(?!h|m|s)[^\]]*\]|\\.|_.|\*.', re.IGNORECASE)
# What holds the formats, fonts, fills and styles of a workbook, and the rules of its conditional formats.
_CONTAINERS = frozenset({"numFmts", "fonts", "fills", "cellXfs", "dxfs"})
# A colour of the theme or of the old palette that is white or black, wherever the theme was left as it comes.
_THEME = {"0": "FFFFFF", "1": "000000"}
_INDEXED = {"0": "000000", "1": "FFFFFF", "8": "000000", "9": "FFFFFF", "64": "000000", "65": "FFFFFF"}
SMALLEST = 2.0  # points: nobody reads a letter below


@dataclass(frozen=True, slots=True)
class Styles:
    """Of each cell style whether it shows a date, a time, both or neither (""), and which styles show nothing.

    `unseen_rules` are the styles of conditional formats that show nothing.
    """

    dates: tuple[str, ...] = ()
    unseen: frozenset[int] = frozenset()
    unseen_rules: frozenset[int] = frozenset()

    @classmethod
    def read(cls, archive: Archive) -> Styles:
        if "xl/styles.xml" not in archive:
            return cls()
        reading = _Reading()
        for container in archive.elements("xl/styles.xml", _CONTAINERS.__contains__):
            for element in container:
                reading.take(local(container), element)
        return cls(tuple(reading.dates), frozenset(reading.unseen), frozenset(reading.unseen_rules))

    def shows(self, style: str | None) -> str:
        """ "d", "t", "dt" or "" for the style of a cell."""
        return self.dates[int(style)] if style and style.isdigit() and int(style) < len(self.dates) else ""

    def hides(self, style: str | None) -> bool:
        """Whether a cell of that style shows nothing."""
        return bool(self.unseen) and (style or "0").isdigit() and int(style or "0") in self.unseen


@dataclass(slots=True)
class _Reading:
    """What has been met so far: a part names its fonts, fills and formats before the styles made of them."""

    codes: dict[str, str] = field(default_factory=dict)
    fonts: list[Element] = field(default_factory=list)
    fills: list[Element] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    unseen: set[int] = field(default_factory=set)
    unseen_rules: set[int] = field(default_factory=set)
    rules: int = 0

    def take(self, inside: str, element: Element) -> None:
        match inside, local(element):
            case "dxfs", "dxf":
                if _unseen_rule(element):
                    self.unseen_rules.add(self.rules)
                self.rules += 1
            case "numFmts", "numFmt":
                self.codes.setdefault(element.get("numFmtId", ""), element.get("formatCode", ""))
            case "fonts", "font":
                self.fonts.append(element)
            case "fills", "fill":
                self.fills.append(element)
            case "cellXfs", "xf":
                self._style(element)

    def _style(self, xf: Element) -> None:
        number = xf.get("numFmtId", "0")
        font, fill = _nth(self.fonts, xf.get("fontId")), _nth(self.fills, xf.get("fillId"))
        if _shows_nothing(self.codes.get(number, "")) or _not_to_be_seen(font, fill):
            self.unseen.add(len(self.dates))
        self.dates.append(_shows(number, self.codes))


def _nth(elements: list[Element], number: str | None) -> Element | None:
    return elements[int(number)] if number and number.isdigit() and int(number) < len(elements) else None


def _shows(number: str, codes: dict[str, str]) -> str:
    if number in codes:
        code = _NOT_CODE.sub("", codes[number]).lower().split(";")[0]
        day, time = bool(re.search(r"[yd]", code)), bool(re.search(r"[hs]", code))
        return ("d" if day else "") + ("t" if time else "")
    return _BUILT_IN.get(int(number), "") if number.isdigit() else ""


def _shows_nothing(code: str) -> bool:
    """`;;;`, and whatever else has nothing to show in any of its sections."""
    return ";" in code and not _NOT_CODE.sub("", code).strip("; ") and '"' not in code


def _not_to_be_seen(font: Element | None, fill: Element | None) -> bool:
    size = _number(_child(font, "sz"), "val")
    return (size is not None and size < SMALLEST) or _colour(_child(font, "color"), "000000") == _behind(fill)


def _unseen_rule(dxf: Element) -> bool:
    code = _child(dxf, "numFmt")
    font, fill = _child(dxf, "font"), _child(dxf, "fill")
    return _shows_nothing(code.get("formatCode", "") if code is not None else "") or (
        _child(font, "color") is not None and _not_to_be_seen(font, fill)
    )


def _behind(fill: Element | None) -> str:
    """The colour behind a cell: white where there is none."""
    pattern = _child(fill, "patternFill")
    if fill is not None and pattern is None and len(fill):
        return "gradient"
    if pattern is None or pattern.get("patternType", "solid") == "none":
        return "FFFFFF"
    # In a conditional format the colour of a solid fill stands as its background.
    front, back = _child(pattern, "fgColor"), _child(pattern, "bgColor")
    return _colour(front if front is not None else back, "FFFFFF")


def _colour(element: Element | None, automatic: str) -> str:
    if element is None or element.get("auto") in ("1", "true"):
        return automatic
    if rgb := element.get("rgb"):
        return rgb[-6:].upper()
    tint = _number(element, "tint") or 0
    shade = f" {tint:g}" if tint else ""
    if theme := element.get("theme"):
        return _THEME.get(theme, f"theme {theme}") + shade
    return _INDEXED.get(element.get("indexed", ""), f"indexed {element.get('indexed')}") + shade


def _child(element: Element | None, name: str) -> Element | None:
    return None if element is None else next((part for part in element if local(part) == name), None)


def _number(element: Element | None, name: str) -> float | None:
    try:
        return None if element is None else float(element.get(name, ""))
    except ValueError:
        return None
