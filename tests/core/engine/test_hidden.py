"""What a file holds besides what its reader sees: each thing in a real file made for it, and each told by G11."""

from __future__ import annotations

import io
import re
import zipfile

import duckdb
import pytest
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from builders.release import COLUMNS, GOOD, a_workbook, gate, some_terms, terms_of_columns
from builders.workbooks import SHEET, changed, with_part


def told(report):
    """What G11 says: how it weighs, where, how often."""
    findings = [each for each in report.judgement.findings if each.check == "G11"]
    return [(str(each.severity), each.field, each.count) for each in findings]


def of_workbook(tmp_path, content):
    report = gate(tmp_path, content, some_terms(), name="file.xlsx")
    assert {each.check for each in report.judgement.findings} <= {"G11"}
    return told(report)


# --- what a cell does not show ------------------------------------------------------------------------
WHITE = {
    "white": Font(color="FFFFFFFF"),
    "white of the theme": Font(color=Color(theme=0)),
    "white of the old palette": Font(color=Color(indexed=9)),
    "the smallest size": Font(size=1),
}


@pytest.mark.parametrize("font", WHITE.values(), ids=WHITE.keys())
def test_text_in_the_colour_behind_it_is_not_seen(tmp_path, font):
    content = a_workbook(lambda book, sheet: setattr(sheet["B2"], "font", font))

    assert of_workbook(tmp_path, content) == [("block", "ward", 1)]


def test_text_in_the_colour_of_its_own_cell_is_not_seen(tmp_path):
    def hide(book, sheet):
        sheet["B3"].font = Font(color="FF336699")
        sheet["B3"].fill = PatternFill("solid", fgColor="FF336699")

    assert of_workbook(tmp_path, a_workbook(hide)) == [("block", "ward", 1)]


def test_white_text_on_a_dark_cell_is_seen(tmp_path):
    def colour(book, sheet):
        for cell in sheet[1]:
            cell.font, cell.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF0B0C0C")

    assert of_workbook(tmp_path, a_workbook(colour)) == []


@pytest.mark.parametrize(
    ("code", "hides"), [(";;;", True), (";;", True), ("0;-0;;@", False), ("0.00", False)]
)
def test_a_number_format_without_a_sign_in_it_shows_nothing(tmp_path, code, hides):
    content = a_workbook(lambda book, sheet: setattr(sheet["B2"], "number_format", code))

    assert of_workbook(tmp_path, content) == ([("block", "ward", 1)] if hides else [])


def test_a_conditional_format_that_shows_nothing_is_for_a_person(tmp_path):
    def hide(book, sheet):
        sheet.conditional_formatting.add("A1:C9", FormulaRule(["TRUE"], font=Font(color="FFFFFFFF")))

    assert of_workbook(tmp_path, a_workbook(hide)) == [("review", None, 1)]


# --- rows and columns of no size ----------------------------------------------------------------------
NO_SIZE = {
    "rows hidden unless they say otherwise": (b"<sheetFormatPr ", b'<sheetFormatPr zeroHeight="1" ', None),
    "columns of no width": (
        b"<sheetData>",
        b'<cols><col min="2" max="2" width="0"/></cols><sheetData>',
        "ward",
    ),
    "columns of hardly any width": (
        b"<sheetData>",
        b'<cols><col min="2" max="2" width="0.1" customWidth="1"/></cols><sheetData>',
        "ward",
    ),
    "a row of hardly any height": (b'<row r="2"', b'<row r="2" ht="0.2" customHeight="1"', None),
}


@pytest.mark.parametrize(("old", "new", "field"), NO_SIZE.values(), ids=NO_SIZE.keys())
def test_rows_and_columns_of_no_size_are_hidden(tmp_path, old, new, field):
    content = changed(SHEET, lambda xml: xml.replace(old, new, 1))

    assert of_workbook(tmp_path, content) == [("block", field, 1)]


def test_of_a_hidden_range_each_column_of_the_table_is_named(tmp_path):
    cols = b'<cols><col min="2" max="16384" hidden="1"/></cols><sheetData>'

    told = of_workbook(tmp_path, changed(SHEET, lambda xml: xml.replace(b"<sheetData>", cols, 1)))

    assert told == [("block", "ward", 1), ("block", "referred_on", 1), ("block", None, 16_381)]


# --- texts beside the cells ---------------------------------------------------------------------------
def listed(book, sheet):
    rule = DataValidation(type="list", formula1='"Smith,Jones"')
    rule.add("B2:B3")
    sheet.add_data_validation(rule)


def prompted(book, sheet):
    rule = DataValidation(type="whole", formula1="0", promptTitle="Ask", prompt="Ring the ward first")
    rule.add("B2:B3")
    sheet.add_data_validation(rule)


def from_a_range(book, sheet):
    rule = DataValidation(type="list", formula1="$A$2:$A$3")
    rule.add("B2:B3")
    sheet.add_data_validation(rule)


def page_header(book, sheet):
    sheet.oddHeader.left.text = "Prepared for somebody"


def page_number(book, sheet):
    sheet.oddFooter.center.text = "Page &P of &N"


def on_another_sheet(book, sheet):
    book.create_sheet("Notes").oddFooter.center.text = "about somebody"


BESIDE = {
    "a list in a validation": (listed, [("review", None, 1)]),
    "a message of a validation": (prompted, [("review", None, 1)]),
    "a validation by a range": (from_a_range, []),
    "a page header": (page_header, [("review", None, 1)]),
    "a page number": (page_number, []),
}


@pytest.mark.parametrize(("change", "expected"), BESIDE.values(), ids=BESIDE.keys())
def test_text_beside_the_cells_is_for_a_person(tmp_path, change, expected):
    assert of_workbook(tmp_path, a_workbook(change)) == expected


def test_so_is_that_of_a_sheet_without_data(tmp_path):
    content = a_workbook(on_another_sheet)

    report = gate(tmp_path, content, some_terms(sheet="Sheet"), name="file.xlsx")

    assert told(report) == [("review", None, 1)]


def shared_strings(extra=b""):
    """The workbook with its wards as shared strings, and something more among them."""

    def share(xml):
        for number, ward in enumerate((b"Eastmoor", b"Westmoor")):
            shared = b't="s"><v>%d</v></c>' % number
            xml = re.sub(rb't="inlineStr"><is><t>%b</t></is></c>' % ward, shared, xml)
        return xml

    content = io.BytesIO(changed(SHEET, share))
    with zipfile.ZipFile(content, "a") as archive:
        strings = b"<sst><si><t>Eastmoor</t></si><si><t>Westmoor</t></si>" + extra + b"</sst>"
        archive.writestr("xl/sharedStrings.xml", strings)
    return content.getvalue()


STRINGS = {
    "none": (b"", []),
    "text that no cell shows": (b"<si><t>left over</t></si>", [("block", None, 1)]),
}


@pytest.mark.parametrize(("extra", "expected"), STRINGS.values(), ids=STRINGS.keys())
def test_text_that_no_cell_shows_any_more_is_told(tmp_path, extra, expected):
    assert of_workbook(tmp_path, shared_strings(extra)) == expected


# --- parts and bytes ----------------------------------------------------------------------------------
PARTS = [
    ("customXml/item1.xml", "block"),
    ("xl/threadedComments/threadedComment1.xml", "block"),
    ("xl/persons/person.xml", "block"),
    ("xl/connections.xml", "block"),
    ("xl/queryTables/queryTable1.xml", "block"),
    ("xl/queries/query1.xml", "block"),
    ("xl/fonts/font1.odttf", "block"),
    ("xl/media/image1.png", "block"),
    ("xl/webextensions/webextension1.xml", "block"),
    ("xl/printerSettings/printerSettings1.bin", "warn"),
]


@pytest.mark.parametrize(("name", "weight"), PARTS)
def test_a_part_that_no_cell_needs_is_told(tmp_path, name, weight):
    assert of_workbook(tmp_path, with_part(name)) == [(weight, None, 1)]


def test_scenarios_keep_values_that_stand_in_for_others(tmp_path):
    scenarios = b'</sheetData><scenarios><scenario name="x"/></scenarios>'

    assert of_workbook(tmp_path, changed(SHEET, lambda xml: xml.replace(b"</sheetData>", scenarios))) == [
        ("block", None, 1)
    ]


def commented(content):
    written = io.BytesIO(content)
    with zipfile.ZipFile(written, "a") as archive:
        archive.comment = b"about somebody"
    return written.getvalue()


BYTES = {
    "after the end": (lambda content: content + b"about somebody", 14),
    "a comment of the archive": (commented, 14),
    "before the start": (lambda content: b"PK\x03\x04" + b"about somebody" + content, 18),
}


@pytest.mark.parametrize(("change", "count"), BYTES.values(), ids=BYTES.keys())
def test_bytes_that_belong_to_no_part_are_told(tmp_path, change, count):
    assert of_workbook(tmp_path, change(a_workbook())) == [("block", None, count)]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_sheet_that_cannot_be_unhidden_by_hand_is_hidden_too(tmp_path, state):
    def hide(book, sheet):
        book.create_sheet("more").sheet_state = state

    assert of_workbook(tmp_path, a_workbook(hide)) == [("block", None, 1)]


# --- Parquet ------------------------------------------------------------------------------------------
KEYS = [("", []), ("note: 'about somebody'", [("review", None, 1)]), ("pandas: '{}'", [("warn", None, 1)])]


@pytest.mark.parametrize(("metadata", "expected"), KEYS)
def test_notes_in_a_parquet_file_are_told(tmp_path, metadata, expected):
    query = "SELECT 'SW' || range AS referral_id, 'E' AS ward, DATE '2026-05-01' AS referred_on FROM range(3)"
    notes = f", KV_METADATA {{{metadata}}}" if metadata else ""
    path = tmp_path / "notes.parquet"
    duckdb.connect().execute(f"COPY ({query}) TO '{path}' (FORMAT parquet{notes})")

    assert told(gate(tmp_path, path.read_bytes(), name="file.parquet")) == expected


# --- text files ---------------------------------------------------------------------------------------
def below(tmp_path, rows):
    report = gate(tmp_path, GOOD + b"\n\n" + rows, terms_of_columns(*COLUMNS))
    hidden = [each for each in report.judgement.findings if each.check == "G11"]
    return [(str(each.severity), each.rows) for each in hidden]


def test_rows_below_a_blank_line_are_rows_of_the_table_and_that_is_told(tmp_path):
    assert below(tmp_path, b"SW3,Eastmoor,2026-05-03\nSW4,Eastmoor,2026-05-03\n") == [("warn", (3,))]


@pytest.mark.parametrize("header", [b"surname,first_name,ward\n", b"Surname,First name,Ward\n"])
def test_a_header_below_a_blank_line_may_begin_another_table(tmp_path, header):
    assert below(tmp_path, header + b"a,b,c\n") == [("review", (3,))]


def test_the_same_header_again_may_begin_another_table_without_a_blank_line(tmp_path):
    report = gate(tmp_path, GOOD + GOOD, terms_of_columns(*COLUMNS))

    assert [(str(each.severity), each.rows) for each in report.judgement.findings if each.check == "G11"] == [
        ("review", (3,))
    ]


@pytest.mark.parametrize("content", [b"\n" + GOOD, GOOD + b"\n\n\n", GOOD.rstrip(b"\n"), GOOD])
def test_blank_lines_around_the_table_mean_nothing(tmp_path, content):
    assert gate(tmp_path, content).judgement.findings == ()


def test_a_line_end_in_a_quoted_cell_is_no_blank_line(tmp_path):
    assert gate(tmp_path, GOOD.replace(b"Eastmoor", b'"East\n\nmoor"')).judgement.findings == ()


def test_keys_that_differ_by_case_are_for_a_person(tmp_path):
    rows = b'{"ward":"East","Ward":"West"}\n'

    report = gate(tmp_path, rows, terms_of_columns("ward", "Ward"), name="file.jsonl")

    assert told(report) == [("review", "Ward", 0)]


# --- characters that are not seen ---------------------------------------------------------------------
UNSEEN = {
    "turned round": "East\u202eroom", "isolated": "\u2066East\u2069", "of no width": "94\u200b34765919",
    "a bell": "East\x07", "erased": "East\x7f", "of another set": "East\x9b", "a mark in the middle": "East\ufeffmoor",
    "tags": "East\U000e0041", "a line of its own": "East\u2028moor",
}  # fmt: skip
SEEN_AS_IT_IS = {
    "joined emoji": "\U0001f469\u200d\u2695\ufe0f", "Persian": "می\u200cخواهم",
    "Hebrew with its mark": "אב\u200f 12", "an accent": "Zoë", "a tab": "East\tmoor", "a soft hyphen": "East\u00admoor",
}  # fmt: skip


@pytest.mark.parametrize("cell", UNSEEN.values(), ids=UNSEEN.keys())
def test_a_character_that_is_not_seen_is_for_a_person_by_its_row(tmp_path, cell):
    report = gate(tmp_path, GOOD.replace(b"Westmoor", f'"{cell}"'.encode()))

    assert told(report) == [("review", "ward", 1)]
    assert [each.rows for each in report.judgement.findings] == [(2,)]


@pytest.mark.parametrize("cell", SEEN_AS_IT_IS.values(), ids=SEEN_AS_IT_IS.keys())
def test_what_scripts_are_written_with_is_seen(tmp_path, cell):
    assert gate(tmp_path, GOOD.replace(b"Westmoor", f'"{cell}"'.encode())).judgement.findings == ()
