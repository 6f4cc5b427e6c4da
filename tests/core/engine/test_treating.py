"""The treatments of the terms: what becomes of each cell, of the cells that cannot be treated, and of the file."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import tempfile
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.release import a_csv, found, gate, leaving, terms_of_columns, treated
from sharewell.engine import treating
from sharewell.engine.beside import Beside
from sharewell.engine.changing import BY_CELL
from sharewell.engine.unusable import FileUnusable
from sharewell.register.unusable import TermsUnusable

WARDS = b"ward,area,county\nEastmoor,East,Northshire\nWestmoor,West,Northshire\n"
# These are the vectors of docs/spec/treatments.md.
VECTORS = [
    ({"do": "mask", "keep": 3}, "07700900123", "********123"),
    ({"do": "mask", "keep": 3}, "123", "***"),
    ({"do": "mask", "keep": 0}, "Zoë", "***"),
    ({"do": "band", "years": 10}, "1984-02-29", "1980-1989"),
    ({"do": "band", "years": 10}, "1984-02-29T10:00:00", "1980-1989"),
    ({"do": "band", "years": 10}, "1984", "1980-1989"),
    ({"do": "band", "years": 10}, "1980-1989", "1980-1989"),
    ({"do": "band", "years": 5}, "2000-01-01", "2000-2004"),
    ({"do": "band", "years": 1}, "1984-02-29", "1984"),
    ({"do": "band", "width": 10}, "37", "30-39"),
    ({"do": "band", "width": 10}, "0", "0-9"),
    ({"do": "band", "width": 10}, "-3", "-10--1"),
    ({"do": "band", "width": 10}, "30-39", "30-39"),
    ({"do": "district"}, "SW1A 1AA", "SW1A"),
    ({"do": "district"}, "sw1a1aa", "SW1A"),
    ({"do": "district"}, "M1 1AE", "M1"),
    ({"do": "district"}, "GIR 0AA", "GIR"),
    ({"do": "district"}, "SW1A", "SW1A"),
    ({"do": "round", "to": 10}, "14", "10"),
    ({"do": "round", "to": 10}, "15", "20"),
    ({"do": "round", "to": 10}, "-15", "-20"),
    ({"do": "round", "to": 10}, "14.999", "10"),
    ({"do": "round", "to": 10}, "-4", "0"),
    ({"do": "round", "to": 1}, "12345678901234567", "12345678901234567"),
    ({"do": "round", "to": 5}, "1e3", "1000"),
    ({"do": "generalise", "hierarchy": "wards.csv", "level": 1}, "Eastmoor", "East"),
    ({"do": "generalise", "hierarchy": "wards.csv", "level": 2}, "Westmoor", "Northshire"),
    ({"do": "generalise", "hierarchy": "wards.csv", "level": 1}, "East", "East"),
]
CANNOT = [
    ({"do": "band", "years": 10}, "29/02/1984"),
    ({"do": "band", "years": 10}, "1983-02-29"),
    ({"do": "band", "years": 10}, "1981-1990"),
    ({"do": "band", "width": 10}, "37.5"),
    ({"do": "district"}, "Westmoor"),
    ({"do": "district"}, " SW1A 1AA"),
    ({"do": "round", "to": 10}, "twelve"),
    ({"do": "round", "to": 10}, "1e400"),
    ({"do": "generalise", "hierarchy": "wards.csv", "level": 1}, "Southmoor"),
    ({"do": "generalise", "hierarchy": "wards.csv", "level": 1}, "eastmoor"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "wards.csv").write_bytes(WARDS)
    return tmp_path


@pytest.mark.parametrize(("treatment", "before", "after"), VECTORS)
def test_each_cell_becomes_what_the_format_says(folder, treatment, before, after):
    assert treated(folder, [before], **treatment) == [after]


@pytest.mark.parametrize(("treatment", "before"), CANNOT)
def test_a_cell_that_cannot_be_treated_is_emptied_and_blocks_by_its_row(folder, treatment, before):
    terms = terms_of_columns("x", "y", treatments=[{"field": "x", **treatment}])
    hierarchies = {"wards.csv": folder / "wards.csv"}

    report = gate(
        folder, a_csv([("x", "y"), ("", "a"), (before, "b")]), terms, beside=Beside(hierarchies=hierarchies)
    )

    assert found(report) == [("G02", "x", (2,))]
    assert report.judgement.decision == "refuse"
    assert leaving(folder) == b"x,y\n,a\n,b\n"
    assert before not in str(report.as_dict())


@pytest.mark.parametrize("treatment", [treatment for treatment, *_ in VECTORS], ids=str)
def test_a_cell_that_holds_nothing_stays_as_it_is(folder, treatment):
    assert treated(folder, [""], **treatment) == [""]


def test_a_pseudonym_is_the_hmac_of_the_cell(folder):
    key = bytes(range(32))

    after = treated(folder, ["SW1", "Zoë", "SW1"], do="pseudonymise", key=key)

    assert after == [hmac.new(key, text.encode(), "sha256").hexdigest() for text in ("SW1", "Zoë", "SW1")]


def test_without_a_key_pseudonyms_are_made_with_one_that_is_thrown_away(folder):
    terms = terms_of_columns("x", treatments=[{"field": "x", "do": "pseudonymise"}])
    first, second = (gate(folder, b"x\nSW1\n", terms) for _ in range(2))

    assert first.treated_sha256 != second.treated_sha256


def test_a_file_is_judged_as_it_leaves_and_its_rows_keep_their_numbers(folder):
    terms = terms_of_columns(
        "ward", treatments=[{"field": "nhs", "do": "drop"}], scope={"max_rows": 2}, completeness={"ward": 0.9}
    )

    report = gate(folder, b"nhs,ward\n1,a\n2,\n3,c\n", terms)

    assert found(report) == [("G03", "ward", ()), ("G04", None, (3,))]
    assert report.as_dict()["file"] == {
        "name": "file.csv",
        "sha256": hashlib.sha256(b"nhs,ward\n1,a\n2,\n3,c\n").hexdigest(),
        "rows": 3,
        "columns": 2,
    }
    assert report.as_dict()["treated"] == {
        "sha256": hashlib.sha256(leaving(folder)).hexdigest(),
        "rows": 3,
        "columns": 1,
    }


def test_a_column_that_was_not_dropped_is_still_undeclared(folder):
    terms = terms_of_columns("ward", treatments=[{"field": "nhs", "do": "mask", "keep": 1}])

    assert ("G01", "nhs", ()) in found(gate(folder, b"nhs,ward\n1,a\n", terms))


def test_a_file_of_which_everything_is_dropped_leaves_nothing_and_is_refused(folder):
    terms = terms_of_columns("y", treatments=[{"field": "x", "do": "drop"}])

    report = gate(folder, b"x\n1\n", terms)

    assert (found(report), leaving(folder)) == ([("G02", "y", ())], b"")


def test_both_columns_of_a_repeated_header_are_treated(folder):
    terms = terms_of_columns("x", treatments=[{"field": "x", "do": "mask", "keep": 1}])

    report = gate(folder, b"x,x\n12,34\n", terms)

    assert ("G01", "x", ()) in found(report)
    assert leaving(folder).endswith(b"\n*2,*4\n")


def test_treatments_are_carried_out_in_their_order(folder):
    terms = terms_of_columns(
        "x", treatments=[{"field": "x", "do": "round", "to": 100}, {"field": "x", "do": "mask", "keep": 2}]
    )

    gate(folder, b"x\n149\n151\n", terms)

    assert leaving(folder) == b"x\n*00\n*00\n"


def test_suppressing_empties_the_field_in_classes_below_k_and_the_class_stays_countable(folder):
    terms = terms_of_columns(
        "sex",
        "ward",
        disclosure={"quasi_identifiers": ["sex", "ward"], "k": 2},
        treatments=[{"field": "ward", "do": "suppress", "below_k": True}],
    )

    report = gate(folder, b"sex,ward\nF,a\nF,a\nM,b\nM,c\n", terms)

    assert leaving(folder) == b"sex,ward\nF,a\nF,a\nM,\nM,\n"
    assert report.disclosure["k"] == 2


FEW_SHARE = a_csv(
    [("row", "ward"), ("a", "East"), ("b", "West"), ("c", "East"), ("d", "North"), ("e", "East")]
)
K_3 = {"quasi_identifiers": ["ward"], "k": 3}


def test_rows_below_k_are_left_out_whole_and_the_others_keep_their_numbers(folder):
    terms = terms_of_columns(
        "row", "ward", disclosure=K_3, treatments=[{"field": "ward", "do": "leave_out", "below_k": True}]
    )

    report = gate(folder, FEW_SHARE, terms).as_dict()

    assert leaving(folder) == b"row,ward\na,East\nc,East\ne,East\n"
    assert report["decision"] == "pass"
    assert (report["file"]["rows"], report["treated"]["rows"], report["disclosure"]["k"]) == (5, 3, 3)


def test_named_rows_are_left_out_and_what_is_found_afterwards_has_the_numbers_of_the_file_that_came(folder):
    treatments = [
        {"field": "row", "do": "leave_out", "rows": [2, 4]},
        {"field": "row", "do": "mask", "keep": 0},
        {"field": "ward", "do": "round", "to": 10},
    ]

    report = gate(folder, FEW_SHARE, terms_of_columns("row", "ward", treatments=treatments))

    assert leaving(folder) == b"row,ward\n*,\n*,\n*,\n"
    assert ("G02", "ward", (1, 3, 5)) in found(report)


def test_leaving_out_every_row_leaves_nothing_and_is_refused(folder):
    terms = terms_of_columns(
        "row", "ward", treatments=[{"field": "row", "do": "leave_out", "rows": [1, 2, 3, 4, 5]}]
    )

    assert ("G04", None, ()) in found(gate(folder, FEW_SHARE, terms))


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"rows": []},
        {"rows": [0]},
        {"rows": ["2"]},
        {"rows": 2},
        {"below_k": True},
        {"rows": [1], "below_k": True},
    ],
)
def test_rows_are_left_out_only_where_it_is_said_which(arguments):
    with pytest.raises(TermsUnusable, match=r"treatments\[0\]"):
        terms_of_columns("row", treatments=[{"field": "row", "do": "leave_out", **arguments}])


@given(wards=st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=12), k=st.integers(1, 4))
def test_after_rows_below_k_are_left_out_no_class_is_below_k_and_no_other_row_is_missing(wards, k):
    terms = terms_of_columns(
        "row",
        "ward",
        scope={"min_rows": 0},
        disclosure={"quasi_identifiers": ["ward"], "k": k},
        treatments=[{"field": "ward", "do": "leave_out", "below_k": True}],
    )
    with tempfile.TemporaryDirectory() as aside:
        gate(Path(aside), a_csv([("row", "ward"), *((str(n), ward) for n, ward in enumerate(wards))]), terms)
        left = [row.split(",") for row in leaving(Path(aside)).decode().splitlines()[1:]]

    assert left == [[str(n), ward] for n, ward in enumerate(wards) if wards.count(ward) >= k]


def test_small_counts_are_suppressed_as_c_and_nothing_is_not_small(folder):
    terms = terms_of_columns(
        "ward",
        "people",
        disclosure={"count_field": "people", "min_cell": 5},
        treatments=[{"field": "people", "do": "suppress", "below_k": True}],
    )

    report = gate(folder, b"ward,people\na,4\nb,0\nc,5\n", terms)

    assert leaving(folder) == b"ward,people\na,[c]\nb,0\nc,5\n"
    assert report.judgement.decision == "pass"


def test_an_arx_hierarchy_has_semicolons_and_no_header(folder):
    (folder / "ages.csv").write_bytes(b"37;35-39;30-39\n38;35-39;30-39\n")

    assert treated(folder, ["37"], do="generalise", hierarchy="ages.csv", level=2) == ["30-39"]


def test_the_census_ages_are_generalised_by_their_own_hierarchy(folder, shared):
    (folder / "ages.csv").write_bytes((shared / "data/adult/adult_hierarchy_age.csv").read_bytes())

    assert treated(folder, ["39"], do="generalise", hierarchy="ages.csv", level=2) == ["30-39"]


HIERARCHIES_UNUSABLE = [
    (b"ward,area\nEastmoor,East\nEastmoor,West\n", 1, "row 2: its value is there already"),
    (b"ward,area\nEastmoor\n", 1, "row 1 has 1 cells; expected 2"),
    (WARDS, 3, "it has 3 columns, and the terms ask for level 3"),
    (b"", 1, "the file is empty"),
]


@pytest.mark.parametrize(("content", "level", "says"), HIERARCHIES_UNUSABLE)
def test_a_hierarchy_that_cannot_be_used_is_named(folder, content, level, says):
    (folder / "wards.csv").write_bytes(content)

    with pytest.raises(FileUnusable, match=says):
        treated(folder, ["Eastmoor"], do="generalise", hierarchy="wards.csv", level=level)


# --- the file that leaves ---------------------------------------------------------------------------------------------
def test_quotes_separators_and_line_ends_survive(folder):
    terms = terms_of_columns("x", "y", treatments=[{"field": "z", "do": "drop"}])
    rows = [("x", "y", "z"), ('a "b"', "c,d", "1"), ("two\nlines", "é", "2"), ("", "", "3")]

    gate(folder, a_csv(rows), terms)

    assert list(csv.reader(io.StringIO(leaving(folder).decode(), newline=""))) == [
        list(row[:2]) for row in rows
    ]


def test_an_empty_cell_of_one_column_does_not_become_a_blank_line(folder):
    terms = terms_of_columns("x", treatments=[{"field": "z", "do": "drop"}])

    gate(folder, b"x,z\n,1\na,2\n", terms)

    assert leaving(folder) == b'x\n""\na\n'


@pytest.mark.parametrize("name", ["file.tsv", "file.jsonl"])
def test_other_files_leave_as_csv(folder, name):
    content = {"file.tsv": b"x\tz\n1\t2\n", "file.jsonl": b'{"x": "1", "z": 2}\n'}[name]

    gate(folder, content, terms_of_columns("x", treatments=[{"field": "z", "do": "drop"}]), name=name)

    assert leaving(folder) == b"x\n1\n"


def test_parquet_leaves_as_parquet_and_what_was_not_treated_keeps_its_type(folder):
    made = folder / "made.parquet"
    duckdb.execute(
        f"COPY (SELECT 7 AS n, DATE '1984-02-29' AS dob, 'x' AS gone, 1.50::DECIMAL(9,2) AS d) TO '{made}'"
    )
    terms = terms_of_columns(
        "n",
        "dob",
        "d",
        treatments=[{"field": "dob", "do": "band", "years": 10}, {"field": "gone", "do": "drop"}],
    )

    report = gate(folder, made.read_bytes(), terms, name="file.parquet")

    left = duckdb.execute(f"SELECT * FROM read_parquet('{folder / 'work' / 'treated'}')")
    assert [(name, str(kind)) for name, kind, *_ in left.description] == [
        ("n", "INTEGER"),
        ("dob", "VARCHAR"),
        ("d", "DECIMAL(9,2)"),
    ]
    assert [str(value) for value in left.fetchone()] == ["7", "1980-1989", "1.50"]
    assert report.judgement.decision == "pass"


BY_TEXT = {"_MOST_TEXTS": 10**6, "_MOST_BYTES": 10**6, "_ROWS_A_TEXT": 1, "_DIFFERENT": 1}


@pytest.mark.parametrize(
    "too_many", [{}, {"_MOST_TEXTS": 20}, {"_MOST_BYTES": 100}], ids=["few", "many", "long"]
)
def test_treated_text_by_text_and_row_by_row_are_one_file_in_one_order(folder, monkeypatch, too_many):
    cells = [[before, f"r{n}"] for n, (_, before, _) in enumerate(VECTORS * 40)] + [["", "last"]]
    terms = terms_of_columns(
        "x",
        "row",
        treatments=[{"field": "x", "do": "round", "to": 10}, {"field": "row", "do": "pseudonymise"}],
    )
    content, beside = a_csv([("x", "row"), *cells]), Beside(key=b"k" * 32)
    monkeypatch.setattr(treating, "_MOST_TEXTS", 0)
    by_row, rows = gate(folder, content, terms, beside=beside).as_dict(), leaving(folder)

    for name, value in (BY_TEXT | too_many).items():
        monkeypatch.setattr(treating, name, value)
    by_text = gate(folder, content, terms, beside=beside).as_dict()

    assert by_text == by_row
    assert leaving(folder) == rows


# --- laws -------------------------------------------------------------------------------------------------------------
CELLS = {
    "mask": st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=1, max_size=12),
    "band": st.dates(min_value=date(1000, 1, 1)).map(date.isoformat),
    "district": st.from_regex(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", fullmatch=True),
    "round": st.integers(-(10**15), 10**15).map(str),
    "generalise": st.sampled_from(["Eastmoor", "Westmoor"]),
}
ARGUMENTS = {
    "mask": {"keep": 2},
    "band": {"years": 10},
    "district": {},
    "round": {"to": 25},
    "generalise": {"hierarchy": "wards.csv", "level": 1},
}


def treated_afresh(cells, **treatment):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "wards.csv").write_bytes(WARDS)
        return treated(Path(folder), cells, **treatment)


@pytest.mark.parametrize("do", CELLS)
@given(data=st.data())
@settings(max_examples=15)
def test_treating_twice_is_treating_once(do, data):
    cells = data.draw(st.lists(CELLS[do], min_size=1, max_size=10))

    once = treated_afresh(cells, do=do, **ARGUMENTS[do])

    assert treated_afresh(once, do=do, **ARGUMENTS[do]) == once
    assert len(once) == len(cells)


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=10), st.integers(1, 1000))
@settings(max_examples=25)
def test_rounding_moves_no_number_by_more_than_half(numbers, to):
    rounded = treated_afresh([str(number) for number in numbers], do="round", to=to)

    assert all(int(after) % to == 0 for after in rounded)
    assert all(2 * abs(int(after) - before) <= to for before, after in zip(numbers, rounded, strict=True))


@given(
    st.lists(CELLS["mask"].filter(lambda text: text.isprintable()), min_size=1, max_size=10),
    st.integers(0, 5),
)
@settings(max_examples=25)
def test_a_mask_shows_at_most_what_is_kept(cells, keep):
    masked = treated_afresh(cells, do="mask", keep=keep)

    for before, after in zip(cells, masked, strict=True):
        shown = before[len(before) - keep :] if len(before) > keep else ""
        assert after == "*" * (len(before) - len(shown)) + shown


@given(st.lists(CELLS["band"], min_size=1, max_size=10), st.integers(2, 60))
@settings(max_examples=25)
def test_every_date_lies_in_its_band(days, years):
    banded = treated_afresh(days, do="band", years=years)

    for day, band in zip(days, banded, strict=True):
        first, last = map(int, band.split("-"))
        assert first <= int(day[:4]) <= last
        assert (first % years, last - first) == (0, years - 1)


@given(st.decimals(places=4, allow_nan=False, allow_infinity=False, min_value=-(10**14), max_value=10**14))
@settings(max_examples=20, deadline=None)
def test_short_and_long_numbers_are_rounded_alike(number):
    """Short ones are reckoned in 64 bits, long ones in 128; half way goes away from nothing."""
    change = BY_CELL["round"]("cell", {"to": 5}, b"")

    (rounded,) = duckdb.execute(f"SELECT {change[1]} FROM (SELECT ? AS cell)", [f"{number:f}"]).fetchone()

    whole = (abs(number) / 5).quantize(Decimal(1), ROUND_HALF_UP) * 5
    assert Decimal(rounded) == (-whole if number < 0 else whole)
    assert rounded != "-0"
