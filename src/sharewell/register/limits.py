"""What a file is held to beyond its fields: how it is written, how much of it there is, how old, how hard to see into.

Each reads its part of a terms document and writes it again; a limit that would limit nothing is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sharewell.register.unusable import Reader
from sharewell.vocabulary.when import Period

ENCODINGS = ("utf-8", "ascii", "iso-8859-1", "windows-1252", "utf-16", "utf-16-le", "utf-16-be")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a delimited file is written (Frictionless table dialect). `delimiter` None: by the file's kind."""

    delimiter: str | None = None
    encoding: str = "utf-8"
    skip_initial_space: bool = False

    @classmethod
    def read(cls, reader: Reader) -> Dialect:
        reader.only("delimiter", "encoding", "skipInitialSpace")
        encoding = reader.text("encoding") or "utf-8"
        reader.one_of("encoding", encoding.lower(), ENCODINGS)
        return cls(
            delimiter=reader.matching(
                "delimiter", r"[^\r\n\"]", "one character, neither a quote nor a line end"
            ),
            encoding=encoding.lower(),
            skip_initial_space=reader.yes_no("skipInitialSpace", default=False),
        )

    def document(self) -> dict[str, Any]:
        return without_nothing(
            delimiter=self.delimiter,
            encoding=None if self.encoding == "utf-8" else self.encoding,
            skipInitialSpace=self.skip_initial_space or None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """How much, about when, and about whom. `keys` names a CSV of the approved people; its header names the
    fields.
    """

    max_rows: int | None = None
    min_rows: int | None = None
    period_field: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    keys: str | None = None

    @classmethod
    def read(cls, reader: Reader) -> Scope:
        reader.only("max_rows", "min_rows", "period_field", "period_from", "period_to", "keys")
        scope = cls(
            max_rows=reader.whole("max_rows", least=0),
            min_rows=reader.whole("min_rows", least=0),
            period_field=reader.text("period_field"),
            period_from=reader.day("period_from"),
            period_to=reader.day("period_to"),
            keys=reader.text("keys"),
        )
        # A period without its field, or a field without a period, would limit nothing and look as if it did.
        if (scope.period_field is None) != (scope.period_from is None and scope.period_to is None):
            reader.refuse("period_field", "a field and at least one of period_from and period_to, together")
        return scope

    def document(self) -> dict[str, Any]:
        return without_nothing(
            max_rows=self.max_rows,
            min_rows=self.min_rows,
            period_field=self.period_field,
            period_from=iso(self.period_from),
            period_to=iso(self.period_to),
            keys=self.keys,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """The greatest age of a record on the day of release, by the date in `field`."""

    field: str
    max_age: Period

    @classmethod
    def read(cls, reader: Reader) -> Freshness:
        reader.only("field", "max_age")
        return cls(field=reader.needed_text("field"), max_age=reader.needed_period("max_age"))

    def document(self) -> dict[str, Any]:
        return {"field": self.field, "max_age": str(self.max_age)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """How hard it must be to single somebody out. `sensitive` is the disclosure-control term *sensitive
    attribute*. In a table of counts `part_of` names, for a field, the hierarchy that says what its values are parts of,
    where such sums stand in the table too.
    """

    quasi_identifiers: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    k: int | None = None
    l: float | None = None  # noqa: E741 - the field's own name for it
    t: float | None = None
    count_field: str | None = None
    min_cell: int | None = None
    total_label: str | None = None
    part_of: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, reader: Reader) -> Disclosure:
        reader.only(*(name for name in cls.__dataclass_fields__))
        return cls(
            quasi_identifiers=reader.texts("quasi_identifiers"),
            sensitive=reader.texts("sensitive"),
            k=reader.whole("k", least=1),
            l=reader.number("l", least=1),
            t=reader.number("t", least=0),
            count_field=reader.text("count_field"),
            min_cell=reader.whole("min_cell", least=1),
            total_label=reader.text("total_label"),
            part_of=reader.names("part_of"),
        ).refusing_limits_on_nothing(reader)

    def refusing_limits_on_nothing(self, reader: Reader) -> Disclosure:
        """A limit without what it limits would hold nobody back and look as if it did."""
        for name in ("k", "l", "t"):
            if reader.get(name) is not None and not self.quasi_identifiers and self.count_field is None:
                reader.refuse(name, "`quasi_identifiers` beside it: without them it limits nothing")
        for name in ("l", "t"):
            if reader.get(name) is not None and not self.sensitive:
                reader.refuse(name, "`sensitive` beside it: without them it limits nothing")
        if self.min_cell is not None and self.count_field is None:
            reader.refuse("min_cell", "`count_field` beside it: without it, it limits nothing")
        return self

    @property
    def smallest_cell(self) -> int | None:
        """In a table of counts: from how many people on a cell may be told. None: it is not said."""
        said = [limit for limit in (self.min_cell, self.k) if limit is not None]
        return max(said) if said else None

    def document(self) -> dict[str, Any]:
        return without_nothing(
            quasi_identifiers=list(self.quasi_identifiers) or None,
            sensitive=list(self.sensitive) or None,
            k=self.k,
            l=self.l,
            t=self.t,
            count_field=self.count_field,
            min_cell=self.min_cell,
            total_label=self.total_label,
            part_of=dict(self.part_of) or None,
        )


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def without_nothing(**entries: Any) -> dict[str, Any]:
    return {key: value for key, value in entries.items() if value is not None}
