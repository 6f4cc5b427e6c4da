"""Secondary suppression: what an attacker can work out, checked by another solver, and what is held back for it."""

from __future__ import annotations

import csv
import io
import random
import time
from dataclasses import replace

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.release import a_csv, gate, leaving, some_terms
from sharewell.engine.beside import Beside
from sharewell.engine.margins import Audit, DoesNotAddUp, Table
from sharewell.engine.suppressing import NotProved, secondary

FEW = 5


def a_table(body, *, held=()):
    """A table of wards by ages with all its totals; the cells in `held` are suppressed."""
    cells = {}
    for row, counts in enumerate(body):
        for column, count in enumerate(counts):
            cells[f"ward {row}", f"age {column}"] = count
        cells[f"ward {row}", "Total"] = sum(counts)
    for column, counts in enumerate(zip(*body, strict=True)):
        cells["Total", f"age {column}"] = sum(counts)
    cells["Total", "Total"] = sum(map(sum, body))
    table = Table.of(list(cells.items()), total_label="Total")
    return holding(table, held)


def holding(table, held):
    """The table as its reader sees it, with these cells suppressed."""
    return replace(table, counts=tuple(None if i in held else n for i, n in enumerate(table.counts)))


def small(table):
    return [index for index, count in enumerate(table.counts) if 0 < count < FEW]


def bounds_by_z3(table, cell):
    """The least and the greatest whole number that fit, by a solver that knows nothing of ours."""
    counts = [z3.Int(f"c{index}") for index in range(len(table.counts))]
    ends = []
    for goal in ("minimize", "maximize"):
        solver = z3.Optimize()
        for variable, told in zip(counts, table.counts, strict=True):
            solver.add(variable >= 0 if told is None else variable == told)
        for each in table.sums:
            solver.add(counts[each.total] == sum(counts[part] for part in each.parts))
        end = getattr(solver, goal)(counts[cell])
        assert solver.check() == z3.sat
        value = solver.lower(end) if goal == "minimize" else solver.upper(end)
        ends.append(value.as_long() if z3.is_int_value(value) else float("inf"))
    return tuple(ends)


# --- the attacker -------------------------------------------------------------------------------------
@settings(max_examples=25)
@given(st.data())
def test_the_intervals_of_exposed_cells_are_those_of_another_solver(data):
    counts = st.integers(min_value=0, max_value=12)
    body = data.draw(st.lists(st.lists(counts, min_size=3, max_size=3), min_size=2, max_size=3))
    table = a_table(body)
    held = data.draw(st.sets(st.sampled_from(range(len(table.counts))), min_size=1, max_size=6))

    seen = holding(table, held)
    exposed = set(Audit(seen, FEW).exposed())

    for cell in held:
        least, greatest = bounds_by_z3(seen, cell)
        hides = greatest - least >= (1 if least >= FEW else FEW)
        assert (cell not in exposed) == hides


def test_a_single_suppressed_cell_is_the_total_less_the_others():
    table = a_table([[3, 9]], held={0})

    interval = Audit(table, FEW).intervals()[0]

    assert (interval.least, interval.greatest) == (3, 3)


def test_counts_that_fit_no_table_are_told_as_such():
    table = a_table([[3, 9]])
    wrong = replace(table, counts=(None, 19, *table.counts[2:]))

    with pytest.raises(DoesNotAddUp):
        Audit(wrong, FEW).exposed()


def test_a_group_that_is_there_twice_makes_no_table():
    with pytest.raises(ValueError, match="twice"):
        Table.of([(("a",), 1), (("a",), 2)], total_label=None)


# --- the choice ---------------------------------------------------------------------------------------
@settings(max_examples=15)
@given(
    st.lists(st.lists(st.integers(min_value=0, max_value=30), min_size=3, max_size=3), min_size=2, max_size=3)
)
def test_whatever_the_table_no_small_count_can_be_worked_out(body):
    table = a_table(body)

    held = {*small(table), *secondary(table, few=FEW)}

    for cell in small(table):
        least, greatest = bounds_by_z3(holding(table, held), cell)
        assert greatest - least >= FEW


def test_a_table_without_small_counts_loses_nothing():
    assert secondary(a_table([[10, 20], [30, 40]]), few=FEW) == ()


def test_one_small_count_takes_three_others_with_it_and_the_least_of_them():
    table = a_table([[3, 20, 90], [25, 30, 90], [90, 90, 90]])

    held = secondary(table, few=FEW)

    assert [table.groups[cell] for cell in held] == [
        ("ward 0", "age 1"),
        ("ward 1", "age 0"),
        ("ward 1", "age 1"),
    ]


def test_sums_within_sums_are_defended_too():
    wards = {"East": "North", "West": "North", "Mid": "South", "Low": "South"}
    counts = {"East": 3, "West": 40, "Mid": 50, "Low": 60, "North": 43, "South": 110, "Total": 153}
    cells = [((name,), count) for name, count in counts.items()]

    table = Table.of(cells, total_label="Total", parents=[wards])
    held = secondary(table, few=FEW)

    assert [table.groups[cell] for cell in held] == [("West",)]
    assert [each.total for each in table.sums] == [4, 5, 6]


def test_a_table_with_a_count_that_nobody_knows_gets_no_proof():
    with pytest.raises(NotProved):
        secondary(a_table([[3, 9]], held={1}), few=FEW)


def random_table(rows, columns, seed):
    """Skewed counts, a fifth of them nobody: as tables of wards by reasons are."""
    chance = random.Random(seed)
    draw = lambda: 0 if chance.random() < 0.2 else int(chance.expovariate(1 / 30))  # noqa: E731
    return a_table([[draw() for _ in range(columns)] for _ in range(rows)])


def proved(table):
    held = {*small(table), *secondary(table, few=FEW)}
    intervals = Audit(holding(table, held), FEW).intervals()
    return all(intervals[cell].greatest - intervals[cell].least >= FEW for cell in small(table))


def test_random_tables_are_proved(drill_n):
    for seed in range(drill_n(5, 200)):
        assert proved(random_table(12, 8, seed)), seed


@pytest.mark.slow
def test_a_table_of_150_by_40_is_proved_within_30_seconds():
    table = random_table(150, 40, seed=0)
    started = time.monotonic()

    assert proved(table)
    assert time.monotonic() - started < 30


# --- as a treatment -----------------------------------------------------------------------------------
def release_of(tmp_path, table, *, hierarchies=(), **disclosure):
    asked = {"count_field": "people", "min_cell": FEW, "total_label": "Total", **disclosure}
    names = (
        ["ward", "age", "people"][-len(table.groups[0]) - 1 :]
        if len(table.groups[0]) > 1
        else ["ward", "people"]
    )
    terms = some_terms(
        schema={"fields": [{"name": name} for name in names]},
        disclosure=asked,
        treatments=[{"field": "people", "do": "suppress", "below_k": True, "secondary": True}],
    )
    rows = [(*group, str(count)) for group, count in zip(table.groups, table.counts, strict=True)]
    beside = Beside(hierarchies={name: tmp_path / name for name in hierarchies})
    report = gate(tmp_path, a_csv([names, *rows]), terms, beside=beside)
    cells = [row[-1] for row in csv.reader(io.StringIO(leaving(tmp_path).decode()))][1:]
    return report, [index for index, cell in enumerate(cells) if cell == "[c]"]


def test_the_treatment_suppresses_them_and_the_gate_proves_what_leaves(tmp_path):
    table = a_table([[3, 20, 90], [25, 30, 90], [90, 90, 90]])

    report, suppressed = release_of(tmp_path, table)

    assert report.judgement.decision == "pass"
    assert suppressed == sorted([*small(table), *secondary(table, few=FEW)])


def test_without_secondary_suppression_the_same_table_is_refused(tmp_path):
    table = a_table([[3, 20, 90], [25, 30, 90], [90, 90, 90]])
    terms = some_terms(
        schema={"fields": [{"name": name} for name in ("ward", "age", "people")]},
        disclosure={"count_field": "people", "min_cell": FEW, "total_label": "Total"},
        treatments=[{"field": "people", "do": "suppress", "below_k": True}],
    )
    rows = [(*group, str(count)) for group, count in zip(table.groups, table.counts, strict=True)]

    report = gate(tmp_path, a_csv([("ward", "age", "people"), *rows]), terms)

    (finding,) = [each for each in report.judgement.findings if each.severity == "block"]
    assert (finding.check, finding.rows) == ("G07", (1,))
    assert "`secondary: true`" in finding.remedy


def test_districts_that_the_terms_name_are_sums_too(tmp_path):
    (tmp_path / "wards.csv").write_text("ward,district\nEast,North\nWest,North\nMid,South\nLow,South\n")
    counts = {"East": 3, "West": 40, "Mid": 50, "Low": 60, "North": 43, "South": 110, "Total": 153}
    table = Table.of([((name,), count) for name, count in counts.items()], total_label="Total")

    report, suppressed = release_of(tmp_path, table, hierarchies=["wards.csv"], part_of={"ward": "wards.csv"})

    assert report.judgement.decision == "pass"
    assert suppressed == [0, 1]
