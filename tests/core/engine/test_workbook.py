"""XLSX: cells as text, and everything in a workbook that its reader does not see."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from builders.release import a_workbook, found, gate, some_terms, terms_of_columns
from sharewell.engine.unusable import FileUnusable
from sharewell.release.checks import Severity

SHEET = "xl/worksheets/sheet1.xml"


def opened(tmp_path, content, terms=None, name="file.xlsx"):
    return gate(tmp_path, content, terms, name=name)


def weights(report):
    return [(each.check, each.severity) for each in report.judgement.findings]


def with_part(name, content="<x/>"):
    written = io.BytesIO(a_workbook())
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr(name, content)
    return written.getvalue()


def with_changed(name, change):
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(a_workbook())) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return written.getvalue()


def test_a_workbook_with_nothing_hidden_passes(tmp_path):
    report = opened(tmp_path, a_workbook())

    assert (report.judgement.decision, weights(report), report.facts.rows) == ("pass", [], 2)


HIDDEN = {
    "a hidden sheet": lambda book, sheet: setattr(book.create_sheet("h"), "sheet_state", "hidden"),
    "a very hidden sheet": lambda book, sheet: setattr(book.create_sheet("h"), "sheet_state", "veryHidden"),
    "a hidden row": lambda book, sheet: setattr(sheet.row_dimensions[2], "hidden", True),
    "a hidden column": lambda book, sheet: setattr(sheet.column_dimensions["B"], "hidden", True),
    "a hidden empty column": lambda book, sheet: setattr(sheet.column_dimensions["Z"], "hidden", True),
    "a comment": lambda book, sheet: setattr(sheet["A2"], "comment", Comment("text", "author")),
}


@pytest.mark.requirement("OPCC-7.3a")
@pytest.mark.parametrize("change", HIDDEN.values(), ids=HIDDEN.keys())
def test_what_is_hidden_blocks(tmp_path, change):
    report = opened(tmp_path, a_workbook(change))

    assert report.judgement.decision == "refuse"
    assert {check for check, _ in weights(report)} == {"G11"}


@pytest.mark.parametrize("row", [b'ht="0" customHeight="1"', b'hidden="1"', b'hidden="true"'])
def test_a_row_of_no_height_is_hidden(tmp_path, row):
    report = opened(
        tmp_path, with_changed(SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row r="3" ' + row))
    )

    assert found(report) == [("G11", None, (2,))]


PARTS = [
    "xl/vbaProject.bin", "xl/macrosheets/sheet1.xml", "xl/externalLinks/externalLink1.xml", "xl/connections.xml",
    "xl/pivotCache/pivotCacheDefinition1.xml", "xl/embeddings/oleObject1.bin", "xl/activeX/activeX1.xml",
    "xl/media/image1.png", "xl/drawings/drawing1.xml", "xl/charts/chart1.xml", "docProps/thumbnail.jpeg",
    "xl/threadedComments/threadedComment1.xml", "customXml/item1.xml", "xl/model/item.data", "xl/whatever.xml",
]  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_parts_that_carry_something_else_block_and_so_do_parts_nobody_knows(tmp_path, part):
    assert weights(opened(tmp_path, with_part(part))) == [("G11", Severity.BLOCK)]


def test_a_macro_is_named_in_a_workbook_that_says_it_has_macros(tmp_path):
    report = opened(tmp_path, with_part("xl/vbaProject.bin"), name="file.xlsm")

    assert "macro" in report.judgement.findings[0].reason


REVIEWED = {
    "a formula": lambda book, sheet: sheet.__setitem__("B3", "=1+1"),
    "a defined name": lambda book, sheet: book.defined_names.add(DefinedName("n", attr_text="Sheet!$A$1")),
    "a link": lambda book, sheet: setattr(sheet["B2"], "hyperlink", "https://example.org/"),
}


@pytest.mark.parametrize("change", REVIEWED.values(), ids=REVIEWED.keys())
def test_what_may_be_harmless_is_for_a_person_to_look_at(tmp_path, change):
    assert ("G11", Severity.REVIEW) in weights(opened(tmp_path, a_workbook(change)))


def test_a_formula_is_told_by_column_and_row(tmp_path):
    report = opened(tmp_path, a_workbook(REVIEWED["a formula"]))

    assert ("G11", "ward", (2,)) in found(report)


def test_properties_of_the_document_are_a_warning(tmp_path):
    report = opened(tmp_path, a_workbook(lambda book, sheet: setattr(book.properties, "creator", "a name")))

    assert weights(report) == [("G11", Severity.WARN)]
    assert report.judgement.decision == "pass"


def two_sheets(book, sheet):
    sheet.title = "Returns"
    book.create_sheet("Notes").append(["something"])


def test_of_several_visible_sheets_one_must_be_named(tmp_path):
    with pytest.raises(FileUnusable, match="2 visible sheets"):
        opened(tmp_path, a_workbook(two_sheets))


def test_data_on_another_sheet_than_the_one_that_was_named_block(tmp_path):
    report = opened(tmp_path, a_workbook(two_sheets), some_terms(sheet="Returns"))

    assert weights(report) == [("G11", Severity.BLOCK)]


def test_an_empty_second_sheet_does_no_harm(tmp_path):
    content = a_workbook(lambda book, sheet: (setattr(sheet, "title", "Returns"), book.create_sheet("Notes")))

    assert opened(tmp_path, content, some_terms(sheet="Returns")).judgement.decision == "pass"


def test_a_sheet_that_is_not_there_cannot_be_named(tmp_path):
    with pytest.raises(FileUnusable, match="no sheet"):
        opened(tmp_path, a_workbook(), some_terms(sheet="Retruns"))


def test_a_cell_beyond_the_header_line_is_an_undeclared_column(tmp_path):
    report = opened(tmp_path, a_workbook(lambda book, sheet: sheet.__setitem__("E3", "x")))

    assert [(check, field) for check, field, _ in found(report)] == [("G01", "column 4"), ("G01", "column 5")]


TYPED = [
    (39, {"type": "integer"}),
    (4.6, {"type": "number", "constraints": {"enum": ["4.6"]}}),
    (date(2026, 1, 2), {"type": "date", "constraints": {"enum": ["2026-01-02"]}}),
    (datetime(2026, 1, 2, 3, 4, 5), {"type": "datetime", "constraints": {"enum": ["2026-01-02T03:04:05"]}}),
    (datetime(2026, 1, 2), {"type": "datetime"}),
    (True, {"type": "boolean", "constraints": {"enum": [True]}}),
    ("_x0041_", {"constraints": {"enum": ["A"]}}),
]


@pytest.mark.parametrize(("value", "field"), TYPED)
def test_cells_become_the_text_a_person_would_type(tmp_path, value, field):
    content = a_workbook(
        lambda book, sheet: (sheet.delete_rows(1, 9), sheet.append(["x"]), sheet.append([value]))
    )
    terms = some_terms(schema={"fields": [{"name": "x", **field}]})

    assert opened(tmp_path, content, terms).judgement.decision == "pass"


def test_texts_that_cells_share_are_read_without_their_phonetic_runs(tmp_path):
    shared = b"<sst><si><r><t>East</t></r><r><t>moor</t></r><rPh><t>no</t></rPh></si></sst>"
    content = io.BytesIO(
        with_changed(SHEET, lambda xml: xml.replace(b'<c r="B2" t="inlineStr">', b'<c r="B2" t="s"><v>0</v>'))
    )
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", shared)
    fields = [{"name": "referral_id"}, {"name": "ward", "constraints": {"enum": ["Eastmoor", "Westmoor"]}}]
    terms = some_terms(schema={"fields": [*fields, {"name": "referred_on", "type": "date"}]})

    assert weights(opened(tmp_path, content.getvalue(), terms)) == [("G11", Severity.REVIEW)]


def test_rows_without_a_cell_are_skipped_and_not_counted(tmp_path):
    content = a_workbook(lambda book, sheet: sheet.insert_rows(3, 4))

    assert opened(tmp_path, content).facts.rows == 2


DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
HOSTILE = {
    "not a zip": (b"PK\x03\x04 nonsense", "damaged"),
    "cut off": (a_workbook()[:3000], "damaged"),
    "not a workbook at all": (b"hello", "expected an .xlsx workbook"),
    "a bomb": (
        with_changed(SHEET, lambda xml: xml.replace(b"<sheetData>", b"<sheetData>" + b" " * 30_000_000)),
        "bomb",
    ),
    "an entity": (with_changed(SHEET, lambda xml: DTD + xml[xml.index(b"<worksheet") :]), "document type"),
    "damaged XML": (with_changed(SHEET, lambda xml: xml[:300]), "damaged or missing"),
    "no sheet part": (
        with_changed("xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"sheet1", b"sheet9")),
        "missing",
    ),
    "a text that is not there": (
        with_changed(
            SHEET, lambda xml: xml.replace(b'<c r="B2" t="inlineStr">', b'<c r="B2" t="s"><v>7</v>')
        ),
        "text that is not there",
    ),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(100), "old Office"),
}


@pytest.mark.parametrize(("content", "says"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_workbook_that_is_damaged_or_hostile_is_unusable(tmp_path, content, says):
    with pytest.raises(FileUnusable) as refusal:
        opened(tmp_path, content)

    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_part_that_is_there_twice_is_unusable(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"), pytest.raises(FileUnusable, match="same name"):
        opened(tmp_path, with_part(SHEET))


def test_columns_far_out_are_read_no_further_than_a_sheet_reaches(tmp_path):
    content = with_changed(SHEET, lambda xml: xml.replace(b'r="B2"', b'r="ZZZ2"'))

    with pytest.raises(FileUnusable):
        opened(tmp_path, content, terms_of_columns("a"))
