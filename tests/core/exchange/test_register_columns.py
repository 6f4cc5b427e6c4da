"""Real registers have blemishes: each is mended and said so, or refused with column, reason and remedy."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.exchange.register_columns import (
    GOVUK_COLUMNS,
    OUR_COLUMNS,
    Named,
    read_header,
    read_row,
    write_row,
)
from sharewell.exchange.rows import HeaderNotKnown

GOOD = {
    "source_id": "7",
    "title": "Energy advice for cold homes",
    "purpose": "To find homes that are hard to heat.",
    "legal_power": "information-sharing-agreement-powers-and-objectives-0001:2",
    "controllers": "government-organisation:X1; government-organisation:X2",
    "controller_names": "Northshire Energy Board; Northshire Council",
    "retention": "P2Y",
    "starts": "2026-01-01",
    "ends": "2027-12-31",
    "review_on": "2026-12-01",
}


def read(**changed: str):
    layout = read_header(OUR_COLUMNS)
    return read_row(layout, [{**GOOD, **changed}.get(column, "") for column in OUR_COLUMNS])


def test_a_clean_row_is_taken_over_as_it_stands():
    result = read()

    assert result.refusals == result.mended == ()
    assert result.entry.title == "Energy advice for cold homes"
    assert result.entry.controllers[1] == Named(
        reference="government-organisation:X2", name="Northshire Council"
    )
    assert result.entry.starts.isoformat() == "2026-01-01"


@pytest.mark.parametrize(
    ("column", "cell", "attribute", "mended_to"),
    [
        ("retention", "P3Y11M ", "retention", "P3Y11M"),
        ("title", "two  spaces", "title", "two spaces"),
        ("purpose", " leading and trailing ", "purpose", "leading and trailing"),
        ("disclosed", "Items: ●Earnings  ●Property ", "disclosed", "Items: Earnings; Property"),
        ("method", "one\r\ntwo", "method", "one two"),
        (
            "legal_power",
            "information-sharing-agreement-powers-and-objecitves-0001:2",
            "legal_power",
            "information-sharing-agreement-powers-and-objectives-0001:2",
        ),
    ],
)
def test_a_blemish_is_mended_and_said_so(column, cell, attribute, mended_to):
    result = read(**{column: cell})

    assert getattr(result.entry, attribute) == mended_to
    assert {each.column for each in result.mended} == {column}


def test_a_trailing_semicolon_is_mended():
    result = read(processors="government-organisation:X9;", processor_names="Northshire Data Ltd")

    assert result.entry.processors == (
        Named(reference="government-organisation:X9", name="Northshire Data Ltd"),
    )
    assert [each.column for each in result.mended] == ["processors"]


def test_a_body_without_a_name_is_shown_by_its_reference():
    result = read(controller_names="")

    assert [each.name for each in result.entry.controllers] == [
        "government-organisation:X1",
        "government-organisation:X2",
    ]
    assert [each.column for each in result.mended] == ["controller_names"]


def test_two_names_for_one_reference_are_left_as_written_and_pointed_out():
    result = read(processors="government-organisation:X1", processor_names="Somebody Else")

    assert result.entry.processors[0].name == "Somebody Else"
    assert "to be checked" in result.mended[0].what


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"title": " "}, "title"),
        ({"source_id": ""}, "source_id"),
        ({"starts": "1 April 2026"}, "starts"),
        ({"review_on": "2026-02-30"}, "review_on"),
        ({"ends": "2025-12-31"}, "ends"),
        ({"retention": "two years"}, "retention"),
        ({"retention": "P"}, "retention"),
        ({"controller_names": "only one"}, "controller_names"),
    ],
)
def test_what_cannot_be_mended_is_refused_with_its_column_reason_and_remedy(changed, column):
    result = read(**changed)

    assert result.entry is None
    assert [each.column for each in result.refusals] == [column]
    assert all(each.reason and each.remedy for each in result.refusals)


def test_every_refusal_of_a_row_comes_at_once():
    result = read(title="", starts="soon", retention="long")

    assert [each.column for each in result.refusals] == ["title", "starts", "retention"]


def test_a_row_with_a_cell_too_many_is_refused():
    layout = read_header(("source_id", "title", "purpose"))

    result = read_row(layout, ["1", "Title", "Purpose", "stray"])

    assert "4 cells" in result.refusals[0].reason


@pytest.mark.parametrize(
    ("header", "complaint"),
    [
        ([], "missing"),
        (["name", "purpose"], "source_id"),
        (["source_id", "title", "purpose", "name"], "twice"),
    ],
)
def test_a_header_that_is_none_says_what_is_wrong(header, complaint):
    with pytest.raises(HeaderNotKnown, match=complaint):
        read_header(header)


@given(st.permutations(list(GOVUK_COLUMNS)))
def test_the_order_of_the_columns_does_not_matter(headings):
    layout = read_header(headings)
    cells = {heading: GOOD.get(column, "") for heading, column in GOVUK_COLUMNS.items()}

    result = read_row(layout, [cells[heading] for heading in headings])

    assert result.entry.source == "information-sharing-agreement-0001:7"
    assert result.entry.title == GOOD["title"]


@given(st.lists(st.text(max_size=30), min_size=len(OUR_COLUMNS), max_size=len(OUR_COLUMNS)))
def test_any_row_at_all_is_either_taken_over_or_refused(cells):
    result = read_row(read_header(OUR_COLUMNS), cells)

    assert (result.entry is None) == bool(result.refusals)


BLEMISHED = st.text(alphabet="aB ;:●\u00a0\t\n1P", max_size=30)


@given(st.fixed_dictionaries(dict.fromkeys(("benefits", "disclosed", "method", "contact"), BLEMISHED)))
def test_what_was_mended_once_needs_no_mending_again(texts):
    mended = read(**texts).entry

    again = read(**{column: getattr(mended, column) for column in texts})

    assert again.mended == ()
    assert again.entry == mended


def test_an_entry_written_in_our_columns_is_read_back_the_same():
    entry = read(processors="government-organisation:X3", processor_names="Northshire Data Ltd").entry

    row = write_row(entry)

    assert read_row(read_header(list(row)), list(row.values())).entry == entry


def test_the_published_register_is_taken_over_whole(shared):
    path = shared / "data" / "govuk-isa-register" / "update-2019-02-07.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter="\t")
        layout = read_header(next(lines))
        results = [read_row(layout, cells) for cells in lines]

    assert [each.entry.source for each in results] == [
        f"information-sharing-agreement-0001:{n}" for n in (2, 3, 4)
    ]
    assert results[0].mended == ()
    assert {"controller-names", "disclosed-information"} <= {each.column for each in results[1].mended}
    assert {"legal-power-disclosure", "processors", "retention-period"} <= {
        each.column for each in results[2].mended
    }


def test_a_column_nobody_knows_is_left_out_and_said_so():
    layout = read_header(["source_id", "title", "purpose", "shoe_size"])

    result = read_row(layout, ["7", "Energy advice", "To find cold homes", "43"])

    assert layout.left_out == ("shoe_size",)
    assert result.entry.title == "Energy advice"


def test_a_person_may_say_which_column_a_heading_is():
    layout = read_header(
        ["Our ref", "What it is called", "purpose"], {"our ref": "source_id", "What it is called": "title"}
    )

    result = read_row(layout, ["7", "Energy advice", "To find cold homes"])

    assert result.entry.source == "Our ref:7"
    assert result.entry.title == "Energy advice"
