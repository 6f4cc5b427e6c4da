"""The rows of a sheet: read at once where programs wrote them, cell by cell where not, and alike either way."""

from __future__ import annotations

import io
import zipfile
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.release import a_workbook
from sharewell.engine import sheet
from sharewell.engine.archive import Archive
from sharewell.engine.cells import Cells
from sharewell.engine.sheet import Looked
from sharewell.engine.unusable import FileUnusable

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
SHARED = "<sst><si><t>one</t></si><si><t xml:space='preserve'> two </t></si><si><t/></si><si><t>a&amp;b</t></si></sst>"

texts = st.text(alphabet="ab1.- é_x0041\t\n\r<&>\"'", max_size=6)
values = st.one_of(
    st.sampled_from(["0", "1", "2", "3", "44000", "44000.5", "4.5999999999999996", "1e3", "-0", "", " 1 "]),
    texts,
)
written = st.sampled_from([escape, lambda text: escape(text, quote=False).replace("\r", "&#13;")])


@st.composite
def cells(draw):
    kind = draw(
        st.sampled_from(["", ' t="n"', ' t="s"', ' t="str"', ' t="b"', ' t="inlineStr"', ' t="e"', ' t="?"'])
    )
    where = draw(st.sampled_from([' r="A1"', ' r="B1"', ' r="D1"', ' r="AB12"', "", ' r="a1"']))
    style = draw(st.sampled_from(["", ' s="0"', ' s="1"', ' s="9"', ' s="x"', " s='1'"]))
    value = draw(written)(draw(values))
    inside = draw(st.sampled_from(["", f"<v>{value}</v>", f"<is><t>{value}</t></is>", "<v/>", f"<f>1</f><v>{value}</v>",
                                   f"<!-- {value.replace('-', '')} --><v>1</v>", f"<is><r><t>{value}</t></r></is>",
                                   f"<v> {value}</v>", "<v><![CDATA[1]]></v>", "<picture/>"]))  # fmt: skip
    return draw(st.sampled_from([f"<c{where}{style}{kind}>{inside}</c>", f"<c{where}{kind}{style}/>"]))


rows = st.builds(
    lambda attributes, inside: f"<row{attributes}>{''.join(inside)}</row>",
    st.sampled_from(["", ' r="1"', ' hidden="1"', ' ht="0" spans="1:3"', ' x=">"']),
    st.lists(st.one_of(cells(), st.just(" "), st.just("<hyperlink/>")), max_size=4),
)


def read(folder, written, *, at_once):
    """The rows and what was noticed in them, or what was wrong; cell by cell unless `at_once`."""
    path = folder / "file.xlsx"
    with zipfile.ZipFile(io.BytesIO(a_workbook())) as old, zipfile.ZipFile(path, "w") as new:
        new.writestr("xl/styles.xml", old.read("xl/styles.xml"))
        new.writestr(SHEET, f"<worksheet><sheetData>{''.join(written)}</sheetData></worksheet>")
        new.writestr(STRINGS, SHARED)
    archive, looked = Archive(path), Looked()
    with pytest.MonkeyPatch.context() as patch:
        if not at_once:
            patch.setattr(sheet, "_ordinary", lambda piece, cells: None)
        try:
            found = list(sheet.rows(archive, SHEET, Cells.read(archive, folder, date1904=False), looked))
        except FileUnusable as problem:
            return str(problem)
    return found, list(looked.hidden(30))


@given(written=st.lists(rows, max_size=4))
def test_a_row_says_the_same_whichever_way_it_is_read(tmp_path_factory, written):
    folder = tmp_path_factory.mktemp("sheet")

    assert read(folder, written, at_once=True) == read(folder, written, at_once=False)


ORDINARY = [
    '<c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>44000</v></c>',
    '<c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="C1"/>',
    '<c r="A1" s="1" t="n"><v>1</v></c><c r="B1" t="str"><v>x "y"</v></c>',
]
ODD = [
    '<c r="A1"><f>1</f><v>1</v></c>', '<c r="A1"><!-- --><v>1</v></c>', '<c r="A1" hidden="1"><v>1</v></c>',
    '<c r="A1"><v>1</v><picture/></c>', '<c r="A1" t="str"><v>&#65;</v></c>', ' <c r="A1"><v>1</v></c>',
    "<c><v>1</v></c>", '<c r="A1"><v>1</v></c><hyperlink/>',
]  # fmt: skip


@pytest.mark.parametrize("row", [*ORDINARY, *ODD])
def test_only_a_row_of_nothing_but_plain_cells_is_read_at_once(tmp_path, monkeypatch, row):
    ways = []
    for name in ("_ordinary", "_any"):
        real = getattr(sheet, name)
        monkeypatch.setattr(
            sheet, name, lambda *given, real=real, name=name: (ways.append(name), real(*given))[1]
        )

    read(tmp_path, [f"<row>{row}</row>"], at_once=True)

    assert ways == (["_ordinary"] if row in ORDINARY else ["_ordinary", "_any"])


@pytest.mark.parametrize("last", ["XFD", "XFE", "ZZZ"])
@pytest.mark.parametrize("odd", ["", "<f>1</f>"])
def test_no_cell_stands_beyond_the_last_column_that_a_sheet_has(tmp_path, last, odd):
    cell = f'<row><c r="{last}1">{odd}<v>1</v></c></row>'

    found = read(tmp_path, [cell], at_once=True)

    assert isinstance(found, str) == (last != "XFD")
