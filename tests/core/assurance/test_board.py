"""The board's figures: exact, never nought for what was not measured, drawn and told alike."""

from datetime import date
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharewell.assurance.board.kpis import (
    BY_ID,
    KPIS,
    Figure,
    NotMeasuredWithoutReason,
    on_target,
    percent,
    rank,
    said,
)
from sharewell.assurance.board.paper import printed
from sharewell.assurance.board.trend import Point, drawing, in_words, worth_drawing
from sharewell.vocabulary.paper import Picture, Table

REVIEWED, REQUESTS, DAYS = BY_ID["k01"], BY_ID["k03"], BY_ID["k04"]


def test_every_figure_of_the_reference_is_there_and_says_what_it_counts():
    assert [kpi.id for kpi in KPIS] == [f"k{number:02}" for number in range(1, 22)]
    assert all(kpi.counts and kpi.citation for kpi in KPIS)


@pytest.mark.parametrize(("kpi", "counted", "of", "words", "reached"), [
    (REVIEWED, 46, 50, "92 % (46 of 50)", False),
    (REVIEWED, 999, 1000, "over 99 % (999 of 1000)", False),
    (REVIEWED, 1, 1000, "under 1 % (1 of 1000)", False),
    (REVIEWED, 5, 5, "100 % (5 of 5)", True),
    (REVIEWED, 0, 5, "0 % (0 of 5)", False),
    (REVIEWED, 0, 0, "Nothing to count", None),
    (REVIEWED, None, None, "Not measured", None),
    (REQUESTS, 1234, None, "1,234", None),
    (DAYS, 1, 8, "1 working day", True),
    (DAYS, 11, 8, "11 working days", False),
    (DAYS, 0, 0, "Nothing to count", None),
])  # fmt: skip
def test_a_figure_reads_as_what_it_is(kpi, counted, of, words, reached):
    figure = Figure(
        kpi=kpi.id, counted=counted, of=of, why_not="" if counted is not None else "It is kept elsewhere."
    )

    assert said(kpi, figure) == words
    assert on_target(kpi, figure) is reached


def test_what_is_not_measured_says_why():
    with pytest.raises(NotMeasuredWithoutReason):
        Figure(kpi="k18", counted=None)


@given(part=st.integers(0, 10_000), whole=st.integers(1, 10_000))
def test_no_rounding_makes_some_into_all_or_into_none(part, whole):
    if part <= whole:
        said = percent(Fraction(part, whole))

        assert (said == "100") is (part == whole)
        assert (said == "0") is (part == 0)


@given(days=st.lists(st.integers(0, 400), min_size=1), tenths=st.integers(1, 10))
def test_a_rank_is_reached_by_that_share_and_by_no_smaller_number(days, tenths):
    found = rank(days, Fraction(tenths, 10))

    assert sum(each <= found for each in days) * 10 >= tenths * len(days)
    assert sum(each < found for each in days) * 10 < tenths * len(days)


POINTS = [
    Point(period="Jan–Mar 26", value=Fraction(1, 2), says="50 %"),
    Point(period="Apr–Jun 26", value=None, says="Not measured"),
    Point(period="Jul–Sep 26", value=Fraction(1), says="100 %"),
    Point(period="Oct–Dec 26", value=Fraction(3, 4), says="75 %"),
]


def test_a_trend_is_drawn_with_a_gap_where_nothing_was_measured_and_says_itself():
    root = ElementTree.fromstring(drawing("Reviews & more", POINTS, share=True))
    ns = "{http://www.w3.org/2000/svg}"

    heights = [float(each.get("cy")) for each in root.iter(f"{ns}circle")]
    assert len(heights) == 3
    assert heights[1] < heights[2] < heights[0]
    assert len([each for each in root.iter(f"{ns}line") if each.get("stroke-width") == "2"]) == 1
    assert root.find(f"{ns}title").text == in_words("Reviews & more", POINTS)
    assert "Apr–Jun 26: Not measured" in in_words("Reviews & more", POINTS)


@given(values=st.lists(st.one_of(st.none(), st.fractions(0, 10**6)), min_size=1, max_size=8))
def test_whatever_is_drawn_stays_within_the_picture(values):
    points = [Point(period=str(n), value=value, says="") for n, value in enumerate(values)]

    root = ElementTree.fromstring(drawing("Days", points, share=False))

    assert all(0 <= float(each.get("cy")) <= 180 for each in root.iter("{http://www.w3.org/2000/svg}circle"))


@pytest.mark.parametrize(("points", "worth"), [([], False), (POINTS[:2], False), (POINTS, True)])
def test_a_trend_is_drawn_once_two_reports_have_measured_it(points, worth):
    assert worth_drawing(points) is worth


def test_on_paper_every_figure_stands_beside_the_report_before_and_a_trend_has_its_table():
    figures = {kpi.id: Figure(kpi=kpi.id, counted=1, of=2) for kpi in KPIS}
    before = {"k01": Figure(kpi="k01", counted=1, of=1)}

    paper = printed(
        figures, before, {"k01": POINTS}, period="2026", issuer="Northshire", on=date(2026, 12, 31)
    )

    tables = [block for block in paper.blocks if isinstance(block, Table)]
    assert len(tables[0].rows) == 21
    assert tables[0].rows[0][1:3] == ("50 % (1 of 2)", "100 % (1 of 1)")
    [picture] = [block for block in paper.blocks if isinstance(block, Picture)]
    after = paper.blocks[paper.blocks.index(picture) + 1]
    assert [row[1] for row in after.rows] == ["50 %", "Not measured", "100 %", "75 %"]
