"""What programs read: a record as its schema describes it; or a list, cut by key as on screen, so that the last page
costs what the first does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Schema

from sharewell_office.design import paging
from sharewell_office.people.seeing import theirs

PAGE = 50
_Row = TypeVar("_Row")


class Links(Schema):
    """The query strings of the pages on either side; "" at an end."""

    newer: str
    older: str


def listed(
    request: HttpRequest, rows: QuerySet[Any], describe: Callable[[Any], dict[str, Any]], *, key: str = "reference"
) -> dict[str, Any]:  # fmt: skip
    """One page of what whoever asks may see: `items`, and the `links` to the others."""
    page = paging.cut(theirs(request, rows), key=key, query=request.GET.dict(), size=PAGE)
    return {
        "items": [describe(each) for each in page.rows],
        "links": {"newer": page.previous, "older": page.next},
    }


def there(row: _Row | None) -> _Row:
    """The record that was asked for. Raises `Http404` where there is none."""
    if row is None:
        raise Http404
    return row


def described(record: object, schema: type[Schema]) -> dict[str, Any]:
    """What `schema` says of a record, where both use the same names."""
    return {name: getattr(record, name) for name in schema.model_fields}
