"""How easily somebody is singled out: k, l, t against a naive count; tables of counts; what an earlier file exposes."""

from __future__ import annotations

import math
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.release import a_csv, found, gate, some_terms, terms_of_columns
from sharewell.engine.beside import Beside
from sharewell.engine.unusable import FileUnusable
from sharewell.release.checks import Result

QUASI = {"quasi_identifiers": ["sex", "ward"]}


def terms_of_people(*, number: bool = False, **disclosure):
    """Terms with two quasi-identifiers and one sensitive attribute."""
    fields = [{"name": "sex"}, {"name": "ward"}, {"name": "risk", "type": "integer" if number else "string"}]
    return some_terms(schema={"fields": fields}, disclosure=QUASI | disclosure, scope={"min_rows": 0})


def g07(report):
    return [(field, rows) for check, field, rows in found(report) if check == "G07"]


def gate_on(folder, rows, terms, *, earlier=None):
    beside = Beside()
    if earlier is not None:
        (folder / "march.csv").write_bytes(a_csv(earlier))
        beside = Beside(earlier=(folder / "march.csv",))
    return gate(folder, a_csv(rows), terms, beside=beside)


# --- vectors --------------------------------------------------------------------------------------------------------
def test_the_census_at_k_10_measures_what_the_literature_says(tmp_path, shared):
    content = (shared / "data/adult/adult_anonymized_10.csv").read_bytes()
    *quasi, salary = content.split(b"\n", 1)[0].decode().strip().split(",")
    terms = terms_of_columns(
        *quasi, salary, disclosure={"quasi_identifiers": quasi, "sensitive": [salary], "k": 10}
    )

    report = gate(tmp_path, content, terms)

    measured = dict(report.disclosure)
    assert round(measured.pop("t"), 4) == 0.6349
    assert measured == {"k": 10, "classes": 462, "uniques": 0, "rows_below_k": 0, "l": 1, "entropy_l": 1}
    assert report.judgement.results["G07"] is Result.PASS


# --- against a naive count ------------------------------------------------------------------------------------------
SMALL = st.sampled_from(["", "a", "b", "n", "va"])
PEOPLE = st.lists(st.tuples(SMALL, SMALL, st.integers(-3, 12).map(str)), min_size=1, max_size=25)
VALUED = st.lists(st.tuples(SMALL, SMALL, SMALL), min_size=1, max_size=25)


def classes_of(rows):
    classes = defaultdict(list)
    for sex, ward, risk in rows:
        classes[sex, ward].append(risk)
    return list(classes.values())


def measured(rows, *, number=False, **limits):
    with tempfile.TemporaryDirectory() as folder:
        terms = terms_of_people(number=number, **{"k": 3, "sensitive": ["risk"]} | limits)
        return gate_on(Path(folder), [("sex", "ward", "risk"), *rows], terms)


@given(VALUED)
@settings(max_examples=25)
def test_k_is_the_smallest_class_and_the_rows_below_are_exactly_those(rows):
    report = measured(rows)

    sizes = Counter((sex, ward) for sex, ward, _ in rows)
    below = tuple(number for number, row in enumerate(rows, start=1) if sizes[row[:2]] < 3)
    assert report.disclosure["k"] == min(sizes.values())
    assert report.disclosure["classes"] == len(sizes)
    assert report.disclosure["uniques"] == sum(size == 1 for size in sizes.values())
    assert report.disclosure["rows_below_k"] == len(below)
    assert g07(report) == ([("sex, ward", below[:20])] if below else [])


@given(VALUED)
@settings(max_examples=25)
def test_l_and_entropy_l_are_the_least_of_any_class(rows):
    report = measured(rows)

    def entropy(values):
        return -sum(n / len(values) * math.log(n / len(values)) for n in Counter(values).values())

    assert report.disclosure["l"] == min(len(set(values)) for values in classes_of(rows))
    assert report.disclosure["entropy_l"] == math.floor(math.exp(min(map(entropy, classes_of(rows)))) + 1e-9)


@given(VALUED)
@settings(max_examples=25)
def test_t_of_categories_is_half_the_difference_of_the_shares(rows):
    report = measured(rows)

    whole = Counter(risk for *_, risk in rows)
    distances = [
        sum(abs(Counter(values)[v] / len(values) - n / len(rows)) for v, n in whole.items()) / 2
        for values in classes_of(rows)
    ]
    assert report.disclosure["t"] == pytest.approx(max(distances), abs=1e-9)


@given(PEOPLE)
@settings(max_examples=25)
def test_t_of_numbers_is_the_ordered_distance_of_the_earth_moved(rows):
    report = measured(rows, number=True)

    values = sorted({int(risk) for *_, risk in rows})
    everybody = Counter(int(risk) for *_, risk in rows)

    def distance(risks):
        here, moved, upto = Counter(map(int, risks)), 0.0, 0.0
        for value in values:
            upto += here[value] / len(risks) - everybody[value] / len(rows)
            moved += abs(upto)
        return moved / max(len(values) - 1, 1)

    assert report.disclosure["t"] == pytest.approx(max(map(distance, classes_of(rows))), abs=1e-9)


# --- limits ---------------------------------------------------------------------------------------------------------
ROWS = [("sex", "ward", "risk"), ("F", "a", "1"), ("F", "a", "1"), ("M", "a", "1"), ("M", "a", "2")]
LIMITS = [
    ({"k": 2}, []),
    ({"k": 3}, [("sex, ward", (1, 2, 3, 4))]),
    ({"k": 2, "l": 2, "sensitive": ["risk"]}, [("sex, ward", (1, 2))]),
    ({"k": 2, "l": 1, "sensitive": ["risk"]}, []),
    ({"t": 0.25, "sensitive": ["risk"]}, []),
    ({"t": 0.2, "sensitive": ["risk"]}, [("sex, ward", (1, 2, 3, 4))]),
]


@pytest.mark.parametrize(("limits", "expected"), LIMITS)
def test_each_limit_refuses_the_rows_that_fall_short_of_it(tmp_path, limits, expected):
    assert g07(gate_on(tmp_path, ROWS, terms_of_people(**limits))) == expected


def test_a_file_without_rows_singles_nobody_out(tmp_path):
    report = gate_on(tmp_path, ROWS[:1], terms_of_people(k=5))

    assert (report.disclosure["k"], report.disclosure["classes"]) == (None, 0)


NOT_ANSWERED = [
    terms_of_people(),
    terms_of_columns("sex", "ward", "risk", disclosure={"count_field": "ward"}),
]


@pytest.mark.parametrize("terms", NOT_ANSWERED)
def test_what_is_asked_without_a_limit_is_never_passed(tmp_path, terms):
    report = gate_on(tmp_path, ROWS, terms)

    assert report.judgement.results["G07"] is Result.NOT_ASKED
    assert report.judgement.decision != "pass"


def test_nothing_asked_is_not_asked_and_passes(tmp_path):
    report = gate_on(tmp_path, ROWS, terms_of_columns("sex", "ward", "risk"))

    assert report.judgement.results["G07"] is Result.NOT_ASKED
    assert report.judgement.decision == "pass"


@given(VALUED)
@settings(max_examples=20)
def test_no_value_of_a_file_is_in_its_report(rows):
    marked = [tuple(f"Qz{cell}" for cell in row) for row in rows]

    report = measured(marked, k=5, l=5, t=0.01)

    assert "Qz" not in str(report.as_dict())


# --- tables of counts -----------------------------------------------------------------------------------------------
def terms_of_counts(**disclosure):
    return terms_of_columns(
        "ward", "sex", "people", disclosure={"count_field": "people", "min_cell": 5} | disclosure
    )


CELLS = [
    ("0", []),
    ("5", []),
    ("1", [("people", (1,))]),
    ("4", [("people", (1,))]),
    ("4.0", [("people", (1,))]),
    ("[c]", []),
    ("", []),
    ("few", [("people", (1,))]),
    ("-1", [("people", (1,))]),
    ("1.5", [("people", (1,))]),
]


@pytest.mark.parametrize(("cell", "expected"), CELLS)
def test_small_cells_are_named_by_row_and_none_is_not_small(tmp_path, cell, expected):
    report = gate_on(tmp_path, [("ward", "sex", "people"), ("a", "F", cell)], terms_of_counts())

    assert g07(report) == expected


def test_k_is_a_limit_on_cells_too(tmp_path):
    report = gate_on(
        tmp_path, [("ward", "sex", "people"), ("a", "F", "6")], terms_of_counts(k=7, min_cell=None)
    )

    assert g07(report) == [("people", (1,))]


def test_a_suppressed_count_is_a_number_as_far_as_the_schema_goes(tmp_path):
    fields = [{"name": "ward"}, {"name": "people", "type": "integer", "constraints": {"required": True}}]
    terms = some_terms(schema={"fields": fields}, disclosure={"count_field": "people", "min_cell": 5})

    report = gate_on(tmp_path, [("ward", "people"), ("a", "[c]"), ("b", "12")], terms)

    assert report.judgement.decision == "pass"


TOTALS = [
    # One suppressed cell of three, and what it is follows from the total.
    ([("a", "F", "[c]"), ("a", "M", "9"), ("a", "Total", "12")], (1,)),
    ([("a", "F", "[c]"), ("b", "F", "9"), ("Total", "F", "12")], (1,)),
    # Where the total is suppressed too, or there is none for these cells, nothing follows.
    ([("a", "F", "[c]"), ("a", "M", "9"), ("a", "Total", "[c]")], None),
    ([("a", "F", "[c]"), ("a", "M", "9"), ("b", "Total", "12")], None),
    ([("a", "F", "[c]"), ("a", "M", "[c]"), ("a", "Total", "12")], None),
]


@pytest.mark.parametrize(("rows", "alone"), TOTALS)
def test_a_cell_suppressed_alone_in_its_total_blocks(tmp_path, rows, alone):
    report = gate_on(tmp_path, [("ward", "sex", "people"), *rows], terms_of_counts(total_label="Total"))

    blocked = [each.rows for each in report.judgement.findings if each.severity == "block"]
    assert blocked == ([alone] if alone else [])


def test_cells_that_hide_one_another_pass_and_that_is_proved(tmp_path):
    rows = [("ward", "sex", "people"), *TOTALS[-1][0]]

    report = gate_on(tmp_path, rows, terms_of_counts(total_label="Total"))

    assert report.judgement.results["G07"] is Result.PASS


# Each line of the table has two suppressed cells, and all of them together say what each is.
SQUARE = [
    ("ward", "sex", "people"),
    *(("a", "F", "[c]"), ("a", "M", "[c]"), ("a", "Total", "22")),
    *(("b", "F", "[c]"), ("b", "M", "[c]"), ("b", "Total", "31")),
    *(("Total", "F", "51"), ("Total", "M", "2"), ("Total", "Total", "53")),
]


def test_cells_that_several_totals_together_give_away_are_named(tmp_path):
    report = gate_on(tmp_path, SQUARE, terms_of_counts(total_label="Total", min_cell=3))

    blocked = {each.rows for each in report.judgement.findings if each.severity == "block"}
    # Both men's cells lie between 0 and 2; the women's can be told within three, and are not small.
    assert (2, 5) in blocked


NOT_PROVED = {
    "a group is there twice": [("a", "F", "[c]"), ("a", "F", "9"), ("a", "Total", "12")],
    "the parts are more than the total": [("a", "F", "[c]"), ("a", "M", "19"), ("a", "Total", "12")],
}


@pytest.mark.parametrize("rows", NOT_PROVED.values(), ids=NOT_PROVED.keys())
def test_what_nobody_can_work_out_is_for_a_person(tmp_path, rows):
    report = gate_on(
        tmp_path,
        [("ward", "sex", "people"), *rows],
        terms_of_counts(total_label="Total", quasi_identifiers=None),
    )

    assert report.judgement.results["G07"] is Result.REVIEW


# --- what an earlier file exposes -------------------------------------------------------------------------------------
HEADER = ("sex", "ward", "risk")
SEVEN = [("F", "a", "1")] * 7
EARLIER = [
    (SEVEN, []),  # the same people again
    (SEVEN[:2], []),  # five more: as many as k
    (SEVEN[:6], [("sex, ward", tuple(range(1, 8)))]),  # one more
    ([*SEVEN, SEVEN[0]], [("sex, ward", tuple(range(1, 8)))]),  # one fewer
    ([*SEVEN, ("M", "a", "1")], [("sex, ward", ())]),  # somebody who is gone altogether
]


@pytest.mark.parametrize(("earlier", "expected"), EARLIER)
def test_a_class_that_differs_by_a_few_exposes_those_few(tmp_path, earlier, expected):
    report = gate_on(tmp_path, [HEADER, *SEVEN], terms_of_people(k=5), earlier=[HEADER, *earlier])

    assert g07(report) == expected
    assert all("march.csv" in each.reason for each in report.judgement.findings if each.check == "G07")


@pytest.mark.parametrize(
    ("then", "rows"), [("20", []), ("18", [(1,)]), ("22", [(1,)]), ("15", []), ("[c]", [])]
)
def test_a_count_that_differs_by_a_few_exposes_those_few(tmp_path, then, rows):
    header = ("ward", "sex", "people")

    report = gate_on(
        tmp_path, [header, ("a", "F", "20")], terms_of_counts(), earlier=[header, ("a", "F", then)]
    )

    assert [each for _, each in g07(report)] == rows


def test_an_earlier_file_without_the_fields_cannot_be_set_beside(tmp_path):
    with pytest.raises(FileUnusable, match=r"march\.csv: it has no column 'ward'"):
        gate_on(tmp_path, ROWS, terms_of_people(k=5), earlier=[("sex",), ("F",)])


def test_treated_files_are_set_beside_as_they_leave(tmp_path):
    terms = some_terms(
        schema={"fields": [{"name": "ward"}]},
        disclosure={"quasi_identifiers": ["ward"], "k": 2},
        treatments=[{"field": "ward", "do": "mask", "keep": 0}],
    )

    report = gate_on(tmp_path, [("ward",), ("aa",), ("bb",)], terms, earlier=[("ward",), ("**",), ("**",)])

    assert g07(report) == []
