"""Differencing: whom a file exposes beside what the same recipient holds already."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.release.checks import Severity
from sharewell.release.differencing import By, Footprint, compare, findings

FEW = 5
VIEW = ("age_band", "ward")


def a_footprint(classes=None, records=None, **changes):
    """A footprint by age band and ward of March's release; the classes are "a", "b" …"""
    usual = {"key": "k1", "reference": "REL-2026-0003", "on": date(2026, 3, 2)}
    views = {VIEW: {"a": 10, "b": 20} if classes is None else classes}
    return Footprint(**{**usual, "views": views, "records": records, **changes})


def exposed(now, then, few=FEW):
    return [(each.by, each.people, each.groups) for each in compare(now, [then], few=few)]


def test_the_same_file_again_exposes_nobody():
    assert exposed(a_footprint(), a_footprint()) == []


def test_three_more_people_in_one_class_are_exposed_and_march_is_named():
    exposures = compare(a_footprint({"a": 13, "b": 20}), [a_footprint()], few=FEW)

    (finding,) = findings(exposures, few=FEW)

    assert finding.check == "G07"
    assert finding.severity is Severity.BLOCK
    assert (finding.count, finding.field) == (3, "age_band, ward")
    assert finding.reason.startswith("With the file of 2 March 2026 (REL-2026-0003) this exposes 3 people")


BY_COUNT = [
    ({"a": 10, "b": 25}, []),
    ({"a": 10, "b": 24}, [(By.COUNT, 4, 1)]),
    ({"a": 9, "b": 21}, [(By.COUNT, 2, 2)]),
    ({"a": 10, "b": 20, "c": 4}, [(By.COUNT, 4, 1)]),
    ({"a": 10, "b": 20, "c": 5}, []),
    ({"a": 10}, []),
]


@pytest.mark.parametrize(("classes", "expected"), BY_COUNT)
def test_a_class_that_differs_by_a_few_exposes_those_few(classes, expected):
    assert exposed(a_footprint(classes), a_footprint()) == expected


def test_a_class_that_left_whole_exposes_nobody_unless_it_was_a_few():
    assert exposed(a_footprint({"a": 10}), a_footprint({"a": 10, "b": 3})) == [(By.COUNT, 3, 1)]


def test_in_a_table_of_counts_a_cell_that_is_not_told_is_not_a_cell_of_nobody():
    now = a_footprint({"a": 10}, counted=True)
    then = a_footprint({"a": 10, "b": 3}, counted=True)

    assert exposed(now, then) == []


def test_who_came_and_who_left_are_told_apart_by_their_keys_though_the_counts_agree():
    then = a_footprint({"a": 3}, {"r1": "a", "r2": "a", "r3": "a"})
    now = a_footprint({"a": 3}, {"r1": "a", "r2": "a", "r4": "a"})

    # r1 and r2 stayed, r3 left, r4 came: three groups of fewer than five.
    assert exposed(now, then) == [(By.RECORD, 4, 3)]
    assert findings(compare(now, [then], few=FEW), few=FEW)[0].severity is Severity.REVIEW


def test_two_ways_of_banding_cut_one_another_into_a_few():
    records = [f"r{number}" for number in range(20)]
    then = a_footprint({"20-29": 10, "30-39": 10}, {r: f"{2 + n // 10}0-" for n, r in enumerate(records)})
    now = a_footprint(
        {"25-34": 12, "35-44": 8}, {r: "25-34" if n < 12 else "35" for n, r in enumerate(records)}
    )

    assert exposed(now, then) == [(By.RECORD, 2, 1)]


def test_a_coarser_file_is_compared_by_what_both_say():
    then = a_footprint(views={VIEW: {"x": 10, "y": 20}, ("ward",): {"east": 10, "west": 20}})
    now = a_footprint(views={("ward",): {"east": 12, "west": 20}})

    (exposure,) = compare(now, [then], few=FEW)

    assert (exposure.by, exposure.people, exposure.view) == (By.COUNT, 2, ("ward",))


@pytest.mark.parametrize(
    ("changes", "by"), [({"key": "k2"}, By.OTHER_KEY), ({"too_large": True}, By.TOO_LARGE)]
)
def test_what_cannot_be_compared_is_for_a_person_and_never_a_pass(changes, by):
    exposures = compare(a_footprint(), [a_footprint(**changes)], few=FEW)

    assert [each.by for each in exposures] == [by]
    assert [each.severity for each in findings(exposures, few=FEW)] == [Severity.REVIEW]


CLASSES = st.dictionaries(st.sampled_from("abcdef"), st.integers(min_value=1, max_value=12))


@given(CLASSES, CLASSES, st.integers(min_value=1, max_value=8))
def test_by_count_it_is_the_naive_subtraction_either_way_round(now, then, few):
    naive = [abs(now.get(each, 0) - then.get(each, 0)) for each in "abcdef"]
    people = sum(difference for difference in naive if 0 < difference < few)

    assert sum(each.people for each in compare(a_footprint(now), [a_footprint(then)], few=few)) == people
    assert sum(each.people for each in compare(a_footprint(then), [a_footprint(now)], few=few)) == people


def test_each_earlier_file_is_named_for_itself():
    april = a_footprint({"a": 12, "b": 20}, reference="REL-2026-0009", on=date(2026, 4, 1))

    told = [
        each.reason for each in findings(compare(a_footprint(), [a_footprint(), april], few=FEW), few=FEW)
    ]

    assert len(told) == 1
    assert "1 April 2026 (REL-2026-0009)" in told[0]


def test_a_footprint_is_the_same_after_it_was_kept():
    kept = a_footprint({"a": 3}, {"r1": "a"}, counted=True)

    assert Footprint.read(kept.document()) == kept
