"""What lies in a workbook besides its cells: in its parts by their names, around its sheets, between its bytes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

from sharewell.engine.archive import Archive
from sharewell.engine.pieces import local
from sharewell.release.judgement import Hidden

# Part name → what it is. Whatever matches nothing here and nothing in HARMLESS is an "unknown part", and
# blocks.
TELLING = (
    (re.compile(r"xl/(vbaProject.*|macrosheets/.*|dialogsheets/.*)|.*vba.*\.bin", re.I), "macro"),
    (re.compile(r"xl/(externalLinks/.*|connections\.xml|queryTables/.*|queries/.*)", re.I), "external link"),
    (re.compile(r"customXml/.*\.xml", re.I), "custom XML"),
    (re.compile(r"xl/printerSettings/.*", re.I), "printer settings"),
    (re.compile(r"xl/(pivotCache/.*|pivotTables/.*|model/.*|slicer.*|timeline.*)", re.I), "pivot cache"),
    (re.compile(r"xl/(comments.*|threadedComments/.*|persons/.*)|xl/drawings/.*\.vml", re.I), "comment"),
    (re.compile(r"xl/(embeddings|activeX|ctrlProps)/.*", re.I), "embedded object"),
    (re.compile(r"xl/fonts/.*|.*\.(ttf|otf|odttf|fntdata)", re.I), "embedded font"),
    (
        re.compile(r"xl/(media|drawings|charts|chartsheets|diagrams)/.*|.*\.(png|jpe?g|gif|emf|wmf)", re.I),
        "picture",
    ),
)
HARMLESS = re.compile(
    r"\[Content_Types\]\.xml|(_rels/|xl/_rels/workbook\.xml|(xl/worksheets|docProps)/_rels/[^/]+\.xml)\.rels"
    r"|docProps/(core|app|custom)\.xml|xl/(workbook|styles|sharedStrings|calcChain|metadata)\.xml"
    r"|xl/theme/theme\d*\.xml|xl/tables/table\d*\.xml",
    re.I,
)
SMALLEST_SIZE = 0.5  # of a row or a column: the thinnest that anybody uses between two others is wider


def in_parts(archive: Archive, sheets: Collection[str]) -> Iterator[Hidden]:
    """One finding per kind of hidden thing, with how many parts of that kind there are.

    `sheets` are the parts that the book names as its sheets: of another sheet nobody would know.
    """
    kinds = Counter(kind for name in archive.names() if name not in sheets and (kind := _kind(name)))
    for name in archive.names():
        if HARMLESS.fullmatch(name) and name.lower() != "xl/sharedstrings.xml":
            archive.notice(name)
    yield from (Hidden(kind=kind, count=count) for kind, count in sorted(kinds.items()))
    if stray := archive.unlisted():
        yield Hidden(kind="unlisted bytes", count=stray)


# Codes in the text of a page header that print something of the book, and what is between them.
_PAGE_CODE = re.compile(r'&(?:"[^"]*"|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|\d+|.)', re.DOTALL)
_PAGE_NUMBER = re.compile(r"\b(?:page|sheet|of)\b|[\s/|:,.()\-–]", re.IGNORECASE)
_PAGE_TEXTS = frozenset(
    f"{which}{what}" for which in ("odd", "even", "first") for what in ("Header", "Footer")
)


def around_cells(element: Element) -> str | None:
    """What kind of hidden thing an element of a sheet is that is neither a row nor a column; None if it is none."""
    name = local(element)
    if name in _ALWAYS:
        return _ALWAYS[name]
    if name in _PAGE_TEXTS:
        return "page header" if _prints_a_text(element) else None
    kind, says = _SOMETIMES.get(name, (None, None))
    return kind if says and says(element) else None


def _prints_a_text(element: Element) -> bool:
    return bool(_PAGE_NUMBER.sub("", _PAGE_CODE.sub("", element.text or "")))


def hides_by_default(element: Element) -> bool:
    """Rows or columns of no size unless they say otherwise."""
    sizes = (element.get("defaultRowHeight"), element.get("defaultColWidth"))
    return element.get("zeroHeight") in ("1", "true") or any(no_size(size) for size in sizes)


def no_size(text: str | None) -> bool:
    """Whether a height (points) or a width (characters) is so small that nothing is seen."""
    try:
        return text is not None and float(text) < SMALLEST_SIZE
    except ValueError:
        return False


def _says_more_than_a_range(validation: Element) -> bool:
    """Its list stands in the rule itself ("a,b,c"), or it has a message of its own."""
    told = any(validation.get(name, "").strip() for name in ("prompt", "promptTitle", "error", "errorTitle"))
    return told or any('"' in (part.text or "") for part in validation.iter() if part is not validation)


def _says_a_text(rule: Element) -> bool:
    """A conditional format that looks for a text has it in it."""
    return bool(rule.get("text", "").strip()) or any('"' in (part.text or "") for part in rule.iter())


_ALWAYS = {
    "hyperlink": "hyperlink",
    "oleObject": "embedded object",
    "control": "embedded object",
    "picture": "picture",
    "scenario": "scenario",
}
_SOMETIMES = {
    "dataValidation": ("validation text", _says_more_than_a_range),
    "cfRule": ("rule text", _says_a_text),
    "sheetFormatPr": ("hidden by default", hides_by_default),
}
# The elements that `around_cells` looks at.
AROUND_CELLS = _PAGE_TEXTS | _ALWAYS.keys() | _SOMETIMES.keys()


def _kind(name: str) -> str | None:
    told = next((kind for pattern, kind in TELLING if pattern.fullmatch(name)), None)
    if told or HARMLESS.fullmatch(name):
        return told
    return "unknown part"
