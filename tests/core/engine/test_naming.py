"""Names of a workbook: what a program defines for its filter and its printer says nothing, any other name may."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.release import a_workbook, gate, some_terms
from builders.workbooks import changed
from sharewell.engine.naming import Name

BOOK = "xl/workbook.xml"


def defining(tmp_path, names: str, *, sheet: str = "Sheet"):
    """How G11 weighs a workbook with these defined names, as they stand in its markup."""
    content = a_workbook(lambda book, first: setattr(first, "title", sheet))
    added = f"<definedNames>{names}</definedNames><calcPr".encode()
    content = changed(BOOK, lambda xml: xml.replace(b"<calcPr", added, 1), content)
    report = gate(tmp_path, content, some_terms(), name="file.xlsx")
    return [(str(each.severity), each.count) for each in report.judgement.findings if each.check == "G11"]


def test_the_frames_that_excel_and_libreoffice_draw_are_nothing_to_be_told(tmp_path):
    names = (
        '<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">\'Q1 Returns\'!$A$1:$C$3</definedName>'
        '<definedName function="false" hidden="false" localSheetId="0" name="_xlnm.Print_Area" vbProcedure="false">'
        "'Q1 Returns'!$A$1:$C$2,'Q1 Returns'!$A$3</definedName>"
        "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'Q1 Returns'!A:A,'Q1 Returns'!$1:$1</definedName>"
    )

    assert defining(tmp_path, names, sheet="Q1 Returns") == []


def test_a_filter_set_in_a_spreadsheet_program_needs_no_person(tmp_path):
    def filtered(book, sheet):
        sheet.auto_filter.ref = "A1:C3"
        sheet.print_area, sheet.print_title_rows = "A1:C3", "1:1"

    assert gate(tmp_path, a_workbook(filtered), name="file.xlsx").judgement.findings == ()


FILTER = '<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1"{more}>{text}</definedName>'
TELLING = {
    "of cells elsewhere": FILTER.format(text="Other!$A$1:$C$3", more=""),
    "of cells here and elsewhere": FILTER.format(text="Sheet!$A$1,Other!$A$1:$C$3", more=""),
    "of another workbook": FILTER.format(text="[1]Sheet!$A$1:$C$3", more=""),
    "a constant": FILTER.format(text='"about somebody"', more=""),
    "a number": FILTER.format(text="9434765919", more=""),
    "a formula": FILTER.format(text="OFFSET(Sheet!$A$1,0,0,3,3)", more=""),
    "nothing that is there": FILTER.format(text="Sheet!#REF!", more=""),
    "with a remark": FILTER.format(text="Sheet!$A$1:$C$3", more=' comment="about somebody"'),
    "that a macro carries out": FILTER.format(text="Sheet!$A$1:$C$3", more=' vbProcedure="1"'),
    "of another sheet's filter": FILTER.format(text="Sheet!$A$1:$C$3", more="").replace('Id="0"', 'Id="1"'),
    "a program's own that is no frame": FILTER.format(text="Sheet!$A$1", more="").replace(
        "_FilterDatabase", "Criteria"
    ),
    "somebody's own, of cells here": '<definedName name="wards">Sheet!$B$2:$B$3</definedName>',
    "that only looks like a program's own": FILTER.format(text="Sheet!$A$1:$C$3", more="").replace(
        "_xlnm._FilterDatabase", "_xlnm._FilterDatabase2"
    ),
}


@pytest.mark.parametrize("names", TELLING.values(), ids=TELLING.keys())
def test_a_name_that_may_say_something_is_for_a_person(tmp_path, names):
    assert defining(tmp_path, names) == [("review", 1)]


def test_frames_are_not_counted_among_the_names_that_are(tmp_path):
    frame = FILTER.format(text="Sheet!$A$1:$C$3", more="")

    assert defining(tmp_path, frame + TELLING["somebody's own, of cells here"]) == [("review", 1)]


@given(sheet=st.text(min_size=1, max_size=31), other=st.text(min_size=1, max_size=31))
def test_whatever_the_sheet_is_called_only_its_own_ranges_frame_it(sheet, other):
    def frames(called: str) -> bool:
        text = "'" + called.replace("'", "''") + "'!$A$1:$C$3"
        said = {"name": "_xlnm.Print_Area", "localSheetId": "0"}
        return Name(text=text, attributes=said).only_frames(sheet, "0")

    assert frames(sheet)
    assert frames(other) == (other == sheet)
