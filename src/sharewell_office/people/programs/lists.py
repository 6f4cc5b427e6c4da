"""Lists for programs: cut by key like the lists on screen, so that the last page costs what the first does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema

from sharewell_office.design import paging

PAGE = 50


class Links(Schema):
    """The query strings of the pages on either side; "" at an end."""

    newer: str
    older: str


def listed(
    request: HttpRequest, rows: QuerySet[Any], describe: Callable[[Any], dict[str, Any]], *, key: str = "reference"
) -> dict[str, Any]:  # fmt: skip
    """One page: `items`, and the `links` to the others."""
    page = paging.cut(rows, key=key, query=request.GET.dict(), size=PAGE)
    return {
        "items": [describe(each) for each in page.rows],
        "links": {"newer": page.previous, "older": page.next},
    }
