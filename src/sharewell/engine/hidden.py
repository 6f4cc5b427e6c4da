"""What lies in a workbook besides its cells, told by the names and the properties of its parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from sharewell.engine.archive import Archive, attribute, local
from sharewell.release.judgement import Hidden

# Part name → what it is. Whatever matches nothing here and nothing in HARMLESS is an "unknown part", and
# blocks.
TELLING = (
    (re.compile(r"xl/(vbaProject.*|macrosheets/.*|dialogsheets/.*)|.*vba.*\.bin", re.I), "macro"),
    (re.compile(r"xl/(externalLinks/.*|connections\.xml|queryTables/.*)", re.I), "external link"),
    (re.compile(r"xl/(pivotCache/.*|pivotTables/.*|model/.*|slicer.*|timeline.*)", re.I), "pivot cache"),
    (re.compile(r"xl/(comments.*|threadedComments/.*|persons/.*)|xl/drawings/.*\.vml", re.I), "comment"),
    (re.compile(r"xl/(embeddings|activeX|ctrlProps)/.*", re.I), "embedded object"),
    (
        re.compile(r"xl/(media|drawings|charts|chartsheets|diagrams)/.*|.*\.(png|jpe?g|gif|emf|wmf)", re.I),
        "picture",
    ),
)
HARMLESS = re.compile(
    r"\[Content_Types\]\.xml|.*\.rels|docProps/(core|app|custom)\.xml|xl/(workbook|styles|sharedStrings|calcChain"
    r"|metadata)\.xml|xl/(worksheets|theme|tables|printerSettings)/[^/]+|xl/worksheets/sheet.*",
    re.I,
)
TELLING_PROPERTIES = frozenset(
    {
        "creator", "lastmodifiedby", "title", "subject", "description", "keywords",
        "category", "manager", "company", "contentstatus", "property",
    }
)  # fmt: skip


def in_parts(archive: Archive) -> Iterator[Hidden]:
    """One finding per kind of hidden thing, with how many parts of that kind there are."""
    kinds = Counter(kind for kind in map(_kind, archive.names()) if kind)
    yield from (Hidden(kind=kind, count=count) for kind, count in sorted(kinds.items()))
    named = sum(
        _properties(archive, name) for name in archive.names() if name.lower().startswith("docprops/")
    )
    if named:
        yield Hidden(kind="document property", count=named)


def _kind(name: str) -> str | None:
    told = next((kind for pattern, kind in TELLING if pattern.fullmatch(name)), None)
    if told or HARMLESS.fullmatch(name):
        return told
    return "unknown part"


def _properties(archive: Archive, name: str) -> int:
    if not name.endswith(".xml"):
        return 0
    ends = (element for event, element in archive.elements(name) if event == "end")
    return sum(
        1 for element in ends if local(element).lower() in TELLING_PROPERTIES and _says_something(element)
    )


def _says_something(element: Element) -> bool:
    return bool(element.text and element.text.strip()) or attribute(element, "name") is not None
