"""What to look for in a file, said so that any engine can do it.

`plan` turns terms and the header line of a file into probes. A probe names rows that fail; the engine answers
how many there are and which come first, and `judgement` says what that means. Nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sharewell.register.table_schema import BOUNDS, Field
from sharewell.register.terms import Disclosure, Terms
from sharewell.register.treatment import CAN_FAIL


class What(StrEnum):
    """The rows a probe asks for. All but REQUIRED and NO_DATE leave out rows in which the field holds nothing."""

    TYPE = "type"
    REQUIRED = "required"
    ENUM = "enum"
    PATTERN = "pattern"
    MIN_LENGTH = "minLength"
    MAX_LENGTH = "maxLength"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    EXCLUSIVE_MINIMUM = "exclusiveMinimum"
    EXCLUSIVE_MAXIMUM = "exclusiveMaximum"
    OUTSIDE_PERIOD = "outside period"
    STALE = "stale"
    NO_DATE = "no date to tell the age by"
    RUNS = "runs in a spreadsheet"
    REPEATED = "repeated key"
    DANGLING = "reference to nothing"
    REPEATED_ROW = "repeated row"
    NOT_APPROVED = "not approved"
    WITHHELD = "withheld"
    UNTREATABLE = "cannot be treated"
    SMALL_CLASS = "class of too few people"
    FEW_VALUES = "class of too few sensitive values"
    UNLIKE = "class unlike the whole"
    SMALL_CELL = "small cell"
    NOT_A_COUNT = "cell that is no count"
    ALONE = "suppressed alone"
    SUPPRESSED = "suppressed beside a total"
    DIFFERS = "differs by a few"


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """Ask for the rows that are `what`, in these columns (counted from 0), for that check.

    `bound` is what the rows are compared with: a pattern, a list of codes, a limit, two days. `where` is the
    path in the terms the bound comes from, to name it when it cannot be used. `fields` are the declared
    fields of the columns.
    """

    check: str
    what: What
    columns: tuple[int, ...]
    fields: tuple[Field | None, ...] = (None,)
    bound: Any = None
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What the engine found for one probe: how many rows fail, and the first of them.

    `field` is said only where the columns of the probe do not say it.
    """

    count: int
    rows: tuple[int, ...] = ()
    field: str | None = None


# What is known of a file before its plan is asked: by what is looked for, and where in the terms it is asked.
Observed = dict[tuple["What", str], Observation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was brought beside the file: the approved people, those withheld, and the names of earlier files."""

    approved: bool = False
    withheld: bool = False
    earlier: tuple[str, ...] = ()


NOTHING_GIVEN = Given()


def plan(
    terms: Terms, headers: Sequence[str], *, on: date, given: Given = NOTHING_GIVEN
) -> tuple[Probe, ...]:
    """Every probe that these terms ask of a file with that header line, on that day.

    The header line is that of the file as it leaves: after the treatments.
    """
    # Of a header that is there twice the first column is looked at; G01 refuses the file in any case.
    position = {header: index for index, header in reversed(list(enumerate(headers)))}
    return (
        *_cells(terms, position),
        *_scope(terms, position),
        *_freshness(terms, position, on),
        *_keys(terms, position, len(headers)),
        *_spreadsheet(terms, headers),
        *_people(terms, given),
        *_treatments(terms, position),
        *_disclosure(terms, position, given),
    )


def _cells(terms: Terms, position: Mapping[str, int]) -> Iterator[Probe]:
    for number, field in enumerate(terms.schema.fields):
        if field.name not in position:
            continue
        here: dict[str, Any] = {"columns": (position[field.name],), "fields": (field,)}
        path = f"schema.fields[{number}].constraints"
        yield Probe(check="G02", what=What.TYPE, **here)
        if field.required or field.name in terms.schema.primary_key:
            yield Probe(check="G02", what=What.REQUIRED, **here)
        for name in ("enum", "pattern", "minLength", "maxLength", *BOUNDS):
            bound = field.constraints.get(name)
            if bound is not None:
                yield Probe(check="G02", what=What(name), bound=bound, where=f"{path}.{name}", **here)


def _scope(terms: Terms, position: Mapping[str, int]) -> Iterator[Probe]:
    scope = terms.scope
    if scope.period_field is not None and scope.period_field in position:
        yield Probe(
            check="G04",
            what=What.OUTSIDE_PERIOD,
            columns=(position[scope.period_field],),
            fields=(terms.schema.field(scope.period_field),),
            bound=(scope.period_from, scope.period_to),
        )


def _freshness(terms: Terms, position: Mapping[str, int], on: date) -> Iterator[Probe]:
    fresh = terms.freshness
    if fresh and fresh.field in position:
        here: dict[str, Any] = {"check": "G08", **_at(terms, (fresh.field,), position)}
        yield Probe(what=What.STALE, bound=fresh.max_age.before(on), **here)
        yield Probe(what=What.NO_DATE, **here)


def _keys(terms: Terms, position: Mapping[str, int], width: int) -> Iterator[Probe]:
    schema = terms.schema
    unique = [(each.name,) for each in schema.fields if each.unique]
    keys = dict.fromkeys(
        [*unique, *([schema.primary_key] if schema.primary_key else []), *schema.unique_keys]
    )
    for names in keys:
        if all(name in position for name in names):
            yield Probe(check="G09", what=What.REPEATED, **_at(terms, names, position))
    for key in schema.foreign_keys:
        if all(name in position for name in (*key.fields, *key.refers_to)):
            yield Probe(
                check="G09", what=What.DANGLING, **_at(terms, (*key.fields, *key.refers_to), position)
            )
    if not keys and width:
        yield Probe(check="G09", what=What.REPEATED_ROW, columns=tuple(range(width)), fields=(None,) * width)


def _at(terms: Terms, names: Sequence[str], position: Mapping[str, int]) -> dict[str, Any]:
    return {
        "columns": tuple(position[name] for name in names),
        "fields": tuple(terms.schema.field(name) for name in names),
    }


def _spreadsheet(terms: Terms, headers: Sequence[str]) -> Iterator[Probe]:
    declared = {field.name: field for field in terms.schema.fields}
    for index, header in enumerate(headers):
        yield Probe(check="G11", what=What.RUNS, columns=(index,), fields=(declared.get(header),))


def _people(terms: Terms, given: Given) -> Iterator[Probe]:
    """Who is in the file, against the lists that were brought: which columns that is, the lists say."""
    if terms.scope.keys is not None and given.approved:
        yield Probe(check="G04", what=What.NOT_APPROVED, columns=())
    if given.withheld:
        yield Probe(check="G18", what=What.WITHHELD, columns=())


def _treatments(terms: Terms, position: Mapping[str, int]) -> Iterator[Probe]:
    for number, treatment in enumerate(terms.treatments):
        if treatment.do in CAN_FAIL and treatment.field in position:
            yield Probe(
                check="G02",
                what=What.UNTREATABLE,
                columns=(position[treatment.field],),
                bound=treatment.do,
                where=f"treatments[{number}]",
            )


def _disclosure(terms: Terms, position: Mapping[str, int], given: Given) -> Iterator[Probe]:
    asked = terms.disclosure
    if asked is None:
        return
    if asked.count_field is not None:
        yield from _table_of_counts(asked, position, given)
    elif asked.quasi_identifiers and all(name in position for name in asked.quasi_identifiers):
        here = {"check": "G07", **_at(terms, asked.quasi_identifiers, position)}
        yield from _classes(asked, here, given)
        if all(name in position for name in asked.sensitive):
            yield from _limit(asked.l, What.FEW_VALUES, here)
            yield from _limit(asked.t, What.UNLIKE, here)


def _classes(asked: Disclosure, here: Mapping[str, Any], given: Given) -> Iterator[Probe]:
    yield from _limit(asked.k, What.SMALL_CLASS, here)
    if asked.k is not None:
        for number, name in enumerate(given.earlier):
            yield Probe(what=What.DIFFERS, bound=Few(asked.k, name), where=f"prior {number}", **here)


def _table_of_counts(asked: Disclosure, position: Mapping[str, int], given: Given) -> Iterator[Probe]:
    few, count = asked.smallest_cell, asked.count_field
    if few is None or count is None or count not in position:
        return
    here: dict[str, Any] = {"check": "G07", "columns": (position[count],)}
    yield Probe(what=What.SMALL_CELL, bound=few, **here)
    yield Probe(what=What.NOT_A_COUNT, **here)
    if asked.total_label is not None:
        yield Probe(what=What.ALONE, bound=asked.total_label, **here)
        yield Probe(what=What.SUPPRESSED, bound=asked.total_label, **here)
    for number, name in enumerate(given.earlier):
        yield Probe(what=What.DIFFERS, bound=Few(few, name), where=f"prior {number}", **here)


def _limit(limit: float | None, what: What, here: Mapping[str, Any]) -> Iterator[Probe]:
    if limit is not None:
        yield Probe(what=what, bound=limit, **here)


class Few(NamedTuple):
    """A difference of 1 to `most` - 1 people against the earlier file of that name exposes those few."""

    most: int
    name: str

    def __str__(self) -> str:
        return f"fewer than {self.most} people from {self.name}"


def look_plan(headers: Sequence[str]) -> tuple[Probe, ...]:
    """What can be asked of a file nobody has agreed anything about."""
    return tuple(Probe(check="G11", what=What.RUNS, columns=(index,)) for index in range(len(headers)))
