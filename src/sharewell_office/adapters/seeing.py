"""The core's rules of who sees what, on the office's tables: as a filter on rows, and of one record by its reference.

TABLES = (Table(models.Request, REQUEST, key="reference"),)      in any app's seen.py
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Exists, Expression, Model, OuterRef, Q, QuerySet
from django.utils.module_loading import module_has_submodule

from sharewell.policy.seeing import Condition, Seeing, Viewer, Wanted

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Table:
    """The rule of a table. `key`: the column of the reference by which addresses and other records name a row.

    `begins`: how such a reference begins, where all of them do. `columns` says where a column of the rule is found, if
    not in one of that name.
    """

    model: type[Model]
    rule: Seeing
    key: str = ""
    columns: Mapping[str, str | Expression] = field(default_factory=dict)
    begins: str = ""

    def records(self) -> QuerySet[Any]:
        """Its rows; where one table holds several kinds, those of this kind."""
        rows: QuerySet[Any] = self.model._default_manager.all()
        return rows.filter(**{f"{self.key}__startswith": self.begins}) if self.begins else rows

    def prepared(self, rows: QuerySet[M]) -> QuerySet[M]:
        """The rows with what the rule reads and the table has no column for."""
        return rows.annotate(**{_beside(name): each for name, each in self._computed()})

    def column(self, name: str) -> str:
        """Where a column of the rule is found among `prepared` rows."""
        found = self.columns.get(name, name)
        return found if isinstance(found, str) else _beside(name)

    def _computed(self) -> list[tuple[str, Expression]]:
        return [(name, each) for name, each in self.columns.items() if not isinstance(each, str)]


def _beside(column: str) -> str:
    """What is computed is called by a name that no column has."""
    return f"seen_{column}"


class NobodySaidWhoSeesIt(LookupError):
    """A table without a rule: no list of it is shown."""


@cache
def tables() -> tuple[Table, ...]:
    """Every table with its rule. One that two lists look at in two ways has two: the first is the common one."""
    return tuple(_declared())


def _declared() -> Iterator[Table]:
    for app in apps.get_app_configs():
        if app.name.startswith("sharewell_office.") and module_has_submodule(app.module, "seen"):
            yield from import_module(f"{app.name}.seen").TABLES


def seen(rows: QuerySet[M], viewer: Viewer, rule: Seeing | None = None) -> QuerySet[M]:
    """Those of these rows that they may see, by their table's rule or by that one. Raises `NobodySaidWhoSeesIt`."""
    table = next((each for each in tables() if each.model is rows.model and rule in {None, each.rule}), None)
    if table is None:
        raise NobodySaidWhoSeesIt(rows.model.__name__)
    conditions = table.rule.narrowed(viewer)
    if conditions is None:
        return rows
    wanted = Q(pk__in=())
    for condition in conditions:
        wanted |= _holds(condition, viewer, table)
    return table.prepared(rows).filter(wanted)


def _holds(condition: Condition, viewer: Viewer, table: Table) -> Q:
    column, wanted = table.column(condition[0]), condition[1]
    # The column itself is compared, so that an index on it is used.
    empty = Q(**{column: ""}) | Q(**{f"{column}__isnull": True})
    match wanted:
        case Wanted.FILLED:
            return ~empty
        case Wanted.SEEN:
            return ~empty & ~_hidden(viewer, column, placed() if table.key else keyed())
        case "":
            return empty
        case text:
            return Q(**{column: text})


def _hidden(viewer: Viewer, column: str, among: list[Table]) -> Q:
    """That the column names a record which they do not see."""
    there = Q(pk__in=())
    for table in among:
        if table.rule.narrowed(viewer) is not None:
            here = table.records().filter(**{table.key: OuterRef(column)})
            there |= Q(Exists(here)) & ~Q(Exists(seen(here, viewer)))
    return there


def placed() -> list[Table]:
    """The tables of cases. What has a reference and is about a case looks at these alone: so it comes to an end."""
    return [each for each in keyed() if each.rule.data_set]


def keyed() -> list[Table]:
    """The tables whose records have references."""
    return [each for each in tables() if each.key]


def data_sets_of(references: Iterable[str]) -> frozenset[str]:
    """What these records are about: the data sets of cases, and of whatever is about one."""
    wanted, looked, found = set(references), set[str](), set[str]()
    while wanted:
        looked |= wanted
        further = set[str]()
        for table in keyed():
            said = _said(table, [each for each in wanted if each.startswith(table.begins)])
            (found if table.rule.data_set else further).update(said)
        wanted = further - looked
    return frozenset(found)


def _said(table: Table, references: list[str]) -> set[str]:
    """What the column says by which these rows of a table are seen."""
    column = table.rule.data_set or table.rule.about
    if not column or not references:
        return set()
    rows = table.records().filter(**{f"{table.key}__in": references})
    return {str(each) for each in table.prepared(rows).values_list(table.column(column), flat=True) if each}


def hidden(references: Iterable[str], viewer: Viewer) -> frozenset[str]:
    """Those of these references whose record is kept from them. What is no record of ours is kept from nobody."""
    wanted, kept = list(references), set[str]()
    for table in keyed():
        asked = [each for each in wanted if each.startswith(table.begins)]
        if asked and table.rule.narrowed(viewer) is not None:
            rows = table.records().filter(**{f"{table.key}__in": asked})
            there = set(rows.values_list(table.key, flat=True))
            kept |= there - set(seen(rows, viewer).values_list(table.key, flat=True)) if there else set()
    return frozenset(kept)
