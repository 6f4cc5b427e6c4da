"""Rows by the thousand, written by one statement prepared once.

Django composes the SQL of `bulk_create` anew for every batch: of an import's time that was half. Here the columns of a
row are adapted by their own fields, and nothing else of a model is made.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.db import connections
from django.db.models import CharField, Field, Model, TextField
from django.db.models.fields import NOT_PROVIDED

TEXTS = (CharField, TextField)


def insert(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that name the same columns, in their order; a column that they do not name takes its default."""
    if not rows:
        return
    connection = connections["default"]  # itself: its stand-in looks it up anew for each value
    fields = [each for each in model._meta.concrete_fields if not each.primary_key or each.name in rows[0]]
    names = ", ".join(connection.ops.quote_name(each.column) for each in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    adapted = list(zip(*(_adapted(each, rows, connection) for each in fields), strict=True))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", adapted)  # noqa: S608 - our own names


def _adapted(field: Field[Any, Any], rows: Sequence[Mapping[str, Any]], connection: Any) -> list[Any]:
    """A column as the database takes it. What the rows leave out is adapted once."""
    if field.name not in rows[0]:
        default = field.get_default() if field.default is not NOT_PROVIDED else _empty(field)
        return [field.get_db_prep_save(default, connection)] * len(rows)
    known: dict[
        Any, Any
    ] = {}  # days and names come again and again; what cannot be looked up is adapted each time

    def adapted(value: Any) -> Any:
        if type(value) is str and isinstance(field, TEXTS):
            return value  # text is text to both databases
        if not isinstance(value, Hashable):
            return field.get_db_prep_save(value, connection)
        key = (type(value), value)  # 1 and True are equal, and not the same
        if key not in known:
            known[key] = field.get_db_prep_save(value, connection)
        return known[key]

    return [adapted(row[field.name]) for row in rows]


def _empty(field: Field[Any, Any]) -> Any:
    return None if field.null else field.get_default()
