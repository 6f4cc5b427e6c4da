"""Very many columns: what a check takes grows with them, and not with their square."""

from __future__ import annotations

import pytest

from builders.release import MONDAY, a_document, gate
from sharewell.engine import probing
from sharewell.engine.delimited import MOST_COLUMNS
from sharewell.engine.examine import examine
from sharewell.engine.limits import Limits
from sharewell.engine.unusable import FileUnusable
from sharewell.register.terms import Terms

ROWS, UNAGREED = 200, 7


def a_wide_file(path, columns):
    """Of each column a code; in one of them, of which nobody spoke, e-mail addresses."""
    codes = [[f"v{(31 * row + 7 * column) % 1000}" for column in range(columns)] for row in range(ROWS)]
    for number, row in enumerate(codes):
        row[UNAGREED] = f"person{number}@example.org"
    lines = [[f"col_{column}" for column in range(columns)], *codes]
    path.write_text("\n".join(map(",".join, lines)) + "\n")
    return path


def terms_of_codes(columns):
    code = {"required": True, "pattern": "v[0-9]+"}
    fields = [{"name": f"col_{column}", "constraints": code} for column in range(columns)]
    fields[UNAGREED] = {"name": f"col_{UNAGREED}", "personal": "none"}
    return Terms.parse(a_document(schema={"fields": fields}))


@pytest.mark.slow
@pytest.mark.drill
def test_a_file_of_many_columns_is_judged_within_its_limits(tmp_path, drill_n):
    columns = drill_n(250, MOST_COLUMNS)
    limits = Limits(seconds=20 * columns // 250)

    report = examine(
        a_wide_file(tmp_path / "wide.csv", columns),
        terms_of_codes(columns),
        terms_sha256="0" * 64,
        on=MONDAY,
        limits=limits,
    )

    assert [(each.check, each.field, each.count) for each in report.judgement.findings] == [
        ("G05", f"col_{UNAGREED}", ROWS)
    ]
    assert {column.filled for column in report.facts.columns} == {ROWS}


def test_a_file_that_takes_more_memory_than_it_is_given_is_told_so(tmp_path):
    path = a_wide_file(tmp_path / "wide.csv", 30)

    with pytest.raises(
        FileUnusable, match=r"wide\.csv: it takes more than the 1 MB of memory .* bring it in parts"
    ):
        examine(path, terms_of_codes(30), terms_sha256="0" * 64, on=MONDAY, limits=Limits(memory=1))


@pytest.mark.parametrize("again", [(), (3,), (0, 199)])
def test_rows_that_are_there_twice_are_found_however_many_columns_they_have(tmp_path, monkeypatch, again):
    monkeypatch.setattr(probing, "HASHED_AT_ONCE", 4)
    path = a_wide_file(tmp_path / "wide.csv", 11)
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, *(lines[1 + row] for row in again)]) + "\n")

    report = gate(tmp_path, path.read_bytes(), terms_of_codes(11))

    told = [each.rows for each in report.judgement.findings if each.check == "G09"]
    assert told == (
        [tuple(sorted([*(row + 1 for row in again), *range(ROWS + 1, ROWS + 1 + len(again))]))]
        if again
        else []
    )
