"""Words of several rows as one text of the row they belong to, so that a page need not ask once more for them."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Func, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


class _Joined(Func):
    """Several words of one person as one text, separated by spaces: none of them holds one."""

    template = "%(function)s(%(expressions)s, ' ')"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **more)


def joined(rows: QuerySet[Any], field: str | Func) -> Coalesce:
    """That column of the rows, or what is made of their columns; "" where there are none.

    The rows may name the row outside by `OuterRef`.
    """
    return Coalesce(Subquery(rows.order_by().annotate(words=_Joined(field)).values("words")), Value(""))
