"""A workbook takes no more memory the longer it is, wherever its length lies: one row is held, and no text."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.release import a_workbook
from sharewell.engine import batches, pieces, shared_strings, staging
from sharewell.engine.archive import Archive
from sharewell.engine.limits import Limits
from sharewell.engine.shared_strings import SharedStrings
from sharewell.engine.unusable import FileUnusable
from sharewell.engine.workbook import stage

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
HEADER = '<row><c t="inlineStr"><is><t>a</t></is></c></row>'
FEW, MANY = 500, 6_000


def a_sheet(rows="", around=""):
    return f"<worksheet><sheetData>{HEADER}{rows}</sheetData>{around}</worksheet>"


def shared_by(count):
    return (
        "<sst>" + "".join(f"<si><t>text number {n} of a workbook</t></si>" for n in range(count)) + "</sst>"
    )


# Where the length of a workbook may lie: the parts of one that is so long.
LONG = {
    "rows": lambda n: {SHEET: a_sheet("<row><c><v>1</v></c></row>" * n)},
    "formulas in every row": lambda n: {SHEET: a_sheet("<row><c><f>1+1</f><v>2</v></c></row>" * n)},
    "hidden rows": lambda n: {SHEET: a_sheet('<row hidden="1"><c><v>1</v></c></row>' * n)},
    "empty rows": lambda n: {SHEET: a_sheet("<row/>" * n)},
    "links": lambda n: {SHEET: a_sheet(around="<hyperlinks>" + "<hyperlink/>" * n + "</hyperlinks>")},
    "merged cells": lambda n: {SHEET: a_sheet(around='<mergeCell ref="A1:B2"/>' * n)},
    "texts that no cell shows": lambda n: {SHEET: a_sheet(), STRINGS: shared_by(n)},
    "texts that cells share": lambda n: {
        SHEET: a_sheet("".join(f'<row><c t="s"><v>{each}</v></c></row>' for each in range(n))),
        STRINGS: shared_by(n),
    },
}


def a_file(path, parts):
    with (
        zipfile.ZipFile(io.BytesIO(a_workbook())) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return path


def peak(folder, parts):
    """The most bytes that reading a workbook of these parts held at once. What the engine holds has its own limit."""
    folder.mkdir()
    file, engine = a_file(folder / "file.xlsx", parts), staging.connect(folder, Limits())
    tracemalloc.start()
    stage(file, None, folder, engine)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.parametrize("long", LONG.values(), ids=LONG.keys())
def test_a_workbook_twelve_times_as_long_takes_no_more_memory(tmp_path, monkeypatch, long):
    monkeypatch.setattr(shared_strings, "REMEMBERED", 100)
    monkeypatch.setattr(pieces, "CHUNK", 2_000)
    monkeypatch.setattr(batches, "_LETTERS", 2_000)
    peak(tmp_path / "first", long(1))  # what is made once, and kept, is made now

    few, many = peak(tmp_path / "few", long(FEW)), peak(tmp_path / "many", long(MANY))

    # Bytes: what is under way, and nine for a text. A number kept of each row, or a text, would be more.
    assert many - few < 100_000 + 10 * (MANY - FEW)


# --- shared texts -------------------------------------------------------------------------------------
texts = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<>&_"), max_size=300)
)


@settings(max_examples=25)
@given(texts=texts, asked=st.lists(st.integers(0, 30)))
def test_a_cell_shows_the_text_of_its_number_and_the_rest_is_left_over(tmp_path_factory, texts, asked):
    folder = tmp_path_factory.mktemp("book")
    part = "<sst>" + "".join(f"<si><t>{each}</t></si>" for each in texts) + "</sst>"
    strings = SharedStrings.read(Archive(a_file(folder / "file.xlsx", {STRINGS: part})), folder)
    there = [number for number in asked if number < len(texts)]

    shown = [strings.shown(str(number)) for number in there]

    assert shown == [texts[number] for number in there]
    assert strings.left_over == sum(1 for n, each in enumerate(texts) if each and n not in there)


@pytest.mark.parametrize("number", ["2", "-1", "1.0", "", "x", "٣", "99999999999999999999"])
def test_a_text_that_is_not_there_is_shown_by_no_cell(tmp_path, number):
    strings = SharedStrings.read(Archive(a_file(tmp_path / "file.xlsx", {STRINGS: shared_by(2)})), tmp_path)

    with pytest.raises(FileUnusable, match="text that is not there"):
        strings.shown(number)


def test_more_texts_than_anybody_has_use_for_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(shared_strings, "MOST", 3)

    with pytest.raises(FileUnusable, match="more than 3 shared texts"):
        SharedStrings.read(Archive(a_file(tmp_path / "file.xlsx", {STRINGS: shared_by(4)})), tmp_path)
