"""The tags of `{% load govuk %}` that GOV.UK has no example for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from sharewell.policy import rulebook
from sharewell.vocabulary.outcome import Refusal
from sharewell_office.design.components import Column, Step


def say(source: str, path: str = "/", **given: object) -> str:
    return (
        engines["django"].from_string("{% load govuk %}" + source).render(given, RequestFactory().get(path))
    )


A_REFUSAL = Refusal(
    rule=rulebook.SEGREGATION,
    reason="You drafted this request.",
    remedy="Ask the owner of the data.",
    where="Stage S12",
)


def test_a_no_shows_rule_place_reason_remedy_and_source():
    html = say("{% refusals them %}", them=[A_REFUSAL])

    for words in (
        rulebook.SEGREGATION.title,
        "Stage S12",
        "You drafted this request.",
        "<strong>What you can do:</strong> Ask the owner of the data.",
        rulebook.SEGREGATION.citation,
        rulebook.SEGREGATION.code,
    ):
        assert words in html


def test_every_reason_is_shown_at_once():
    html = say("{% refusals them %}", them=[A_REFUSAL] * 3)

    assert html.count("What you can do:") == 3


def test_no_refusals_show_nothing():
    assert say("{% refusals them %}", them=()).strip() == ""


def test_the_words_of_a_refusal_are_escaped():
    hostile = Refusal(rule=rulebook.SEGREGATION, reason="<script>alert(1)</script>", remedy="<b>", where="")

    html = say("{% refusals them %}", them=[hostile])

    assert "<script>" not in html
    assert "<b>" not in html


def test_a_timeline_says_what_when_and_by_whom():
    steps = [
        Step(
            "Approved", datetime(2026, 7, 1, 16, 55, tzinfo=UTC), "Olive Mensah", "With one condition.", "/x"
        )
    ]

    html = say("{% timeline steps %}", steps=steps)

    assert '<a class="govuk-link" href="/x">Approved</a>' in html
    assert "by Olive Mensah" in html
    assert "1 July 2026, 5:55pm" in html
    assert 'datetime="2026-07-01T16:55:00+00:00"' in html
    assert "With one condition." in html


def test_an_empty_timeline_says_so():
    assert "Nothing has happened yet." in say("{% timeline steps %}", steps=[])


def test_pages_keep_the_search():
    page = Paginator(range(100), 10).get_page(2)

    html = say("{% govuk_pagination page %}", path="/requests/?q=drugs&page=2", page=page)

    assert 'href="?q=drugs&amp;page=1"' in html
    assert 'href="?q=drugs&amp;page=3"' in html
    assert 'aria-label="Page 2" aria-current="page"' in html


def test_one_page_needs_no_pages():
    assert say("{% govuk_pagination page %}", page=Paginator(range(3), 10).get_page(1)).strip() == ""


def test_a_table_names_its_rows_and_sets_numbers_to_the_right():
    html = say(
        '{% govuk_table columns rows "Fields" %}',
        columns=["Field", Column("Rows", numeric=True)],
        rows=[("a", 7)],
    )

    assert '<th scope="row" class="govuk-table__header">a</th>' in html
    assert '<td class="govuk-table__cell govuk-table__cell--numeric">7</td>' in html
    assert 'role="region" aria-label="Fields" tabindex="0"' in html


def test_a_row_of_the_wrong_length_is_a_defect_not_a_shifted_column():
    with pytest.raises(ValueError, match="zip"):
        say('{% govuk_table columns rows "Fields" %}', columns=["a", "b"], rows=[("only one",)])


def test_crumbs_may_be_written_in_the_template():
    html = say('{% govuk_breadcrumbs "Requests" "/requests/" "DSR-2026-0001" %}')

    assert 'href="/requests/">Requests</a>' in html
    assert '<li class="govuk-breadcrumbs__list-item" aria-current="page">DSR-2026-0001</li>' in html


def test_a_button_that_sends_takes_one_click():
    assert 'data-prevent-double-click="true"' in say('{% govuk_button "Approve" %}')
    assert "data-prevent-double-click" not in say('{% govuk_button "Back" href="/" %}')


def test_help_stands_where_it_is_asked_for():
    html = say('{% govuk_details "What is this?" %}<p>An answer.</p>{% endgovuk_details %}')

    assert '<span class="govuk-details__summary-text">What is this?</span>' in html
    assert "<p>An answer.</p>" in html


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (datetime(2026, 11, 22, 17, 55, tzinfo=UTC), "22 November 2026, 5:55pm"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2 July 2026, 12:30am"),
        (datetime(2026, 1, 9, 12, 5, tzinfo=UTC), "9 January 2026, 12:05pm"),
        (None, ""),
    ],
)
def test_a_moment_is_told_as_the_clock_in_london_shows_it(when, said):
    assert say("{{ when|moment }}", when=when) == said


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (date(2026, 11, 2), "2 November 2026"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2 July 2026"),
        (None, ""),
    ],
)
def test_a_day(when, said):
    assert say("{{ when|day }}", when=when) == said
