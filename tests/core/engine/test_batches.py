"""Rows as they pass by: out of CSV, into CSV and Parquet, as Python's own csv module would have them."""

from __future__ import annotations

import csv
import sys

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sharewell.engine import batches, staging, storing
from sharewell.engine.batches import Unreadable
from sharewell.engine.limits import Limits

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
AWKWARD = st.one_of(TEXTS, st.sampled_from(['"', ",", "\n", "\r\n", 'a"b', " ", "", "#", "[c]", "ß,", "'"]))


def rows_of(width):
    return st.lists(st.lists(AWKWARD, min_size=width, max_size=width), min_size=1, max_size=20)


def batch_of(rows, *, width=None):
    width = width or len(rows[0])
    return pa.record_batch(
        [pa.array([row[n] for row in rows], pa.string()) for n in range(width)],
        names=[f"c{n}" for n in range(width)],
    )


def read(path, width, *, begin=0, block=1 << 20, delimiter=",", quotes=True):
    names = [f"c{n}" for n in range(width)]
    passing = batches.of_csv(path, names, begin=begin, block=block, delimiter=delimiter, quotes=quotes)
    return [list(row.values()) for batch in passing for row in batch.to_pylist()]


# --- out of CSV ---------------------------------------------------------------------------------------
@given(data=st.data(), width=st.integers(1, 4), delimiter=st.sampled_from([",", ";", "\t", "|"]))
@settings(max_examples=60, deadline=None)
def test_what_python_writes_is_read_as_it_was(tmp_path_factory, data, width, delimiter):
    rows = data.draw(rows_of(width))
    path = tmp_path_factory.mktemp("csv") / "file.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)

    assert read(path, width, delimiter=delimiter) == rows


@pytest.mark.parametrize(
    "content",
    [b"1,2\n3\n", b"1,2\n3,4,5\n", b"1\n", b"1,2\n" * 300_000 + b"1\n", b"1," + b"x" * 3_000_000 + b"\n"],
    ids=["a cell too few", "one too many", "from the beginning", "in a later block", "longer than the block"],
)
def test_a_record_with_other_cells_is_not_read(tmp_path, content):
    (tmp_path / "file.csv").write_bytes(content)

    with pytest.raises(Unreadable):
        read(tmp_path / "file.csv", 2)


@pytest.mark.parametrize("rest", [b"", b"\n", b"\n\n\n", b"\r\n\r\n"])
def test_after_the_header_there_may_be_nothing(tmp_path, rest):
    (tmp_path / "file.csv").write_bytes(b"a,b\n" + rest)

    assert read(tmp_path / "file.csv", 2, begin=4) == []


def test_every_cell_is_text_also_an_empty_one(tmp_path):
    (tmp_path / "file.csv").write_bytes(b'"",,NULL\n')

    assert read(tmp_path / "file.csv", 3) == [["", "", "NULL"]]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_lines_end_in_any_of_three_ways(tmp_path, end):
    (tmp_path / "file.csv").write_bytes(end.join([b"1,2", b"3,4", b""]))

    assert read(tmp_path / "file.csv", 2, quotes=False) == [["1", "2"], ["3", "4"]]


# --- out of cells -------------------------------------------------------------------------------------
@given(st.lists(st.lists(st.one_of(st.none(), TEXTS), min_size=2, max_size=2), max_size=20))
@settings(max_examples=40, deadline=None)
def test_rows_that_come_one_by_one_are_the_rows_of_the_batches(rows):
    found = [list(row.values()) for batch in batches.of_rows(rows, ["c0", "c1"]) for row in batch.to_pylist()]

    assert found == rows


def test_long_rows_are_not_gathered_beyond_what_can_be_held():
    long = ["x" * 600_000, None]

    sizes = [batch.num_rows for batch in batches.of_rows([long] * 5, ["c0", "c1"])]

    assert sizes == [0, 2, 2, 1]


# --- into CSV -----------------------------------------------------------------------------------------
@given(data=st.data(), width=st.integers(1, 4))
@settings(max_examples=80, deadline=None)
def test_what_is_written_python_reads_as_it_was(tmp_path_factory, data, width):
    rows, headers = data.draw(rows_of(width)), data.draw(rows_of(width))[0]
    path = tmp_path_factory.mktemp("csv") / "file.csv"

    passed = list(batches.writing_csv([batch_of(rows)], path, headers, ""))

    assert [batch.num_rows for batch in passed] == [len(rows)]
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file, strict=True)) == [headers, *rows]


def test_only_what_has_to_be_is_in_quotes(tmp_path):
    rows = [["plain", "a,b"], ['say "so"', "two\nlines"], ["", " "]]

    list(batches.writing_csv([batch_of(rows)], tmp_path / "file.csv", ["x", "y"], ""))

    assert (tmp_path / "file.csv").read_text() == 'x,y\nplain,"a,b"\n"say ""so""","two\nlines"\n, \n'


def test_null_is_written_as_what_stands_for_nothing(tmp_path):
    batch = pa.record_batch(
        [pa.array([None, "1"], pa.string()), pa.array(["a", None], pa.string())], names=["c0", "c1"]
    )

    list(batches.writing_csv([batch], tmp_path / "file.csv", ["x", "y"], "n/a"))

    assert (tmp_path / "file.csv").read_text() == "x,y\nn/a,a\n1,n/a\n"


def test_the_quick_way_and_the_careful_way_write_the_same(tmp_path):
    """A batch without structure is written by Arrow, one with it cell by cell: cells of both are the same."""
    plain, other = [["a", "b"]] * 3, [["c,", "d"]]

    list(
        batches.writing_csv([batch_of(plain), batch_of(plain + other)], tmp_path / "file.csv", ["x", "y"], "")
    )

    assert (tmp_path / "file.csv").read_text() == "x,y\n" + "a,b\n" * 6 + '"c,",d\n'


# --- into Parquet -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sizes", "width"),
    [([0], 2), ([0, 5], 2), ([3, 0, 4], 1), ([70_000, 70_000, 1], 3), ([2_500] * 3, 3_000)],
)
def test_every_row_is_written_in_its_order(tmp_path, sizes, width):
    starts = [sum(sizes[:n]) for n in range(len(sizes))]
    passing = (
        pa.record_batch(
            [pa.array(map(str, range(start, start + size)), pa.string())] * width,
            names=[f"c{n}" for n in range(width)],
        )
        for start, size in zip(starts, sizes, strict=True)
    )

    batches.write_parquet(passing, tmp_path / "file.parquet")

    found = duckdb.execute(f"SELECT c{width - 1} FROM '{tmp_path}/file.parquet'").fetchall()
    assert [int(text) for (text,) in found] == list(range(sum(sizes)))


def test_a_column_that_repeats_itself_is_written_as_a_dictionary(tmp_path):
    rows = [[str(n), str(n % 3)] for n in range(1_000)]

    batches.write_parquet([batch_of(rows)], tmp_path / "file.parquet")

    group = parquet.ParquetFile(tmp_path / "file.parquet").metadata.row_group(0)
    assert [group.column(n).has_dictionary_page for n in range(2)] == [False, True]


# --- texts that are looked up ---------------------------------------------------------------------------
@given(st.lists(st.one_of(st.none(), st.sampled_from("abc")), max_size=20))
@settings(max_examples=40, deadline=None)
def test_each_text_becomes_what_its_table_says(cells):
    texts = batches.texts_of(pa.table({"text": ["a", "b", "c", None], "leaves": ["1", None, "3", "0"]}))
    batch = batch_of([[cell, cell] for cell in cells], width=2)

    found = pa.Table.from_batches(batches.looked_up(iter([batch.slice(0, 0), batch, batch]), {1: texts}))

    becomes = {"a": "1", "b": None, "c": "3", None: "0"}
    assert found.column("c1").to_pylist() == [becomes[cell] for cell in cells] * 2
    assert found.column("c0").to_pylist() == cells * 2


def test_what_goes_wrong_while_texts_are_looked_up_comes_out_as_it_is():
    def broken():
        yield batch_of([], width=1)
        raise MemoryError

    texts = batches.texts_of(pa.table({"text": ["a"], "leaves": ["b"]}))

    with pytest.raises(MemoryError):
        list(batches.looked_up(broken(), {0: texts}))


def test_columns_with_a_hole_are_noted():
    holes: set[int] = set()
    full, holed = pa.array(["a"]), pa.array([None], pa.string())

    list(batches.noting_holes([pa.record_batch([full, holed], names=["c0", "c1"])], holes))

    assert holes == {1}


# --- what it needs ------------------------------------------------------------------------------------
def test_numpy_is_not_loaded_for_it():
    """To load it would take as long as to read two million cells."""
    import subprocess

    code = "import sys, sharewell.engine.batches; print('numpy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "False"


def test_what_the_engine_cannot_do_on_the_way_is_its_own_exception(tmp_path):
    engine = staging.connect(tmp_path, Limits())
    number = "CASE WHEN range = 900000 THEN 'x' ELSE '1' END::INTEGER"

    with pytest.raises(duckdb.Error):
        list(storing.passing(engine, f"SELECT {number} FROM range(1000000)", 1))
