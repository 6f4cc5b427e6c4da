"""Laws of the gate: what a file says decides, and neither its form nor the order of its rows and columns nor threads.

And of treatments: none lets more different texts out than came in, and none makes anybody easier to tell apart.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections import Counter
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.release import a_csv, gate, leaving, some_terms, terms_of_columns, treated
from sharewell.engine.limits import Limits
from sharewell.release.report import Report

HEADERS = ("referral_id", "ward", "age", "referred_on", "note", "extra")
# Something is wrong in every way that a check of rows or of columns can see.
ROWS = [
    ("SW1", "Eastmoor", "41", "2026-05-01", "nothing to add", "x"),
    ("SW2", "Eastmoor", "42", "2026-05-02", "rang on her mobile 07700 900123", "x"),
    ("SW2", "Westmoor", "", "2026-05-32", "patient, NHS number 943 476 5919", ""),
    ("SW4", "Nowhere", "4l", "2026-05-04", "=1+1", "x"),
    ("", "Westmoor", "430", "2025-01-05", "has a diagnosis of diabetes", "y"),
    ("SW6", "Eastmoor", "41", "2026-05-06", "a text that turns\u202e round", "y"),
    *((f"SW{number}", "Northmoor", "50", "2026-05-07", f"visit {number}", "z") for number in range(7, 19)),
]
STRICT = some_terms(
    schema={
        "fields": [
            {"name": "referral_id", "constraints": {"required": True, "unique": True, "pattern": "SW[0-9]+"}},
            {"name": "ward", "constraints": {"enum": ["Eastmoor", "Westmoor", "Northmoor"]}},
            {"name": "age", "type": "integer", "constraints": {"maximum": 120}},
            {"name": "referred_on", "type": "date"},
            {"name": "note", "personal": "none"},
        ]
    },
    completeness={"age": 1.0},
    scope={
        "max_rows": 10,
        "period_field": "referred_on",
        "period_from": "2026-04-01",
        "period_to": "2026-06-30",
    },
    disclosure={"quasi_identifiers": ["ward", "age"], "sensitive": ["note"], "k": 3, "l": 2},
)


# --- one table, whatever it is written in ---------------------------------------------------------------
def tsv(rows) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def json_lines(rows) -> bytes:
    headers, *below = rows
    objects = ({name: cell or None for name, cell in zip(headers, row, strict=True)} for row in below)
    return "\n".join(map(json.dumps, objects)).encode()


def workbook(rows) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.properties.creator = ""
    for row in rows:
        book.active.append([cell or None for cell in row])
    for cell in (cell for row in book.active for cell in row if cell.value):
        cell.data_type = "s"  # a text, also where it looks like a formula
    book.save(out)
    return out.getvalue()


def parquet(rows) -> bytes:
    headers, *below = rows
    out = io.BytesIO()
    columns = ([row[place] or None for row in below] for place in range(len(headers)))
    pq.write_table(pa.table(dict(zip(headers, columns, strict=True))), out, store_schema=False)
    return out.getvalue()


FORMS = {"csv": a_csv, "tsv": tsv, "xlsx": workbook, "parquet": parquet, "jsonl": json_lines}


def said(report: Report) -> Counter[tuple[object, ...]]:
    """What was found and measured, but for the file's own name and digest."""
    measured = tuple(sorted((report.as_dict()["disclosure"] or {}).items()))
    found = (
        (each.check, each.severity, each.field, each.count, each.rows, each.reason)
        for each in report.judgement.findings
    )
    return Counter([*found, measured, *((str(column),) for column in report.as_dict()["profile"])])


@pytest.fixture(scope="module")
def of_csv(tmp_path_factory) -> Report:
    return gate(tmp_path_factory.mktemp("law"), a_csv([HEADERS, *ROWS]), STRICT)


def test_the_table_of_these_laws_breaks_a_rule_of_every_kind(of_csv):
    broken = {each.check for each in of_csv.judgement.findings}

    assert broken == {"G01", "G02", "G03", "G04", "G05", "G06", "G07", "G09", "G11"}


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_judged_alike_whatever_it_is_written_in(tmp_path, of_csv, form):
    report = gate(tmp_path, FORMS[form]([HEADERS, *ROWS]), STRICT, name=f"file.{form}")

    assert said(report) == said(of_csv)


@pytest.mark.parametrize("threads", [1, 3])
def test_it_is_judged_alike_however_many_threads_look(tmp_path, of_csv, threads):
    report = gate(tmp_path, a_csv([HEADERS, *ROWS]), STRICT, limits=Limits(threads=threads))

    assert said(report) == said(of_csv)


@given(order=st.permutations(range(len(ROWS))))
@settings(max_examples=2, deadline=None)
def test_the_order_of_its_rows_changes_their_numbers_and_nothing_else(of_csv, order):
    with tempfile.TemporaryDirectory() as aside:
        report = gate(Path(aside), a_csv([HEADERS, *(ROWS[place] for place in order)]), STRICT)

    assert by_place(report, lambda row: order[row - 1]) == by_place(of_csv, lambda row: row - 1)


def by_place(report: Report, place) -> Counter[tuple[object, ...]]:
    """The findings with each row by its place in `ROWS`; which rows are beyond the agreed number, their order says."""
    beyond = "The file has"
    return Counter(
        (each.check, each.severity, each.field, each.count, each.reason)
        + (() if each.reason.startswith(beyond) else (frozenset(map(place, each.rows)),))
        for each in report.judgement.findings
    )


@given(order=st.permutations(range(len(HEADERS))))
@settings(max_examples=2, deadline=None)
def test_the_order_of_its_columns_changes_nothing(of_csv, order):
    with tempfile.TemporaryDirectory() as aside:
        turned = [[row[place] for place in order] for row in (HEADERS, *ROWS)]
        report = gate(Path(aside), a_csv(turned), STRICT)

    assert said(report) == said(of_csv)


# --- treatments -----------------------------------------------------------------------------------------
CELLS = {
    "mask": (st.text("abcdef", min_size=1, max_size=6), {"keep": 2}),
    "band": (st.dates().map(str), {"years": 10}),
    "district": (st.from_regex(r"[A-Z]{1,2}[0-9] [0-9][A-Z]{2}", fullmatch=True), {}),
    "round": (st.integers(-500, 500).map(str), {"to": 25}),
    "pseudonymise": (st.text("abcdef", min_size=1, max_size=2), {}),
}


@pytest.mark.parametrize("do", CELLS)
@given(data=st.data())
@settings(max_examples=3, deadline=None)
def test_no_treatment_lets_more_different_texts_out_than_came_in_and_equal_ones_stay_equal(do, data):
    cells, arguments = CELLS[do]
    before = data.draw(st.lists(cells, min_size=1, max_size=10))

    with tempfile.TemporaryDirectory() as aside:
        after = treated(Path(aside), before, do=do, **arguments)

    became = set(zip(before, after, strict=True))
    assert len(became) == len(set(before))
    assert len(set(after)) <= len(set(before))


@given(st.lists(st.text("abcdef", min_size=1, max_size=3), min_size=1, max_size=10, unique=True))
@settings(max_examples=3, deadline=None)
def test_a_pseudonym_is_of_its_text_and_key_and_no_other_has_it(cells):
    with tempfile.TemporaryDirectory() as aside:
        once, again, of_another = (
            treated(Path(aside), cells, do="pseudonymise", key=key * 32) for key in (b"k", b"k", b"x")
        )

    assert once == again
    assert len(set(once)) == len(cells)
    assert not {*once} & {*of_another, *cells}


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("xy")), min_size=1, max_size=12),
    st.integers(2, 4),
)
@settings(max_examples=5, deadline=None)
def test_suppressing_makes_nobody_easier_to_tell_apart(rows, k):
    terms = terms_of_columns(
        "ward",
        "sex",
        disclosure={"quasi_identifiers": ["ward", "sex"], "k": k},
        treatments=[{"field": "ward", "do": "suppress", "below_k": True}],
    )

    with tempfile.TemporaryDirectory() as aside:
        gate(Path(aside), a_csv([("ward", "sex"), *rows]), terms)
        left = [tuple(row) for row in csv.reader(io.StringIO(leaving(Path(aside)).decode()))][1:]

    before, after = Counter(rows), Counter(left)
    assert all(after[now] >= before[was] for was, now in zip(rows, left, strict=True))
    assert min(after.values()) >= min(before.values())
