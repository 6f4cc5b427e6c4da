"""What somebody may write into the markup of a workbook, where no cell shows it: each is told by G11."""

from __future__ import annotations

import pytest
from openpyxl.worksheet.table import Table

from builders.release import a_workbook, gate, some_terms
from builders.workbooks import SHEET, changed, with_part
from sharewell.engine import staging, workbook
from sharewell.engine.limits import Limits
from sharewell.engine.markup import looks_personal, says_something
from sharewell.engine.unusable import FileUnusable
from sharewell.release.hidden import HIDDEN

BOOK, STYLES, TYPES = "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"
SAYS = b"Ann Lee NHS 943 476 5919"
SHEET_OF_ITS_OWN = (
    b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'
    + SAYS
    + b"</t></is></c></row></sheetData></worksheet>"
)
AN_OUTSIDE_LINK = (
    b'<Relationships><Relationship Id="r1" Type="u/hyperlink" Target="https://example.org" TargetMode="External"/>'
    b"</Relationships>"
)


def put(part, before, text, after=b""):
    """A workbook in which a text stands before a place of a part."""
    return changed(part, lambda xml: xml.replace(before, text.replace(b"%", SAYS) + before + after, 1))


def instead(part, old, new):
    return changed(part, lambda xml: xml.replace(old, new.replace(b"%", SAYS), 1))


def a_table_with_a_comment(book, sheet):
    table = Table(displayName="T", ref="A1:C3")
    table.comment = SAYS.decode()
    sheet.add_table(table)


def a_format_that_writes_a_name(book, sheet):
    sheet["C2"].number_format = f'yyyy-mm-dd "{SAYS.decode()}"'


RULE = (
    b"<conditionalFormatting sqref='A1:A9'><cfRule type='containsText' text='%' operator='containsText' priority='1'>"
    b'<formula>NOT(ISERROR(SEARCH("%",A1)))</formula></cfRule></conditionalFormatting>'
)
FILTER = (
    b"<autoFilter ref='A1:C3'><filterColumn><filters><filter val='x'/></filters></filterColumn></autoFilter>"
)
TOLD = {
    # parts that nothing in the book refers to, or that no workbook has
    "a sheet that the book does not name": (with_part("xl/worksheets/sheet9.xml", SHEET_OF_ITS_OWN), "block"),
    "a text file among the sheets": (with_part("xl/worksheets/notes.txt", SAYS), "block"),
    "a file beside the theme": (with_part("xl/theme/notes.bin", SAYS), "block"),
    "a file among the tables": (with_part("xl/tables/notes.xml", SAYS), "block"),
    "relationships of nothing": (with_part("xl/notes.rels", b"<x/>"), "block"),
    "text in a part of known name": (with_part("xl/metadata.xml", b"<metadata>" + SAYS + b"</metadata>"), "block"),
    "texts of cells where no cells are": (with_part("xl/metadata.xml", b"<sst><si><t>a</t></si></sst>"), "block"),
    # remarks and texts that no program shows
    "a remark before the rows": (put(SHEET, b"<sheetData>", b"<!-- % -->"), "block"),
    "a remark among the rows": (put(SHEET, b'<row r="2"', b"<!-- % -->"), "block"),
    "a remark in a cell": (instead(SHEET, b"<is><t>Eastmoor", b"<is><!-- % --><t>Eastmoor"), "block"),
    "an instruction": (put(BOOK, b"<sheets>", b"<?x %?>"), "block"),
    "an element of another language": (put(SHEET, b"</worksheet>", b"<x:n xmlns:x='urn:x'>%</x:n>"), "block"),
    "the name of another language": (put(SHEET, b"</worksheet>", b"<x:n xmlns:x='%'/>"), "block"),
    "text between two cells": (put(SHEET, b"</row>", b"%"), "block"),
    "an element among the cells": (put(SHEET, b"</row>", b"<x>%</x>"), "block"),
    "an attribute of a row": (instead(SHEET, b'<row r="2"', b'<row note="x" r="2"'), "block"),
    "an attribute of a cell": (instead(SHEET, b'<c r="A2"', b'<c note="x" r="A2"'), "block"),
    # settings
    "the name of the sheet": (a_workbook(lambda book, sheet: setattr(sheet, "title", SAYS.decode())), "block"),
    "a number format": (a_workbook(a_format_that_writes_a_name), "block"),
    "the name of a style": (instead(STYLES, b'name="Normal"', b'name="%"'), "block"),
    "a content type": (put(TYPES, b"</Types>", b"<Default Extension='x' ContentType='%'/>"), "block"),
    "the comment of a table": (a_workbook(a_table_with_a_comment), "block"),
    "the name of a range": (
        put(SHEET, b"</worksheet>", b"<protectedRange name='leave in peace' sqref='A1'/>"),
        "review",
    ),
    "an attribute nobody knows": (instead(SHEET, b"<sheetData>", b"<sheetData note='two words'>"), "review"),
    "the text of a rule": (put(SHEET, b"<pageMargins", RULE), "review"),
    "what was filtered": (put(SHEET, b"<pageMargins", FILTER), "review"),
    "a link that no cell has": (with_part("xl/worksheets/_rels/sheet1.xml.rels", AN_OUTSIDE_LINK), "review"),
    "where it was saved": (put(BOOK, b"<sheets>", b"<x:absPath xmlns:x='urn:x' url='C:\\Users\\a'/>"), "warn"),
    "who reserved it": (put(BOOK, b"<sheets>", b"<fileSharing userName='a'/>"), "warn"),
    "a property of its own": (with_part("docProps/custom.xml", b"<Properties><x>a</x></Properties>"), "warn"),
}  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return staging.connect(tmp_path_factory.mktemp("engine"), Limits())


def weights(engine, folder, content):
    """How each thing weighs that is hidden in a workbook."""
    path = folder / "file.xlsx"
    path.write_bytes(content)
    return [str(HIDDEN[each.kind][0]) for each in workbook.stage(path, None, folder, engine).hidden]


@pytest.mark.parametrize(("content", "weight"), TOLD.values(), ids=TOLD.keys())
def test_what_no_cell_shows_is_told(engine, tmp_path, content, weight):
    assert set(weights(engine, tmp_path, content)) == {weight}


def test_what_it_says_is_not_repeated(tmp_path):
    report = gate(tmp_path, TOLD["the name of the sheet"][0], some_terms(), name="file.xlsx")

    assert report.judgement.decision == "refuse"
    assert "943" not in str(report.as_dict())


ELSEWHERE = {
    "the texts": (
        b"</Relationships>",
        b"<Relationship Id='r99' Type='u/sharedStrings' Target='metadata.xml'/></Relationships>",
    ),
    "the styles": (b"styles.xml", b"metadata.xml"),
}


@pytest.mark.parametrize(("old", "new"), ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_a_workbook_whose_parts_a_program_finds_elsewhere_than_we_is_none(engine, tmp_path, old, new):
    with pytest.raises(FileUnusable, match="not where a workbook has them"):
        weights(engine, tmp_path, changed("xl/_rels/workbook.xml.rels", lambda xml: xml.replace(old, new)))


def test_nor_is_one_of_which_another_part_is_the_book(engine, tmp_path):
    with pytest.raises(FileUnusable, match="not where a workbook has them"):
        weights(
            engine,
            tmp_path,
            changed("_rels/.rels", lambda xml: xml.replace(b"xl/workbook.xml", b"xl/metadata.xml")),
        )


# As one program or another writes it around every sheet.
ORDINARY = {
    "of a saved book": (BOOK, b"<sheets>", (
        b'<x:revisionPtr xmlns:x="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" revIDLastSave="0" '
        b'documentId="8_{E8B5F5A2-1111-4222-8333-123456789012}" coauthVersionLast="47"/>'
    )),
    "of another program": (BOOK, b"<sheets>", b'<fileVersion appName="SpreadsheetGear 8.7.17.102" rupBuild="27328"/>'),
    "of a sheet": (SHEET, b"<sheetData>", b'<sheetFormatPr defaultRowHeight="15" dyDescent="0.29999999999999999"/>'),
    "of a printer": (SHEET, b"</worksheet>", b'<pageSetup paperSize="9" horizontalDpi="4294967295" verticalDpi="0"/>'),
    "of an extension": (SHEET, b"</worksheet>", b'<ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"/>'),
    "of what is selected": (SHEET, b"</worksheet>", b'<x><selection activeCell="A1" sqref="A1 C1:D9"/></x>'),
}  # fmt: skip


@pytest.mark.parametrize(("part", "before", "text"), ORDINARY.values(), ids=ORDINARY.keys())
def test_what_programs_write_is_no_finding(engine, tmp_path, part, before, text):
    assert weights(engine, tmp_path, put(part, before, text)) == []


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("name", "Sheet1", False), ("name", "Ann Lee", True), ("x", "9434765919", True), ("x", "é", True),
        ("width", "12.7109375", False), ("sqref", "A1 B2", False), ("x", "a@b", True), ("x", "a" * 161, True),
        ("id", "4294967295", False), ("x", "a%20b", True),
    ],
)  # fmt: skip
def test_a_setting_says_something_when_it_is_more_than_a_word_or_a_number(key, value, says):
    assert says_something(key, value) is says


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("Ann Lee", True), ("20% - Accent1", False), ("Aptos Narrow", False), ("Wards 01-04-2026", False),
        ("to a@example.org", True),
    ],
)  # fmt: skip
def test_a_setting_reads_like_personal_data_by_the_patterns_of_the_gate(text, personal):
    assert looks_personal(text) is personal
