"""One page of a long list, at a cost that stays flat however long the list grows.

Pages are cut by key ("older than ISA-2026-0100"), not by number, so the thousandth page costs what the first does; and
the count stops at a cap, because "more than 1,000" tells a person as much as 1,000,000 does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
CAP = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """Some rows, the addresses of the pages before and after, and how many there are in all (`counted`: in words)."""

    rows: Sequence[Row]
    previous: str
    next: str
    counted: str


def cut(
    rows: QuerySet[Row],
    *,
    key: str,
    query: dict[str, str],
    size: int = 25,
    newest_first: bool = True,
    count: int | None = None,
) -> Page[Row]:
    """Cut the page that `query` asks for (`before` or `after` a key) out of rows, newest key first or last.

    `count` is how many rows there are, for whoever has counted them already (above `CAP`: more than that).
    """
    kept = {name: value for name, value in query.items() if name not in {"before", "after"} and value}
    on, back = ("before", "after") if newest_first else ("after", "before")
    further, nearer = (f"{key}__lt", f"{key}__gt") if newest_first else (f"{key}__gt", f"{key}__lt")
    order, backwards = (f"-{key}", key) if newest_first else (key, f"-{key}")
    if mark := query.get(back, ""):
        found = list(rows.filter(**{nearer: mark}).order_by(backwards)[: size + 1])
        more_above, more_below = len(found) > size, True
        found = found[:size][::-1]
    else:
        mark = query.get(on, "")
        found = list((rows.filter(**{further: mark}) if mark else rows).order_by(order)[: size + 1])
        more_above, more_below = bool(mark), len(found) > size
        found = found[:size]
    return Page(
        rows=found,
        previous=_link(kept, back, found[0], key) if found and more_above else "",
        next=_link(kept, on, found[-1], key) if found and more_below else "",
        counted=_counted(rows, count) if more_above or more_below else f"{len(found):,}",
    )


def _link(kept: dict[str, str], side: str, row: Any, key: str) -> str:
    return "?" + urlencode(kept | {side: getattr(row, key)})


def _counted(rows: QuerySet[Any], count: int | None) -> str:
    found = rows.order_by().values("pk")[: CAP + 1].count() if count is None else count
    return f"more than {CAP:,}" if found > CAP else f"{found:,}"
