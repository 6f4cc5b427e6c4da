"""Lists that people take away: nothing in them runs, and nothing of them is lost on the way back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from sharewell_office.adapters.spreadsheets import as_csv, as_workbook, harmless, unguarded
from sharewell_office.adapters.tables import open_table

SIGNS = "=+-@\t\r\n＝＋－＠"
# What an Excel workbook cannot hold is not in a list of ours either.
cells = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("'=+-@"), max_size=12
)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("rest", ["", "1+1", "cmd|'/c calc'!A1", 'HYPERLINK("https://example.org")'])
def test_what_a_spreadsheet_would_run_is_text(sign, rest):
    assert harmless(sign + rest) == f"'{sign}{rest}"


@pytest.mark.parametrize("cell", ["", "Safe and Well", "a=b", "1-2", "'quoted'", " =1+1", "0800 1111"])
def test_what_no_spreadsheet_runs_stays_as_it_is(cell):
    assert harmless(cell) == cell == unguarded(cell)


@given(cells | st.text())
def test_no_cell_runs_and_every_cell_comes_back(cell):
    assert not harmless(cell).startswith(tuple(SIGNS))
    assert unguarded(harmless(cell)) == cell


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_a_csv_of_ours_holds_every_cell_and_none_that_runs(rows):
    written = "".join(as_csv(("one", "=two"), rows))

    read = list(csv.reader(io.StringIO(written, newline="")))

    assert read[0] == ["one", "'=two"]
    assert [tuple(map(unguarded, row)) for row in read[1:]] == rows
    assert not any(cell.startswith(tuple(SIGNS)) for row in read for cell in row)


@given(st.lists(st.tuples(cells, cells), max_size=3))
def test_a_workbook_of_ours_holds_text_alone(rows):
    sheet = load_workbook(io.BytesIO(as_workbook("list", ("one", "two"), rows))).active

    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    read = [tuple(unguarded(cell.value or "") for cell in row) for row in sheet.iter_rows(min_row=2)]
    assert [row for row in read if any(row)] == [row for row in rows if any(row)]


def test_a_list_that_was_taken_away_is_brought_back_as_it_was(tmp_path):
    rows = [("-1", "'=kept"), ("＝1", "plain")]
    (tmp_path / "list.csv").write_text("".join(as_csv(("one", "two"), rows)), encoding="utf-8", newline="")

    table = open_table(tmp_path / "list.csv", "list.csv")

    assert [tuple(row) for row in table.rows()] == rows
