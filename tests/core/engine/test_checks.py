"""Each check on real cells: what fails, in which rows, and that nothing of the cells is said."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders.release import found, gate, some_terms, terms_of_columns, terms_of_one
from sharewell.register.terms import TermsUnusable


def column(*cells: str) -> bytes:
    return ("x\n" + "".join(f'"{cell}"\n' for cell in cells)).encode()


# type and format, cells that are of it, cells that are not
TYPES = [
    ({"type": "integer"}, ["0", "-1", "+5", "007"], ["1.0", "1e3", " 1", "1 ", "٣", "0x1", "1\n", "1,000"]),
    ({"type": "integer", "groupChar": ","}, ["1,000"], ["1.000"]),
    (
        {"type": "number"},
        ["1", "-1.5", ".5", "1e3", "1E-3", "NaN", "INF", "-INF"],
        ["1,5", "inf", "nan", "£1", "١"],
    ),
    ({"type": "number", "decimalChar": ","}, ["1,5", "2"], ["1.5"]),
    ({"type": "number", "bareNumber": False}, ["£1.50", "95%"], ["many"]),
    ({"type": "boolean"}, ["true", "False", "1", "0"], ["yes", "T", "tRue"]),
    ({"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}, ["yes", "no"], ["true"]),
    (
        {"type": "date"},
        ["2026-02-28", "2024-02-29"],
        ["2026-02-29", "2020", "01/02/2026", "2026-1-1", "2026-01-01T00:00:00"],
    ),
    (
        {"type": "date", "format": "%d/%m/%Y"},
        ["01/02/2026", "1/2/2026"],
        ["2026-02-01", "31/02/2026", "13/13/2026"],
    ),
    ({"type": "time"}, ["23:59:59"], ["24:00:00", "12:00"]),
    (
        {"type": "datetime"},
        ["2026-01-01T10:00:00", "2026-01-01T10:00:00Z"],
        ["2026-01-01 10:00:00", "2026-02-30T10:00:00"],
    ),
    ({"type": "year"}, ["2026"], ["26", "20266"]),
    ({"type": "yearmonth"}, ["2026-12"], ["2026-13", "202612"]),
    ({"type": "duration"}, ["P1Y", "PT1H", "P2W"], ["1Y", "P", "PT"]),
    ({"type": "geopoint"}, ["-1.9, 52.4"], ["52.4"]),
    ({"type": "array"}, ["[1,2]"], ["{}", "x"]),
    ({"type": "string", "format": "email"}, ["a@example.org"], ["a@", "example.org"]),
    ({"type": "string", "format": "uuid"}, ["123e4567-e89b-12d3-a456-426614174000"], ["123e4567"]),
    ({"type": "string", "format": "uri"}, ["https://example.org/x"], ["example"]),
    ({"type": "string"}, ["anything", "1"], []),
    ({"type": "any"}, ["anything", "1"], []),
]


@pytest.mark.requirement("OPCC-3.4a")
@pytest.mark.parametrize(("field", "good", "bad"), TYPES, ids=[json.dumps(case[0]) for case in TYPES])
def test_types_are_lexical(tmp_path, field, good, bad):
    report = gate(tmp_path, column(*good, *bad), terms_of_one(**field))

    expected = tuple(range(len(good) + 1, len(good) + len(bad) + 1))
    assert [row for each in report.judgement.findings if each.check == "G02" for row in each.rows] == list(
        expected
    )


# constraint, type, cells, rows that fail
CONSTRAINTS = [
    ({"required": True}, "string", ["a", "", "b"], (2,)),
    ({"enum": ["A", "B"]}, "string", ["A", "Z", "a", ""], (2, 3)),
    ({"enum": [1, 2]}, "integer", ["1", "3", "02"], (2,)),
    ({"pattern": "SW[0-9]+"}, "string", ["SW1", "xSW1", "SW1x", "SW1\n", "", "sw1"], (2, 3, 4, 6)),
    ({"minLength": 2}, "string", ["ab", "é", "éé", ""], (2,)),
    ({"maxLength": 2}, "string", ["ab", "abc", "éé"], (2,)),
    ({"minimum": 18}, "integer", ["18", "9", "100", "x"], (2,)),
    ({"maximum": "9.5"}, "number", ["9.5", "9.51", "10"], (2, 3)),
    ({"exclusiveMinimum": 0}, "number", ["0", "0.1"], (1,)),
    ({"exclusiveMaximum": 10}, "integer", ["10", "9"], (1,)),
    ({"minimum": "2026-04-01"}, "date", ["2026-03-31", "2026-04-01"], (1,)),
    ({"minimum": "2020"}, "year", ["2019", "2020"], (1,)),
]


@pytest.mark.parametrize(
    ("constraint", "kind", "cells", "rows"), CONSTRAINTS, ids=[str(case[0]) for case in CONSTRAINTS]
)
def test_constraints_name_the_rows_that_break_them(tmp_path, constraint, kind, cells, rows):
    report = gate(tmp_path, column(*cells), terms_of_one(type=kind, constraints=constraint))

    broken = [each for each in report.judgement.findings if each.check == "G02" and "type" not in each.reason]
    assert [(each.rows, each.count) for each in broken] == [(rows, len(rows))]


BAD_BOUNDS = [({"pattern": "(?=x)"}, "string"), ({"minimum": "soon"}, "date"), ({"enum": ["one"]}, "integer")]


@pytest.mark.parametrize(("constraint", "kind"), BAD_BOUNDS)
def test_a_bound_that_cannot_be_used_is_the_terms_fault_and_named(tmp_path, constraint, kind):
    with pytest.raises(TermsUnusable) as refusal:
        gate(tmp_path, column("x"), terms_of_one(type=kind, constraints=constraint))

    assert refusal.value.where == f"schema.fields[0].constraints.{next(iter(constraint))}"


def test_only_the_first_twenty_rows_are_shown_and_all_are_counted(tmp_path):
    report = gate(tmp_path, column(*["x"] * 50), terms_of_one(type="integer"))

    finding = next(each for each in report.judgement.findings if each.check == "G02")
    assert (finding.count, finding.rows) == (50, tuple(range(1, 21)))


def test_missing_values_are_those_of_the_schema(tmp_path):
    terms = terms_of_one(type="integer", missing=("", "NA"), constraints={"required": True})

    assert ("G02", "x", (2, 3)) in found(gate(tmp_path, column("1", "NA", "", "4"), terms))


KEYS = [
    ({"fields": [{"name": "a", "constraints": {"unique": True}}, {"name": "b"}]}, [("G09", "a", (1, 3))]),
    ({"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": ["a", "b"]}, []),
    ({"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": "a"}, [("G09", "a", (1, 3))]),
    ({"fields": [{"name": "a"}, {"name": "b"}], "uniqueKeys": [["b"]]}, []),
    (
        {"fields": [{"name": "a", "type": "integer"}, {"name": "b"}], "primaryKey": "a"},
        [("G09", "a", (1, 3))],
    ),
    (
        {
            "fields": [{"name": "a"}, {"name": "b"}],
            "primaryKey": ["a", "b"],
            "foreignKeys": [{"fields": "b", "reference": {"resource": "", "fields": "a"}}],
        },
        [("G09", "b", (3,))],
    ),
]


@pytest.mark.parametrize(("schema", "expected"), KEYS)
def test_keys_are_unique_and_refer_to_something(tmp_path, schema, expected):
    assert found(gate(tmp_path, b"a,b\n1,2\n2,1\n1,7\n", some_terms(schema=schema))) == expected


def test_a_primary_key_may_not_be_empty_and_nothing_equals_nothing(tmp_path):
    terms = some_terms(schema={"fields": [{"name": "a"}, {"name": "b"}], "primaryKey": "a"})

    assert found(gate(tmp_path, b"a,b\n,2\n,1\n", terms)) == [("G02", "a", (1, 2))]


def test_whole_rows_that_repeat_are_a_warning_and_no_more(tmp_path):
    report = gate(tmp_path, b"a,b\n1,2\n1,3\n1,2\n", terms_of_columns("a", "b"))

    assert found(report) == [("G09", None, (1, 3))]
    assert report.judgement.decision == "pass"


SCOPE = {"period_field": "referred_on", "period_from": "2026-04-01", "period_to": "2026-06-30"}


def test_records_outside_the_period_or_without_a_date_are_out_of_scope(tmp_path):
    days = ["2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01", ""]
    content = "referral_id,ward,referred_on\n" + "".join(
        f"SW{n},Eastmoor,{day}\n" for n, day in enumerate(days)
    )

    assert found(gate(tmp_path, content.encode(), some_terms(scope=SCOPE))) == [
        ("G04", "referred_on", (1, 4, 5))
    ]


def test_records_that_are_too_old_are_a_warning(tmp_path):
    terms = some_terms(freshness={"field": "referred_on", "max_age": "P30D"})
    content = b"referral_id,ward,referred_on\nSW1,E,2026-05-02\nSW2,E,2026-05-01\n"

    report = gate(tmp_path, content, terms)

    assert found(report) == [("G08", "referred_on", (2,))]
    assert report.judgement.decision == "pass"


def test_records_that_do_not_say_how_old_they_are_are_counted(tmp_path):
    terms = some_terms(
        schema={"fields": [{"name": "referral_id"}, {"name": "ward"}, {"name": "referred_on"}]},
        freshness={"field": "referred_on", "max_age": "P30D"},
    )
    cells = ["2026-05-20", "", "last week", "2026-02-30", "2026-05-01"]
    rows = "".join(f"SW{number},E,{cell}\n" for number, cell in enumerate(cells))

    report = gate(tmp_path, f"referral_id,ward,referred_on\n{rows}".encode(), terms)

    assert [(each.check, each.rows) for each in report.judgement.findings] == [
        ("G08", (5,)),
        ("G08", (2, 3, 4)),
    ]
    assert report.judgement.findings[1].count == 3
    assert report.judgement.decision == "pass"


# cell, would a spreadsheet run it?
FORMULAS = [
    ("=1+1", True), ("+44", True), ("@sum", True), ("\tx", True), ("\rx", True), ("-x", True), ("--1", True),
    ("-", False), ("-1", False), ("-1.5e3", False), ("1-2", False), ("a=b", False), ("", False), ("'=1", False),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "runs"), FORMULAS)
def test_cells_a_spreadsheet_would_run_are_for_review(tmp_path, cell, runs):
    report = gate(tmp_path, column("safe", cell), terms_of_one())

    assert report.judgement.decision == ("pass_with_review" if runs else "pass")


def test_a_number_with_its_sign_is_no_formula_where_numbers_were_agreed(tmp_path):
    assert gate(tmp_path, column("+5", "-6"), terms_of_one(type="integer")).judgement.decision == "pass"


def test_the_profile_counts_and_never_shows(tmp_path):
    profile = gate(tmp_path, b"a,b\nx,1\nx,\n", terms_of_columns("a", "b")).as_dict()["profile"]

    assert [(each["field"], each["filled"], each["distinct"]) for each in profile] == [
        ("a", 2, 1),
        ("b", 1, 1),
    ]


# Of letters that no digest has and no sentence puts together.
values = st.from_regex(r"[Q-Z][0-9Q-Z]{7,12}", fullmatch=True)


@given(cells=st.lists(st.tuples(values, values), min_size=1, max_size=4), headless=st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_of_the_file_appears_in_any_report(tmp_path, cells, headless):
    terms = some_terms(
        schema={
            "fields": [
                {"name": "a", "type": "integer", "constraints": {"minimum": 5, "unique": True}},
                {"name": "b", "constraints": {"enum": ["A"], "pattern": "[a-z]", "maxLength": 2}},
            ]
        }
    )
    header = "7" + "1" * 9 + ",x@example" if headless else "a,b"
    content = "\n".join([header, *(",".join(row) for row in cells)])

    said = json.dumps(gate(tmp_path, content.encode(), terms).as_dict())

    assert not [cell for row in cells for cell in row if cell in said]
    assert "x@example" not in said
