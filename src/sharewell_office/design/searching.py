"""What a search asks of rows: the words that somebody typed, and the days they chose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
MOST_WORDS = 8


def holding(
    rows: QuerySet[Row], words: str, *, exactly: Sequence[str], within: Sequence[str]
) -> QuerySet[Row]:
    """The rows that hold every one of the words: as the whole of a column `exactly`, or `within` one, in any case.

    Words after the eighth are not looked at; no words at all leave every row.
    """
    for word in words.split()[:MOST_WORDS]:
        either = Q()
        for column in exactly:
            either |= Q(**{f"{column}__iexact": word})
        for column in within:
            either |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(either)
    return rows


def between(rows: QuerySet[Row], column: str, first: date | None, last: date | None) -> QuerySet[Row]:
    """The rows whose moment in a column lies between two days, both included (Europe/London); None leaves it open."""
    if first:
        rows = rows.filter(**{f"{column}__date__gte": first})
    return rows.filter(**{f"{column}__date__lte": last}) if last else rows
