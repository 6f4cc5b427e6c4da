"""Headers in a report: shown when they are names, and never when they might be somebody's data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.release.headers import shown

NAMES = ["complainant_dob", "nhs_number", "Date of birth", "postcode", "surname", "hoursPerWeek", "Extra"]
DATA = [
    "Adeyemi",
    "Ann Lee",
    "NS1 1AA",
    "07700900001",
    "943 476 5919",
    "AB123456C",
    "a@example.org",
    "1980-01-01",
    "",
    "wardEastmoor",
    "referralSW1",
]


@pytest.mark.parametrize("header", NAMES)
def test_what_is_shaped_like_a_name_is_shown(header):
    assert shown(["ward", header], {"ward"}) == ("ward", header)


@pytest.mark.parametrize("header", DATA)
def test_what_might_be_data_is_a_column_number(header):
    assert shown(["ward", header], {"ward"}) == ("ward", "column 2")


@pytest.mark.parametrize(
    "header",
    ["referraastmoor", "referral_iastmoor", "referral_idastmoor", "wardastmoor", "referral_astmoorferral_id"],
)
def test_a_declared_header_that_a_cell_has_run_into_is_a_column_number(header):
    assert shown([header], {"referral_id", "ward"}) == ("column 1",)


@pytest.mark.parametrize(
    "header",
    ["referal_id", "referral_ids", "referral_date", "referral_source", "ward_name", "wards", "reward"],
)
def test_a_slip_in_a_declared_header_and_a_field_named_like_it_are_shown(header):
    assert shown([header], {"referral_id", "ward"}) == (header,)


@pytest.mark.parametrize("header", ["surname", "firstname", "username"])
def test_a_header_made_of_two_known_words_is_shown_beside_the_shorter_one(header):
    assert shown([header], {"name"}) == (header,)


def test_a_line_with_one_value_in_it_is_no_header_line_and_none_of_it_is_shown():
    assert shown(["bedroom", "07700900001", "ward"], {"ward"}) == ("column 1", "column 2", "ward")


@given(st.lists(st.text(max_size=12), max_size=6))
def test_a_declared_header_is_always_shown(headers):
    assert shown(headers, headers) == tuple(headers)


@given(st.lists(st.from_regex(r"[0-9]{4,12}", fullmatch=True), min_size=1, max_size=6))
def test_numbers_are_never_shown(headers):
    assert shown(headers, ()) == tuple(f"column {number}" for number in range(1, len(headers) + 1))


# --- a header line that goes over into the row below it ---------------------------------------------------------------
DECLARED = ("referral_id", "name", "ward")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            ("referral_id", "name", "wastmoor"),
            ("referral_id", "name", "column 3"),
        ),  # two letters of ward are left
        (("referral_id", "name", "astmoor"), ("referral_id", "name", "column 3")),  # none is
        (("referral_id", "nadeyemi", "eastmoor"), ("referral_id", "column 2", "column 3")),
        (("radeyemi", "eastmoor", "low"), ("column 1", "column 2", "column 3")),
    ],
)
def test_the_row_below_that_ran_into_the_header_line_is_not_shown(line, expected):
    assert shown(line, DECLARED) == expected


@pytest.mark.parametrize(
    "line",
    [
        (
            "referral_id",
            "name",
            "district",
        ),  # another name of known words in the place of one that is missing
        ("referral_id", "name", "wards"),  # a slip
        ("referral_id", "blorp", "name", "ward"),  # nothing declared is missing
        ("blorp", "referral_id", "ward"),  # the line ends as agreed
    ],
)
def test_where_the_line_ends_as_it_should_names_are_shown(line):
    assert shown(line, DECLARED) == line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (("referral_id", "name", "ward", "blorp"), ("referral_id", "name", "ward", "blorp")),
        (("referral_id", "name", "ward", "adeyemi", "low"), (*DECLARED, "column 4", "column 5")),
        (("referral_id", "name", "ward", "start_date", "end_date"), (*DECLARED, "start_date", "end_date")),
    ],
)
def test_a_row_that_lost_its_first_cell_with_the_line_end_is_not_shown(line, expected):
    assert shown(line, DECLARED) == expected


def test_with_nothing_declared_the_end_of_the_line_is_shown_only_in_known_words():
    adult = ("age", "fnlwgt", "education-num", "capital-gain", "hours-per-week", "salary-class")

    assert shown(adult, ()) == adult
    assert shown(("referral_id", "wastmoor"), ()) == ("referral_id", "column 2")
    assert shown(("wastmoor", "eastmoor", "low"), ()) == ("column 1", "column 2", "column 3")


@given(
    kept=st.integers(0, 11),
    lost=st.integers(1, 8),
    names=st.lists(
        st.sampled_from(["adeyemi", "okafor", "penhaligon", "brightwell"]), min_size=3, max_size=3
    ),
)
def test_wherever_a_line_end_is_lost_no_part_of_a_name_in_the_row_below_is_shown(kept, lost, names):
    """The header line is cut within its last two names, the row below within one of its cells, and joined there."""
    row = ",".join(names)
    line = ("referral_id,name,ward"[: 10 + kept] + row[lost:]).split(",")

    told = [header for header in shown(line, DECLARED) if header not in DECLARED]

    assert not any(part in header for header in told for name in names for part in _parts(name, 4))


def _parts(text: str, length: int) -> set[str]:
    return {text[start : start + length] for start in range(len(text) - length + 1)}
