"""What the markup of a workbook says besides its cells: remarks, texts where none belong, settings that name somebody.

A workbook that is not treated leaves as it is, to the last byte. So whatever stands in one of its parts and is no cell
is taken for something to be told, unless it is what every program writes there: numbers, ranges, identifiers, the names
of fonts and of styles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from sharewell.release.detectors import DETECTORS
from sharewell.release.judgement import Hidden

# Where a program writes a text of its own, in words: of these only what looks like personal data is told.
_NAMED = frozenset(
    {
        ("font", "typeface"), ("latin", "typeface"), ("ea", "typeface"), ("cs", "typeface"), ("sym", "typeface"),
        ("name", "val"), ("rFont", "val"), ("theme", "name"), ("clrScheme", "name"), ("fontScheme", "name"),
        ("fmtScheme", "name"), ("extraClrScheme", "name"), ("cellStyle", "name"), ("tableStyle", "name"),
        ("tableStyleInfo", "name"), ("tableStyles", "defaultTableStyle"), ("tableStyles", "defaultPivotStyle"),
        ("themeFamily", "name"), ("fileVersion", "appName"),
        ("sheet", "name"), ("tableColumn", "name"), ("table", "name"), ("table", "displayName"),
        ("numFmt", "formatCode"), ("workbookPr", "codeName"), ("sheetPr", "codeName"), ("custClr", "name"),
    }
)  # fmt: skip
# Lists of ranges or of prefixes, and numbers that are as long as they are.
_LISTS = frozenset({"sqref", "Ignorable", "Requires", "ProcessContent", "ref", "spans", "activeCell"})
_LONG_NUMBERS = frozenset({"horizontalDpi", "verticalDpi", "id", "sz", "rgb", "lastClr", "panose"})
# Elements whose text is looked at by whoever looks at the element, and those whose text is a formula.
_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"})
_RANGES = frozenset({"sqref", "id"})
# Told of elsewhere: cells of another sheet, and what is printed above and below.
_TOLD = frozenset(
    {
        "v",
        "t",
        "definedName",
        *(f"{which}{what}" for which in ("odd", "even", "first") for what in ("Header", "Footer")),
    }
)
_PLACES = frozenset({"absPath", "fileSharing"})
_FILTERS = frozenset({"filter", "customFilter", "dateGroupItem", "dynamicFilter"})
_QUIET_PROPERTIES = frozenset(
    {
        "Application", "AppVersion", "DocSecurity", "ScaleCrop", "lpstr", "i4", "LinksUpToDate", "SharedDoc",
        "HyperlinksChanged", "created", "modified", "revision", "TotalTime", "Template", "lastPrinted", "language",
        "version", "Pages", "Words", "Characters", "Lines", "Paragraphs", "Slides", "Notes", "HiddenSlides",
        "CharactersWithSpaces", "PresentationFormat", "bool", "r8", "filetime",
    }
)  # fmt: skip
_IDENTIFIER = re.compile(r"\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?")
_FRACTION = re.compile(r"-?\d*\.\d+(?:[eE][+-]?\d+)?")
_IN_WORDS = re.compile(r"\s|[^\x00-\x7f]|[0-9]{9}|@|%[0-9A-Fa-f]{2}")
_LONGEST = 160
_NAMESPACE = re.compile(r"(?:https?://[A-Za-z0-9.-]+(?:/[\w.#-]+)*/?|urn:[\w:.-]+|)")
_LOOKS = tuple(re.compile(each.finds, re.ASCII) for each in DETECTORS if each.kind not in ("dob", "ip"))
# Attributes of rows and cells that programs write (ECMA-376 part 1, 18.3.1.4 and 18.3.1.73).
OF_A_ROW = frozenset(
    {
        "r", "spans", "s", "customFormat", "ht", "hidden", "customHeight", "outlineLevel", "collapsed", "thickTop",
        "thickBot", "ph", "dyDescent",
    }
)  # fmt: skip
OF_A_CELL = frozenset({"r", "s", "t", "cm", "vm", "ph"})


class Markup:
    """Gathers what the parts of one workbook say besides their cells, each place of a part once however often it is
    read.
    """

    def __init__(self) -> None:
        self._told: set[tuple[str, str, int]] = set()

    def part(self, name: str) -> Beside:
        return Beside(self, name)

    def tell(self, kind: str, part: str, at: int) -> None:
        self._told.add((kind, part, at))

    def hidden(self, known: Collection[str]) -> Iterator[Hidden]:
        """What was told; of the kinds that are known already, nothing."""
        kinds = Counter(kind for kind, _, _ in self._told if kind not in known)
        yield from (Hidden(kind=kind, count=count) for kind, count in sorted(kinds.items()))


class Beside:
    """What one part says besides its pieces. `at` is always the byte of the part where it begins."""

    def __init__(self, markup: Markup, part: str) -> None:
        self.markup, self.name = markup, part
        self.is_properties = part.lower().startswith("docprops/")
        # What a sheet's cells, the book's names and the printed lines say is told of by whoever reads them.
        self.told = (
            _TOLD if part.startswith("xl/worksheets/") or part == "xl/workbook.xml" else frozenset[str]()
        )

    def remark(self, at: int) -> None:
        """A comment of the markup, or an instruction to some program: no workbook needs one."""
        self.markup.tell("remark", self.name, at)

    def namespace(self, uri: str, at: int) -> None:
        if not _NAMESPACE.fullmatch(uri):
            self.markup.tell("unknown text", self.name, at)

    def element(self, name: str, attributes: Mapping[str, str], at: int) -> None:
        """The start of an element that is no piece."""
        if name in _PLACES or (self.is_properties and name == "property"):
            self.markup.tell("document property", self.name, at)
        elif name in _FILTERS:
            self.markup.tell("filter", self.name, at)
        elif attributes.get("TargetMode") == "External" and attributes.get("Type", "").endswith("/hyperlink"):
            self.markup.tell("hyperlink", self.name, at)
        elif name not in self.told and (kind := _settings(name, attributes)):
            self.markup.tell(kind, self.name, at)

    def text(self, name: str, text: str, at: int) -> None:
        """What stands between the tags of an element that is no piece."""
        if self.is_properties:
            if name not in _QUIET_PROPERTIES:
                self.markup.tell("document property", self.name, at)
        elif name in _FORMULAS:
            if '"' in text:
                self.markup.tell("rule text", self.name, at)
        elif name not in self.told and (name not in _RANGES or says_something("sqref", text)):
            self.markup.tell("unknown text", self.name, at)

    def odd(self, at: int) -> None:
        """Something stands in a row, a cell or a text that no program puts there."""
        self.markup.tell("unknown text", self.name, at)


def _settings(name: str, attributes: Mapping[str, str]) -> str:
    """What kind of thing the attributes of an element say, "" for nothing."""
    for key, value in attributes.items():
        if says_something(key, value):
            if looks_personal(value):
                return "personal setting"
            if (name, key) not in _NAMED:
                return "setting"
    return ""


def says_something(key: str, value: str) -> bool:
    """Whether the value of an attribute is more than a number, a range, an identifier or a word."""
    bare = _FRACTION.sub("", _IDENTIFIER.sub("", value))
    if key in _LISTS:
        bare = bare.replace(" ", "")
    if key in _LONG_NUMBERS and bare.isalnum():
        return False
    return bool(_IN_WORDS.search(bare)) or len(bare) > _LONGEST


def looks_personal(text: str) -> bool:
    """Whether a name, a number or an address of somebody may stand in a setting.

    Not a date, which many a sheet's name is, nor four numbers with dots between, which are a program's version.
    """
    return any(look.search(text) for look in _LOOKS)
