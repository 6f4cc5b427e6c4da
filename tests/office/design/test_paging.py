"""One page of a long list: walking it shows every row once, in order, forwards and back."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sharewell_office.design import paging
from sharewell_office.register.models import Agreement

pytestmark = pytest.mark.django_db


def rows_of(numbers):
    Agreement.objects.all().delete()
    Agreement.objects.bulk_create(
        Agreement(reference=f"ISA-{number:04}", title="x", status="ended") for number in sorted(numbers)
    )
    return Agreement.objects.all()


def query(address: str) -> dict[str, str]:
    return dict(parse_qsl(address.removeprefix("?")))


def walk(rows, size, start=None, by="next"):
    """Every page from `start`, by its `next` or `previous` links."""
    page = paging.cut(rows, key="reference", query=start or {}, size=size)
    pages = [page]
    while getattr(page, by):
        page = paging.cut(rows, key="reference", query=query(getattr(page, by)), size=size)
        pages.append(page)
    return pages


class TestWalking(TestCase):
    @given(numbers=st.sets(st.integers(1, 9999), max_size=40), size=st.integers(1, 12))
    @settings(max_examples=40)
    def test_forwards_every_row_comes_once_newest_first(self, numbers, size):
        pages = walk(rows_of(numbers), size)

        seen = [row.reference for page in pages for row in page.rows]
        assert seen == [f"ISA-{number:04}" for number in sorted(numbers, reverse=True)]
        assert all(len(page.rows) == size for page in pages[:-1])

    @given(numbers=st.sets(st.integers(1, 9999), min_size=1, max_size=40), size=st.integers(1, 12))
    @settings(max_examples=40)
    def test_and_back_again_ends_where_it_began(self, numbers, size):
        rows = rows_of(numbers)
        last = walk(rows, size)[-1]

        back = (
            walk(rows, size, start={"after": last.rows[0].reference}, by="previous") if last.previous else []
        )

        assert {row.reference for page in back for row in page.rows} | {
            row.reference for row in last.rows
        } == {row.reference for row in rows}


def test_what_was_searched_for_stays_in_the_links():
    page = paging.cut(rows_of(range(30)), key="reference", query={"words": "a b", "status": ""}, size=10)

    assert query(page.next) == {"words": "a b", "before": "ISA-0020"}


@pytest.mark.parametrize(("rows", "counted"), [(0, "0"), (3, "3"), (5, "more than 4")])
def test_the_count_stops_at_a_cap(monkeypatch, rows, counted):
    monkeypatch.setattr(paging, "CAP", 4)

    assert paging.cut(rows_of(range(rows)), key="reference", query={}, size=2).counted == counted


def test_a_page_costs_two_queries(django_assert_num_queries):
    rows = rows_of(range(60))

    with django_assert_num_queries(2):
        paging.cut(rows, key="reference", query={"before": "ISA-0040"})
