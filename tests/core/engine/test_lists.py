"""Lists of people: none but the approved are in a file, and none of the withheld."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.release import a_csv, found, gate, terms_of_columns
from sharewell.engine.beside import Beside
from sharewell.engine.unusable import FileUnusable
from sharewell.release.checks import Result

KEYED = {"scope": {"keys": "approved.csv", "min_rows": 0}}


def gate_with(folder, content, *, approved=None, withheld=None, **changes):
    """The gate on a file of columns `id` and `ward` beside those lists."""
    paths = {"approved": approved, "withheld": withheld}
    for name, lines in paths.items():
        if lines is not None:
            (folder / f"{name}.csv").write_bytes(lines)
    beside = Beside(**{name: folder / f"{name}.csv" for name, lines in paths.items() if lines is not None})
    terms = terms_of_columns("id", "ward", **(KEYED if approved is not None else {}) | changes)
    return gate(folder, content, terms, beside=beside)


@pytest.mark.requirement("OPCC-3.4e1")
def test_a_file_about_approved_people_passes_and_the_scope_is_answered(tmp_path):
    report = gate_with(tmp_path, b"id,ward\nA,x\nB,y\n", approved=b"id\nB\nA\nC\n")

    assert report.judgement.decision == "pass"
    assert report.judgement.results["G04"] is Result.PASS


def test_a_row_about_anybody_else_blocks_and_is_named_by_its_row_alone(tmp_path):
    report = gate_with(tmp_path, b"id,ward\nA,x\nZZ9,y\n", approved=b"id\nA\n")

    assert found(report) == [("G04", "id", (2,))]
    assert "ZZ9" not in str(report.as_dict())


NOT_APPROVED = [b"id,ward\na,x\n", b"id,ward\n A,x\n", b"id,ward\n,x\n", b"id,ward\nA ,x\n"]


@pytest.mark.parametrize("content", NOT_APPROVED)
def test_approved_is_approved_letter_by_letter_and_nobody_is_not_somebody(tmp_path, content):
    assert found(gate_with(tmp_path, content, approved=b'id\nA\n""\n')) == [("G04", "id", (1,))]


def test_a_list_of_nobody_approves_nobody(tmp_path):
    assert found(gate_with(tmp_path, b"id,ward\nA,x\n", approved=b"id\n")) == [("G04", "id", (1,))]


def test_a_key_of_two_fields_is_compared_as_a_whole(tmp_path):
    report = gate_with(tmp_path, b"id,ward\nA,x\nA,y\n", approved=b"ward,id\nx,A\ny,B\n")

    assert found(report) == [("G04", "ward, id", (2,))]


def test_people_are_known_by_what_the_file_said_before_it_was_treated(tmp_path):
    treatments = [{"field": "nhs", "do": "drop"}, {"field": "id", "do": "pseudonymise"}]

    report = gate_with(
        tmp_path,
        b"id,ward,nhs\nA,x,1\nB,y,2\n",
        approved=b"nhs\n1\n",
        withheld=b"id\nA\n",
        treatments=treatments,
    )

    assert found(report) == [("G04", "nhs", (2,)), ("G18", "id", (1,))]


@pytest.mark.parametrize("listed", ["A-12 3", "a123", "A123", " A 1 2 3 "])
def test_the_withheld_are_found_whatever_the_case_and_the_spaces(tmp_path, listed):
    report = gate_with(tmp_path, b"id,ward\nB,x\na1 23,y\n", withheld=f"id\n{listed}\n".encode())

    assert found(report) == [("G18", "id", (2,))]
    assert report.judgement.decision == "refuse"


def test_a_withheld_nobody_withholds_nobody_and_the_check_is_answered(tmp_path):
    report = gate_with(tmp_path, b"id,ward\n,x\n--,y\n", withheld=b'id\n""\n-\n')

    assert report.judgement.results["G18"] is Result.PASS


def test_without_a_list_nobody_was_asked_about(tmp_path):
    assert gate_with(tmp_path, b"id,ward\nA,x\n").judgement.results["G18"] is Result.NOT_ASKED


def test_without_its_list_a_file_waits_for_a_person_and_the_scope_is_not_answered(tmp_path):
    report = gate(tmp_path, b"id,ward\nA,x\n", terms_of_columns("id", "ward", **KEYED))

    assert report.judgement.decision == "pass_with_review"
    assert report.judgement.results["G04"] is Result.NOT_ASKED


def test_a_file_without_the_field_of_the_list_may_be_about_anybody(tmp_path):
    report = gate_with(tmp_path, b"ward\nx\ny\n", approved=b"id\nA\n", withheld=b"id\nA\n")

    assert ("G04", "id", (1, 2)) in found(report)
    assert ("G18", "id", (1, 2)) in found(report)


LISTS_UNUSABLE = [
    (b"surname\nA\n", "column 1: expected each header to be a field of the terms"),
    (b"id,id\nA,A\n", "column 2: expected each header"),
    (b"id\nA,B\n", "row 1 has 2 cells"),
    (b"id\n\xff\n", "byte 3"),
    (b"", "the file is empty"),
]


@pytest.mark.parametrize(("content", "says"), LISTS_UNUSABLE)
@pytest.mark.parametrize("which", ["approved", "withheld"])
def test_a_list_that_cannot_be_used_is_named_and_nothing_of_it_is_told(tmp_path, which, content, says):
    with pytest.raises(FileUnusable, match=rf"{which}\.csv: .*{says}"):
        gate_with(tmp_path, b"id,ward\nA,x\n", **{which: content})


PEOPLE = st.lists(st.text("AB1é '", min_size=1, max_size=3), max_size=8)


@given(file=PEOPLE, approved=PEOPLE)
@settings(max_examples=40)
def test_exactly_the_rows_of_people_not_approved_are_named(file, approved):
    with tempfile.TemporaryDirectory() as folder:
        report = gate_with(
            Path(folder),
            a_csv([("id", "ward"), *((each, "x") for each in file)]),
            approved=a_csv([["id"], *([each] for each in approved)]),
        )

    expected = tuple(number for number, each in enumerate(file, start=1) if each not in approved)
    named = [rows for check, _, rows in found(report) if check == "G04"]
    assert named == ([expected] if expected else [])
