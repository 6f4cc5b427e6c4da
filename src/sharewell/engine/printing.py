"""Print a `Paper`: as PDF that a screen reader reads and an archive keeps, or as a Word file that people edit.

PDF is PDF/A-2a and PDF/UA-1 by Typst with the typefaces it carries, so that the same Paper gives the same bytes on any
machine. Word is Office Open XML with real headings, lists and repeated table headers.
"""

from __future__ import annotations

import dataclasses
import io
import json
import re
from datetime import UTC, date, datetime, time
from functools import singledispatch
from importlib.resources import files
from typing import Any

from sharewell.vocabulary.paper import Facts, Heading, Listed, Paper, Picture, Signatures, Table, Words

# XML 1.0 has no place for these, and neither has a printed page; nor has PDF/A-2a for the private areas.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf(paper: Paper) -> bytes:
    """The paper as PDF/A-2a and PDF/UA-1 (ISO 19005-2, ISO 14289-1), dated on the paper's own day.

    A letter that the typeface does not hold is printed as \ufffd: neither standard allows a page with a hole in it.
    """
    described = json.dumps(_described(paper), ensure_ascii=False)
    while True:
        try:
            return _typeset(described, paper.on)
        except RuntimeError as problem:
            missing = _missing_letters(str(getattr(problem, "diagnostic", "")))
            if not missing & set(described):
                raise
            described = described.translate(dict.fromkeys(map(ord, missing), "\ufffd"))


def _typeset(described: str, on: date) -> bytes:
    import typst  # 30 ms and 30 MB that only whoever prints should pay

    printed = typst.compile(
        files("sharewell.engine").joinpath("paper.typ").read_bytes(),
        format="pdf",
        sys_inputs={"paper": described},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime.combine(on, time(), UTC),
        ignore_system_fonts=True,
    )
    assert isinstance(printed, bytes)
    return printed


def _missing_letters(diagnostic: str) -> set[str]:
    """The letters that a typeface lacks. Every one has those of ASCII, which are told only beside another."""
    told = re.findall(r'the text `"(.*?)"` could not be displayed', diagnostic, re.DOTALL)
    shown = (_ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) for text in told)
    return {letter for text in shown for letter in text if not letter.isascii()}


def _described(paper: Paper) -> dict[str, Any]:
    blocks = [{"is": type(block).__name__, **dataclasses.asdict(block)} for block in paper.blocks]
    said = {name: getattr(paper, name) for name in ("title", "issuer", "reference", "marking")}
    described: dict[str, Any] = _printable({**said, "blocks": blocks})
    return described | {"on": [paper.on.year, paper.on.month, paper.on.day]}


def _printable(value: Any) -> Any:
    """The same value with what no page can hold replaced by the sign that says so."""
    match value:
        case str():
            return _clean(value).replace("\t", " ")  # no typeface has a tab
        case dict():
            return {name: _printable(each) for name, each in value.items()}
        case list() | tuple():
            return [_printable(each) for each in value]
    return value


def word(paper: Paper) -> bytes:
    """The paper as a Word file. A picture is left to its words: the table beneath it holds the same figures."""
    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.language = (
        _clean(paper.title),
        _clean(paper.issuer),
        "en-GB",
    )
    properties.created = properties.modified = datetime.combine(paper.on, time())
    section = document.sections[0]
    section.header.paragraphs[0].text = _clean("\t".join([paper.issuer, "", paper.marking]).rstrip())
    section.footer.paragraphs[0].text = _clean(paper.reference)
    document.add_heading(_clean(paper.title), level=0)
    day = f"{paper.on.day} {paper.on:%B %Y}"
    document.add_paragraph(_clean(f"{paper.reference} · {day}" if paper.reference else day))
    for block in paper.blocks:
        _write(block, document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("\ufffd", text)


@singledispatch
def _write(block: Any, document: Any) -> None:
    raise TypeError(f"no way to write a {type(block).__name__} in Word")


@_write.register
def _(block: Heading, document: Any) -> None:
    document.add_heading(_clean(block.text), level=block.level)


@_write.register
def _(block: Words, document: Any) -> None:
    document.add_paragraph().add_run(_clean(block.text)).bold = block.strong


@_write.register
def _(block: Facts, document: Any) -> None:
    for name, text in block.pairs:
        paragraph = document.add_paragraph()
        paragraph.add_run(_clean(f"{name}: ")).bold = True
        paragraph.add_run(_clean(text))


@_write.register
def _(block: Listed, document: Any) -> None:
    for item in block.items:
        document.add_paragraph(_clean(item), style="List Number" if block.numbered else "List Bullet")


@_write.register
def _(block: Table, document: Any) -> None:
    from docx.oxml import OxmlElement

    document.add_paragraph(_clean(block.caption), style="Caption").paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=len(block.columns), style="Table Grid")
    for index, row in enumerate((block.columns, *block.rows)):
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.paragraphs[0].add_run(_clean(text)).bold = index == 0
    # Marked as a header the first row is read out with every cell, and comes again on each page.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


@_write.register
def _(block: Picture, document: Any) -> None:
    document.add_paragraph(_clean(block.says))


@_write.register
def _(block: Signatures, document: Any) -> None:
    for who in block.signatories:
        document.add_paragraph().add_run(_clean(who)).bold = True
        for line in ("Name", "Signature", "Date"):
            document.add_paragraph(f"{line}: {'.' * 60}")
