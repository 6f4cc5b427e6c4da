"""The core's rules of who sees what, as a filter on rows."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from sharewell.policy.seeing import Seeing
from sharewell.vocabulary.people import Role

M = TypeVar("M", bound=Model)


def seen(rows: QuerySet[M], rule: Seeing, name: str, posts: frozenset[Role] = frozenset()) -> QuerySet[M]:
    """Those of these rows that somebody of that name and those posts may see."""
    conditions = rule.narrowed(name, posts)
    if conditions is None:
        return rows
    if not conditions:
        return rows.none()
    wanted = Q()
    for column, value in conditions:
        wanted |= ~Q(**{column: ""}) if value is None else Q(**{column: value})
    return rows.filter(wanted)
